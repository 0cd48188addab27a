"""The form screen, filled by keyboard alone over a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.model import ResponseState
from fieldsurvey.ui.answers import QuestionFrame
from fieldsurvey.ui.form import FormScreen
from fieldsurvey.ui.theme import make_theme, wear
from tests.ui.checks import SIZES, assert_accessible, assert_fits
from tests.ui.form.driving import A, current, go, open_form, press, sitting, stand_of, values

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context


def in_the_hall(stored: object) -> time:
    """The clock at the site for a stored time, whatever zone this machine is in."""
    moment = datetime.combine(date(2026, 11, 23), time.fromisoformat(str(stored)))
    return moment.astimezone(ZoneInfo("Asia/Makassar")).time()


def test_nothing_is_made_by_looking(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    assert current(screen) == A + "a01"
    assert Desk(store, author="x").responses(visit).all() == []


def test_section_a_by_keyboard(qtbot: QtBot, context: Context, store: Store, visit: str) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, "1")
    assert current(screen) == A + "a02"
    press(qtbot, "2")
    assert current(screen) == A + "a02_foto", "the photo that the answer demands comes next"
    press(qtbot, Qt.Key.Key_Return)
    assert current(screen) == A + "a03"
    press(qtbot, "1405")
    press(qtbot, Qt.Key.Key_Return)
    stored = values(store, visit)
    assert stored[A + "a01"] == "ya"
    assert stored[A + "a02"] == "tidak"
    assert in_the_hall(stored[A + "a03"]) == time(14, 5)
    assert screen.face.head.badge.text().startswith("Tersimpan ")


def test_not_applicable_asks_why(qtbot: QtBot, context: Context, store: Store, visit: str) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, "3")
    assert current(screen) == A + "a01_tb"
    press(qtbot, "Gerai tidak dijadwalkan 1x")
    press(qtbot, Qt.Key.Key_Return)
    assert values(store, visit)[A + "a01_tb"] == "Gerai tidak dijadwalkan 1x"


def test_undo_and_redo(qtbot: QtBot, context: Context, store: Store, visit: str) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, "1")
    press(qtbot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert values(store, visit)[A + "a01"] in {"", None}
    assert current(screen) == A + "a01"
    press(
        qtbot,
        Qt.Key.Key_Z,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert values(store, visit)[A + "a01"] == "ya"


def test_a_bad_number_stays_and_says_so(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    go(qtbot, screen, A + "a06")
    press(qtbot, "banyak")
    press(qtbot, Qt.Key.Key_Return)
    assert current(screen) == A + "a06"
    page = screen.face.pages.page
    assert page is not None
    frame = page.frame(A + "a06")
    assert frame is not None
    assert frame.error.startswith("Ini bukan angka")
    assert values(store, visit)[A + "a06"] == "banyak", "a word typed is a word kept"


def test_repeats_follow_their_count(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    go(qtbot, screen, A + "n_produk")
    press(qtbot, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, "3")
    press(qtbot, Qt.Key.Key_Return)
    labels = [section.ref for section in sitting(screen).state.sections]
    assert [ref for ref in labels if ref.startswith("/data/produk[")] == [
        f"/data/produk[{n}]" for n in (1, 2, 3)
    ]
    press(qtbot, Qt.Key.Key_Return)  # in the table of instances: opens the first
    assert current(screen).startswith("/data/produk[1]/")
    press(qtbot, "Penerbitan KTP-el")
    press(qtbot, Qt.Key.Key_Return)
    titles = [s.label for s in sitting(screen).state.sections if s.ref == "/data/produk[1]"]
    assert titles == ["1. Penerbitan KTP-el"]


def test_f8_goes_round(qtbot: QtBot, context: Context, store: Store, visit: str) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, Qt.Key.Key_F8)
    assert current(screen) == A + "a02"
    press(qtbot, Qt.Key.Key_F8)
    assert current(screen) == A + "a03"
    press(qtbot, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert current(screen) == A + "a02"
    assert screen.face.problems.isVisible()


def test_what_is_missing_is_marked_in_sight_and_elsewhere_when_no_key_waits(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    screen.resize(SIZES[1][0], screen.minimumSizeHint().height())
    page = screen.face.pages.page
    assert page is not None
    qtbot.waitUntil(lambda: page.whole)
    sitting(screen).walk.jump(A + "a06")
    QApplication.processEvents()
    here = page.frame(A + "a06")
    assert here is not None
    place = here.mapTo(page, QPoint(0, 0))
    sitting(screen).state.check()
    page.refresh_soon(page.section.refs)
    said = {frame.view.ref: frame.error for frame in page.findChildren(QuestionFrame)}
    assert said[A + "a06"]
    assert not said[A + "a02"]
    qtbot.waitUntil(lambda: page.whole)
    said = {frame.view.ref: frame.error for frame in page.findChildren(QuestionFrame)}
    assert all(said[A + name] for name in ("a01", "a02", "a03", "a06"))
    assert here.mapTo(page, QPoint(0, 0)) == place, "what is said above it moves nothing in sight"


def test_leaving_saves_what_is_typed(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    go(qtbot, screen, A + "a03")
    press(qtbot, "0905")
    left: list[bool] = []
    screen.can_leave(lambda: left.append(True))
    assert left == [True]
    assert in_the_hall(values(store, visit)[A + "a03"]) == time(9, 5)


def test_comes_back_where_it_was(qtbot: QtBot, context: Context, store: Store, visit: str) -> None:
    stand = stand_of(store, visit)
    screen = open_form(qtbot, context, visit, stand)
    go(qtbot, screen, "/data/bagian_c/c04")
    place = screen.place()
    other = FormScreen(context, visit, "stand", stand)
    qtbot.addWidget(other)
    other.show()
    other.entered()
    other.go_to(place)
    assert current(other) == "/data/bagian_c/c04"


@pytest.mark.parametrize("key", [Qt.Key.Key_J])
def test_finish_lists_what_is_missing(
    qtbot: QtBot, context: Context, store: Store, visit: str, key: Qt.Key
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, key, Qt.KeyboardModifier.ControlModifier)
    page = screen.face.pages.end
    assert page.isVisible()
    assert not page.button.isEnabled()
    assert len(page.problems.rows) > 5
    assert isinstance(QApplication.focusWidget(), QWidget)
    press(qtbot, Qt.Key.Key_Return)
    assert current(screen) == A + "a01"


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(("palette", "text"), [("light", 11), ("dark", 17), ("sunlight", 17)])
def test_it_fits_and_speaks(
    qtbot: QtBot, context: Context, store: Store, visit: str, palette: str, text: int,
    size: tuple[int, int],
) -> None:  # fmt: skip
    theme = make_theme(palette, text)
    wear(QApplication.instance(), theme)
    screen = open_form(qtbot, replace(context, theme=theme), visit, stand_of(store, visit))
    press(qtbot, "2")
    assert_fits(screen, size)
    assert_accessible(screen)
    press(qtbot, Qt.Key.Key_F8)
    QApplication.processEvents()
    assert_fits(screen, size)
    assert_accessible(screen)


def test_a_photo_becomes_evidence(
    qtbot: QtBot, context: Context, store: Store, visit: str, tmp_path: Path
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, "2")
    ref = A + "a01_foto"
    assert current(screen) == ref
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    path = tmp_path / "pintu.png"
    assert image.save(str(path))
    page = screen.face.pages.page
    assert page is not None
    page.attached.emit(ref, path)
    photos = Desk(store, author="x").visits.snapshot(visit).photos
    assert [photo.media_type for photo in photos] == ["image/png"]
    assert store.blob(photos[0].sha256) == path.read_bytes()
    assert values(store, visit)[ref] == photos[0].sha256[:16] + ".png"
    page.detached.emit(ref, photos[0].id)
    assert Desk(store, author="x").visits.snapshot(visit).photos == ()
    assert values(store, visit)[ref] in {"", None}


def test_an_interview_is_finished_by_keyboard(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    user = Desk(store, author="x").visits.snapshot(visit).service_users[0].id
    screen = open_form(qtbot, context, visit, user, "service_user")
    press(qtbot, "2")  # the person declines
    ended: list[bool] = []
    screen.closed.connect(lambda: ended.append(True))
    press(qtbot, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert screen.face.pages.end.button.isEnabled()
    press(qtbot, Qt.Key.Key_Space)
    assert ended == [True]
    response = Desk(store, author="x").responses(visit).all()[0]
    assert response.state is ResponseState.FINISHED
    assert not sitting(screen).bridge.stale


def test_a_picture_that_the_visit_pins_stands_beside_its_question(
    qtbot: QtBot, guest_context: Context, guest_store: Store, guest_visit: str
) -> None:
    screen = open_form(qtbot, guest_context, guest_visit, stand_of(guest_store, guest_visit))
    shown = sitting(screen).look("/data/awal/ac")
    assert shown is not None
    assert shown.picture is not None
    assert (shown.picture.width(), shown.picture.height()) == (60, 40)
    plain = sitting(screen).look("/data/awal/meja")
    assert plain is not None
    assert plain.picture is None
