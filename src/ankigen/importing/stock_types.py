"""Note types for files that name them and no more: those that every Anki begins with, and plain ones for any other."""

from collections.abc import Collection, Iterable, Iterator

from ankigen.apkg.snapshot import Field, NoteType, NoteTypeKind, Template
from ankigen.model.ids import schema_id
from ankigen.model.note import Kind
from ankigen.values import dataclass

CSS = """\
.card {
    font-family: arial;
    font-size: 20px;
    line-height: 1.5;
    text-align: center;
    color: black;
    background-color: white;
}
"""
CLOZE_CSS = """\
.cloze {
    font-weight: bold;
    color: blue;
}
.nightMode .cloze {
    color: lightblue;
}
"""
LINE = "\n\n<hr id=answer>\n\n"


@dataclass(frozen=True, slots=True)
class Stock:
    """A note type that every Anki begins with, by its English names, and the kind of ankigen's own that does the same;
    None if there is none. `templates` are name, front and back."""

    name: str
    fields: tuple[str, ...]
    templates: tuple[tuple[str, str, str], ...]
    kind: Kind | None


FORWARD = ("Card 1", "{{Front}}", "{{FrontSide}}" + LINE + "{{Back}}")
STOCK = (
    Stock("Basic", ("Front", "Back"), (FORWARD,), Kind.BASIC),
    Stock(
        "Basic (and reversed card)",
        ("Front", "Back"),
        (FORWARD, ("Card 2", "{{Back}}", "{{FrontSide}}" + LINE + "{{Front}}")),
        Kind.REVERSED,
    ),
    Stock(
        "Basic (optional reversed card)",
        ("Front", "Back", "Add Reverse"),
        (FORWARD, ("Card 2", "{{#Add Reverse}}{{Back}}{{/Add Reverse}}", "{{FrontSide}}" + LINE + "{{Front}}")),
        None,
    ),
    Stock(
        "Basic (type in the answer)",
        ("Front", "Back"),
        (("Card 1", "{{Front}}\n\n{{type:Back}}", "{{Front}}" + LINE + "{{type:Back}}"),),
        Kind.TYPED,
    ),
    Stock(
        "Cloze",
        ("Text", "Back Extra"),
        (("Cloze", "{{cloze:Text}}", "{{cloze:Text}}<br>\n{{Back Extra}}"),),
        Kind.CLOZE,
    ),
)
BY_NAME = {item.name: item for item in STOCK}


def stock_type(stock: Stock, salt: str, more: Iterable[str] = ()) -> NoteType:
    """The note type with an id of its own: nobody else may have it. `more` are fields behind the stock's."""
    names, cloze = (*stock.fields, *more), stock.kind is Kind.CLOZE
    back = "".join(f"\n{{{{#{name}}}}}<br>{{{{{name}}}}}{{{{/{name}}}}}" for name in more)
    return NoteType(
        id=schema_id(salt, "note type", stock.name, *names),
        name=stock.name,
        kind=NoteTypeKind.CLOZE if cloze else NoteTypeKind.STANDARD,
        # No ids of fields: those that a learner has may be others, and Anki would double the fields.
        fields=tuple(Field(name) for name in names),
        templates=tuple(Template(title, front, answer + back) for title, front, answer in stock.templates),
        css=CSS + CLOZE_CSS if cloze else CSS,
        mod=0,
        sort_field=0,
    )


def plain_type(name: str, fields: tuple[str, ...], salt: str, hiding: Collection[str] = ()) -> NoteType:
    """A note type that asks for its first field and answers with the others; a cloze type if fields are `hiding`."""
    kind = NoteTypeKind.CLOZE if hiding else NoteTypeKind.STANDARD
    if hiding:
        front = "<br>\n".join(f"{{{{cloze:{field}}}}}" for field in fields if field in hiding)
        back = "".join((front, *_rest(field for field in fields if field not in hiding)))
    else:
        front, back = f"{{{{{fields[0]}}}}}", "".join(("{{FrontSide}}", LINE, *_rest(fields[1:])))
    title = "Cloze" if hiding else "Card 1"
    css = CSS + CLOZE_CSS if hiding else CSS
    number = schema_id(salt, "note type", name, kind, *fields)
    return NoteType(number, name, kind, tuple(map(Field, fields)), (Template(title, front, back),), css, 0, 0)


def _rest(fields: Iterable[str]) -> Iterator[str]:
    for name in fields:
        yield f"{{{{#{name}}}}}<div>{{{{{name}}}}}</div>{{{{/{name}}}}}\n"
