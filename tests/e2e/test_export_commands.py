"""Exports of the sample inspection through the real command."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from tests.e2e.command import data, fieldsurvey, refused

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sealed_visit_is_exported_and_the_log_knows(demo: Path, tmp_path: Path) -> None:
    for name in ("visit.db", "passphrase.txt"):
        shutil.copy(demo / name, tmp_path / name)
    opened: list[object] = ["--database", tmp_path / "visit.db"]
    (visit,) = [each["id"] for each in data("visit", "list", *opened)]
    out = tmp_path / "hasil.json"
    assert (
        fieldsurvey("visit", "export", visit, "--format", "json", "--out", out, *opened).returncode
        == 0
    )
    tables = json.loads(out.read_text("utf-8"))
    assert tables["visit"]["rows"][0]["score"] == data("visit", "score", visit, *opened)["score"]
    assert "exists already" in refused(
        "visit", "export", visit, "--format", "json", "--out", out, *opened
    )
    assert "reason" in refused(
        "visit", "export", visit, "--private", "--out", tmp_path / "x.xlsx", *opened
    )
    log = fieldsurvey("visit", "exports", visit, *opened).stdout.splitlines()
    assert len(log) == 1
    assert "hasil.json" in log[0]
