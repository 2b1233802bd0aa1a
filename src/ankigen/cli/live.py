"""`ankigen preview --live` on the terminal."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import click

from ankigen.cli.common import now
from ankigen.cli.terminal import say
from ankigen.diagnostic import AnkigenError
from ankigen.origin import how_to_add

# What the extra `live` installs, by the names of the modules.
LIBRARIES = ("starlette", "uvicorn", "watchfiles")


def live(decks: Sequence[str], port: int, editor: str, *, browser: bool) -> None:
    """Serve the page until Ctrl-C. Raises AnkigenError if it cannot be served."""
    missing = [name for name in LIBRARIES if find_spec(name) is None]
    if missing:
        raise AnkigenError(f"--live needs {' and '.join(missing)}: {how_to_add(*missing)}")
    from ankigen.cache.store import user_store
    from ankigen.live.editor import editor_address
    from ankigen.live.project import Project
    from ankigen.live.serve import serve

    store = user_store(os.environ, lambda words: say(words, err=True))
    project = Project(Path.cwd(), decks, lambda: datetime.fromtimestamp(now(), UTC).date())

    def ready(address: str) -> None:
        say(address)
        say("every save is on the page at once; Ctrl-C ends", err=True)
        if browser and click.launch(address):
            say("no browser could be opened: open this address yourself", err=True)

    kept = store.path(f"live-{store.deck(project.root)}")
    serve(project, port, editor_address(editor), ready, kept=kept)
