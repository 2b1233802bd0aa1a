"""The fields of one note, from its source."""

from pathlib import Path

from ankigen.compile.fields import note_fields
from ankigen.model.config import DeckConfig
from ankigen.parse import parse
from ankigen.render import Renderer
from ankigen.source import Source


def fields_of(text: str, language: str = "en") -> dict[str, str]:
    """What the only note of the source has in Anki's fields; media have the names their author gave them."""
    source = Source(Path("a.md"), "a.md", text)
    (note,) = parse(source).notes
    config = DeckConfig(name="Deck", uid="deck-0000", tag="deck", language=language, source="A book")
    return note_fields(note, config, Renderer()).html
