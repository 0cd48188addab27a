"""Nothing is called saved before it is; what could not be written stays, is told, and is written later."""

from __future__ import annotations

import resource
import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.store import Store
from fieldsurvey.survey.model import ResponseState
from fieldsurvey.ui.tasks import Tasks
from fieldsurvey.ui.theme import make_theme, wear
from tests.ui.checks import SIZES, assert_accessible, assert_fits
from tests.ui.form.driving import (
    CTRL,
    A,
    go,
    open_form,
    press,
    responses,
    sitting,
    stand_of,
    values,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtGui import QImage
    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.context import Context

K = Qt.Key


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(("palette", "text"), [("light", 11), ("dark", 17), ("sunlight", 17)])
def test_what_is_not_saved_is_told_in_every_size(
    qtbot: QtBot, context: Context, store: Store, visit: str, palette: str, text: int,
    size: tuple[int, int],
) -> None:  # fmt: skip
    theme = make_theme(palette, text)
    wear(QApplication.instance(), theme)
    screen = open_form(qtbot, replace(context, theme=theme), visit, stand_of(store, visit))
    press(qtbot, "1")
    with full_disk(store):
        press(qtbot, "1")
        assert_fits(screen, size)
        assert_accessible(screen)
        assert screen.face.head.badge.accessibleName().startswith("Belum tersimpan: Penyimpanan")
    press(qtbot, K.Key_S, CTRL)


def test_what_is_typed_while_the_answer_before_is_written_is_not_called_saved(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    go(qtbot, screen, A + "a06")
    press(qtbot, "12")
    sitting(screen).bridge.saver.saved.emit(context.clock.now())  # of the answer before it
    assert screen.face.head.badge.accessibleName() == "Mengetik…"
    press(qtbot, K.Key_Return)
    assert values(store, visit)[A + "a06"] == "12"
    assert screen.face.head.badge.accessibleName().startswith("Tersimpan")


@contextmanager
def full_disk(store: Store) -> Iterator[None]:
    """Let no file grow beyond what the database's log has now, as on a full disk."""
    log = store.path.with_name(store.path.name + "-wal")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_keeps_the_answer_says_so_and_saves_it_later(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, "1")
    with full_disk(store):
        press(qtbot, "1")
        badge = screen.face.head.badge.text()
        assert badge.startswith("Belum tersimpan: "), badge
        assert "tetap di layar" in screen.face.unsaved.text
        assert_fits(screen, (1093, 614))
        assert_accessible(screen)
        session = sitting(screen).bridge.session
        assert session.get(A + "a02") == "ya"
        assert A + "a02" not in values(store, visit)
        go(qtbot, screen, A + "a06")
        press(qtbot, "7")
        press(qtbot, K.Key_S, CTRL)
        assert screen.face.head.badge.text() == badge
        press(qtbot, K.Key_M, CTRL)
        press(qtbot, "Disk penuh saat mengisi")
        press(qtbot, K.Key_Return, CTRL)
    press(qtbot, K.Key_S, CTRL)
    assert screen.face.head.badge.text().startswith("Tersimpan ")
    assert screen.face.unsaved.text == ""
    kept = values(store, visit)
    assert (kept[A + "a01"], kept[A + "a02"], kept[A + "a06"]) == ("ya", "ya", "7")
    record = store.entity(visit, responses(store, visit)[0].id)
    assert record is not None
    assert record.fields["comment:" + A + "a06"] == "Disk penuh saat mengisi"


def test_a_photo_that_meets_a_full_disk_is_kept_with_its_bytes(
    qtbot: QtBot, context: Context, store: Store, visit: str, tmp_path: Path, picture: QImage
) -> None:
    path = tmp_path / "pintu.png"
    assert picture.save(str(path))
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, "2")
    page = screen.face.pages.page
    assert page is not None
    with full_disk(store):
        page.attached.emit(A + "a01_foto", path)
        assert screen.face.head.badge.text().startswith("Belum tersimpan: ")
    path.unlink()
    press(qtbot, K.Key_S, CTRL)
    photos = context.desk(store).visits.snapshot(visit).photos
    assert len(photos) == 1
    assert len(store.blob(photos[0].sha256)) > 100
    assert values(store, visit)[A + "a01_foto"].startswith(photos[0].sha256[:16])  # type: ignore[union-attr]


def test_finishing_on_a_full_disk_is_not_called_finished(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    user = context.desk(store).visits.snapshot(visit).service_users[0].id
    screen = open_form(qtbot, context, visit, user, "service_user")
    ended: list[bool] = []
    screen.closed.connect(lambda: ended.append(True))
    press(qtbot, "2")
    press(qtbot, K.Key_J, CTRL)
    with full_disk(store):
        sitting(screen).bridge.finish()
        assert ended == []
        assert screen.face.head.badge.text().startswith("Belum tersimpan: ")
        assert responses(store, visit)[0].state is ResponseState.DRAFT
    press(qtbot, K.Key_S, CTRL)
    assert ended == [True]
    assert responses(store, visit)[0].state is ResponseState.FINISHED


def test_the_badge_waits_for_the_writer(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    tasks = Tasks(lambda: Store.open(store.path, PASSPHRASE))
    try:
        screen = open_form(qtbot, replace(context, tasks=tasks), visit, stand_of(store, visit))
        told: list[str] = []
        saver = sitting(screen).bridge.saver
        saver.saving.connect(lambda: told.append(screen.face.head.badge.text()))
        saver.saved.connect(lambda _at: told.append(values(store, visit)[A + "a01"] or ""))
        press(qtbot, "1")
        qtbot.waitUntil(lambda: not saver.busy)
        assert told == ["Menyimpan…", "ya"], "saved is said when it can be read by others"
        left: list[bool] = []
        press(qtbot, "1")
        screen.can_leave(lambda: left.append(True))
        assert left == [True]
        assert values(store, visit)[A + "a02"] == "ya"
    finally:
        tasks.close()


def test_finishing_pressed_twice_is_done_once(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    user = context.desk(store).visits.snapshot(visit).service_users[0].id
    tasks = Tasks(lambda: Store.open(store.path, PASSPHRASE))
    try:
        screen = open_form(qtbot, replace(context, tasks=tasks), visit, user, "service_user")
        ended: list[bool] = []
        screen.closed.connect(lambda: ended.append(True))
        press(qtbot, "2")
        bridge = sitting(screen).bridge
        for _ in range(2):
            bridge.finish()
        assert tasks.flush()
        assert ended == [True], "a second time would leave the page behind it too"
        response = responses(store, visit)[0]
        states = store.history(visit, response.id, "state")
        assert [each.value for each in states].count(ResponseState.FINISHED.value) == 1
    finally:
        tasks.close()


def test_leaving_waits_for_its_own_answers_alone(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    """A bundle or a PDF may be at work for minutes."""
    tasks, over = Tasks(lambda: Store.open(store.path, PASSPHRASE)), threading.Event()
    try:
        screen = open_form(qtbot, replace(context, tasks=tasks), visit, stand_of(store, visit))
        order: list[object] = []
        tasks.work(lambda: over.wait(1), lambda _over: order.append("bundle"))
        press(qtbot, "1")
        screen.can_leave(lambda: order.append("left"))
        assert order == ["left"]
        assert values(store, visit)[A + "a01"] == "ya"
    finally:
        over.set()
        tasks.close()
