"""The notes that wait for a reviewer, one a screen and one a sheet of paper."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape
from importlib.resources import files

from ankigen.diagnostic import plural
from ankigen.model.note import Note
from ankigen.page import page
from ankigen.preview.cards import Preview, ShownNote
from ankigen.preview.reviews import questions
from ankigen.preview.style import page_style

VERDICTS = ("True, and asked well", "True, but the wording must change", "Not true, or out of date")


def as_sheet(preview: Preview, notes: Sequence[Note], today: date) -> str:
    """The whole HTML file; `notes` are those that wait, in the order in which they are shown."""
    title = escape(preview.name.replace("::", " › "))
    own = files(__package__).joinpath("review_sheet.css").read_text(encoding="utf-8")
    shown = {note.id: note for note in preview.notes}
    body = "\n".join(_body(title, notes, shown, today))
    return page(f"{title}: to review", page_style(preview.styles, preview.pictures, own, body), body)


def _body(title: str, notes: Sequence[Note], shown: Mapping[str, ShownNote], today: date) -> Iterator[str]:
    yield f'<header class="ak-head"><h1>{title}</h1>'
    count = plural(len(notes), "note")
    yield f"<p>{count} {'waits' if len(notes) == 1 else 'wait'} for a reviewer."
    yield " Each is a page of its own: the card with its answer, all of it open, and room for a verdict.</p></header>"
    for number, note in enumerate(notes, start=1):
        yield from _sheet(note, shown[note.id], f"{number} of {len(notes)}", today)


def _sheet(note: Note, shown: ShownNote, number: str, today: date) -> Iterator[str]:
    state = f"<b>{note.review}</b> · " if note.review else ""
    yield f'<article class="ak-sheet" id="note-{escape(note.id)}">'
    yield f"<h2>{number} · <code>{escape(note.id)}</code></h2>"
    where = " › ".join(map(escape, shown.headings))
    yield f"<p>{state}{escape(shown.kind)} · {escape(shown.place)} · {where}</p>"
    if asked := tuple(questions(note)):
        items = "".join(f"<li>{escape(question)}</li>" for question in asked)
        yield f"<h3>From the author</h3><ul>{items}</ul>"
    yield f'<div class="ak-frame"><div class="card card1">{_all_open(shown.cards[0].answer)}</div></div>'
    boxes = "".join(f"<li>{verdict}</li>" for verdict in VERDICTS)
    yield f'<ul class="ak-verdicts" aria-label="Verdict">{boxes}</ul>'
    sign = f"If true, sign it in the source with your initials: <code>reviewed: {today} AB</code>"
    yield f'<p class="ak-sign">{sign}</p></article>'


def _all_open(answer: str) -> str:
    """What is behind a tap, and the labels of a picture that other cards ask for, stand open."""
    return answer.replace("<details ", "<details open ").replace(' class="uncover"', ' class="uncover" checked')
