"""Rules that compare the files of a deck. Each file is read once, and what such rules must know of it is gathered as
plain values, which can be kept; then the rules judge what was gathered of all files."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from ankigen.diagnostic import Code, Diagnostic
from ankigen.lint.note_text import Review
from ankigen.lint.rule import Finding
from ankigen.model.deck import Deck
from ankigen.source import Source, Span
from ankigen.values import dataclass

Facts = TypeVar("Facts")
Position = tuple[int, int]  # line and column


@dataclass(frozen=True, slots=True)
class Gather(Generic[Facts]):
    """What is gathered of a file under a name: numbers, texts and tuples of them, which `marshal` can write down."""

    name: str
    of: Callable[[Review], Facts]


@dataclass(frozen=True, slots=True)
class Silence:
    """A rule that a note silences with a reason: the number of the note in its file, where the rule is named, and
    whether something was silenced."""

    note: int
    code: str
    position: Position
    used: bool


@dataclass(frozen=True, slots=True)
class FileReview:
    """What the review of one file found, and what it gathered. `notes` has the first lines of the file's notes."""

    source: Source
    found: tuple[Diagnostic, ...]
    notes: tuple[int, ...]
    silences: tuple[Silence, ...]
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Across:
    """All files of a deck. The deck itself comes without its notes: what there is to know of them was gathered."""

    deck: Deck
    files: Sequence[FileReview]

    def each(self, gather: Gather[Facts]) -> Iterator[tuple[Source, Facts]]:
        return ((file.source, file.facts[gather.name]) for file in self.files)

    def written_small(self, words: Iterable[str]) -> frozenset[str]:
        """Those of the words that stand somewhere in the deck, all in small letters."""
        wanted = frozenset(words)
        texts = (text for _, text in self.each(WORDS)) if wanted else ()
        return frozenset(word for text in texts for word in wanted.intersection(text.split("\n")))


WORDS = Gather("words", lambda review: "\n".join(word for word in review.words if word == word.lower()))


@dataclass(frozen=True, slots=True)
class DeckRule:
    """`judge` may ask for what is named in `gathers`; `language` is as in `Rule`."""

    judge: Callable[[Across], Iterable[Finding]]
    kind: Code
    gathers: tuple[Gather[Any], ...]
    language: str = ""


def deck_rule(
    kind: Code, *gathers: Gather[Any], language: str = ""
) -> Callable[[Callable[[Across], Iterable[Finding]]], DeckRule]:
    """Make a rule of the generator that judges what was gathered."""
    return lambda judge: DeckRule(judge, kind, gathers, language)


def position(span: Span) -> Position:
    """Where it stands in the file that is gathered from."""
    return span.line, span.column
