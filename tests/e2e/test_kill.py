"""``kill -9`` while answers are being saved: what was printed as saved is there afterwards."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.e2e.command import ROOT, data, fieldsurvey, new_visit

if TYPE_CHECKING:
    from pathlib import Path

COUNTER = "/data/bagian_a/a06"


def steps(start: int) -> list[dict[str, str]]:
    """Return 900 answers: a counter whose value tells which step was last, and notes beside it."""
    found = []
    for number in range(start, start + 300):
        found += [
            {"set": COUNTER, "value": str(number)},
            {
                "set": "/data/bagian_a/a03",
                "value": f"{number % 24:02d}:{number % 60:02d}:00.000+08:00",
            },
            {"set": "/data/bagian_a/a01", "value": "ya" if number % 2 else "tidak"},
        ]
    return found


def killed_run(opened: list[object], visit: str, answers: Path, lines: int) -> list[str]:
    """Start a run, read that many lines of it, kill it, and return every line it had printed."""
    arguments = [
        "form",
        "run",
        "stand",
        "--answers",
        answers,
        "--visit",
        visit,
        "--target",
        "G01",
        *opened,
    ]
    command = [sys.executable, "-m", "fieldsurvey", *map(str, arguments)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        printed = [process.stdout.readline() for _ in range(lines)]
        os.kill(process.pid, signal.SIGKILL)
        printed += process.stdout.readlines()
    return [line.strip() for line in printed if line.endswith("\n") and line.strip()]


@pytest.mark.parametrize("rounds", [3, pytest.param(30, marks=pytest.mark.full)])
def test_what_was_printed_as_saved_survives_kill_9(tmp_path: Path, rounds: int) -> None:
    opened, visit = new_visit(tmp_path)
    answers = tmp_path / "answers.json"
    generator = random.Random(20261123)
    first = 0
    for _ in range(rounds):
        answers.write_text(json.dumps(steps(first)), encoding="utf-8")
        printed = killed_run(opened, visit, answers, generator.randrange(3, 120))
        assert printed
        assert all(line.startswith("saved /data/") for line in printed)
        values = data("visit", "show", visit, *opened)["responses"][0]["values"]
        assert {line.removeprefix("saved ") for line in printed} <= set(values)
        counted = sum(line == f"saved {COUNTER}" for line in printed)
        assert counted
        assert int(values[COUNTER]) >= first + counted - 1
        first = int(values[COUNTER]) + 1
    done = fieldsurvey("db", "check", *opened)
    assert done.returncode == 0, done.stderr + done.stdout
