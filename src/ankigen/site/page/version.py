"""A version's pages: what it brought, old and new cards side by side. A large release has several."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import quote

from ankigen.card.plain import printable, without_clozes
from ankigen.diagnostic import plural
from ankigen.diff.model import DeckChange, Diff, FieldDiff, NoteChange, NoteDiff, NoteTypeChange
from ankigen.diff.page.articles import Articles
from ankigen.diff.page.cards import Gallery, Looks
from ankigen.site.model import Published, SiteDeck
from ankigen.site.page.cards import report_address
from ankigen.site.page.parts import Frame, address, day, document, of_deck, page_of_release, size, summary, text

ROOM = 70_000  # how many bytes of notes a page has, a note more at most
MOST_NEW = 300
# In the order in which a learner should read them: what it is called, and what it means.
SECTIONS = {
    "safety": ("Corrected for safety", "What you learnt before could do harm. Look at these first."),
    NoteChange.CHANGED: ("Corrected", ""),
    NoteChange.RETIRED: (
        "Retired",
        "These cards say so when you meet them; Tools → Empty Cards on a computer removes them.",
    ),
    NoteChange.LEFT_OUT: ("Left out", "The package has these notes no more; you keep them."),
    NoteChange.MOVED: ("Moved to another section", "Your cards stay in the deck in which you keep them."),
}
BESIDE = {
    NoteChange.RENDERING: ("has the same words in other markup", "have the same words in other markup"),
    NoteChange.RESENT: ("is sent again as it was", "are sent again as they were"),
    NoteChange.RENUMBERED: ("has another number", "have other numbers"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """A release with the one before it, None if it was the first. `diff` is None if one of their packages is not at
    hand. `places` are the pages of today's notes by guid."""

    deck: SiteDeck
    before: Published | None
    release: Published
    diff: Diff | None
    places: Mapping[str, str]


def version_pages(step: Step, looks: Looks, assets: str) -> dict[str, str]:
    """The pages by file."""
    parts = _packed(list(_blocks(step, looks)))
    files = [page_of_release(step.release)]
    files += [f"{step.release.version}-part-{number}.html" for number in range(2, len(parts) + 1)]
    name = f"{step.deck.name} {step.release.version}"
    about = f"What changed in {name}: {summary(step.release)}"
    return {
        file: document(f"{name}: what changed", about, _body(step, part, files, at), Frame(assets, "../"))
        for at, (file, part) in enumerate(zip(files, parts, strict=True))
    }


def _packed(blocks: Sequence[tuple[str, str]]) -> list[str]:
    """The blocks on as many pages as they need; the heading of a section comes again on each of them."""
    pages: list[str] = []
    room, last = 0, ""
    for heading, block in blocks:
        if not pages or len(pages[-1]) > room:
            pages.append("")
            room, last = ROOM, ""
        pages[-1] += f"{heading if heading != last else ''}\n{block}\n"
        last = heading
    return pages or [""]


def _body(step: Step, part: str, files: Sequence[str], at: int) -> str:
    deck, release = step.deck, step.release
    more = f" <small>part {at + 1} of {len(files)}</small>" if len(files) > 1 else ""
    lines = [
        '<main class="version">\n<nav class="crumbs" aria-label="Above"><a href="../index.html">All decks</a> '
        f'<a href="index.html" {of_deck(deck)}>{text(deck.name)}</a></nav>',
        f"<header><h1><span {of_deck(deck)}>{text(deck.name)}</span> {release.version}{more}</h1>",
        f"<p>{day(release.day)}. {escape(summary(release)).capitalize()}.</p>",
    ]
    if at == 0:
        lines += _first(step)
    lines += ["</header>", part, _ways(step, files, at), "</main>"]
    return "\n".join(lines)


def _first(step: Step) -> Iterator[str]:
    """What is said once."""
    release = step.release
    if release.package:
        link = address(release.package.path.name)
        newest = "" if release.version == step.deck.last.version else " There is a newer version."
        yield (
            f'<p><a href="{link}" download>Download {release.version}, {size(release.package.size)}</a>.{newest}</p>\n'
            f'<p class="quiet">SHA-256 <code class="digest">{release.package.sha256}</code></p>'
        )
    if release.said.breaking:
        reasons = "".join(f"<li>{text(reason)}</li>" for reason in release.said.breaking)
        yield (
            f'<div class="care"><p>It cannot simply be imported over an older one:</p><ul>{reasons}</ul>'
            '<p><a href="index.html#update">What to do</a></p></div>'
        )


def _ways(step: Step, files: Sequence[str], at: int) -> str:
    """To the parts of this version's page, and to the versions before and after."""
    versions = [release.version for release in step.deck.releases]
    place = versions.index(step.release.version)
    links = [("Before", files[at - 1], f"part {at}")] if at else []
    links += [("Next", files[at + 1], f"part {at + 2}")] if at + 1 < len(files) else []
    links += [("Earlier", f"{versions[place - 1]}.html", versions[place - 1])] if place else []
    links += [("Later", f"{versions[place + 1]}.html", versions[place + 1])] if place + 1 < len(versions) else []
    items = "".join(
        f'<a href="{address(file)}"><span class="quiet">{word}</span> <span>{label}</span></a>'
        for word, file, label in links
    )
    return f'<nav class="ways-on" aria-label="Other versions">{items}</nav>' if items else ""


