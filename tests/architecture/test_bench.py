"""`make bench` is one run of every measurement, to the end."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks import every

if TYPE_CHECKING:
    import pytest

FOLDER = Path(every.__file__).parent


def test_a_missed_limit_stops_nothing_and_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    commands = {name: [sys.executable, "-c", f"import sys; print('ran'); sys.exit({code})"] for name, code in
                (("first", 1), ("second", 0), ("third", 1))}  # fmt: skip
    assert every.missed(commands) == ["first", "third"]
    assert capfd.readouterr().out.count("ran") == 3


def test_every_measurement_is_in_the_run() -> None:
    # What says by its exit code whether limits hold returns it from main.
    measured = {
        file.stem for file in FOLDER.glob("*.py") if "def main() -> int:" in file.read_text("utf-8")
    }
    assert measured - {"__main__", "every"} <= set(every.MODULES)
