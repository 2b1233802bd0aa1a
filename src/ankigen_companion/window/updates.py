# SPDX-License-Identifier: AGPL-3.0-or-later
"""The window with all decks that a learner follows, and what is new of each."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import ClassVar

from aqt import mw
from aqt.qt import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QKeySequence,
    QLabel,
    QPushButton,
    QShortcut,
    Qt,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    qconnect,
)
from aqt.utils import askUser, disable_help_button, restoreGeom, saveGeom

from ..core.errors import CompanionError
from ..core.feed import version_text
from ..core.news import News, State
from ..core.store import Subscription, remove, subscriptions
from ..core.words import state_words, summary_words
from .add import add_deck
from .look import Heard, look
from .settings import Settings
from .updating import bring_update

TITLE = "Deck updates"
GEOMETRY = "ankigenCompanionUpdates"
TOLD = "ankigenCompanionTold"
NOTHING_YET = (
    "<p>You follow no deck yet.</p><p>Choose <b>Add a deck…</b> and paste the address of a deck’s page. From then on "
    "you hear of its new versions when Anki starts, and nothing is changed before you say so.</p>"
)


class Updates(QDialog):
    """One for all of Anki; it stays open beside the main window."""

    shown: ClassVar[Updates | None] = None

    def __init__(self) -> None:
        super().__init__(mw, Qt.WindowType.Window)
        self.heard: Mapping[str, Heard] = {}
        self.looking = False
        self.setWindowTitle(TITLE)
        disable_help_button(self)
        self.decks = self._list()
        self.details = QTextBrowser()
        self.details.setOpenExternalLinks(True)
        self.details.setAccessibleName("What is new")
        self.update_button = self._button("&Update", self.on_update)
        self.settings_button = self._button("&Settings…", self.on_settings)
        self.remove_button = self._button("S&top following", self.on_remove)
        self.add_button = self._button("&Add a deck…", self.on_add)
        self.check_button = self._button("&Check now", self.look_now)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        qconnect(close.rejected, self.close)
        label = QLabel("&Decks that you follow")
        label.setBuddy(self.decks)
        buttons, below = QHBoxLayout(), QHBoxLayout()
        for button in (self.update_button, self.settings_button, self.remove_button):
            buttons.addWidget(button)
        buttons.addStretch()
        for button in (self.add_button, self.check_button):
            below.addWidget(button)
        below.addStretch()
        below.addWidget(close)
        whole = QVBoxLayout(self)
        whole.addWidget(label)
        whole.addWidget(self.decks, 2)
        whole.addLayout(buttons)
        whole.addWidget(self.details, 3)
        whole.addLayout(below)
        qconnect(QShortcut(QKeySequence("Delete"), self.decks).activated, self.on_remove)
        self.resize(640, 480)
        restoreGeom(self, GEOMETRY)
        self.fill()
        (self.decks if self.chosen() else self.add_button).setFocus()

    @classmethod
    def open(cls) -> None:
        """From the menu: the window, and a look at the pages."""
        cls._show()
        if cls.shown:
            cls.shown.look_now()

    @classmethod
    def look_quietly(cls) -> None:
        """The window, once for each version that is new; afterwards the menu has it."""

        def told(heard: Mapping[str, Heard]) -> None:
            if _remember_news(heard):
                cls._show()
                if cls.shown:
                    cls.shown.tell(heard)

        if mw.col and subscriptions(mw.col):
            look(mw, told)

    @classmethod
    def look_again(cls, _change: object) -> None:
        """Something was undone; it may have been an update."""
        if cls.shown:
            cls.shown.look_now()

    @classmethod
    def forget(cls) -> None:
        """The profile closes, and its decks with it."""
        if cls.shown:
            cls.shown.close()

    @classmethod
    def _show(cls) -> None:
        if not mw.col:
            return
        if not cls.shown:
            cls.shown = cls()
        cls.shown.show()
        cls.shown.raise_()
        cls.shown.activateWindow()

    def _list(self) -> QTreeWidget:
        decks = QTreeWidget()
        decks.setHeaderLabels(["Deck", "You have", "News"])
        decks.setRootIsDecorated(False)
        decks.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        decks.setAllColumnsShowFocus(True)
        decks.setAccessibleName("Decks that you follow")
        qconnect(decks.itemSelectionChanged, self.show_details)
        qconnect(decks.itemDoubleClicked, lambda *_: self.on_update())  # Enter presses the default button
        return decks

    def _button(self, text: str, action: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        qconnect(button.clicked, lambda *_: action())  # type: ignore[operator]  # a method without arguments
        return button

    def fill(self) -> None:
        """The list again, with the same deck chosen."""
        chosen = self.chosen()
        self.decks.clear()
        for item in subscriptions(mw.col):
            row = QTreeWidgetItem([item.name, self._have(item), self._news(item)])
            row.setData(0, Qt.ItemDataRole.UserRole, item.uid)
            row.setToolTip(2, html.escape(self._news(item)))
            self.decks.addTopLevelItem(row)
            if (chosen and chosen.uid == item.uid) or not self.decks.currentItem():
                self.decks.setCurrentItem(row)
        for column in (0, 1):
            self.decks.resizeColumnToContents(column)
        self.show_details()

    def _have(self, item: Subscription) -> str:
        heard = self.heard.get(item.uid)
        return version_text(heard.here) if isinstance(heard, News) else item.version

    def _news(self, item: Subscription) -> str:
        heard = self.heard.get(item.uid)
        if heard is None:
            return "looking…" if self.looking else ""
        return str(heard) if isinstance(heard, CompanionError) else state_words(heard)

    def chosen(self) -> Subscription | None:
        row = self.decks.currentItem()
        uid = row.data(0, Qt.ItemDataRole.UserRole) if row else ""
        return next((item for item in subscriptions(mw.col) if item.uid == uid), None)

    def show_details(self) -> None:
        item = self.chosen()
        heard = self.heard.get(item.uid) if item else None
        waits = isinstance(heard, News) and heard.state in (State.NEWER, State.ABSENT, State.GONE)
        self.update_button.setEnabled(waits)
        self.add_button.setDefault(item is None)
        self.update_button.setDefault(item is not None)
        self.settings_button.setEnabled(item is not None)
        self.remove_button.setEnabled(item is not None)
        self.details.setHtml(_details(item, heard) if item else NOTHING_YET)

    def look_now(self) -> None:
        if not self.looking:
            self.looking = True
            self.check_button.setEnabled(False)
            self.fill()
            look(self, self.tell)

    def tell(self, heard: Mapping[str, Heard]) -> None:
        """What was heard of the decks."""
        self.looking = False
        self.heard = heard
        self.check_button.setEnabled(True)
        self.fill()
        if self.update_button.isEnabled():
            self.update_button.setFocus()

    def on_update(self) -> None:
        item = self.chosen()
        heard = self.heard.get(item.uid) if item else None
        if isinstance(heard, News) and self.update_button.isEnabled():
            bring_update(self, heard.deck, heard.subscription, self.look_now)

    def on_add(self) -> None:
        add_deck(self, self.look_now)

    def on_settings(self) -> None:
        item = self.chosen()
        if item and Settings(self, item).exec():
            self.look_now()

    def on_remove(self) -> None:
        item = self.chosen()
        question = "Follow “{}” no longer? Its cards stay as they are."
        if item and askUser(question.format(html.escape(item.name)), parent=self, title=TITLE):
            remove(mw.col, item.uid)
            self.heard = {uid: heard for uid, heard in self.heard.items() if uid != item.uid}
            self.fill()

    def done(self, result: int) -> None:
        saveGeom(self, GEOMETRY)
        type(self).shown = None
        super().done(result)


def _remember_news(heard: Mapping[str, Heard]) -> bool:
    """Whether a version is new that this profile, on this computer, was not told of."""
    newer = {
        uid: version_text(item.deck.version)
        for uid, item in heard.items()
        if isinstance(item, News) and item.state is State.NEWER
    }
    told = mw.pm.profile.get(TOLD, {})
    mw.pm.profile[TOLD] = {**told, **newer}
    return any(told.get(uid) != version for uid, version in newer.items())


def _details(item: Subscription, heard: Heard | None) -> str:
    """What is new of a deck, release by release, the newest first."""
    name = html.escape(item.name)
    page = html.escape(item.page)
    parts = [f"<h3>{name}</h3>"]
    if isinstance(heard, CompanionError):
        parts.append(f"<p>{html.escape(str(heard))}</p>")
    elif heard:
        parts.append(f"<p>{html.escape(state_words(heard)[:1].upper() + state_words(heard)[1:])}.</p>")
        if heard.state is State.NEWER:
            parts += [
                f"<p><b>{version_text(release.version)}</b>: {summary_words(release.summary)} · "
                f'<a href="{html.escape(release.page)}">what changed</a></p>'
                for release in heard.deck.since(heard.here)
            ]
    return "".join([*parts, f'<p><a href="{page}">The deck’s page</a></p>'])
