"""One deck as it is now, ready to be shown."""

from collections.abc import Mapping
from dataclasses import field
from urllib.parse import quote

from ankigen.diagnostic import Diagnostic
from ankigen.live.notes import Json, LiveNote
from ankigen.model.content import Content
from ankigen.model.deck import Deck
from ankigen.model.edition import DRAFT
from ankigen.model.media import MediaFile
from ankigen.model.note_type import NoteType
from ankigen.project.paths import DeckPaths
from ankigen.values import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A deck at one moment. `number` grows from one view to the next, whichever deck it is of.

    Notes are by key in source order, each with its row as the page lists it; `media` are by their names in Anki;
    `elsewhere` are the findings outside of every note.

    `next_version` is what a release would be called, the last one's version if nothing changed. Until the view is
    `whole`, what the checks and the editorial rules say is as it was before the change.
    """

    number: int
    paths: DeckPaths
    deck: Deck
    notes: Mapping[str, LiveNote] = field(repr=False)
    rows: Mapping[str, Json] = field(repr=False)
    media: Mapping[str, MediaFile] = field(repr=False)
    note_types: Mapping[str, NoteType] = field(repr=False)
    elsewhere: tuple[Diagnostic, ...]
    next_version: str
    whole: bool

    @property
    def slug(self) -> str:
        return self.paths.slug

    @property
    def name(self) -> str:
        """The Anki deck's full name."""
        return self.deck.config.name

    @property
    def last_version(self) -> str:
        """The last release's; empty before the first."""
        return self.deck.history.version

    @property
    def version(self) -> str:
        """What a build of it would be called."""
        return self.next_version if self.next_version == self.last_version else self.next_version + DRAFT

    def revision_of(self, content: Content) -> str:
        """The version in which learners get the note as it is."""
        record = self.deck.history.notes.get(content.id)
        return record.updated if record and record.content_hash == content.content_hash else self.version

    def media_address(self, name: str) -> str:
        return f"/media/{quote(self.slug)}/{quote(name)}"
