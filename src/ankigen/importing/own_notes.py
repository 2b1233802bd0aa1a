"""Notes of ankigen's own kinds, which somebody has only as a package: their Markdown, where it provably gives the same.

The note types keep the ids that learners have (`model.adopted`), so a type goes the whole way or not at all: of two
types with one id Anki would take one.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace

from ankigen.apkg.snapshot import Note, NoteType, Snapshot
from ankigen.card.bookkeeping import VERSION, without_versions
from ankigen.card.plain import printable
from ankigen.compile.direction import without_marks
from ankigen.compile.fields import CHOOSE_ALL
from ankigen.importing.fields import Converter, FieldSource, How, same
from ankigen.importing.own_masks import read_picture, same_picture
from ankigen.importing.sources import Written, metadata, quoted
from ankigen.model import note as model
from ankigen.model.adopted import Adopted, Part
from ankigen.model.config import LANGUAGE, TAG, DeckConfig
from ankigen.model.ids import ID
from ankigen.model.language import is_right_to_left
from ankigen.model.note import ExtraField, Kind
from ankigen.model.notetypes import BETWEEN_HEADINGS, BOOKKEEPING, NOTE_ID, SCHEMAS, SECTION
from ankigen.model.slug import slug
from ankigen.model.template import is_filled
from ankigen.render import Renderer
from ankigen.values import dataclass

ADDED_TAG = re.compile(rf"(.+)::added::{VERSION}")
VERSION_LINE = re.compile(rf"\n<p>Version {VERSION}(?: · ((?:(?!\n).)*))?</p>\Z")
LICENSE = re.compile(r"[A-Za-z]+[A-Za-z0-9.+-]*-[A-Za-z0-9.+-]+|CC0|MIT|Unlicense")
STATED = re.compile(r'class="note front"[^>]*\blang="([A-Za-z0-9-]{2,20})"')
WITH_STEM = re.compile(r"<p>((?:(?!</?p>).)*)</p>\n(.+)", re.DOTALL)
OPTIONS = re.compile(rf'(?:{re.escape(CHOOSE_ALL)}\s*)?<ol class="options">(.*)</ol>', re.DOTALL)
OPTION = re.compile(r'<li( class="right")?>((?:(?!</?li\b).)*)</li>', re.DOTALL)
RIGHT_ANSWER = re.compile(r'<(p|div)(?: dir="ltr")? class="right-answer">.*?</\1>\s*', re.DOTALL)
NO_WRAP = re.compile(r'<span class="nowrap">((?:(?!</?span\b).)*)</span>', re.DOTALL)
BLOCK = re.compile(r"<(?:p|ul|ol|dl|pre|table|blockquote|div|details|h[1-6]|hr|br)\b")
ONE_LINE = frozenset((ExtraField.SOURCE, ExtraField.REFERENCE))
# What a build writes by itself.
BY_ITSELF = BOOKKEEPING | {SECTION}


class _CannotSayError(Exception):
    """Why a note of ankigen's cannot be written as one."""


def own_kinds(note_types: Iterable[NoteType]) -> dict[int, Kind]:
    """The note types that ankigen made, by their ids; the first of each kind alone, the one with most notes."""
    found: dict[int, Kind] = {}
    for item in note_types:
        for kind, schema in SCHEMAS.items():
            templates = tuple(template.name for template in item.templates)
            same_type = item.field_names == schema.fields and templates == schema.templates
            if same_type and kind not in found.values():
                found[item.id] = kind
    return found


def own_ids(notes: Iterable[Note], snapshot: Snapshot, kinds: Mapping[int, Kind]) -> dict[str, str]:
    """The ids that notes of ankigen's have said in their field, by guid."""
    found: dict[str, str] = {}
    for note in notes:
        name = snapshot.fields(note)[NOTE_ID] if note.note_type in kinds else ""
        if ID.fullmatch(name):
            found.setdefault(name, note.guid)
    return {guid: name for name, guid in found.items()}


def root_tag(notes: Iterable[Note]) -> str:
    """The tag under which a deck of ankigen's has all others; empty if none says it."""
    roots = Counter(match[1] for note in notes for tag in note.tags if (match := ADDED_TAG.fullmatch(tag)))
    return next((root for root, _ in roots.most_common() if TAG.fullmatch(root)), "")


def common_source(notes: Iterable[Note], snapshot: Snapshot, kinds: Mapping[int, Kind]) -> str:
    """The plain source that most notes name, if all name one: deck.toml's."""
    texts = [snapshot.fields(note)[ExtraField.SOURCE] for note in notes if note.note_type in kinds]
    plain = Counter(text for text in texts if text and "<" not in text and "\\" not in text)
    return printable(html.unescape(plain.most_common(1)[0][0])) if plain and all(texts) else ""


