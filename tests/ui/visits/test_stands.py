"""Stands: how they were met, who inspects them, new ones; and codes that were given by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

from fieldsurvey.survey.desk import Desk
from fieldsurvey.ui.visits.same_stand import SameStandDialog
from fieldsurvey.ui.visits.stand_dialog import AssignDialog, StandDialog, StandOfDialog
from tests.ui.checks import assert_accessible
from tests.ui.visits.hands import ALT, CTRL, asked, back, press, snapshot, texts, the_list

if TYPE_CHECKING:
    from fieldsurvey.store import Store
    from fieldsurvey.ui.visits import VisitPage
    from tests.ui.conftest import Heard

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def to_first_stand() -> None:
    """The building and its complaints desk stand above the stands."""
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)


def test_a_reason_stands_beside_the_state(page: VisitPage, store: Store, visit: str) -> None:
    to_first_stand()
    press("2")
    press("n")
    assert_accessible(asked(page, StandDialog))
    press("Loket kosong sejak 08.00")
    press(Qt.Key.Key_Return, CTRL)
    stand = snapshot(store, visit).stands[0]
    assert stand.status in {"closed", "off-schedule"}
    assert stand.status_note == "Loket kosong sejak 08.00"
    assert "Loket kosong sejak 08.00" in the_list(page).currentIndex().data(SPOKEN)


def test_a_stand_that_nobody_knew_of_is_added(page: VisitPage, store: Store, visit: str) -> None:
    press("t")
    dialog = asked(page, StandDialog)
    assert_accessible(dialog)
    press("g01")
    press(Qt.Key.Key_Tab)
    press("Pojok Baca")
    press(Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "Kode g01 sudah dipakai gerai lain." in texts(dialog)
    press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_A, CTRL)
    press("G77")
    press(Qt.Key.Key_Return)
    added = snapshot(store, visit).stands[-1]
    assert (added.code, added.name) == ("G77", "Pojok Baca")
    assert Desk(store, author="x").visits.target(visit, "stand", "G77").id == added.id


def test_stands_are_given_to_inspectors(
    page: VisitPage, store: Store, visit: str, heard: Heard
) -> None:
    lead = next(person for person in snapshot(store, visit).people if person.role == "lead")
    to_first_stand()
    press("i")
    dialog = asked(page, AssignDialog)
    assert_accessible(dialog)
    press("1")
    press(Qt.Key.Key_Return)
    assert [stand.inspector for stand in snapshot(store, visit).stands] == [lead.id, "", ""]
    assert lead.name in the_list(page).currentIndex().data(SPOKEN)
    assert lead.name in heard.shown[-1]
    back(page)
    press("i")
    asked(page, AssignDialog)
    press("1")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Return)
    assert [stand.inspector for stand in snapshot(store, visit).stands] == [lead.id] * 3
    assert any("3 gerai" in text for text in texts(page))
    back(page)
    press("i")
    asked(page, AssignDialog)
    press("0")
    press(Qt.Key.Key_Return)
    assert [stand.inspector for stand in snapshot(store, visit).stands] == ["", lead.id, lead.id]


def test_without_a_team_nobody_is_asked(page: VisitPage, store: Store, visit: str) -> None:
    desk = Desk(store, author="x")
    for person in snapshot(store, visit).people:
        store.delete(visit, person.id, author="x", at=desk.visits.clock.now())
    page.entered()
    to_first_stand()
    press("i")
    assert not page.findChildren(AssignDialog)
    assert "Masukkan tim dahulu pada Para pihak (Alt+4)." in texts(page)


def test_the_search_finds_ones_own_stands(page: VisitPage, store: Store, visit: str) -> None:
    to_first_stand()
    press("i")
    asked(page, AssignDialog)
    press("1")
    press(Qt.Key.Key_Return)
    back(page)
    press(Qt.Key.Key_F, CTRL)
    press("ratna")
    assert [row.code for row in the_list(page).rows() if not row.heading] == ["G01"]


def test_a_code_given_by_mistake_is_taken_back(page: VisitPage, store: Store, visit: str) -> None:
    press(Qt.Key.Key_2, ALT)
    press("u")
    assert [user.code for user in snapshot(store, visit).service_users] == ["U01", "U02", "U03"]
    press(Qt.Key.Key_Delete)
    assert [user.code for user in snapshot(store, visit).service_users] == ["U01", "U02"]


def test_a_code_with_an_interview_stays(
    page: VisitPage, store: Store, visit: str, heard: Heard
) -> None:
    desk = Desk(store, author="x")
    desk.responses(visit).open("service_user", desk.visits.target(visit, "service_user", "U01"))
    page.entered()
    press(Qt.Key.Key_2, ALT)
    the_list(page).go_to(snapshot(store, visit).service_users[0].id)
    press(Qt.Key.Key_Delete)
    assert len(snapshot(store, visit).service_users) == 2
    assert heard.told


def test_a_code_moves_to_another_stand(page: VisitPage, store: Store, visit: str) -> None:
    press(Qt.Key.Key_2, ALT)
    press("g")
    assert_accessible(asked(page, StandOfDialog))
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Return)
    found = snapshot(store, visit)
    assert found.officers[0].stand == found.stands[-1].id


def test_the_note_takes_several_lines_as_one(page: VisitPage, store: Store, visit: str) -> None:
    to_first_stand()
    press("n")
    dialog = asked(page, StandDialog)
    note = dialog.findChild(QPlainTextEdit)
    assert note.hasFocus()
    press("Loket kosong")
    press(Qt.Key.Key_Return)
    press("ada tulisan kembali 13.00")
    press(Qt.Key.Key_Return, CTRL)
    assert snapshot(store, visit).stands[0].status_note == "Loket kosong ada tulisan kembali 13.00"


def test_two_records_of_one_stand_become_one_and_two_again(
    page: VisitPage, store: Store, visit: str
) -> None:
    before = snapshot(store, visit).stands
    to_first_stand()
    press("s")
    dialog = asked(page, SameStandDialog)
    assert_accessible(dialog)
    assert not dialog.go.isEnabled(), "nothing is chosen beforehand"
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    back(page)
    assert [each.id for each in snapshot(store, visit).stands] == [each.id for each in before[1:]]
    the_list(page).go_to(before[1].id)
    press("s")
    dialog = asked(page, SameStandDialog)
    assert dialog.choice.itemText(1) == f"{before[0].code} {before[0].name} gerai lain: pisahkan"
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    back(page)
    assert [each.id for each in snapshot(store, visit).stands] == [each.id for each in before]
