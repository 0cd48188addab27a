"""The papers beside the berita acara in the window: chosen, made, looked at, by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldsurvey.report.kinds import Kind
from fieldsurvey.report.page_size import PageSize
from fieldsurvey.ui.report.documents_page import DocumentsPage
from fieldsurvey.ui.report.other_papers import KINDS, SIZES
from tests.ui.checks import SIZES as WINDOWS
from tests.ui.checks import assert_accessible, assert_fits

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.context import Context
    from tests.ui.conftest import Heard


@pytest.fixture
def page(qtbot: QtBot, context: Context, visit: str) -> DocumentsPage:
    made = DocumentsPage(context, visit)
    qtbot.addWidget(made)
    made.resize(*WINDOWS[0])
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.entered()
    return made


def test_the_window_offers_every_kind_and_sheet() -> None:
    assert {*KINDS, Kind.BERITA_ACARA.value} == {kind.value for kind in Kind}
    assert list(SIZES) == [size.name for size in PageSize]


def test_a_paper_is_chosen_made_and_shown_by_keys(
    qtbot: QtBot, page: DocumentsPage, context: Context, visit: str, heard: Heard
) -> None:
    page.papers.kind.setFocus()
    qtbot.keyClick(page.papers.kind, Qt.Key.Key_Down)
    assert page.papers.kind.currentText() == "Daftar hadir"
    assert "pena" in page.papers.hint.text()
    qtbot.keyClick(page.papers.kind, Qt.Key.Key_Tab)
    qtbot.keyClick(page.papers.size_choice, Qt.Key.Key_Down)
    assert context.preferences.text("paper") == "F4"
    qtbot.keyClick(page.papers.size_choice, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is page.papers.make_button
    qtbot.keyClick(focused, Qt.Key.Key_Space)
    made = context.access.path.parent / f"attendance-{visit[-12:]}.pdf"
    assert page.preview.path == page.in_view == made
    assert page.preview.page_count == 2
    assert any("PDF jadi: 2 halaman" in text for text in heard.shown)
    assert page.preview.hasFocus()
    page.save_copy(made.with_name("salinan.pdf"))
    assert made.with_name("salinan.pdf").read_bytes() == made.read_bytes()
    assert_accessible(page)
    page.papers.back_button.setFocus()
    qtbot.keyClick(page.papers.back_button, Qt.Key.Key_Space)
    assert page.preview.path is None, "there is no berita acara yet"
    assert not page.papers.back_button.isVisible()


def test_what_cannot_be_made_is_told(qtbot: QtBot, page: DocumentsPage, heard: Heard) -> None:
    for kind in ("addendum", "certificate"):
        page.papers.kind.setCurrentIndex(page.papers.kind.findData(kind))
        assert page.papers.number.isVisible()
        qtbot.keyClick(page.papers.make_button, Qt.Key.Key_Space)
        assert "not sealed" in str(heard.told[-1])
        assert page.papers.make_button.isEnabled()
    assert_fits(page, WINDOWS[-1])
