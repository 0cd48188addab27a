"""A list comes in: what it would change is shown first, and only that is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.registry_table import read_table, rows_of
from fieldsurvey.ui.registry.exporting import RegistryExport
from fieldsurvey.ui.registry.import_page import ImportPage
from fieldsurvey.ui.registry.screen import RegistryScreen
from tests.ui.checks import SIZES, assert_accessible, assert_fits
from tests.ui.registry.office import fill_office, many_services
from tests.ui.visits.hands import press, shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.survey.registry import Registry
    from fieldsurvey.ui.application import Application
    from fieldsurvey.ui.context import Context
    from tests.ui.conftest import Heard

K = Qt.Key


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def typed(page: ImportPage, path: Path) -> None:
    page.file.setFocus()
    page.file.selectAll()
    QTest.keyClicks(page.file, str(path))
    press(K.Key_Return)


@pytest.fixture
def page(qtbot: QtBot, office: Context) -> ImportPage:
    made = ImportPage(office)
    shown(qtbot, made)
    return made


def heads(page: ImportPage) -> dict[str, str]:
    return {row.title: row.detail for row in page.list.rows() if row.heading}


def test_it_shows_what_would_be_new_changed_ended_and_doubtful_before_it_writes(
    page: ImportPage, registry: Registry, tmp_path: Path
) -> None:
    path = write(
        tmp_path / "service.csv",
        "mall,stand,name,duration,fee",
        "SMD,G01,Izin Gangguan (HO),2 hari kerja,Rp50.000",
        "SMD,G01,Izin Praktik Bidan,5 hari,Gratis",
        "SMD,G01,Izin Praktik Bidan.,5 hari,Gratis",
    )
    page.ends.setText("30-06-2026")
    typed(page, path)
    assert page.said.text() == "2 baru, 2 berubah, 0 tetap. Belum ada yang ditulis."
    assert heads(page) == {
        "Meragukan: diterima apa adanya, putuskan sesudahnya": "1",
        "Berakhir: tidak lagi tercantum": "1",
        "Berubah": "2",
        "Baru": "2",
    }
    told = [row.spoken for row in page.list.rows()]
    assert any(
        "Jangka waktu: 1 hari kerja → 2 hari kerja · lembar service, baris 2" in t for t in told
    )
    assert any("Biaya/tarif: Gratis → Rp50.000" in each for each in told)
    assert any("Nomor Induk Berusaha, Berlaku sampai: – → 30-06-2026" in each for each in told)
    assert len(rows_of(registry, "service")) == 2
    assert_accessible(page)
    page.apply.setFocus()
    press(K.Key_Space)
    services = {row["name"]: row for row in rows_of(registry, "service")}
    assert len(services) == 4
    assert services["Izin Gangguan (HO)"]["duration"] == "2 hari kerja"
    assert services["Nomor Induk Berusaha"]["valid_until"] == "2026-06-30"


def test_what_is_wrong_names_sheet_row_column_and_what_to_do(
    page: ImportPage, registry: Registry, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "stand"
    for row in (
        ["mall", "code", "name", "institution"],
        ["SMD", "G10", "Samsat", "DPMPTSP"],
        ["SMD", "G11", None, "DPMPTSP"],
        ["BPN", "G12", "Pajak", None],
    ):
        sheet.append(row)
    book.save(tmp_path / "daftar.xlsx")
    typed(page, tmp_path / "daftar.xlsx")
    wrong = [(row.title, row.detail) for row in page.list.rows() if row.color == "bad"]
    assert wrong == [
        ("lembar stand, baris 3, kolom name", "masih kosong; wajib diisi"),
        (
            "lembar stand, baris 4, kolom mall",
            "mal 'BPN' tidak ada dalam daftar induk atau berkas ini; tambahkan atau betulkan kodenya",
        ),
    ]
    assert "2 tempat salah" in page.said.text()
    assert not page.apply.isEnabled()
    page._copy.setFocus()
    press(K.Key_Space)
    assert "baris 3, kolom name: masih kosong" in QGuiApplication.clipboard().text()
    assert len(rows_of(registry, "stand")) == 4
    for size in SIZES:
        assert_fits(page, (size[0], size[1] - 110))


def test_a_file_that_is_none_is_told_in_a_sentence(page: ImportPage, tmp_path: Path) -> None:
    typed(page, tmp_path / "tidak-ada.xlsx")
    assert "tidak dapat dibaca" in page.said.text()
    assert "tidak-ada.xlsx" in page.said.text()
    page.ends.setText("kemarin")
    typed(page, tmp_path / "tidak-ada.xlsx")
    assert page.said.text() == "Tulis tanggal seperti 31-12-2026."


def test_what_goes_out_comes_in_again_without_a_change(
    qtbot: QtBot, office: Context, heard: Heard, page: ImportPage, tmp_path: Path
) -> None:
    for kind, name in (("", "daftar.xlsx"), ("stand", "stand.csv")):
        RegistryExport(office, page).write(kind, tmp_path / name)
        assert heard.shown[-1] == f"Tertulis: {tmp_path / name}"
        typed(page, tmp_path / name)
        assert "0 baru, 0 berubah" in page.said.text()
        assert not page.apply.isEnabled()
    assert len(read_table(tmp_path / "daftar.xlsx")) == 13


def in_the_window(
    qtbot: QtBot, start: Callable[[Path, str | None], Application], path: Path
) -> ImportPage:
    """Open the window on a locked office and go to the import by keys."""
    with Store.open(path, PASSPHRASE, create=True) as store:
        fill_office(Desk(store, author="Budi").registry)
    application = start(path, PASSPHRASE)
    window = application.window
    qtbot.waitUntil(lambda: type(window.page).__name__ == "VisitList", timeout=10_000)
    window.activateWindow()
    press(K.Key_F7)
    (menu,) = [each for each in window.findChildren(QMenu) if each.isVisible()]
    assert [a.shortcut().toString() for a in menu.actions()] == ["Ctrl+R", "Ctrl+I"]
    QTest.keyClick(menu, K.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.page, RegistryScreen), timeout=10_000)
    qtbot.waitUntil(window.page.tree.hasFocus, timeout=10_000)
    press(K.Key_I, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert isinstance(window.page, ImportPage)
    return window.page


def held(folder: Path, kind: str) -> int:
    with Store.open(folder / "office.db", PASSPHRASE) as store:
        return len(rows_of(Desk(store, author="Budi").registry, kind))


def test_a_look_goes_on_elsewhere_and_can_be_cancelled(
    qtbot: QtBot,
    start: Callable[[Path, str | None], Application],
    tmp_path: Path,
) -> None:
    page = in_the_window(qtbot, start, tmp_path / "office.db")
    typed(page, write(tmp_path / "stand.csv", "mall,code,name", "SMD,G20,Samsat"))
    assert page._busy.isVisible()
    page._stop.setFocus()
    press(K.Key_Space)
    assert page.said.text() == "Dibatalkan: tidak ada yang ditulis."
    assert not page._busy.isVisible()
    assert page._look.isEnabled()
    assert held(tmp_path, "stand") == 4


@pytest.mark.full
def test_two_thousand_rows_come_in(
    qtbot: QtBot,
    start: Callable[[Path, str | None], Application],
    tmp_path: Path,
) -> None:
    page = in_the_window(qtbot, start, tmp_path / "office.db")
    path = write(tmp_path / "service.csv", "mall,stand,name", *many_services(2000))
    typed(page, path)
    qtbot.waitUntil(lambda: bool(page.said.text()), timeout=120_000)
    assert "2000 baru" in page.said.text()
    page.apply.setFocus()
    press(K.Key_Space)
    qtbot.waitUntil(lambda: page._running is None, timeout=120_000)
    assert held(tmp_path, "service") == 2002
