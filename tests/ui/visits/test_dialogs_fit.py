"""Every question over a small window with large text: nothing clipped, the field one is in stays in sight."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from fieldsurvey.ui.parts.fields_dialog import FieldsDialog
from fieldsurvey.ui.theme import make_theme, wear
from fieldsurvey.ui.visits import VisitList, VisitPage
from tests.ui.checks import PALETTES, SIZES, TEXT_SIZES, assert_accessible, assert_fits
from tests.ui.visits.answers import filled
from tests.ui.visits.hands import ALT, CTRL, asked, back, choose, press, shown, snapshot, the_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.screen import Screen

SMALL = SIZES[1]


def judge(qtbot: QtBot, screen: Screen) -> None:
    """Judge the open dialog, then close it."""
    dialog = asked(screen, QDialog)
    qtbot.waitUntil(lambda: dialog.height() <= SMALL[1])
    assert dialog.width() <= SMALL[0]
    assert_accessible(dialog)
    assert_fits(dialog, (dialog.width(), dialog.height()))
    if isinstance(dialog, FieldsDialog):
        field = dialog.focusWidget()
        area = dialog.area.viewport()
        if dialog.area.isAncestorOf(field):
            top = field.mapTo(area, field.rect().topLeft()).y()
            assert top >= 0
            assert top + field.height() <= area.height() + 1
    with qtbot.waitSignal(dialog.finished):
        dialog.reject()
    back(screen)
    QApplication.processEvents()


def small(qtbot: QtBot, screen: Screen) -> None:
    shown(qtbot, screen)
    screen.resize(*SMALL)
    QApplication.processEvents()


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("text_pt", TEXT_SIZES)
def test_every_question_fits(
    application: QApplication,
    qtbot: QtBot,
    context: Context,
    store: Store,
    visit: str,
    palette: str,
    text_pt: int,
) -> None:
    look = make_theme(palette, text_pt)
    wear(application, look)
    ask_everything(qtbot, replace(context, theme=look), store, visit, judge)


def ask_everything(
    qtbot: QtBot,
    context: Context,
    store: Store,
    visit: str,
    judge: Callable[[QtBot, Screen], None],
) -> None:
    """Have every question of the list and of a visit asked; each is judged and closed."""
    visits = VisitList(context)
    small(qtbot, visits)
    press(Qt.Key.Key_N, CTRL)
    judge(qtbot, visits)
    filled(store, visit, "stand", "G01", bagian_a__a01="ya")
    page = VisitPage(context, visit)
    small(qtbot, page)
    for name in ("summary", "clock", "draw", "held", "export", "import", "cancel"):
        choose(page, name)
        judge(qtbot, page)
    the_list(page).setFocus()
    the_list(page).go_to(snapshot(store, visit).stands[0].id)
    for key in ("n", "t", "i", "m", "r"):
        press(key)
        judge(qtbot, page)
    press(Qt.Key.Key_2, ALT)
    press("g")
    judge(qtbot, page)
    press(Qt.Key.Key_3, ALT)
    press("1")
    press(Qt.Key.Key_Return)
    judge(qtbot, page)
    press(Qt.Key.Key_4, ALT)
    counterpart = next(p for p in snapshot(store, visit).people if p.role == "counterpart")
    the_list(page).go_to(counterpart.id)
    for key in ("b", "i", "r", Qt.Key.Key_Delete):
        press(key)
        judge(qtbot, page)
    page.header.next.setFocus()
    press(Qt.Key.Key_Space)
    judge(qtbot, page)
