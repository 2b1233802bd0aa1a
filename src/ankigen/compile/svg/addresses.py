"""Addresses in an SVG: own parts, pictures that lie in the address itself, links to follow, and all others."""

import re
from base64 import b64decode
from urllib.parse import unquote_to_bytes

RASTERS = tuple(f"data:image/{kind}" for kind in ("png", "jpeg", "jpg", "pjpeg", "gif", "webp", "bmp", "x-png", "avif"))
# Illustrator and others leave the kind out.
UNNAMED = ("data:;base64,", "data:base64,", "data:image;base64,", "data:img/")
DRAWING = "data:image/svg+xml"
COLOURS = ("data:application/vnd.iccprofile",)
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
CONTROLS = "".join(map(chr, range(33)))
LONGEST_SHOWN = 60


def _bare(address: str) -> str:
    """As browsers read it: the URL Standard drops controls and spaces around an address, and line ends within."""
    return re.sub(r"[\t\n\r]", "", address.strip(CONTROLS))


def starts_like(address: str, starts: tuple[str, ...]) -> bool:
    return _bare(address)[:100].lower().startswith(starts)


def is_own(address: str) -> bool:
    """It names a part of the file, or nothing."""
    bare = _bare(address)
    return bare.startswith("#") or not bare


def is_raster(address: str) -> bool:
    """It is a picture made of pixels. Even if it is not what it says: a picture runs nothing and loads nothing."""
    return starts_like(address, (*(f"{raster}{end}" for raster in RASTERS for end in ";,"), *UNNAMED))


def is_colour_profile(address: str) -> bool:
    return starts_like(address, COLOURS)


def is_link(address: str) -> bool:
    """Whoever clicks on it comes to a page; anything but a page is refused."""
    scheme = SCHEME.match(_bare(address).lower())
    return scheme is None or scheme[1] in ("http", "https", "mailto")


def drawing_in(address: str) -> bytes | None:
    """The SVG that lies in the address; None if it is of another kind."""
    if not starts_like(address, (DRAWING + ";", DRAWING + ",")):
        return None
    head, _, data = _bare(address).partition(",")
    content = unquote_to_bytes(data)
    if not head.lower().endswith(";base64"):
        return content
    try:
        return b64decode(content + b"==")
    except ValueError:
        return b""


def shortened(text: str) -> str:
    """As a message shows it."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
