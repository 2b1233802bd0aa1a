"""The note types: one per kind and deck, or family of decks. The schema below is frozen, because Anki never updates the
notes of a note type whose fields or templates changed; templates and style are data beside this file and may change.

What the templates decide:
- The section is on the back only, folded. A heading such as "Role of ossification" answers half the questions under it.
- The back repeats the question as `{{FrontSide}}`: the same lines in the same place, and a sound in it has its button
  but does not play again, which no other repetition achieves. The style hides the hint, and Anki shows its comparison
  where a typed question has the input box. A cloze note's back is its text once more, so what is to sound with the
  question alone is in a field of its own.
- Anki plays every `[sound:…]` of a side at once, folded or not: a folded field has `<audio>` instead.
- A choice's options are on both sides, and the style marks the right one. Its Answer names it for screen readers.
- A retired card shows the reason on both sides, and Anki's Empty Cards finds it nevertheless: the reason stands in
  `{{#c1}}` (`{{#c2}}` on a second card). That is filled for every card that Anki shows, of whatever note type, but for
  none that it looks for. A front without it, or without any field, has Anki's own message in place of its back. A
  cloze card is shown if its number stands anywhere, in a tag too, and looked for in the note's fields alone: a retired
  note's numbers are in a tag (`release.assemble`).
- A picture note's masks are boxes that the style lays over the picture, in per cent of it; each holds its label as a
  cloze, so Anki itself says which one is asked, and no script runs. The Legend has the labels once more, in words;
  Others says how many a card covers beside its own, nothing if none: the back has a button to uncover them.
- A typed note's Back is its answer as written, Answer the same as one types it. The answer is always printed, for apps
  without an input box.

What the spare fields are used for, under the names they were released with: Reversed has the author's words for what is
asked, one for each card, in Spare 1 and 2; Cloze the sounds of the heading in Spare 1.
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from ankigen.model.adopted import Adopted, renamed
from ankigen.model.config import DeckConfig
from ankigen.model.ids import digest, schema_id
from ankigen.model.language import is_right_to_left
from ankigen.model.note import Kind
from ankigen.model.note_type import NoteType, Template
from ankigen.values import dataclass

# Fields that no author writes: where the note stands, when it last changed, its id, why it is retired.
SECTION, REVISION, NOTE_ID, RETIRED = "Section", "Revision", "Note ID", "Retired"
BOOKKEEPING = frozenset((REVISION, NOTE_ID, RETIRED))  # every release may move them
BETWEEN_HEADINGS = " › "  # in a Section
COMMON_FIELDS = (
    "Hint",
    "Extra",
    "Clinical note",
    "Source says",
    "Source",
    "Reference",
    SECTION,
    REVISION,
    NOTE_ID,
    RETIRED,
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
    Kind.PICTURE: Schema("Picture", ("Title", "Picture", "Legend", "Others"), ("Picture",)),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a deck puts into its note types: `space` keeps their ids apart from those of other decks and publishers,
    `title` is what they are called after."""

    space: str
    title: str
    language: str
    report_url: str

    @property
    def right_to_left(self) -> bool:
        return is_right_to_left(self.language)


def setting_of(config: DeckConfig) -> Setting:
    """What deck.toml decides of the note types; decks of one family have the same. No uid has a space in it, so a
    family never has the ids of a deck that is called so."""
    space, title = (f"family {config.family}", config.family) if config.family else (config.uid, config.name)
    return Setting(space, title, config.language, config.report_url)


def note_type(kind: Kind, setting: Setting, moved: Sequence[Adopted] = ()) -> NoteType:
    """The note type of one kind: ids come from the deck's uid or its family, so that no two publishers share one.
    `moved` is what it bears of others in a deck that was moved in."""
    schema = SCHEMAS[kind]
    adopted = next((item for item in moved if item.kind is kind), Adopted(kind))
    return NoteType(
        kind=kind,
        id=adopted.type_id or schema_id(setting.space, kind),
        name=f"{setting.title} – {schema.title}",
        fields=tuple(
            renamed(adopted.fields, name, schema_id(setting.space, kind, "field", name)) for name in schema.fields
        ),
        templates=tuple(
            Template(
                *renamed(adopted.templates, name, schema_id(setting.space, kind, "template", name)),
                front=_fill(_data(f"{kind}-{number}-front.html"), setting),
                back=_fill(_data(f"{kind}-{number}-back.html"), setting),
            )
            for number, name in enumerate(schema.templates, start=1)
        ),
        css=_style(kind),
        cloze=kind.is_cloze,
    )


def _style(kind: Kind) -> str:
    """The shared style. What only pictures need stands apart: the other types' style would change with it."""
    shared = _data("style.css")
    return f"{shared}\n\n{_data('picture.css')}" if kind is Kind.PICTURE else shared


def schema_hash(item: NoteType) -> str:
    """Covers what makes Anki refuse updates when it changes; names may change, because ids stand beside them."""
    fields = (name if id is None else id for name, id in item.fields)
    templates = (t.name if t.id is None else t.id for t in item.templates)
    # The folder of an own type is nothing to Anki.
    parts = (item.kind if item.kind in tuple(Kind) else ("basic", "cloze")[item.cloze], item.id, *fields)
    sort_field = ("sort", item.sort_field) if item.sort_field else ()
    return digest(*(str(part).encode() for part in (*parts, "templates", *templates, *sort_field)))


def content_hash(item: NoteType) -> str:
    """Covers all that Anki holds of the note type."""
    texts: list[object] = [item.name, item.fields, [(t.name, t.id, t.front, t.back) for t in item.templates], item.css]
    settings = [item.settings, item.field_settings, [t.settings for t in item.templates]]
    texts += [settings] if any(map(any, settings)) else []
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
    base, fields = ("rtl", "rtl") if setting.right_to_left else ("ltr", "auto")
    return filled.replace("[[lang]]", setting.language).replace("[[base]]", base).replace("[[dir]]", fields)


@cache
def _data(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8").rstrip("\n")
