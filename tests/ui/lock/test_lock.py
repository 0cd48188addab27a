"""The lock: what hides, what is saved first, what opens it, and that everything comes back where it was."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QVBoxLayout

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.survey.desk import Desk
from fieldsurvey.ui.answers.typed import Line
from fieldsurvey.ui.form import FormScreen
from fieldsurvey.ui.keys_overlay import KeysOverlay
from fieldsurvey.ui.lock import Locking
from fieldsurvey.ui.lock.screen import LockScreen
from fieldsurvey.ui.main_window import MainWindow
from fieldsurvey.ui.navigation import Navigation
from fieldsurvey.ui.theme import wear
from tests.ui.checks import SIZES, all_themes, assert_accessible, assert_fits
from tests.ui.conftest import AUTHOR
from tests.ui.form.driving import A, go, responses, stand_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.application import Application
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.theme import Theme

PIN, WRONG = "24680", "1111"


class Hall:
    """A window with a form in it, and its lock; the clock stands until it is moved."""

    def __init__(self, qtbot: QtBot, context: Context, store: Store, visit: str) -> None:
        self.seconds = 0.0
        self.window = MainWindow(context.preferences)
        qtbot.addWidget(self.window)
        self.window.show()
        keeper = context.keeper
        self.go = Navigation(
            self.window,
            lambda theme: replace(
                context,
                theme=theme,
                author=keeper.author,
                desk=partial(Desk, author=keeper.author, clock=context.clock),
            ),
        )
        self.go.begin()
        self.locking = Locking(
            self.window,
            context.tasks,
            keeper,
            lambda: context.preferences.lock_minutes,
            lambda: self.seconds,
        )
        self.locking.taken_over.connect(self.window.choose)
        self.window.offer("lock", self.locking.lock)
        self.page = self.go.open_form(visit, "stand", stand_of(store, visit))
        assert isinstance(self.page, FormScreen)
        qtbot.waitUntil(lambda: self.page.face.pages.page is not None)
        qtbot.waitUntil(lambda: self.page.face.pages.page.whole)
        self.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWindow() is not None)

    @property
    def cover(self) -> LockScreen:
        """What is shown while it is locked."""
        assert self.locking.screen is not None
        return self.locking.screen

    def give(self, qtbot: QtBot, text: str) -> None:
        """Type into the lock and press Enter."""
        self.cover.line.setText(text)
        qtbot.keyClick(self.cover.line, Qt.Key.Key_Return)


@pytest.fixture
def hall(qtbot: QtBot, context: Context, store: Store, visit: str) -> Hall:
    return Hall(qtbot, context, store, visit)


def line_of(qtbot: QtBot, page: FormScreen) -> Line:
    """Go to a question whose answer is typed; return its line."""
    go(qtbot, page, A + "n_produk")
    line = QApplication.focusWidget()
    assert isinstance(line, Line)
    return line


def shown(window: MainWindow) -> str:
    """Return every word that can be read in the window now."""
    labels = [each.text() for each in window.findChildren(QLabel) if each.isVisible()]
    lines = [each.text() for each in window.findChildren(QLineEdit) if each.isVisible()]
    return " ".join([window.windowTitle(), *labels, *lines])


def test_it_locks_after_the_minutes_and_any_touch_begins_them_anew(
    hall: Hall, context: Context
) -> None:
    context.preferences.lock_minutes = 2
    hall.locking.begin()
    handle = hall.window.windowHandle()
    hall.seconds = 119
    QTest.mouseMove(handle)
    assert not hall.locking.watch.look()
    hall.seconds = 119 + 119
    assert not hall.locking.watch.look()
    QTest.keyClick(handle, Qt.Key.Key_Shift)
    hall.seconds += 120
    assert hall.locking.watch.look()
    assert hall.locking.locked
    # And again, once it was unlocked; the laptop slept meanwhile: the first key comes too late and is heard by nobody.
    hall.locking._unlock("")
    hall.seconds += 8 * 3600
    before = hall.page.face.pages.page.current
    QTest.keyClick(handle, Qt.Key.Key_PageDown)
    assert hall.locking.locked
    assert hall.page.face.pages.page.current == before
    hall.locking.stop()


def test_what_is_typed_is_saved_first_and_stands_there_again_with_the_cursor(
    qtbot: QtBot, hall: Hall, store: Store, visit: str
) -> None:
    line = line_of(qtbot, hall.page)
    qtbot.keyClicks(line, "1357")
    qtbot.keyClick(line, Qt.Key.Key_Left)
    qtbot.keyClick(
        line, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert hall.locking.locked
    assert responses(store, visit)[0].values[A + "n_produk"] == "1357"
    assert "1357" not in shown(hall.window)
    # The stand's name, in the breadcrumbs and the title.
    assert "Perizinan Terpadu" not in shown(hall.window)
    # Keys of the window and of the page under it do nothing.
    qtbot.keyClick(hall.cover.line, Qt.Key.Key_Escape)
    qtbot.keyClick(hall.cover.line, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert hall.window.page is hall.page
    hall.give(qtbot, "bukan kata sandinya")
    assert "tidak membuka" in hall.cover.problem.text()
    hall.give(qtbot, PASSPHRASE)
    assert not hall.locking.locked
    assert hall.window.page is hall.page
    assert (line.text(), line.cursorPosition()) == ("1357", 3)
    assert hall.window.focusWidget() is line
    assert "Perizinan Terpadu" in shown(hall.window)


def test_five_wrong_pins_and_only_a_passphrase_opens(
    qtbot: QtBot, hall: Hall, store: Store
) -> None:
    store.set_pin(AUTHOR, PIN)
    hall.locking.lock()
    assert hall.cover.who.currentText() == AUTHOR
    for left in (4, 3, 2, 1):
        hall.give(qtbot, WRONG)
        assert f"{left} kali" in hall.cover.problem.text()
    hall.give(qtbot, WRONG)
    assert "hanya kata sandi" in hall.cover.problem.text()
    hall.give(qtbot, PIN)
    assert hall.locking.locked
    hall.give(qtbot, PASSPHRASE)
    assert not hall.locking.locked
    # The count begins anew.
    hall.locking.lock()
    hall.give(qtbot, PIN)
    assert not hall.locking.locked


def test_another_inspector_takes_over_in_their_own_name(
    qtbot: QtBot, hall: Hall, store: Store, visit: str
) -> None:
    store.set_pin("Budi", PIN)
    hall.locking.lock()
    qtbot.mouseClick(hall.cover.other, Qt.MouseButton.LeftButton)
    assert hall.cover.who.currentText() == "Budi"
    with qtbot.waitSignal(hall.locking.taken_over):
        hall.give(qtbot, PIN)
    qtbot.waitUntil(lambda: hall.window.page not in {None, hall.page})
    page = hall.window.page
    assert isinstance(page, FormScreen)
    qtbot.waitUntil(lambda: page.sitting is not None and page.face.pages.page.whole)
    qtbot.keyClicks(line_of(qtbot, page), "8")
    page.keep()
    written = [each for each in store.changes(visit) if each.field == A + "n_produk"]
    assert written[-1].author == "Budi"


def test_a_dialog_hides_and_comes_back_and_one_that_comes_late_waits(
    qtbot: QtBot, hall: Hall, store: Store
) -> None:
    store.set_pin("Budi", PIN)
    dialog, late = QDialog(hall.page), QDialog(hall.page)
    typed = QLineEdit("setengah")
    QVBoxLayout(dialog).addWidget(typed)
    dialog.open()
    ended: list[int] = []
    dialog.finished.connect(ended.append)
    overlay = KeysOverlay(hall.window.theme, hall.window)
    overlay.setModal(True)
    overlay.show()
    hall.locking.lock()
    assert not dialog.isVisible()
    assert not overlay.isVisible()
    late.open()
    qtbot.waitUntil(lambda: not late.isVisible())
    # Nobody else may finish it in their name.
    qtbot.mouseClick(hall.cover.other, Qt.MouseButton.LeftButton)
    hall.give(qtbot, PIN)
    assert AUTHOR in hall.cover.problem.text()
    hall.locking._unlock("")
    assert dialog.isVisible()
    assert late.isVisible()
    assert late.windowOpacity() == 1
    assert (typed.text(), ended) == ("setengah", [])
    for each in (dialog, late):
        each.reject()


def test_the_cover_fits_everywhere(qtbot: QtBot, store: Store, theme: Theme) -> None:
    people = [store.set_pin(AUTHOR, PIN)]
    for each in all_themes():
        wear(QApplication.instance(), each)
        cover = LockScreen(each, AUTHOR)
        qtbot.addWidget(cover)
        cover.offer(people)
        cover.refuse("PIN salah lima kali: sekarang hanya kata sandi yang membuka.")
        for size in SIZES:
            assert_fits(cover, size)
        assert_accessible(cover)
        cover.close()


def test_in_the_real_window_jobs_go_on_while_it_is_locked(
    qtbot: QtBot, small_folder: Path, tmp_path: Path, start: Callable[..., Application]
) -> None:
    path = tmp_path / "visit.db"
    path.write_bytes((small_folder / "visit.db").read_bytes())
    application = start(path, PASSPHRASE)
    qtbot.waitUntil(lambda: application.locking is not None, timeout=10_000)
    window = application.window
    qtbot.waitUntil(lambda: window.page is not None and application.tasks.busy == 0)
    qtbot.keyClick(
        window.page,
        Qt.Key.Key_K,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert application.locking.locked
    done: list[int] = []
    application.tasks.read(lambda store: len(store.streams()), done.append)
    qtbot.waitUntil(lambda: done == [1], timeout=10_000)
    application.locking.screen.line.setText(PASSPHRASE)
    qtbot.keyClick(application.locking.screen.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not application.locking.locked, timeout=10_000)


def test_a_check_that_fails_says_so_and_lets_one_try_again(
    qtbot: QtBot, hall: Hall, store: Store
) -> None:
    store.set_pin(AUTHOR, PIN)
    hall.locking.lock()
    away = store.path.with_name("stick pulled out")
    store.path.rename(away)
    hall.cover.other.click()
    hall.give(qtbot, PASSPHRASE)
    assert "Tidak ada basis data" in hall.cover.problem.text()
    assert hall.cover.line.isEnabled()
    away.rename(store.path)
    hall.give(qtbot, PASSPHRASE)
    assert not hall.locking.locked