def _blocks(step: Step, looks: Looks) -> Iterator[tuple[str, str]]:
    """Pairs of a section's heading and one of the things under it, as HTML."""
    if step.diff is None:
        yield from _in_words(step)
        return
    diff = step.diff
    around = "".join(_around(diff))
    if around:
        yield "", f'<ul class="plain">{around}</ul>'
    articles = Articles(Gallery(diff, looks), lambda note: _about(step, note))
    for kind, (title, meaning) in SECTIONS.items():
        notes = [note for note in diff.notes if _kind(step, note) == kind]
        said = f'\n<p class="quiet">{meaning}</p>' if meaning else ""
        heading = f'<h2>{title} <span class="quiet">{len(notes):,}</span></h2>{said}'
        for note in notes:
            yield heading, "\n".join(articles.article(_opened(note)))
    yield from _new(step, diff.with_change(NoteChange.ADDED))
    beside = [
        f"<li>{plural(count, 'note')} {words[count > 1]}</li>"
        for change, words in BESIDE.items()
        if (count := len(diff.with_change(change)))
    ]
    if beside:
        yield "<h2>Beside that</h2>", f'<ul class="plain">{"".join(beside)}</ul>'


def _opened(note: NoteDiff) -> NoteDiff:
    """The note with its deletions opened, as a learner reads its words; masks are left as they are."""
    fields = tuple(
        FieldDiff(item.name, *words) if words[0] != words[1] and "mask" not in item.new else item
        for item in note.fields
        for words in [(without_clozes(item.old), without_clozes(item.new))]
    )
    return replace(note, fields=fields)


def _kind(step: Step, note: NoteDiff) -> "NoteChange | str":
    return "safety" if note.id in step.release.said.safety else note.change


def _in_words(step: Step) -> Iterator[tuple[str, str]]:
    """What is known without two packages."""
    if step.before is None:
        link = '<a href="index.html#cards">Look at all cards.</a>'
        yield "", f"<p>The first release: {plural(step.release.new, 'note')}. {link}</p>"
        return
    yield "", "<p>One of the two packages is not kept here, so old and new cards cannot be shown side by side.</p>"
    version, records = step.release.version, step.deck.history.notes.values()
    for title, found in (
        ("Retired", [record for record in records if record.retired == version]),
        ("Corrected, and not again since", [r for r in records if r.updated == version != r.added and not r.reason]),
        ("New", [record for record in records if record.added == version]),
    ):
        items = "".join(f"<li {of_deck(step.deck)}>{text(record.plain_title)}</li>" for record in found[:MOST_NEW])
        if items:
            yield f'<h2>{title} <span class="quiet">{len(found):,}</span></h2>', f'<ul class="plain">{items}</ul>'


def _around(diff: Diff) -> Iterator[str]:
    if any(item.change in (NoteTypeChange.RESTYLED, NoteTypeChange.SCHEMA) for item in diff.note_types):
        yield "<li>The design of the cards is new.</li>"
    for deck in diff.decks:
        if deck.change is DeckChange.DESCRIPTION:
            yield "<li>The deck’s description is new.</li>"
        elif deck.change is DeckChange.RENAMED:
            yield f"<li>The deck is now called {text(deck.name)}; it was {text(deck.old)}.</li>"


def _new(step: Step, notes: Sequence[NoteDiff]) -> Iterator[tuple[str, str]]:
    """Titles alone: the cards are among all cards."""
    if not notes:
        return
    heading = f'<h2>New <span class="quiet">{len(notes):,}</span></h2>'
    items = "".join(f"<li {of_deck(step.deck)}>{_link(step, note, text(note.title))}</li>" for note in notes[:MOST_NEW])
    rest = len(notes) - MOST_NEW
    more = f'<p><a href="index.html#cards">And {plural(rest, "more note")}</a></p>' if rest > 0 else ""
    yield heading, f'<ul class="plain">{items}</ul>{more}'


def _about(step: Step, note: NoteDiff) -> str:
    """The author's remark, and where to go from here."""
    remark = step.release.said.remarks.get(note.id, "")
    said = f"<p {of_deck(step.deck)}>{text(remark)}</p>" if remark else ""
    links = [_link(step, note, "The card today")] if note.guid in step.places else []
    report = report_address(step.deck, note.id)
    if report and note.guid in step.places:
        links.append(f'<a href="{report}" rel="noopener noreferrer">Report a mistake</a>')
    return said + (f'<p class="facts">{" ".join(links)}</p>' if links else "")


def _link(step: Step, note: NoteDiff, words: str) -> str:
    """Words (HTML) that lead to the note among today's cards, if it is there."""
    place = step.places.get(note.guid)
    records = step.deck.history.notes.values()
    name = note.id or next((record.id for record in records if record.guid == note.guid), "")
    return f'<a href="{address(place)}#note-{quote(printable(name))}">{words}</a>' if place else words
