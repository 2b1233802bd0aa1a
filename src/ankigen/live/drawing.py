"""What the page for drawing masks asks for, and what it writes: the list of a note, or a picture with a new note.

Which file is written comes from what the compiler has read, never from the request; the name of a new picture is made
of letters, digits and hyphens.
"""

import base64
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ankigen.apkg.media import media_bytes
from ankigen.authoring.drawing import DrawnMask, DrawnPlace
from ankigen.authoring.masks import digest, drawn_masks, picture_note, with_masks
from ankigen.authoring.new_picture import LARGEST, Look, add_picture_note, free_name, look_at
from ankigen.diagnostic import AnkigenError
from ankigen.live.project import Project
from ankigen.live.server import json_answer, page_file
from ankigen.live.view import View
from ankigen.model.own_type import Types
from ankigen.model.picture import Area, Form
from ankigen.parse import parse
from ankigen.project.atomic import ConflictError, write_file
from ankigen.project.paths import read_source

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
FILES = {
    "masks": ("masks.html", "text/html"),
    "masks.css": ("masks.css", "text/css"),
    **{f"{name}.js": (f"{name}.js", "text/javascript") for name in ("masks", "mask-canvas", "mask-shapes")},
}
NAMELESS = re.compile(r"[\\:\x00-\x1f]")  # what no path of a card may have
IMAGE = re.compile(r'<img\b[^>]*\ssrc="([^"]+)"')
Json = Mapping[str, object]
Answer = Callable[[View, Json], Json]


class Drawing:
    """The answers; one drawing is written at a time."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.writing = threading.Lock()

    def routes(self) -> list[BaseRoute]:
        return [
            *(Route(f"/{path}", self.page) for path in FILES),
            Route("/decks/{deck}/drawing", self.drawing),
            Route("/decks/{deck}/sources", self.sources),
            Route("/decks/{deck}/masks", self.answer(self.save), methods=["POST"]),
            Route("/decks/{deck}/picture", self.answer(self.look), methods=["POST"]),
            Route("/decks/{deck}/picture-note", self.answer(self.new_note), methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        return page_file(*FILES[request.url.path.removeprefix("/")], PAGE_POLICY)

    async def drawing(self, request: Request) -> Response:
        view = self._view(request)
        return await self._told(lambda: _drawing(view, request.query_params.get("note", "")))

    async def sources(self, request: Request) -> Response:
        """The sources that a note can be appended to."""
        paths = self._view(request).paths
        return await self._told(lambda: {"sources": [path.name for path in paths.sources()]})

    def answer(self, write: Answer) -> Callable[[Request], object]:
        """The endpoint of something that is sent as JSON."""

        async def answered(request: Request) -> Response:
            asked = await _body(request)

            def locked() -> Json:
                with self.writing:
                    return write(self._view(request), asked)

            return await self._told(locked)

        return answered

    async def _told(self, work: Callable[[], Json]) -> Response:
        try:
            return json_answer(await run_in_threadpool(work))
        except ConflictError as error:
            return json_answer({"message": str(error)}, 409)
        except OSError as error:  # somebody tidies up at the same time
            name = Path(error.filename).name if error.filename else "a file of the deck"
            return json_answer({"message": f"cannot read {name}: {error.strerror}"}, 422)
        except AnkigenError as error:
            return json_answer({"message": str(error)}, 422)
        except (KeyError, TypeError, ValueError):
            return json_answer({"message": "this is not a drawing of this page; reload it"}, 400)

    def save(self, view: View, asked: Json) -> Json:
        """Write the list of one note."""
        name = _text(asked, "note")
        path = _source_of(view, name)
        record = view.deck.history.notes.get(name)
        data = path.read_bytes()
        written = with_masks(data, _text(asked, "digest"), name, _masks(asked), record, path=path, types=_types(view))
        if written != data:
            write_file(path, written, was=data)
        return _drawing(view, name)

    def look(self, _: View, asked: Json) -> Json:
        """What a picture is that was dropped on the page; nothing is written."""
        return _as_json(look_at(_bytes(asked), _text(asked, "name")))

    def new_note(self, view: View, asked: Json) -> Json:
        """Store the picture, and append its note."""
        source = _text(asked, "source")
        path = next((path for path in view.paths.sources() if path.name == source), None)
        if path is None:
            raise AnkigenError(f"there is no source {source} in {view.slug}")
        media = view.paths.cards / "media"
        _inside(view, path)
        _inside(view, media)
        try:
            return _appended(view, path, media, asked)
        except ConflictError:  # an editor saved at the same moment: the note comes below what it wrote
            return _appended(view, path, media, asked)

    def _view(self, request: Request) -> View:
        found = self.project.views.get(request.path_params["deck"])
        if found is None:
            raise HTTPException(404, "there is no such deck")
        return found


def _appended(view: View, path: Path, media: Path, asked: Json) -> Json:
    """Both written, or neither."""
    name, picture = _text(asked, "name"), _bytes(asked)
    look = look_at(picture, name)
    taken = {file.name: file for file in media.iterdir()} if media.is_dir() else {}
    same = next((file for file in taken.values() if _is_same(file, picture, look.suffix)), None)
    file = same or media / free_name(name, look.suffix, taken)
    data = path.read_bytes()
    note, written = add_picture_note(
        path, data, _text(asked, "heading"), _text(asked, "alt"), file.name, _masks(asked), _ids(view), _types(view)
    )
    if same is None:
        write_file(file, picture, was=b"")
    try:
        write_file(path, written, was=data)
    except AnkigenError:
        if same is None:
            file.unlink(missing_ok=True)
        raise
    return {"note": note, "source": path.name, "file": file.name}


def _ids(view: View) -> frozenset[str]:
    """The ids that notes of the deck have or had, also those that were written since the deck was last looked at."""
    types = _types(view)
    now = (note.id for path in view.paths.sources() for note in parse(read_source(path)[0], types).notes)
    return frozenset((*(note.id for note in view.deck.notes), *view.deck.history.notes, *now))


def _drawing(view: View, name: str) -> Json:
    """A note as the page draws on it: its file as it is on disk now."""
    path = _source_of(view, name)
    data = path.read_bytes()
    note = picture_note(data, name, path=path, types=_types(view))
    live = next(live for live in view.notes.values() if live.note.id == name)
    found = IMAGE.search(live.content.fields.get("Picture", ""))
    media = view.media.get(found[1]) if found else None
    if found is None or media is None:
        raise AnkigenError("the picture of this note cannot be shown; its findings say why")
    return {
        "note": name,
        "title": live.content.title,
        "source": path.name,
        "digest": digest(data),
        "image": view.media_address(found[1]),
        "masks": [_mask_json(mask) for mask in drawn_masks(note.picture)],
        **_as_json(look_at(media_bytes(media), media.name)),
    }


def _as_json(look: Look) -> dict[str, object]:
    shapes = [{"id": name, **_area(area)} for name, area in look.shapes.items()]
    return {"width": look.width, "height": look.height, "shapes": shapes}


def _area(area: Area) -> Json:
    if area.form is Form.POLYGON:
        return {"form": area.form, "numbers": [side for corner in area.corners for side in corner]}
    return {"form": area.form, "numbers": [area.left, area.top, area.width, area.height]}


def _mask_json(mask: DrawnMask) -> Json:
    places = [{"form": place.form, "numbers": place.numbers, "shape": place.shape} for place in mask.places]
    return {
        "label": mask.label,
        "hint": mask.hint,
        "hidden": mask.hidden,
        "fixed": mask.fixed,
        "line": mask.line,
        "number": mask.number,
        "places": places,
    }


def _types(view: View) -> Types:
    return Types(view.deck.own, view.deck.config.type)


def _source_of(view: View, name: str) -> Path:
    """The file of the note, which lies in the deck's folder."""
    found = [live.note for live in view.notes.values() if live.note.id == name and name]
    if len(found) != 1:
        raise AnkigenError(f"there is no note '{name}' in {view.slug}, or more than one")
    return _inside(view, found[0].span.source.path)


