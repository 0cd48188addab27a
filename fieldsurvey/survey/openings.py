"""What a stand's published schedule says of a day and a moment (domain.md §0 fact 5).

A closed stand is a finding only when its own schedule says open: some tenants serve on three days, or until noon.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from fieldsurvey.survey.model import Opening

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?")


class Expected(StrEnum):
    """What the schedule leads one to expect at a moment."""

    OPEN = "open"
    BREAK = "break"
    CLOSED = "closed"
    UNKNOWN = "unknown"


def openings_on(schedule: Iterable[Opening], day: date) -> tuple[Opening, ...]:
    """Return the lines of a schedule that hold on a day, by their hour of opening."""
    today = [line for line in schedule if day.isoweekday() in line.weekdays]
    return tuple(sorted(today, key=lambda line: minutes_of(line.opens) or 0))


def expected_at(schedule: Iterable[Opening], moment: datetime) -> Expected:
    """Say what a schedule leads one to expect.

    Args:
        schedule: all published lines; none, or one whose hours cannot be read, expects nothing.
        moment: local time at the site.
    """
    lines = tuple(schedule)
    if not lines:
        return Expected.UNKNOWN
    now = moment.hour * 60 + moment.minute
    found = Expected.CLOSED
    for line in openings_on(lines, moment.date()):
        opens, closes = minutes_of(line.opens), minutes_of(line.closes)
        if opens is None or closes is None:
            return Expected.UNKNOWN
        if opens <= now < closes:
            starts, ends = minutes_of(line.break_from), minutes_of(line.break_to)
            if starts is None or ends is None or not starts <= now < ends:
                return Expected.OPEN
            found = Expected.BREAK
    return found


def found_closed(schedule: Iterable[Opening], moment: datetime) -> str:
    """Return the status of a stand met without anyone: ``closed``, or ``off-schedule`` when that is as published."""
    expected = expected_at(schedule, moment)
    return "off-schedule" if expected in {Expected.CLOSED, Expected.BREAK} else "closed"


def minutes_of(text: str) -> int | None:
    """Return the minute of the day of a clock time, ``9.10`` or ``09:10``; None when it cannot be read."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None or int(match[1]) > 24 or int(match[2]) > 59:
        return None
    return int(match[1]) * 60 + int(match[2])
