"""Findings, their follow-up and complaints through the real command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.command import data, fieldsurvey, new_visit, refused

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("quick_keys")


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
    both = ["--owner", "Siapa pun", "--status", "proses"]
    assert "sealed" in refused("finding", "update", visit, "1", *both, *opened)
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


def test_a_complaint_is_followed_to_its_end(tmp_path: Path) -> None:
    opened, visit = new_visit(tmp_path, instrument="sop")
    named = ["--text", "antre lama", "--name", "Siti Rahasia"]
    done = fieldsurvey("complaint", "add", visit, *named, *opened)
    number = done.stdout.splitlines()[0]
    assert "Siti" not in fieldsurvey("complaint", "receipt", visit, number, *opened).stdout
    late = fieldsurvey("complaint", "overdue", "--on", "2099-01-01", *opened).stdout
    assert number in late
    assert "LEWAT: tanggapan, keputusan" in late
    assert "Siti" not in late
    base = ["complaint", "update", visit, number, "--status"]
    assert fieldsurvey(*base, "ditanggapi", *opened).returncode == 0
    assert "note or evidence" in refused(*base, "selesai", *opened)
    assert fieldsurvey(*base, "selesai", "--note", "loket ditambah", *opened).returncode == 0
    (one,) = data("complaint", "list", visit, "--on", "2099-01-01", *opened)
    assert (one["status"], one["overdue"]) == ("selesai", [])
    looked = fieldsurvey("complaint", "show", visit, number, "--reason", "klarifikasi", *opened)
    assert "Siti Rahasia" in looked.stdout
    assert "klarifikasi" in fieldsurvey("visit", "exports", visit, *opened).stdout


def test_findings_are_drafted_merged_and_classified(tmp_path: Path) -> None:
    opened, visit = new_visit(tmp_path, instrument="sop")
    for words in ("Tidak ada jadwal", "Jadwal tidak dipasang"):
        fieldsurvey("finding", "add", visit, "--condition", words, *opened)
    assert fieldsurvey("finding", "merge", visit, "1", "2", *opened).returncode == 0
    done = fieldsurvey("finding", "classify", visit, "1", "tidak-patut", "berpihak", *opened)
    assert done.returncode == 0, done.stderr
    (one,) = data("finding", "list", visit, *opened)["findings"]
    assert (one["classes"], len(one["merged"])) == (["tidak-patut", "berpihak"], 1)
    assert "has no class" in refused("finding", "classify", visit, "1", "lambat", *opened)
    assert "penundaan-berlarut" in fieldsurvey("finding", "classes", visit, *opened).stdout
    assert fieldsurvey("finding", "split", visit, "1", *opened).stdout.strip() == "1"
    assert fieldsurvey("finding", "remove", visit, "2", *opened).returncode == 0
    wrong = tmp_path / "findings.toml"
    wrong.write_text('[opening]\nclasification = "berat"\n', encoding="utf-8")
    said = refused("finding", "draft", visit, "--templates", wrong, *opened)
    assert "findings.toml" in said
    assert data("finding", "due", "--on", "2099-01-01", *opened) == []
