"""The text of a source: headings, metadata and fields of notes that came from Anki."""

import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from ankigen.apkg.snapshot import Note, NoteType
from ankigen.card.plain import plain
from ankigen.importing.as_markdown import plain_heading
from ankigen.importing.fields import Converter, FieldSource, How
from ankigen.importing.own_types import body_field, heading_field, hiding_fields
from ankigen.importing.sections import Chapter, section_comment
from ankigen.model.cloze import without_clozes
from ankigen.model.template import is_filled
from ankigen.render.bounds import SOUND, until_last
from ankigen.values import dataclass

LONGEST_TITLE = 90
# Of what a title does not show: braces, the marks of formulas, names of sounds.
MARKS = re.compile(rf"[{{}}]|\\[()\[\]]|{SOUND}")
OCCLUSION = re.compile(r"(?s)\{\{c[\d,]+::image-occlusion:.*?\}\}")
PICTURE = re.compile(r"(?i)<img\b[^>]{0,5000}>")
MARKUP = frozenset("\\`*_[]<>{}~$^|#&!")
UNSAFE = re.compile(r"[<>\x7f]")


@dataclass(frozen=True, slots=True)
class Written:
    """One note as it is written: its id, its lines, and how each of its fields is kept."""

    id: str
    text: str
    fields: tuple[tuple[str, FieldSource], ...]


@dataclass(frozen=True, slots=True)
class NoteWriter:
    """Writes notes of one note type, whose folder is `key`; `usual` says that notes need not state it. `states_guid`
    says that no ledger will hold their guids."""

    note_type: NoteType
    key: str
    usual: bool
    converter: Converter
    states_guid: bool = False

    def write(self, note: Note, name: str, as_html: Collection[str] = ()) -> Written:
        """The note under its id; the fields `as_html` are kept as HTML, whatever Markdown could say."""
        heading, body, hides = heading_field(self.note_type), body_field(self.note_type), hiding_fields(self.note_type)
        found: dict[str, FieldSource] = {}
        in_heading = False
        for field, html in zip(self.note_type.field_names, note.fields, strict=True):
            if not is_filled(html):
                continue
            if field in as_html:
                found[field] = self.converter.kept(html)
                continue
            found[field] = self.converter.field(html, cloze=field in hides, heading=field == heading)
            if field == heading:
                in_heading = found[field].how is How.MARKDOWN
                if not in_heading:  # then under a heading of its own
                    found[field] = self.converter.field(html, cloze=field in hides)
        shown = found[heading].text if in_heading else _plain(title_of(note)) or "…"
        stated = [] if self.usual else [f"type: {self.key}"]
        stated += [f"guid: {quoted(note.guid)}"] if self.states_guid else []
        parts = [f"### {shown}\n{metadata(note, name, *stated)}"]
        if body in found:
            parts.append(found[body].text)
        if heading and heading not in found:
            parts.append(f"#### {heading}")  # empty: or the title would feed it
        for field, source in found.items():
            if field != body and not (field == heading and in_heading):
                parts.append(f"#### {field}\n{source.text}")
        # The texts are in the note's: large decks need the room.
        fields = tuple((field, replace(source, text="")) for field, source in found.items())
        return Written(name, "\n\n".join(parts) + "\n", fields)


def metadata(note: Note, name: str, *stated: str) -> str:
    """The comment under a note's heading."""
    tags = [f"tags: [{', '.join(map(quoted, note.tags))}]"] if note.tags else []
    return f"<!-- {', '.join((f'id: {name}', *stated, *tags))} -->"


def title_of(note: Note) -> str:
    """What to call a note: the words of its first field that has some; the name of a picture if none has."""
    words = chain((_words(PICTURE.sub(" ", html)) for html in note.fields), map(_words, note.fields))
    title = next((found for found in words if found), "")
    return title if len(title) <= LONGEST_TITLE else title[:LONGEST_TITLE].rpartition(" ")[0] + " …"


def _plain(title: str) -> str:
    """A title that feeds no field: nothing in it may be more than words."""
    letters = (char if char not in MARKUP and unicodedata.category(char)[0] != "C" else " " for char in title)
    return plain_heading("".join(letters))


def _words(html: str) -> str:
    last = until_last(html, "}}")
    words = plain(OCCLUSION.sub(" ", html[:last]) + html[last:])
    words = " ".join(MARKS.sub("", without_clozes(words).replace("¶", "·")).split())
    return words if words.strip("· …") else ""


def quoted(tag: str) -> str:
    """A tag as YAML; nothing in it may end the comment."""
    if re.fullmatch(r"[A-Za-z][\w/.-]*(?:::[\w/.-]*\w)*", tag, re.ASCII) and "--" not in tag:
        return tag
    return UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(tag, ensure_ascii=False))


def chapter_text(chapter: Chapter, written: Mapping[str, Written]) -> str:
    """The file: a heading wherever the section changes; `written` are the notes by guid."""
    return "\n".join(_pieces(chapter, written))


def _pieces(chapter: Chapter, written: Mapping[str, Written]) -> Iterator[str]:
    last: tuple[str, ...] = ()
    for section, note in chapter.notes:
        if section[:1] != last[:1] and section:
            yield f"# {plain_heading(section[0])}{section_comment(section[0], 1, is_top=True)}\n"
        if section[1:] != last[1:] or section[:1] != last[:1]:
            for title in section[1:]:
                yield f"## {plain_heading(title)}{section_comment(title, 2, is_top=False)}\n"
        last = section
        yield written[note.guid].text
