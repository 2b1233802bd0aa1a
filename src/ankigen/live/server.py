"""What the browser asks for. Everybody on this computer may look; whoever writes must know the token.

A page of the web cannot ask: other Host headers than this computer's are refused, so that no name of the web can be
made to lead here. No path comes from a request: pages are a fixed list, and notes and media are looked up by name in
what the compiler has read.
"""

import asyncio
import json
import secrets
from collections.abc import Sequence
from importlib.resources import files
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Lifespan, Message, Receive, Scope, Send

from ankigen.apkg.media import media_bytes
from ankigen.card.safe import PICTURE_TYPES
from ankigen.diagnostic import AnkigenError
from ankigen.live.cards import show
from ankigen.live.differences import Releases
from ankigen.live.feed import Feed
from ankigen.live.project import Project, index
from ankigen.live.view import View

HOSTS = ("127.0.0.1", "localhost")
TOKEN = "x-ankigen-token"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
# A card is in a document of its own, in which no script runs whatever is in it.
CARD_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; media-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
)
HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)
SCRIPTS = ("page", "notes", "search", "list", "card", "side", "objectives", "tools", "handoff", "updates", "ask")
PAGES = {
    "": ("page.html", "text/html", PAGE_POLICY),
    "card": ("card.html", "text/html", CARD_POLICY),
    "page.css": ("page.css", "text/css", CARD_POLICY),
    **{f"{name}.js": (f"{name}.js", "text/javascript", CARD_POLICY) for name in SCRIPTS},
}
SOUND_TYPES = {"mp3": "audio/mpeg", "ogg": "audio/ogg", "wav": "audio/wav", "mp4": "video/mp4", "webm": "video/webm"}


def app(
    project: Project,
    token: str,
    feed: Feed,
    *,
    editor: str = "",
    routes: Sequence[BaseRoute] = (),
    lifespan: Lifespan[Starlette] | None = None,
) -> Starlette:
    """The server's application. Every request that is not a GET must bring the token, also those of other `routes`.

    `editor` is the address that opens a file in the author's editor, with {path}, {line} and {column}.
    """
    return Starlette(
        routes=[*Answers(project, feed, editor).routes(), *routes],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False),
            Middleware(Guard, token=token),
        ],
        lifespan=lifespan,
    )


class Guard:
    """Refuses to write without the token, and says with every answer what a browser may do with it."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self.app = app
        self.token = token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                names = {name for name, _ in message["headers"]}
                message["headers"] += [header for header in HEADERS if header[0] not in names]
                if b"content-security-policy" not in names:
                    message["headers"].append((b"content-security-policy", CARD_POLICY.encode()))
            await send(message)

        given = dict(scope["headers"]).get(TOKEN.encode(), b"")
        if scope["method"] in ("GET", "HEAD") or secrets.compare_digest(given, self.token):
            await self.app(scope, receive, guarded)
        else:
            refused = Response("writing needs the token of the address that ankigen printed\n", 403)
            await refused(scope, receive, guarded)


class Answers:
    """What there is to look at."""

    def __init__(self, project: Project, feed: Feed, editor: str) -> None:
        self.project = project
        self.feed = feed
        self.editor = editor
        self.releases = Releases()

    def routes(self) -> list[BaseRoute]:
        return [
            *(Route(f"/{path}", self.page) for path in PAGES),
            Route("/state", self.state),
            Route("/events", self.events),
            Route("/decks/{deck}", self.deck),
            Route("/decks/{deck}/note", self.note),
            Route("/media/{deck}/{name}", self.media),
        ]

    async def page(self, request: Request) -> Response:
        return page_file(*PAGES[request.url.path.removeprefix("/")])

    async def state(self, _: Request) -> Response:
        return json_answer({"boot": self.feed.boot, "editor": self.editor, "decks": self.project.listing()})

    async def events(self, _: Request) -> Response:
        first = _line({"boot": self.feed.boot, "decks": self.project.listing()})
        return StreamingResponse(self.feed.follow(first), media_type="text/event-stream")

    async def deck(self, request: Request) -> Response:
        return json_answer(index(self._view(request)))

    async def note(self, request: Request) -> Response:
        view = self._view(request)
        live = view.notes.get(request.query_params.get("key", ""))
        if live is None:
            raise HTTPException(404, "there is no such note")
        shown = await asyncio.to_thread(show, view, live.content)
        changes = await asyncio.to_thread(self.releases.differences, view, live)
        cards = [{"number": card.number, "question": card.question, "answer": card.answer} for card in shown.cards]
        return json_answer({"key": live.key, "cards": cards, "style": shown.style, "changes": changes})

    async def media(self, request: Request) -> Response:
        file = self._view(request).media.get(request.path_params["name"])
        if file is None:
            raise HTTPException(404, "there is no such file")
        suffix = file.name.rpartition(".")[2]
        kind = f"image/{PICTURE_TYPES[suffix]}" if suffix in PICTURE_TYPES else SOUND_TYPES.get(suffix)
        try:
            data = await asyncio.to_thread(media_bytes, file)
        except AnkigenError as error:  # it was changed just now: the page will name the new one
            raise HTTPException(404, str(error)) from error
        return Response(data, media_type=kind or "application/octet-stream")

    def _view(self, request: Request) -> View:
        found = self.project.views.get(request.path_params["deck"])
        if found is None:
            raise HTTPException(404, "there is no such deck")
        return found


def page_file(name: str, kind: str, policy: str) -> Response:
    """A file of the page, with what the browser may do with it."""
    data = files(__package__).joinpath("page", name).read_bytes()
    return Response(data, media_type=kind, headers={"content-security-policy": policy})


def json_answer(data: object, status: int = 200) -> Response:
    return Response(_line(data), status, media_type="application/json")


def _line(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
