"""Two laptops meet by keys alone: one is the meeting point, the other types its address and code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from fieldsurvey.app import jobs
from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.store import Store
from fieldsurvey.sync import pairing
from fieldsurvey.ui.jobs import Access, SyncWish
from fieldsurvey.ui.tasks import Tasks
from fieldsurvey.ui.visits import VisitList, VisitPage
from fieldsurvey.ui.visits.serve_dialog import ServeDialog
from fieldsurvey.ui.visits.sync_dialog import SyncDialog
from fieldsurvey.ui.visits.who_dialog import WhoDialog
from tests.hub.meeting_point import address_of, serving
from tests.ui.checks import assert_accessible
from tests.ui.conftest import AUTHOR
from tests.ui.inline_tasks import InlineTasks
from tests.ui.visits.hands import CTRL, asked, back, button, choose, press, shown, texts, the_list

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.context import Context


@pytest.fixture(autouse=True)
def _quick_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairing, "_MEMORY_KIB", 64)
    monkeypatch.setattr(pairing, "_PASSES", 1)


def synchronising(screen: VisitList) -> SyncDialog:
    press(Qt.Key.Key_U, CTRL)
    dialog = asked(screen, SyncDialog)
    assert isinstance(dialog, SyncDialog)
    return dialog


def test_a_visit_comes_over_the_wire_by_keys(
    qtbot: QtBot, context: Context, store: Store, visit: str, tmp_path: Path
) -> None:
    path = tmp_path / "member.db"
    with (
        Store.open(path, None, create=True) as empty,
        serving(lambda: Store.open(store.path, PASSPHRASE)) as hub,
    ):
        there = replace(context, tasks=InlineTasks(empty), access=Access(path, None, AUTHOR))
        screen = VisitList(there)
        shown(qtbot, screen)
        dialog = synchronising(screen)
        assert_accessible(dialog)
        assert dialog.focusWidget() in dialog.findChildren(QLineEdit)
        press(str(address_of(hub)))
        press(Qt.Key.Key_Return)
        assert "belum saling mengenal" in dialog.problem.text()
        press("0000-0000")
        press(Qt.Key.Key_Return)
        assert "Kode pasangan tidak cocok" in dialog.problem.text()
        press(hub.code.lower())
        press(Qt.Key.Key_Return)
        (said,) = [text for text in texts(dialog) if text.startswith("•")]
        assert "Baru di sini: terkirim 0 perubahan" in said
        assert "Semuanya juga dipegang Laptop ketua" in said
        press(Qt.Key.Key_Return)
        assert screen.findChildren(SyncDialog) == []
        assert empty.streams() == [visit]
        # One asks now who one is in the visit that came in.
        assert asked(screen, WhoDialog).isVisible()
        press(Qt.Key.Key_Escape)
        assert the_list(screen).current_key() == visit
        back(screen)
    # The hub is gone: said as it is, and nothing is lost.
    dialog = synchronising(screen)
    press(Qt.Key.Key_Return)
    assert "Titik temu tidak menjawab" in dialog.problem.text()
    press(Qt.Key.Key_Escape)
    assert screen.findChildren(SyncDialog) == []


def test_one_visit_goes_out_from_its_page(
    page: VisitPage, store: Store, visit: str, tmp_path: Path
) -> None:
    with serving(lambda: Store.open(tmp_path / "hub.db", create=True)) as hub:
        choose(page, "sync")
        dialog = asked(page, SyncDialog)
        press(str(address_of(hub)))
        press(Qt.Key.Key_Tab)
        press(hub.code)
        press(Qt.Key.Key_Return)
        (said,) = [text for text in texts(dialog) if text.startswith("•")]
        assert f"terkirim {sum(store.cursor(visit).values())} perubahan" in said
        assert "masih hanya di laptop ini" not in said
        press(Qt.Key.Key_Escape)
    assert [receipt.cursor for receipt in store.receipts(visit)] == [store.cursor(visit)]


def test_this_laptop_is_the_meeting_point_until_it_is_stopped(
    qtbot: QtBot, context: Context, store: Store, visit: str, tmp_path: Path
) -> None:
    tasks = Tasks(lambda: Store.open(store.path, PASSPHRASE))
    screen = VisitList(replace(context, tasks=tasks))
    shown(qtbot, screen)
    dialog = synchronising(screen)
    button(dialog, "Jadikan &titik temu …").click()
    meeting = asked(screen, ServeDialog)
    assert isinstance(meeting, ServeDialog)
    qtbot.waitUntil(lambda: "-" in meeting._code.text(), timeout=60_000)
    assert_accessible(meeting)
    assert "Belum ada yang datang" in texts(meeting)
    told = []
    with Store.open(tmp_path / "member.db", create=True) as empty:
        port = meeting._address.text().rpartition(":")[2]
        code = meeting._code.text()
        # In earnest: the hub is another process.
        pairing_costs = pytest.MonkeyPatch()
        pairing_costs.setattr(pairing, "_MEMORY_KIB", 64 * 1024)
        pairing_costs.setattr(pairing, "_PASSES", 3)
        access = Access(empty.path, None, "Budi")
        wish = SyncWish(f"127.0.0.1:{port}", code, everything=True)
        done, held = jobs.sync(access, wish, told.append)
        pairing_costs.undo()
        assert [one.visit for one in held] == [visit]
        assert done.name == AUTHOR
        assert empty.streams() == [visit]
    assert {one.step for one in told} >= {"changes-in", "receipts"}
    qtbot.waitUntil(
        lambda: any("Budi: terhubung" in text for text in texts(meeting)), timeout=10_000
    )
    press(Qt.Key.Key_Return)
    assert screen.findChildren(ServeDialog) == []
    assert tasks.close()
