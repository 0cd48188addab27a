"""`hub serve` and `sync URL` as people run them, in processes of their own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from fieldsurvey.store import Store
from tests.sync.sync_laptops import CHANGES, Laptops, begin_visit

if TYPE_CHECKING:
    from pathlib import Path


def fieldsurvey(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "fieldsurvey", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_hub_and_two_laptops(laptops: Laptops, tmp_path: Path) -> None:
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

    def sync(database: str, *more: str) -> subprocess.CompletedProcess[str]:
        return fieldsurvey(tmp_path, "sync", address, *more, "--database", database)

    unknown = sync("a.db")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "give --code" in unknown.stderr
    wrong = sync("a.db", "--code", "0000-0000")
    assert wrong.returncode == 1
    assert code not in wrong.stderr
    first = sync("a.db", "--code", code)
    assert first.returncode == 0, first.stderr
    assert f"dikirim {CHANGES} perubahan, 2 berkas" in first.stdout
    assert "semuanya dipegang titik temu" in first.stdout
    status = fieldsurvey(tmp_path, "sync", "status", visit[:18], "--database", "a.db")
    assert "Laptop ketua: memegang semuanya (tanda terima" in status.stdout
    assert "hanya di laptop ini" not in status.stdout
    second = sync("b.db", "--code", code, "--all", "--json")
    assert second.returncode == 0, second.stderr
    (into,) = json.loads(second.stdout)["visits"]
    assert (into["changes_in"], into["files_in"]) == (CHANGES, 2)
    served.send_signal(signal.SIGINT)
    out, err = served.communicate(timeout=30)
    assert (served.returncode, err) == (0, "")
    assert "titik temu ditutup" in out
    down = sync("a.db")
    assert "no hub answers" in down.stderr
    listed = json.loads(fieldsurvey(tmp_path, "hub", "list", "--database", "a.db", "--json").stdout)
    assert [(row["name"], row["address"]) for row in listed] == [("Laptop ketua", address)]
    fieldsurvey(tmp_path, "hub", "forget", listed[0]["device"][:8], "--database", "a.db")
    assert "give --code" in sync("a.db").stderr
    with Store.open(tmp_path / "b.db") as b:
        assert b.check() == []


def test_what_is_held_where(laptops: Laptops, tmp_path: Path) -> None:
    visit = begin_visit(laptops.new("a"))
    said = fieldsurvey(tmp_path, "sync", "status", "--database", "a.db")
    assert f"hanya di laptop ini: {CHANGES} perubahan, 2 berkas" in said.stdout
    data = json.loads(
        fieldsurvey(tmp_path, "sync", "status", "--json", "--database", "a.db").stdout
    )
    assert [(one["visit"], one["only_here_files"]) for one in data] == [(visit, 2)]
    strange = fieldsurvey(tmp_path, "sync", "http://x", "--database", "a.db")
    assert (strange.returncode, strange.stderr.count("\n")) == (1, 1)
    help_ = fieldsurvey(tmp_path, "sync", "--help")
    assert (help_.returncode, "status" in help_.stdout) == (0, True)
