"""On site by keys: the time confirmed, forms moved and kept secret, consents taken back, samples drawn."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget

from fieldsurvey.indonesia import zone_info
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.draws import draw_sample
from fieldsurvey.survey.model import TargetKind, VisitState
from fieldsurvey.survey.retention import DESTRUCTION
from fieldsurvey.survey.samples import Samples
from fieldsurvey.ui.parts.dialogs import ConfirmDialog
from fieldsurvey.ui.visits import VisitPage
from fieldsurvey.ui.visits.clock_dialog import ClockDialog
from fieldsurvey.ui.visits.draw_dialog import DrawDialog
from fieldsurvey.ui.visits.response_dialogs import MoveDialog, SecretDialog
from tests.ui.checks import assert_accessible
from tests.ui.conftest import AUTHOR
from tests.ui.visits.answers import filled
from tests.ui.visits.hands import (
    ALT,
    CTRL,
    asked,
    back,
    choose,
    press,
    shown,
    snapshot,
    texts,
    the_list,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context
    from tests.ui.conftest import Heard

K = Qt.Key


def stand(store: Store, visit: str, code: str) -> str:
    return Desk(store, author=AUTHOR).visits.target(visit, "stand", code).id


def test_the_time_is_confirmed_and_what_is_noted_bears_it(
    page: VisitPage, context: Context, store: Store, visit: str
) -> None:
    zone = zone_info(snapshot(store, visit).mall.zone)
    here = context.clock.now().astimezone(zone) + timedelta(hours=1, minutes=3)
    choose(page, "clock")
    dialog = asked(page, ClockDialog)
    assert_accessible(dialog)
    press("25.99")
    assert any("Tuliskan jam" in text for text in texts(dialog))
    press(K.Key_A, CTRL)
    press(here.strftime("%H.%M"))
    assert any("terlambat 1 jam" in text for text in texts(dialog))
    press(K.Key_Return)
    back(page)
    (check,) = snapshot(store, visit).clocks
    assert abs(check.offset - 63 * 60) <= 60
    assert page.header.time.text().startswith(here.strftime("%H.%M"))
    the_list(page).setFocus()
    press(K.Key_3, ALT)
    press("1")
    assert abs(snapshot(store, visit).events[-1].at - here) < timedelta(minutes=2)


def test_beginning_a_visit_asks_for_the_time(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    desk = Desk(store, author=AUTHOR)
    small = snapshot(store, visit)
    planned = desk.visits.new(small.mall, small.stands, desk.instrument(visit))
    page = VisitPage(context, planned)
    shown(qtbot, page)
    page.header.next.setFocus()
    press(K.Key_Space)
    asked(page, ClockDialog)
    assert desk.visits.state(planned) is VisitState.ON_SITE
    press(K.Key_Return)
    back(page)
    assert len(snapshot(store, planned).clocks) == 1


def test_a_form_of_the_wrong_stand_is_moved_and_taken_back(
    page: VisitPage, store: Store, visit: str, heard: Heard
) -> None:
    filled(store, visit, "stand", "G01", bagian_a__a01="ya")
    filled(store, visit, "stand", "G03", bagian_a__a01="ya")
    press(K.Key_F5)
    the_list(page).go_to(stand(store, visit, "G02"))
    press("m")
    assert any("Belum ada yang diisi" in text for text in texts(page))
    the_list(page).go_to(stand(store, visit, "G01"))
    press("m")
    dialog = asked(page, MoveDialog)
    assert_accessible(dialog)
    press(K.Key_End)
    assert any("Yang itu sudah diisi" in text for text in texts(dialog))
    press(K.Key_Home)
    press(K.Key_Return)
    back(page)
    targets = {response.target for response in snapshot(store, visit).responses}
    assert targets == {stand(store, visit, "G02"), stand(store, visit, "G03")}
    press(K.Key_Z, CTRL)
    assert "dikembalikan" in heard.shown[-1]
    assert stand(store, visit, "G01") in {r.target for r in snapshot(store, visit).responses}


def test_what_was_said_in_confidence_is_marked_by_keys(
    page: VisitPage, store: Store, visit: str
) -> None:
    filled(
        store,
        visit,
        "service_user",
        "U01",
        persetujuan__setuju="ya",
        persetujuan__dilayani="hari_ini",
    )
    press(K.Key_F5)
    press(K.Key_2, ALT)
    the_list(page).go_to(Desk(store, author=AUTHOR).visits.target(visit, "service_user", "U01").id)
    press("r")
    dialog = asked(page, SecretDialog)
    assert_accessible(dialog)
    listed = dialog.findChild(QListWidget)
    assert any("Bersedia diwawancarai?: Ya" in listed.item(n).text() for n in range(listed.count()))
    listed.setFocus()
    press(K.Key_Space)
    press(K.Key_Return)
    back(page)
    (response,) = Desk(store, author=AUTHOR).visits.snapshot(visit, secrets=True).responses
    assert len(response.secret_keys) == 1
    row = next(row for row in the_list(page).rows() if row.code == "U01")
    assert "keterangan rahasia" in row.detail
    press("r")
    press(K.Key_Space)
    press(K.Key_Return)
    back(page)
    assert snapshot(store, visit).responses == ()
    press("r")
    again = asked(page, SecretDialog)
    press(K.Key_Space)
    again.findChild(QListWidget).item(0).setCheckState(Qt.CheckState.Unchecked)
    press(K.Key_Return)
    back(page)
    (open_again,) = snapshot(store, visit).responses
    assert not open_again.secret_keys


def test_a_consent_taken_back_destroys_the_answers_with_a_reason(
    page: VisitPage, store: Store, visit: str
) -> None:
    filled(store, visit, "service_user", "U01", persetujuan__setuju="ya")
    press(K.Key_F5)
    press(K.Key_2, ALT)
    the_list(page).go_to(Desk(store, author=AUTHOR).visits.target(visit, "service_user", "U01").id)
    press("c")
    dialog = asked(page, ConfirmDialog)
    press(K.Key_Return)
    assert dialog.isVisible()
    press("diminta yang bersangkutan")
    press(K.Key_Return)
    back(page)
    (response,) = snapshot(store, visit).responses
    assert response.state.value == "returned"
    (log,) = store.entities(visit, DESTRUCTION)
    assert log.fields["reason"] == "diminta yang bersangkutan"


def test_stands_are_drawn_and_one_is_replaced_with_a_reason(
    page: VisitPage, store: Store, visit: str
) -> None:
    choose(page, "draw")
    dialog = asked(page, DrawDialog)
    assert_accessible(dialog)
    press(K.Key_Tab)
    press("2")
    press(K.Key_Return)
    sample = Samples(Desk(store, author=AUTHOR).visits, visit).find("stand")
    assert len(sample.current) == 2
    assert any(sample.nonce in text for text in texts(dialog))
    press(K.Key_Return)
    back(page)
    drawn = {unit.id for unit in sample.current}
    rows = [row for row in the_list(page).rows() if row.code]
    assert {
        row.code for row in rows if " terundi" in f" {row.detail}" and "tidak" not in row.detail
    } == drawn
    choose(page, "draw")
    dialog = asked(page, DrawDialog)
    assert not dialog.go.isEnabled(), "drawn before: a reason is needed"
    press(K.Key_Tab)
    press(K.Key_Down)
    assert dialog.go.text() == "Ganti"
    dialog._reason.setFocus()
    press("gerai direnovasi")
    press(K.Key_Return)
    (replaced,) = Samples(Desk(store, author=AUTHOR).visits, visit).find("stand").replacements
    assert replaced.reason == "gerai direnovasi"


def test_the_next_user_to_ask_is_told_where_they_leave(
    page: VisitPage, store: Store, visit: str
) -> None:
    choose(page, "draw")
    dialog = asked(page, DrawDialog)
    press("4")
    press(K.Key_Return)
    assert any("lalu setiap ke-5, sampai 10 orang" in text for text in texts(dialog))
    press(K.Key_Return)
    back(page)
    sample = Samples(Desk(store, author=AUTHOR).visits, visit).find("service_user")
    first = {unit.id: start for unit, start in sample.starts}
    before = {"G01": 1, "G02": 1, "G03": 0}  # the small visit has a user at each of two stands
    for row in the_list(page).rows():
        if row.code in before:
            nth = first[row.code] + before[row.code] * 5
            assert f"berikutnya: pengguna ke-{nth} yang keluar" in row.detail
    the_list(page).go_to(stand(store, visit, "G03"))
    press("u")
    row = next(row for row in the_list(page).rows() if row.code == "G03")
    assert f"pengguna ke-{first['G03'] + 5} yang keluar" in row.detail
    press(K.Key_2, ALT)
    assert any(f"G03: ke-{first['G03'] + 5}" in text for text in texts(page))


def test_who_is_next_is_a_step_further_for_each_approached(store: Store, visit: str) -> None:
    desk = Desk(store, author=AUTHOR)
    sample = draw_sample(desk, visit, TargetKind.SERVICE_USER.value, size=2, every=5)
    start = {unit.id: n for unit, n in sample.starts}["G01"]
    assert [sample.next_at("G01", n) for n in range(3)] == [start, start + 5, None]
    assert sample.next_at("G99", 0) is None
