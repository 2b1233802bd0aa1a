"""What a site shows of a deck, as values."""

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, date, datetime
from pathlib import Path

from ankigen.apkg.reader import Package
from ankigen.model.config import DeckConfig
from ankigen.model.history import History
from ankigen.model.note import Note, Review, Signature
from ankigen.project.paths import DeckPaths, shown
from ankigen.stats.model import SectionCount
from ankigen.values import dataclass


@dataclass(frozen=True, slots=True)
class Download:
    """A file to be handed out: where it is, its size in bytes, and the SHA-256 of its bytes in hex."""

    path: Path
    size: int
    sha256: str

    @property
    def package(self) -> Package:
        return Package(shown(self.path), self.path)


@dataclass(frozen=True, slots=True)
class Said:
    """What a release's notes say that the ledger does not: the ids of its safety corrections, its authors' remarks on
    notes by id, and why Anki cannot update older ones by itself."""

    safety: tuple[str, ...] = ()
    remarks: Mapping[str, str] = field(default_factory=dict)
    breaking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """One release: its time in Unix seconds, and how many notes it brought, corrected and retired. `package` is None
    if the file is not at hand."""

    version: str
    time: int
    new: int
    corrected: int
    retired: int
    package: Download | None
    said: Said = Said()

    @property
    def day(self) -> date:
        return datetime.fromtimestamp(self.time, UTC).date()


@dataclass(frozen=True, slots=True)
class Delta:
    """A package that brings a learner from one release to the newest."""

    since: str
    file: Download


@dataclass(frozen=True, slots=True)
class Checked:
    """What was said of the released text of a note: who signed it, and whether it is imprecise or contested."""

    signature: Signature | None
    review: Review | None


@dataclass(frozen=True, slots=True)
class SiteDeck:
    """One deck: its releases, the oldest first, without what learners had before it was released here. `notes` are
    those of the sources by id; `checked` has those of them whose text is as released. `sections` say what is taught,
    None without an objectives.md. `whole` is the newest package."""

    paths: DeckPaths
    config: DeckConfig
    history: History
    releases: tuple[Published, ...]
    deltas: tuple[Delta, ...]
    notes: Mapping[str, Note]
    checked: Mapping[str, Checked]
    sections: tuple[SectionCount, ...] | None
    whole: Download

    @property
    def slug(self) -> str:
        return self.paths.slug

    @property
    def last(self) -> Published:
        return self.releases[-1]

    @property
    def name(self) -> str:
        """The deck's name as people read it."""
        return self.history.name.replace("::", " › ")
