"""What every control of the registry promises, whichever kind it is: with real keys, mouse and wheel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, QStringListModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QStyleOptionFrame,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.answers import QuestionFrame
from fieldsurvey.ui.answers.choice_list import ChoiceList
from fieldsurvey.ui.answers.moment import DateQuestion
from fieldsurvey.ui.answers.view import FS
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.theme import Theme, make_theme, wear
from tests.ui.answers.stage import ALL, ANSWERABLE, Kind, Stage, answerable, every_kind, name_of
from tests.ui.checks import PALETTES, TEXT_SIZES, assert_accessible, assert_fits

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

SENTENCE = "Yang selesai tidak dapat melebihi yang masuk."


@every_kind
@pytest.mark.parametrize("focused", [False, True], ids=["passing-by", "focused"])
@pytest.mark.parametrize("answered", [False, True], ids=["blank", "answered"])
def test_a_wheel_changes_nothing(
    qtbot: QtBot, theme: Theme, kind: Kind, focused: bool, answered: bool
) -> None:
    stage = Stage(qtbot, theme, kind.view(answered=answered))
    if focused:
        stage.widget.focus_answer()
    before = stage.words()
    stage.wheel()
    stage.after.setFocus()
    assert stage.words() == before
    assert stage.said == []
    assert not stage.widget.pending()


def test_a_wheel_over_the_calendar_changes_nothing(qtbot: QtBot, theme: Theme) -> None:
    stage = Stage(qtbot, theme, Kind("input", "date", "").view())
    assert isinstance(stage.widget, DateQuestion)
    stage.widget.focus_answer()
    stage.press(Qt.Key.Key_F4)
    assert stage.widget.calendar is not None
    stage.wheel()
    stage.widget.calendar.close()
    assert stage.said == []
    assert stage.widget.line.text() == "25-07-2024"


@every_kind
def test_an_answer_is_shown_as_people_write_it(qtbot: QtBot, theme: Theme, kind: Kind) -> None:
    stage = Stage(qtbot, theme, kind.view())
    if kind.appearance != "year" and "month" not in kind.appearance:
        assert kind.written in stage.words()
    assert stage.said == []


@every_kind
def test_what_may_only_be_read_stays(qtbot: QtBot, theme: Theme, kind: Kind) -> None:
    stage = Stage(qtbot, theme, kind.view(readonly=True))
    before = stage.words()
    stage.widget.focus_answer()
    stage.type("12ax hs")
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Space, Qt.Key.Key_Down):
        stage.press(key)
    QGuiApplication.clipboard().setText("dari papan klip")
    stage.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    stage.widget.clear()
    stage.click_all()
    stage.widget.commit()
    stage.after.setFocus()
    assert stage.said == []
    assert stage.words() == before
    assert "wajib" not in stage.words()


@answerable
def test_clearing_says_so_once(qtbot: QtBot, theme: Theme, kind: Kind) -> None:
    stage = Stage(qtbot, theme, kind.view())
    stage.widget.clear()
    if kind.control == "upload":
        assert stage.said == [], "what is attached is asked about first"
        stage.press(Qt.Key.Key_Return)
        assert "Yakin hapus?" in stage.words()
        stage.press(Qt.Key.Key_Return)
        assert stage.said == ["m1"]
        return
    assert stage.said == [""]
    stage.frame.show_node(kind.view(answered=False))
    stage.widget.clear()
    stage.after.setFocus()
    assert stage.said == [""], "nothing is left to clear"


@answerable
def test_what_is_required_says_so_until_it_is_answered(
    qtbot: QtBot, theme: Theme, kind: Kind
) -> None:
    stage = Stage(qtbot, theme, kind.view(answered=False, required=True))
    assert "wajib" in stage.words()
    stage.frame.show_node(kind.view(required=True))
    assert "wajib" not in stage.words()
    stage.frame.show_node(
        kind.view(answered=False, required=True, violation="", violation_kind="required")
    )
    assert stage.frame.error == "Jawaban ini perlu diisi."


@answerable
def test_an_answer_that_is_refused_stays_in_sight(qtbot: QtBot, theme: Theme, kind: Kind) -> None:
    stage = Stage(qtbot, theme, kind.view())
    shown = stage.words()
    stage.frame.show_node(kind.view(violation=SENTENCE, violation_kind="constraint"))
    assert stage.frame.error == SENTENCE
    assert stage.words().replace(SENTENCE, "").split() == shown.split()
    focusable = stage.widget.focusProxy()
    assert focusable is not None
    assert SENTENCE in focusable.accessibleDescription()
    stage.frame.show_node(kind.view())
    assert stage.frame.error == ""
    assert stage.words() == shown


@answerable
def test_what_is_private_and_what_is_locked_says_so(qtbot: QtBot, theme: Theme, kind: Kind) -> None:
    private = {FS + "private": "yes"}
    stage = Stage(qtbot, theme, kind.view(answered=False, attributes=private, locked=True))
    assert "data pribadi" in stage.words()
    assert "kuncinya belum sampai" in stage.words()
    stage.frame.show_node(kind.view(attributes=private, locked=True))
    assert "kuncinya belum sampai" not in stage.words(), "it was answered anew"


@answerable
def test_the_keyboard_comes_and_goes(qtbot: QtBot, theme: Theme, kind: Kind) -> None:
    stage = Stage(qtbot, theme, kind.view(answered=False))
    entered: list[str] = []
    stage.frame.entered.connect(entered.append)
    for there, key in ((stage.after, Qt.Key.Key_Tab), (stage.before, Qt.Key.Key_Backtab)):
        (stage.before if key == Qt.Key.Key_Tab else stage.after).setFocus()
        stage.press(key)
        assert stage.widget.isAncestorOf(QApplication.focusWidget()), "one key leads in"
        stage.press(key)
        assert QApplication.focusWidget() is there, "one key leads out"
    assert entered == ["/data/q", "/data/q"]
    assert stage.said == []


@answerable
def test_enter_goes_on_and_a_key_held_down_does_not(qtbot: QtBot, theme: Theme, kind: Kind) -> None:
    stage = Stage(qtbot, theme, kind.view(answered=False))
    stage.widget.focus_answer()
    long = bool(stage.widget.findChildren(QPlainTextEdit))
    held = Qt.KeyboardModifier.ControlModifier if long else Qt.KeyboardModifier.NoModifier
    stage.press(Qt.Key.Key_Return, held)
    assert (stage.advanced, stage.said) == (1, [])
    stage.press(Qt.Key.Key_Enter, held | Qt.KeyboardModifier.KeypadModifier)
    assert stage.advanced == 2, "so does the Enter of the keypad"


@every_kind
def test_only_being_shown_and_left_says_nothing(qtbot: QtBot, theme: Theme, kind: Kind) -> None:
    stage = Stage(qtbot, theme, kind.view())
    for view in (kind.view(answered=False), kind.view(), kind.view(label="Lain"), kind.view()):
        stage.frame.show_node(view)
        stage.widget.focus_answer()
        stage.after.setFocus()
        stage.widget.commit()
    assert stage.said == []


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("text", TEXT_SIZES)
@pytest.mark.parametrize("width", [520, 1000])
def test_every_kind_can_be_hit_read_and_named(
    qtbot: QtBot, application: QApplication, palette: str, text: int, width: int
) -> None:
    made = make_theme(palette, text)
    wear(application, made)
    window = QWidget()
    column = QVBoxLayout(window)
    frames = []
    for kind in ALL:
        view = kind.view(required=True, hint="Lazimnya dua.", evidence="photo-if=c document")
        column.addWidget(frame := QuestionFrame(made, view))
        frames.append(frame)
    column.addStretch(1)
    qtbot.addWidget(window)
    assert_fits(window, (width, 10_000))
    assert_accessible(window)
    for frame in frames:
        for child in frame.widget.findChildren(QWidget):
            pressed = (
                isinstance(child, QAbstractButton) or child.focusPolicy() != Qt.FocusPolicy.NoFocus
            )
            if pressed and child.isVisible():
                assert child.height() >= 44, f"{child} of {frame.view.control}"
                assert child.width() >= 44, f"{child} of {frame.view.control}"
    wear(application, make_theme("light", 11))


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("kind", [k for k in ANSWERABLE if k.control == "input"], ids=name_of)
def test_focus_moves_no_word(
    qtbot: QtBot, application: QApplication, palette: str, kind: Kind
) -> None:
    made = make_theme(palette, 11)
    wear(application, made)
    stage = Stage(qtbot, made, kind.view())
    field = stage.widget.focusProxy()
    assert isinstance(field, QLineEdit | QPlainTextEdit)

    def place() -> QRect:
        if isinstance(field, QPlainTextEdit):
            return field.viewport().geometry()
        option = QStyleOptionFrame()
        field.initStyleOption(option)
        part = QStyle.SubElement.SE_LineEditContents
        return field.style().subElementRect(part, option, field)

    stage.widget.focus_answer()
    QApplication.processEvents()
    with_focus = place()
    stage.after.setFocus()
    QApplication.processEvents()
    assert place() == with_focus
    wear(application, make_theme("light", 11))


def test_the_focus_ring_of_a_list_covers_no_row(qtbot: QtBot, application: QApplication) -> None:
    for palette in PALETTES:
        made = make_theme(palette, 11)
        wear(application, made)
        window = QWidget()
        column = QVBoxLayout(window)
        rows, other = QListView(), QPushButton("lain")
        rows.setModel(QStringListModel(["satu", "dua"]))
        column.addWidget(rows)
        column.addWidget(other)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        other.setFocus()
        QApplication.processEvents()
        without = rows.viewport().geometry()
        rows.setFocus()
        QApplication.processEvents()
        assert rows.viewport().geometry() == without
        assert without.topLeft() == QPoint(made.ring, made.ring)
    wear(application, make_theme("light", 11))


@pytest.mark.parametrize("text", [11, 17, 20])
def test_icons_grow_with_the_text(qtbot: QtBot, application: QApplication, text: int) -> None:
    made = make_theme("light", text)
    wear(application, made)
    size = QSize(made.icon, made.icon)
    for button in (QPushButton(), QToolButton()):
        qtbot.addWidget(button)
        button.ensurePolished()
        assert button.iconSize() == size
    drawn = icon("photo", made)
    assert drawn.availableSizes() == [size, size * 2], "drawn at its size, not stretched"


def test_pasting_without_a_picture_is_explained(qtbot: QtBot, theme: Theme) -> None:
    stage = Stage(qtbot, theme, Kind("upload", "binary", "").view(answered=False))
    stage.widget.focus_answer()
    mime = QMimeData()
    mime.setText("hanya kata")
    QGuiApplication.clipboard().setMimeData(mime)
    stage.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert stage.frame.error.startswith("Papan klip tidak berisi")
    assert stage.said == []
    mime = QMimeData()
    mime.setData("image/png", b"\x89PNG as it was taken")
    QGuiApplication.clipboard().setMimeData(mime)
    stage.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert stage.said == [b"\x89PNG as it was taken"], "evidence is not encoded anew"
    assert stage.frame.error == ""


def test_rows_are_one_stop_of_the_keyboard(qtbot: QtBot, theme: Theme) -> None:
    stage = Stage(qtbot, theme, Kind("select", "string", "").view())
    lists = stage.widget.findChildren(ChoiceList)
    assert [row.focusPolicy() for row in lists[0].rows] == [Qt.FocusPolicy.NoFocus] * 4
