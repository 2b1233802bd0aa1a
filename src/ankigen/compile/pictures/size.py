"""Width and height of a picture in px, as browsers show it, from the first bytes of its file."""

import struct

Size = tuple[float, float]

# Segments of a JPEG that have its size (ITU-T T.81, B.1.1.3): SOF0 to SOF15 without DHT, JPG and DAC.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
ORIENTATION = 0x0112  # an Exif tag; from 5 on the picture lies on its side
ON_ITS_SIDE = range(5, 9)


def raster_size(data: bytes) -> Size | None:
    """None if the file is of no kind that is known here, or broken."""
    try:
        if data.startswith(b"\x89PNG"):
            found = struct.unpack(">II", data[16:24])
        elif data.startswith(b"GIF8"):
            found = struct.unpack("<HH", data[6:10])
        elif data.startswith(b"\xff\xd8"):
            found = _jpeg(data)
        elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            found = _webp(data)
        else:
            return None
    except (struct.error, IndexError, ValueError):
        return None
    width, height = found
    return (width, height) if width and height else None


def _jpeg(data: bytes) -> tuple[int, int]:
    at, lies = 2, False
    while True:
        while data[at + 1] == 0xFF:
            at += 1
        mark, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if data[at] != 0xFF or length < 2:
            raise ValueError("not a segment")
        if mark in FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return (height, width) if lies else (width, height)
        if mark == 0xE1 and data[at + 4 : at + 10] == b"Exif\0\0":
            lies = _orientation(data[at + 10 : at + 2 + length]) in ON_ITS_SIDE
        at += 2 + length


def _orientation(exif: bytes) -> int:
    """What the first directory of the TIFF structure says; 1, upright, if it does not."""
    order = "<" if exif[:2] == b"II" else ">"
    (start,) = struct.unpack(f"{order}I", exif[4:8])
    (count,) = struct.unpack(f"{order}H", exif[start : start + 2])
    for entry in range(start + 2, start + 2 + 12 * count, 12):
        tag, _, _, value = struct.unpack(f"{order}HHIH", exif[entry : entry + 10])
        if tag == ORIENTATION:
            return int(value)
    return 1


def _webp(data: bytes) -> tuple[int, int]:
    """RFC 9649: extended, lossless and lossy files have it at three places."""
    match data[12:16]:
        case b"VP8X":
            width, above, height, high = struct.unpack("<HBHB", data[24:30])
            return (above << 16 | width) + 1, (high << 16 | height) + 1
        case b"VP8L":
            (bits,) = struct.unpack("<I", data[21:25])
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case _:
            width, height = struct.unpack("<HH", data[26:30])
            return width & 0x3FFF, height & 0x3FFF
