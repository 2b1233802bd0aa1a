"""Differences as GitHub Markdown, for a pull request or the summary of a workflow."""

import re
from collections.abc import Iterator

from ankigen.card.plain import printable
from ankigen.diagnostic import plural
from ankigen.diff.as_text import summary
from ankigen.diff.labels import DECKS, MEDIA, NOTE_TYPES, NOTES, RISK_LABELS, RISKS, media_name
from ankigen.diff.lines import counts, listed, note_lines, tagged, text_pieces
from ankigen.diff.model import DeckChange, Diff, NoteChange, NoteDiff, Risk
from ankigen.diff.word_diff import Piece

# GitHub takes no more than 1 MiB in a summary and 65,536 characters in a comment.
MOST = 200
SPECIAL = re.compile(r"[\\`*_\[\]<>#|~$@&]|:(?=[\w+-]+:)")


def as_markdown(diff: Diff) -> str:
    """One comparison; of each kind of difference at most the first 200 notes."""
    return "\n".join(_lines(diff)) + "\n"


def _lines(diff: Diff) -> Iterator[str]:
    yield f"## {_text(diff.title)}: {_text(diff.old.name)} → {_text(diff.new.name)}"
    yield from ("", summary(diff))
    risks = [(risk, len(diff.with_risk(risk))) for risk in Risk]
    dangers = [f"> - {RISKS[risk].format(plural(number, 'note'))}" for risk, number in risks if number]
    if dangers:
        yield from ("", "> [!WARNING]", *dangers)
    for title, found in (("Decks", _decks(diff)), ("Note types", _note_types(diff)), ("Media", _media(diff))):
        if lines := list(found):
            yield from ("", f"### {title}", "", *lines)
    for change, number in counts(diff):
        yield from _notes(diff, change, number)


def _decks(diff: Diff) -> Iterator[str]:
    for deck in diff.decks:
        line = f"- **{_text(deck.name)}**: {DECKS[deck.change].format(_text(deck.old))}"
        if deck.change is DeckChange.DESCRIPTION:
            line += f": {_pieces(text_pieces(deck.old, deck.new))}"
        yield line


def _note_types(diff: Diff) -> Iterator[str]:
    for item in diff.note_types:
        details = "; ".join(_text(detail) for detail in item.details)
        yield f"- **{_text(item.name)}**: {NOTE_TYPES[item.change]}" + (f" ({details})" if details else "")


def _media(diff: Diff) -> Iterator[str]:
    for file in diff.media[:MOST]:
        name, more = media_name(file)
        yield f"- {_text(name)} ({_text(more)}): {MEDIA[file.change]}"
    yield from _more(len(diff.media) - MOST)


def _notes(diff: Diff, change: NoteChange, number: int) -> Iterator[str]:
    title, meaning = NOTES[change]
    yield from ("", f"### {title} ({number:,})", "", f"*{meaning}*", "")
    notes, more = listed(diff, change, MOST)
    for note in notes:
        yield _head(note)
        yield from (f"  - {_text(line.name)}: {_pieces(line.pieces)}" for line in note_lines(note))
    yield from _more(more)


def _more(number: int) -> Iterator[str]:
    if number > 0:
        yield f"- … and {number:,} more"


def _head(note: NoteDiff) -> str:
    labels = "; ".join(RISK_LABELS[risk] for risk in note.risks)
    name = f"`{note.id.replace('`', '')}` " if note.id else ""
    return f"- {name}{_text(note.title or note.guid)}" + (f" **({labels})**" if labels else "")


def _pieces(pieces: tuple[Piece, ...]) -> str:
    return tagged(pieces, _text)


def _text(text: str) -> str:
    """Text that Markdown takes literally: no markup, no mention of a person, no emoji."""
    return SPECIAL.sub(lambda match: f"&#{ord(match[0])};", printable(text))
