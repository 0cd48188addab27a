"""Which folders are fit for inspections, and that the step says so in place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from fieldsurvey.ui.first_run.draft import Draft
from fieldsurvey.ui.first_run.folder_check import EASY_BYTES, LEAST_BYTES, Fitness, examine, judge
from fieldsurvey.ui.first_run.folder_step import FolderStep

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.theme import Theme


@pytest.mark.parametrize(
    ("file_system", "free", "fitness"),
    [
        ("ext4", EASY_BYTES, Fitness.GOOD),
        ("NTFS", EASY_BYTES, Fitness.GOOD),
        ("ext4", EASY_BYTES - 1, Fitness.NARROW),
        ("ext4", LEAST_BYTES - 1, Fitness.FULL),
        ("vfat", LEAST_BYTES - 1, Fitness.FULL),
        ("FAT32", EASY_BYTES, Fitness.FAT),
        ("exfat", EASY_BYTES, Fitness.FAT),
        ("cifs", EASY_BYTES, Fitness.FAR),
    ],
)
def test_disks(file_system: str, free: int, fitness: Fitness) -> None:
    assert judge(file_system, free) == (fitness, free)


def test_folders(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "visit.db").touch()
    assert examine(Path("di sini"), "visit.db")[0] is Fitness.RELATIVE
    assert examine(tmp_path / "file" / "x", "visit.db")[0] is Fitness.UNWRITABLE
    assert examine(tmp_path, "visit.db")[0] is Fitness.TAKEN
    assert examine(tmp_path / "new" / "folder", "visit.db")[0].taken
    assert not (tmp_path / "new").exists()
    assert examine(tmp_path / ("x" * 300), "visit.db")[0] is Fitness.UNWRITABLE


def test_a_home_folder_that_nobody_has_is_a_folder_like_others(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    step = FolderStep(theme, Draft(tmp_path))
    qtbot.addWidget(step)
    asked: list[Path] = []
    step.examined.connect(asked.append)
    (field,) = step.findChildren(QLineEdit)
    field.clear()
    for letter in "~nobody-of-this-name/sidak":
        qtbot.keyClicks(field, letter)
    assert not step.warned()
    assert asked == [Path("~nobody-of-this-name/sidak")]


def test_the_step_says_what_is_wrong_and_lets_nobody_past(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    step = FolderStep(theme, Draft(tmp_path))
    qtbot.addWidget(step)
    asked: list[Path] = []
    step.examined.connect(asked.append)
    step.show()

    def said() -> str:
        return " ".join(each.text() for each in step.findChildren(QLabel) if each.isVisible())

    for fitness, words in (
        (Fitness.UNWRITABLE, "tidak dapat ditulisi"),
        (Fitness.FULL, "hanya tersisa 12,0 MB"),
        (Fitness.TAKEN, "sudah ada basis data"),
    ):
        step.show_fitness(tmp_path, fitness, 12_000_000)
        assert words in said()
        assert not step.warned()
    (there,) = [b for b in step.findChildren(QPushButton) if b.text() == "Buka yang sudah ada"]
    assert there.isVisible()
    for fitness, words in (
        (Fitness.FAT, "berformat FAT"),
        (Fitness.FAR, "di jaringan"),
        (Fitness.NARROW, "cukup untuk mulai"),
        (Fitness.GOOD, "✓"),
    ):
        step.show_fitness(tmp_path, fitness, 12_000_000)
        assert words in said()
        assert step.warned()
        assert not there.isVisible()
    # An answer about a folder that is not the one typed any more says nothing.
    step.show_fitness(tmp_path / "other", Fitness.FULL, 0)
    assert "✓" in said()
    assert asked == []
