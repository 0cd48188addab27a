"""A database of an older version is the same database after it was brought up to this one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.store import Store, driver
from fieldsurvey.store.migrations import APPLICATION_ID, migrations
from fieldsurvey.survey.ports import Entry
from tests.store.store_story import AT, VISIT, send, shown, write, write_private

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: What schema 4 kept in these tables and schema 5 does not, as it can be had from the journal.
_OLDER = {
    "stream": "SELECT id, (SELECT max(clock) FROM now.tip WHERE stream = id) FROM now.stream ORDER BY rowid",
    "tip": "SELECT stream, device, seq, hash FROM now.tip",
}


def _as_schema_4(source: Path, target: Path) -> None:
    """Write a database as the released steps up to schema 4 would have left it."""
    link = driver.open_link(target, None, create=True)
    link.run(f"PRAGMA application_id = {APPLICATION_ID}")
    migrations.apply(link.database(), stop_before="0005_fewer_pages")
    link.run("ATTACH ? AS now", (str(source),))
    for (table,) in link.rows("SELECT name FROM main.sqlite_master WHERE type = 'table'"):
        if not table.startswith(("sqlite_", "_sqlite_")):
            rows = _OLDER.get(table, f'SELECT * FROM now."{table}"')  # noqa: S608  tables of ours
            link.run(f'INSERT INTO main."{table}" {rows}')
    link.close()


@pytest.mark.parametrize("forked", [False, True])
def test_clocks_offsets_and_heads_outlive_schema_5(
    tmp_path: Path, opened: Callable[..., Store], forked: bool
) -> None:
    other, new = opened("other"), opened("new")
    write(other, "s", "name", "Budi")
    write_private(new, "r", "/data/secret", "rahasia")
    new.write(VISIT, [Entry("stand", "s", "name", "Ani")], author="Ani", at=AT, offset=3600)
    send(other, new)
    if forked:
        write(new, "s", "name", "dipilih")
    before, device, offset = shown(new), new.device, new.offset(VISIT)
    new.close()
    _as_schema_4(tmp_path / "new.db", tmp_path / "old.db")
    # An identity is at home under one path.
    (tmp_path / "old.db").replace(tmp_path / "new.db")

    now = opened("new")
    assert list(tmp_path.glob("new.db.schema-4.*.bak"))
    assert (shown(now), now.device, now.offset(VISIT)) == (before, device, offset)
    assert offset == 3600
    assert now.check() == []
    later = write(now, "s", "status", "buka")
    clocks = [each.change.clock for each in now.history(VISIT, "s", "name")]
    assert later.clock > max(clocks)
    assert later.confirmed_at - later.at == timedelta(hours=1)
    send(now, other)
    assert shown(other)[0][0] == shown(now)[0][0]
