"""`hub serve` and `sync URL` as people run them, in processes of their own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.cli import main
from fieldsurvey.store import Store
from tests.sync.sync_laptops import CHANGES, Laptops, begin_visit

if TYPE_CHECKING:
    from pathlib import Path


class Command:
    """Runs the command line in this process; only what serves needs one of its own."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: object) -> tuple[int, str, str]:
        """Return the exit code, what was printed, and what was complained of."""
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        said = self._capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Command:
    monkeypatch.chdir(tmp_path)
    return Command(capsys)


@pytest.fixture(autouse=True)
def _quick_codes() -> None:
    """Codes in earnest: the hub is another process."""


def test_a_hub_and_two_laptops(laptops: Laptops, tmp_path: Path, run: Command) -> None:
    a = laptops.new("a")
    visit = begin_visit(a)
    (tmp_path / "sandi.txt").write_text("sandi\n")
    served = subprocess.Popen(
        [
            *(sys.executable, "-m", "fieldsurvey", "hub", "serve", "--host", "127.0.0.1"),
            *("--port", "0", "--name", "Laptop ketua"),
            *("--database", "hub.db", "--passphrase-file", "sandi.txt"),
        ],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert served.stdout is not None
    told = sorted(served.stdout.readline().strip() for _ in range(2))
    code = told[0].removeprefix("kode pasangan: ").split()[0]
    address = told[1].removeprefix("titik temu: ")

    def sync(database: str, *more: str) -> tuple[int, str, str]:
        return run("sync", address, *more, "--database", database)

    status, out, err = sync("a.db")
    assert (status, out) == (1, "")
    assert "give --code" in err
    status, _, err = sync("a.db", "--code", "0000-0000")
    assert status == 1
    assert code not in err
    status, out, err = sync("a.db", "--code", code)
    assert (status, err) == (0, "")
    assert f"dikirim {CHANGES} perubahan, 2 berkas" in out
    assert "semuanya dipegang titik temu" in out
    _, out, _ = run("sync", "status", visit[:18], "--database", "a.db")
    assert "Laptop ketua: memegang semuanya (tanda terima" in out
    assert "hanya di laptop ini" not in out
    status, out, _ = sync("b.db", "--code", code, "--all", "--json")
    assert status == 0
    (into,) = json.loads(out)["visits"]
    assert (into["changes_in"], into["files_in"]) == (CHANGES, 2)
    served.send_signal(signal.SIGINT)
    out, err = served.communicate(timeout=60)
    assert (served.returncode, err) == (0, "")
    assert "titik temu ditutup" in out
    assert "no hub answers" in sync("a.db")[2]
    listed = json.loads(run("hub", "list", "--database", "a.db", "--json")[1])
    assert [(row["name"], row["address"]) for row in listed] == [("Laptop ketua", address)]
    run("hub", "forget", listed[0]["device"][:8], "--database", "a.db")
    assert "give --code" in sync("a.db")[2]
    assert "0 paired devices" in run("hub", "forget", "f" * 8, "--database", "a.db")[2]
    with Store.open(tmp_path / "b.db") as b:
        assert b.check() == []


def test_what_is_held_where(laptops: Laptops, run: Command) -> None:
    visit = begin_visit(laptops.new("a"))
    _, out, _ = run("sync", "status", "--database", "a.db")
    assert f"hanya di laptop ini: {CHANGES} perubahan, 2 berkas" in out
    data = json.loads(run("sync", "status", "--json", "--database", "a.db")[1])
    assert [(one["visit"], one["only_here_files"]) for one in data] == [(visit, 2)]
    status, out, _ = run("sync", "reclaim", "--database", "a.db")
    assert (status, out) == (0, "0 berkas, 0 bita dapat dilepas (--yes melepasnya)\n")
    status, _, err = run("sync", "http://x", "--database", "a.db")
    assert (status, err.count("\n")) == (1, 1)
    status, out, _ = run("sync", "--help")
    assert (status, "status" in out) == (0, True)
