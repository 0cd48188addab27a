"""Lines of the chronology: corrected, removed, brought back; the journal keeps all of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldsurvey.indonesia import zone_info
from fieldsurvey.ui.visits.event_dialog import EventDialog
from tests.ui.checks import assert_accessible
from tests.ui.visits.hands import ALT, CTRL, asked, back, press, snapshot, texts, the_list, titles

if TYPE_CHECKING:
    from fieldsurvey.store import Store
    from fieldsurvey.ui.visits import VisitPage

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def chronology(page: VisitPage) -> VisitPage:
    """The part with one line noted."""
    press(Qt.Key.Key_3, ALT)
    press("1")
    return page


def test_time_and_text_of_a_line_are_corrected(
    chronology: VisitPage, store: Store, visit: str
) -> None:
    (before,) = snapshot(store, visit).events
    press(Qt.Key.Key_Return)
    assert_accessible(asked(chronology, EventDialog))
    press(Qt.Key.Key_A, CTRL)
    press("Tim tiba di pintu utara.")
    press(Qt.Key.Key_Tab, SHIFT)
    press(Qt.Key.Key_A, CTRL)
    press("0.07")
    press(Qt.Key.Key_Return)
    (after,) = snapshot(store, visit).events
    zone = zone_info(snapshot(store, visit).mall.zone)
    local = after.at.astimezone(zone)
    assert after.text == "Tim tiba di pintu utara."
    assert (local.date(), local.hour, local.minute) == (before.at.astimezone(zone).date(), 0, 7)
    assert [h.value for h in store.history(visit, before.id, "text")] == [
        "Tim tiba di lokasi.",
        "Tim tiba di pintu utara.",
    ]


def test_a_time_that_is_none_is_refused_at_once(
    chronology: VisitPage, store: Store, visit: str
) -> None:
    press(Qt.Key.Key_Return)
    dialog = asked(chronology, EventDialog)
    press(Qt.Key.Key_Tab, SHIFT)
    for wrong in ("25.10", "24.00", "pagi", ""):
        press(Qt.Key.Key_A, CTRL)
        press(Qt.Key.Key_Delete)
        press(wrong)
        press(Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert "Tulis jam seperti 09.10." in texts(dialog)


def test_saving_without_a_change_writes_nothing(
    chronology: VisitPage, store: Store, visit: str
) -> None:
    (before,) = snapshot(store, visit).events
    written = len(store.history(visit, before.id))
    press(Qt.Key.Key_Return)
    asked(chronology, EventDialog)
    press(Qt.Key.Key_Return)
    assert len(store.history(visit, before.id)) == written


def test_a_line_is_removed_and_brought_back(
    chronology: VisitPage, store: Store, visit: str
) -> None:
    press("3")
    assert titles(the_list(chronology).rows())[0] == "Pemeriksaan dijeda untuk istirahat."
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Delete)
    assert [event.text for event in snapshot(store, visit).events] == ["Tim tiba di lokasi."]
    press(Qt.Key.Key_Z, CTRL)
    assert len(snapshot(store, visit).events) == 2
    press(Qt.Key.Key_Z, CTRL)
    assert len(snapshot(store, visit).events) == 2


def test_lines_stand_in_the_order_of_their_times(
    chronology: VisitPage, store: Store, visit: str
) -> None:
    press("5")
    first, second = snapshot(store, visit).events
    assert second.at - first.at < timedelta(minutes=5)
    the_list(chronology).go_to(second.id)
    press(Qt.Key.Key_Return)
    asked(chronology, EventDialog)
    press(Qt.Key.Key_Tab, SHIFT)
    press(Qt.Key.Key_A, CTRL)
    press("0.00")
    press(Qt.Key.Key_Return)
    back(chronology)
    assert snapshot(store, visit).events[0].id == second.id
    assert QApplication.focusWidget() is the_list(chronology)
