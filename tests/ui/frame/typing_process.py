"""The real app in a process of its own, typed into by key events until it is killed.

``python -m tests.ui.frame.typing_process DATABASE``: opens the window through the composition root, goes to the first
stand's form by keys (or where the sheet about the unclean stop leads), and types numbers into one question. It prints

* ``recovered SENTENCE``: what the window says about the last stop,
* ``typing N``: before the keys of a number,
* ``saved N``: each time the badge says that all is saved, with the number that the field then shows.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from fieldsurvey.app.build import make_application
from fieldsurvey.ui.form import FormScreen
from fieldsurvey.ui.form.recovery import RecoverySheet
from fieldsurvey.ui.parts.row_list import RowList
from fieldsurvey.ui.visits import VisitList, VisitPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.ui.main_window import MainWindow

QUESTION = "/data/bagian_a/a06"
FIRST_NUMBER = 100
_PATIENCE_S = 30
_CTRL = Qt.KeyboardModifier.ControlModifier


def tell(line: str) -> None:
    """Print a line that the reader has before anything else happens."""
    print(line, flush=True)


def until(holds: Callable[[], bool], what: str, patience_s: float = _PATIENCE_S) -> None:
    """Let the window work until something holds."""
    deadline = time.monotonic() + patience_s
    while not holds():
        if time.monotonic() > deadline:
            sys.exit(f"not reached: {what}")
        QTest.qWait(2)


def rest(seconds: float) -> None:
    """Let the window work for a while; not in one wait: PySide keeps the interpreter in it."""
    over = time.monotonic() + seconds
    while time.monotonic() < over:
        QApplication.processEvents()
        time.sleep(0.002)


def press(
    key: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Press a key where the focus is."""
    until(lambda: QApplication.focusWidget() is not None, "a focus")
    QTest.keyClick(QApplication.focusWidget(), key, modifier)
    QApplication.processEvents()


def sheet(window: MainWindow) -> RecoverySheet | None:
    """Return the sheet about the last stop, when it shows."""
    return next((found for found in window.findChildren(RecoverySheet) if found.isVisible()), None)


def rows_wait(window: MainWindow) -> bool:
    """Return whether a list with rows on the page on top waits for keys."""
    rows = QApplication.focusWidget()
    return (
        isinstance(rows, RowList)
        and window.page.isAncestorOf(rows)
        and rows.current_key() is not None
    )


def reach_the_form(window: MainWindow, *, stopped: bool) -> FormScreen:
    """Go to the form of the first stand by keys."""
    until(lambda: isinstance(window.page, VisitList), "the list of visits")
    if stopped:
        until(lambda: sheet(window) is not None, "what the last stop left")
        found = sheet(window)
        assert found is not None
        tell("recovered " + " ".join(label.text() for label in found.findChildren(QLabel)))
        press(Qt.Key.Key_Return)
        window.activateWindow()  # what a window manager does when a sheet closes; off the screen there is none
    else:
        until(lambda: rows_wait(window), "the visits")
        press(Qt.Key.Key_Return)
        until(lambda: isinstance(window.page, VisitPage), "the visit")
        until(lambda: rows_wait(window), "its stands")
        # Building, complaints desk, first stand: it is open, and its form.
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_1):
            press(key)
        while isinstance(window.page, VisitPage):  # until the stand counts as open
            press(Qt.Key.Key_Return)
            QTest.qWait(20)
    until(lambda: isinstance(window.page, FormScreen), "the form")
    screen = window.page
    assert isinstance(screen, FormScreen)
    until(lambda: screen.sitting is not None, "its questions")
    until(lambda: screen.face.pages.page is not None and screen.face.pages.page.whole, "its page")
    return screen


def go_to_the_question(screen: FormScreen) -> None:
    """Walk to the question, up first and then down."""
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        for _ in range(60):
            if screen.sitting.walk.question == QUESTION:
                until(lambda: isinstance(QApplication.focusWidget(), QLineEdit), "the field")
                return
            press(key, _CTRL)
    sys.exit("not reached: the question")


def type_on(screen: FormScreen) -> None:
    """Type one number after the other, and say what the badge says."""
    told = ""
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    number = int(field.text() or FIRST_NUMBER - 1)

    def look() -> None:
        nonlocal told
        field = QApplication.focusWidget()
        if (
            isinstance(field, QLineEdit)
            and screen.sitting.walk.question == QUESTION
            and screen.face.head.badge.text().startswith("Tersimpan")
            and field.text() != told
        ):
            told = field.text()
            tell(f"saved {told}")

    while True:
        number += 1
        tell(f"typing {number}")
        press(Qt.Key.Key_A, _CTRL)
        for digit in str(number):
            press(digit)
            look()
        press(Qt.Key.Key_Return)
        go_to_the_question(screen)
        for _ in range(number % 4):  # sometimes on at once, sometimes when the badge has caught up
            QTest.qWait(5)
            look()


def main() -> None:
    """Run until killed."""
    database = Path(sys.argv[1])
    application = make_application(database, sys.argv[2])
    stopped = database.with_name("stopped").exists()
    application.begin()
    screen = reach_the_form(application.window, stopped=stopped)
    go_to_the_question(screen)
    type_on(screen)


if __name__ == "__main__":
    main()
