"""A respondent answers alone, by keys or by hand: one question at a time, nothing of the inspector in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from fieldsurvey.ui.form.respondent import RespondentView
from fieldsurvey.ui.theme import make_theme, wear
from tests.ui.checks import PALETTES, SIZES, TEXT_SIZES, assert_accessible, assert_fits
from tests.ui.form.driving import (
    CTRL,
    A,
    current,
    go,
    open_form,
    press,
    sheet,
    sitting,
    stand_of,
    values,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.form import FormScreen

K = Qt.Key


def handed_over(qtbot: QtBot, screen: FormScreen) -> RespondentView:
    press(qtbot, K.Key_F11)
    view = sheet(screen)
    assert isinstance(view, RespondentView)
    return view


def label(view: RespondentView) -> str:
    assert view.frame is not None
    return view.frame.view.label


def words(view: RespondentView) -> str:
    return "\n".join(w.text() for w in view.findChildren(QLabel) if w.isVisible())


def test_questions_come_one_by_one_and_answers_are_kept(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    first = current(screen)
    look = sitting(screen).look
    section = sitting(screen).state.section_of(first)
    assert section is not None
    view = handed_over(qtbot, screen)
    assert view.isFullScreen()
    assert label(view) == look(first).label
    press(qtbot, "1")
    assert label(view) != look(first).label, "a digit goes on"
    applying = [ref for ref in section.refs if look(ref) is not None]
    assert f"2 dari {len(applying)}" in words(view)
    qtbot.mouseClick(view.back, Qt.MouseButton.LeftButton)
    assert label(view) == look(first).label
    assert view.frame.view.value
    for _ in range(len(section.refs)):
        qtbot.mouseClick(view.on, Qt.MouseButton.LeftButton)
        if view.frame is None:
            break
    assert view.thanks.isVisible()
    assert words(view).strip() == "Terima kasih. Silakan kembalikan laptop kepada petugas."
    assert view.on.hasFocus()
    press(qtbot, K.Key_Space)
    assert not view.isVisible()
    assert values(store, visit)[first] == look(first).value != ""


def test_nothing_of_the_inspector_shows(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, "2")
    go(qtbot, screen, A + "a01")
    press(qtbot, K.Key_M, CTRL)
    sheet(screen)
    press(qtbot, "Petugas tampak gugup")
    press(qtbot, K.Key_Return, CTRL)
    page = screen.face.pages.page
    assert any("Petugas tampak gugup" in w.text() for w in page.findChildren(QLabel))
    assert any("Bukti" in w.text() for w in page.findChildren(QLabel))
    go(qtbot, screen, A + "a01")
    view = handed_over(qtbot, screen)
    assert "Petugas tampak gugup" not in words(view)
    assert "Bukti" not in words(view)
    press(qtbot, K.Key_Escape)
    assert not view.isVisible(), "Esc gives it back"
    assert screen.isVisible(), "and leaves the form open"


def test_what_was_typed_is_answered_when_the_laptop_is_given_back(
    qtbot: QtBot, guest_context: Context, guest_store: Store, guest_visit: str
) -> None:
    screen = open_form(qtbot, guest_context, guest_visit, stand_of(guest_store, guest_visit))
    go(qtbot, screen, "/data/awal/kepala")
    view = handed_over(qtbot, screen)
    press(qtbot, "Ibu Ratna")
    press(qtbot, K.Key_Escape)
    assert values(guest_store, guest_visit)["/data/awal/kepala"] == "Ibu Ratna"
    assert view.result() == 0


def test_a_text_that_cannot_be_read_keeps_the_question(
    qtbot: QtBot, guest_context: Context, guest_store: Store, guest_visit: str
) -> None:
    screen = open_form(qtbot, guest_context, guest_visit, stand_of(guest_store, guest_visit))
    go(qtbot, screen, "/data/awal/meja")
    view = handed_over(qtbot, screen)
    press(qtbot, "1.500")
    qtbot.mouseClick(view.on, Qt.MouseButton.LeftButton)
    assert label(view) == "Jumlah meja"
    assert "1500" in words(view) or view.frame.widget.problem()


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("text", TEXT_SIZES)
@pytest.mark.parametrize("size", SIZES)
def test_it_fits_and_every_button_has_a_name(
    qtbot: QtBot,
    application: QApplication,
    context: Context,
    store: Store,
    visit: str,
    palette: str,
    text: int,
    size: tuple[int, int],
) -> None:
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    theme = make_theme(palette, text)
    refs = sitting(screen).state.order()
    view = RespondentView(theme, refs[:4], refs[0], sitting(screen).look, screen)
    qtbot.addWidget(view)
    assert_fits(view, size)
    assert_accessible(view)
    wear(application, make_theme("light", 11))