def split_description(text: str) -> tuple[str, tuple[str, ...], str]:
    """A description without the line of versions that every release writes; the authors and the license of that."""
    line = VERSION_LINE.search(text)
    if line is None:
        return text, (), ""
    facts = printable(html.unescape(line[1] or "")).split(" · ")
    licensed = facts.pop() if LICENSE.fullmatch(facts[-1]) else ""
    authors = tuple(part for fact in facts for part in fact.split(", ") if part)
    return text[: line.start()], authors, licensed


def language_of(note_types: Iterable[NoteType]) -> str:
    """The language that the templates state."""
    found = (STATED.search(template.front) for item in note_types for template in item.templates)
    return next((match[1] for match in found if match and LANGUAGE.fullmatch(match[1])), "en")


def section_of(note: Note, snapshot: Snapshot) -> tuple[str, ...]:
    """The headings above the note, as words."""
    section = snapshot.fields(note).get(SECTION, "")
    lines = printable(" ".join(html.unescape(re.sub(r"<[^>]*>", "", section)).split()))
    upper, _, lower = lines.partition(BETWEEN_HEADINGS)
    return tuple(part for part in (upper, lower) if part)


@dataclass(frozen=True, slots=True)
class OwnPackage:
    """What became of the notes of a package that ankigen itself made: how many are Markdown again, why those of a note
    type are not, by its name, and the places of notes whose masks will not cover anything any more."""

    made: int
    refused: Mapping[str, str]
    uncovered: tuple[tuple[str, int], ...]


@dataclass(slots=True)
class OwnNotes:
    """Writes notes of the kinds that `kinds` has by note type, `known` by their ids, for a deck of these
    settings; `made` are the ids of the notes that were written, `refused` says for note types why theirs cannot be."""

    snapshot: Snapshot
    known: Mapping[str, Note]
    kinds: Mapping[int, Kind]
    files: Mapping[str, str]
    config: DeckConfig
    made: dict[str, Note] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    inline: Converter = field(init=False)
    block: Converter = field(init=False)

    def __post_init__(self) -> None:
        renderer = Renderer()
        self.inline = Converter(renderer, self.files, frozenset())
        self.block = Converter(renderer, self.files, frozenset(), paragraphs=True)

    def write(self, note: Note, name: str) -> Written | None:
        """The note; None if its type is not ankigen's, or has a note that cannot be written."""
        kind = self.kinds.get(note.note_type)
        if kind is None or note.note_type in self.refused:
            return None
        try:
            written = _Writing(self, note, kind, self.fields(note)).written(name)
        except _CannotSayError as error:
            self.refuse(note.note_type, f"{name}: {error}")
            return None
        self.made[name] = note
        return written

    def fields(self, note: Note) -> dict[str, str]:
        """Its fields as their author's Markdown gave them."""
        shown = self.snapshot.fields(note)
        if is_right_to_left(self.config.language):
            return {name: without_marks(text) for name, text in shown.items()}
        return shown

    def refuse(self, note_type: int, why: str) -> None:
        """No note of that type can be written so."""
        self.refused[note_type] = why
        self.made = {name: note for name, note in self.made.items() if note.note_type != note_type}

    def differs(self, name: str, kind: str, made: Mapping[str, str]) -> str:
        """Why the compiled note is not what it was; empty if it is. `made` are its fields."""
        note = self.made[name]
        if kind != self.kinds[note.note_type]:
            return f"it would be read as {kind}"
        wanted = self.snapshot.fields(note)
        fields = (title for title, text in wanted.items() if not _same(kind, title, text, made.get(title, "")))
        return next((f"its field '{title}' would look different" for title in fields), "")

    def result(self, notes: Iterable[model.Note], written: Mapping[str, Written]) -> OwnPackage:
        """What came of it; `notes` are those of the deck, `written` how each is kept, by guid."""
        uncovered = [
            (note.span.source.path.name, note.span.line)
            for note in notes
            if self.kinds.get(self.known[note.id].note_type) is Kind.PICTURE
            and any(part.how is How.CHANGED for _, part in written[self.known[note.id].guid].fields)
        ]
        refused = {self.snapshot.note_types[number].name: why for number, why in self.refused.items()}
        return OwnPackage(len(self.made), refused, tuple(uncovered))

    @property
    def adopted(self) -> tuple[Adopted, ...]:
        """What our note types bear of those that learners have: their ids."""
        used = {note.note_type for note in self.made.values()}
        types = [(self.kinds[number], self.snapshot.note_types[number]) for number in used]
        return tuple(
            Adopted(
                kind,
                tuple(Part(part.name, part.name, part.id) for part in item.fields),
                tuple(Part(part.name, part.name, part.id) for part in item.templates),
                item.id,
            )
            for kind, item in sorted(types, key=lambda pair: tuple(Kind).index(pair[0]))
        )


