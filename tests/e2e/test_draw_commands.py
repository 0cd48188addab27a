"""Samples through the real command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.command import data, fieldsurvey, refused

if TYPE_CHECKING:
    from pathlib import Path


def test_stands_are_drawn_replaced_and_printed(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("kata sandi uji\n", encoding="utf-8")
    opened: list[object] = ["--database", tmp_path / "v.db", "--passphrase-file", tmp_path / "p"]
    stands = [option for n in range(1, 9) for option in ("--stand", f"G{n}=Gerai {n}")]
    made = fieldsurvey(
        "visit", "new", *opened, "--instrument", "sop", "--assignment", "ST/9/2026", *stands
    )
    visit = made.stdout.strip()
    drawn = data("visit", "draw", visit, "stand", "--size", "3", *opened)
    assert len(drawn["drawn"]) == 3
    assert "give the reason" in refused("visit", "draw", visit, "stand", "--size", "3", *opened)
    gone = drawn["drawn"][0]
    done = fieldsurvey(
        "visit", "draw", visit, "stand", "--replace", gone, "--reason", "tutup", *opened
    )
    assert done.returncode == 0
    assert done.stdout.split()[0] not in drawn["drawn"]
    asked = data("visit", "draw", visit, "service_user", "--every", "4", *opened)
    assert set(asked["starts"]) == {f"G{n}" for n in range(1, 9)}
    shown = fieldsurvey("visit", "protocol", visit, *opened).stdout
    assert drawn["digest"] in shown
    assert drawn["nonce"] in shown
    assert "tutup" in shown
    assert fieldsurvey("visit", "draw", visit, "service_user", *opened).returncode == 2
