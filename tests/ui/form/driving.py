"""Driving the form screen as a person does: keys to whatever has the focus, and a look at what is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from fieldsurvey.survey.desk import Desk
from fieldsurvey.ui.form import FormScreen

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.survey.model import Response
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.form.sitting import Sitting

A = "/data/bagian_a/"
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def focus() -> QWidget:
    """Return what has the keyboard; with no window manager, a closed sheet gives it back to the form here."""
    if QApplication.focusWidget() is None:
        (screen,) = (
            w for w in QApplication.topLevelWidgets() if isinstance(w, FormScreen) and w.isVisible()
        )
        screen.activateWindow()
        QApplication.processEvents()
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(
    qtbot: QtBot, keys: str | Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Send keys to whatever has the focus, as a keyboard does."""
    if isinstance(keys, str):
        qtbot.keyClicks(focus(), keys)
    else:
        qtbot.keyClick(focus(), keys, modifier)
    QApplication.processEvents()


def stand_of(store: Store, visit: str, at: int = 0) -> str:
    """Return a stand's id."""
    return Desk(store, author="x").visits.snapshot(visit).stands[at].id


def open_form(
    qtbot: QtBot, context: Context, visit: str, target: str, form: str = "stand"
) -> FormScreen:
    """Open a form on the screen, with the keyboard in it."""
    screen = FormScreen(context, visit, form, target)
    screen.resize(1366, 700)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitExposed(screen)
    screen.activateWindow()
    screen.entered()
    pages = screen.face.pages
    qtbot.waitUntil(lambda: pages.page is not None and pages.page.whole)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    QApplication.processEvents()
    return screen


def sitting(screen: FormScreen) -> Sitting:
    """Return the form in work."""
    assert screen.sitting is not None
    return screen.sitting


def current(screen: FormScreen) -> str:
    """Return the question at hand."""
    return sitting(screen).walk.question


def go(qtbot: QtBot, screen: FormScreen, ref: str) -> None:
    """Go to a question, by Ctrl+G and part of its label."""
    sitting(screen).walk.jump(ref)
    QApplication.processEvents()
    assert current(screen) == ref
    del qtbot


def responses(store: Store, visit: str) -> list[Response]:
    """Return the responses as they are stored."""
    return Desk(store, author="x").responses(visit).all()


def values(store: Store, visit: str) -> dict[str, str | None]:
    """Return the answers of the first response as they are stored."""
    return responses(store, visit)[0].values


def sheet(screen: FormScreen) -> QDialog:
    """Return the sheet that is open over the form."""
    found = [dialog for dialog in screen.findChildren(QDialog) if dialog.isVisible()]
    assert len(found) == 1
    found[0].activateWindow()
    QApplication.processEvents()
    return found[0]
