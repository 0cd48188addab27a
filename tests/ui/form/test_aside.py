"""What opens over the form, by keys: comment, history, go to a question, same as before, opening again, language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldsurvey.survey.filling import COMMENT, REOPENED
from fieldsurvey.survey.model import ResponseState
from fieldsurvey.ui.form.go_to import GoToSheet, matches
from fieldsurvey.ui.form.history import HistorySheet
from fieldsurvey.ui.form.notes import CommentSheet, ReopenSheet
from fieldsurvey.ui.form.respondent import RespondentView
from fieldsurvey.ui.form.rows import Row
from fieldsurvey.ui.form.same_as import SameSheet
from tests.ui.checks import assert_accessible
from tests.ui.form.driving import (
    CTRL,
    SHIFT,
    A,
    current,
    go,
    open_form,
    press,
    responses,
    sheet,
    sitting,
    stand_of,
    values,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context
    from tests.ui.conftest import Heard

K = Qt.Key


def test_a_comment_is_written_kept_and_shown_again(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    stand = stand_of(store, visit)
    screen = open_form(qtbot, context, visit, stand)
    press(qtbot, "1")
    go(qtbot, screen, A + "a01")
    press(qtbot, K.Key_M, CTRL)
    asked = sheet(screen)
    assert isinstance(asked, CommentSheet)
    assert_accessible(asked)
    press(qtbot, "Papan jadwal tertutup spanduk")
    press(qtbot, K.Key_Return, CTRL)
    page = screen.face.pages.page
    assert page is not None
    frame = page.frame(A + "a01")
    assert frame is not None
    assert frame.view.comment == "Papan jadwal tertutup spanduk"
    response = responses(store, visit)[0]
    record = store.entity(visit, response.id)
    assert record is not None
    assert record.fields[COMMENT + A + "a01"] == "Papan jadwal tertutup spanduk"
    other = open_form(qtbot, context, visit, stand)
    view = sitting(other).look(A + "a01")
    assert view is not None
    assert view.comment == "Papan jadwal tertutup spanduk"


def test_a_comment_is_left_by_escape(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, K.Key_M, CTRL)
    sheet(screen)
    press(qtbot, "tidak jadi")
    press(qtbot, K.Key_Escape)
    assert responses(store, visit) == []


def test_history_tells_from_what_to_what(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, "1")
    go(qtbot, screen, A + "a01")
    press(qtbot, "2")
    go(qtbot, screen, A + "a01")
    press(qtbot, K.Key_H, CTRL)
    shown = sheet(screen)
    assert isinstance(shown, HistorySheet)
    assert_accessible(shown)
    newest, first = shown.list.rows
    assert newest.title == "Ya → Tidak"
    assert newest.detail.startswith(f"{context.author} · ")
    assert newest.aside == "yang berlaku sekarang"
    assert first.title == "Ya"
    press(qtbot, K.Key_Escape)
    assert current(screen) == A + "a01"


def test_go_to_finds_by_code_number_and_words() -> None:
    rows = [Row("a", "A01. Gerai buka"), Row("b", "A02. Jam buka"), Row("c", "B01. Dasar hukum")]
    assert [row.ref for row in matches(rows, "b01")] == ["c"]
    assert matches(rows, "2")[0].ref == "b"
    assert [row.ref for row in matches(rows, "buka jam")] == ["b"]
    assert matches(rows, "toilet") == []


def test_go_to_jumps_with_enter(qtbot: QtBot, context: Context, store: Store, visit: str) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, K.Key_G, CTRL)
    found = sheet(screen)
    assert isinstance(found, GoToSheet)
    assert_accessible(found)
    press(qtbot, "C0")
    press(qtbot, K.Key_Down)
    press(qtbot, K.Key_Return)
    assert current(screen) == "/data/bagian_c/c04", "C02 does not apply yet"


def test_same_as_before_takes_what_repeats_and_nothing_else(
    qtbot: QtBot, context: Context, store: Store, visit: str, heard: Heard
) -> None:
    first = open_form(qtbot, context, visit, stand_of(store, visit, 0))
    press(qtbot, "1")
    for ref, text in ((A + "a06", "12"), (A + "n_produk", "3")):
        go(qtbot, first, ref)
        press(qtbot, K.Key_A, CTRL)
        press(qtbot, text)
        press(qtbot, K.Key_Return)
    first.can_leave(first.close)
    screen = open_form(qtbot, context, visit, stand_of(store, visit, 1))
    press(qtbot, K.Key_D, CTRL)
    offered = sheet(screen)
    assert isinstance(offered, SameSheet)
    assert_accessible(offered)
    refs = [row.ref for row in offered.list.rows]
    assert A + "a01" not in refs, "a judgment is made by looking"
    assert refs == [A + "a06", A + "n_produk"]
    assert [row.checked for row in offered.list.rows] == [True, False], (
        "n_produk has an answer here"
    )
    press(qtbot, K.Key_Down)
    press(qtbot, K.Key_Space)
    press(qtbot, K.Key_Return)
    assert current(screen) == A + "a06"
    assert heard.shown[-1].startswith("2 jawaban disalin dari ")
    session = sitting(screen).bridge.session
    assert (session.get(A + "a06"), session.get(A + "n_produk")) == ("12", "3")
    assert "/data/produk[3]" in [s.ref for s in sitting(screen).state.sections]
    press(qtbot, K.Key_Z, CTRL)
    assert (session.get(A + "a06"), session.get(A + "n_produk")) == ("", "2")
    stored = {r.target: r.values for r in responses(store, visit)}[stand_of(store, visit, 1)]
    assert stored.get(A + "a06") in {"", None}


def test_same_as_before_says_when_there_is_none(
    qtbot: QtBot, context: Context, store: Store, visit: str, heard: Heard
) -> None:
    open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, K.Key_D, CTRL)
    assert heard.shown == ["Anda belum mengisi formulir sejenis sebelumnya."]


def test_a_form_says_itself_what_repeats(
    qtbot: QtBot, guest_context: Context, guest_store: Store, guest_visit: str
) -> None:
    first = open_form(qtbot, guest_context, guest_visit, stand_of(guest_store, guest_visit, 0))
    for text in ("4", "1", "Ibu Kepala", "Melayani"):
        press(qtbot, text)
        press(qtbot, K.Key_Return)
    first.can_leave(first.close)
    screen = open_form(qtbot, guest_context, guest_visit, stand_of(guest_store, guest_visit, 1))
    press(qtbot, K.Key_D, CTRL)
    offered = sheet(screen)
    assert isinstance(offered, SameSheet)
    refs = [row.ref.rsplit("/", 1)[-1] for row in offered.list.rows]
    assert refs == ["meja", "ac", "moto"], "free text only where the form asks for it"


def finish_interview(qtbot: QtBot, context: Context, store: Store, visit: str) -> str:
    user = context.desk(store).visits.snapshot(visit).service_users[0].id
    screen = open_form(qtbot, context, visit, user, "service_user")
    press(qtbot, "2")
    press(qtbot, K.Key_J, CTRL)
    press(qtbot, K.Key_Space)
    if responses(store, visit)[0].state is not ResponseState.FINISHED:
        press(qtbot, K.Key_Return)  # yes, with what may stay empty
    assert responses(store, visit)[0].state is ResponseState.FINISHED
    screen.can_leave(screen.close)
    return user


def test_a_finished_form_is_read_until_it_is_opened_again(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    user = finish_interview(qtbot, context, store, visit)
    before = values(store, visit)
    screen = open_form(qtbot, context, visit, user, "service_user")
    assert screen.face.locked.text == "Formulir ini sudah selesai dan hanya dapat dibaca."
    assert_accessible(screen)
    first = current(screen)
    press(qtbot, "1")
    assert values(store, visit) == before, "nothing changes while it is finished"
    press(qtbot, K.Key_F11)
    assert not screen.findChildren(RespondentView), "nor is it handed to the respondent"
    press(qtbot, K.Key_O, CTRL | SHIFT)
    asked = sheet(screen)
    assert isinstance(asked, ReopenSheet)
    press(qtbot, K.Key_Return, CTRL)
    assert asked.isVisible(), "no reason, no opening"
    press(qtbot, "Salah pilih persetujuan")
    press(qtbot, K.Key_Return, CTRL)
    assert screen.face.locked.text == ""
    response = responses(store, visit)[0]
    assert response.state is ResponseState.DRAFT
    told = store.history(visit, response.id, REOPENED)
    assert [entry.value for entry in told] == ["Salah pilih persetujuan"]
    go(qtbot, screen, first)
    press(qtbot, "1")
    assert values(store, visit) != before


def test_the_language_of_the_form_changes_in_place(
    qtbot: QtBot, guest_context: Context, guest_store: Store, guest_visit: str
) -> None:
    screen = open_form(qtbot, guest_context, guest_visit, stand_of(guest_store, guest_visit))
    go(qtbot, screen, "/data/awal/kepala")
    press(qtbot, "Ibu")
    press(qtbot, K.Key_L, CTRL | SHIFT)
    QApplication.processEvents()
    page = screen.face.pages.page
    assert page is not None
    frame = page.frame("/data/awal/kepala")
    assert frame is not None
    assert frame.view.label == "Name of the head"
    assert frame.view.value == "Ibu", "what was typed is answered first"
    assert current(screen) == "/data/awal/kepala"
    assert next(s.label for s in sitting(screen).state.sections) == "Beginning"
    place = screen.place()
    other = open_form(qtbot, guest_context, guest_visit, stand_of(guest_store, guest_visit))
    other.go_to(place)
    assert sitting(other).bridge.session.label("/data/awal/meja") == "Number of tables"


def test_an_answer_without_its_key_is_shown_locked_here_and_in_history(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    stand = stand_of(store, visit)
    first = open_form(qtbot, context, visit, stand)
    press(qtbot, "3")
    press(qtbot, "Libur bersama")
    press(qtbot, K.Key_Return)
    first.can_leave(first.close)
    response = responses(store, visit)[0].id
    store.erase(visit, response, author=context.author, at=context.clock.now())
    screen = open_form(qtbot, context, visit, stand)
    view = sitting(screen).look(A + "a01_tb")
    assert view is not None
    assert view.locked
    assert view.value == ""
    go(qtbot, screen, A + "a01_tb")
    press(qtbot, K.Key_H, CTRL)
    shown = sheet(screen)
    assert isinstance(shown, HistorySheet)
    assert [row.title for row in shown.list.rows] == ["(terkunci)"]
