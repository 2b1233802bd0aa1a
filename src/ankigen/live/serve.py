"""The server: it watches the files and serves the page, until Ctrl-C."""

import asyncio
import gc
import logging
import signal
import socket
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.types import Lifespan
from watchfiles import awatch

from ankigen.live.address import FREE, LOOPBACK, Address, keep_address, known_address, listening
from ankigen.live.drawing import Drawing
from ankigen.live.feed import Feed
from ankigen.live.project import Project
from ankigen.live.server import app

# Milliseconds: how long a burst of saves is waited for, and how often the files are looked at though nobody says that
# one changed (not every disk tells).
BURST, LOOK_EVERY = 10, 300
log = logging.getLogger("ankigen")


def serve(project: Project, port: int, editor: str, ready: Callable[[str], None], *, kept: Path | None = None) -> None:
    """Serve until Ctrl-C. `port` FREE is the last run's, or a free one; `ready` gets the page's address, which is kept
    in the file `kept` for the next run. Raises AnkigenError if the port is taken."""
    last = known_address(kept)
    with listening(port, last.port) as listener:
        project.round()
        token, feed, found = last.token, Feed(), listener.getsockname()[1]
        if port != FREE or last.port in (FREE, found):  # else another run has the usual port, and shall keep it
            keep_address(kept, Address(found, token))
        routes = Drawing(project).routes()
        application = app(project, token, feed, editor=editor, routes=routes, lifespan=following(project, feed))
        config = uvicorn.Config(
            application,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
            lifespan="on",
        )
        server = Server(config, feed)
        address = f"http://{LOOPBACK}:{found}/?token={token}"
        server.ready = lambda: ready(address)
        with suppress(KeyboardInterrupt):  # the way to end it
            server.run(sockets=[listener])


class Server(uvicorn.Server):
    """Ends the pages' lines before it waits for their end."""

    def __init__(self, config: uvicorn.Config, feed: Feed) -> None:
        super().__init__(config)
        self.feed = feed
        self.ready: Callable[[], None] = lambda: None

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """A terminal that closes ends the server as all other ends do; Windows does not tell."""
        closing = getattr(signal, "SIGHUP", None)
        with super().capture_signals():
            before = signal.getsignal(closing) if closing else signal.SIG_IGN
            if closing and before is not signal.SIG_IGN:  # as `nohup` wants it
                signal.signal(closing, self.handle_exit)
            try:
                yield
            finally:
                if closing:
                    signal.signal(closing, before)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.feed.close()
        await super().shutdown(sockets)


def following(project: Project, feed: Feed) -> Lifespan[Starlette]:
    """The lifespan of the server: the files are watched as long as it runs."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(follow(project, feed))
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    return lifespan


async def follow(project: Project, feed: Feed) -> None:
    """Tell the pages of every change, for ever."""
    while True:
        folders = [folder for folder in (project.root / "cards", project.root / "decks") if folder.is_dir()]
        try:
            async for _ in changes(folders):
                for event in await asyncio.to_thread(project.round):
                    feed.send(event)
                gc.freeze()  # what is remembered need not be looked through for garbage
                if any(not folder.is_dir() for folder in folders):
                    break
        except Exception as error:
            # A mistake of ours must not cost the author the page; nobody shall overlook it, either.
            log.exception("the decks could not be looked at; ankigen goes on with the next change")
            feed.send({"bug": f"{type(error).__name__}: {error}"})
        await asyncio.sleep(LOOK_EVERY / 1000)


async def changes(folders: list[Path]) -> AsyncIterator[object]:
    """Something each time when a file may have changed."""
    if not folders:
        yield None
        return
    watch = awatch(
        *folders, watch_filter=None, debounce=200, step=BURST, rust_timeout=LOOK_EVERY, yield_on_timeout=True
    )
    async for found in watch:
        yield found
