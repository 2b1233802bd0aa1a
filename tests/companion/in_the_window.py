"""Anki's own window, with the companion in it: runs where `aqt` is. The story of one learner, told by pictures.

    in_the_window.py install BASE ADDON
    in_the_window.py play BASE PACKAGE PAGE PICTURES day|night
    in_the_window.py open BASE SECONDS

`install` makes a profile in BASE and lets Anki install the add-on; `play` imports PACKAGE by hand, follows PAGE,
updates and undoes; `open` only opens the profile, and waits so long for the companion to say something. Each prints
JSON: what was seen.
"""

import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import aqt
from aqt.profiles import ProfileManager
from aqt.qt import QApplication, QDialogButtonBox, QInputDialog, QLineEdit, QPushButton, Qt, QTimer, QWidget
from aqt.theme import Theme
from PyQt6.QtTest import QTest

PATIENCE = 180  # seconds for one step
STEP = 100  # milliseconds

Condition = Callable[[], Any]
SEEN: dict[str, Any] = {}


def make_profile(base: Path) -> None:
    base.mkdir(parents=True, exist_ok=True)
    profiles = ProfileManager(base)
    profiles.setupMeta()
    profiles.meta.update(firstRun=False, defaultLang="en_US", updates=False, check_for_updates=False)
    profiles.create("Learner")
    profiles.load("Learner")
    profiles.profile["autoSync"] = False
    profiles.save()
    profiles.db.close()


def run(base: Path, story: Callable[[], Iterator[Condition]]) -> None:
    """Start Anki and go through a story: each step waits for its condition, also while a dialog is open."""
    app = aqt._run(["anki", "-b", str(base), "-p", "Learner", "-l", "en_US"], exec=False)
    assert app
    steps, waiting = story(), [lambda: aqt.mw.col and aqt.mw.state == "deckBrowser"]
    until = [time.monotonic() + PATIENCE]

    def tick() -> None:
        try:
            if waiting[0]():
                waiting[0] = next(steps)
                until[0] = time.monotonic() + PATIENCE
            elif time.monotonic() > until[0]:
                raise TimeoutError(f"nothing more happens after {SEEN}")
        except StopIteration:
            end(0)
        except BaseException:
            SEEN["error"] = traceback.format_exc()
            end(1)

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(STEP)
    app.exec()


def end(status: int) -> None:
    print(json.dumps(SEEN), flush=True)
    aqt.mw.pm.save()
    if aqt.mw.col:
        aqt.mw.col.close()
    os._exit(status)  # Qt's own end would ask questions


def dialog(title: str) -> Any:
    """The window of this title, if it is shown."""
    shown = (widget for widget in QApplication.topLevelWidgets() if widget.isVisible())
    return next((widget for widget in shown if widget.windowTitle().startswith(title)), None)


def press(parent: QWidget, label: str) -> None:
    """Click a button by its text, when this step is over: what it opens may wait for an answer."""
    buttons = [one for one in parent.findChildren(QPushButton) if one.text().replace("&", "") == label]
    assert buttons, [one.text() for one in parent.findChildren(QPushButton)]
    assert buttons[0].isEnabled(), label
    QTimer.singleShot(0, buttons[0].click)


def strike(window: QWidget, key: Any) -> None:
    """Press a key, when this step is over, where the keyboard's focus is."""
    QTimer.singleShot(0, lambda: QTest.keyClick(window.focusWidget() or window, key))


def install(addon: Path) -> Iterator[Condition]:
    result = aqt.mw.addonManager.install(str(addon))
    SEEN["installed"] = [type(result).__name__, getattr(result, "name", ""), getattr(result, "compatible", None)]
    yield lambda: True


