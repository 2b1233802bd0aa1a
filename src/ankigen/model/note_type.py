"""A note type as Anki holds it, whoever wrote its templates."""

from ankigen.values import dataclass

# What else Anki holds of a note type, a field or a template, by its names in Anki: what its editor shows, mostly.
Settings = tuple[tuple[str, str | int | bool], ...]


@dataclass(frozen=True, slots=True)
class Template:
    name: str
    id: int | None
    front: str
    back: str
    settings: Settings = ()


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type as Anki will hold it, for one deck. `kind` is the type that a note states: one of ankigen's
    kinds, or the name of one of the author's own. Only such a one may have fields without
    ids, another sort field, and settings."""

    kind: str
    id: int
    name: str
    fields: tuple[tuple[str, int | None], ...]
    templates: tuple[Template, ...]
    css: str
    cloze: bool = False
    sort_field: int = 0
    settings: Settings = ()
    field_settings: tuple[Settings, ...] = ()
