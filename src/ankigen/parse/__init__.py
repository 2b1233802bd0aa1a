"""From the text of a source to its notes. Nothing is rendered and nothing is judged here but the source's form.

Comes in: a `Source`. Goes out: `Parsed`, its notes and what is wrong with their form. Know first: `parse`.
"""

from dataclasses import replace

from ankigen.codes.sources import (
    BAD_SECTION,
    DUPLICATE_FIELD,
    FIELD_OUTSIDE_NOTE,
    MISPLACED_METADATA,
    TEXT_AFTER_METADATA,
    UNKNOWN_FIELD,
    UNKNOWN_TYPE,
)
from ankigen.diagnostic import Code, Diagnostic, Edit, nearest
from ankigen.model.cloze import OPEN, without_comments
from ankigen.model.note import OWN_TAGS, ExtraField, Kind, Metadata, Note, Section, Value
from ankigen.model.own_type import NO_TYPES, OwnType, Types
from ankigen.model.slug import slug
from ankigen.parse.choice import Body, is_task, split_choice
from ankigen.parse.definitions import file_definitions
from ankigen.parse.heading_levels import as_meant
from ankigen.parse.invisible import ODD_SPACES, ZERO_WIDTH
from ankigen.parse.mask import visible
from ankigen.parse.metadata import FrontMatter, comment_under, front_matter, is_unclosed, note_metadata, section_slug
from ankigen.parse.near_misses import slips
from ankigen.parse.outline import Heading, Outline, outline, unclosed_comment
from ankigen.parse.picture import split_picture
from ankigen.rare import RarePattern
from ankigen.source import Fragment, Source
from ankigen.values import dataclass

ANSWER = "answer"
KINDS = {kind.value: kind for kind in Kind}
FIELDS = {field.casefold(): field for field in ExtraField}
FIELD_NAMES = ("Answer", *ExtraField)
# `#### Extra: more words`
TITLED_FIELD = RarePattern(r"([A-Za-z][A-Za-z ]*?)[ \t]*(?::|[-–—][ \t])[ \t]*(\S.*)")
SIGNS_BEHIND = " \t:：.-–—*_"
INVISIBLE = f" \t{ODD_SPACES}{ZERO_WIDTH}\u200e\u200f"


@dataclass(frozen=True, slots=True)
class Parsed:
    """One source's notes in their order, and what is wrong with its form."""

    notes: tuple[Note, ...]
    problems: tuple[Diagnostic, ...]


def parse(source: Source, types: Types = NO_TYPES) -> Parsed:
    """The notes of one source; a note with a broken part is still returned, without that part. `types` are the note
    types of the author's own."""
    matter, problems = front_matter(source)
    plan, meant = as_meant(source, outline(source, matter.next_line))
    text = visible(source, matter.next_line, plan)
    found = slips(text, plan)
    other = frozenset(problem.span.line for problem in found if problem.kind is MISPLACED_METADATA)
    form = (problem for problem in (*plan.problems, *found) if problem.span.line not in matter.misplaced)
    reader = _Reader(source, matter, plan, other, [*problems, *meant, *form], types)
    defined = file_definitions(text)
    notes = tuple(replace(note, definitions=known) if (known := defined.of(note)) else note for note in reader.notes())
    problems = (*reader.problems, *defined.problems)
    return Parsed(notes, tuple(sorted(problems, key=lambda problem: problem.span.key)))


