"""Evidence is demanded where the form says so: a mark at the question, in Problems, at the end; and it is met."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import segno
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from fieldsurvey.survey.evidence import asked_for, evidence_gaps
from fieldsurvey.survey.model import ResponseState
from fieldsurvey.ui.form.files import read_file, small
from tests.ui.form.driving import (
    CTRL,
    A,
    current,
    go,
    open_form,
    press,
    responses,
    sitting,
    stand_of,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context
    from tests.ui.conftest import Heard

K = Qt.Key
C04 = "/data/bagian_c/c04"


def test_a_demanded_photo_is_a_problem_until_it_is_there(
    qtbot: QtBot, context: Context, store: Store, visit: str, tmp_path: Path, picture: QImage
) -> None:
    path = tmp_path / "jam.png"
    assert picture.save(str(path))
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, "2")
    look = sitting(screen).look
    view = look(A + "a01")
    assert view is not None
    assert view.proof == "insisted"
    press(qtbot, K.Key_F8)
    assert next(row.ref for row in screen.face.problems.list.rows) == A + "a01_foto"
    page = screen.face.pages.page
    assert page is not None
    page.attached.emit(A + "a01_foto", path)
    view = look(A + "a01")
    assert view is not None
    assert view.proof == "given"
    assert A + "a01_foto" not in [row.ref for row in screen.face.problems.list.rows]


def test_evidence_that_is_asked_for_is_met_by_an_address(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    go(qtbot, screen, C04)
    press(qtbot, "1")
    session, state = sitting(screen).bridge.session, sitting(screen).state
    assert asked_for(session, C04) == [("screenshot", False)]
    assert [gap.where for gap in evidence_gaps(session, [C04])] == [C04 + "_url"]
    assert state.proof(C04) == "missing"
    go(qtbot, screen, C04 + "_url")
    press(qtbot, "https://contoh.go.id/layanan")
    press(qtbot, K.Key_Return)
    assert state.proof(C04) == "given"


def test_a_comment_is_a_note(qtbot: QtBot, context: Context, store: Store, visit: str) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    go(qtbot, screen, A + "a03")
    press(qtbot, "0830")
    press(qtbot, K.Key_Return)
    assert sitting(screen).state.proof(A + "a03") == "", "nobody was late: no note is asked for"
    press(qtbot, "0905")
    press(qtbot, K.Key_Return)
    assert sitting(screen).state.proof(A + "a03") == "missing"
    go(qtbot, screen, A + "a03")
    press(qtbot, K.Key_M, CTRL)
    press(qtbot, "Petugas datang sesudah tim")
    press(qtbot, K.Key_Return, CTRL)
    assert sitting(screen).state.proof(A + "a03") == "given"


def test_the_end_lists_evidence_and_each_line_jumps(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    go(qtbot, screen, C04)
    press(qtbot, "1")
    press(qtbot, K.Key_J, CTRL)
    end = screen.face.pages.end
    assert [row.ref for row in end.evidence.rows] == [C04 + "_url"]
    assert not end.button.isEnabled(), "required answers are missing"
    end.evidence.setFocus()
    press(qtbot, K.Key_Return)
    assert current(screen) == C04 + "_url"
    press(qtbot, K.Key_J, CTRL)
    assert end.evidence.hasFocus(), "one comes back to the line one came from"


def test_finishing_all_the_same_is_asked_once(
    qtbot: QtBot, guest_context: Context, guest_store: Store, guest_visit: str
) -> None:
    screen = open_form(qtbot, guest_context, guest_visit, stand_of(guest_store, guest_visit))
    go(qtbot, screen, "/data/tamu[1]/nama")
    press(qtbot, "Ani")
    press(qtbot, K.Key_J, CTRL)
    end = screen.face.pages.end
    kinds = {row.ref: row.sign for row in end.blank.rows}
    assert "/data/awal/moto" in kinds
    press(qtbot, K.Key_Return)
    assert responses(guest_store, guest_visit)[0].state is ResponseState.DRAFT
    press(qtbot, K.Key_Right)
    press(qtbot, K.Key_Return)
    assert responses(guest_store, guest_visit)[0].state is ResponseState.DRAFT, "look first"
    press(qtbot, K.Key_Return)
    press(qtbot, K.Key_Return)
    assert responses(guest_store, guest_visit)[0].state is ResponseState.FINISHED


def test_a_photo_of_a_phone_in_heic_has_its_small_picture() -> None:
    data = (Path(__file__).parents[2] / "media" / "photo.heic").read_bytes()
    picture = small(data)
    assert picture is not None
    assert (picture.width(), picture.height()) == (64, 96)
    assert small(data[:400]) is None
    read = read_file(data, None, photo=True)
    assert (read.media_type, read.data) == ("image/heic", data), "the original is kept as it is"


def test_a_code_in_a_photo_is_the_answer_and_a_photo_without_one_is_explained(
    qtbot: QtBot, guest_context: Context, guest_store: Store, guest_visit: str, heard: Heard
) -> None:
    screen = open_form(qtbot, guest_context, guest_visit, stand_of(guest_store, guest_visit))
    name = "/data/tamu[1]/nama"
    data = io.BytesIO()
    segno.make("MPP/2026/G-07").save(data, kind="png", scale=8, border=6)
    bridge = sitting(screen).bridge
    bridge.scan(name, QImage.fromData(data.getvalue()))
    qtbot.waitUntil(lambda: bridge.session.get(name) == "MPP/2026/G-07")
    bridge.saver.begin()
    bridge._take_code(bridge.session.key(name), "(01)\x1d0952\x00(10)G\x1e7")  # separators of GS1
    assert bridge.session.get(name) == "(01)0952(10)G7"
    bridge.answer(name, "MPP/2026/G-07")
    blank = QImage(300, 300, QImage.Format.Format_RGB32)
    blank.fill(QColor("white"))
    bridge.scan(name, blank)
    qtbot.waitUntil(lambda: bool(heard.shown))
    assert heard.shown[-1].startswith("Kode dalam foto ini tidak terbaca")
    assert bridge.session.get(name) == "MPP/2026/G-07"
