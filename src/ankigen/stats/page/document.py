"""The page around the plots: what is drawn is also said, and is in a table."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files

from ankigen.diagnostic import plural
from ankigen.page import page
from ankigen.stats.model import DeckStats, ReviewState, SectionCount
from ankigen.stats.page.plots import Part, bar, boxes, histogram, strip, swatch
from ankigen.stats.phrases import answers, coverage, release, reviewed
from ankigen.stats.phrases import files as media_files

STATES = {
    ReviewState.OK: "good",
    ReviewState.IMPRECISE: "mild",
    ReviewState.CONTESTED: "care",
    ReviewState.UNSTATED: "none",
}


def as_page(decks: Sequence[DeckStats]) -> str:
    """The whole HTML file."""
    title = decks[0].name if len(decks) == 1 else plural(len(decks), "deck")
    style = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    body = "\n".join((*_overview(decks), *(line for deck in decks for line in _Deck(deck, len(decks) > 1).lines())))
    return page(f"{escape(title)}: statistics", style, f"<main>\n{body}\n</main>")


def _overview(decks: Sequence[DeckStats]) -> Iterator[str]:
    """All decks at a glance if there are several."""
    if len(decks) == 1:
        return
    most = max((deck.notes for deck in decks), default=0)
    yield f'<header class="overview"><h1>{plural(len(decks), "deck")}</h1>'
    yield '<nav aria-label="Decks">' + _bars(
        (f'<a href="#{escape(deck.slug)}">{_name(deck)}</a>', deck.notes, plural(deck.notes, "note")) for deck in decks
    )
    yield f"</nav></header>{'' if most else '<p>No notes yet.</p>'}"


def _name(deck: DeckStats) -> str:
    return escape(deck.name.replace("::", " › "))


def _bars(rows: Iterable[tuple[str, int, str]]) -> str:
    """Label (HTML), number and what to say of it, a row each."""
    known = list(rows)
    most = max((count for _, count, _ in known), default=0)
    items = (
        f'<li><span class="label">{label}</span>{bar(count, most or 1)}<span class="number">{said}</span></li>'
        for label, count, said in known
    )
    return f'<ul class="bars">{"".join(items)}</ul>'


class _Deck:
    """One deck's part of the page; among several its headings stand one level deeper."""

    def __init__(self, stats: DeckStats, among: bool) -> None:
        self.stats = stats
        self.level = 2 if among else 1

    def lines(self) -> Iterator[str]:
        stats = self.stats
        yield f'<section class="deck" id="{escape(stats.slug)}">\n<header>'
        yield f"<h{self.level}>{_name(stats)}</h{self.level}>"
        yield f'<p class="quiet">{escape(release(stats))}</p>'
        if stats.mistakes:
            said = f"{plural(stats.mistakes, 'mistake')} in the sources: counted as far as they can be read."
            yield f'<p class="warning">{said}</p>'
        yield f'{self.figures()}</header>\n<div class="panels">'
        if stats.notes or stats.objectives:
            yield from (self.teaching(), self.words(), self.kinds(), self.review())
            if stats.version:
                yield self.age()
        yield "</div></section>"

    def figures(self) -> str:
        """The few numbers to remember."""
        stats = self.stats
        shown = [(f"{stats.notes:,}", "notes"), (f"{stats.cards:,}", "cards")]
        if stats.objectives and stats.asked:
            share = 100 * (len(stats.asked) - len(stats.uncovered)) // len(stats.asked)
            shown.append((f"{share}%", "of objectives covered"))
        if stats.lengths.cards:
            shown.append((f"{stats.lengths.median}", f"word{'s' * (stats.lengths.median != 1)} in the median answer"))
        for said in media_files(stats.media):
            number, noun = said.split()
            shown.append((number, noun))
        items = "".join(f"<div><dd>{number}</dd><dt>{label}</dt></div>" for number, label in shown)
        return f'<dl class="figures">{items}</dl>'

    def panel(self, name: str, title: str, said: str, plot: str, table: str = "") -> str:
        folded = f"<details><summary>As a table</summary>{table}</details>" if table else ""
        heading = f"<h{self.level + 1}>{title}</h{self.level + 1}>"
        return f'<section class="panel {name}">{heading}<p class="quiet">{escape(said)}</p>{plot}{folded}</section>'

    def teaching(self) -> str:
        stats = self.stats
        if not stats.objectives:
            held = ((escape(part.title), part.notes, plural(part.notes, "note")) for part in stats.sections)
            return self.panel("teaching", "Sections", coverage(stats), _bars(held))
        rows = "".join(map(self.section, stats.sections))
        legend = "".join(
            f"<li>{swatch(f'box{number}')}{label}</li>"
            for number, label in enumerate(("no note", "1 note", "2 notes", "3 or more"))
        )
        plot = f'<ul class="sections">{rows}</ul><ul class="legend">{legend}</ul>'
        cells = ((item.id, item.text, str(item.notes)) for item in stats.asked)
        return self.panel("teaching", "Objectives", coverage(stats), plot, _table(("Id", "Objective", "Notes"), cells))

    def section(self, section: SectionCount) -> str:
        said = plural(section.notes, "note")
        asked = len(section.objectives)
        drawn = boxes(section.objectives) if asked else '<span class="quiet">no objectives</span>'
        share = f"{section.covered}/{asked}" if asked else ""
        care = " short" if section.covered < asked else ""
        return (
            f'<li><span class="label">{escape(section.title)}</span>{drawn}'
            f'<span class="share{care}">{share}</span><span class="number">{said}</span></li>'
        )

    def words(self) -> str:
        lengths = self.stats.lengths
        if not lengths.cards:
            return self.panel("words", "Words per answer", answers(lengths), "")
        said = answers(lengths)
        if lengths.over:
            said += f"; {lengths.over:,} over the deck’s limit of {lengths.limit}"
        rows = ((str(words), f"{count:,}") for words, count in lengths.counts)
        return self.panel("words", "Words per answer", said, histogram(lengths), _table(("Words", "Cards"), rows))

    def kinds(self) -> str:
        kinds = self.stats.kinds
        parts = [Part(kind.kind, kind.cards, f"kind{number}") for number, kind in enumerate(kinds)]
        rows = ((kind.kind.value, f"{kind.notes:,}", f"{kind.cards:,}") for kind in kinds)
        plot = strip(parts, "Cards by kind of note") + _legend(parts)
        return self.panel(
            "kinds", "Kinds", "cards by the kind of their note", plot, _table(("Kind", "Notes", "Cards"), rows)
        )

    def review(self) -> str:
        parts = [Part(state, count, STATES[state]) for state, count in self.stats.reviews.states]
        plot = strip(parts, "Notes by review state") + _legend(parts)
        return self.panel("review", "Review", reviewed(self.stats), plot)

    def age(self) -> str:
        rows = ((age.value, count, f"{count:,}") for age, count in self.stats.ages)
        return self.panel("age", "Last change", "notes by the release that last changed them", _bars(rows))


def _legend(parts: Sequence[Part]) -> str:
    total = sum(part.count for part in parts) or 1
    items = (
        f"<li>{swatch(part.style)}{escape(part.label)} <b>{part.count:,}</b>"
        f" <span>{round(100 * part.count / total)}%</span></li>"
        for part in parts
    )
    return f'<ul class="legend">{"".join(items)}</ul>'


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<div class="scroll" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
