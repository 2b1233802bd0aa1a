"""Width and height of photographs, as browsers show them."""

import struct

import pytest

from ankigen.compile.pictures.size import raster_size
from tests.samples import PNG

EXIF = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    parts = (bytes((0xFF, mark)) + struct.pack(">H", len(data) + 2) + data for mark, data in segments)
    return b"\xff\xd8" + b"".join(parts)


FRAME = b"\x08" + struct.pack(">HH", 300, 400) + b"\x03"
FILES = {
    "png": (PNG, (1, 1)),
    "gif": (b"GIF89a" + struct.pack("<HH", 400, 300) + b"\0\0\0", (400, 300)),
    "jpeg": (jpeg((0xE0, b"JFIF\0"), (0xC4, b"\0" * 9), (0xC2, FRAME)), (400, 300)),
    "jpeg on its side": (jpeg((0xE1, EXIF), (0xC0, FRAME)), (300, 400)),
    "webp lossy": (b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 400, 300), (400, 300)),
    "webp lossless": (
        b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + struct.pack("<I", 399 | 299 << 14) + b"\0",
        (400, 300),
    ),
    "webp extended": (b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x8f\x01\0\x2b\x01\0", (400, 300)),
}


@pytest.mark.parametrize(("data", "size"), FILES.values(), ids=FILES)
def test_the_size_is_read_from_the_first_bytes(data: bytes, size: tuple[int, int]) -> None:
    assert raster_size(data) == size


@pytest.mark.parametrize("data", [data for data, _ in FILES.values()], ids=FILES)
def test_a_file_that_breaks_off_has_no_size_or_the_same(data: bytes) -> None:
    sizes = {raster_size(data[:length]) for length in range(len(data))}
    assert sizes <= {None, raster_size(data)}


def test_other_files_have_none() -> None:
    for data in (b"", b"\xff\xd8\xff", b"BM", b"RIFF\0\0\0\0WAVE", b"\xff\xd8" + b"\xff" * 99, b"\xff\xd8\xff\xe1\0\0"):
        assert raster_size(data) is None
