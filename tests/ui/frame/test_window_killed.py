"""``kill -9`` of the window amid typing: what the badge called saved is there, and the next start says so."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from tests.ui.frame.typing_process import QUESTION
from tests.ui.small_visit import make_small_visit

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]


def typed_until_killed(database: Path, after: int) -> list[str]:
    """Start the window, read so many lines of what it tells, kill it, and return every whole line."""
    command = [sys.executable, "-m", "tests.ui.frame.typing_process", str(database), PASSPHRASE]
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(database.parent),
        "PYTHONPATH": str(ROOT),
    }
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        told = []
        while sum(line.startswith("saved") for line in told) < after:
            told.append(process.stdout.readline())
            assert told[-1], process.stderr.read()
        os.kill(process.pid, signal.SIGKILL)
        told += process.stdout.readlines()
    return [line.strip() for line in told if line.endswith("\n")]


def allowed(told: list[str]) -> Iterator[str]:
    """Return what may be stored: what was last called saved, or what was typed since, whole or in part."""
    last = max(place for place, line in enumerate(told) if line.startswith("saved"))
    yield told[last].removeprefix("saved ")
    begun = max(place for place, line in enumerate(told[:last]) if line.startswith("typing"))
    for line in told[begun:]:
        if line.startswith("typing"):
            number = line.removeprefix("typing ")
            yield from (number[:length] for length in range(1, len(number) + 1))


@pytest.mark.parametrize("rounds", [3, pytest.param(20, marks=pytest.mark.full)])
def test_what_the_badge_called_saved_survives_kill_9(tmp_path: Path, rounds: int) -> None:
    database = tmp_path / "visit.db"
    visit = make_small_visit(database, PASSPHRASE)
    generator = random.Random(20261123)
    for turn in range(rounds):
        told = typed_until_killed(database, generator.randint(1, 8))
        database.with_name("stopped").touch()
        if turn:
            assert told[0].startswith("recovered Aplikasi berhenti saat sebuah formulir terbuka")
            assert "jawaban tersimpan sejak dibuka" in told[0]
        with Store.open(database, PASSPHRASE) as store:
            answers = Desk(store, author="R").visits.snapshot(visit).responses[0].values
            assert answers[QUESTION] in set(allowed(told)), told
            assert store.check() == []
