# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the companion hooks into Anki: an entry in the Tools menu, and a look at the pages when a profile opens."""

from __future__ import annotations

from aqt import gui_hooks, mw
from aqt.qt import QAction, qconnect

from .updates import Updates

SOON = 2_000  # milliseconds after a profile opened; Anki may have to sync first


def start() -> None:
    """Called once, when Anki loads its add-ons."""
    entry = QAction("Deck &updates…", mw)
    qconnect(entry.triggered, Updates.open)
    mw.form.menuTools.addAction(entry)
    gui_hooks.profile_did_open.append(_look_soon)
    gui_hooks.profile_will_close.append(Updates.forget)
    gui_hooks.state_did_undo.append(Updates.look_again)


def _look_soon() -> None:
    mw.progress.single_shot(SOON, _look, requires_collection=True)


def _look() -> None:
    if mw.progress.busy():
        _look_soon()
    else:
        Updates.look_quietly()
