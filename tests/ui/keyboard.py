"""One person at the keyboard of the real window: keys where the focus is, eyes on what is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from fieldsurvey.ui.parts.row_list import RowList
from fieldsurvey.ui.report.sign_dialog import SignDialog
from tests.ui.checks import assert_accessible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.main_window import MainWindow

K = Qt.Key
NO = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
#: Threads, processes and a machine that does other things as well.
PATIENCE_MS = 30_000


class Hands:
    """One person at the keyboard of one window."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window

    def here(self) -> QWidget:
        """Return what has the keys; a closed dialog gives them back to the window."""

        def found() -> bool:
            if QApplication.focusWidget() is None:
                self.window.activateWindow()  # what a window manager does; off the screen there is none
                QApplication.processEvents()
            return QApplication.focusWidget() is not None

        self.qtbot.waitUntil(found, timeout=PATIENCE_MS)
        return QApplication.focusWidget()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.here(), key, modifier)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type where the focus is."""
        QTest.keyClicks(self.here(), text)
        QApplication.processEvents()

    def tab_to(self, name: str) -> QWidget:
        """Go on with Tab to what calls itself so."""
        for _ in range(60):
            widget = self.here()
            called = f"{widget.accessibleName()} {getattr(widget, 'text', str)()}"
            if name.casefold() in called.casefold():
                return widget
            self.press(K.Key_Tab)
        message = f"Tab does not reach {name!r}"
        raise AssertionError(message)

    def dialog(self) -> QDialog:
        """Return the dialog that is open, with the keys in it; look whether all of it says what it is."""
        found = [each for each in self.window.findChildren(QDialog) if each.isVisible()]
        assert len(found) == 1
        found[0].activateWindow()  # what a window manager does; off the screen there is none
        QApplication.processEvents()
        assert_accessible(found[0])
        return found[0]

    def see(self, text: str) -> None:
        """Wait until a text stands in the window, or in a sheet over it."""
        self.qtbot.waitUntil(
            lambda: any(text in each for each in self._texts()), timeout=PATIENCE_MS
        )

    def _texts(self) -> Iterator[str]:
        for kind, read in (
            (QLabel, QLabel.text),
            (QPlainTextEdit, QPlainTextEdit.toPlainText),
            (QPushButton, QPushButton.text),
        ):
            for each in self.window.findChildren(kind):
                if each.isVisible():
                    yield read(each)

    def asked(self, text: str) -> None:
        """Wait until what has the keys, or what it lies in, calls itself so."""

        def called() -> list[str]:
            names: list[str] = []
            widget: QWidget | None = self.here()
            while widget is not None:
                names += [widget.accessibleName(), getattr(widget, "text", str)()]
                widget = widget.parentWidget()
            return names

        self.qtbot.waitUntil(lambda: any(text in name for name in called()), timeout=PATIENCE_MS)

    def on(self, page: str) -> None:
        """Wait for a kind of page, and look whether all of it says what it is."""
        self.qtbot.waitUntil(lambda: type(self.window.page).__name__ == page, timeout=10_000)
        self.window.activateWindow()
        QApplication.processEvents()
        assert_accessible(self.window)

    def rows(self) -> None:
        """Wait until the rows of a list on this page have the keys."""
        self.qtbot.waitUntil(
            lambda: (
                isinstance(QApplication.focusWidget(), RowList)
                and self.window.page.isAncestorOf(QApplication.focusWidget())
            ),
            timeout=PATIENCE_MS,
        )

    def row(self, text: str, cell: str = "") -> None:
        """Wait until the list has a row with this text (and in it this cell), and go down to it."""

        def there() -> bool:
            found = self._list()
            return found is not None and any(
                text in each.spoken and cell in each.spoken for each in found.rows()
            )

        self.qtbot.waitUntil(there, timeout=PATIENCE_MS)
        found = self._list()
        assert found is not None
        self.press(K.Key_Home)
        for _ in found.rows():
            if text in str(found.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)):
                return
            self.press(K.Key_Down)
        message = f"the arrows do not reach {text!r}"
        raise AssertionError(message)

    def _list(self) -> RowList | None:
        found = self.here()
        return found if isinstance(found, RowList) else None

    def choose(self, box: QWidget, text: str) -> None:
        """Go down a combo box, from its beginning, to a line."""
        assert isinstance(box, QComboBox)
        self.press(K.Key_Home)
        for _ in range(box.count()):
            if text in box.currentText():
                return
            self.press(K.Key_Down)
        message = f"the arrows do not reach {text!r}"
        raise AssertionError(message)

    def sign(self, person: str, key: Path, passphrase: str) -> None:
        """Sign in a person's place with a certificate file."""
        self.press(K.Key_G, CTRL_SHIFT)
        dialog = self.dialog()
        place = next(box for box in dialog.findChildren(QComboBox) if box.isVisible())
        self.tab_to(place.accessibleName())
        self.choose(place, person)
        assert isinstance(dialog, SignDialog)
        for field, text in ((dialog.key, str(key)), (dialog.passphrase, passphrase)):
            self.tab_to(field.accessibleName())
            self.type(text)
        self.press(K.Key_Return)
        self.qtbot.waitUntil(
            lambda: not shiboken6.isValid(dialog) or not dialog.isVisible(), timeout=PATIENCE_MS
        )
