"""A note's differences as the lines that every format shows: a name, and pieces of old and new text."""

from collections.abc import Callable, Iterable, Iterator

from ankigen.card.plain import plain_pair, printable
from ankigen.diff.model import Diff, FieldDiff, NoteChange, NoteDiff
from ankigen.diff.word_diff import Edit, Piece, word_diff
from ankigen.values import dataclass

# How many characters of unchanged text stay on each side of a change.
CONTEXT = 60
# Of notes whose words are all the same, a few are enough: some publishers send every note again with every version.
FEW = 10


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    pieces: tuple[Piece, ...]


def note_lines(note: NoteDiff) -> Iterator[Line]:
    """The fields, tags, cards and decks of a note that differ."""
    for field in note.fields:
        yield Line(printable(field.name), field_pieces(field))
    if note.tags_removed or note.tags_added:
        pieces = [Piece(Edit.REMOVED, printable(text)) for text in note.tags_removed]
        yield Line("tags", tuple(_spaced(pieces + [Piece(Edit.ADDED, printable(text)) for text in note.tags_added])))
    if cards := "; ".join(_cards(note)):
        yield Line("cards", (Piece(Edit.SAME, cards),))
    for old, new in note.decks:
        yield Line("deck", (Piece(Edit.REMOVED, printable(old)), _SPACE, Piece(Edit.ADDED, printable(new))))


_SPACE = Piece(Edit.SAME, " ")


def _cards(note: NoteDiff) -> Iterator[str]:
    """What happens to learners' cards; Anki deletes none by itself (docs.ankiweb.net/templates/generation)."""
    if note.cards_added:
        yield f"{_numbered(note.cards_added)} {'is' if len(note.cards_added) == 1 else 'are'} new"
    match len(note.cards_removed):
        case 0:
            pass
        case 1:
            yield f"{_numbered(note.cards_removed)} goes: learners keep an empty card until Tools → Empty Cards"
        case _:
            yield f"{_numbered(note.cards_removed)} go: learners keep empty cards until Tools → Empty Cards"


def _numbered(ordinals: tuple[int, ...]) -> str:
    """Such as "card 3" or "cards 1, 2 and 4"."""
    *most, last = (str(ordinal + 1) for ordinal in ordinals)
    return f"cards {', '.join(most)} and {last}" if most else f"card {last}"


def _spaced(pieces: list[Piece]) -> Iterator[Piece]:
    for index, piece in enumerate(pieces):
        if index:
            yield _SPACE
        yield piece


def field_pieces(field: FieldDiff) -> tuple[Piece, ...]:
    """The words that differ, in their context; which option is right, or the markup, if the words are the same."""
    return text_pieces(field.old, field.new)


def text_pieces(old_html: str, new_html: str) -> tuple[Piece, ...]:
    old, new = plain_pair(old_html, new_html)
    if old == new:
        old, new = plain_pair(_with_ticks(old_html), _with_ticks(new_html))
    if old == new:
        old, new = printable(" ".join(old_html.split())), printable(" ".join(new_html.split()))
    return tuple(_shortened(word_diff(old, new)))


def _with_ticks(options: str) -> str:
    """A choice's options, the right one marked as its first word."""
    return options.replace('<li class="right">', "<li>✓")


def _shortened(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """Long unchanged runs cut down to what is next to a change."""
    for index, piece in enumerate(pieces):
        text = piece.text
        if piece.edit is not Edit.SAME or len(text) <= 2 * CONTEXT + 20:
            yield piece
            continue
        start = "" if index == 0 else text[:CONTEXT].rpartition(" ")[0] + " "
        end = "" if index == len(pieces) - 1 else " " + text[-CONTEXT:].partition(" ")[2]
        yield Piece(Edit.SAME, f"{start}…{end}")


def counts(diff: Diff) -> Iterator[tuple[NoteChange, int]]:
    """How many notes there are of each kind of difference that occurs."""
    for change in NoteChange:
        number = len(diff.with_change(change))
        if number:
            yield change, number


def listed(diff: Diff, change: NoteChange, most: int | None = None) -> tuple[tuple[NoteDiff, ...], int]:
    """The notes to be shown one by one, at most so many, and how many are left out."""
    notes = diff.with_change(change)
    if change in (NoteChange.RENUMBERED, NoteChange.RESENT):
        most = FEW
    return notes[:most], max(0, len(notes) - (most or len(notes)))


def tagged(pieces: Iterable[Piece], text: Callable[[str], str]) -> str:
    """Old and new words between HTML's tags for them; `text` escapes what is between."""
    tags = {Edit.REMOVED: "del", Edit.ADDED: "ins"}
    return "".join(
        text(piece.text) if piece.edit is Edit.SAME else f"<{tags[piece.edit]}>{text(piece.text)}</{tags[piece.edit]}>"
        for piece in pieces
    )
