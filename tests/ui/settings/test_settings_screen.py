"""The settings by keyboard: what is chosen is kept and said, and what is wrong is told where it was typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from fieldsurvey.app.build import back_up
from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.errors import WrongPassphrase
from fieldsurvey.store import Store
from fieldsurvey.store.backup_places import choose
from fieldsurvey.ui.notice import Notice
from fieldsurvey.ui.report.other_papers import OtherPapers
from fieldsurvey.ui.settings import SettingsScreen
from fieldsurvey.ui.theme import wear
from fieldsurvey.ui.visits import VisitList
from tests.ui.checks import SIZES, all_themes, assert_accessible, assert_fits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.application import Application
    from fieldsurvey.ui.context import Context

NEW = "kata sandi yang lain"


@pytest.fixture
def screen(qtbot: QtBot, context: Context) -> SettingsScreen:
    """The settings, shown."""
    made = SettingsScreen(context)
    qtbot.addWidget(made)
    made.resize(*SIZES[0])
    made.show()
    made.entered()
    return made


def test_every_part_fits_everywhere(qtbot: QtBot, context: Context) -> None:
    for theme in all_themes():
        wear(QApplication.instance(), theme)
        screen = SettingsScreen(replace(context, theme=theme))
        qtbot.addWidget(screen)
        for part in screen.panels:
            screen.go_to(part)
            for size in SIZES:
                assert_fits(screen, size)
            assert_accessible(screen)
        screen.close()


def test_the_sheet_and_the_minutes_are_kept_and_a_wrong_number_is_told(
    qtbot: QtBot, screen: SettingsScreen, context: Context, visit: str
) -> None:
    appearance, security = screen.panels["appearance"], screen.panels["security"]
    qtbot.keyClick(appearance.paper, Qt.Key.Key_Down)
    assert "F4" in appearance.said.text()
    # Documents take it from here.
    assert OtherPapers(context, visit).size_name == "F4"
    screen.go_to("security")
    for wrong in ("0", "61", "sepuluh", ""):
        security.minutes.setText(wrong)
        qtbot.keyClick(security.minutes, Qt.Key.Key_Return)
        assert "1 sampai 60" in security.lock_said.text()
        assert context.preferences.lock_minutes == 10
    security.minutes.setText("3")
    qtbot.keyClick(security.minutes, Qt.Key.Key_Return)
    assert security.lock_said.text() == "Tersimpan: terkunci sesudah 3 menit."
    assert context.preferences.lock_minutes == 3


def test_a_passphrase_is_asked_twice_and_each_mistake_said_in_its_place(
    qtbot: QtBot, screen: SettingsScreen
) -> None:
    screen.go_to("security")
    panel = screen.panels["security"]
    for old, new, again, said in (
        ("", NEW, NEW, "Ketik dahulu"),
        (PASSPHRASE, "pendek", "pendek", "8 karakter"),
        (PASSPHRASE, "password2026", "password2026", "mudah ditebak"),
        (PASSPHRASE * 2, PASSPHRASE * 2, "x", "pilih yang lain"),
        (PASSPHRASE, NEW, NEW + "x", "tidak sama"),
        ("bukan ini sama sekali", NEW, NEW, "bukan kata sandi"),
    ):
        panel.old.setText(old)
        panel.new.setText(new)
        panel.again.setText(again)
        qtbot.keyClick(panel.again, Qt.Key.Key_Return)
        assert said in panel.said.text()
        wrong = next(
            line for line in (panel.old, panel.new, panel.again) if line.property("invalid")
        )
        assert screen.focusWidget() is wrong


def test_a_backup_is_made_and_its_time_shown(
    qtbot: QtBot, screen: SettingsScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing of it goes to the writer: answers typed meanwhile would wait unsaved.
    monkeypatch.setattr(screen.context.tasks, "write", None)
    screen.go_to("backups")
    panel = screen.panels["backups"]
    assert panel.last.text() == "belum ada"
    qtbot.keyClick(panel.now, Qt.Key.Key_Space)
    assert panel.said.text().startswith("Dicadangkan dan diperiksa: visit.db.")
    assert panel.last.text() != "belum ada"
    panel.copy_to(tmp_path / "salinan.db")
    assert panel.copy_said.text() == "Disalin dan diperiksa: salinan.db"
    panel.copy_to(tmp_path / "salinan.db")
    assert panel.copy_said.text().startswith("salinan.db sudah ada; tidak ada yang diganti.")


def test_backups_go_to_a_chosen_folder_and_one_is_checked(
    qtbot: QtBot, screen: SettingsScreen, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    screen.go_to("backups")
    panel = screen.panels["backups"]
    assert not panel.check.isEnabled()
    panel.take_folder(tmp_path / "tidak ada")
    assert "tidak ada folder seperti itu" in panel.said.text()
    panel.take_folder(stick)
    assert panel.folder.text() == str(stick)
    qtbot.keyClick(panel.now, Qt.Key.Key_Space)
    assert str(stick) in panel.last.text()
    made = panel.copies.currentData()
    qtbot.keyClick(panel.check, Qt.Key.Key_Space)
    assert panel.check_said.text().startswith("Utuh")
    made.write_bytes(made.read_bytes()[:8192])
    qtbot.keyClick(panel.check, Qt.Key.Key_Space)
    assert panel.check_said.text().startswith("Cadangan ini rusak")
    stick.rename(tmp_path / "pulled")
    qtbot.keyClick(panel.now, Qt.Key.Key_Space)
    assert "sedang tidak ada" in panel.said.text()
    assert "pasang flashdisk" in panel.away.text()
    assert panel.last.text().endswith("di samping basis data")
    qtbot.keyClick(panel.beside, Qt.Key.Key_Space)
    assert panel.away.isHidden()
    assert panel.folder.text() == str(tmp_path)


def test_the_window_says_at_its_start_that_the_last_backup_missed_its_folder(
    qtbot: QtBot, small_folder: Path, tmp_path: Path, start: Callable[..., Application]
) -> None:
    path, stick = tmp_path / "visit.db", tmp_path / "stick"
    path.write_bytes((small_folder / "visit.db").read_bytes())
    stick.mkdir()
    choose(path, stick)
    stick.rename(tmp_path / "pulled")
    back_up(path, PASSPHRASE)
    application = start(path, PASSPHRASE)
    qtbot.waitUntil(lambda: application.window.findChild(Notice) is not None, timeout=10_000)
    qtbot.waitUntil(lambda: application.tasks.busy == 0, timeout=10_000)
    said = [label.text() for label in application.window.findChild(Notice).findChildren(QLabel)]
    assert said[0] == "Folder yang dipilih untuk cadangan tidak dapat dipakai."
    assert "pasang" in said[1].casefold()


def test_in_the_real_window_a_new_passphrase_opens_it_and_work_goes_on(
    qtbot: QtBot, small_folder: Path, tmp_path: Path, start: Callable[..., Application]
) -> None:
    path = tmp_path / "visit.db"
    path.write_bytes((small_folder / "visit.db").read_bytes())
    application = start(path, PASSPHRASE)
    qtbot.waitUntil(lambda: isinstance(application.window.page, VisitList), timeout=10_000)
    qtbot.keyClick(application.window.page, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    first = application.window.page
    assert isinstance(first, SettingsScreen)
    first.go_to("security")
    panel = first.panels["security"]
    for line, text in ((panel.old, PASSPHRASE), (panel.new, NEW), (panel.again, NEW)):
        line.setText(text)
    qtbot.keyClick(panel.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: application.window.page not in {None, first}, timeout=20_000)
    again = application.window.page
    assert isinstance(again, SettingsScreen)
    assert "Kata sandi baru membuka basis data" in again.panels["security"].said.text()
    # The reader opens its store anew; what other processes are handed opens it, too.
    qtbot.keyClick(again, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: application.tasks.busy == 0, timeout=10_000)
    assert isinstance(application.window.page, VisitList)
    assert application.window.page._list.rows()
    assert application.access is not None
    Store.open(path, application.access.passphrase).close()
    with pytest.raises(WrongPassphrase):
        Store.open(path, PASSPHRASE)
