"""From the list of visits to minutes that are signed and verified, through the real window, by keys and eyes alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QLineEdit

from fieldsurvey.app.sample_keys import make_ca, make_signer
from fieldsurvey.ui.main_window import MainWindow
from fieldsurvey.ui.navigation import Navigation
from tests.ui.keyboard import CTRL, CTRL_SHIFT, PATIENCE_MS, Hands, K
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

LEAD = "Ratna Contoh, S.H."


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
    qtbot.waitUntil(window.page.document.is_file, timeout=PATIENCE_MS)

    hands.sign(LEAD, key, "benar")
    hands.see(f"✓ {LEAD}")
    hands.press(K.Key_V, CTRL_SHIFT)
    hands.see("1 tanda tangan sah dan segel cocok dengan data")
