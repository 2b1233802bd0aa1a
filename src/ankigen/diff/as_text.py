"""Differences as text for a terminal or a log."""

from collections.abc import Callable, Iterator
from enum import StrEnum

from ankigen.card.plain import printable
from ankigen.diagnostic import plural
from ankigen.diff.labels import BREAKING, DECKS, MEDIA, NOTE_TYPES, NOTES, RISK_LABELS, RISKS, media_name
from ankigen.diff.lines import Line, counts, listed, note_lines, text_pieces
from ankigen.diff.model import DeckChange, Diff, NoteChange, NoteDiff, Risk
from ankigen.diff.word_diff import Edit


class Part(StrEnum):
    """The parts of the text that may be coloured."""

    TITLE = "title"
    HEADING = "heading"
    NAME = "name"
    QUIET = "quiet"
    DANGER = "danger"
    REMOVED = "removed"
    ADDED = "added"


Style = Callable[[str, Part], str]


def marked(text: str, part: Part) -> str:
    """Brackets tell what was removed and added, as in `git diff --word-diff`."""
    match part:
        case Part.REMOVED:
            return f"[-{text}-]"
        case Part.ADDED:
            return f"{{+{text}+}}"
        case Part.TITLE | Part.HEADING | Part.NAME | Part.QUIET | Part.DANGER:
            return text


def as_text(diff: Diff, style: Style = marked) -> str:
    """One comparison; it ends with a line feed."""
    return "\n".join(_Writer(diff, style).lines()) + "\n"


class _Writer:
    def __init__(self, diff: Diff, style: Style) -> None:
        self.diff = diff
        self.style = style

    def lines(self) -> Iterator[str]:
        yield self.style(f"{printable(self.diff.title)}: {self.diff.old.name} → {self.diff.new.name}", Part.TITLE)
        yield summary(self.diff)
        for risk in Risk:
            if notes := self.diff.with_risk(risk):
                yield "! " + self.style(RISKS[risk].format(plural(len(notes), "note")), Part.DANGER)
        for title, found in (
            ("Decks", list(self.decks())),
            ("Note types", list(self.note_types())),
            ("Media", list(self.media())),
        ):
            if found:
                yield from ("", self.style(title, Part.HEADING), *found)
        for change, number in counts(self.diff):
            yield from self.notes(change, number)

    def decks(self) -> Iterator[str]:
        for deck in self.diff.decks:
            part = Part.DANGER if deck.change is DeckChange.RENAMED else Part.QUIET
            yield f"  {printable(deck.name)}: {self.style(DECKS[deck.change].format(printable(deck.old)), part)}"
            if deck.change is DeckChange.DESCRIPTION:
                yield f"    {self.pieces(Line('', text_pieces(deck.old, deck.new)))}"

    def note_types(self) -> Iterator[str]:
        for item in self.diff.note_types:
            part = Part.DANGER if item.change in BREAKING else Part.QUIET
            yield f"  {printable(item.name)}: {self.style(NOTE_TYPES[item.change], part)}"
            yield from (f"    {printable(detail)}" for detail in item.details)

    def media(self) -> Iterator[str]:
        for file in self.diff.media:
            name, more = media_name(file)
            yield f"  {name} ({more}): {self.style(MEDIA[file.change], Part.QUIET)}"

    def notes(self, change: NoteChange, number: int) -> Iterator[str]:
        title, meaning = NOTES[change]
        yield ""
        yield self.style(f"{title} ({number:,})", Part.HEADING) + self.style(f"  {meaning}", Part.QUIET)
        notes, more = listed(self.diff, change)
        for note in notes:
            yield self.head(note)
            yield from (f"      {line.name}: {self.pieces(line)}" for line in note_lines(note))
        if more:
            yield f"  … and {more:,} more"

    def head(self, note: NoteDiff) -> str:
        names = [self.style(name, Part.NAME) for name in (note.id,) if name] + [note.title or note.guid]
        labels = "; ".join(RISK_LABELS[risk] for risk in note.risks)
        return "  " + "  ".join(names) + (f"  {self.style(f'({labels})', Part.DANGER)}" if labels else "")

    def pieces(self, line: Line) -> str:
        parts = {Edit.REMOVED: Part.REMOVED, Edit.ADDED: Part.ADDED}
        return "".join(
            piece.text if piece.edit is Edit.SAME else self.style(piece.text, parts[piece.edit])
            for piece in line.pieces
        )


def summary(diff: Diff) -> str:
    """One line of figures, such as "2 changed, 1 added, 40 unchanged"."""
    if diff.empty:
        return f"no differences ({plural(diff.unchanged, 'note')})"
    found = [f"{number:,} {NOTES[change][0].lower()}" for change, number in counts(diff)]
    return "notes: " + ", ".join((*found, f"{diff.unchanged:,} unchanged"))
