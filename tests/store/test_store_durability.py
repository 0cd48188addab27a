"""What was acknowledged is there: after kill -9, after a full disk, after an exception."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from fieldsurvey.errors import WrongPassphrase
from fieldsurvey.store import Store, check
from tests.store.store_story import VISIT, write

ROOT = Path(__file__).parents[2]
KILLS = 5


def _writer(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.durable_writer", *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def _check_all_there(path: Path, passphrase: str | None, promised: int) -> None:
    with Store.open(path, passphrase) as store:
        held = {record.id for record in store.entities(VISIT, "stand")}
        assert {f"s{number}" for number in range(1, promised + 1)} <= held
        # Written but not acknowledged may be one more, never a half one.
        assert len(held) <= promised + 1
        assert store.missing_blobs(VISIT) == []
        assert store.check() == []


@pytest.mark.parametrize("passphrase", ["rahasia", ""])
def test_killed_writers_lose_nothing_that_they_acknowledged(
    tmp_path: Path, passphrase: str
) -> None:
    path = tmp_path / "killed.db"
    chance = random.Random(7)
    promised = 0
    for _ in range(KILLS):
        writer = _writer(path, passphrase)
        assert writer.stdout is not None
        promised = int(writer.stdout.readline())
        time.sleep(chance.uniform(0, 0.12))
        writer.kill()
        promised = int(([str(promised), *writer.stdout.read().split("\n")[:-1]])[-1])
        writer.wait()
        writer.stdout.close()
        assert check.was_left_open(path)
        if not passphrase:
            _check_all_there(path, None, promised)
            with Store.open(path) as store:
                promised = len(store.changes(VISIT))
    _check_all_there(path, passphrase or None, promised)
    assert not check.was_left_open(path)
    assert promised > KILLS


def test_a_change_of_passphrase_that_is_cut_short_leaves_the_old_one_and_the_recovery_key(
    tmp_path: Path,
) -> None:
    path = tmp_path / "cut" / "a.db"
    path.parent.mkdir()
    with Store.open(path, "lama", create=True) as store:
        key = store.make_recovery_key()
        write(store, "s1", "name", "x")
        for _ in range(8):
            store.put_blob(os.urandom(1_000_000))
    writer = _writer(path, "lama", "--change", "baru")
    journal = path.with_name("a.db-journal")
    while writer.poll() is None and not (journal.exists() and journal.stat().st_size > 500_000):
        time.sleep(0.001)
    writer.kill()
    writer.communicate()
    assert journal.exists(), "the change was over before it could be cut short"
    as_it_fell = shutil.copytree(path.parent, tmp_path / "copy")
    # Even the wrong passphrase, tried first, spoils nothing.
    with pytest.raises(WrongPassphrase):
        Store.open(path, "baru")
    _check_all_there(path, "lama", 1)
    with Store.recover(as_it_fell / "a.db", key, "terakhir") as store:
        assert [record.id for record in store.entities(VISIT, "stand")] == ["s1"]
        assert store.check() == []


def test_a_full_disk_is_told_and_costs_nothing_saved(tmp_path: Path) -> None:
    path = tmp_path / "full.db"
    writer = _writer(path, "rahasia", "--file-limit", 1_000_000)
    out, _ = writer.communicate(timeout=20)
    *numbers, error = out.split()
    assert error == "StoreFull"
    assert len(numbers) > 5
    _check_all_there(path, "rahasia", int(numbers[-1]))


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk takes root")
def test_a_full_file_system_is_told_and_costs_nothing_saved(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("this machine does not let us mount")
    try:
        out, _ = _writer(disk / "full.db", "").communicate(timeout=20)
        *numbers, error = out.split()
        assert error == "StoreFull"
        saved = tmp_path / "full.db"
        with Store.open(saved, create=True):
            pass
        for part in disk.glob("full.db*"):
            saved.with_name(part.name).write_bytes(part.read_bytes())
        _check_all_there(saved, None, int(numbers[-1]))
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="becoming another user takes root")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_read_only_place_is_told(tmp_path: Path, what: str) -> None:
    path = tmp_path / "readonly.db"
    with Store.open(path, create=True):
        pass
    for folder in (tmp_path, *tmp_path.parents):
        if folder == Path(tempfile.gettempdir()):
            break
        folder.chmod(0o755)
    if what == "file":
        tmp_path.chmod(0o777)
    else:
        path.chmod(0o666)
    out, _ = _writer(path, "", "--user", 65534).communicate(timeout=20)
    assert out.split() == ["StoreReadOnly"]


def test_an_answer_writes_few_pages(tmp_path: Path) -> None:
    """Every page of a save is encrypted, authenticated and flushed: journal and its two indexes, heads, tip."""
    path = tmp_path / "a.db"
    with Store.open(path, create=True) as store:
        for number in range(200):
            write(store, "s", f"q{number % 40}", number)
        store._link.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        log = path.with_name("a.db-wal")
        for number in range(100):
            write(store, "s", f"q{number % 40}", number)
        # Some split a page, which writes its neighbours too.
        assert log.stat().st_size / 4120 / 100 < 7.5
