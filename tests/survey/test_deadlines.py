"""Deadlines by the calendar of the office."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.errors import FigureError, FileProblem
from fieldsurvey.survey.deadlines import WORKING, read_calendar

if TYPE_CHECKING:
    from pathlib import Path

GOOD = 'every_year = ["08-17"]\ndays = ["2026-08-18"]\n[complaint]\nreply = 14\ncomplete = 30\ndecide = 60\n'


def rules(folder: Path, text: str) -> Path:
    path = folder / "deadlines.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_rules_read() -> None:
    calendar = read_calendar()
    assert not calendar.is_working(date(2027, 8, 17))
    assert calendar.complaint == {"reply": 14, "complete": 30, "decide": 60}


@pytest.mark.parametrize(
    ("days", "kind", "due"),
    [
        (7, "calendar", date(2026, 8, 21)),
        # Friday 14 August 2026; Monday is the 17th, a holiday, and the office added Tuesday the 18th.
        (1, "working", date(2026, 8, 19)),
        (5, "working", date(2026, 8, 25)),
        (0, "working", date(2026, 8, 14)),
    ],
)
def test_counted_from_a_friday(tmp_path: Path, days: int, kind: str, due: date) -> None:
    assert read_calendar(rules(tmp_path, GOOD)).after(date(2026, 8, 14), days, kind) == due


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 200))
def test_working_days_are_counted_one_by_one(start: date, days: int) -> None:
    calendar = read_calendar()
    due = calendar.after(start, days, WORKING)
    between = [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]
    assert sum(calendar.is_working(day) for day in between) == days
    assert not days or calendar.is_working(due)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace("08-17", "17-08"), "'every_year' must list .*'17-08'"),
        (GOOD.replace("2026-08-18", "besok"), "'days' must list .*'besok'"),
        (
            GOOD.replace("reply = 14", 'reply = "14"'),
            r"\[complaint\] 'reply' must be a whole number",
        ),
        (GOOD.replace("decide = 60\n", ""), r"\[complaint\] 'decide' is missing"),
        (GOOD.replace("every_year", "everyyear"), "unknown key 'everyyear'"),
        (GOOD.replace('["08-17"]', '"08-17"'), "'every_year' must be a list"),
        ("days = [", "not readable as TOML"),
    ],
)
def test_faulty_rules_name_their_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FileProblem, match=rf"deadlines\.toml: .*{said}"):
        read_calendar(rules(tmp_path, text))


def test_days_out_of_reach_are_refused() -> None:
    with pytest.raises(FigureError):
        read_calendar().after(date(2026, 1, 1), -1)
    with pytest.raises(FigureError):
        read_calendar().after(date(2026, 1, 1), 3, "hari pasar")
