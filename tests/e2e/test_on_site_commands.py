"""On site through the real command: time confirmed, stands met, a response moved, states with their times."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.e2e.command import ROOT, data, fieldsurvey, new_visit, refused

if TYPE_CHECKING:
    from pathlib import Path


def on_a_laptop_in(zone: str, *arguments: object) -> str:
    """Run the command on a laptop set to another time zone; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "fieldsurvey", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_stand_is_met_at_the_sites_hour_whatever_the_laptops_zone(tmp_path: Path) -> None:
    mall = tmp_path / "mall.toml"
    lines = "".join(
        f'[[stand.schedule]]\nweekdays = [1,2,3,4,5,6,7]\nopens = "{opens}"\ncloses = "{closes}"\n'
        'break_from = "12:00"\nbreak_to = "13:00"\n' + f'valid_from = "{since}"\n{until}'
        for opens, closes, since, until in (
            ("08:00", "15:00", "2020-01-01", ""),
            ("06:00", "23:00", "2010-01-01", 'valid_until = "2019-12-31"\n'),
        )
    )
    mall.write_text(
        '[mall]\nname = "MPP Uji"\nzone = "Asia/Makassar"\n'
        f'[[stand]]\ncode = "G01"\nname = "Perizinan"\n{lines}',
        encoding="utf-8",
    )
    base = ["--database", tmp_path / "v.db"]
    made = fieldsurvey("visit", "new", *base, "--instrument", "sop", "--mall", mall)
    visit = made.stdout.strip()
    run = ["visit", "opening", visit, "G01", "--found"]
    today = datetime.now(UTC).astimezone().strftime("%m-%d")
    holiday = today in {"01-01", "05-01", "06-01", "08-17", "12-25"}
    found = on_a_laptop_in("America/New_York", *run, "empty", "--at", "09.30", *base)
    assert "09.30 WITA" in found
    assert holiday or "jadwal menyatakan buka" in found
    assert (
        holiday
        or "kosong pada jam layanan" in data("finding", "draft", visit, *base)[0]["condition"]
    )
    noon = on_a_laptop_in("Asia/Tokyo", *run, "empty", "--at", "12.30", *base)
    late = on_a_laptop_in("Pacific/Honolulu", *run, "empty", "--at", "16.00", *base)
    for line in (noon, late):
        assert "di luar jadwal: bukan temuan" in line
    assert len(fieldsurvey("visit", "openings", visit, *base).stdout.splitlines()) == 3
    assert data("visit", "show", visit, *base)["stands"][0]["status"] == "off-schedule"


def test_the_confirmed_time_is_stored_and_told(tmp_path: Path) -> None:
    opened, visit = new_visit(tmp_path, instrument="sop")
    wall = datetime.now(UTC) + timedelta(hours=8, minutes=3)  # Makassar, three minutes ahead
    said = on_a_laptop_in(
        "America/New_York", "visit", "confirm-time", visit, f"{wall:%H.%M}", *opened
    )
    assert "selisih +" in said
    assert "is not a time" in refused("visit", "confirm-time", visit, "pagi", *opened)
    assert fieldsurvey("visit", "move", visit, "on-site", *opened).returncode == 0
    (check,) = data("visit", "show", visit, *opened)["clocks"]
    assert check["offset"] in {120, 180, 240}
    begun = datetime.fromisoformat(data("visit", "show", visit, *opened)["started_at"])
    assert begun - datetime.now(UTC) > timedelta(seconds=60)


def test_a_response_goes_to_the_right_stand_and_back(tmp_path: Path) -> None:
    opened, visit = new_visit(tmp_path, "G01=Perizinan", "G02=Samsat", instrument="sop")
    answers = tmp_path / "a.json"
    answers.write_text(json.dumps([]), encoding="utf-8")
    form = ROOT / "forms" / "sop" / "stand.xlsx"
    filled = ["--answers", answers, "--visit", visit, *opened]
    for stand in ("G01", "G02"):
        done = fieldsurvey("form", "run", form, *filled, "--target", stand)
        assert done.returncode == 0, done.stderr
    first = data("visit", "show", visit, *opened)["responses"][0]["id"]
    moved = fieldsurvey("visit", "move-response", visit, first, "--to", "G02", *opened)
    assert "was filled already" in moved.stdout
    assert len(data("visit", "show", visit, *opened)["doubles"]) == 1
    back = fieldsurvey("visit", "move-response", visit, first, "--undo", *opened)
    assert "→ G01" in back.stdout
    assert data("visit", "show", visit, *opened)["doubles"] == []
    assert fieldsurvey("visit", "move-response", visit, first, *opened).returncode == 2


def test_a_visit_is_called_off_with_a_reason(tmp_path: Path) -> None:
    opened, visit = new_visit(tmp_path, instrument="sop")
    for code in ("R-001", "R-002"):
        met = fieldsurvey("visit", "meet", visit, "service_user", "--stand", "G01", *opened)
        assert met.stdout.strip() == code
    assert "with a reason" in refused("visit", "cancel", visit, "--reason", " ", *opened)
    done = fieldsurvey("visit", "cancel", visit, "--reason", "jembatan putus", *opened)
    assert done.returncode == 0
    assert data("visit", "show", visit, *opened)["state"] == "cancelled"
    assert "cannot become" in refused("visit", "move", visit, "on-site", *opened)


def test_what_was_said_in_confidence_goes_into_the_annex_alone(tmp_path: Path) -> None:
    opened, visit = new_visit(tmp_path, instrument="sop")
    answers = tmp_path / "a.json"
    answers.write_text("[]", encoding="utf-8")
    form = ROOT / "forms" / "sop" / "stand.xlsx"
    filled = ["--answers", answers, "--visit", visit, *opened, "--target", "G01"]
    assert fieldsurvey("form", "run", form, *filled).returncode == 0
    (response,) = data("visit", "show", visit, *opened)["responses"]
    assert fieldsurvey("visit", "secret", visit, response["id"], *opened).returncode == 0
    shown = data("visit", "show", visit, *opened)
    assert (shown["responses"], shown["withheld"]) == ([], 1)
    out, why = tmp_path / "tertutup", ["--reason", "permintaan pimpinan"]
    annex = ["visit", "closed-annex", visit, "--out", out, *why, *opened]
    assert "addressed to somebody" in refused(*annex)
    key = tmp_path / "annex-key"
    key.write_text("kata sandi lampiran\n", encoding="utf-8")
    done = fieldsurvey(*annex, "--bundle-passphrase-file", key)
    assert done.returncode == 0, done.stderr
    reading = ["visit", "open-annex", out, *why, *opened]
    assert "not addressed" in refused(*reading)
    read = fieldsurvey(*reading, "--bundle-passphrase-file", key)
    assert "G01" in read.stdout, read.stderr
    log = fieldsurvey("visit", "exports", visit, *opened).stdout
    assert "lampiran tertutup dibuka" in log
    exported = tmp_path / "x.json"
    taken = fieldsurvey(
        "visit", "export", visit, "--format", "json", "--out", exported, "--private", *why, *opened
    )
    assert taken.returncode == 0, taken.stderr
    assert response["id"] not in exported.read_text(encoding="utf-8")
