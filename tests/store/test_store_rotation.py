"""Daily backups: made once a day, opened to prove them, rotated, and ended when they hold what was erased."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.store import Store, driver, restore
from fieldsurvey.survey.ports import LOCKED
from tests.cli.command_line import ran
from tests.store.store_story import AT, VISIT, write, write_private

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("quick_keys")

DAY = date(2026, 11, 23)


def backups(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if ".bak" in path.name)


def test_one_a_day_that_opens_and_seven_of_them(
    tmp_path: Path, opened: Callable[..., Store]
) -> None:
    store = opened("a", "rahasia")
    write(store, "s", "name", "x")
    store.make_recovery_key()
    for day in range(9):
        done = store.daily_backup(DAY + timedelta(days=day))
        assert done.made is not None
        assert len(done.rotated) == (day >= 7)
        assert store.daily_backup(DAY + timedelta(days=day)).made is None
    kept = [
        f"a.db.2026-{month}-{day:02}.bak"
        for month, day in [(11, d) for d in range(25, 31)] + [(12, 1)]
    ]
    assert backups(tmp_path) == sorted(kept + [f"{name}-recovery" for name in kept])
    with Store.open(tmp_path / kept[0], "rahasia") as copy:
        assert copy.device != store.device
        assert copy.check() == []


def test_backups_that_hold_what_was_erased_end_and_a_new_one_takes_their_place(
    tmp_path: Path, opened: Callable[..., Store]
) -> None:
    store = opened("a", "rahasia")
    write_private(store, "r", "/data/name", "Budi")
    for day in (0, 1):
        store.daily_backup(DAY + timedelta(days=day))
    shutil.copyfile(
        tmp_path / "a.db.2026-11-24.bak", tmp_path / "a.db.schema-1.20260101T000000Z.bak"
    )
    with Store.open(tmp_path / "other.db", "lain", create=True) as other:
        other.backup(tmp_path / "a.db.2026-11-20.bak")  # under another passphrase: nobody can tell
    store.erase(VISIT, "r", author="Ani", at=AT)
    done = store.daily_backup(DAY + timedelta(days=1))
    assert done.made == tmp_path / "a.db.2026-11-24.bak"
    assert len(done.expired) == 4
    assert backups(tmp_path) == ["a.db.2026-11-24.bak"]
    with Store.open(done.made, "rahasia") as copy:
        (record,) = copy.entities(VISIT, "response")
        assert record.fields == {"/data/name": LOCKED}
    assert store.daily_backup(DAY + timedelta(days=1)).expired == ()


def test_a_database_of_any_name_lets_its_backups_go(
    tmp_path: Path, opened: Callable[..., Store]
) -> None:
    store = opened("kunjungan [2026]", "rahasia")
    write_private(store, "r", "/data/name", "Budi")
    for day in range(8):
        store.daily_backup(DAY + timedelta(days=day))
    assert len(backups(tmp_path)) == 7
    store.erase(VISIT, "r", author="Ani", at=AT)
    assert len(store.daily_backup(DAY + timedelta(days=7)).expired) == 7


def test_a_backup_that_is_damaged_inside_keeps_none_from_being_made(
    tmp_path: Path, opened: Callable[..., Store]
) -> None:
    store = opened("a", "rahasia")
    write_private(store, "r", "/data/name", "Budi")
    old = store.daily_backup(DAY).made
    assert old is not None
    link = driver.open_link(old, "rahasia")
    (page,) = link.one("SELECT rootpage FROM sqlite_master WHERE name = 'secret_key'") or (0,)
    link.close()
    with old.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"?" * 4096)
    store.erase(VISIT, "r", author="Ani", at=AT)
    done = store.daily_backup(DAY + timedelta(days=1))
    assert done.made == tmp_path / "a.db.2026-11-24.bak"
    assert done.expired == (old,)


def test_the_command_tells_what_it_did_and_what_it_left(tmp_path: Path) -> None:
    path, backup = tmp_path / "a.db", tmp_path / "b.db"
    with Store.open(path, create=True) as store:
        write_private(store, "r", "/data/name", "Budi")
        store.backup(backup)
    kept = restore(backup, path, None)
    with Store.open(path) as store:
        store.erase(VISIT, "r", author="Ani", at=AT)
    text = ran("db", "backup", "--database", path)
    assert "backed up" in text
    assert f"{kept}: can still read answers that were erased" in text
    assert kept is not None
    assert kept.exists()
    assert "there already" in ran("db", "backup", "--database", path)
