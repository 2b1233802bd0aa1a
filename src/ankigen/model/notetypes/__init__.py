"""The note types: one per kind and deck. The schema below is frozen, because Anki never updates the notes of a
note type whose fields or templates changed; templates and style are data beside this file and may change.

What the templates decide:
- The section is on the back only. A heading such as "Role of ossification" answers half the questions under it.
- The back repeats the question in a quieter form, not `{{FrontSide}}`, which would repeat the hint and the input box.
- A retired front shows no field, so that Anki's Empty Cards finds the card. Anki then shows its own message in place of
  the back: no template can show the reason there.
- A typed note's Back is its answer as written, Answer the same as one types it. The answer is always printed, for apps
  without an input box.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ankigen.model.ids import digest, schema_id
from ankigen.model.note import Kind

COMMON_FIELDS = (
    "Hint",
    "Extra",
    "Clinical note",
    "Source says",
    "Source",
    "Reference",
    "Section",
    "Revision",
    "Note ID",
    "Retired",
    "Spare 1",
    "Spare 2",
    "Spare 3",
    "Spare 4",
)


@dataclass(frozen=True, slots=True)
class Schema:
    """What may never change after the first release: title, fields and templates, in order."""

    title: str
    own_fields: tuple[str, ...]
    templates: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        return self.own_fields + COMMON_FIELDS


SCHEMAS = {
    Kind.BASIC: Schema("Basic", ("Front", "Back"), ("Card 1",)),
    Kind.REVERSED: Schema("Reversed", ("Front", "Back"), ("Card 1", "Card 2")),
    Kind.TYPED: Schema("Typed", ("Front", "Back", "Answer"), ("Card 1",)),
    Kind.CLOZE: Schema("Cloze", ("Text", "Title"), ("Cloze",)),
    Kind.CHOICE: Schema("Choice", ("Front", "Options", "Answer"), ("Card 1",)),
}


@dataclass(frozen=True, slots=True)
class Template:
    name: str
    id: int
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type as Anki will hold it, for one deck."""

    kind: Kind
    id: int
    name: str
    fields: tuple[tuple[str, int], ...]
    templates: tuple[Template, ...]
    css: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What a deck puts into its templates."""

    uid: str
    deck: str
    language: str
    report_url: str


def note_type(kind: Kind, setting: Setting) -> NoteType:
    """The note type of one kind: ids come from the deck's uid, so that no two publishers share one."""
    schema = SCHEMAS[kind]
    return NoteType(
        kind=kind,
        id=schema_id(setting.uid, kind),
        name=f"{setting.deck} – {schema.title}",
        fields=tuple((name, schema_id(setting.uid, kind, "field", name)) for name in schema.fields),
        templates=tuple(
            Template(
                name=name,
                id=schema_id(setting.uid, kind, "template", name),
                front=_fill(_data(f"{kind}-{number}-front.html"), setting),
                back=_fill(_data(f"{kind}-{number}-back.html"), setting),
            )
            for number, name in enumerate(schema.templates, start=1)
        ),
        css=_data("style.css"),
    )


def schema_hash(item: NoteType) -> str:
    """Covers what makes Anki refuse updates when it changes; names may change, because ids stand beside them."""
    parts = (item.kind.value, item.id, *(id for _, id in item.fields), "templates", *(t.id for t in item.templates))
    return digest(*(str(part).encode() for part in parts))


def content_hash(item: NoteType) -> str:
    """Covers all that Anki holds of the note type."""
    texts = [item.name, item.fields, [(t.name, t.id, t.front, t.back) for t in item.templates], item.css]
    return digest(json.dumps(texts, ensure_ascii=False).encode())


def _fill(text: str, setting: Setting) -> str:
    """Put the shared parts (`[[>name]]`) and the deck's settings (`[[name]]`) into a template."""
    parts = text.split("[[>")
    filled = parts[0]
    for part in parts[1:]:
        name, _, rest = part.partition("]]")
        filled += _data(f"part-{name}.html") + rest
    report = _data("part-report.html") if setting.report_url else ""
    url = setting.report_url.replace("&", "&amp;").replace('"', "&quot;").replace("{id}", "{{Note ID}}")
    filled = filled.replace("[[report]]", report.replace("[[report_url]]", url))
    return filled.replace("[[lang]]", setting.language)


@cache
def _data(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8").rstrip("\n")
