"""What was typed into a dialog over a visit is not lost with a write that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import Qt

from fieldsurvey.errors import StoreFull
from fieldsurvey.survey.model import VisitState
from fieldsurvey.ui.parts.dialogs import ConfirmDialog
from fieldsurvey.ui.visits.event_dialog import EventDialog
from fieldsurvey.ui.visits.person_dialogs import PersonDialog
from fieldsurvey.ui.visits.stand_dialog import StandDialog
from tests.ui.inline_tasks import InlineTasks
from tests.ui.visits.full_disk import Disk
from tests.ui.visits.hands import ALT, CTRL, asked, back, press, snapshot, texts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog
    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.visits import VisitPage
    from tests.ui.conftest import Heard


@pytest.fixture
def disk(page: VisitPage, monkeypatch: pytest.MonkeyPatch) -> Disk:
    assert isinstance(page.context.tasks, InlineTasks)
    return Disk(page, monkeypatch)


def again(qtbot: QtBot, page: VisitPage, disk: Disk, kind: type[QDialog]) -> None:
    """Keep what was typed on a full disk: the dialog stands there again and says why, until there is room."""
    dialog = asked(page, kind)
    disk.fill()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.isVisible)
    assert any("penuh" in text for text in texts(dialog))
    assert asked(page, kind) is dialog
    disk.make_room()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
    back(page)


def test_what_was_typed_stands_there_again_until_it_is_written(
    qtbot: QtBot, page: VisitPage, disk: Disk, store: Store, visit: str, heard: Heard
) -> None:
    press("t")
    press("G77")
    press(Qt.Key.Key_Tab)
    press("Pojok Baca")
    again(qtbot, page, disk, StandDialog)
    press(Qt.Key.Key_3, ALT)
    press("1")
    press(Qt.Key.Key_Return)
    asked(page, EventDialog)
    press(Qt.Key.Key_A, CTRL)
    press("Tiba di pintu utara.")
    again(qtbot, page, disk, EventDialog)
    press(Qt.Key.Key_4, ALT)
    press("s")
    press("Tono Contoh")
    again(qtbot, page, disk, PersonDialog)
    now = snapshot(store, visit)
    assert (now.stands[-1].code, now.events[-1].text) == ("G77", "Tiba di pintu utara.")
    assert now.people[-1].name == "Tono Contoh"
    assert not heard.told


def test_a_reason_stands_there_again_until_it_is_written(
    qtbot: QtBot, page: VisitPage, disk: Disk, store: Store, visit: str
) -> None:
    page.steps.cancel()
    asked(page, ConfirmDialog)
    press("Surat tugas ditarik")
    again(qtbot, page, disk, ConfirmDialog)
    assert snapshot(store, visit).state is VisitState.CANCELLED


def test_without_a_page_to_open_it_over_the_error_is_told(
    page: VisitPage, disk: Disk, heard: Heard
) -> None:
    press("t")
    press("G77")
    press(Qt.Key.Key_Tab)
    press("Pojok Baca")
    asked(page, StandDialog)
    disk.fill(slow=True)
    press(Qt.Key.Key_Return)
    page.hide()
    disk.fail()
    assert [type(error) for error in heard.told] == [StoreFull]
