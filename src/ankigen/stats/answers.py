"""How many words a learner must say: for each card, those of its answer."""

from collections import Counter
from collections.abc import Iterator, Sequence

from ankigen.lint.plain_text import Html, prose, words
from ankigen.model.cloze import clozes
from ankigen.model.note import Kind, Note
from ankigen.source import Fragment
from ankigen.stats.model import Lengths


def lengths(notes: Sequence[Note], html: Html, limit: int) -> Lengths:
    """The distribution over all cards that have an answer in words; a lone picture has none."""
    counts = Counter(count for note in notes for count in _answers(note, html) if count)
    return Lengths(tuple(sorted(counts.items())), limit)


def _answers(note: Note, html: Html) -> Iterator[int]:
    """The words of each card's answer."""
    match note.kind:
        case Kind.BASIC | Kind.TYPED:
            yield _words(note.body, html)
        case Kind.REVERSED:
            yield _words(note.body, html)
            yield _words(note.front, html)
        case Kind.CHOICE:
            yield sum(_words(option.text, html) for option in note.options if option.right)
        case Kind.CLOZE | Kind.PICTURE:
            hidden = Counter(_hidden(note.front, html))
            hidden.update(_hidden(note.body, html))
            yield from hidden.values()


def _words(text: Fragment, html: Html) -> int:
    return len(words(prose(text, html).text))


def _hidden(text: Fragment, html: Html) -> dict[int, int]:
    """How many words each cloze number hides in the text."""
    plain, source = prose(text, html, cloze=True), text.text
    counts: Counter[int] = Counter()
    for cloze in clozes(source):
        if cloze.end is not None:
            counts.update(dict.fromkeys(cloze.numbers, len(words(plain.part(cloze.inner, cloze.end)))))
    return counts
