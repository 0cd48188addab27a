"""Entries of a repeat: a table to open, add and remove by keyboard, each undone in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester

from fieldsurvey.ui.form.outline import sections_of
from fieldsurvey.ui.form.page import SectionPage
from fieldsurvey.ui.form.repeat_table import RepeatTable
from fieldsurvey.ui.form.tree import shortened
from fieldsurvey.xforms import load_form
from tests.ui.checks import SIZES, assert_accessible, assert_fits
from tests.ui.form.driving import (
    CTRL,
    SHIFT,
    current,
    focus,
    open_form,
    press,
    sitting,
    stand_of,
    values,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.answers import NodeView
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.form import FormScreen
    from fieldsurvey.ui.theme import Theme

K = Qt.Key


@pytest.fixture
def screen(
    qtbot: QtBot, guest_context: Context, guest_store: Store, guest_visit: str
) -> FormScreen:
    """The guest book, at its table of guests, which has one blank entry from the start."""
    shown = open_form(qtbot, guest_context, guest_visit, stand_of(guest_store, guest_visit))
    press(qtbot, K.Key_PageDown, CTRL)
    assert isinstance(focus(), RepeatTable)
    return shown


def names(screen: FormScreen) -> list[str]:
    """Return the first column of the table."""
    listing = screen.face.pages.listing
    assert listing is not None
    instances = listing.table.instances
    return [instances.row(at).cells[0] for at in range(instances.rowCount())]


def add_guest(qtbot: QtBot, screen: FormScreen, name: str) -> None:
    press(qtbot, K.Key_Insert)
    assert current(screen).endswith("/nama")
    press(qtbot, name)
    press(qtbot, K.Key_Return)
    sitting(screen).walk.open_ref("/data/tamu")


def stored_names(store: Store, visit: str) -> list[str]:
    """Return the names in entries that are there, as they are stored."""
    kept = values(store, visit)
    gone = {key for key, value in kept.items() if key.endswith("]") and value is None}
    return sorted(
        str(value)
        for key, value in kept.items()
        if key.endswith("/nama") and value and key.removesuffix("/nama") not in gone
    )


def test_adding_fills_a_table(
    qtbot: QtBot, screen: FormScreen, guest_store: Store, guest_visit: str
) -> None:
    press(qtbot, K.Key_Return)
    press(qtbot, "Ani")
    press(qtbot, K.Key_Return)
    sitting(screen).walk.open_ref("/data/tamu")
    add_guest(qtbot, screen, "Budi")
    assert names(screen) == ["Ani", "Budi"]
    assert stored_names(guest_store, guest_visit) == ["Ani", "Budi"]
    listing = screen.face.pages.listing
    assert listing is not None
    assert listing.table.instances.heads == ("Nama tamu", "Usia", "Puas")
    QAbstractItemModelTester(
        listing.table.instances, QAbstractItemModelTester.FailureReportingMode.Fatal
    )


def test_removing_is_asked_and_undone_whole(
    qtbot: QtBot, screen: FormScreen, guest_store: Store, guest_visit: str
) -> None:
    for name in ("Ani", "Budi"):
        add_guest(qtbot, screen, name)
    press(qtbot, K.Key_Down)
    press(qtbot, K.Key_Up)
    press(qtbot, K.Key_Down)
    assert names(screen) == ["–", "Ani", "Budi"]
    press(qtbot, K.Key_Delete)
    assert names(screen) == ["–", "Ani", "Budi"], "nothing goes before yes"
    press(qtbot, K.Key_Right)
    press(qtbot, K.Key_Return)
    assert names(screen) == ["–", "Ani", "Budi"], "no keeps it"
    listing = screen.face.pages.listing
    assert listing is not None
    listing.table.selectRow(1)
    press(qtbot, K.Key_Delete)
    press(qtbot, K.Key_Return)
    assert names(screen) == ["–", "Budi"]
    assert stored_names(guest_store, guest_visit) == ["Budi"]
    press(qtbot, K.Key_Z, CTRL)
    assert names(screen) == ["–", "Ani", "Budi"]
    assert stored_names(guest_store, guest_visit) == ["Ani", "Budi"]
    press(qtbot, K.Key_Z, CTRL | SHIFT)
    assert names(screen) == ["–", "Budi"]


def test_adding_and_removing_inside_an_open_entry(qtbot: QtBot, screen: FormScreen) -> None:
    press(qtbot, K.Key_Return)
    press(qtbot, "Ani")
    press(qtbot, K.Key_N, CTRL | SHIFT)
    assert current(screen) == "/data/tamu[2]/nama"
    press(qtbot, "Budi")
    press(qtbot, K.Key_N, CTRL | SHIFT)
    press(qtbot, "Citra")
    sitting(screen).walk.jump("/data/tamu[2]/nama")
    press(qtbot, K.Key_Delete, CTRL | SHIFT)
    press(qtbot, K.Key_Return)
    assert names(screen) == ["Ani", "Citra"]
    press(qtbot, K.Key_Down)
    press(qtbot, K.Key_Return)
    page = screen.face.pages.page
    assert page is not None
    frame = page.frame("/data/tamu[2]/nama")
    assert frame is not None
    assert frame.view.value == "Citra", "the second entry is now what was the third"


def test_a_page_that_is_thrown_away_makes_no_more_questions(
    qtbot: QtBot, screen: FormScreen
) -> None:
    section = sitting(screen).state.section("/data/awal")
    assert section is not None
    asked = []

    def slowly(ref: str) -> NodeView | None:
        asked.append(ref)
        QThread.msleep(20)  # a busy machine: the page is left before it is whole
        return sitting(screen).look(ref)

    page = SectionPage(screen.theme, section, slowly)
    qtbot.addWidget(page)
    assert not page.whole
    page.end_making()
    before = len(asked)
    qtbot.wait(100)
    assert len(asked) == before


def test_an_added_entry_is_taken_back_in_one_step(
    qtbot: QtBot, screen: FormScreen, guest_store: Store, guest_visit: str
) -> None:
    press(qtbot, K.Key_Insert)
    press(qtbot, K.Key_Z, CTRL)
    assert names(screen) == ["–"]
    press(qtbot, K.Key_Z, CTRL | SHIFT)
    instances = [
        key
        for key, value in values(guest_store, guest_visit).items()
        if key.endswith("]") and value is not None
    ]
    assert len(instances) == 1


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_table_fits_and_speaks(qtbot: QtBot, screen: FormScreen, size: tuple[int, int]) -> None:
    add_guest(qtbot, screen, "Penerbitan surat dengan nama yang sangat panjang sekali " * 2)
    press(qtbot, K.Key_Delete)
    assert_fits(screen, size)
    assert_accessible(screen)


def test_entries_named_alike_and_their_pages_stay_apart_however_narrow_the_list(
    theme: Theme,
) -> None:
    office = "Dinas Kependudukan dan Pencatatan Sipil"
    labels = [f"3. {office}", f"13. {office}", f"3. {office} · 1/2", f"3. {office} · 2/2"]
    metrics = QFontMetrics(theme.font(strong=True))
    room = metrics.horizontalAdvance("13. Dinas … · 1/2")
    shown = [shortened(metrics, label, room) for label in labels]
    assert len(set(shown)) == len(labels)
    for label, text in zip(labels, shown, strict=True):
        assert metrics.horizontalAdvance(text) <= room
        assert text.startswith(label.partition(" ")[0])


def test_an_entry_within_an_entry_has_the_numbers_of_both(tmp_path: Path) -> None:
    form = tmp_path / "f.md"
    form.write_text(
        "| survey |\n| | type | name | label |\n| | begin_repeat | a | A |\n| | begin_repeat | b | |\n"
        "| | text | q | Q |\n| | end_repeat | b | |\n| | end_repeat | a | |\n"
    )
    session = load_form(form).start()
    session.add_repeat("/data/a")
    session.set("/data/a[2]/b[1]/q", "Budi")
    titles = [each.label for each in sections_of(session) if not each.repeat]
    assert titles == ["1.1", "2.1. Budi"]
