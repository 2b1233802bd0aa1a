"""Packages with notes of Anki's own image occlusion, made by Anki itself."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DECK = "Thorax"


@dataclass(frozen=True, slots=True)
class Occluded:
    """What goes into Anki's form for such a note; `image` replaces what Anki writes into the field of the picture."""

    occlusions: str
    header: str = ""
    back_extra: str = ""
    comments: str = ""
    image: str | None = None
    tags: tuple[str, ...] = ()


def png(width: int, height: int) -> bytes:
    rows = b"".join(b"\0" + bytes(width) for _ in range(height))
    parts = (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in (*parts, (b"IEND", b"")))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def rect(number: int, left: float, top: float, width: float, height: float, more: str = ":oi=1") -> str:
    return f"{{{{c{number}::image-occlusion:rect:left={left}:top={top}:width={width}:height={height}{more}}}}}<br>"


def export(
    folder: Path, notes: Sequence[Occluded], *, legacy: bool = True, basic: bool = False, more: Sequence[str] = ()
) -> Path:
    """What Anki exports of a deck of these notes, in its older or its newer format; `more` are further media of the
    folder, `basic` asks for a note of words beside the others."""
    from anki.collection import Collection, ExportAnkiPackageOptions
    from anki.decks import DeckId

    picture = folder / "lung.png"
    picture.write_bytes(png(800, 600))
    col = Collection(str(folder / "collection.anki2"))
    deck = col.decks.id(DECK)
    assert deck
    for name in more:
        col.media.add_file(str(folder / name))
    col.add_image_occlusion_notetype()
    (note_type,) = (item for item in col.models.all() if item.get("originalStockKind") == 6)
    for each in notes:
        col.decks.set_current(deck)
        col.add_image_occlusion_note(
            notetype_id=note_type["id"],
            image_path=str(picture),
            occlusions=each.occlusions,
            header=each.header,
            back_extra=each.back_extra,
            tags=list(each.tags),
        )
        note = col.get_note(max(col.find_notes("")))
        note["Comments"] = each.comments
        if each.image is not None:
            note["Image"] = each.image
        col.update_note(note)
        col.set_deck(note.card_ids(), DeckId(deck))
    if basic:
        plain = col.models.by_name("Basic")
        assert plain
        note = col.new_note(plain)
        note.fields = ["What?", "This"]
        col.add_note(note, deck)
    path = folder / "thorax.apkg"
    options = ExportAnkiPackageOptions(with_scheduling=False, with_deck_configs=False, with_media=True, legacy=legacy)
    col.export_anki_package(out_path=str(path), options=options, limit=None)
    col.close()
    return path
