"""The list when it is empty, and what it marks."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldsurvey.journal import new_id
from fieldsurvey.store import Store
from fieldsurvey.survey.archive import is_archived
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.model import VisitState
from fieldsurvey.survey.stages import cancel
from fieldsurvey.sync import export_bundle, import_bundle
from fieldsurvey.ui.jobs import Access
from fieldsurvey.ui.parts.row_list import RowList
from fieldsurvey.ui.visits import VisitList, VisitPage
from fieldsurvey.ui.visits.held_dialogs import ArchiveDialog, HeldDialog
from tests.ui.checks import SIZES, assert_accessible, assert_fits
from tests.ui.conftest import AUTHOR
from tests.ui.inline_tasks import InlineTasks
from tests.ui.visits.hands import CTRL, asked, back, choose, press, shown, texts, the_list

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.context import Context
    from tests.ui.conftest import Heard


@dataclass
class Windows:
    """The jobs at the edge of this process: the sample is copied, other windows are only counted."""

    small: Path
    opened: list[Path] = field(default_factory=list)
    made: int = 0

    def make_sample(self, folder: Path) -> Path:
        self.made += 1
        folder.mkdir()
        return Path(shutil.copy(self.small / "visit.db", folder / "visit.db"))

    def open_window(self, database: Path) -> None:
        self.opened.append(database)


def test_an_empty_list_offers_the_sample_in_a_window_of_its_own(
    qtbot: QtBot, context: Context, small_folder: Path, tmp_path: Path
) -> None:
    jobs, path = Windows(small_folder), tmp_path / "own" / "empty.db"
    path.parent.mkdir()
    with Store.open(path, None, create=True) as empty:
        screen = VisitList(
            replace(context, tasks=InlineTasks(empty), jobs=jobs, access=Access(path, None, AUTHOR))
        )
        shown(qtbot, screen)
        assert_accessible(screen)
        assert_fits(screen, SIZES[1])
        for offer in ("Kunjungan latihan (Ctrl+T)", "Coba kunjungan contoh"):
            press(Qt.Key.Key_Tab)
            assert QApplication.focusWidget().text() == offer
        press(Qt.Key.Key_Space)
        press(Qt.Key.Key_Space)
        assert jobs.opened == [tmp_path / "own" / "contoh" / "visit.db"] * 2
        assert jobs.made == 1
        assert "Contoh dibuka di jendela lain." in texts(screen)
        assert empty.streams() == []


@pytest.fixture
def confirmed(store: Store, visit: str, tmp_path: Path) -> str:
    """The visit, called off, and held whole by two colleagues who said so by their bundles."""
    cancel(Desk(store, author=AUTHOR).visits, visit, "uji")
    export_bundle(store, tmp_path / "pergi", [visit])
    for number in (1, 2):
        with Store.open(tmp_path / f"rekan{number}.db", None, create=True) as colleague:
            import_bundle(colleague, tmp_path / "pergi")
            export_bundle(colleague, tmp_path / "pulang", [visit])
        import_bundle(store, tmp_path / "pulang")
    return visit


def test_a_visit_that_two_others_hold_is_archived_and_brought_back(
    qtbot: QtBot, context: Context, store: Store, confirmed: str, heard: Heard
) -> None:
    screen = VisitList(context)
    shown(qtbot, screen)
    (row,) = the_list(screen).rows()
    assert "juga dipegang 2 tempat lain" in row.detail
    press("a")
    dialog = asked(screen, ArchiveDialog)
    assert_accessible(dialog)
    assert any("Semuanya juga dipegang" in text for text in texts(dialog))
    assert all("memegang semuanya" in row.detail for row in the_list(dialog).rows())
    press(Qt.Key.Key_Return)
    back(screen)
    assert is_archived(store, confirmed)
    assert the_list_is_empty(screen)
    press("a", CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert the_list(screen).rows()[0].key == confirmed
    assert any("1 kunjungan dalam arsip" in text for text in texts(screen))
    press("a")
    assert not is_archived(store, confirmed)
    assert "kembali ke daftar" in heard.shown[-1]
    press("a", CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert the_list(screen).rows()[0].key == confirmed


def the_list_is_empty(screen: VisitList) -> bool:
    return not [
        r for found in screen.findChildren(RowList) if found.isVisible() for r in found.rows()
    ]


def test_what_nobody_else_holds_is_not_archived_and_says_why(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    screen = VisitList(context)
    shown(qtbot, screen)
    (row,) = the_list(screen).rows()
    assert "hanya di laptop ini" in row.detail
    press("a")
    dialog = asked(screen, ArchiveDialog)
    assert any("Hanya kunjungan yang disegel" in text for text in texts(dialog))
    dialog.reject()
    back(screen)
    cancel(Desk(store, author=AUTHOR).visits, visit, "uji")
    press(Qt.Key.Key_F5)
    press("a")
    dialog = asked(screen, ArchiveDialog)
    assert any(
        "0 tempat lain memegang semuanya, dan diperlukan 2" in text for text in texts(dialog)
    )
    press(Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert not is_archived(store, visit)


def test_the_page_of_a_visit_says_what_only_this_laptop_holds(
    qtbot: QtBot, context: Context, store: Store, confirmed: str
) -> None:
    page = VisitPage(context, confirmed)
    shown(qtbot, page)
    assert any("juga dipegang 2 tempat lain" in text for text in texts(page))
    Desk(store, author=AUTHOR).visits.change(confirmed, "progress", new_id(), note="baru")
    choose(page, "held")
    dialog = asked(page, HeldDialog)
    assert_accessible(dialog)
    assert any("Hanya di laptop ini: 1 perubahan dan 0 foto" in text for text in texts(dialog))
    assert "hal lain 1" in texts(dialog)
    rows = the_list(dialog).rows()
    assert len(rows) == 2
    assert all("belum memegang 1 perubahan" in row.detail for row in rows)
    assert all("menurut bundelnya" in row.detail for row in rows)


def test_changes_that_came_after_the_seal_are_marked(
    qtbot: QtBot, context: Context, store: Store, visit: str, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "rekan.db", None, create=True) as colleague:
        export_bundle(store, tmp_path / "pergi", [visit])
        import_bundle(colleague, tmp_path / "pergi")
        theirs = Desk(colleague, author="Budi")
        stand = theirs.visits.target(visit, "stand", "G02").id
        theirs.visits.change(visit, "stand", stand, status="open")
        export_bundle(colleague, tmp_path / "pulang", [visit])
    desk = Desk(store, author=AUTHOR)
    desk.visits.move(visit, VisitState.COMPLETED)
    desk.seal(visit)
    screen = VisitList(context)
    shown(qtbot, screen)
    (row,) = the_list(screen).rows()
    assert "setelah segel" not in row.spoken
    import_bundle(store, tmp_path / "pulang")
    press(Qt.Key.Key_F5)
    (row,) = the_list(screen).rows()
    assert "1 perubahan setelah segel" in row.spoken
    assert row.cells[-1].kind == "warn"
