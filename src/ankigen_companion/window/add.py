# SPDX-License-Identifier: AGPL-3.0-or-later
"""Following one more deck: the address of its page is all that a learner has to know."""

from __future__ import annotations

from collections.abc import Callable

from aqt import mw
from aqt.operations import QueryOp
from aqt.qt import QApplication, QInputDialog, QLineEdit, QWidget
from aqt.utils import showInfo, showWarning

from ..core.feed import Deck
from ..core.fetch import fetch_https
from ..core.news import find_decks
from ..core.store import follow, save, subscriptions

TITLE = "Add a deck"


def add_deck(parent: QWidget, added: Callable[[], None]) -> None:
    """Ask for an address and follow what is there, then call `added`."""
    copied = QApplication.clipboard().text().strip()
    proposal = copied if copied.startswith("https://") and len(copied) < 500 else ""
    question = "Address of the deck’s page (copy it from your browser):"
    address, agreed = QInputDialog.getText(parent, TITLE, question, QLineEdit.EchoMode.Normal, proposal)
    if not agreed or not address.strip():
        return

    def found(answer: tuple[str, tuple[Deck, ...]]) -> None:
        feed, decks = answer
        deck = decks[0] if len(decks) == 1 else _choose(parent, decks)
        if not deck:
            return
        if any(item.uid == deck.uid for item in subscriptions(mw.col)):
            showInfo(f"You follow {deck.name} already.", parent=parent, title=TITLE, textFormat="plain")
            return
        save(mw.col, follow(deck, feed))
        added()

    def failed(error: Exception) -> None:
        showWarning(str(error), parent=parent, title=TITLE, textFormat="plain")

    op = QueryOp(parent=parent, op=lambda _: find_decks(fetch_https, address), success=found).failure(failed)
    op.with_progress("Looking at the page…").run_in_background()


def _choose(parent: QWidget, decks: tuple[Deck, ...]) -> Deck | None:
    names = [deck.name for deck in decks]
    name, agreed = QInputDialog.getItem(parent, TITLE, "Which deck?", names, 0, False)
    return decks[names.index(name)] if agreed else None