def _same(kind: str, title: str, old: str, new: str) -> bool:
    """Whether a field shows the same but for what an older ankigen wrote in another way by itself."""
    if title in BY_ITSELF or (kind, title) == (Kind.TYPED, "Answer"):
        return True
    if title == "Picture":
        return same_picture(old, new)
    left, right = (NO_WRAP.sub(r"\1", RIGHT_ANSWER.sub("", text)) for text in (old, new))
    return same(left, right, ())


@dataclass(slots=True)
class _Writing:
    of: OwnNotes
    note: Note
    kind: Kind
    fields: dict[str, str]
    kept: list[tuple[str, FieldSource]] = field(default_factory=list)
    stated: list[str] = field(default_factory=list)

    def written(self, name: str) -> Written:
        heading, parts = self.heading_and_parts()
        parts += list(self.more())
        spare = [title for title in self.fields if title.startswith("Spare") and is_filled(self.fields[title])]
        if self.kind is Kind.REVERSED and spare:
            asked = [quoted(self.text(title, heading=True)) for title in spare]
            self.stated.append(f"ask: [{', '.join(asked)}]")
        elif spare:
            raise _CannotSayError(f"its field '{spare[0]}'")
        if self.kind in (Kind.REVERSED, Kind.TYPED, Kind.PICTURE):
            self.stated.insert(0, f"type: {self.kind}")
        head = f"### {heading}\n{metadata(replace(self.note, tags=self.tags()), name, *self.stated)}"
        return Written(name, "\n\n".join((head, *filter(None, parts))) + "\n", tuple(self.kept))

    def heading_and_parts(self) -> tuple[str, list[str]]:
        match self.kind:
            case Kind.CLOZE:
                if is_filled(self.fields["Title"]):
                    return self.text("Title", heading=True), [self.text("Text", cloze=True)]
                heading, stem = self.front("Text", cloze=True)
                return heading, [stem]
            case Kind.CHOICE:
                heading, stem = self.front("Front")
                explanation = RIGHT_ANSWER.sub("", self.fields["Answer"])
                return heading, [stem, self.options(), self.said("Answer", explanation)]
            case Kind.PICTURE:
                return self.text("Title", heading=True), self.picture()
            case _:
                heading, stem = self.front("Front")
                back = self.text("Back")
                return heading, [stem, f"#### Answer\n{back}"] if stem else [back]

    def front(self, title: str, *, cloze: bool = False) -> tuple[str, str]:
        """The heading, and what of the front stands below it."""
        parts = WITH_STEM.fullmatch(self.fields[title])
        if parts is None:
            return self.text(title, heading=True, cloze=cloze), ""
        return self.said(title, parts[1], heading=True, cloze=cloze), self.said(title, parts[2], cloze=cloze)

    def options(self) -> str:
        whole = OPTIONS.fullmatch(self.fields["Options"])
        found = list(OPTION.finditer(whole[1])) if whole else []
        if whole is None or "".join(match[0] for match in found) != whole[1]:
            raise _CannotSayError("its options")
        lines = []
        for match in found:
            if BLOCK.search(match[2]):
                raise _CannotSayError("an option of more than one line")
            lines.append(f"- [{'x' if match[1] else ' '}] {self.said('Options', match[2], heading=True)}")
        return "\n".join(lines)

    def picture(self) -> list[str]:
        found = read_picture(
            self.fields["Picture"], lambda words: self.said("Picture", words, heading=True, cloze=True)
        )
        if found is None:
            raise _CannotSayError("its picture is not as ankigen writes one")
        if found.only_one:
            self.stated.append("mask: one")
        return [self.said("Picture", found.image, heading=True), "\n".join(found.lines)]

    def more(self) -> Iterator[str]:
        for name in ExtraField:
            text = self.fields[name]
            if not is_filled(text) or (name is ExtraField.SOURCE and html.unescape(text) == self.of.config.source):
                continue
            if name in ONE_LINE and not BLOCK.search(text):
                self.stated.append(f"{name.lower()}: {quoted(self.text(name, heading=True))}")
            else:
                yield f"#### {name}\n{self.text(name)}"

    def text(self, title: str, *, heading: bool = False, cloze: bool = False) -> str:
        return self.said(title, self.fields[title], heading=heading, cloze=cloze)

    def said(self, title: str, text: str, *, heading: bool = False, cloze: bool = False) -> str:
        """The Markdown of a field's HTML, or of a part of it."""
        if not text:
            return ""
        converter = self.of.inline if heading else self.of.block
        source = converter.field(text, cloze=cloze, heading=heading)
        if source.how is not How.MARKDOWN:
            raise _CannotSayError(f"Markdown cannot say its field '{title}': {source.why}")
        self.kept.append((title, source))
        return source.text

    def tags(self) -> tuple[str, ...]:
        """The tags that its author gave it: not those of versions, and not that of its section."""
        section = "::".join((self.of.config.tag, *map(slug, section_of(self.note, self.of.snapshot))))
        return tuple(sorted(without_versions(self.note.tags) - {section}))
