"""``fieldsurvey db`` as a user runs it: output, exit codes, one clear line on a fault."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.store import Store
from fieldsurvey.survey.ports import Entry

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "visit.db"
    (tmp_path / "passphrase").write_text("rahasia sekali\n")
    with Store.open(path, "rahasia sekali", create=True) as store:
        entry = Entry("stand", "s", "name", "Imigrasi")
        store.write("visit", [entry], author="Ani", at=datetime.now(UTC))
    return path


def _db(database: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "fieldsurvey", "db", *map(str, arguments)]
    command += ["--database", str(database)]
    command += ["--passphrase-file", str(database.with_name("passphrase"))]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_check_rebuild_backup_and_restore(database: Path) -> None:
    checked = _db(database, "check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "all is well" in checked.stdout

    with Store.open(database, "rahasia sekali") as store:
        store._link.run("DELETE FROM head")
    found = _db(database, "check", "--json")
    assert found.returncode == 1
    assert json.loads(found.stdout)["problems"] == [
        "table head does not follow from the journal: run db rebuild"
    ]
    assert _db(database, "rebuild").returncode == 0

    backup = database.with_name("backup.db")
    assert _db(database, "backup", backup).returncode == 0
    database.unlink()
    restored = _db(database, "restore", backup)
    assert (restored.returncode, restored.stderr) == (0, "")
    with Store.open(database, "rahasia sekali") as store:
        assert [one.fields for one in store.entities("visit", "stand")] == [{"name": "Imigrasi"}]
        assert store.check() == []


def test_faults_are_one_clear_line_without_the_secret(database: Path) -> None:
    (database.with_name("passphrase")).write_text("salah\n")
    backup = database.with_name("backup.db")
    for arguments in (["check"], ["rebuild"], ["backup", backup], ["restore", database]):
        result = _db(database, *arguments)
        assert result.returncode == 1
        assert result.stdout == ""
        assert len(result.stderr.splitlines()) == 1
        assert "the passphrase does not open this database" in result.stderr
        assert "salah" not in result.stderr
    assert not backup.exists()
    assert _db(database, "restore").returncode == 2
