"""``fieldsurvey db`` as a user runs it: output, exit codes, one clear line on a fault."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.store import Store
from fieldsurvey.survey.ports import Entry
from tests.cli.command_line import run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.command_line import Done

pytestmark = pytest.mark.usefixtures("quick_keys")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "visit.db"
    (tmp_path / "passphrase").write_text("rahasia sekali\n")
    with Store.open(path, "rahasia sekali", create=True) as store:
        entry = Entry("stand", "s", "name", "Imigrasi")
        store.write("visit", [entry], author="Ani", at=datetime.now(UTC))
    return path


def _db(database: Path, *arguments: object) -> Done:
    secret = database.with_name("passphrase")
    return run("db", *arguments, "--database", database, "--passphrase-file", secret)


def test_check_rebuild_backup_and_restore(database: Path) -> None:
    checked = _db(database, "check")
    assert (checked.code, checked.err) == (0, "")
    assert "all is well" in checked.out

    with Store.open(database, "rahasia sekali") as store:
        store._link.run("DELETE FROM head")
    found = _db(database, "check", "--json")
    assert found.code == 1
    assert json.loads(found.out)["problems"] == [
        "table head does not follow from the journal: run db rebuild"
    ]
    assert _db(database, "rebuild").code == 0

    backup = database.with_name("backup.db")
    assert _db(database, "backup", backup).code == 0
    database.unlink()
    restored = _db(database, "restore", backup)
    assert (restored.code, restored.err) == (0, "")
    with Store.open(database, "rahasia sekali") as store:
        assert [one.fields for one in store.entities("visit", "stand")] == [{"name": "Imigrasi"}]
        assert store.check() == []


def test_faults_are_one_clear_line_without_the_secret(database: Path) -> None:
    (database.with_name("passphrase")).write_text("salah\n")
    backup = database.with_name("backup.db")
    for arguments in (["check"], ["rebuild"], ["backup", backup], ["restore", database]):
        result = _db(database, *arguments)
        assert result.code == 1
        assert result.out == ""
        assert len(result.err.splitlines()) == 1
        assert "the passphrase does not open this database" in result.err
        assert "salah" not in result.err
    assert not backup.exists()
    assert _db(database, "restore").code == 2
