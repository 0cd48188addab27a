"""A short run of the fuzzer with a fixed seed, every past find again, and the fuzzer's own parts."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fuzz.cases import Case, read_all
from tests.fuzz.generate import case, cases
from tests.fuzz.minimise import minimised, shortest
from tests.fuzz.watchdog import Watchdog, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

PAST = read_all(sorted(Path(__file__).with_name("corpus").glob("*.json")))


@pytest.fixture(scope="module")
def watchdog() -> Iterator[Watchdog]:
    with Watchdog() as found:
        yield found


@pytest.mark.parametrize("name", PAST)
def test_a_past_find_stays_fixed(name: str, watchdog: Watchdog) -> None:
    assert watchdog.verdict(PAST[name]) == "fine"


def test_a_short_run_finds_nothing(watchdog: Watchdog) -> None:
    found = [
        (c.to_json(), said)
        for c in islice(cases(1), 500)
        if (said := watchdog.verdict(c)) != "fine"
    ]
    assert found == []


def test_the_same_seed_gives_the_same_case() -> None:
    first = [case(3, number).to_json() for number in range(40)]
    assert [case(3, number).to_json() for number in range(40)] == first
    assert [Case.from_json(text).to_json() for text in first] == first
    assert len(set(first)) > 35


def test_what_fails_hangs_or_dies_is_told_and_the_next_case_runs(watchdog: Watchdog) -> None:
    odd = Case("no such kind")
    assert kind_of(watchdog.verdict(odd)) == "KeyError in cases.py:run"
    with Watchdog(patience=0) as impatient:
        assert impatient.verdict(Case("expression", text="1")).startswith("hang")
        impatient.patience = 60
        assert impatient.verdict(Case("expression", text="1 + 1")) == "fine"
    assert watchdog.verdict(Case("expression", text="no-such-function(")) == "fine"


def test_a_find_is_made_small(watchdog: Watchdog) -> None:
    odd = Case("no such kind", text="abc", document="<a><b/><c><d/></c></a>", steps=({}, {}, {}))
    small = minimised(odd, watchdog.verdict(odd), watchdog)
    assert (small.text, small.steps) == ("", ())
    assert len(small.document) < len(odd.document)


def test_delta_debugging_keeps_what_is_needed_together() -> None:
    parts = list(range(100))
    assert shortest(parts, lambda kept: {7, 8, 93} <= set(kept)) == [7, 8, 93]
    assert shortest(parts, lambda _: False) == parts
