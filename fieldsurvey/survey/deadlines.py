"""Deadlines in calendar or working days, by holidays that an office keeps up to date (domain.md §6.2).

``resources/rules/deadlines.toml`` holds the holidays and the days of the complaint procedure; an office edits it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from fieldsurvey.errors import FigureError, FileProblem
from fieldsurvey.paths import resources_folder

if TYPE_CHECKING:
    from pathlib import Path

#: How days are counted.
CALENDAR, WORKING = "calendar", "working"

_SATURDAY = 5
_LONGEST = 3660  # days; ten years


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

    def is_working(self, day: date) -> bool:
        """Say whether offices work on a day: Monday to Friday, no holiday."""
        if day.weekday() >= _SATURDAY or day in self.days:
            return False
        return (day.month, day.day) not in self.every_year

    def after(self, start: date, days: int, kind: str = CALENDAR) -> date:
        """Return the deadline so many days after a day.

        Args:
            start: the day of the signing or receipt; it does not count itself.
            days: how many.
            kind: ``calendar`` or ``working``.

        Raises:
            FigureError: fewer than none, more than ten years, or an unknown kind.
        """
        if not 0 <= days <= _LONGEST:
            raise FigureError(what=f"a deadline lies 0 to {_LONGEST} days ahead")
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
        FileProblem: it cannot be read, or a value is not what it should be; the sentence names the key.
    """
    path = path or resources_folder() / "rules" / "deadlines.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FileProblem(path=path, what=error.strerror or "cannot be read") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FileProblem(path=path, what=f"not readable as TOML: {error}") from error
    try:
        return Calendar(
            every_year=frozenset(_month_day(text) for text in data.get("every_year", [])),
            days=frozenset(_day(text) for text in data.get("days", [])),
            remind_before=_whole("remind_before", data.get("remind_before", 7)),
            complaint={
                name: _whole(f"complaint.{name}", data.get("complaint", {})[name])
                for name in ("reply", "complete", "decide")
            },
        )
    except KeyError as error:
        raise FileProblem(path=path, what=f"complaint.{error.args[0]} is missing") from error
    except (ValueError, TypeError) as error:
        raise FileProblem(path=path, what=str(error)) from error


def _month_day(text: object) -> tuple[int, int]:
    try:
        day = date.fromisoformat(f"2024-{text}")  # a leap year, so that 29 February can be one
    except ValueError as error:
        raise ValueError(f'every_year: {text!r} is not month-day, as "08-17"') from error
    return day.month, day.day


def _day(text: object) -> date:
    try:
        return text if type(text) is date else date.fromisoformat(str(text))
    except ValueError as error:
        raise ValueError(f'days: {text!r} is not year-month-day, as "2026-03-20"') from error


def _whole(name: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{name}: {value!r} is not a number of days")
    return value
