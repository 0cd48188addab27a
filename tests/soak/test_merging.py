"""Merging under everything that can happen to laptops, by chance: in little here, for an hour behind ``-m full``.

``SOAK_MINUTES=20 python -m pytest -m full tests/soak/test_merging.py`` says for how long.
"""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.soak.merging import Merging


def _play(rounds: int, steps: int) -> None:
    run_state_machine_as_test(
        Merging,
        settings=settings(
            max_examples=rounds,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            # To shrink a run of files and databases takes longer than to read it.
            phases=[Phase.generate],
            report_multiple_bugs=False,
        ),
    )


def test_laptops_lose_nothing_and_agree_after_they_met() -> None:
    # Two minutes would not fit into `make test`; these few runs find what breaks often.
    _play(3, 20)


@pytest.mark.full
def test_laptops_lose_nothing_for_an_hour() -> None:
    until = time.monotonic() + 60 * float(os.environ.get("SOAK_MINUTES", "60"))
    while time.monotonic() < until:
        _play(20, 60)