@dataclass(frozen=True, slots=True)
class _Reader:
    """`mistaken` are the lines of headings and ids that are reported already as a note's."""

    source: Source
    matter: FrontMatter
    outline: Outline
    mistaken: frozenset[int]
    problems: list[Diagnostic]
    types: Types = NO_TYPES

    def notes(self) -> tuple[Note, ...]:
        notes: list[Note] = []
        sections: tuple[Section, ...] = ()
        headings = self.outline.headings
        after_mistaken = False
        above = 0  # the level of the last heading that is no field's
        for index, heading in enumerate(headings):
            after_mistaken = heading.title.line in self.mistaken or (after_mistaken and heading.level > 3)
            match heading.level:
                case 1:
                    sections = (self.section(heading, self.last_line(index), is_top=True),)
                case 2:
                    top = tuple(section for section in sections[:1] if section.level == 1)
                    sections = (*top, self.section(heading, self.last_line(index), is_top=not top))
                case 3:
                    notes.append(self.note(index, sections))
                case _ if not (after_mistaken or above == 3):
                    hint = "a note starts with ###; #### starts a field inside a note"
                    self.report(heading.title, FIELD_OUTSIDE_NOTE, "this field heading is not inside a note", hint)
            if heading.level < 4:
                above = heading.level
        return tuple(notes)

    def report(self, place: Fragment | Value, code: Code, message: str, hint: str) -> None:
        span = place.span if isinstance(place, Value) else place.span()
        self.problems.append(Diagnostic(span, code, message, hint))

    def last_line(self, index: int) -> int:
        headings = self.outline.headings
        return headings[index + 1].title.line - 1 if index + 1 < len(headings) else len(self.source.lines)

    def section(self, heading: Heading, last: int, *, is_top: bool) -> Section:
        """The section of a heading; its slug comes from the comment under it, else from its title."""
        stated = None
        found = comment_under(self.source, heading.title.line, last)
        if found and self.mistaken.isdisjoint((heading.title.line, found[0].line)):
            stated, problems = section_slug(found[0])
            self.problems.extend(problems)
        name = slug(stated.text) if stated else slug(heading.title.text)
        wrong = ""
        if stated and name != stated.text:
            wrong = f"'{stated.text}' cannot be part of a tag"
        elif not name:
            wrong = "this heading cannot be made into a tag"
            if not heading.title.text.strip():
                self.report(
                    heading.title, BAD_SECTION, "this heading is empty", "write the section's title, or delete the line"
                )
                return Section(heading.title, name, heading.level)
        elif is_top and name in OWN_TAGS:
            wrong = f"'{name}' is a tag that releases give, so learners could not distinguish the two"
        if wrong:
            hint = "give another" if name in OWN_TAGS else "letters, digits and hyphens"
            self.report(stated or heading.title, BAD_SECTION, wrong, f"{hint}: <!-- tag: process -->")
        return Section(heading.title, name, heading.level)

    def note(self, index: int, sections: tuple[Section, ...]) -> Note:
        heading, last = self.outline.headings[index], self.last_line(index)
        first, metadata = self.metadata(heading, last)
        stated = metadata.type or self.matter.type
        own = self.types.by_key.get(stated.text if stated else self.types.default)
        # `#### Answer` divides a note of ankigen's own types; in another it is a field of that name.
        answer = None if own else self.answer(index)
        begin, end = answer or (first, last)
        kind = self.kind(own, stated, heading, first, max(last, end))
        if answer and kind is Kind.CHOICE and any(is_task(self.source.line(at)) for at in range(first, last + 1)):
            place = self.source.fragment(begin - 1, begin - 1)
            hint = "delete this heading: [x] marks the right options, and what stands under them explains"
            self.report(place, UNKNOWN_FIELD, "a choice has no Answer", hint)
            answer, begin, end = None, first, last
        if answer and kind.is_cloze:
            hint = "write it under #### Extra" + (", or into the text" if kind is Kind.CLOZE else "")
            above = f"{heading.title.text}\n{self.source.fragment(first, last).text}"
            if kind is Kind.CLOZE and not OPEN.search(without_comments(above)):
                hint = "delete the braces {{c1::…}} below it, or write what has them above it and delete this heading"
                last = end  # what is hidden there is not missing above
            place = self.source.fragment(begin - 1, begin - 1)
            self.report(place, UNKNOWN_FIELD, f"a {kind} has no Answer: what it hides is the answer", hint)
            answer, begin, end = None, first, last
        whole = Body(self.source.fragment(begin, end))
        parts = split_choice(self.source, begin, end, self.outline.opaque) if kind is Kind.CHOICE else whole
        stem = self.source.fragment(first, last) if answer else None
        picture = None
        if kind is Kind.PICTURE:
            picture, problems = split_picture(self.source, heading.title.span(), first, last, self.outline.opaque)
            self.problems.extend(problems)
        return Note(
            span=heading.title.span(),
            kind=kind,
            front=heading.title,
            body=parts.stem,
            metadata=metadata,
            sections=sections,
            options=parts.options,
            explanation=parts.explanation,
            fields=() if own else self.fields(index),
            own=own,
            own_fields=self.own_fields(index, own, parts.stem) if own else (),
            file_tags=self.matter.tags,
            file_source=self.matter.source,
            file_reference=self.matter.reference,
            file_ask=self.matter.ask,
            stem=stem if stem and stem.text.strip() else None,
            picture=picture,
        )

    def answer(self, index: int) -> tuple[int, int] | None:
        """The first and the last line of the text under `#### Answer`, if the note has that heading."""
        headings = self.outline.headings
        for at in range(index + 1, len(headings)):
            if headings[at].level != 4 or headings[at].title.line in self.mistaken:
                return None
            if headings[at].title.text.strip(INVISIBLE).casefold() == ANSWER:
                return headings[at].title.line + 1, self.last_line(at)
        return None

    def metadata(self, heading: Heading, last: int) -> tuple[int, Metadata]:
        """The first line of the note's body, and what the comment above it says."""
        found = comment_under(self.source, heading.title.line, last)
        if found is None:
            return heading.title.line + 1, Metadata()
        text, end = found
        if is_unclosed(text):
            if "<!--" not in text.text:  # the outline has told of those
                self.problems.append(unclosed_comment(self.source, text.line))
            return end + 1, Metadata()
        metadata, problems = note_metadata(text)
        self.problems.extend(problems)
        after = self.source.line(end).rpartition("-->")[2]
        if after.strip():
            place = Fragment(self.source, end, after, len(self.source.line(end)) - len(after) + 1)
            self.report(
                place, TEXT_AFTER_METADATA, "text on the line of the metadata is lost", "move it to a line of its own"
            )
        return end + 1, metadata

    def kind(self, own: OwnType | None, stated: Value | None, heading: Heading, first: int, last: int) -> Kind:
        """The stated type; else what the note's form says."""
        if own:
            return Kind.CLOZE if own.note_type.cloze else Kind.BASIC
        named = stated.text if stated else self.types.default
        if named in KINDS:
            return KINDS[named]
        if stated:
            hint = nearest(stated.text, (*Kind, *self.types.by_key))
            self.report(stated, UNKNOWN_TYPE, f"there is no note type '{stated.text}'", hint)
        text = "\n".join((heading.title.text, *self.source.lines[first - 1 : last]))
        if OPEN.search(without_comments(text)):
            return Kind.CLOZE
        lines = (line for line in range(first, last + 1) if line not in self.outline.opaque)
        is_choice = "[" in text and any(is_task(self.source.line(line)) for line in lines)
        return Kind.CHOICE if is_choice else Kind.BASIC

    def own_fields(self, index: int, own: OwnType, body: Fragment) -> tuple[tuple[str, Fragment], ...]:
        """The `####` parts of a note of an own type, by the names of its fields."""
        found: dict[str, Fragment] = {own.body: body} if own.body and body.text.strip() else {}
        fed = dict(found)
        for at in range(index + 1, len(self.outline.headings)):
            heading = self.outline.headings[at]
            if heading.level != 4 or heading.title.line in self.mistaken:
                break
            name = heading.title.text.strip(INVISIBLE)
            field = own.field(name)
            if not field:
                message = f"the note type '{own.key}' has no field '{name}'"
                self.report(heading.title, UNKNOWN_FIELD, message, nearest(name, own.fields))
            elif field in found:
                twice = "is the text under the note's heading already" if field in fed else "appears twice in this note"
                self.report(heading.title, DUPLICATE_FIELD, f"'{field}' {twice}", "keep one of them")
            else:
                text = self.source.fragment(heading.title.line + 1, self.last_line(at))
                found[field] = text if text.text else replace(heading.title, text="")
        return tuple((name, text) for name, text in found.items() if name not in fed)

    def fields(self, index: int) -> tuple[tuple[ExtraField, Fragment], ...]:
        """The `####` parts of the note whose heading has this index."""
        found: dict[ExtraField, Fragment] = {}
        answered = False
        for at in range(index + 1, len(self.outline.headings)):
            heading = self.outline.headings[at]
            if heading.level != 4 or heading.title.line in self.mistaken:
                break
            name = heading.title.text.strip(INVISIBLE)
            if name.casefold() == ANSWER:
                if answered:
                    self.report(
                        heading.title, DUPLICATE_FIELD, "'Answer' appears twice in this note", "keep one of them"
                    )
                answered = True
                continue
            field = FIELDS.get(name.casefold())
            if field is None:
                self.problems.append(_unknown_field(heading.title, name))
            elif field in found:
                self.report(heading.title, DUPLICATE_FIELD, f"'{field}' appears twice in this note", "keep one of them")
            else:
                text = self.source.fragment(heading.title.line + 1, self.last_line(at))
                found[field] = text if text.text else replace(heading.title, text="")
        return tuple(found.items())


