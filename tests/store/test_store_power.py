"""The power goes: on a disk that forgets what was not synced, no acknowledged answer is lost and the database opens."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.store import Store
from fieldsurvey.sync import export_bundle, import_bundle, show_bundle
from tests.store.store_story import VISIT
from tests.sync.sync_laptops import Laptops, begin_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PASSPHRASE = "rahasia"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        pytest.skip("this machine has no /dev/fuse")
    mount = tmp_path / "disk"
    mount.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.store.lossy_disk", str(mount)], cwd=ROOT
    )
    try:
        while not mount.is_mount():
            if process.poll() is not None:
                pytest.skip("this machine does not let us mount by FUSE")
            time.sleep(0.01)
        yield mount
    finally:
        subprocess.run(["umount", str(mount)], check=False, capture_output=True)
        process.wait(timeout=20)


def cut_the_power(disk: Path) -> None:
    disk.chmod(0o777)


def written_until_the_cut(path: Path, least: int) -> int:
    """Let a process write until it acknowledged so many more, kill it, cut the power; return the last number."""
    command = [sys.executable, "-m", "tests.store.durable_writer", str(path), PASSPHRASE]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(least)]
        writer.kill()
        lines += writer.stdout.readlines()
    cut_the_power(path.parent)
    return int([line for line in lines if line.endswith("\n")][-1])


@pytest.mark.parametrize(
    ("answers", "cuts"), [(1000, 3), pytest.param(10_000, 20, marks=pytest.mark.full)]
)
def test_no_acknowledged_answer_is_lost_when_the_power_goes(
    disk: Path, answers: int, cuts: int
) -> None:
    chance = random.Random(20261123)
    path = disk / "v.db"
    for _ in range(cuts):
        acknowledged = written_until_the_cut(path, answers // cuts + chance.randrange(10))
        with Store.open(path, PASSPHRASE) as store:
            held = {record.id for record in store.entities(VISIT, "stand")}
            assert {f"s{number}" for number in range(1, acknowledged + 1)} <= held
            assert len(held) <= acknowledged + 1
            assert store.missing_blobs(VISIT) == []
    with Store.open(path, PASSPHRASE) as store:
        assert len(store.entities(VISIT, "stand")) >= answers
        assert store.check() == []


def test_a_bundle_called_written_is_whole_when_the_stick_is_pulled(
    disk: Path, tmp_path: Path
) -> None:
    """In one file and in several, whose number each of them says."""
    with closing(Laptops(tmp_path)) as laptops:
        a, b = laptops.new("a"), laptops.new("b")
        visit = begin_visit(a, os.urandom(250_000))
        one = export_bundle(a, disk / "one", [visit])
        cut_the_power(disk)
        several = export_bundle(a, disk / "several", [visit], volume_bytes=100_000)
        cut_the_power(disk)
        assert len(several.files) == 3
        assert show_bundle(one.path) == one
        assert show_bundle(several.path) == several
        assert import_bundle(b, several.path).blobs_new == 2


def test_the_disk_does_forget_what_was_not_synced(disk: Path) -> None:
    kept, lost = disk / "kept", disk / "lost"
    with kept.open("wb") as file:
        file.write(b"synced")
        file.flush()
        os.fsync(file.fileno())
        file.write(b" not synced")
    lost.write_bytes(b"never synced")
    cut_the_power(disk)
    assert kept.read_bytes() == b"synced"
    assert not lost.exists()
