"""What others change in a form that is open here is not overwritten unseen; it is told, and loaded when one asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.ui.form import FormScreen
from fieldsurvey.ui.main_window import MainWindow
from fieldsurvey.ui.visits import VisitPage
from tests.soak.laptops import hand_over
from tests.ui.checks import SIZES, assert_accessible, assert_fits
from tests.ui.form.driving import A, open_form, press, sitting, stand_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.context import Context


@pytest.fixture
def budi(tmp_path: Path) -> Iterator[Store]:
    """Another laptop, empty."""
    with Store.open(tmp_path / "budi.db", PASSPHRASE, create=True) as store:
        yield store


def answer(store: Store, visit: str, stand: str, **answers: str) -> None:
    """Let Budi answer questions of section A at a stand."""
    desk = Desk(store, author="Budi")
    (target,) = (t for t in desk.visits.targets(visit) if (t.id, t.kind) == (stand, "stand"))
    response = desk.responses(visit).open("stand", target)
    for name, value in answers.items():
        response.set(A + name, value)


def test_it_is_told_with_the_next_answer_and_both_values_stay(
    qtbot: QtBot, context: Context, store: Store, visit: str, budi: Store
) -> None:
    stand = stand_of(store, visit)
    screen = open_form(qtbot, context, visit, stand)
    press(qtbot, "1")
    assert screen.face.overtaken.text == ""
    hand_over(store, budi, visit)
    answer(budi, visit, stand, a01="tidak", a02="tidak")
    hand_over(budi, store, visit)
    press(qtbot, "1")
    assert screen.face.overtaken.text == "Budi mengubah 2 jawaban formulir ini sementara itu."
    for size in SIZES:
        assert_fits(screen, size)
    assert_accessible(screen)
    (conflict,) = store.conflicts(visit)
    assert conflict.field == A + "a02"
    assert {each.value for each in conflict.alternatives} == {"ya", "tidak"}
    with qtbot.waitSignal(screen.again):
        press(qtbot, Qt.Key.Key_F5)


def test_it_is_told_when_it_comes_in_before_anything_is_answered(
    qtbot: QtBot, context: Context, store: Store, visit: str, budi: Store
) -> None:
    stand = stand_of(store, visit)
    window = MainWindow(context.preferences)
    qtbot.addWidget(window)
    window.show()
    beneath = window.open_page(lambda _theme: VisitPage(context, visit))
    page = window.open_page(lambda _theme: FormScreen(context, visit, "stand", stand))
    assert isinstance(page, FormScreen)
    qtbot.waitUntil(lambda: page.sitting is not None)
    sitting(page).bridge.answer(A + "a01", "ya")
    assert isinstance(beneath, VisitPage)
    beneath.carrying.arrived.emit()  # nothing of this form came: nothing is said
    assert page.face.overtaken.text == ""
    hand_over(store, budi, visit)
    for answers, count in (({"a02": "tidak"}, 1), ({"a03": "tidak"}, 2)):
        answer(budi, visit, stand, **answers)
        hand_over(budi, store, visit)
        beneath.carrying.arrived.emit()  # as the meeting point that runs on does
        said = f"Budi mengubah {count} jawaban formulir ini sementara itu."
        assert page.face.overtaken.text == said
    # The next answer finds nothing more to tell, and takes nothing back.
    sitting(page).bridge.answer(A + "a04", "ya")
    assert page.face.overtaken.text == said


def test_the_window_loads_it_where_one_was(
    qtbot: QtBot, context: Context, store: Store, visit: str, budi: Store
) -> None:
    stand = stand_of(store, visit)
    window = MainWindow(context.preferences)
    qtbot.addWidget(window)
    window.show()
    page = window.open_page(lambda _theme: FormScreen(context, visit, "stand", stand))
    assert isinstance(page, FormScreen)
    qtbot.waitUntil(lambda: page.sitting is not None)
    sitting(page).walk.jump(A + "a02")
    hand_over(store, budi, visit)
    answer(budi, visit, stand, a01="tidak")
    hand_over(budi, store, visit)
    page.again.emit()
    qtbot.waitUntil(lambda: window.page is not page)
    again = window.page
    assert isinstance(again, FormScreen)
    qtbot.waitUntil(lambda: again.sitting is not None)
    assert sitting(again).bridge.session.get(A + "a01") == "tidak"
    assert sitting(again).walk.question == A + "a02"
