"""The guide by keys: every chapter, its pictures, finding a word, and back to where one was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from fieldsurvey.paths import resources_folder
from fieldsurvey.ui.actions import ACTIONS
from fieldsurvey.ui.guide import GuidePage, chapters
from fieldsurvey.ui.main_window import MainWindow
from fieldsurvey.ui.preferences import Preferences
from tests.ui.checks import SIZES, all_themes, assert_accessible, assert_fits
from tests.ui.frame.test_window import Note

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.theme import Theme

K = Qt.Key


def test_shift_f1_opens_it_over_the_page_at_hand(qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow(Preferences(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    below = window.open_page(lambda theme: Note("Gerai", theme))
    assert isinstance(below, Note)
    qtbot.waitUntil(below.field.hasFocus)
    qtbot.keyClicks(below.field, "setengah kata")
    qtbot.keyClick(below.field, K.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    guide = window.page
    assert isinstance(guide, GuidePage)
    qtbot.waitUntil(guide.list.hasFocus)
    assert "Kunci pemulihan" in guide.text.toPlainText()
    for _ in range(2):
        qtbot.keyClick(guide.list, K.Key_Down)
    assert "Di lokasi" in guide.text.toPlainText()
    qtbot.keyClick(guide.list, K.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert window.page is guide, "it is open already"
    qtbot.keyClick(guide.list, K.Key_Escape)
    assert window.page is below
    assert below.field.text() == "setengah kata"


def test_it_fits_and_every_part_has_a_name(qtbot: QtBot) -> None:
    for theme in all_themes()[:2]:
        page = GuidePage(theme)
        qtbot.addWidget(page)
        for size in SIZES:
            assert_fits(page, size)
        assert_accessible(page)


def test_a_word_is_found_in_whichever_chapter_has_it(qtbot: QtBot, theme: Theme) -> None:
    page = GuidePage(theme)
    qtbot.addWidget(page)
    page.resize(*SIZES[0])
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    qtbot.keyClick(page.list, K.Key_F, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    qtbot.keyClicks(page.search, "hotspot")
    qtbot.keyClick(page.search, K.Key_Return)
    assert page.text.textCursor().selectedText().casefold() == "hotspot"
    assert page.list.currentItem().text() == "Menggabungkan pekerjaan tim"


def test_every_chapter_has_a_title_and_its_pictures_are_there() -> None:
    pictures = resources_folder() / "guide" / "pictures"
    named = set()
    for path in chapters():
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# ")
        named |= set(re.findall(r"!\[[^]]+\]\(pictures/([^)]+)\)", text))
    assert named
    for name in named:
        assert not QImage(str(pictures / name)).isNull(), name


def test_the_keys_that_it_names_are_those_of_the_window() -> None:
    bound = {key for spec in ACTIONS for key in spec.keys}
    named = set()
    for path in chapters():
        named |= set(
            re.findall(
                r"\*\*((?:Ctrl|Shift|F\d)[A-Z0-9+a-z]*)\*\*", path.read_text(encoding="utf-8")
            )
        )
    assert len(named) > 15
    pasted = {"Ctrl+V"}  # of every text field
    assert named - pasted <= bound, named - pasted - bound
