# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an update will do, and the questions that only the learner can answer: their edits, and what was retired."""

from __future__ import annotations

import html

from aqt import mw
from aqt.qt import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QRadioButton,
    Qt,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
    qconnect,
)
from aqt.utils import disable_help_button, restoreGeom, saveGeom

from ..core.feed import version_text
from ..core.merge import Edit
from ..core.plan import Answers, Plan, standing_answers
from ..core.store import Retired
from ..core.update import retired_deck
from ..core.words import count, plan_words

GEOMETRY = "ankigenCompanionReview"
MOST_SHOWN = 8  # titles in a list


class Review(QDialog):
    """Asks before an update; what is chosen first keeps everything that is the learner's."""

    def __init__(self, parent: QWidget, plan: Plan) -> None:
        super().__init__(parent)
        self.plan = plan
        self.take: set[tuple[str, str]] = set()
        self.retired = QButtonGroup(self)
        self.setWindowTitle(f"{plan.deck.name} {version_text(plan.deck.version)}")
        disable_help_button(self)
        whole = QVBoxLayout(self)
        whole.addWidget(self._summary())
        if plan.edits:
            whole.addWidget(self._edits(), 1)
        if plan.retired and plan.subscription.retired is Retired.ASK:
            whole.addWidget(self._retired())
        buttons = QDialogButtonBox()
        agree = buttons.addButton("&Update", QDialogButtonBox.ButtonRole.AcceptRole)
        later = buttons.addButton("&Not now", QDialogButtonBox.ButtonRole.RejectRole)
        later.setAutoDefault(False)
        agree.setDefault(True)
        qconnect(buttons.accepted, self.accept)
        qconnect(buttons.rejected, self.reject)
        whole.addWidget(buttons)
        agree.setFocus()
        self.resize(760, 560 if plan.edits else 240)
        restoreGeom(self, GEOMETRY)

    def answers(self) -> Answers | None:
        """What the learner decided; None for not now."""
        agreed = self.exec()
        saveGeom(self, GEOMETRY)
        if not agreed:
            return None
        retired = standing_answers(self.plan.subscription).retired
        if self.retired.checkedId() >= 0:
            retired = list(Retired)[self.retired.checkedId()]
        return Answers(frozenset(self.take), retired)

    def _summary(self) -> QLabel:
        text = f"<p>This update: {html.escape(plan_words(self.plan))}.</p>"
        safety = [f"{item.title} ({', '.join(item.fields)})" for item in self.plan.corrected if item.safety]
        if safety:
            text += f"<p><b>Corrected for safety:</b></p>{_titles(safety)}"
        label = QLabel(text)
        label.setWordWrap(True)
        return label

    def _edits(self) -> QGroupBox:
        edits = self.plan.edits
        group = QGroupBox(f"You edited {count(len(edits), 'text')} that the publisher may have corrected")
        self.edit_list = QListWidget()
        self.edit_list.setAccessibleName("Texts that you edited")
        self.edit_list.setWordWrap(True)
        self.edit_list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.edit_list.addItems(self._label(edit) for edit in edits)
        self.mine, self.theirs = _page("Your text"), _page("The publisher’s text")
        self.keep = QRadioButton("&Keep mine")
        self.correct = QRadioButton("&Take the publisher’s")
        sides = QGridLayout()
        sides.addWidget(self.keep, 0, 0)
        sides.addWidget(self.correct, 0, 1)
        sides.addWidget(self.mine, 1, 0)
        sides.addWidget(self.theirs, 1, 1)
        row = QHBoxLayout(group)
        row.addWidget(self.edit_list, 1)
        row.addLayout(sides, 2)
        qconnect(self.edit_list.currentRowChanged, self._show_edit)
        qconnect(self.correct.toggled, self._decide)
        self.edit_list.setCurrentRow(0)
        return group

    def _label(self, edit: Edit) -> str:
        chosen = "the publisher’s" if (edit.guid, edit.field) in self.take else "mine"
        return f"{edit.field}: {chosen}\n{edit.title}"

    def _show_edit(self, row: int) -> None:
        edit = self.plan.edits[row]
        self.mine.setHtml(edit.mine)
        self.theirs.setHtml(edit.theirs or "<p><i>(nothing)</i></p>")
        taken = (edit.guid, edit.field) in self.take
        self.correct.blockSignals(True)
        self.correct.setChecked(taken)
        self.keep.setChecked(not taken)
        self.correct.blockSignals(False)

    def _decide(self, take: bool) -> None:
        row = self.edit_list.currentRow()
        edit = self.plan.edits[row]
        (self.take.add if take else self.take.discard)((edit.guid, edit.field))
        self.edit_list.item(row).setText(self._label(edit))

    def _retired(self) -> QGroupBox:
        gone = self.plan.retired
        group = QGroupBox(f"{count(len(gone), 'note')} of yours {'was' if len(gone) == 1 else 'were'} retired")
        column = QVBoxLayout(group)
        reasons = QLabel(_titles([f"{item.title} – {item.reason}" if item.reason else item.title for item in gone]))
        reasons.setWordWrap(True)
        column.addWidget(reasons)
        choices = (
            (Retired.DELETE, "&Delete, with reviews (Undo brings them back)"),
            (Retired.MOVE, f"&Move to the deck “{retired_deck(self.plan.deck.name)}”, suspended"),
            (Retired.LEAVE, "&Leave where they are; the cards say that they are retired"),
        )
        for action, text in choices:
            button = QRadioButton(text)
            self.retired.addButton(button, list(Retired).index(action))
            column.addWidget(button)
            button.setChecked(action is Retired.MOVE)
        return group


def _page(name: str) -> QTextBrowser:
    page = QTextBrowser()
    page.setAccessibleName(name)
    page.setOpenLinks(False)
    page.setSearchPaths([mw.col.media.dir()])
    return page


def _titles(titles: list[str]) -> str:
    more = [f"and {len(titles) - MOST_SHOWN} more"] if len(titles) > MOST_SHOWN else []
    return "<ul>" + "".join(f"<li>{html.escape(text)}</li>" for text in [*titles[:MOST_SHOWN], *more]) + "</ul>"
