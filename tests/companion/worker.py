"""A learner's Anki with the companion's core in it: runs where some version of the `anki` package is."""

import importlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from anki.collection import Collection

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "in_anki")]

from ankigen_companion.core import news, store, update  # noqa: E402  # found only now
from ankigen_companion.core.errors import CompanionError  # noqa: E402
from ankigen_companion.core.fetch import Fetch, NotThereError, Progress, no_progress  # noqa: E402
from ankigen_companion.core.plan import standing_answers  # noqa: E402

ADDRESS = "https://decks.example/"


def published_in(folder: str) -> Fetch:
    """A web server that needs no network: the files of a folder under ADDRESS."""

    def fetch(address: str, most: int, into: BinaryIO, progress: Progress = no_progress) -> None:
        path = Path(folder) / address[len(ADDRESS) :]
        if not path.is_file():
            raise NotThereError(address)
        into.write(BytesIO(path.read_bytes()).read(most))

    return fetch


def follow(col: Collection, site: str, page: str, **settings: Any) -> list[str]:
    """Subscribe to what a page offers, with these settings; the names of the decks."""
    feed, decks = news.find_decks(published_in(site), ADDRESS + page)
    for deck in decks:
        wanted: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in settings.items()
        }
        store.save(col, replace(store.follow(deck, feed), **wanted))
    return [deck.name for deck in decks]


def look_for_news(col: Collection, site: str) -> list[dict[str, Any]]:
    found = []
    for item in store.subscriptions(col):
        deck = news.offered(published_in(site), item)
        heard = news.compare(col, deck, item)
        found.append({"state": heard.state.value, "here": heard.here, "summary": asdict(heard.summary)})
    return found


def update_deck(col: Collection, site: str, **answers: Any) -> dict[str, Any]:
    """Update the deck that is followed: what was planned, and what was done. `take` are [Note ID, field]."""
    (item,) = store.subscriptions(col)
    deck = news.offered(published_in(site), item)
    with TemporaryDirectory() as folder:
        got = update.download(published_in(site), deck, item, Path(folder))
        plan = update.prepare(col, deck, got, item)
        wanted = standing_answers(item)
        if "take" in answers:
            taken = frozenset((edit.guid, edit.field) for edit in plan.edits if edit.field in answers["take"])
            wanted = replace(wanted, take=taken)
        if "retired" in answers:
            wanted = replace(wanted, retired=store.Retired(answers["retired"]))
        done = update.update(col, plan, got, wanted)
    return {
        "asks": plan.asks,
        "edits": [[edit.field, edit.mine, edit.theirs] for edit in plan.edits],
        "safety": [item.title for item in plan.corrected if item.safety],
        "corrected": [item.title for item in plan.corrected],
        "left_out": len(plan.deleted),
        "new": done.new,
        "retired": done.retired,
        "kept": done.kept,
    }


def dies_before_the_end(col: Collection, site: str) -> None:
    """Anki is killed after the import, before the update is complete."""
    with at_the_end(lambda: os._exit(9)):
        update_deck(col, site)


def fails_at_the_end(col: Collection, site: str) -> None:
    """The disk is full when the update is all but complete."""

    def full() -> None:
        raise OSError(28, "No space left on device")

    with at_the_end(full):
        update_deck(col, site)


@contextmanager
def at_the_end(happens: Callable[[], object]) -> Iterator[None]:
    """Something happens in place of an update's last step."""
    module: Any = update
    last, module._remember = module._remember, lambda *_: happens()
    try:
        yield
    finally:
        module._remember = last


def add_field(col: Collection, note_type: str, name: str) -> None:
    """The learner gives a note type one more field."""
    edited = col.models.by_name(note_type)
    assert edited
    col.models.add_field(edited, col.models.new_field(name))
    col.models.update_dict(edited)


def undo(col: Collection) -> str:
    """What was undone."""
    return col.undo().operation


def undoable(col: Collection) -> str:
    return col.undo_status().undo


def config(col: Collection, key: str, value: Any = None) -> Any:
    """Set a value of the collection if there is one; what it is now."""
    if value is not None:
        col.set_config(key, value)
    return col.get_config(key, None)


def refused(step: Any) -> Any:
    """The step, with the sentence that a learner reads if it cannot be done."""

    def run(col: Collection, **arguments: Any) -> Any:
        try:
            return step(col, **arguments)
        except CompanionError as error:
            return {"refused": str(error)}

    return run


if __name__ == "__main__":
    worker: Any = importlib.import_module("worker")
    steps = (
        follow,
        look_for_news,
        update_deck,
        dies_before_the_end,
        fails_at_the_end,
        add_field,
        undo,
        undoable,
        config,
    )
    worker.STEPS.update({step.__name__: refused(step) for step in steps})
    worker.main()
