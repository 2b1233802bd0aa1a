# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a learner wants one deck to be updated."""

from __future__ import annotations

from dataclasses import replace

from aqt import mw
from aqt.qt import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
    qconnect,
)
from aqt.utils import disable_help_button

from ..core.plan import fields_of
from ..core.store import Edited, Retired, Subscription, save

EDITED = {
    Edited.ASK: "show both and let me choose",
    Edited.MINE: "keep mine",
    Edited.THEIRS: "take the publisher’s",
}
RETIRED = {
    Retired.ASK: "ask me",
    Retired.DELETE: "delete them",
    Retired.MOVE: "move them to a deck of their own, suspended",
    Retired.LEAVE: "leave them; their cards say that they are retired",
}
COLUMNS = 3
SAME_DECK = "(the deck where the others are)"


class Settings(QDialog):
    """Saved when the learner agrees."""

    def __init__(self, parent: QWidget, item: Subscription) -> None:
        super().__init__(parent)
        self.item = item
        self.setWindowTitle(f"Settings of {item.name}")
        disable_help_button(self)
        self.edited = _choice(list(EDITED.values()), list(EDITED).index(item.edited))
        self.retired = _choice(list(RETIRED.values()), list(RETIRED).index(item.retired))
        self.boxes: dict[str, QCheckBox] = {}
        self.protected = self._fields()
        self.suspend = QCheckBox("arrive &suspended")
        self.suspend.setChecked(item.suspend_new)
        decks = [SAME_DECK, *(deck.name for deck in mw.col.decks.all_names_and_ids(include_filtered=False))]
        self.deck = _choice(decks, decks.index(item.new_deck) if item.new_deck in decks else 0)
        if item.new_deck and item.new_deck not in decks:
            self.deck.addItem(item.new_deck)
            self.deck.setCurrentText(item.new_deck)
        form = QFormLayout()
        form.addRow("A text that I &edited and the publisher corrected:", self.edited)
        form.addRow("&Retired notes:", self.retired)
        form.addRow("Fields that are mine and never change:", self.protected)
        form.addRow("New cards:", self.suspend)
        form.addRow("New cards go &to:", self.deck)
        hint = QLabel("For a single note, the tag ankigen::protect::Extra protects its field Extra.")
        hint.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        qconnect(buttons.accepted, self.accept)
        qconnect(buttons.rejected, self.reject)
        whole = QVBoxLayout(self)
        whole.addLayout(form)
        whole.addWidget(hint)
        whole.addWidget(buttons)

    def accept(self) -> None:
        save(mw.col, self.wanted())
        super().accept()

    def wanted(self) -> Subscription:
        deck = self.deck.currentText()
        return replace(
            self.item,
            edited=list(EDITED)[self.edited.currentIndex()],
            retired=list(RETIRED)[self.retired.currentIndex()],
            protected=tuple(name for name, box in self.boxes.items() if box.isChecked()),
            suspend_new=self.suspend.isChecked(),
            new_deck="" if deck == SAME_DECK else deck,
        )

    def _fields(self) -> QWidget:
        names = dict.fromkeys((*fields_of(mw.col, self.item.tag), *self.item.protected))
        fields = QWidget()
        grid = QGridLayout(fields)
        grid.setContentsMargins(0, 0, 0, 0)
        for place, name in enumerate(names):
            box = QCheckBox(name.replace("&", "&&"))
            box.setChecked(name in self.item.protected)
            grid.addWidget(box, *divmod(place, COLUMNS))
            self.boxes[name] = box
        if not names:
            grid.addWidget(QLabel("(known after the first update)"))
        return fields


def _choice(texts: list[str], current: int) -> QComboBox:
    box = QComboBox()
    box.addItems(texts)
    box.setCurrentIndex(current)
    return box
