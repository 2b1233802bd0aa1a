# SPDX-License-Identifier: AGPL-3.0-or-later
"""One update, from the click to the tooltip: download, compare, ask where there is something to ask, import."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from anki.errors import Interrupted
from aqt import mw
from aqt.errors import show_exception
from aqt.operations import CollectionOp, QueryOp
from aqt.qt import QWidget
from aqt.utils import showWarning, tooltip

from ..core.errors import CompanionError
from ..core.feed import Deck
from ..core.fetch import fetch_https
from ..core.plan import Answers, Plan, standing_answers
from ..core.store import Subscription
from ..core.update import Done, Download, download, prepare, update
from ..core.words import done_words
from .review import Review

TITLE = "Deck updates"
READ_FOR = 8_000  # milliseconds


class StoppedError(Exception):
    """The learner pressed Escape."""


def bring_update(parent: QWidget, deck: Deck, subscription: Subscription, done: Callable[[], None]) -> None:
    """Bring a deck up to date, and call `done` when it is."""
    folder = TemporaryDirectory(prefix="companion-")

    def failed(error: Exception) -> None:
        folder.cleanup()
        if isinstance(error, CompanionError):
            showWarning(str(error), parent=parent, title=TITLE, textFormat="plain")
        elif not isinstance(error, (StoppedError, Interrupted)):
            show_exception(parent=parent, exception=error)

    def planned(answer: tuple[Plan, Download]) -> None:
        plan, got = answer
        answers = Review(parent, plan).answers() if plan.asks else standing_answers(subscription)
        if answers is None:
            folder.cleanup()
            return
        _import(parent, plan, got, answers, finished, failed)

    def finished(plan: Plan, result: Done) -> None:
        folder.cleanup()
        tooltip(html.escape(done_words(plan, result)), period=READ_FOR, parent=parent)
        done()

    def fetch_and_compare(col: Any) -> tuple[Plan, Download]:
        got = download(fetch_https, deck, subscription, Path(folder.name), _show_progress)
        return prepare(col, deck, got, subscription), got

    op = QueryOp(parent=parent, op=fetch_and_compare, success=planned).failure(failed)
    op.with_progress(f"Downloading {deck.name}…").run_in_background()


def _import(
    parent: QWidget,
    plan: Plan,
    got: Download,
    answers: Answers,
    finished: Callable[[Plan, Done], None],
    failed: Callable[[Exception], None],
) -> None:
    op = CollectionOp(parent, lambda col: update(col, plan, got, answers))
    op.success(lambda result: finished(plan, result)).failure(failed)
    op.with_backend_progress(_backend_progress).run_in_background()


def _show_progress(done: int, size: int) -> None:
    """Called from the background; Escape stops the download."""
    if mw.progress.want_cancel():
        raise StoppedError
    label = f"Downloading… {done / 1e6:.1f} of {size / 1e6:.1f} MB"
    mw.taskman.run_on_main(lambda: mw.progress.update(label=label, value=done // 1000, max=max(1, size // 1000)))


def _backend_progress(progress: Any, shown: Any) -> None:
    if progress.HasField("importing"):
        shown.label = progress.importing
        shown.abort = shown.abort or shown.user_wants_abort
