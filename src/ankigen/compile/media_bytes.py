"""Whether a file is what its name says, by its first bytes, and whether its end is there."""

from collections.abc import Iterator

from ankigen.codes.media import MEDIA_DAMAGED, MEDIA_LFS, MEDIA_MISMATCH, MEDIA_TRUNCATED
from ankigen.compile.media_fault import Fault
from ankigen.compile.signatures import ANNEX_POINTER, KINDS, Kind
from ankigen.diagnostic import Severity
from ankigen.model.media import LFS_POINTER

HEAD = 8192
# Browsers, and so all of Anki, go by the bytes of these and not by the name.
SHOWN_UNDER_ANY_NAME = {"png", "jpg", "jpeg", "gif", "webp"}
AGAIN = "copy or export it again"


def media_faults(data: bytes, suffix: str) -> tuple[Fault, ...]:
    """What is wrong with the file of the suffix, which is without its dot and in small letters."""
    if not data.strip(b" \t\r\n\0"):
        what = "is empty" if not data else "holds nothing but zeros or spaces"
        return (Fault(MEDIA_DAMAGED, what, AGAIN),)
    if LFS_POINTER.match(data):
        hint = "fetch it: git lfs install && git lfs pull; in a workflow: actions/checkout with lfs: true"
        return (Fault(MEDIA_LFS, "is a Git LFS pointer: the file itself was not fetched", hint),)
    if ANNEX_POINTER.match(data):
        return (
            Fault(MEDIA_LFS, "is a pointer of git-annex: the file itself was not fetched", "fetch it: git annex get"),
        )
    kind = _kind(data[:HEAD])
    if suffix == "svg" and (kind is None or suffix in kind.suffixes):
        from ankigen.compile.svg import svg_faults  # the other kinds of files do without it

        return svg_faults(data)
    if kind is None:
        return (Fault(MEDIA_DAMAGED, f"does not begin like {_name(suffix)}", AGAIN),)
    if suffix in kind.suffixes:
        return tuple(_cut_off(data, suffix))
    return (*_mismatch(kind, suffix), *_cut_off(data, *kind.suffixes[:1]))


def _kind(head: bytes) -> Kind | None:
    return next((kind for kind in KINDS if kind.fits(head)), None)


def _name(suffix: str) -> str:
    """The kind that the suffix stands for: the first one that puts it first, if any does."""
    return min((kind for kind in KINDS if suffix in kind.suffixes), key=lambda kind: kind.suffixes.index(suffix)).name


def _mismatch(kind: Kind, suffix: str) -> Iterator[Fault]:
    if not kind.suffixes:
        yield Fault(MEDIA_MISMATCH, f"is really {kind.name}", kind.remedy)
        return
    right = kind.suffixes[0]
    shown = {suffix, right} <= SHOWN_UNDER_ANY_NAME
    hint = f"name it .{right}, on disk and in the note"
    yield Fault(MEDIA_MISMATCH, f"is really {kind.name}", hint, Severity.WARNING if shown else None)


def _cut_off(data: bytes, suffix: str = "") -> Iterator[Fault]:
    """Browsers show what is there of a picture, without a word."""
    match suffix:
        case "png":
            whole = _png_is_whole(data)
        case "jpg" | "jpeg":
            whole = _jpeg_is_whole(data)
        case "webp":
            whole = len(data) + 1 >= int.from_bytes(data[4:8], "little") + 8
        case _:
            whole = True
    if not whole:
        yield Fault(MEDIA_TRUNCATED, "is cut off: its end is missing", AGAIN)


def _png_is_whole(data: bytes) -> bool:
    """Its chunks come one after another up to IEND (PNG, section 5.3)."""
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4])
        if data[at + 4 : at + 8] == b"IEND":
            return True
        at += 12 + length
    return False


def _jpeg_is_whole(data: bytes) -> bool:
    """Its picture data end in EOI (ITU-T T.81, annex B); a thumbnail in a segment before them has an EOI of its own."""
    at = 2
    while data[at : at + 1] == b"\xff" and data[at + 1 : at + 2] != b"\xda":
        at += 1 if data[at + 1 : at + 2] == b"\xff" else 2 + int.from_bytes(data[at + 2 : at + 4])
    return data.find(b"\xff\xd9", at) > 0
