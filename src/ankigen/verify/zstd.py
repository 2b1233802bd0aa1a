"""How large zstd data may become, reckoned from its block headers (RFC 8878, 3.1.1) without unpacking anything."""

from typing import BinaryIO

FRAME, SKIPPABLE = 0xFD2FB528, 0x184D2A50
LARGEST_BLOCK = 128 * 1024
RAW, RLE, COMPRESSED = range(3)


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
