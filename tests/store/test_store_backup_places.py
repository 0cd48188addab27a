"""Backups in a chosen folder: shared by databases of one name, missed when it is away, never put on another disk."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import BackupPlaceError, Sentence, StoreMissing, WrongPassphrase
from fieldsurvey.store import Store, backup_places
from tests.cli.command_line import data, ran, run
from tests.store.store_story import AT, VISIT, write, write_private

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("quick_keys")

DAY = date(2026, 11, 23)


def backups(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.bak"))


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A stick that is plugged in."""
    made = tmp_path / "stick"
    made.mkdir()
    return made


def test_two_laptops_share_a_stick_and_seven_of_each_are_kept(
    tmp_path: Path, stick: Path, opened: Callable[..., Store]
) -> None:
    (tmp_path / "laptop").mkdir()
    ours = opened("a")
    with Store.open(tmp_path / "laptop" / "a.db", create=True) as theirs:
        for store in (ours, theirs):
            write(store, "s", "name", "x")
            backup_places.choose(store.path, stick)
        for day in range(9):
            for store in (ours, theirs):
                done = store.daily_backup(DAY + timedelta(days=day))
                assert done.made is not None
                assert done.made.parent == stick
                assert done.missed is None
                assert len(done.rotated) == (day >= 7)
    assert len(backups(stick)) == 14
    assert backups(tmp_path) == []
    newest = backup_places.overview(ours.path).copies[0]
    assert ours.check_backup(newest.path) == []


def test_a_pulled_stick_is_told_and_a_backup_exists_anyway(
    tmp_path: Path, stick: Path, opened: Callable[..., Store]
) -> None:
    store = opened("a")
    backup_places.choose(store.path, stick)
    pulled = stick.rename(tmp_path / "pulled")
    done = store.daily_backup(DAY)
    assert done.made == tmp_path / "a.db.2026-11-23.bak"
    assert done.missed is not None
    assert "plug in" in str(done.missed)
    missed = backup_places.choice(store.path).missed
    assert isinstance(missed, Sentence)
    assert missed == done.missed.what
    # Another stick under the same letter, or the bare mount point: nothing is put there.
    stick.mkdir()
    assert "another stick" in str(store.daily_backup(DAY).missed)
    assert list(stick.iterdir()) == []
    stick.rmdir()
    pulled.rename(stick)
    done = store.daily_backup(DAY)
    assert done.made is not None
    assert done.made.parent == stick
    assert backup_places.choice(store.path).missed is None


def test_a_stick_that_fails_does_not_keep_the_backup_from_being_made(
    tmp_path: Path, stick: Path, opened: Callable[..., Store]
) -> None:
    store = opened("a")
    backup_places.choose(store.path, stick)
    target = backup_places.elsewhere(store.path, stick).of_day(DAY)
    target.with_name(f"{target.name}.new.part").mkdir()  # what is in the way of the copy
    done = store.daily_backup(DAY)
    assert done.made == tmp_path / "a.db.2026-11-23.bak"
    assert "fails" in str(done.missed)


def test_what_was_erased_ends_in_folders_chosen_earlier_too(
    tmp_path: Path, stick: Path, opened: Callable[..., Store]
) -> None:
    store = opened("a", "rahasia")
    write_private(store, "r", "/data/name", "Budi")
    backup_places.choose(store.path, stick)
    store.daily_backup(DAY)
    backup_places.choose(store.path, None)
    store.erase(VISIT, "r", author="Ani", at=AT)
    pulled = stick.rename(tmp_path / "pulled")
    assert store.daily_backup(DAY).expired == ()
    pulled.rename(stick)
    assert len(store.daily_backup(DAY).expired) == 1
    assert backups(stick) == []
    assert backup_places.choice(store.path) == backup_places.Choice()


def test_a_folder_that_will_not_do_is_refused_and_the_choice_stays(
    tmp_path: Path, stick: Path, opened: Callable[..., Store]
) -> None:
    store = opened("a")
    other = tmp_path / "other"
    other.mkdir()
    shutil.copyfile(store.path, other / "a.db")
    backup_places.choose(store.path, stick)
    for wrong, said in ((tmp_path / "nowhere", "no such folder"), (other, "a.db lies there")):
        with pytest.raises(BackupPlaceError, match=said):
            backup_places.choose(store.path, wrong)
    assert backup_places.choice(store.path).folder == stick
    assert backup_places.choose(store.path, tmp_path).folder is None  # its own: the usual place


def test_a_backup_is_examined_and_left_as_it_is(
    tmp_path: Path, opened: Callable[..., Store]
) -> None:
    store = opened("a", "rahasia")
    write(store, "s", "name", "x")
    made = store.daily_backup(DAY).made
    assert made is not None
    whole = made.read_bytes()
    assert store.check_backup(made) == []
    assert made.read_bytes() == whole
    made.write_bytes(whole[:4096] + b"?" * 4096 + whole[8192:])
    assert store.check_backup(made)
    with pytest.raises(StoreMissing):
        store.check_backup(tmp_path / "none.bak")
    made.write_bytes(whole)
    store.change_passphrase("yang lain sama sekali")
    with pytest.raises(WrongPassphrase):
        store.check_backup(made)


def test_the_command_chooses_lists_and_examines(tmp_path: Path, stick: Path) -> None:
    path = tmp_path / "a.db"
    Store.open(path, create=True).close()
    assert str(stick) in ran("db", "backups", "--to", stick, "--database", path)
    assert "backed up" in ran("db", "backup", "--database", path)
    listed = data("db", "backups", "--database", path)
    assert listed["away"] is None
    (copy,) = listed["copies"]
    assert "all is well" in ran("db", "check", "--backup", copy["path"], "--database", path)
    stick.rename(tmp_path / "pulled")
    done = run("db", "backup", "--database", path)
    assert done.code == 0
    assert "beside the database instead" in done.err
    assert str(tmp_path) in ran("db", "backups", "--beside", "--database", path)
    assert run("db", "backups", "--to", stick, "--database", path).code == 1
