"""Anki's own image occlusion notes as picture notes, where nothing of them is lost; any other stays a note of its type.

Learners of the old deck get a picture note as a new one, beside the old: Anki updates no note over to another type, or,
if told to merge the two, appends the old one's fields to ours. So it has a guid of its own, and the ledger does not
know it yet.
"""

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from ankigen.apkg.snapshot import Note, NoteType, NoteTypeKind
from ankigen.compile.pictures.shapes import read_svg
from ankigen.compile.pictures.size import raster_size
from ankigen.importing.as_markdown import as_markdown
from ankigen.importing.fields import Converter, FieldSource, How
from ankigen.importing.occlusion import CannotConvertError, Masks, Size, read_masks
from ankigen.importing.sources import Written, metadata
from ankigen.importing.tree import CannotSayError, Element, tree
from ankigen.model.note import ExtraField, Kind
from ankigen.model.picture import Covered
from ankigen.model.template import is_filled
from ankigen.render import Renderer
from ankigen.render.bounds import is_too_deep, without_torn_tag
from ankigen.render.html_field import MEDIA, clean_html
from ankigen.values import dataclass

STOCK_KIND = 6  # Anki's image occlusion
# The roles of its fields, in their order; a field says its role by `tag`.
OCCLUSION, IMAGE, HEADER, BACK_EXTRA, COMMENTS = range(5)
NO_HEADER = "What is covered here?"
AROUND = ("div", "p", "span", "br")


@dataclass(frozen=True, slots=True)
class Made:
    """A picture note that was made, by id: its place, the numbers of its masks that Anki gives no words, and whether it
    has a heading of its own."""

    id: str
    file: str
    line: int
    unnamed: tuple[int, ...]
    headed: bool


@dataclass(frozen=True, slots=True)
class PictureNotes:
    """What became of the notes of image occlusion: those made, their cards, and why others stay, by id."""

    made: tuple[Made, ...] = ()
    cards: int = 0
    stay: Mapping[str, str] = field(default_factory=dict)


def is_occlusion(note_type: NoteType) -> bool:
    """Whether it is Anki's own type for image occlusion, or a copy that has the same script."""
    stock = dict(note_type.settings).get("originalStockKind") == STOCK_KIND
    script = any("imageOcclusion.setup" in template.front for template in note_type.templates)
    return note_type.kind is NoteTypeKind.CLOZE and (stock or script) and len(note_type.fields) >= BACK_EXTRA


