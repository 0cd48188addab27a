"""Complaints by keys: a receipt at once, no names in lists, steps with what proves them, looks that are logged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.complaint_steps import ComplaintStatus
from fieldsurvey.survey.complaints import Complaints
from fieldsurvey.survey.deadlines import read_calendar
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.exports import exports
from fieldsurvey.ui.followup.complaint_dialogs import (
    ComplaintDialog,
    LookDialog,
    ReceiptDialog,
    StepDialog,
    WordsDialog,
)
from fieldsurvey.ui.followup.due_page import DuePage
from fieldsurvey.ui.followup.page import FollowUpPage
from tests.ui.checks import assert_accessible, assert_fits
from tests.ui.conftest import AUTHOR
from tests.ui.visits.hands import ALT, CTRL, asked, back, press, shown, texts, the_list

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.survey.complaints import Complaint
    from fieldsurvey.ui.context import Context
    from tests.ui.conftest import Heard

K = Qt.Key


def received(store: Store, visit: str) -> list[Complaint]:
    return Complaints(Desk(store, author=AUTHOR).visits, visit, read_calendar()).all()


@pytest.fixture
def page(qtbot: QtBot, context: Context, visit: str) -> FollowUpPage:
    made = FollowUpPage(context, visit)
    shown(qtbot, made)
    return made


def take(page: FollowUpPage) -> ReceiptDialog:
    press(K.Key_N, CTRL)
    dialog = asked(page, ComplaintDialog)
    assert_accessible(dialog)
    press(K.Key_Return, CTRL)
    assert any("Tuliskan apa yang diadukan" in text for text in texts(dialog))
    press("Diminta uang di luar tarif.")
    press(K.Key_Tab)
    press("G01 Perizinan")
    press(K.Key_Tab)
    press("Siti Aminah")
    press(K.Key_Return)
    receipt = asked(page, ReceiptDialog)
    assert isinstance(receipt, ReceiptDialog)
    return receipt


def test_a_complaint_gives_its_receipt_at_once_and_the_name_is_nowhere(
    page: FollowUpPage, store: Store, visit: str, tmp_path: Path
) -> None:
    receipt = take(page)
    (complaint,) = received(store, visit)
    assert complaint.secret
    assert complaint.complainant == "Siti Aminah"
    said = texts(receipt)
    assert complaint.receipt in said
    assert any("paling lambat" in text for text in said)
    assert "identitas dirahasiakan" in said
    assert not any("Siti" in text for text in said)
    assert_accessible(receipt)
    assert_fits(receipt, (receipt.width(), receipt.height()))
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "tanda-terima.pdf"))
    receipt.print_on(printer)
    assert (tmp_path / "tanda-terima.pdf").read_bytes().startswith(b"%PDF")
    press(K.Key_Return)
    back(page)
    (row,) = the_list(page).rows()
    assert row.code == complaint.receipt
    assert "identitas dirahasiakan" in row.detail
    assert "tanggapan 14 hari lagi" in row.spoken
    assert "Siti" not in row.spoken
    press("r")
    assert complaint.receipt in texts(asked(page, ReceiptDialog))


def test_steps_follow_each_other_and_the_end_needs_words(
    page: FollowUpPage, store: Store, visit: str
) -> None:
    take(page)
    press(K.Key_Return)
    back(page)
    press(K.Key_Return)
    dialog = asked(page, StepDialog)
    assert_accessible(dialog)
    press("4")
    press(K.Key_Return, CTRL)
    assert any("mengapa ditolak" in text for text in texts(dialog))
    assert dialog.isVisible()
    press("Sudah dijelaskan.")
    press(K.Key_Return, CTRL)
    back(page)
    (complaint,) = received(store, visit)
    assert complaint.status is ComplaintStatus.SETTLED
    assert "Selesai" in the_list(page).rows()[0].spoken


def test_who_looks_at_the_words_says_why_and_it_is_logged(
    page: FollowUpPage, store: Store, visit: str, heard: Heard
) -> None:
    take(page)
    press(K.Key_Return)
    back(page)
    press("l")
    asked(page, LookDialog)
    press(K.Key_Return)
    QApplication.processEvents()
    assert not [d for d in page.findChildren(WordsDialog) if d.isVisible()]
    press("menyiapkan tanggapan")
    press(K.Key_Return)
    shown_words = asked(page, WordsDialog)
    assert "Siti Aminah" in texts(shown_words)
    (entry,) = exports(Desk(store, author=AUTHOR).visits, visit)
    assert (entry.private, entry.reason) == (True, "menyiapkan tanggapan")
    assert not heard.told


def test_an_overdue_complaint_says_so_here_and_among_all_visits(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    clock = ScriptedClock(datetime.now(UTC) - timedelta(days=20))
    Complaints(Desk(store, author=AUTHOR, clock=clock).visits, visit, read_calendar()).receive(
        "Antre tiga jam.", about="G02"
    )
    page = FollowUpPage(context, visit)
    shown(qtbot, page)
    press(K.Key_3, ALT)
    (row,) = the_list(page).rows()
    assert row.cells[0].text == "Lewat: tanggapan"
    assert row.icon == "problem"
    due = DuePage(context)
    shown(qtbot, due)
    assert "Lewat: tanggapan" in due.list.rows()[0].spoken
