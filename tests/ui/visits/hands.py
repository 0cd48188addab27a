"""What a person does at the visits: keys where the focus is, and what is seen then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton

from fieldsurvey.survey.desk import Desk
from fieldsurvey.ui.parts.row_list import RowList
from tests.ui.checks import SIZES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.survey.model import Visit
    from fieldsurvey.ui.parts.rows import Row
    from fieldsurvey.ui.screen import Screen
    from fieldsurvey.ui.visits import VisitPage

NO, CTRL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def press(key: Qt.Key | str, modifier: Qt.KeyboardModifier = NO) -> None:
    """Press a key where the focus is, as a person does."""
    widget = QApplication.focusWidget()
    assert widget is not None
    if isinstance(key, str):
        QTest.keyClicks(widget, key, modifier)
    else:
        QTest.keyClick(widget, key, modifier)
    QApplication.processEvents()


def shown(qtbot: QtBot, screen: Screen) -> None:
    """Show a screen and let it come to the keys."""
    qtbot.addWidget(screen)
    screen.resize(*SIZES[0])
    screen.show()
    screen.activateWindow()
    screen.entered()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


def choose(page: VisitPage, name: str) -> None:
    """Open the menu of a visit by its key and go down to a line of it."""
    press(Qt.Key.Key_F10)
    menu = page.header.menu
    assert menu.isVisible()
    for _ in menu.actions():
        if menu.activeAction().objectName() == name:
            break
        QTest.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction().objectName() == name
    QTest.keyClick(menu, Qt.Key.Key_Return)


def titles(rows: tuple[Row, ...]) -> list[str]:
    """Return the titles of rows that are not headings."""
    return [row.title for row in rows if not row.heading]


def asked(screen: QWidget, kind: type[QDialog]) -> QDialog:
    """Return the dialog that is open."""
    found = [d for d in screen.findChildren(kind) if d.isVisible()]
    assert len(found) == 1
    found[0].activateWindow()
    QApplication.processEvents()
    return found[0]


def the_list(screen: QWidget) -> RowList:
    """Return the list that is seen."""
    return next(found for found in screen.findChildren(RowList) if found.isVisible())


def back(screen: QWidget) -> None:
    """Do what a window manager does when a dialog closes; the offscreen platform has none."""
    screen.activateWindow()
    QApplication.processEvents()


def snapshot(store: Store, visit: str) -> Visit:
    """Return what the database holds."""
    return Desk(store, author="x").visits.snapshot(visit)


def texts(widget: QWidget) -> list[str]:
    """Return the texts of all labels."""
    return [label.text() for label in widget.findChildren(QLabel)]


def button(widget: QWidget, text: str) -> QPushButton:
    """Return the button of this text."""
    return next(found for found in widget.findChildren(QPushButton) if found.text() == text)
