"""The list of visits and the page of a visit, worked by real keys over a real store."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.paths import resources_folder
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.model import VisitState
from fieldsurvey.sync import export_bundle, import_bundle
from fieldsurvey.ui.parts.dialogs import ConfirmDialog, DecideDialog
from fieldsurvey.ui.parts.pane import Pane
from fieldsurvey.ui.parts.row_list import RowList
from fieldsurvey.ui.tasks import Tasks
from fieldsurvey.ui.theme import make_theme, wear
from fieldsurvey.ui.visits import VisitList, VisitPage
from fieldsurvey.ui.visits.chronology_pane import ChronologyPane
from fieldsurvey.ui.visits.new_visit import NewVisitDialog
from fieldsurvey.ui.visits.stands_pane import StandsPane
from tests.ui.checks import PALETTES, SIZES, TEXT_SIZES, assert_accessible, assert_fits
from tests.ui.visits.hands import (
    ALT,
    CTRL,
    asked,
    back,
    press,
    shown,
    snapshot,
    texts,
    the_list,
    titles,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.context import Context
    from tests.ui.conftest import Heard

# --- the list


def test_enter_opens_the_visit_under_the_cursor(
    qtbot: QtBot, visits: VisitList, visit: str
) -> None:
    (row,) = the_list(visits).rows()
    assert "Tanjung Wana" in row.title
    assert "0 dari 3 gerai" in row.spoken
    assert "Di lokasi" in row.spoken
    with qtbot.waitSignal(visits.opened) as caught:
        press(Qt.Key.Key_Return)
    assert caught.args == [visit]


def test_search_finds_and_gives_back(visits: VisitList) -> None:
    press(Qt.Key.Key_F, CTRL)
    press("tidak ada")
    assert the_list(visits).rows() == ()
    press(Qt.Key.Key_A, CTRL)
    press("wana lokasi")
    assert len(the_list(visits).rows()) == 1
    press(Qt.Key.Key_Return)
    assert the_list(visits).hasFocus()


def test_a_visit_is_made_from_what_is_typed(qtbot: QtBot, visits: VisitList, store: Store) -> None:
    press(Qt.Key.Key_N, CTRL)
    made = asked(visits, NewVisitDialog)
    assert_accessible(made)
    press("MPP Baru")
    stands = made.findChild(QPlainTextEdit)
    stands.setFocus()
    press("G01 Perizinan")
    press(Qt.Key.Key_Return)
    press("G02 = Samsat Keliling")
    go = next(b for b in made.findChildren(QPushButton) if b.text() == "Buat kunjungan")
    go.setFocus()
    with qtbot.waitSignal(visits.opened) as caught:
        press(Qt.Key.Key_Space)
    found = snapshot(store, str(caught.args[0]))
    assert found.mall.name == "MPP Baru"
    assert [(s.code, s.name) for s in found.stands] == [
        ("G01", "Perizinan"),
        ("G02", "Samsat Keliling"),
    ]


def test_a_description_of_a_mall_keeps_schedules_of_stands(
    qtbot: QtBot, visits: VisitList, store: Store, tmp_path: Path
) -> None:
    press(Qt.Key.Key_N, CTRL)
    made = asked(visits, NewVisitDialog)
    broken = tmp_path / "mall.toml"
    broken.write_text("[mall", encoding="utf-8")
    made.read(broken)
    assert any("mall.toml" in label for label in texts(made))
    made.read(resources_folder() / "sample" / "mall.toml")
    with qtbot.waitSignal(visits.opened) as caught:
        press(Qt.Key.Key_Return)
    found = snapshot(store, str(caught.args[0]))
    assert len(found.stands) == 43
    assert found.stands[0].schedule


def test_codes_that_stand_twice_are_refused_at_once(visits: VisitList) -> None:
    press(Qt.Key.Key_N, CTRL)
    made = asked(visits, NewVisitDialog)
    press("MPP")
    made.findChild(QPlainTextEdit).setPlainText("G01 A\ng01 B")
    go = next(b for b in made.findChildren(QPushButton) if b.text() == "Buat kunjungan")
    assert not go.isEnabled()
    assert "2 gerai · 1 kode ganda" in texts(made)


def test_without_visits_the_page_says_how_to_begin(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    from tests.ui.inline_tasks import InlineTasks

    with Store.open(tmp_path / "empty.db", None, create=True) as empty:
        screen = VisitList(replace(context, tasks=InlineTasks(empty)))
        shown(qtbot, screen)
        assert "Belum ada kunjungan" in texts(screen)
        assert QApplication.focusWidget().text() == "Kunjungan baru"


# --- the page of a visit


def test_stands_show_their_schedule_and_take_their_state_by_one_key(
    page: VisitPage, store: Store, visit: str, heard: Heard
) -> None:
    rows = the_list(page).rows()
    assert titles(rows)[:3] == ["Gedung", "Pengelolaan pengaduan", "Perizinan Terpadu"]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press("1")
    assert snapshot(store, visit).stands[0].status == "open"
    assert "Buka" in the_list(page).currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    press(Qt.Key.Key_Down)
    press("3")
    assert snapshot(store, visit).stands[1].status == "off-schedule"
    press(Qt.Key.Key_Delete)
    assert snapshot(store, visit).stands[1].status == ""
    press("2")
    assert snapshot(store, visit).stands[1].status in {"closed", "off-schedule"}
    assert heard.shown
    assert the_list(page).hasFocus()


def test_enter_opens_the_form_of_the_row(qtbot: QtBot, page: VisitPage, store: Store) -> None:
    visit = snapshot(store, Desk(store, author="x").visits.ids()[0])
    for key, expected in (
        (Qt.Key.Key_Return, ["mall", visit.mall.id, 1]),
        (Qt.Key.Key_Down, None),
        (Qt.Key.Key_Return, ["complaints", visit.mall.id, 1]),
        (Qt.Key.Key_Down, None),
        (Qt.Key.Key_Return, ["stand", visit.stands[0].id, 1]),
        ("k", ["complaints", visit.stands[0].id, 1]),
    ):
        if expected is None:
            press(key)
            continue
        with qtbot.waitSignal(page.fill) as caught:
            press(key)
        assert caught.args == expected


def test_the_next_codes_come_by_one_key_at_the_stand_and_among_the_people(
    qtbot: QtBot, page: VisitPage, store: Store, visit: str
) -> None:
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press("p")
    press("u")
    found = snapshot(store, visit)
    assert [o.code for o in found.officers] == ["P01", "P02", "P03"]
    assert found.officers[-1].stand == found.service_users[-1].stand == found.stands[0].id
    press(Qt.Key.Key_2, ALT)
    press("u")
    assert [u.code for u in snapshot(store, visit).service_users] == ["U01", "U02", "U03", "U04"]
    assert the_list(page).currentIndex().data(Qt.ItemDataRole.AccessibleTextRole).startswith("U04")
    with qtbot.waitSignal(page.fill) as caught:
        press(Qt.Key.Key_Return)
    assert caught.args == ["service_user", snapshot(store, visit).service_users[-1].id, 1]
    headings = [row for row in the_list(page).rows() if row.heading]
    assert headings[1].detail == "0 selesai · 4 kode · target 30"


def test_the_chronology_takes_one_key_and_typed_notes(
    page: VisitPage, store: Store, visit: str
) -> None:
    press(Qt.Key.Key_3, ALT)
    press("1")
    press(Qt.Key.Key_N, CTRL)
    press("Listrik padam di lantai 2.")
    press(Qt.Key.Key_Return)
    assert [e.text for e in snapshot(store, visit).events] == [
        "Tim tiba di lokasi.",
        "Listrik padam di lantai 2.",
    ]
    assert titles(the_list(page).rows())[0] == "Listrik padam di lantai 2."


def test_what_is_missing_leads_to_where_it_is_done(qtbot: QtBot, page: VisitPage) -> None:
    press(Qt.Key.Key_6, ALT)
    assert "Formulir gedung belum diisi" in titles(the_list(page).rows())
    with qtbot.waitSignal(page.fill) as caught:
        press(Qt.Key.Key_Return)
    assert caught.args[0] == "mall"
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Return)
    assert page.tabs.currentIndex() == 2


def test_a_visit_is_completed_and_sealed_with_a_reason_and_reopened(
    qtbot: QtBot, page: VisitPage, context: Context, store: Store, visit: str
) -> None:
    desk = Desk(store, author="Ratna")
    desk.responses(visit).open("stand", desk.visits.target(visit, "stand", "G01"))
    page.entered()
    press(Qt.Key.Key_F6)
    press(Qt.Key.Key_Space)
    assert_accessible(asked(page, ConfirmDialog))
    press(Qt.Key.Key_Return)
    assert snapshot(store, visit).state is VisitState.COMPLETED
    back(page)
    press(Qt.Key.Key_S, CTRL | Qt.KeyboardModifier.ShiftModifier)
    sealing = asked(page, ConfirmDialog)
    go = next(b for b in sealing.findChildren(QPushButton) if b.text() == "Segel kunjungan")
    assert not go.isEnabled()
    press("Gerai tutup lebih awal")
    press(Qt.Key.Key_Return)
    assert snapshot(store, visit).state is VisitState.SEALED
    back(page)
    the_list(page).setFocus()
    with qtbot.assertNotEmitted(page.fill):
        press(Qt.Key.Key_Return)
    page.header.previous.click()
    asked(page, ConfirmDialog)
    press(Qt.Key.Key_Return)
    assert snapshot(store, visit).state is VisitState.COMPLETED


def test_a_planned_visit_begins_with_its_time(qtbot: QtBot, context: Context, store: Store) -> None:
    from fieldsurvey.survey.instruments import find_instrument
    from fieldsurvey.survey.model import Mall

    planned = Desk(store, author="x").visits.new(Mall("", "MPP"), [], find_instrument("mpp-sidak"))
    screen = VisitPage(context, planned)
    shown(qtbot, screen)
    screen.header.next.setFocus()
    press(Qt.Key.Key_Space)
    assert snapshot(store, planned).state is VisitState.ON_SITE
    assert snapshot(store, planned).started_at is not None


@pytest.fixture
def merged(store: Store, visit: str, tmp_path: Path) -> str:
    """Two laptops: another state of a stand, and one form begun on both."""
    other_path = tmp_path / "other.db"
    with Store.open(other_path, None, create=True) as other:
        export_bundle(store, tmp_path / "there", [visit])
        import_bundle(other, tmp_path / "there")
        for opened, author, status in ((store, "Ratna", "open"), (other, "Budi", "closed")):
            desk = Desk(opened, author=author)
            target = desk.visits.target(visit, "stand", "G01")
            desk.visits.change(visit, "stand", target.id, status=status)
            desk.responses(visit).open("stand", target)
        export_bundle(other, tmp_path / "back", [visit])
    import_bundle(store, tmp_path / "back")
    return visit


def test_conflicts_and_doubles_are_decided_by_digits(
    qtbot: QtBot, merged: str, context: Context, store: Store
) -> None:
    screen = VisitPage(context, merged)
    shown(qtbot, screen)
    assert "(2)" in screen.tabs.tabText(4)
    press(Qt.Key.Key_5, ALT)
    for _ in range(2):
        press(Qt.Key.Key_Return)
        assert_accessible(asked(screen, DecideDialog))
        press("2")
        press(Qt.Key.Key_Return)
        back(screen)
    assert the_list(screen).rows() == ()
    assert snapshot(store, merged).conflicts == 0
    assert len(snapshot(store, merged).responses) == 1


def test_with_a_conflict_the_seal_has_no_way_on(
    qtbot: QtBot, merged: str, context: Context, store: Store
) -> None:
    Desk(store, author="x").visits.move(merged, VisitState.COMPLETED)
    screen = VisitPage(context, merged)
    shown(qtbot, screen)
    press(Qt.Key.Key_S, CTRL | Qt.KeyboardModifier.ShiftModifier)
    sealing = asked(screen, ConfirmDialog)
    go = next(b for b in sealing.findChildren(QPushButton) if b.text() == "Segel kunjungan")
    assert not go.isEnabled()


# --- what holds for every screen


def test_doors_are_keys(qtbot: QtBot, page: VisitPage) -> None:
    for key, signal in (
        (Qt.Key.Key_1, page.score),
        (Qt.Key.Key_2, page.findings),
        (Qt.Key.Key_3, page.documents),
    ):
        with qtbot.waitSignal(signal):
            press(key, CTRL)


def test_a_page_made_anew_stands_where_the_old_one_stood(
    qtbot: QtBot, page: VisitPage, context: Context, visit: str
) -> None:
    press(Qt.Key.Key_2, ALT)
    press(Qt.Key.Key_Down)
    place = page.place()
    again = VisitPage(context, visit)
    qtbot.addWidget(again)
    again.entered()
    again.go_to(place)
    assert again.place() == place


def test_a_state_reaches_the_database_through_the_lanes_of_threads(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    tasks = Tasks(lambda: Store.open(store.path, PASSPHRASE))
    try:
        screen = VisitPage(replace(context, tasks=tasks), visit)
        shown(qtbot, screen)
        qtbot.waitUntil(screen.isEnabled, timeout=10_000)
        press(Qt.Key.Key_Down)
        press(Qt.Key.Key_Down)
        press("1")
        qtbot.waitUntil(lambda: snapshot(store, visit).stands[0].status == "open")
        assert tasks.flush()
    finally:
        tasks.close()


def test_a_visit_that_is_left_at_once_is_looked_up_for_nobody(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    tasks, gate = Tasks(lambda: Store.open(store.path, PASSPHRASE)), Event()
    page = VisitPage(replace(context, tasks=tasks), visit)
    tasks.read(lambda _store: gate.wait(10))
    page.carrying.tell_where()
    page.entered()
    page.destroyed.connect(gate.set)
    page.deleteLater()
    qtbot.waitUntil(gate.is_set)
    assert tasks.close()


def test_a_part_is_made_when_it_is_first_looked_at_and_knows_what_is_known(page: VisitPage) -> None:
    (stands,) = page.panes.findChildren(Pane)
    assert isinstance(stands, StandsPane)
    press(Qt.Key.Key_3, ALT)
    press("1")
    assert [type(pane) for pane in page.panes.findChildren(Pane)] == [StandsPane, ChronologyPane]
    press(Qt.Key.Key_2, ALT)
    assert [row.title for row in the_list(page).rows() if row.heading]
    assert the_list(page).hasFocus()


def test_models_keep_the_rules_of_qt(page: VisitPage) -> None:
    for number in range(len(page.panes)):
        page.panes.open(number)
    for found in page.findChildren(RowList):
        tester = QAbstractItemModelTester(
            found.model(), QAbstractItemModelTester.FailureReportingMode.Warning
        )
        found.search("a")
        found.search("")
        assert tester.model() is found.model()


def test_rows_leave_the_ring_of_the_list_in_sight(page: VisitPage) -> None:
    found = the_list(page)
    assert found.hasFocus()
    assert found.viewport().geometry().topLeft().x() >= page.theme.ring
    assert found.viewport().geometry().topLeft().y() >= page.theme.ring


@pytest.mark.parametrize("state", [VisitState.COMPLETED, VisitState.SEALED])
def test_every_part_fits_in_every_state(
    application: QApplication,
    qtbot: QtBot,
    context: Context,
    store: Store,
    visit: str,
    state: VisitState,
) -> None:
    desk = Desk(store, author="x")
    desk.visits.move(visit, VisitState.COMPLETED)
    if state is VisitState.SEALED:
        desk.seal(visit)
    look = make_theme("light", TEXT_SIZES[-1])
    wear(application, look)
    screen = VisitPage(replace(context, theme=look), visit)
    shown(qtbot, screen)
    for number in range(screen.tabs.count()):
        screen.tabs.setCurrentIndex(number)
        assert_accessible(screen)
        assert_fits(screen, SIZES[1])


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("text_pt", TEXT_SIZES)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_screens_fit_and_speak(
    application: QApplication,
    qtbot: QtBot,
    context: Context,
    visit: str,
    palette: str,
    text_pt: int,
    size: tuple[int, int],
) -> None:
    look = make_theme(palette, text_pt)
    wear(application, look)
    themed = replace(context, theme=look)
    for screen in (VisitList(themed), VisitPage(themed, visit)):
        qtbot.addWidget(screen)
        screen.resize(*size)
        screen.show()
        screen.entered()
        assert_accessible(screen)
        assert_fits(screen, size)
