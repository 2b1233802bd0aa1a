"""Which notes go into which file, under which headings: by sub-deck, in the order in which they were made."""

from collections.abc import Iterable, Iterator, Mapping

from ankigen.apkg.snapshot import Note
from ankigen.diagnostic import AnkigenError, plural
from ankigen.model.note import OWN_TAGS
from ankigen.model.slug import ascii_slug, slug
from ankigen.values import dataclass

# A file that people still scroll through, and git still shows.
MOST_NOTES = 400
LEVELS = 2
DEFAULT = "Default"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file: its name, and the notes under the headings of their sections (none at the deck's top)."""

    name: str
    notes: tuple[tuple[tuple[str, ...], Note], ...]


def deck_of(note: Note) -> str:
    """The deck of the note's first card; empty if it has none."""
    return note.cards[0].deck if note.cards else ""


def common_deck(notes: Iterable[Note], wanted: str, shown: str) -> str:
    """The deck that holds all cards of the notes, or the one that was asked for. Raises AnkigenError if the file holds
    several and none was named, or not the named one."""
    names = sorted({card.deck for note in notes for card in note.cards if card.deck})
    if wanted:
        if not any(is_in(name, wanted) for name in names):
            raise AnkigenError(f"{shown}: has no deck '{wanted}'; there are: {', '.join(names[:10])}")
        return wanted
    if not names:
        raise AnkigenError(f"{shown}: has no cards: export a deck that has some")
    common = names[0].split("::")
    for name in names:
        parts = name.split("::")
        common = _same_beginning(common, parts)
    if not common:
        tops = sorted({name.partition("::")[0] for name in names})
        listed = ", ".join(f"'{top}'" for top in tops[:10]) + (", …" if len(tops) > 10 else "")
        raise AnkigenError(f"{shown}: holds {plural(len(tops), 'deck')}; say which with --deck: {listed}")
    if common == [DEFAULT]:
        raise AnkigenError(
            f"{shown}: its cards are in the deck '{DEFAULT}', which every collection has, so that no package can bring "
            "it; rename the deck in Anki and export it again"
        )
    return "::".join(common)


def _same_beginning(one: list[str], other: list[str]) -> list[str]:
    length = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    return one[: min(len(one), len(other)) if length is None else length]


def is_in(deck: str, above: str) -> bool:
    return deck == above or deck.startswith(f"{above}::")


def chapters(
    notes: Iterable[Note], top: str, *, by_tag: bool = False, known: Mapping[str, tuple[str, ...]] | None = None
) -> Iterator[Chapter]:
    """The notes by sub-deck, or by tag, in the order of these names: a file for each first level, several if large.
    Headings that are `known` by guid stay as they are, in the order in which notes have them."""
    by_section: dict[tuple[str, ...], list[Note]] = {}
    in_order: dict[tuple[str, ...], int] = {}
    for note in notes:
        if known is not None and note.guid in known:
            section = known[note.guid]
            by_section.setdefault(section, []).append(note)
            in_order.setdefault(section[:1], len(in_order))
            in_order.setdefault(section, len(in_order))
            continue
        below = _tag(note) if by_tag else deck_of(note).removeprefix(top).removeprefix("::")
        by_section.setdefault(_headings(below), []).append(note)
    files: dict[str, list[tuple[tuple[str, ...], Note]]] = {}
    last = len(in_order)
    order = {section: (in_order.get(section[:1], last), in_order.get(section, last), section) for section in by_section}
    for section, found in sorted(by_section.items(), key=lambda item: order[item[0]]):
        files.setdefault(section[0] if section else "", []).extend((section, note) for note in found)
    width = len(str(len(files)))
    for number, (title, inside_file) in enumerate(files.items(), start=1):
        stem = f"{number:0{max(2, width)}}-{ascii_slug(title, 40) or 'notes'}"
        pieces = [inside_file[at : at + MOST_NOTES] for at in range(0, len(inside_file), MOST_NOTES)]
        for part, inside in enumerate(pieces, start=1):
            yield Chapter(f"{stem}-{part:03}.md" if len(pieces) > 1 else f"{stem}.md", tuple(inside))


def _tag(note: Note) -> str:
    """The tag that tells most of where a note belongs: the first of those with levels, as words."""
    tags = sorted(note.tags, key=lambda tag: "::" not in tag)
    return tags[0].replace("_", " ") if tags else ""


def _headings(below: str) -> tuple[str, ...]:
    """The sub-deck as two levels of headings; what lies deeper stays in the words of the second."""
    parts = [" ".join(part.split()) or "…" for part in below.split("::")] if below else []
    if len(parts) > LEVELS:
        parts = [parts[0], " › ".join(parts[1:])]
    return tuple(parts)


def section_comment(title: str, number: int, *, is_top: bool) -> str:
    """The comment that gives a section its part of the tag, if its words cannot."""
    name = slug(title)
    if name and not (is_top and name in OWN_TAGS):
        return ""
    return f"\n<!-- tag: section-{number} -->"
