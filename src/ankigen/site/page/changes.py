"""What a version brought, note by note, in the order in which a learner should read it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

from ankigen.card.bookkeeping import without_versions
from ankigen.card.plain import plain, printable
from ankigen.card.told import Told, separated, told
from ankigen.diagnostic import plural
from ankigen.diff.model import DeckChange, Diff, FieldDiff, NoteChange, NoteDiff, NoteTypeChange
from ankigen.diff.page.articles import Articles
from ankigen.diff.page.cards import Gallery, Looks
from ankigen.model.cloze import without_clozes
from ankigen.site.model import Published, SiteDeck
from ankigen.site.page.cards import report_address
from ankigen.site.page.parts import address, of_deck, text
from ankigen.values import dataclass

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
    hand. `places` are the pages of today's notes by guid, `ids` the ids of all notes."""

    deck: SiteDeck
    before: Published | None
    release: Published
    diff: Diff | None
    places: Mapping[str, str]
    ids: Mapping[str, str]

    def id(self, note: NoteDiff) -> str:
        """The note's id; only notes of ankigen's own types say it themselves."""
        return self.ids.get(note.guid, note.id)


def changes(step: Step, looks: Looks) -> Iterator[tuple[str, str]]:
    """Pairs of a section's heading and one of the things under it, as HTML."""
    if step.diff is None:
        yield from _in_words(step)
        return
    diff = step.diff
    around = "".join(_around(diff))
    if around:
        yield "", f'<ul class="plain">{around}</ul>'
    articles = Articles(Gallery(diff, looks), lambda note: _about(step, note), _as_read)
    for kind, (title, meaning) in SECTIONS.items():
        notes = [note for note in diff.notes if _kind(step, note) == kind]
        said = f'\n<p class="quiet">{meaning}</p>' if meaning else ""
        heading = f'<h2>{title} <span class="quiet">{len(notes):,}</span></h2>{said}'
        for note in notes:
            yield heading, "\n".join(articles.article(note))
    yield from _new(step, diff.with_change(NoteChange.ADDED))
    beside = [
        f"<li>{plural(count, 'note')} {words[count > 1]}</li>"
        for change, words in BESIDE.items()
        if (count := len(diff.with_change(change)))
    ]
    if beside:
        yield "<h2>Beside that</h2>", f'<ul class="plain">{"".join(beside)}</ul>'


def _as_read(note: NoteDiff) -> NoteDiff:
    """The note as a learner reads of it: deletions opened, no markup if words differ too, none of the tags that say
    versions, and of a picture what became of its masks."""
    said = told(Told(item.name, item.old, item.new) for item in note.fields)
    fields = tuple(_opened(FieldDiff(item.name, item.old, item.new)) for item in said)
    in_words = tuple(item for item in fields if _differs_in_words(item))
    return replace(
        note,
        fields=in_words or fields,
        tags_added=tuple(sorted(without_versions(note.tags_added))),
        tags_removed=tuple(sorted(without_versions(note.tags_removed))),
    )


def _differs_in_words(item: FieldDiff) -> bool:
    """Whether a reader finds another word in it, or something that is said of it."""
    return item.old == item.new or plain(item.old) != plain(item.new)


def _opened(field: FieldDiff) -> FieldDiff:
    if field.old == field.new:
        return field
    old, new = (separated(without_clozes(text)) for text in (field.old, field.new))
    return field if old == new else FieldDiff(field.name, old, new)


def _kind(step: Step, note: NoteDiff) -> "NoteChange | str":
    return "safety" if step.id(note) in step.release.said.safety else note.change


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
    remark = step.release.said.remarks.get(step.id(note), "")
    said = f"<p {of_deck(step.deck)}>{text(remark)}</p>" if remark else ""
    links = [_link(step, note, "The card today")] if note.guid in step.places else []
    report = report_address(step.deck, step.id(note))
    if report and note.guid in step.places:
        links.append(f'<a href="{report}" rel="noopener noreferrer">Report a mistake</a>')
    return said + (f'<p class="facts">{" ".join(links)}</p>' if links else "")


def _link(step: Step, note: NoteDiff, words: str) -> str:
    """Words (HTML) that lead to the note among today's cards, if it is there."""
    place = step.places.get(note.guid)
    name = quote(printable(step.id(note)))
    return f'<a href="{address(place)}#note-{name}">{words}</a>' if place else words
