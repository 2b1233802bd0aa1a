"""Files that were renamed on the disk alone: which one a path means that leads nowhere since."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from urllib.parse import unquote

from ankigen.codes.media import MEDIA_MISSING
from ankigen.compile.fields import NoteFields
from ankigen.compile.media import SRC, Looked, bracketed, edit_of, no_such_file
from ankigen.diagnostic import Diagnostic
from ankigen.model.deck import Deck
from ankigen.model.media import MediaFile, composed, like_file, media_kind, same_file
from ankigen.model.note import Note
from ankigen.model.rendered import MediaReference
from ankigen.rare import RarePattern
from ankigen.source import Source, Span
from ankigen.values import dataclass

# The end of a file's name.
WORD = RarePattern(r"[\w.-]*\.\w+")
# A note, its fields, and the files it names that are there, by the path as written.
Naming = tuple[Note, NoteFields, Mapping[str, MediaFile]]
# The fields of what was released last, by guid and name.
Shipped = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Renamed:
    """The files that paths mean now which lead nowhere, by the path as written: the `sure` ones have the bytes that
    learners have, the `likely` ones are the only ones left. `references` are where the paths stand, by the place and
    the message of the finding; `sources` are those files."""

    sure: Mapping[str, str] = field(default_factory=dict)
    likely: Mapping[str, str] = field(default_factory=dict)
    references: Mapping[tuple[Span, str], MediaReference] = field(default_factory=dict)
    sources: frozenset[Source] = frozenset()

    def told(self, problem: Diagnostic) -> Diagnostic:
        """The finding, which says what file is meant if it is one of a file that is not there."""
        reference = self.references.get((problem.span, problem.message))
        if reference is None:
            return problem
        if file := self.sure.get(reference.path):
            return replace(problem, hint=f"is it {bracketed(file)} now?", edits=edit_of(reference, file))
        if file := self.likely.get(reference.path):
            return replace(problem, hint=f"is it {bracketed(file)} now? Else {problem.hint}")
        return problem

    def explains(self, found: Diagnostic) -> bool:
        """Whether it says that no note shows one of these files."""
        return found.code == "unused-media" and found.span.source in self.sources


def renamed_files(
    deck: Deck,
    notes: Iterable[Naming],
    problems: Iterable[Diagnostic],
    read: Collection[str],
    shipped: Callable[[], Shipped],
    look: Callable[[Path], Looked],
) -> Renamed:
    """The files of the deck that no note names, as far as one of the problems is that such a file is missing. `read`
    are the files that notes name."""
    missing = {(problem.span, problem.message) for problem in problems if problem.kind is MEDIA_MISSING}
    if not missing:
        return Renamed()
    folder = deck.settings.path.parent
    sources = {file.path.relative_to(folder).as_posix(): file for file in deck.media}
    references: dict[tuple[Span, str], MediaReference] = {}
    lost: dict[str, list[Naming]] = {}
    for note, fields, files in notes:
        for reference in fields.media:
            place = reference.span, no_such_file(reference.path)
            if place in missing and not same_file(reference.path, sources):
                references[place] = reference
                lost.setdefault(reference.path, []).append((note, fields, files))
    mentioned = _mentioned(deck.sources) if lost else frozenset()
    unused = [name for name in sources if name not in read and _last_word(name) not in mentioned]
    if not (lost and unused):
        return Renamed()
    known = {path: _released(deck, naming, shipped()) for path, naming in lost.items()}
    hashes = {name: _shipped_as(folder / name, look) for name in unused} if any(known.values()) else {}
    sure = _only({path: [name for name in unused if hashes.get(name) in names] for path, names in known.items()})
    alike = {path: like_file(path, sources) for path in lost if path not in sure}
    left = set(unused).difference(sure.values(), alike.values())
    likely = _only(
        {
            path: [name for name in unused if name in left and media_kind(name) is media_kind(path)]
            for path, like in alike.items()
            if not like and not known[path]
        }
    )
    meant = frozenset(sources[name] for name in (*sure.values(), *likely.values()))
    return Renamed(sure, likely, references, meant)


def _only(candidates: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The file of each path that can be one alone, which no other path can be."""
    claims = Counter(name for names in candidates.values() for name in names)
    return {path: names[0] for path, names in candidates.items() if len(names) == 1 and claims[names[0]] == 1}


def _mentioned(sources: Iterable[Source]) -> frozenset[str]:
    """The last words of all names that stand anywhere in the sources, where a file may be meant for a picture."""
    return frozenset(word[0].casefold() for source in sources for word in WORD.finditer(composed(unquote(source.text))))


def _last_word(name: str) -> str:
    return [word[0] for word in WORD.finditer(composed(name))][-1].casefold()


def _released(deck: Deck, naming: Iterable[Naming], shipped: Shipped) -> set[str]:
    """What the file that these notes lack may have been called in Anki; nothing if nobody knows."""
    found: set[str] | None = None
    for note, _, files in naming:
        record = deck.history.notes.get(note.id)
        fields = shipped.get(record.guid, {}) if record else {}
        names = {name for text in fields.values() for name in SRC.findall(text)}
        names -= {file.name for file in files.values()}
        if names:
            found = names if found is None else found & names
    return found or set()


def _shipped_as(path: Path, look: Callable[[Path], Looked]) -> str:
    """What the file is called in Anki; nothing if it cannot be shipped."""
    try:
        file = look(path).file
    except OSError:
        return ""
    return file.name if file else ""
