"""How large a picture is, from its first bytes."""

import re
from base64 import b64decode
from collections.abc import Iterator, Mapping

UNKNOWN = (480.0, 320.0)
VIEW_BOX = re.compile(rb"""viewBox\s*=\s*["']\s*[\d.-]+[\s,]+[\d.-]+[\s,]+(\d+(?:\.\d+)?)[\s,]+(\d+(?:\.\d+)?)""")
# The marks of JPEG before which its size stands: ITU-T T.81, table B.1, without those that are no frames.
FRAMES = (*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0))


def picture_size(attributes: Mapping[str, str | None]) -> tuple[float, float]:
    """Width and height in pixels of an <img> whose source is a data: address; a guess where they cannot be read."""
    head, _, data = (attributes.get("src") or "").partition(";base64,")
    if not data:
        return (40.0, 24.0)  # what browsers show of a missing picture: a sign and its text
    content = b64decode(data[: 400_000 // 4 * 4])
    width, height = _vector(content) if head.endswith("svg+xml") else _raster(content)
    return (width, height) if width and height else UNKNOWN


def _raster(data: bytes) -> tuple[float, float]:
    if data.startswith(b"\x89PNG"):
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    if data.startswith(b"GIF8"):
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    if data.startswith(b"\xff\xd8"):
        return next(_jpeg_sizes(data), UNKNOWN)
    if data.startswith(b"RIFF") and data[12:16] == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    return UNKNOWN


def _jpeg_sizes(data: bytes) -> Iterator[tuple[float, float]]:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        if data[at + 1] in FRAMES:
            yield int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        at += 2 + int.from_bytes(data[at + 2 : at + 4])


def _vector(data: bytes) -> tuple[float, float]:
    """A drawing without width and height is as wide as the card."""
    start = re.search(rb"<svg\b[^>]*>", data)
    tag = start[0] if start else b""
    sides = {
        name: float(value)
        for name, value in re.findall(rb"""\s(width|height)\s*=\s*["'](\d+(?:\.\d+)?)(?:px)?["']""", tag)
    }
    if len(sides) == 2:
        return sides[b"width"], sides[b"height"]
    box = VIEW_BOX.search(tag)
    return (1000.0, 1000 * float(box[2]) / float(box[1])) if box and float(box[1]) else UNKNOWN
