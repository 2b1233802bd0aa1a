"""From a note to the fields of its note type, as HTML; media still have the names their author gave them."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from ankigen.codes.notes import CLOZE_IN_MARKUP, TYPED_ANSWER
from ankigen.compile.cloze_overlap import overlapping
from ankigen.compile.direction import mark_latin
from ankigen.compile.own_fields import as_html, own_texts, unwrapped, with_single_numbers, without_card
from ankigen.compile.sound import SOUND, folded_sounds, taken_out, unplayed
from ankigen.compile.stray_formulas import stray_formulas
from ankigen.diagnostic import Diagnostic
from ankigen.model.anki_marks import inert
from ankigen.model.cloze import OPEN, Cloze, clozes, one_number_each, without_comments
from ankigen.model.config import DeckConfig
from ankigen.model.language import is_right_to_left
from ankigen.model.note import NO_DEFINITIONS, Definitions, ExtraField, Kind, Note, Option, Value
from ankigen.model.notetypes import BETWEEN_HEADINGS, SECTION
from ankigen.model.own_type import OwnType
from ankigen.model.rendered import MediaReference, Rendered, Renders
from ankigen.model.typed import as_typed
from ankigen.rare import RarePattern
from ankigen.source import Fragment, Span, clean
from ankigen.values import dataclass

ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>|<br).)*)</p>\s*", re.DOTALL)
CLOZE_IN_TAG = re.compile(r"<[^<>]*?\{\{c\d")
BLOCK = re.compile(r"<(?:p|ul|ol|dl|pre|table|blockquote|div|details|h[1-6]|hr)\b")
# One line that begins with a sign, which is a mark of Markdown there.
SIGNED = RarePattern(r"(>=?|[-+](?=[ \t]))[ \t]*(\d.*)")
# What nobody should meet with the keyboard where it is not seen.
NOT_HIDDEN = re.compile(r"</?a\b[^>]*>")
# What the templates put behind a tap.
FOLDED = frozenset(("Hint", "Extra", "Source says", "Source", "Reference", "Section"))
EXTRA_FIELDS = tuple(ExtraField)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Above the options if several are right. Isolated, the words say nothing of the direction of what is around them.
CHOOSE_ALL = '<p><bdi lang="en"><small>Choose all that apply</small></bdi></p>'


@dataclass(frozen=True, slots=True)
class NoteFields:
    """The fields that are not empty, by name; the media they name; and what rendering found. `rendered` has the HTML of
    every part of the note that has any markup. Of a picture note `picture` and `labels` are there instead of the fields
    that need the picture's file."""

    html: dict[str, str]
    media: tuple[MediaReference, ...]
    problems: tuple[Diagnostic, ...]
    rendered: tuple[tuple[Fragment, str], ...] = ()
    picture: str = ""
    labels: tuple[str, ...] = ()


def note_fields(note: Note, config: DeckConfig, renderer: Renders) -> NoteFields:
    """Everything of the note that its author decides; ids, versions and retirement come later."""
    writer = _Writer(renderer, note.definitions)
    if note.own:
        return _own_type_fields(writer, note, note.own)
    own = dict(_own_fields(writer, note))
    common = dict(_common_fields(writer, note, config))
    writer.problems.extend(_broken_clozes(note, own.get("Text", "")))
    fields = own | common
    if note.picture:
        _picture_as_text(writer, note, fields)
    if suspects := [clean(text) for text in fields.values() if "\\" in text]:
        of_deck = clean(_default_source(config))
        of_note = [text for text in suspects if text != of_deck]
        written = [text for text, _ in writer.rendered]
        writer.problems.extend(stray_formulas(of_note, written, writer.formulas, note.span))
    shown = {name: folded_sounds(text, folded=name in FOLDED) for name, text in fields.items() if text}
    if is_right_to_left(config.language):
        left_alone = ("Source", "Reference", "Answer" if note.kind is Kind.TYPED else "", *_parts_of_picture(note))
        shown = {name: text if name in left_alone else mark_latin(text) for name, text in shown.items()}
    filled = {name: clean(text) for name, text in shown.items()}
    writer.problems.extend(unplayed(filled.values(), writer.media))
    image, *labels = (filled.pop(name, "") for name in _parts_of_picture(note)) if note.picture else ("",)
    found = tuple(writer.media), tuple(writer.problems), tuple(writer.rendered)
    return NoteFields(filled, *found, image, tuple(labels))


def _parts_of_picture(note: Note) -> tuple[str, ...]:
    """What the picture and each label go by until they are put together."""
    labels = note.picture.masks if note.picture else ()
    return ("Picture", *(f"Label {number}" for number, _ in enumerate(labels, start=1))) if note.picture else ()


