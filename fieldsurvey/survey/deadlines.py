"""Deadlines in calendar or working days, by holidays that an office keeps up to date (domain.md §6.2).

``resources/rules/deadlines.toml`` holds the holidays and the days of the complaint procedure; an office edits it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from fieldsurvey.errors import FigureError
from fieldsurvey.survey.rules import open_rules

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.scoring import Table

#: How days are counted.
CALENDAR, WORKING = "calendar", "working"

#: The longest deadline, in days: ten years.
LONGEST = 3660

_SATURDAY = 5
_REMIND_BEFORE = 7  # calendar days, where the file does not say


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are holidays, and the periods of the rules.

    Attributes:
        every_year: (month, day) of holidays of fixed date.
        days: holidays of one year.
        remind_before: calendar days before a deadline at which it is called near.
        complaint: days from the receipt of a complaint by what is due: ``reply``, ``complete``, ``decide``.
    """

    every_year: frozenset[tuple[int, int]]
    days: frozenset[date]
    remind_before: int
    complaint: dict[str, int]

    def is_holiday(self, day: date) -> bool:
        """Say whether a day is a holiday."""
        return day in self.days or (day.month, day.day) in self.every_year

    def is_working(self, day: date) -> bool:
        """Say whether offices work on a day: Monday to Friday, no holiday."""
        return day.weekday() < _SATURDAY and not self.is_holiday(day)

    def after(self, start: date, days: int, kind: str = CALENDAR) -> date:
        """Return the deadline so many days after a day.

        Args:
            start: the day of the signing or receipt; it does not count itself.
            days: how many.
            kind: ``calendar`` or ``working``.

        Raises:
            FigureError: fewer than none, more than ten years, or an unknown kind.
        """
        if not 0 <= days <= LONGEST:
            raise FigureError(what=f"a deadline lies 0 to {LONGEST} days ahead")
        if kind == CALENDAR:
            return start + timedelta(days=days)
        if kind != WORKING:
            raise FigureError(what="days are counted as calendar or working days")
        day = start
        while days:
            day += timedelta(days=1)
            days -= self.is_working(day)
        return day


def read_calendar(path: Path | None = None) -> Calendar:
    """Read the holidays and periods.

    Args:
        path: the file; by default the one in ``resources/rules``.

    Raises:
        FileProblem: it cannot be read, a key is unknown, or a value is not what it should be; it names the key.
    """
    top = open_rules("deadlines.toml", path)
    complaint = top.table("complaint")
    calendar = Calendar(
        every_year=frozenset(_month_day(top, text) for text in top.listed("every_year")),
        days=frozenset(_day(top, text) for text in top.listed("days")),
        remind_before=top.whole("remind_before") if top.has("remind_before") else _REMIND_BEFORE,
        complaint={name: complaint.whole(name) for name in ("reply", "complete", "decide")},
    )
    complaint.done()
    top.done()
    return calendar


def _month_day(top: Table, text: object) -> tuple[int, int]:
    try:
        day = date.fromisoformat(f"2024-{text}")  # a leap year, so that 29 February can be one
    except ValueError:
        top.fault(
            "'every_year' must list holidays as month-day, as \"08-17\", not {given}",
            given=repr(text),
        )
    return day.month, day.day


def _day(top: Table, text: object) -> date:
    try:
        return text if type(text) is date else date.fromisoformat(str(text))
    except ValueError:
        top.fault(
            "'days' must list days as year-month-day, as \"2026-03-20\", not {given}",
            given=repr(text),
        )
