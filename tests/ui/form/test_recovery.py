"""After an unclean stop the window says what it found, no more and no less, and offers to go there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from fieldsurvey.ui.form import FormScreen
from fieldsurvey.ui.form.marker import OpenMarks
from fieldsurvey.ui.form.recovery import RecoverySheet, left_open
from fieldsurvey.ui.main_window import MainWindow
from fieldsurvey.ui.navigation import Navigation
from tests.ui.checks import assert_accessible
from tests.ui.form.driving import A, current, go, open_form, press, stand_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context

K = Qt.Key


def begin(qtbot: QtBot, context: Context) -> MainWindow:
    """Start the window as the application does once the database is open."""
    window = MainWindow(context.preferences)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitActive(window)
    Navigation(window, lambda _theme: context).begin()
    QApplication.processEvents()
    return window


def told(window: MainWindow) -> list[RecoverySheet]:
    return [each for each in window.findChildren(QDialog) if isinstance(each, RecoverySheet)]


def fill_and_stop(qtbot: QtBot, context: Context, store: Store, visit: str) -> str:
    """Answer three questions and be gone without leaving, as after kill -9; return the stand."""
    stand = stand_of(store, visit)
    screen = open_form(qtbot, context, visit, stand)
    press(qtbot, "1")
    press(qtbot, "1")
    go(qtbot, screen, A + "a06")
    press(qtbot, "7")
    press(qtbot, K.Key_Return)
    screen.close()
    return stand


def test_it_counts_answers_and_knows_the_last(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    stand = fill_and_stop(qtbot, context, store, visit)
    (left,) = left_open(context, store)
    assert (left.mark.visit, left.mark.form, left.mark.target) == (visit, "stand", stand)
    assert left.found.answers == 3, "what the form notes by itself is no answer"
    assert left.found.last_key == A + "a06"
    changes = store.history(visit, left.mark.response, A + "a06")
    assert left.found.last_at == changes[-1].change.at


def test_the_window_says_so_and_goes_there(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    fill_and_stop(qtbot, context, store, visit)
    window = begin(qtbot, context)
    (shown,) = told(window)
    assert_accessible(shown)
    words = " ".join(label.text() for label in shown.findChildren(QLabel))
    assert "3 jawaban tersimpan sejak dibuka" in words
    assert context.desk(store).visits.snapshot(visit).stands[0].name in words
    shown.activateWindow()
    press(qtbot, K.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.page, FormScreen) and window.page.sitting is not None)
    page = window.page
    assert isinstance(page, FormScreen)
    assert current(page) == A + "a06"


def test_later_is_told_once(qtbot: QtBot, context: Context, store: Store, visit: str) -> None:
    fill_and_stop(qtbot, context, store, visit)
    window = begin(qtbot, context)
    (shown,) = told(window)
    shown.activateWindow()
    press(qtbot, K.Key_Escape)
    assert OpenMarks(context.access.path).all() == []
    assert told(begin(qtbot, context)) == []


def test_a_form_left_in_order_is_not_told(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, "1")
    screen.can_leave(screen.close)
    assert told(begin(qtbot, context)) == []


def test_a_form_with_nothing_answered_claims_nothing(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    open_form(qtbot, context, visit, stand_of(store, visit)).close()
    (left,) = left_open(context, store)
    assert (left.found.answers, left.found.last_at) == (0, None)


def test_a_note_that_is_damaged_says_nothing(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    fill_and_stop(qtbot, context, store, visit)
    note = context.access.path.with_name(context.access.path.name + ".open-forms")
    note.write_text(note.read_text(encoding="utf-8")[:40], encoding="utf-8")
    assert left_open(context, store) == []
    assert told(begin(qtbot, context)) == []


@pytest.mark.parametrize("clears", [False, True])
def test_an_answer_that_was_cleared_again_is_not_counted(
    qtbot: QtBot, context: Context, store: Store, visit: str, *, clears: bool
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, "1")
    if clears:
        go(qtbot, screen, A + "a01")
        press(qtbot, K.Key_Delete)
    screen.close()
    (left,) = left_open(context, store)
    assert left.found.answers == (0 if clears else 1)
