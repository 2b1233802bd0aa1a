"""What moved, told to every page that is open, as server-sent events."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator

from ankigen.live.notes import Json

# Seconds after which a silent line says that it is still there: a page that hears nothing for longer asks again.
HEARTBEAT = 10.0
# Events that a page may be behind.
MOST_WAITING = 100


class Feed:
    """The pages that are open. `boot` names this run of the server: numbers of views count from its start."""

    def __init__(self) -> None:
        self.boot = secrets.token_hex(8)
        self.listening: set[asyncio.Queue[str]] = set()

    def send(self, event: Json) -> None:
        """Tell every page; to be called in the server's loop."""
        text = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
        for queue in self.listening:
            late = queue.qsize() >= MOST_WAITING
            if late:
                _empty(queue)  # nobody reads there; who comes back opens a new line
            queue.put_nowait("" if late else text)

    def close(self) -> None:
        """End every line, so that the server can stop."""
        for queue in self.listening:
            queue.put_nowait("")

    async def follow(self, first: str) -> AsyncIterator[str]:
        """One page's events, the first of which says how things are."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        self.listening.add(queue)
        try:
            yield f"event: hello\ndata: {first}\n\n"
            while True:
                try:
                    text = await asyncio.wait_for(queue.get(), HEARTBEAT)
                except TimeoutError:
                    yield "event: beat\ndata:\n\n"
                    continue
                if not text:
                    return
                yield f"data: {text}\n\n"
        finally:
            self.listening.discard(queue)


def _empty(queue: "asyncio.Queue[str]") -> None:
    while not queue.empty():
        queue.get_nowait()
