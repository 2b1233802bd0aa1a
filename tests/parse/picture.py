"""A picture note's body, read."""

from pathlib import Path

from ankigen.model.picture import Picture
from ankigen.parse import parse
from ankigen.source import Source


def picture_of(lines: str) -> Picture:
    """What a note with this list says of its picture, m.svg."""
    text = f"### q\n<!-- id: nn, type: picture -->\n\n![x](m.svg)\n\n{lines}\n"
    (note,) = parse(Source(Path("a.md"), "a.md", text)).notes
    assert note.picture
    return note.picture