@dataclass(slots=True)
class Pictures:
    """Makes picture notes; `files` are the media of the deck's folder by their names in Anki. `made` are the masks of
    the notes that were made, `stay` is why others were not, both by id."""

    folder: Path
    files: Mapping[str, str]
    made: dict[str, Masks] = field(default_factory=dict)
    stay: dict[str, str] = field(default_factory=dict)
    headless: set[str] = field(default_factory=set)
    converter: Converter = field(init=False)

    def __post_init__(self) -> None:
        self.converter = Converter(Renderer(), self.files, frozenset())

    def write(self, note: Note, note_type: NoteType, name: str) -> Written | None:
        """The picture note; None if it must stay what it is, or never was one of image occlusion."""
        if name in self.stay or not is_occlusion(note_type):
            return None
        try:
            return self.converted(note, _roles(note_type), note_type.field_names, name)
        except CannotConvertError as error:
            self.stay[name] = str(error)
            return None

    def refuse(self, name: str, why: str) -> None:
        """The note was made, and cannot be one after all."""
        del self.made[name]
        self.stay[name] = why

    def converted(self, note: Note, roles: Mapping[int, int], names: tuple[str, ...], name: str) -> Written:
        image, path = self.image(note.fields[roles[IMAGE]])
        masks = read_masks(note.fields[roles[OCCLUSION]], _size(self.folder / path))
        header = note.fields[roles[HEADER]]
        fields = dict(self.more(note, roles, names))
        heading = self.part(header, "its header", heading=True) if is_filled(header) else None
        stated = [f"type: {Kind.PICTURE}", *([f"mask: {masks.covered}"] if masks.covered is Covered.ONE else [])]
        parts = [
            f"### {heading.text if heading else NO_HEADER}\n{metadata(note, name, *stated)}",
            image,
            "\n".join(masks.lines),
            *(f"#### {title}\n" + "\n\n".join(part.text for part in found) for title, found in fields.items()),
        ]
        self.made[name] = masks
        if heading is None:
            self.headless.add(name)
        kept = [("Title", heading)] if heading else []
        kept += [(title, part) for title, found in fields.items() for part in found]
        return Written(name, "\n\n".join(parts) + "\n", tuple(kept))

    def image(self, html: str) -> tuple[str, str]:
        """The one picture as Markdown, and its path in the deck."""
        if is_too_deep(html):
            raise CannotConvertError("more than a picture in its second field")
        try:
            parts = tree(clean_html(self.converter.with_paths(without_torn_tag(html)))[0])
        except CannotSayError as error:
            raise CannotConvertError(str(error)) from error
        pictures = [element for element in parts.elements() if element.tag == "img"]
        if len(pictures) > 1:
            raise CannotConvertError("more than one picture")
        if not pictures:
            raise CannotConvertError("no picture")
        if parts.text().strip() or any(element.tag not in ("img", *AROUND) for element in parts.elements()):
            raise CannotConvertError("more than a picture in its second field")
        attributes = {key: value for key, value in pictures[0].attributes.items() if key in ("src", "alt")}
        source = attributes.get("src", "")
        if not source.startswith(MEDIA):
            raise CannotConvertError(f"its picture '{source}' is not in the file, or cannot be shipped")
        try:
            return as_markdown(Element("", inside=[Element("img", attributes)])), source
        except CannotSayError as error:
            raise CannotConvertError(str(error)) from error

    def more(self, note: Note, roles: Mapping[int, int], names: tuple[str, ...]) -> Mapping[str, list[FieldSource]]:
        """What stands below the list, by its heading: Anki's own fields are extra, others must have the name of one."""
        found: dict[str, list[FieldSource]] = {}
        of_anki = {index: role for role, index in roles.items()}
        for index, (title, html) in enumerate(zip(names, note.fields, strict=True)):
            role = of_anki.get(index, COMMENTS + 1)
            if not is_filled(html) or role < BACK_EXTRA:
                continue
            known = title if title in tuple(ExtraField) else None
            if role > COMMENTS and known is None:
                raise CannotConvertError(f"a picture note has no field '{title}'")
            heading = known if role > COMMENTS and known else ExtraField.EXTRA
            found.setdefault(heading, []).append(self.part(html, f"its field '{title}'"))
        return found

    def part(self, html: str, what: str, *, heading: bool = False) -> FieldSource:
        source = self.converter.field(html, cloze=False, heading=heading)
        if source.how is not How.MARKDOWN:
            raise CannotConvertError(f"Markdown cannot say {what}: {source.why}")
        return source

    def result(self, places: Mapping[str, tuple[str, int]], cards: int) -> PictureNotes:
        """What came of it, with each note's file and line."""
        made = (
            Made(name, *places[name], masks.unnamed, name not in self.headless) for name, masks in self.made.items()
        )
        return PictureNotes(tuple(made), cards, dict(self.stay))


def _roles(note_type: NoteType) -> dict[int, int]:
    """The index of the field with each role: as the fields say, else by their order, as in Anki."""
    said: dict[int, int] = {}
    for index, item in enumerate(note_type.fields):
        tag = dict(item.settings).get("tag")
        if isinstance(tag, int):
            said.setdefault(tag, index)
    roles = {role: said.get(role, role) for role in range(min(COMMENTS + 1, len(note_type.fields)))}
    return roles if len(set(roles.values())) == len(roles) else {role: role for role in roles}


def _size(path: Path) -> Size:
    data = path.read_bytes()
    svg = read_svg(data) if path.suffix == ".svg" else None
    size = (svg.width, svg.height) if svg else raster_size(data)
    if size is None:
        raise CannotConvertError("how large its picture is cannot be read from the file")
    return size
