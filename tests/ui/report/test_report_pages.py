"""Findings, documents over the real sample and a small visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from fieldsurvey.app.sample_keys import make_ca, make_signer
from fieldsurvey.survey.desk import Desk
from fieldsurvey.ui.report.documents_page import DocumentsPage
from fieldsurvey.ui.report.findings_page import FindingsPage
from fieldsurvey.ui.report.sign_dialog import SignDialog
from tests.ui.checks import SIZES, assert_accessible, assert_fits

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context


def texts(page: object) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_fit_and_speak(
    qtbot: QtBot, sample_context: Context, sample_visit: str, size: tuple[int, int]
) -> None:
    for make in (FindingsPage, DocumentsPage):
        page = make(sample_context, sample_visit)
        qtbot.addWidget(page)
        page.entered()
        assert_accessible(page)
        assert_fits(page, size)


def test_a_finding_is_reworded_and_the_journal_has_it(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    from fieldsurvey.survey.model import Finding

    desk = Desk(store, author="R")
    empty = Finding("", 0, "", "Gerai A", "A01", "Tutup.", "UU 25/2009", "sedang")
    desk.visits.add(visit, "finding", empty)
    page = FindingsPage(context, visit)
    qtbot.addWidget(page)
    page.show()
    page.entered()
    page._action.setFocus()
    qtbot.keyClicks(page._action, "Membuka gerai")
    left: list[bool] = []
    page.can_leave(lambda: left.append(True))
    assert left == [True]
    assert desk.visits.snapshot(visit).findings[0].action == "Membuka gerai"


def test_minutes_are_signed_by_keyboard_and_verify(
    qtbot: QtBot, sample_context: Context, sample_store: Store, sample_visit: str, tmp_path: Path
) -> None:
    page = DocumentsPage(sample_context, sample_visit)
    qtbot.addWidget(page)
    page.show()
    page.entered()
    assert not page.seal_button.isEnabled()
    page.make_button.click()
    assert page.document.is_file()
    assert page.preview.page_count >= 6

    key = tmp_path / "key.p12"
    key.write_bytes(make_signer(make_ca("Otoritas Uji"), "Ratna", passphrase="benar"))
    page.sign_button.click()
    dialog = page.findChild(SignDialog)
    assert dialog is not None
    assert_accessible(dialog)
    dialog.key.setText(str(key))
    before = page.document.read_bytes()
    qtbot.keyClicks(dialog.passphrase, "salah")
    qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert page.document.read_bytes() == before
    dialog.passphrase.clear()
    qtbot.keyClicks(dialog.passphrase, "benar")
    qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert page.document.read_bytes().startswith(before)
    page.verify_button.click()
    assert any(text.startswith("✓ 1 ") for text in texts(page))
    assert sample_store.entities(sample_visit, "document")[0].fields["signed"]
