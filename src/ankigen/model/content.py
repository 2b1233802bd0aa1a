"""What Anki will hold of the notes, before history adds versions and ids."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ankigen.model.cloze import cloze_numbers, hidden_texts
from ankigen.model.config import DeckConfig
from ankigen.model.history import NoteTypeRecord
from ankigen.model.ids import digest, note_guid
from ankigen.model.media import MediaFile
from ankigen.model.note import Kind, Note
from ankigen.model.notetypes import SCHEMAS
from ankigen.model.own_type import OwnType, ordinals
from ankigen.model.picture import Covered
from ankigen.values import dataclass

ENCODE = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps with options makes a new one for each value


class Content(NamedTuple):
    """A note rendered: Anki's fields by name (empty ones left out), tags, the ordinals of its cards, from 0,
    and what each cloze number hides. `kind` names the note type, as `Note.note_type` does.

    `source_hash` covers what the author wrote and the media it names, `content_hash` what Anki gets.
    """

    id: str
    guid: str
    kind: str
    title: str
    fields: Mapping[str, str]
    tags: tuple[str, ...]
    ordinals: tuple[int, ...]
    media: tuple[str, ...]
    source_hash: str
    content_hash: str
    clozes: tuple[tuple[int, str], ...] = ()
    change: str = ""


@dataclass(frozen=True, slots=True)
class DeckContent:
    """A deck rendered: its settings, its description as HTML, its notes in source order and their media by name. `own`
    are the note types of the author's own that it has, whether a note uses them or not, `designs` what other decks of
    its family have released of the note types that they share."""

    config: DeckConfig
    description: str
    notes: tuple[Content, ...]
    media: tuple[MediaFile, ...]
    own: tuple[OwnType, ...] = ()
    designs: tuple[NoteTypeRecord, ...] = ()


def note_content(
    note: Note, config: DeckConfig, fields: Mapping[str, str], tags: tuple[str, ...], media: Sequence[str]
) -> Content:
    """The note with its hashes; `fields` already name the media as Anki will."""
    names = tuple(sorted(set(media)))
    return Content(
        id=note.id,
        guid=note.metadata.guid.text if note.metadata.guid else note_guid(config.uid, note.id),
        kind=note.note_type,
        title=note.plain_title,
        fields=fields,
        tags=tags,
        ordinals=ordinals(note.own.note_type, fields) if note.own else _ordinals(note.kind, fields),
        media=names,
        source_hash=_source_hash(note, config, tags, names),
        content_hash=_hash([note.note_type, dict(sorted(fields.items())), tags]),
        clozes=_clozes(note),
        change=note.metadata.change.text if note.metadata.change else "",
    )


def _clozes(note: Note) -> tuple[tuple[int, str], ...]:
    if not note.kind.is_cloze or note.own:
        return ()
    front, body = note.front.text, note.body.text
    # The checks have asked for the clozes of the body already.
    return tuple(hidden_texts(f"{front}\n{body}" if "{{c" in front else body).items())


def _ordinals(kind: Kind, fields: Mapping[str, str]) -> tuple[int, ...]:
    """Anki's importers make no cards: every one a note has must be listed."""
    if kind.is_cloze:
        text = fields.get("Picture" if kind is Kind.PICTURE else "Text", "")
        return tuple(number - 1 for number in cloze_numbers(text))
    return tuple(range(len(SCHEMAS[kind].templates)))


def _source_hash(note: Note, config: DeckConfig, tags: tuple[str, ...], media: tuple[str, ...]) -> str:
    sources = (note.metadata.source, note.metadata.reference, note.file_source, note.file_reference)
    # Nothing may be added for a note that does not have it: its hash is in the ledgers.
    asked = [[value.text for value in note.asked]] if note.asked else []
    defined = _defined_elsewhere(note)
    return _hash(
        [
            note.note_type,
            note.front.text,
            note.body.text,
            [(option.right, option.text.text) for option in note.options],
            note.explanation.text if note.explanation else "",
            sorted((name.value, text.text) for name, text in note.fields),
            [section.title.text for section in note.sections],
            [value.text if value else "" for value in sources],
            config.source,
            tags,
            media,
            *asked,
            *([{"defined": defined}] if defined else []),
            *([{"stem": note.stem.text}] if note.stem else []),
            *([{"mask": note.covered}] if note.covered is Covered.ONE else []),
            *([sorted((name, text.text) for name, text in note.own_fields)] if note.own_fields else []),
        ]
    )


def _defined_elsewhere(note: Note) -> list[object]:
    """The definitions that the note names and does not hold itself."""
    if not note.definitions:
        return []
    lines = [range(text.line, text.line + text.text.count("\n") + 1) for text in note.parts]
    footnotes = [
        (label, text.text)
        for label, text in note.definitions.footnotes
        if not any(text.line in inside for inside in lines)
    ]
    return [note.definitions.references, footnotes] if note.definitions.references or footnotes else []


def _hash(value: object) -> str:
    return digest(ENCODE(value).encode())
