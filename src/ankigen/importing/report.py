"""What an import did, in words: how much, how its fields are kept, and by name whatever is not as it was."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import TypeVar

from ankigen.diagnostic import Diagnostic, plural
from ankigen.importing.fields import How
from ankigen.importing.foreign import Meets
from ankigen.importing.moves import Moved
from ankigen.importing.own_notes import OwnPackage
from ankigen.importing.pictures import Made, PictureNotes
from ankigen.project.paths import DeckPaths, shown
from ankigen.values import dataclass

Item = TypeVar("Item")
MOST_REASONS = 6
MOST = 10  # of one kind that are named


@dataclass(frozen=True, slots=True)
class Changed:
    """A field of which something was left out, and where it stands."""

    file: str
    line: int
    field: str
    what: str


@dataclass(frozen=True, slots=True)
class Import:
    """What came of it: `kept` counts fields by how they are kept, `why_html` those kept as HTML by the reason.

    `refused` are media that cannot be shipped with the reason, `missing` those that the package does not have,
    `left_out` notes of which Anki makes no card, `unwritable` those that no source can say, `future` those changed
    after the clock's time.
    """

    paths: DeckPaths
    again: bool = False
    notes: int = 0
    cards: int = 0
    media: int = 0
    kept: Mapping[How, int] = field(default_factory=dict)
    why_html: Mapping[str, int] = field(default_factory=dict)
    changed: tuple[Changed, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    unwritable: tuple[str, ...] = ()
    without_cards: int = 0
    unnamed: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    future: tuple[str, ...] = ()
    pictures: PictureNotes | None = None
    moved: Moved | None = None
    own: OwnPackage | None = None
    what: str = "an Anki package"
    meets: Mapping[Meets, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


OWN = (
    "this package is one of ankigen's own: its sources are the better way, if anybody has them (its repository, a "
    "colleague, a backup). A package lacks what is not shipped: signatures, objectives, settings of the checks, "
    "retired notes and the earlier releases"
)
# What learners who have the notes already get of a release, where not every id is known.
OF_LEARNERS = {
    Meets.DEFAULTS: (
        "{} whose guids and note types learners have: your first release updates every one of them, with Anki's usual "
        "options and all reviews kept"
    ),
    Meets.MERGE: (
        "{} whose guids learners have, but not the ids of their note types: whoever has these notes ticks 'Merge note "
        "types' once, at your first release, in Anki 24.04 or newer, and is updated with all reviews kept; without the "
        "tick nothing of theirs changes"
    ),
    Meets.HELD_BACK: (
        "{} whose guids learners have, but not the fields and templates of their note types: whoever has these notes "
        "keeps them as they are, without updates, and must not tick 'Merge note types'; an .apkg of it can do more"
    ),
    Meets.NEW: (
        "{} without an id that Anki knows: whoever has these cards in Anki already gets them once more, beside the old "
        "ones; an .apkg of it can do more"
    ),
}


def lines(result: Import) -> Iterator[str]:
    """The report, for people."""
    if result.again:
        yield f"{shown(result.paths.cards)} was made of this file already; nothing was changed"
        return
    kept = {how: result.kept.get(how, 0) for how in How}
    if result.own:
        yield OWN
    yield (
        f"{shown(result.paths.cards)}: {plural(result.notes, 'note')}, {plural(result.cards, 'card')}, "
        f"{plural(result.media, 'media file')}"
    )
    yield (
        f"fields: {kept[How.MARKDOWN]:,} as Markdown that shows the same, {kept[How.HTML]:,} kept as HTML, "
        f"{kept[How.CHANGED]:,} changed"
    )
    if result.why_html:
        reasons = Counter(result.why_html).most_common(MOST_REASONS)
        yield f"kept as HTML for: {', '.join(f'{reason} ({count:,})' for reason, count in reasons)}"
    if set(result.meets) != {Meets.ALL}:
        yield f"read as {result.what}"
        yield from (
            words.format(plural(result.meets[how], "note")) for how, words in OF_LEARNERS.items() if how in result.meets
        )
    if result.own:
        yield from _own(result.paths, result.own)
    yield from result.remarks
    yield from _lost(result)
    if result.moved:
        yield from _moved(result.moved)
    if result.pictures and (result.pictures.made or result.pictures.stay or not result.own):
        yield from _pictures(result.paths, result.pictures)
    if result.without_cards:
        yield f"{plural(result.without_cards, 'note')} without cards left out"
    yield from _unnamed_media(result.unnamed)
    if result.problems:
        yield f"{plural(len(result.problems), 'error')} to be fixed before a release: `ankigen check` shows them"


def _lost(result: Import) -> Iterator[str]:
    """What does not reach a card as it was, or not at all."""
    yield from _some(
        result.changed, "not allowed on a card, and left out", lambda item: f"{_place(result, item)}: {item.what}"
    )
    yield from _some(
        result.refused.items(), "media that cannot be shipped; learners keep them", lambda pair: " ".join(pair)
    )
    yield from _some(result.missing, "media that fields name and the file lacks", str)
    yield from _some(result.left_out, "notes of which Anki makes no card, and left out", str)
    yield from _some(result.unwritable, "notes that cannot be written so that they show the same, and left out", str)
    yield from _some(
        result.future, "notes changed in the future by the clock here: Anki takes no correction until then", str
    )


def _unnamed_media(names: Sequence[str]) -> Iterator[str]:
    """Anki sends every file along with a deck whose name begins with `_`, and of the others none of these."""
    yield from _some(
        (name for name in names if name.startswith("_")),
        "media of templates and styles that none of them names, left out",
        str,
    )
    if others := sum(not name.startswith("_") for name in names):
        yield f"{plural(others, 'media file')} that no field names left out: Anki would not copy them either"


def _own(paths: DeckPaths, found: OwnPackage) -> Iterator[str]:
    """What became of notes that ankigen itself made, the worst first."""
    yield from _some(
        found.uncovered,
        "picture notes whose masks WILL NOT COVER ANYTHING any more: draw them again before a release",
        lambda place: f"{shown(paths.cards)}/{place[0]}:{place[1]}",
    )
    yield f"Markdown of ankigen's own kinds again: {plural(found.made, 'note')}"
    yield from _some(
        found.refused.items(),
        "note types that stay HTML, because of a note that Markdown cannot say",
        lambda pair: f"{pair[0]}: {pair[1]}",
    )


def _moved(found: Moved) -> Iterator[str]:
    """What became of notes that were to be ankigen's, and what learners have to do."""
    yield f"of ankigen's own note types now: {plural(found.notes, 'note')}"
    yield '  learners of the old deck tick "Merge note types" once: the notes of your first release tell them how'
    yield from _some(found.types.items(), "note types that stay as they are", lambda pair: f"{pair[0]}: {pair[1]}")
    yield from _some(found.stay.items(), "notes that stay as they are", lambda pair: f"{pair[0]}: {pair[1]}")


