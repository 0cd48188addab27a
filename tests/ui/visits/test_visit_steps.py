"""A visit from plan to archive, or called off: by keys, each step with its question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.model import VisitState
from fieldsurvey.ui.parts.dialogs import ConfirmDialog
from fieldsurvey.ui.visits import VisitPage
from fieldsurvey.ui.visits.summary import SummaryDialog
from tests.ui.checks import assert_accessible
from tests.ui.visits.hands import (
    asked,
    back,
    button,
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


def test_a_visit_is_cancelled_only_with_a_reason(
    qtbot: QtBot, page: VisitPage, store: Store, visit: str, heard: Heard
) -> None:
    choose(page, "cancel")
    dialog = asked(page, ConfirmDialog)
    assert_accessible(dialog)
    assert not button(dialog, "Batalkan kunjungan").isEnabled()
    press(Qt.Key.Key_Return)
    assert dialog.isVisible()
    press("Banjir, mal ditutup")
    press(Qt.Key.Key_Return)
    back(page)
    assert snapshot(store, visit).state is VisitState.CANCELLED
    assert "Dibatalkan: Banjir, mal ditutup" in texts(page)
    assert heard.shown[-1] == "Kunjungan dibatalkan."
    the_list(page).setFocus()
    press("1")
    assert snapshot(store, visit).stands[0].status == ""
    with qtbot.assertNotEmitted(page.fill):
        press(Qt.Key.Key_Return)
    # survey.visits.NEXT_STATES gives no way back, and the page offers none.
    offered = {action.objectName() for action in page.header.menu.actions()}
    assert "cancel" not in offered
    assert not page.header.next.isVisible()


def test_a_sealed_visit_is_followed_up_and_closed(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    desk = Desk(store, author="x")
    desk.visits.move(visit, VisitState.COMPLETED)
    desk.seal(visit)
    page = VisitPage(context, visit)
    shown(qtbot, page)
    for name, state in (("followed-up", VisitState.FOLLOWED_UP), ("close", VisitState.CLOSED)):
        choose(page, name)
        asked(page, ConfirmDialog)
        press(Qt.Key.Key_Return)
        assert snapshot(store, visit).state is state
        back(page)
        the_list(page).setFocus()


def test_the_summary_opens_from_the_menu_with_all_facts(qtbot: QtBot, page: VisitPage) -> None:
    choose(page, "summary")
    dialog = asked(page, SummaryDialog)
    assert_accessible(dialog)
    said = " ".join(texts(dialog))
    for fact in ("Kota Tanjung Wana", "18 November 2026", "sejak 09.05", "000/ST-CONTOH/XI/2026"):
        assert fact in said
    with qtbot.waitSignal(dialog.accepted):
        press(Qt.Key.Key_Return)


def test_the_clock_is_the_sites(page: VisitPage, context: Context) -> None:
    from fieldsurvey.indonesia import zone_info

    there = context.clock.now().astimezone(zone_info("Asia/Makassar"))
    assert page.header.time.text().endswith("WITA")
    assert page.header.time.text()[:2] == there.strftime("%H")
