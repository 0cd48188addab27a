"""Findings, their follow-up and complaints through the real command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.command import data, fieldsurvey, new_visit, refused

if TYPE_CHECKING:
    from pathlib import Path


def test_a_finding_from_the_hall_to_its_settlement(tmp_path: Path) -> None:
    opened, visit = new_visit(tmp_path, instrument="sop")
    words = [
        "--condition",
        "Tidak ada jadwal",
        "--class",
        "sedang",
        "--stand",
        "G01",
        "--days",
        "7",
    ]
    assert fieldsurvey("finding", "add", visit, *words, *opened).returncode == 0
    assert (
        fieldsurvey("finding", "update", visit, "1", "--owner", "Kepala gerai", *opened).returncode
        == 0
    )
    assert "sealed" in refused("finding", "update", visit, "1", "--status", "proses", *opened)
    for state in ("on-site", "completed"):
        assert fieldsurvey("visit", "move", visit, state, *opened).returncode == 0
    assert fieldsurvey("visit", "seal", visit, "--override", "uji", *opened).returncode == 0
    assert "sealed" in refused("finding", "update", visit, "1", "--owner", "Lain", *opened)

    proof = tmp_path / "bukti.jpg"
    proof.write_bytes(b"bukti")
    settled = ["--status", "selesai", "--verifier", "Sari Contoh", "--evidence", proof]
    assert fieldsurvey("finding", "update", visit, "1", *settled, *opened).returncode == 0
    (one,) = data("finding", "list", visit, *opened)["findings"]
    assert (one["status"], one["standing"], one["owner"]) == ("selesai", "done", "Kepala gerai")
    assert data("finding", "list", visit, "--due", "--on", "2099-01-01", *opened)["findings"] == []


def test_a_complaint_is_receipted(tmp_path: Path) -> None:
    opened, visit = new_visit(tmp_path, instrument="sop")
    done = fieldsurvey("complaint", "add", visit, "--text", "antre lama", "--about", "G01", *opened)
    assert done.returncode == 0
    receipt = done.stdout.splitlines()[0]
    assert receipt in fieldsurvey("complaint", "list", visit, *opened).stdout
