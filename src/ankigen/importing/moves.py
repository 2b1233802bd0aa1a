"""Notes of foreign types as notes of ankigen's own, for learners who merge the note types once. A note that would lose
something stays what it is."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import field
from itertools import chain

from ankigen.apkg.snapshot import Note, NoteType
from ankigen.compile.sound import folded_sounds
from ankigen.importing.fields import Converter, FieldSource, How
from ankigen.importing.our_types import CannotMoveError, Target, Targets
from ankigen.importing.shown import shown
from ankigen.importing.sources import Written, metadata
from ankigen.model.note import ExtraField, Kind
from ankigen.model.template import is_filled
from ankigen.render import Renderer
from ankigen.values import dataclass

# What others call it. Any other field keeps its name in front of its text.
EXTRA = frozenset(("extra", "back extra", "note", "notes", "remark", "remarks", "comment", "comments", "explanation"))
ANSWER = "Answer"
BLOCKS = ("- ", "> ", "```", "$$", "***", "<br>", "1. ", "|")


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of the notes: how many are of ankigen's types now, and why others stay: of whole types by their
    names, of single notes by their ids."""

    notes: int = 0
    types: Mapping[str, str] = field(default_factory=dict)
    stay: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Expected:
    """Fields of ours that together must show this HTML."""

    fields: tuple[str, ...]
    html: str


@dataclass(slots=True)
class Moves:
    """Writes notes as ankigen's. `made` has the kind of each that was, `stay` why another was not, by id."""

    targets: Targets
    files: Mapping[str, str]
    made: dict[str, Kind] = field(default_factory=dict)
    stay: dict[str, str] = field(default_factory=dict)
    expected: dict[str, tuple[_Expected, ...]] = field(default_factory=dict)
    converters: tuple[Converter, ...] = field(init=False)

    def __post_init__(self) -> None:
        # A paragraph that stands alone shows the same on our cards, whether it comes in <p> or not.
        self.converters = tuple(Converter(Renderer(), self.files, frozenset(), in_p) for in_p in (False, True))

    def write(self, note: Note, note_type: NoteType, name: str) -> Written | None:
        """The note as one of ankigen's; None if it must stay what it is."""
        target = self.targets.found.get(note_type.id)
        if target is None or name in self.stay:
            return None
        try:
            written = self.written(note, dict(zip(note_type.field_names, note.fields, strict=True)), target, name)
        except CannotMoveError as error:
            self.stay[name] = str(error)
            return None
        self.made[name] = target.kind
        return written

    def refuse(self, name: str, why: str) -> None:
        """The note was written, and cannot be one of ankigen's after all."""
        del self.made[name]
        self.stay[name] = why

    def written(self, note: Note, fields: Mapping[str, str], target: Target, name: str) -> Written:
        cards = {card.ordinal for card in note.cards}
        if target.kind is not Kind.CLOZE and cards != set(range(1 + (target.kind is Kind.REVERSED))):
            raise CannotMoveError("it has other cards than a note of ankigen's")
        cloze = target.kind is Kind.CLOZE
        front = self.part(fields[target.front], "its text" if cloze else "its front", cloze=cloze)
        back = None if cloze else self.part(fields[target.back], "its back")
        more = self.more({title: fields[title] for title in target.more})
        heading, rest = _heading(front.text)
        parts = [f"### {heading}\n{metadata(note, name, *_type(target.kind))}"]
        parts += [rest] if rest else []
        if back:
            parts.append(f"#### {ANSWER}\n{back.text}" if rest else back.text)
        parts += [f"#### {title}\n" + "\n\n".join(text for text, _ in found) for title, found in more.items()]
        self.expected[name] = (
            _Expected(("Title", "Text") if cloze else ("Front",), front.html),
            *([_Expected(("Back",), back.html)] if back else []),
            *(_Expected((title,), "<br>".join(source.html for _, source in found)) for title, found in more.items()),
        )
        kept = [("Text" if cloze else "Front", front), *([("Back", back)] if back else [])]
        kept += [(title, source) for title, found in more.items() for _, source in found]
        return Written(name, "\n\n".join(parts) + "\n", tuple(kept))

    def more(self, fields: Mapping[str, str]) -> dict[str, list[tuple[str, FieldSource]]]:
        """The further fields, by the heading under which each goes: its text in the source, and how it is kept."""
        found: dict[str, list[tuple[str, FieldSource]]] = {}
        for title, html in fields.items():
            if not is_filled(html):
                continue
            known = next((item.value for item in ExtraField if item.casefold() == title.casefold()), "")
            source = self.part(html, f"its field '{title}'")
            labelled = source
            if not known and title.casefold() not in EXTRA:
                labelled = self.part(f"<b>{title}</b><br>{html}", f"its field '{title}'")
            found.setdefault(known or ExtraField.EXTRA.value, []).append((labelled.text, labelled))
        return found

    def part(self, html: str, what: str, *, cloze: bool = False) -> FieldSource:
        if not is_filled(html):
            raise CannotMoveError(f"{what} is empty")
        found = [converter.field(html, cloze=cloze) for converter in self.converters[: 1 + ("<p" in html)]]
        source = next((source for source in found if source.how is How.MARKDOWN), None)
        if source is None:
            raise CannotMoveError(f"Markdown cannot say {what}: {found[0].why}")
        return source

    def arrived(self, name: str, kind: str, html: Mapping[str, str]) -> bool:
        """Whether the note was read as it was meant, and shows the same."""
        expected = self.expected[name]
        known = {*chain.from_iterable(part.fields for part in expected), "Section", ANSWER}
        return kind == self.made[name] and html.keys() <= known and all(_shows(html, part) for part in expected)

    def result(self, names: Mapping[int, str], notes: Collection[str]) -> Moved:
        """What came of it, with the names of the note types by their ids; `notes` are those that are in the deck."""
        types = {names[number]: why for number, why in self.targets.stay.items()}
        return Moved(sum(name in self.made for name in notes), types, dict(self.stay))


def _type(kind: Kind) -> Iterator[str]:
    """What the note has to state: a gap makes a cloze note, and other notes are basic."""
    if kind in (Kind.REVERSED, Kind.TYPED):
        yield f"type: {kind}"


def _heading(text: str) -> tuple[str, str]:
    """The first line, and what comes below it."""
    first, end, rest = text.partition("\n")
    if first.startswith(BLOCKS):
        raise CannotMoveError("its first line cannot be a heading")
    return first.removesuffix("\\") if end else first, rest.strip("\n")


def _shows(html: Mapping[str, str], part: _Expected) -> bool:
    """Whether fields show that HTML; breaks may be paragraphs, and what is behind a tap has a player for its sounds."""
    together = "<br>".join(html[name] for name in part.fields if html.get(name))
    folded = part.fields[0] in tuple(ExtraField)
    return _loosely(together) == _loosely(folded_sounds(part.html, folded=folded))


def _loosely(html: str) -> list[object]:
    found: list[object] = [""]
    for part in shown(html):
        text = " " if part in (("p", ()), ("p",)) else part
        if isinstance(text, str) and isinstance(found[-1], str):
            found[-1] += text
        else:
            found.append(text)
    words = (" ".join(part.split()) if isinstance(part, str) else part for part in found)
    return [part for part in words if part]
