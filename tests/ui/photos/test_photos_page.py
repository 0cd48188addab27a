"""The tray by real keys over real files: taken in, sorted, placed, left out, taken back; hundreds scroll."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QDialog

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.model import VisitState
from fieldsurvey.survey.tray import TrayRow, read_tray
from fieldsurvey.ui.photos.grid import PhotoGrid
from fieldsurvey.ui.photos.import_strip import FaultsSheet
from fieldsurvey.ui.photos.model import PHOTOS_MIME, Show
from fieldsurvey.ui.photos.page import PhotosPage
from fieldsurvey.ui.tasks import Tasks
from tests.ui.checks import SIZES, assert_accessible, assert_fits
from tests.ui.conftest import AUTHOR
from tests.ui.photos.conftest import BEGUN, shown
from tests.ui.visits.hands import CTRL, press

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.theme import Theme
    from tests.ui.conftest import Heard

K = Qt.Key


def stored(store: Store, visit: str) -> dict[str, TrayRow]:
    """Return the photos by file name as the journal has them."""
    desk = Desk(store, author=AUTHOR)
    return {row.name: row for row in read_tray(store, visit, desk.visits.snapshot(visit))}


def headings(page: PhotosPage) -> list[str]:
    model = page.grid.photos
    rows = range(model.rowCount())
    return [model.index(row).data() for row in rows if model.photo(row) is None]


def test_a_folder_is_taken_in_and_sorted_by_the_hour(
    qtbot: QtBot, context: Context, store: Store, visit: str, card: Path
) -> None:
    page = shown(qtbot, PhotosPage(context, visit))
    page.take_folder(card)
    assert "7 foto diambil · 1 sudah ada" in page.strip.label.text()
    assert page.strip.faults.text() == "1 berkas tidak dapat dipakai …"
    page.strip.faults.click()
    sheet = page.strip.findChild(FaultsSheet)
    assert isinstance(sheet, QDialog)
    (row,) = sheet.list.rows()
    assert (row.title, row.detail) == ("cut.jpg", "terpotong atau rusak: salin lagi dari ponsel")
    sheet.accept()
    assert [text for text in headings(page) if "18 November" in text] == [
        "Rabu, 18 November 2026 · 09.00–09.59",
        "Rabu, 18 November 2026 · 10.00–10.59",
    ]
    assert headings(page)[-1] == "Waktu tidak tercatat"
    assert len(stored(store, visit)) == 7
    page.take_folder(card)  # again: nothing twice
    assert "0 foto diambil · 8 sudah ada" in page.strip.label.text()
    for width, height in SIZES:
        assert_fits(page, (width, height - 110))  # what the window's own bars leave
    assert_accessible(page)


def test_a_photo_is_placed_by_typing_the_stand_and_the_item(
    page: PhotosPage, stocked: Store, visit: str, heard: Heard
) -> None:
    page.go_to((int(Show.OPEN), stored(stocked, visit)["IMG_0.jpg"].sha256))
    press("c")
    press("Papan informasi")
    press(K.Key_Return)
    assert stored(stocked, visit)["IMG_0.jpg"].caption == "Papan informasi"
    press("t")
    press("G02")
    press(K.Key_Return)
    press("A05")
    press(K.Key_Return)
    placed = stored(stocked, visit)["IMG_0.jpg"]
    (evidence,) = placed.evidence
    assert (evidence.caption, evidence.target_name) == ("Papan informasi", "Bank Daerah")
    assert evidence.key == "/data/bagian_a/a05_foto"
    assert heard.shown[-1] == "1 foto ditempatkan: A05"
    present = page.grid.present()
    assert present is not None
    assert present.name == "IMG_1.jpg"  # sorting goes on with the next one
    assert QApplication.focusWidget() is page.grid
    press("t")  # the stand is remembered, Esc goes back to the stands and then to the photos
    assert page.panel.picker.target is not None
    press(K.Key_Escape)
    assert page.panel.picker.target is None
    press(K.Key_Escape)
    assert QApplication.focusWidget() is page.grid
    press(K.Key_Z, CTRL)
    assert not stored(stocked, visit)["IMG_0.jpg"].placed
    press(K.Key_Y, CTRL)
    assert stored(stocked, visit)["IMG_0.jpg"].placed
    press("3")
    press("b")
    assert not stored(stocked, visit)["IMG_0.jpg"].placed
    press(K.Key_Z, CTRL)
    assert stored(stocked, visit)["IMG_0.jpg"].placed


def test_a_step_that_could_not_be_taken_back_can_be_later(
    page: PhotosPage, stocked: Store, visit: str, heard: Heard
) -> None:
    page.grid.stand_on([stored(stocked, visit)["IMG_2.jpg"].sha256])
    press(K.Key_Delete)
    assert stored(stocked, visit)["IMG_2.jpg"].left_out
    stocked._link.run("PRAGMA query_only = ON")  # a disk that takes nothing
    press(K.Key_Z, CTRL)
    assert len(heard.told) == 1
    stocked._link.run("PRAGMA query_only = OFF")
    press(K.Key_Z, CTRL)
    assert not stored(stocked, visit)["IMG_2.jpg"].left_out


def test_several_photos_are_dropped_on_a_stand_and_on_a_question(
    page: PhotosPage, stocked: Store, visit: str
) -> None:
    names = [stored(stocked, visit)[name].sha256 for name in ("IMG_2.jpg", "IMG_3.jpg")]
    picker = page.panel.picker
    drop(page, names, next(n for n, row in enumerate(picker.list.rows()) if row.code == "G01"))
    assert picker.target is not None
    drop(page, names, next(n for n, row in enumerate(picker.list.rows()) if row.code == "A02"))
    found = stored(stocked, visit)
    assert [found[name].placed for name in ("IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg")] == [
        False,
        True,
        True,
    ]


def drop(page: PhotosPage, photos: list[str], row: int) -> None:
    """Let photos fall on a row of the places."""
    places = page.panel.picker.list
    places.scrollTo(places.model().index(row, 0))
    spot = places.visualRect(places.model().index(row, 0)).center()
    data = QMimeData()
    data.setData(PHOTOS_MIME, "\n".join(photos).encode())
    event = QDropEvent(
        QPointF(spot),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    places.dropEvent(event)


def test_look_alikes_stand_side_by_side_until_somebody_decides(
    page: PhotosPage, stocked: Store, visit: str
) -> None:
    press("4")
    assert headings(page) == ["Mirip 1: 2 foto"]
    assert {row.name for row in page.grid.photos.shown()} == {"IMG_1.jpg", "WA_1.jpg"}
    page.grid.stand_on([stored(stocked, visit)["WA_1.jpg"].sha256])
    press(K.Key_Delete)
    assert headings(page) == []
    assert stored(stocked, visit)["WA_1.jpg"].left_out
    press("5")
    assert [row.name for row in page.grid.photos.shown()] == ["WA_1.jpg"]
    press(K.Key_Z, CTRL)
    press("4")
    press("k")
    assert page.grid.photos.shown() == []
    assert not stored(stocked, visit)["WA_1.jpg"].left_out


def test_under_a_seal_photos_are_looked_at(
    qtbot: QtBot, stocked_context: Context, stocked: Store, visit: str
) -> None:
    desk = Desk(stocked, author=AUTHOR)
    desk.visits.move(visit, VisitState.COMPLETED)
    desk.seal(visit, override="contoh")
    page = shown(qtbot, PhotosPage(stocked_context, visit))
    assert not page.panel.caption.isEnabled()
    assert "disegel" in page._said.text()


def test_an_import_is_stopped_and_gone_on_with(
    qtbot: QtBot, context: Context, store: Store, visit: str, card: Path
) -> None:
    tasks = Tasks(lambda: Store.open(store.path, PASSPHRASE))
    page = shown(qtbot, PhotosPage(replace(context, tasks=tasks), visit))
    qtbot.waitUntil(lambda: page._tray is not None)
    page.take_folder(card)
    work = page._work
    assert work is not None
    qtbot.waitUntil(lambda: work.done > 0)
    page.strip.button.click()
    qtbot.waitUntil(lambda: not work.running)
    left = work.left
    assert left > 0
    assert work.done + left == work.total == 9
    assert page.strip.button.text() == "Lanjutkan"
    page.strip.button.click()
    qtbot.waitUntil(lambda: not work.running and not work.left, timeout=10_000)
    assert (work.new, work.known, len(work.faults)) == (7, 1, 1)
    qtbot.waitUntil(lambda: len(page.grid.photos.shown()) == 7)
    page.hide()
    assert tasks.close()


def test_six_hundred_photos_are_shown_without_making_six_hundred_pictures(
    qtbot: QtBot, stocked_context: Context, theme: Theme, page: PhotosPage
) -> None:
    rows = page.grid.photos.shown()
    first = next(row for row in rows if row.taken_at is not None)
    many = [
        replace(first, sha256=f"{n:064x}", taken_at=BEGUN + timedelta(minutes=n))
        for n in range(600)
    ]
    grid = PhotoGrid(stocked_context.tasks, theme)
    qtbot.addWidget(grid)
    grid.resize(900, 500)
    grid.set_zone("Asia/Makassar")
    grid.photos.set_photos(many, "Asia/Makassar")
    grid.show()
    QApplication.processEvents()
    made = len(grid.thumbnails._kept)
    assert 0 < made < 40
    grid.setFocus()
    for _ in range(12):
        qtbot.keyClick(grid, K.Key_PageDown)
        QApplication.processEvents()
    assert made < len(grid.thumbnails._kept) < 400
    assert grid.currentIndex().row() > 100
    qtbot.keyClick(grid, K.Key_End)
    assert grid.present() == many[-1]
    qtbot.keyClick(grid, K.Key_Home)
    assert grid.present() == many[0]
