"""The papers beside the berita acara in the window: chosen, made, looked at, by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldsurvey.app.sample_keys import make_ca, make_signer
from fieldsurvey.report.document import Place
from fieldsurvey.report.kinds import Kind
from fieldsurvey.report.page_size import PageSize
from fieldsurvey.ui.preferences import PAPERS
from fieldsurvey.ui.report.documents_page import DocumentsPage
from fieldsurvey.ui.report.other_papers import KINDS
from fieldsurvey.ui.report.sign_dialog import SignDialog
from fieldsurvey.ui.report.standing import PaperRead
from tests.ui.checks import SIZES as WINDOWS
from tests.ui.checks import assert_accessible, assert_fits
from tests.ui.report.test_documents_page import LEAD, dialog_of, open_page

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
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
    assert list(PAPERS) == [size.name for size in PageSize]


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


def test_a_certificate_is_made_signed_and_found_again(
    qtbot: QtBot, sample_context: Context, sample_store: Store, sample_visit: str, heard: Heard, tmp_path: Path,
) -> None:  # fmt: skip
    page = open_page(qtbot, sample_context, sample_visit)
    papers = page.papers
    papers.kind.setCurrentIndex(papers.kind.findData("certificate"))
    qtbot.keyClicks(papers.number, "7/PG/2026")
    qtbot.keyClick(papers.make_button, Qt.Key.Key_Space)
    assert page.preview.page_count == 1
    assert papers.sign_button.isVisible()
    key = tmp_path / "key.p12"
    key.write_bytes(make_signer(make_ca("Otoritas Uji"), LEAD, passphrase="benar"))
    qtbot.keyClick(papers.sign_button, Qt.Key.Key_Space)
    dialog = dialog_of(page, SignDialog)
    assert isinstance(dialog, SignDialog)
    qtbot.keyClicks(dialog.key, str(key))
    qtbot.keyClicks(dialog.passphrase, "benar")
    qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Return)
    assert not papers.sign_button.isVisible(), "it has one place, and that is filled"
    made = sample_store.entities(sample_visit, "document")[-1].fields
    assert (made["kind"], made["number"]) == ("certificate", "7/PG/2026")
    assert made["signed"]
    first = page.in_view
    qtbot.keyClick(papers.make_button, Qt.Key.Key_Space)
    assert page.in_view == first.with_stem(f"{first.stem}-2"), (
        "what is signed is never written over"
    )
    qtbot.keyClick(papers.back_button, Qt.Key.Key_Space)
    qtbot.keyClick(papers.open_button, Qt.Key.Key_Space)
    assert page.in_view == first.with_stem(f"{first.stem}-2"), "the latest is shown"


def test_places_that_are_read_late_are_not_those_of_another_paper(
    page: DocumentsPage, tmp_path: Path
) -> None:
    """Somebody would sign another document in another's place."""
    late = PaperRead((Place("TTD_1", "Ratna", filled=False, size=(1, 1)),))
    first, second = (tmp_path / name for name in ("satu.pdf", "dua.pdf"))
    papers = page.papers
    papers._show(first)
    papers._show(second)
    papers._paper_read(first, late)
    assert papers._ways._standing is not None
    assert (papers._ways._standing.document, papers._ways._standing.paper) == (second, PaperRead())
    stands = page._standing
    page._paper_read(first, late)
    assert page._standing == stands
    assert page.ways._standing == stands


def test_a_stick_that_is_pulled_while_a_paper_is_read_shows_nothing(page: DocumentsPage) -> None:
    read = PaperRead((Place("TTD_1", "Ratna", filled=False, size=(1, 1)),))
    assert not page.document.exists()
    page._paper_read(page.document, read)
    assert page.preview.path is None
