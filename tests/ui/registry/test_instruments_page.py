"""The instruments by keys: what each is, its questions, what differs, and an import that is checked first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from fieldsurvey.survey.desk import Desk
from fieldsurvey.ui.registry.instruments_page import InstrumentsPage
from tests.survey.test_instrument_review import change, label_column, question_row, raise_version
from tests.ui.checks import SIZES, assert_accessible, assert_fits
from tests.ui.visits.hands import press, shown

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context
    from tests.ui.conftest import Heard

K = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(qtbot: QtBot, office: Context) -> InstrumentsPage:
    made = InstrumentsPage(office)
    shown(qtbot, made)
    return made


@pytest.fixture
def edited(page: InstrumentsPage, heard: Heard, tmp_path: Path) -> Path:
    """The instrument sop, exported by the page, one question in other words, its version raised."""
    page.list.go_to("sop@2026.1")
    folder = tmp_path / "sop-2026.1"
    page.write_to(folder)
    assert str(folder) in heard.shown[-1]
    book = folder / "stand.xlsx"
    change(book, question_row(book), label_column(book), "Apakah ada SOP tertulis?")
    raise_version(folder)
    return folder


def test_every_version_says_what_it_is(page: InstrumentsPage) -> None:
    assert page.list.hasFocus()
    rows = {row.key: row for row in page.list.rows()}
    assert len(rows) == 8
    assert rows["sop@2026.1"].cells[0].text == "asumsi"
    assert not rows["skm@2026.1"].cells[0].text
    page.list.go_to("mpp-sidak@2026.1")
    about = page.about.text.text()
    for told in ("tidak resmi: nilai kerja", "Bobot yang diasumsikan", "bawaan program"):
        assert told in about
    assert "belum ada kunjungan" in about
    assert_accessible(page)


def test_a_version_says_which_visits_pin_it(qtbot: QtBot, context: Context, visit: str) -> None:
    page = InstrumentsPage(context)
    shown(qtbot, page)
    page.list.go_to("mpp-sidak@2026.1")
    mall = context.tasks._store.entities(visit, "mall")[0].fields["name"]
    assert mall in page.about.text.text()
    assert "dipakai 1 kunjungan" in next(
        row.detail for row in page.list.rows() if row.key == "mpp-sidak@2026.1"
    )


def test_the_questions_are_read_when_one_looks(page: InstrumentsPage) -> None:
    page.list.go_to("sop@2026.1")
    assert page.questions.list.rows() == ()
    press("2", ALT)
    rows = page.questions.list.rows()
    assert (rows[0].title, rows[0].heading) == ("Gerai", True)
    assert any("SOP" in row.title and row.detail for row in rows)
    for part in (page.tabs, page.questions.list, page.list):
        press(K.Key_F6)
        assert part.hasFocus()


def test_two_versions_are_compared_part_by_part(page: InstrumentsPage) -> None:
    page.list.go_to("ori-2022@2024.1")
    page.tabs.setCurrentIndex(2)
    page.other.setFocus()
    press(K.Key_Home)
    while "ori-2021" not in page.other.currentText():
        press(K.Key_Down)
    rows = page.differences.list.rows()
    heads = [row.title for row in rows if row.heading]
    assert heads[0] == "Keterangan"
    assert "Kategori dan zona" in heads
    assert any(row.icon == "plus" and "mulai" in row.detail for row in rows)


def test_an_import_is_checked_shown_and_then_kept(
    page: InstrumentsPage, edited: Path, office_store: Store
) -> None:
    page.look_into(edited)
    assert page.review.said.text() == ("sop 2026.2 baik. Bedanya dari sop 2026.1 ada di bawah ini.")
    (row,) = [row for row in page.review.rows.list.rows() if not row.heading]
    assert "→ Apakah ada SOP tertulis?" in row.detail
    assert [o.version for o in Desk(office_store, author="B").catalogue.all() if o.id == "sop"] == [
        "2026.1"
    ]
    assert page.review.keep.hasFocus()
    press(K.Key_Space)
    assert page.list.current_key() == "sop@2026.2"
    assert "diimpor kantor ini" in page.about.text.text()
    page.tabs.setCurrentIndex(2)
    assert page.other.currentData() == "sop@2026.1"
    assert len(page.differences.list.rows()) == 2


def test_what_is_wrong_names_its_place_and_can_be_copied(
    page: InstrumentsPage, edited: Path
) -> None:
    book = edited / "stand.xlsx"
    row = question_row(book)
    change(book, row, "bind::fs:indicator", "tidak-ada")
    page.look_into(book)
    assert "2 temuan" in page.review.said.text()
    first = page.review.rows.list.rows()[0]
    place = f"stand.xlsx, lembar survey, baris {row}, kolom bind::fs:indicator"
    assert first.title == place
    assert not page.review.keep.isEnabled()
    page.review.copy.setFocus()
    press(K.Key_Space)
    assert (
        QGuiApplication.clipboard()
        .text()
        .startswith(f"{place}: mengisi indikator 'tidak-ada' yang tidak ada pada sop")
    )
    for size in SIZES:
        assert_fits(page, (size[0], size[1] - 110))


def test_ctrl_shift_i_asks_what_to_import(page: InstrumentsPage) -> None:
    press(K.Key_I, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    (menu,) = [each for each in page.findChildren(QMenu) if each.isVisible()]
    assert len(menu.actions()) == 2
    menu.close()
    QApplication.processEvents()