def _inside(view: View, path: Path) -> Path:
    """The path, if it does not lead out of the deck's folder, nor that out of the repository: a link may."""
    cards = view.paths.cards
    if not cards.resolve().is_relative_to(view.paths.root.resolve()):
        raise AnkigenError(f"{cards.name} is a link that leads out of the repository; nothing is written through it")
    if not path.resolve().is_relative_to(cards.resolve()):
        raise AnkigenError(f"{path.name} is a link that leads out of the deck; it is not written through")
    return path


def _is_same(file: Path, data: bytes, suffix: str) -> bool:
    """Whether a card can show the file instead of the picture; one that cannot be read or named on a card is none."""
    if file.suffix.lower() != f".{suffix}" or NAMELESS.search(file.name):
        return False
    with suppress(OSError):
        return file.stat().st_size == len(data) and file.read_bytes() == data
    return False


async def _body(request: Request) -> Json:
    """The JSON of a request, as long as a picture may be."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST * 2:
            raise HTTPException(413, "this is too large")
        parts.append(part)
    try:
        found = json.loads(b"".join(parts))
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, "this is not JSON") from error
    if not isinstance(found, dict):
        raise HTTPException(400, "this is not a drawing")
    return found


def _text(asked: Json, name: str) -> str:
    found = asked[name]
    if not isinstance(found, str):
        raise TypeError(name)
    return found


def _bytes(asked: Json) -> bytes:
    return base64.b64decode(_text(asked, "picture"), validate=True)


def _masks(asked: Json) -> tuple[DrawnMask, ...]:
    return tuple(map(_mask, _list(asked, "masks")))


def _mask(found: Json) -> DrawnMask:
    line = found.get("line")
    return DrawnMask(
        label=_text(found, "label"),
        places=tuple(map(_place, _list(found, "places"))),
        hint=_text(found, "hint"),
        hidden=found["hidden"] is True,
        line=line if isinstance(line, int) else None,
        fixed=found["fixed"] is True,
        number=0,
    )


def _place(found: Json) -> DrawnPlace:
    form, numbers = Form(_text(found, "form")), tuple(_numbers(found["numbers"]))
    if len(numbers) != {Form.SHAPE: 0, Form.POLYGON: len(numbers) // 2 * 2}.get(form, 4):
        raise ValueError(form)
    return DrawnPlace(form, numbers, _text(found, "shape"))


def _numbers(found: object) -> Iterator[float]:
    for number in found if isinstance(found, list) else ():
        if not isinstance(number, int | float) or not abs(number) < 1e6:
            raise ValueError(number)
        yield float(number)


def _list(found: Json, name: str) -> Sequence[Json]:
    parts = found[name]
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        raise TypeError(name)
    return parts
