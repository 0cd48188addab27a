"""From the list of visits to an answered form and back, with real key events over the real frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from fieldsurvey.survey.desk import Desk
from fieldsurvey.ui.form import FormScreen
from fieldsurvey.ui.main_window import MainWindow
from fieldsurvey.ui.navigation import Navigation
from fieldsurvey.ui.visits import VisitList, VisitPage
from tests.ui.checks import assert_accessible

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context


def press(qtbot: QtBot, *keys: Qt.Key) -> None:
    """Press keys where the focus is, as a person would."""
    for key in keys:
        target = QApplication.focusWidget()
        assert isinstance(target, QWidget)
        qtbot.keyClick(target, key)
        QApplication.processEvents()


def test_from_the_list_to_a_saved_answer(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    window = MainWindow(context.preferences)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitActive(window)
    navigation = Navigation(window, lambda _theme: context)
    navigation.begin()
    assert isinstance(window.page, VisitList)
    assert_accessible(window)
    qtbot.wait(50)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.page, VisitPage))
    qtbot.wait(50)
    assert_accessible(window)
    # Building, complaints desk, first stand: state "open" by its digit, then its form.
    press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_1)
    desk = Desk(store, author="R")
    qtbot.waitUntil(lambda: desk.visits.snapshot(visit).stands[0].status == "open")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.page, FormScreen))
    qtbot.wait(100)
    assert_accessible(window)
    press(qtbot, Qt.Key.Key_1, Qt.Key.Key_1)

    def answers() -> dict[str, str | None]:
        responses = desk.visits.snapshot(visit).responses
        return responses[0].values if responses else {}

    qtbot.waitUntil(lambda: answers().get("/data/bagian_a/a02") == "ya")
    assert answers()["/data/bagian_a/a01"] == "ya"
    press(qtbot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: isinstance(window.page, VisitPage))
