"""The benchmark of tables, in small: our figures are those that plain SQL makes over the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.national import OF_A_VISIT, fill, ours, plain

if TYPE_CHECKING:
    from pathlib import Path


def test_tables_show_what_plain_sql_adds_up(tmp_path: Path) -> None:
    path = tmp_path / "v.db"
    fill(path, 3 * OF_A_VISIT)
    own, sql = ours(path), plain(path)
    assert (own["nation"], own["malls"]) == (sql["nation"], sql["malls"])
