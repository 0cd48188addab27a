"""What a stand's published schedule says of a day and a moment (domain.md §0 fact 5).

A closed stand is a finding only when its own schedule says open: some tenants serve on three days, or until noon.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from fieldsurvey.indonesia import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from fieldsurvey.survey.model import Opening

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?")


class Expected(StrEnum):
    """What the schedule leads one to expect at a moment."""

    OPEN = "open"
    BREAK = "break"
    CLOSED = "closed"
    HOLIDAY = "holiday"
    UNKNOWN = "unknown"


def in_force(line: Opening, day: date) -> bool:
    """Say whether a line of a schedule is valid on a day."""
    begun = not line.valid_from or line.valid_from <= day.isoformat()
    return begun and (not line.valid_until or day.isoformat() <= line.valid_until)


def openings_on(schedule: Iterable[Opening], day: date) -> tuple[Opening, ...]:
    """Return the lines of a schedule that hold on a day, by their hour of opening.

    Of several versions that are valid on it, those hold that were published last for its weekday: a new version need
    not repeat the days that it leaves alone.
    """
    fitting = [
        line for line in schedule if day.isoweekday() in line.weekdays and in_force(line, day)
    ]
    newest = max((line.valid_from for line in fitting), default="")
    today = [line for line in fitting if line.valid_from == newest]
    return tuple(sorted(today, key=lambda line: minutes_of(line.opens) or 0))


def expected_at(
    schedule: Iterable[Opening], moment: datetime, is_holiday: Callable[[date], bool] | None = None
) -> Expected:
    """Say what a schedule leads one to expect.

    Args:
        schedule: all published lines; when none is valid on the day, or one of the day cannot be read, nothing is
            expected.
        moment: local time at the site.
        is_holiday: days on which nobody serves whatever the schedule says.
    """
    day = moment.date()
    valid = [line for line in schedule if in_force(line, day)]
    if not valid:
        return Expected.UNKNOWN
    if is_holiday is not None and is_holiday(day):
        return Expected.HOLIDAY
    now = moment.hour * 60 + moment.minute
    found = Expected.CLOSED
    for line in openings_on(valid, day):
        opens, closes = minutes_of(line.opens), minutes_of(line.closes)
        if opens is None or closes is None:
            return Expected.UNKNOWN
        if opens <= now < closes:
            starts, ends = minutes_of(line.break_from), minutes_of(line.break_to)
            if starts is None or ends is None or not starts <= now < ends:
                return Expected.OPEN
            found = Expected.BREAK
    return found


def found_empty(expected: Expected) -> str:
    """Return the status of a stand met without anyone.

    Only ``closed`` is a finding: ``off-schedule`` is as published, and of ``no-schedule`` nothing can be said.
    """
    if expected is Expected.OPEN:
        return "closed"
    return "no-schedule" if expected is Expected.UNKNOWN else "off-schedule"


def line_text(line: Opening) -> str:
    """Return a line of a schedule as it is printed: ``Senin, Rabu 08.00–15.00, istirahat 12.00–13.00``."""
    days = ", ".join(WEEKDAYS[day - 1] for day in line.weekdays if 1 <= day <= len(WEEKDAYS))
    text = f"{days} {_span(line.opens, line.closes)}"
    if line.break_from and line.break_to:
        text += f", istirahat {_span(line.break_from, line.break_to)}"
    return f"{text} (berlaku sejak {line.valid_from})" if line.valid_from else text


def _span(start: str, end: str) -> str:
    return f"{start}–{end}".replace(":", ".")


def minutes_of(text: str) -> int | None:
    """Return the minute of the day of a clock time, ``9.10`` or ``09:10``; None when it cannot be read."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None or int(match[1]) > 24 or int(match[2]) > 59:
        return None
    return int(match[1]) * 60 + int(match[2])
