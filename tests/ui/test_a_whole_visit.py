"""From the list of visits to minutes that are signed and verified, through the real window, by keys and eyes alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit, QWidget

from fieldsurvey.app.sample_keys import make_ca, make_signer
from fieldsurvey.ui.main_window import MainWindow
from fieldsurvey.ui.navigation import Navigation
from fieldsurvey.ui.visits.row_list import RowList
from tests.ui.checks import assert_accessible
from tests.ui.report.conftest import (
    unsealed_context,
    unsealed_database,
    unsealed_store,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.context import Context

__all__ = ["unsealed_context", "unsealed_database", "unsealed_store"]

K = Qt.Key
NO = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
LEAD = "Ratna Contoh, S.H."


class Hands:
    """One person at the keyboard of one window."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO) -> None:
        """Press a key where the focus is."""
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        QTest.keyClick(QApplication.focusWidget(), key, modifier)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type where the focus is."""
        QTest.keyClicks(QApplication.focusWidget(), text)
        QApplication.processEvents()

    def tab_to(self, name: str) -> QWidget:
        """Go on with Tab to what calls itself so."""
        for _ in range(60):
            self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
            widget = QApplication.focusWidget()
            called = f"{widget.accessibleName()} {getattr(widget, 'text', str)()}"
            if name.casefold() in called.casefold():
                return widget
            self.press(K.Key_Tab)
        message = f"Tab does not reach {name!r}"
        raise AssertionError(message)

    def dialog(self) -> QDialog:
        """Return the dialog that is open, with the keys in it."""
        found = [each for each in self.window.findChildren(QDialog) if each.isVisible()]
        assert len(found) == 1
        found[0].activateWindow()  # what a window manager does; off the screen there is none
        QApplication.processEvents()
        return found[0]

    def see(self, text: str) -> None:
        """Wait until a text stands in the window."""
        self.qtbot.waitUntil(
            lambda: any(
                text in label.text()
                for label in self.window.findChildren(QLabel)
                if label.isVisibleTo(self.window)
            ),
            timeout=60_000,
        )

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
            )
        )


def test_the_whole_way_to_verified_minutes(
    qtbot: QtBot, unsealed_context: Context, tmp_path: Path
) -> None:
    key = tmp_path / "kunci.p12"
    key.write_bytes(make_signer(make_ca("Otoritas Uji"), LEAD, passphrase="benar"))
    window = MainWindow(unsealed_context.preferences)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    qtbot.waitActive(window)
    navigation = Navigation(window, lambda _theme: unsealed_context)
    navigation.begin()
    hands = Hands(qtbot, window)

    hands.on("VisitList")
    hands.rows()
    hands.press(K.Key_Return)
    hands.on("VisitPage")
    hands.rows()
    for step in (K.Key_Down, K.Key_Down, K.Key_Return):
        hands.press(step)
    hands.on("FormScreen")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    hands.press(K.Key_Escape)
    hands.on("VisitPage")
    for number, page in ((K.Key_1, "ScorePage"), (K.Key_2, "FindingsPage")):
        hands.press(number, CTRL)
        hands.on(page)
        hands.press(K.Key_Escape)
        hands.on("VisitPage")

    hands.press(K.Key_3, CTRL)
    hands.on("DocumentsPage")
    hands.tab_to("segel")
    hands.press(K.Key_Space)
    hands.dialog()
    hands.press(K.Key_Return)
    hands.on("DocumentsPage")
    number = hands.tab_to("nomor")
    assert isinstance(number, QLineEdit)
    hands.type("012/BA/2026")
    hands.press(K.Key_P, CTRL)
    qtbot.waitUntil(window.page.document.is_file, timeout=60_000)

    hands.press(K.Key_G, CTRL_SHIFT)
    dialog = hands.dialog()
    assert_accessible(dialog)
    place = next(box for box in dialog.findChildren(QComboBox) if box.isVisible())
    for _ in range(place.count()):
        hands.tab_to(place.accessibleName())
        if place.currentText() == LEAD:
            break
        hands.press(K.Key_Down)
    key_field, passphrase = (field for field in dialog.findChildren(QLineEdit) if field.isVisible())
    hands.tab_to(key_field.accessibleName())
    hands.type(str(key))
    hands.tab_to(passphrase.accessibleName())
    hands.type("benar")
    hands.press(K.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=60_000)
    window.activateWindow()
    hands.see(f"✓ {LEAD}")
    hands.press(K.Key_V, CTRL_SHIFT)
    hands.see("1 tanda tangan sah dan segel cocok dengan data")
