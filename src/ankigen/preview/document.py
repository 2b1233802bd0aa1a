"""The page around the cards: no script, so that nothing on a card could ever run."""

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby, takewhile

from ankigen.diagnostic import Diagnostic, plural
from ankigen.model.edition import DRAFT
from ankigen.page import page
from ankigen.preview.cards import Preview, ShownCard, ShownNote
from ankigen.preview.style import page_style
from ankigen.values import dataclass

NO_SECTION = ("Without a section",)
# Switches: what each is for, then its choices by id; the first is the usual one.
SWITCHES = {
    "Colours": {"system": "System", "light": "Light", "night": "Night"},
    "Width": {"phone": "Phone", "computer": "Computer"},
    "Answers": {"shown": "Shown", "asked": "One by one"},
}


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, `level` 1 or 2, and the notes right under it; `count` counts those under its subsections too."""

    title: str
    level: int
    notes: tuple[ShownNote, ...]
    count: int


def as_page(preview: Preview) -> str:
    """The whole HTML file."""
    title = escape(preview.name.replace("::", " › "))
    own = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    body = "\n".join(_body(preview, title))
    return page(f"{title}: preview", page_style(preview.styles, preview.pictures, own, body), body)


def _body(preview: Preview, title: str) -> Iterator[str]:
    sections = parts(preview.notes)
    yield f'<header class="ak-top">\n<h1>{title}</h1>\n<p>{_facts(preview)}</p>'
    yield from (f"<p>{note}</p>" for note in _remarks(preview))
    yield f'</header>\n<section class="ak-switches" aria-label="View">{"".join(map(_switch, SWITCHES))}</section>'
    yield '<div class="ak-columns">'
    yield from _contents(sections)
    yield "<main>"
    for number, part in enumerate(sections, start=1):
        yield from _part(part, number)
    yield "</main>\n</div>"


def _facts(preview: Preview) -> str:
    """Which version, and how much of it."""
    version = f"Draft {preview.version}" if preview.version.endswith(DRAFT) else f"As released: {preview.version}"
    version = version if preview.version else "As in the package"
    cards = sum(len(note.cards) for note in preview.notes)
    return escape(f"{version} · {plural(len(preview.notes), 'note')}, {plural(cards, 'card')}")


def _remarks(preview: Preview) -> Iterator[str]:
    """Where the cards are not quite as Anki shows them, and how much was found on them."""
    found = sum(len(note.findings) for note in preview.notes)
    if found:
        yield f"{plural(found, 'finding')} of <code>ankigen check</code>, each at its note."
    if preview.undrawn:
        sides = plural(preview.undrawn, "side")
        yield f"On {sides} a formula is shown as it is written: this page cannot draw it, Anki does."
    if preview.left_out:
        yield f"{plural(preview.left_out, 'picture')} too large for this page: only the description is shown."


def _switch(name: str) -> str:
    choices = list(SWITCHES[name].items())
    radios = (
        f'<label><input type="radio" name="{name}" id="{choice}"{" checked" * (not at)}><span>{label}</span></label>'
        for at, (choice, label) in enumerate(choices)
    )
    return f'<fieldset class="ak-{name.lower()}"><legend>{name}</legend>{"".join(radios)}</fieldset>'


def _contents(sections: Sequence[Part]) -> Iterator[str]:
    """Folded on a phone: what is open there lies beside it, so that a wide page shows it always."""
    yield '<nav class="ak-contents" aria-label="Contents">'
    yield '<details class="ak-fold"><summary>Contents</summary></details>\n<ul>'
    for number, part in enumerate(sections, start=1):
        link = f'<a href="#section-{number}">{escape(part.title)}</a>'
        yield f'<li class="ak-level{part.level}">{link} <span>{part.count:,}</span></li>'
    yield "</ul>\n</nav>"


def _part(part: Part, number: int) -> Iterator[str]:
    level = part.level + 1
    yield f'<h{level} class="ak-heading" id="section-{number}">{escape(part.title)}</h{level}>'
    for note in part.notes:
        yield from _note(note, level + 1)


def _note(note: ShownNote, level: int) -> Iterator[str]:
    name = escape(note.id)
    facts = f"<span>{escape(note.kind)}</span> <span>{escape(note.place)}</span>"
    link = f'<a href="#note-{name}"><code>{name}</code></a>'
    yield f'<article class="ak-note" id="note-{name}"><h{level}>{link} {facts}</h{level}>'
    if note.findings:
        yield f'<ul class="ak-findings">{"".join(map(_finding, note.findings))}</ul>'
    yield from (_card(card, f"Card {card.number}: " if len(note.cards) > 1 else "") for card in note.cards)
    yield "</article>"


def _finding(problem: Diagnostic) -> str:
    hint = f"<br><small>{escape(problem.hint)}</small>" if problem.hint else ""
    place = f"line {problem.span.line}"
    return (
        f'<li class="ak-{problem.severity}"><b>{problem.severity}</b> {escape(problem.message)} '
        f"<code>{problem.code}</code> <span>{place}</span>{hint}</li>"
    )


def _card(card: ShownCard, name: str) -> str:
    return (
        f'<div class="ak-card">{_side("question", name, card.number, card.question)}'
        '<details class="ak-fold"><summary>Answer</summary></details>'
        f"{_side('answer', name, card.number, card.answer)}</div>"
    )


def _side(side: str, name: str, number: int, html: str) -> str:
    label = f"{name}{side}".capitalize()
    card = f'<div class="ak-frame"><div class="card card{number}">{html}</div></div>'
    return f'<figure class="ak-{side}"><figcaption>{label}</figcaption>{card}</figure>'


def parts(notes: Sequence[ShownNote]) -> tuple[Part, ...]:
    """The headings in the order of the sources; one that comes again later stands there again."""
    found = [(heading, level, own) for heading, level, own in _headings(notes)]
    return tuple(Part(title, level, own, _count(found, at)) for at, (title, level, own) in enumerate(found))


def _headings(notes: Sequence[ShownNote]) -> Iterator[tuple[str, int, tuple[ShownNote, ...]]]:
    above: tuple[str, ...] = ()
    for path, group in groupby(notes, key=lambda note: note.headings or NO_SECTION):
        pairs = zip(above, path[:-1], strict=False)
        known = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        yield from ((path[depth], depth + 1, ()) for depth in range(known, len(path) - 1))
        yield path[-1], len(path), tuple(group)
        above = path


def _count(found: Sequence[tuple[str, int, tuple[ShownNote, ...]]], at: int) -> int:
    below = takewhile(lambda part: part[1] > found[at][1], found[at + 1 :])
    return len(found[at][2]) + sum(len(own) for _, _, own in below)