def _pictures(paths: DeckPaths, found: PictureNotes) -> Iterator[str]:
    """What became of Anki's image occlusion, and what is left to do."""

    def place(note: Made) -> str:
        return f"{shown(paths.cards)}/{note.file}:{note.line}"

    yield f"image occlusion: {plural(len(found.made), 'picture note')} with {plural(found.cards, 'card')}"
    if found.made:
        yield "  new to learners of the old deck: their old notes stay, with all reviews, and get no updates"
    unnamed = [note for note in found.made if note.unnamed]
    yield from _some(
        unnamed,
        "picture notes whose masks have no names in Anki; write them instead of the numbers",
        lambda note: f"{place(note)}: {', '.join(map(str, note.unnamed))}",
    )
    yield from _some([note for note in found.made if not note.headed], "picture notes without a heading in Anki", place)
    yield from _some(
        found.stay.items(), "notes of image occlusion that stay as they are", lambda pair: f"{pair[0]}: {pair[1]}"
    )


def _some(items: Iterable[Item], title: str, words: Callable[[Item], str]) -> Iterator[str]:
    found = list(items)
    if found:
        yield f"{title}: {len(found):,}"
        yield from (f"  {words(item)}" for item in found[:MOST])
        if len(found) > MOST:
            yield f"  and {len(found) - MOST:,} more"


def _place(result: Import, item: Changed) -> str:
    return f"{shown(result.paths.cards)}/{item.file}:{item.line} ({item.field})"
