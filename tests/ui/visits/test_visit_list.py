"""The list when it is empty, and what it marks."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.model import VisitState
from fieldsurvey.sync import export_bundle, import_bundle
from fieldsurvey.ui.jobs import Access
from fieldsurvey.ui.tasks import InlineTasks
from fieldsurvey.ui.visits import VisitList
from tests.ui.checks import SIZES, assert_accessible, assert_fits
from tests.ui.conftest import AUTHOR
from tests.ui.visits.hands import press, shown, texts, the_list

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.context import Context


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
        press(Qt.Key.Key_Tab)
        assert QApplication.focusWidget().text() == "Coba kunjungan contoh"
        press(Qt.Key.Key_Space)
        press(Qt.Key.Key_Space)
        assert jobs.opened == [tmp_path / "own" / "contoh" / "visit.db"] * 2
        assert jobs.made == 1
        assert "Contoh dibuka di jendela lain." in texts(screen)
        assert empty.streams() == []


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
