"""zstd data: unpacked within a bound, and how large they may become, reckoned from their block headers (RFC 8878,
3.1.1) without unpacking anything."""

import sys
from collections.abc import Callable, Iterator
from typing import IO, Any, BinaryIO

FRAME, SKIPPABLE = 0xFD2FB528, 0x184D2A50
LARGEST_BLOCK = 128 * 1024
RAW, RLE, COMPRESSED = range(3)
CHUNK = 1024 * 1024
# What a decoder must be able to hold (RFC 8878, 3.1.1.1.2); Anki packs with less.
LARGEST_WINDOW = 27  # as a power of two, in bytes


class TooLargeError(Exception):
    """The data would become larger than they may."""


def unpacked(file: IO[bytes], largest: int) -> Iterator[bytes]:
    """The data piece by piece. Raises ValueError if they are not zstd data or are cut off, TooLargeError if there are
    more than `largest` bytes."""
    make, error = _library()
    total, decoder, rest = 0, make(), b""
    try:
        while data := rest or file.read(CHUNK):
            if decoder.eof:  # a frame may follow another
                decoder = make()
            piece = decoder.decompress(data, CHUNK)
            while True:
                total += len(piece)
                if total > largest:
                    raise TooLargeError
                if piece:
                    yield piece
                if decoder.eof or decoder.needs_input:
                    break
                piece = decoder.decompress(b"", CHUNK)
            rest = decoder.unused_data if decoder.eof else b""
    except error as problem:
        raise ValueError("not zstd data") from problem
    if not decoder.eof:
        raise ValueError("the zstd data is cut off")


def _library() -> tuple[Callable[[], Any], type[Exception]]:
    """Python has it from 3.14 on; loaded only where a package of the newer format is read."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    options = {int(zstd.DecompressionParameter.window_log_max): LARGEST_WINDOW}
    return lambda: zstd.ZstdDecompressor(options=options), zstd.ZstdError


def largest_size(file: BinaryIO) -> int:
    """An upper bound of the unpacked bytes. Raises ValueError if the data is not zstd or is cut off."""
    total = 0
    while start := file.read(4):
        magic = int.from_bytes(start, "little")
        if magic == FRAME:
            total += _frame(file)
        elif magic & ~0xF == SKIPPABLE:
            _read(file, _number(file, 4))
        else:
            raise ValueError("not zstd data")
    return total


def _frame(file: BinaryIO) -> int:
    descriptor = _number(file, 1)
    size_flag, single, checksum, dictionary = descriptor >> 6, descriptor >> 5 & 1, descriptor >> 2 & 1, descriptor & 3
    window = 0 if single else 1
    size = (1 if single else 0, 2, 4, 8)[size_flag]
    _read(file, window + (0, 1, 2, 4)[dictionary] + size)
    total, last = 0, False
    while not last:
        header = _number(file, 3)
        last, kind, length = bool(header & 1), header >> 1 & 3, header >> 3
        _read(file, 1 if kind == RLE else length)
        total += LARGEST_BLOCK if kind == COMPRESSED else length
    _read(file, 4 if checksum else 0)
    return total


def _number(file: BinaryIO, length: int) -> int:
    return int.from_bytes(_read(file, length), "little")


def _read(file: BinaryIO, length: int) -> bytes:
    data = file.read(length)
    if len(data) < length:
        raise ValueError("the zstd data is cut off")
    return data