def _own_type_fields(writer: "_Writer", note: Note, own: OwnType) -> NoteFields:
    """A field that is HTML is Anki's own: what stands in it is shipped as it is."""
    hides, shown, markdown = own.hides_in(), {}, []
    for name, text, is_heading in own_texts(note, own):
        if ready := as_html(text):
            html = writer.keep(text, ready)
        elif own.paragraphs:
            html = writer.block(text, cloze=name in hides)
        elif is_heading:
            html = writer.inline(text, cloze=name in hides)
        else:
            html = unwrapped(writer.block(text, cloze=name in hides))
        markdown += [] if ready else [html]
        shown[name] = clean(html if ready else with_single_numbers(html))
    written = [text for text, _ in writer.rendered]
    writer.problems.extend(stray_formulas(list(map(clean, markdown)), written, writer.formulas, note.span))
    filled = {name: html for name, html in shown.items() if html}
    writer.problems.extend(without_card(note, own, filled))
    return NoteFields(filled, tuple(writer.media), tuple(writer.problems), tuple(writer.rendered))


@dataclass(frozen=True, slots=True)
class _Writer:
    """Renders fragments and keeps what they name and what is wrong with them."""

    renderer: Renders
    definitions: Definitions = NO_DEFINITIONS
    media: list[MediaReference] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    rendered: list[tuple[Fragment, str]] = field(default_factory=list)

    def block(self, text: Fragment | None, *, cloze: bool = False) -> str:
        if not text or not text.text.strip():
            return ""
        return self.keep(text, self.renderer.block(text, cloze=cloze, definitions=self.definitions))

    def inline(self, text: Fragment, *, cloze: bool = False) -> str:
        if not text.text.strip():
            return ""
        return self.keep(text, self.renderer.inline(text, cloze=cloze, definitions=self.definitions))

    def keep(self, text: Fragment, rendered: Rendered) -> str:
        if rendered.plain:
            return rendered.html
        self.rendered.append((text, rendered.html))
        self.media.extend(rendered.media)
        self.problems.extend(rendered.problems)
        self.formulas.extend(rendered.formulas)
        return _join(rendered.html, *self._footnotes(rendered.footnotes)) if rendered.footnotes else rendered.html

    def _footnotes(self, labels: Sequence[str]) -> Iterator[str]:
        """The footnotes of a text, under it."""
        texts = dict(self.definitions.footnotes)
        for number, label in enumerate(labels, start=1):
            # One that names another would go on for ever.
            rendered = self.renderer.inline(texts[label])
            self.media.extend(rendered.media)
            self.problems.extend(rendered.problems)
            self.formulas.extend(rendered.formulas)
            yield f"<p><small><sup>{number}</sup> {rendered.html}</small></p>"


def _picture_as_text(writer: _Writer, note: Note, fields: Mapping[str, str]) -> None:
    """What the editorial rules read of the body: the picture and the labels, without the places."""
    image, *labels = (fields[name] for name in _parts_of_picture(note))
    items = "".join(f"<li>{label}</li>" for label in labels)
    writer.rendered.append((note.body, f"<p>{image}</p><ul>{items}</ul>"))


def _own_fields(writer: _Writer, note: Note) -> Iterator[tuple[str, str]]:
    match note.kind:
        case Kind.BASIC | Kind.REVERSED:
            yield "Front", _with_heading(writer.inline(note.front), writer.block(note.stem))
            yield "Back", writer.block(note.body)
            for number, asked in enumerate(note.asked, start=1):
                yield f"Spare {number}", writer.inline(_fragment(asked))
        case Kind.TYPED:
            yield "Front", _with_heading(writer.inline(note.front), writer.block(note.stem))
            back = writer.block(note.body)
            yield "Back", back
            yield "Answer", _typed_answer(writer, note, back)
        case Kind.CLOZE:
            in_text = OPEN.search(note.front.text) is not None
            heading, sounds = taken_out(writer.inline(note.front, cloze=in_text))
            text = writer.block(note.body, cloze=True)
            yield "Text", one_number_each(_with_heading(heading, text) if in_text else text)
            yield "Title", "" if in_text else heading
            yield "Spare 1", sounds
        case Kind.CHOICE:
            stem = _join(writer.block(note.stem), writer.block(note.body))
            yield "Front", _with_heading(writer.inline(note.front), stem)
            options = [_option(writer, option) for option in note.options]
            yield "Options", _join(_choose_all(note), _options(note.options, options))
            yield "Answer", _join(*_right_answers(note.options, options), writer.block(note.explanation))
        case Kind.PICTURE:
            yield "Title", writer.inline(note.front)
            yield from _picture(writer, note)


def _picture(writer: _Writer, note: Note) -> Iterator[tuple[str, str]]:
    image = note.picture.image if note.picture else None
    labels = (writer.inline(mask.label, cloze=True) for mask in (note.picture.masks if note.picture else ()))
    yield from zip(_parts_of_picture(note), (writer.inline(image) if image else "", *labels), strict=True)