def play(package: Path, page: str, pictures: Path, night: bool) -> Iterator[Condition]:
    mw = aqt.mw
    mw.resize(900, 600)
    mw.set_theme(Theme.DARK if night else Theme.LIGHT)
    time_of_day = "night" if night else "day"

    def picture(widget: Any, name: str) -> None:
        widget.grab().save(str(pictures / f"{name}-{time_of_day}.png"))

    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    mw.col.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=ImportAnkiPackageOptions()))
    mw.col.models._clear_cache()
    note = mw.col.get_note(mw.col.find_notes("Back:*collagen*")[0])
    note["Back"] = "<p>Collagen I – <b>see my lecture notes</b>, p. 12</p>"
    mw.col.update_note(note)
    mw.reset()
    entry = next(one for one in mw.form.menuTools.actions() if "updates" in one.text())
    SEEN["menu"] = entry.text()
    entry.trigger()
    yield lambda: dialog("Deck updates")
    window = dialog("Deck updates")
    yield lambda: not window.looking
    picture(window, "empty")

    press(window, "Add a deck…")
    yield lambda: isinstance(QApplication.activeModalWidget(), QInputDialog)
    asked = QApplication.activeModalWidget()
    asked.findChild(QLineEdit).setText(page)
    picture(asked, "add")
    QTimer.singleShot(0, asked.accept)
    yield lambda: window.heard and not window.looking
    SEEN["news"] = window.decks.topLevelItem(0).text(2)
    picture(window, "news")

    press(window, "Settings…")
    yield lambda: dialog("Settings of")
    picture(dialog("Settings of"), "settings")
    box = dialog("Settings of").findChild(QDialogButtonBox)
    QTimer.singleShot(0, box.button(QDialogButtonBox.StandardButton.Cancel).click)
    yield lambda: not dialog("Settings of")

    before = texts(mw.col)
    window.decks.setFocus()
    strike(window, Qt.Key.Key_Return)
    yield lambda: dialog("Bone 1.")
    review = dialog("Bone 1.")
    picture(review, "review")
    SEEN["edits"] = review.edit_list.count()
    review.correct.click()
    SEEN["other"] = review.edit_list.item(0).text()
    review.keep.click()
    SEEN["choice"] = review.edit_list.item(0).text()
    strike(review, Qt.Key.Key_Return)
    yield lambda: window.heard and not window.looking and not dialog("Bone 1.") and texts(mw.col) != before
    yield lambda: "up to date" in window.decks.topLevelItem(0).text(2)
    picture(window, "done")
    picture(mw, "decks")
    SEEN["kept"] = note["Back"] in mw.col.get_note(note.id)["Back"]
    SEEN["notes"] = mw.col.note_count()
    SEEN["undo"] = mw.col.undo_status().undo

    mw.undo()
    yield lambda: texts(mw.col) == before
    yield lambda: "is out" in window.decks.topLevelItem(0).text(2)
    SEEN["undone"] = mw.col.note_count()
    yield closed
    # It may have been announced meanwhile, if this computer is slow.
    mw.pm.profile.pop("ankigenCompanionTold", None)


def closed() -> bool:
    """Whether no such window is shown; one that is, is closed: Anki may show one by itself at any time."""
    window = dialog("Deck updates")
    if window:
        window.close()
    return window is None


def open_profile(seconds: int) -> Iterator[Condition]:
    """Is something announced?"""
    until = time.monotonic() + seconds
    yield lambda: dialog("Deck updates") or time.monotonic() > until
    window = dialog("Deck updates")
    SEEN["announced"] = window.decks.topLevelItem(0).text(2) if window else ""
    if window:
        strike(window, Qt.Key.Key_Escape)
        yield lambda: not dialog("Deck updates")


def texts(col: Any) -> list[Any]:
    return list(map(list, col.db.all("select guid, flds, tags from notes order by guid")))


if __name__ == "__main__":
    command, folder, *rest = sys.argv[1:]
    if command == "install":
        make_profile(Path(folder))
        run(Path(folder), lambda: install(Path(rest[0])))
    elif command == "open":
        run(Path(folder), lambda: open_profile(int(rest[0])))
    else:
        run(Path(folder), lambda: play(Path(rest[0]), rest[1], Path(rest[2]), rest[3] == "night"))
