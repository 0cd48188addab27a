"""Undo in whole steps: a typed word, a choice with what it hid, a photo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from tests.ui.form.driving import (
    CTRL,
    SHIFT,
    A,
    current,
    go,
    open_form,
    press,
    sitting,
    stand_of,
    values,
)

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QImage
    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context
    from tests.ui.conftest import Heard

K = Qt.Key


def test_a_typed_word_is_one_step(qtbot: QtBot, context: Context, store: Store, visit: str) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, "3")
    assert current(screen) == A + "a01_tb"
    press(qtbot, "Tidak")
    qtbot.waitUntil(lambda: values(store, visit).get(A + "a01_tb") == "Tidak")
    press(qtbot, " dijadwalkan")
    qtbot.waitUntil(lambda: values(store, visit).get(A + "a01_tb") == "Tidak dijadwalkan")
    press(qtbot, K.Key_Return)
    stack = sitting(screen).bridge.undo
    assert stack.count() == 2, "the choice and the word, not each pause"
    press(qtbot, K.Key_Z, CTRL)
    assert values(store, visit)[A + "a01_tb"] in {"", None}
    assert current(screen) == A + "a01_tb"
    press(qtbot, K.Key_Z, CTRL | SHIFT)
    assert values(store, visit)[A + "a01_tb"] == "Tidak dijadwalkan"


def test_the_same_field_later_is_another_step(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    for text in ("4", "9"):
        go(qtbot, screen, A + "a06")
        press(qtbot, K.Key_A, CTRL)
        press(qtbot, text)
        press(qtbot, K.Key_Return)
    assert values(store, visit)[A + "a06"] == "9"
    press(qtbot, K.Key_Z, CTRL)
    assert values(store, visit)[A + "a06"] == "4"


def test_what_a_choice_hides_is_told_and_comes_back(
    qtbot: QtBot, context: Context, store: Store, visit: str, heard: Heard
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, "3")
    press(qtbot, "Libur")
    press(qtbot, K.Key_Return)
    go(qtbot, screen, A + "a01")
    press(qtbot, "1")
    assert heard.shown[-1] == "1 jawaban tidak berlaku lagi; tetap disimpan (Ctrl+Z)."
    press(qtbot, K.Key_Z, CTRL)
    assert sitting(screen).bridge.session.get(A + "a01_tb") == "Libur"


def test_a_photo_is_a_step(
    qtbot: QtBot, context: Context, store: Store, visit: str, tmp_path: Path, picture: QImage
) -> None:
    path = tmp_path / "pintu.png"
    assert picture.save(str(path))
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, "2")
    page = screen.face.pages.page
    assert page is not None
    page.attached.emit(A + "a01_foto", path)
    visits = context.desk(store).visits
    assert len(visits.snapshot(visit).photos) == 1
    press(qtbot, K.Key_Z, CTRL)
    assert visits.snapshot(visit).photos == ()
    assert values(store, visit)[A + "a01_foto"] in {"", None}
    assert current(screen) == A + "a01_foto"
    press(qtbot, K.Key_Z, CTRL | SHIFT)
    assert len(visits.snapshot(visit).photos) == 1
    assert values(store, visit)[A + "a01_foto"]