def _with_heading(heading: str, body: str) -> str:
    return _join(f"<p>{heading}</p>", body) if heading and body else heading or body


def _join(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _typed_answer(writer: _Writer, note: Note, back: str) -> str:
    """The answer as the learner types it: one line, no markup."""
    match = ONE_PARAGRAPH.fullmatch(back)
    if match is None or "[sound:" in back or "<img" in back:
        writer.problems.append(_not_typed(note.body))
        return ""
    return as_typed(match[1])


def _not_typed(answer: Fragment) -> Diagnostic:
    message, hint = "this answer cannot be typed", "one line of plain words; an explanation goes under #### Extra"
    if match := SIGNED.fullmatch(answer.text):
        sign, number = match.groups()
        message = f"{message}: '{sign}' at its beginning makes a {'quotation' if '>' in sign else 'list'} of it"
        hint = f"write -{number}" if sign == "-" else f"write \\{sign} {number}"
    return Diagnostic(answer.span(), TYPED_ANSWER, message, hint)


def _broken_clozes(note: Note, text: str) -> Iterator[Diagnostic]:
    """Anki puts markup around what a cloze hides: inside a tag, or over half a table row, that breaks the card."""
    found = clozes(text)
    if in_tag := CLOZE_IN_TAG.search(text):
        hint = "hide words of the text instead, not an alt text, a title or an address"
        place = _place(note, found, sum(cloze.start < in_tag.end() for cloze in found) - 1)
        yield Diagnostic(place, CLOZE_IN_MARKUP, "a cloze is inside a picture or a link's address", hint)
    for at, cloze in enumerate(found):
        if overlap := overlapping(text[cloze.inner : cloze.end] if cloze.end is not None else ""):
            message, hint, level = overlap
            yield Diagnostic(_place(note, found, at), CLOZE_IN_MARKUP, message, hint, level)


def _place(note: Note, rendered: Sequence[Cloze], at: int) -> Span:
    """Where the author wrote the cloze that comes so far down in the field, if both have them in the same order."""
    written = [
        (number, text.span(cloze.start))
        for text in (note.front, note.body)
        for cloze in clozes(without_comments(text.text))
        for number in cloze.numbers
    ]
    in_order = [number for number, _ in written] == [number for cloze in rendered for number in cloze.numbers]
    return written[at][1] if in_order else note.body.span()


def _option(writer: _Writer, option: Option) -> str:
    text = writer.block(option.text)
    single = ONE_PARAGRAPH.fullmatch(text)
    return single[1] if single else text


def _options(options: tuple[Option, ...], texts: list[str]) -> str:
    marks = (' class="right"' if option.right else "" for option in options)
    items = "".join(f"<li{mark}>{text}</li>" for mark, text in zip(marks, texts, strict=True))
    return f'<ol class="options">{items}</ol>'


def _choose_all(note: Note) -> str:
    """What a learner must know if several options are right, unless the question says so itself."""
    asked = " ".join(part.text for part in (note.front, note.stem, note.body) if part)
    several = sum(option.right for option in note.options) > 1
    return CHOOSE_ALL if several and "that apply" not in asked.casefold() else ""


def _right_answers(options: tuple[Option, ...], texts: list[str]) -> Iterator[str]:
    """The right options for screen readers; to the eye they are marked among the others."""
    for letter, option, text in zip(LETTERS, options, texts, strict=False):
        if option.right:
            text = NOT_HIDDEN.sub("", SOUND.sub("", text))
            element = "div" if BLOCK.search(text) else "p"
            yield f'<{element} class="right-answer"><bdi>{letter}.</bdi> {text}</{element}>'


def _common_fields(writer: _Writer, note: Note, config: DeckConfig) -> Iterator[tuple[str, str]]:
    written = {name: writer.block(text) for name, text in note.fields}
    defaults = {
        ExtraField.SOURCE: note.metadata.source or note.file_source,
        ExtraField.REFERENCE: note.metadata.reference or note.file_reference,
    }
    for name in EXTRA_FIELDS:
        default = defaults.get(name)
        if name in written:
            yield name.value, written[name]
        elif default:
            yield name.value, writer.inline(_fragment(default))
        elif name is ExtraField.SOURCE and config.source:
            yield name.value, _default_source(config)
    yield SECTION, BETWEEN_HEADINGS.join(writer.inline(section.title) for section in note.sections)


def _default_source(config: DeckConfig) -> str:
    return inert(html.escape(config.source, quote=False))


def _fragment(value: Value) -> Fragment:
    return Fragment(value.span.source, value.span.line, value.text, value.span.column)


def note_tags(note: Note, config: DeckConfig) -> tuple[str, ...]:
    """The note's tags, sorted: its section under the deck's root, its file's and its own."""
    section = "::".join((config.tag, *(section.slug for section in note.sections)))
    own = (clean(tag.text) for tag in (*note.file_tags, *note.metadata.tags))
    return tuple(sorted({section, *own}))