def _unknown_field(title: Fragment, name: str) -> Diagnostic:
    """What to say of a heading that does not name a field, and what to do."""
    span = title.span()
    if not name:
        hint = "write the field's name after ####, or delete this line"
        return Diagnostic(span, UNKNOWN_FIELD, "this field's heading is empty", hint)
    message = f"a note has no field '{name}'"
    if name.endswith("?"):
        return Diagnostic(span, UNKNOWN_FIELD, message, f"a note begins with ###: write ### {name}")
    begun = TITLED_FIELD.fullmatch(name)
    known = {each.casefold(): each for each in FIELD_NAMES}
    edits: tuple[Edit, ...]
    if field := known.get(name.strip(SIGNS_BEHIND).casefold()):
        edits = (Edit(span, title.text, field),)
        return Diagnostic(span, UNKNOWN_FIELD, message, f"write #### {field}", edits=edits)
    if begun and (field := known.get(begun[1].casefold())):
        edits = (Edit(span, title.text, f"{field}\n{begun[2]}"),) if "#" not in begun[2] else ()
        hint = f"write #### {field}, and the words behind it on the next line"
        return Diagnostic(span, UNKNOWN_FIELD, message, hint, edits=edits)
    return Diagnostic(span, UNKNOWN_FIELD, message, nearest(name, FIELD_NAMES))
