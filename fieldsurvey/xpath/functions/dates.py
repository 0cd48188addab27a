"""Dates and times, in the local zone (``TZ``).

A whole number stands for a local calendar day since 1970-01-01, so that ``date(${day} + 1)`` is
the next day wherever the form is filled; a number with a fraction, as ``decimal-date-time()``
gives it, stands for an instant counted in UTC.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from fieldsurvey.errors import Sentence
from fieldsurvey.xpath.functions.signature import function, refused
from fieldsurvey.xpath.values import (
    DAY,
    NAN,
    Moment,
    Value,
    to_moment,
    to_scalar,
    to_string,
    to_time,
)

if TYPE_CHECKING:
    from fieldsurvey.xpath.context import Context

_START = datetime(1970, 1, 1, tzinfo=UTC)
_ENGLISH = (
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
)
_INDONESIAN = (
    ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nov", "Des"],
    ["Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"],
)


@function("today", "", "string", context=True)
def today(context: Context) -> str:
    """Return today's date."""
    return Moment.of_day(math.floor(Moment.of_time(context.host.now()).days)) or ""


@function("now", "", "string", context=True)
def now(context: Context) -> str:
    """Return the time now as a dateTime."""
    return Moment.of_time(context.host.now())


@function("date", "v", "string")
def date(value: Value) -> str:
    """Return the local date of a date, dateTime or number of days; "" for anything else."""
    moment = _moment(value)
    return "" if moment is None else Moment.of_day(math.floor(moment.days)) or ""


@function("date-time", "v", "string")
def date_time(value: Value) -> str:
    """Return a date as it is; a dateTime or days since 1970 (UTC) as a local dateTime."""
    number = _as_days(value)
    if number is not None:
        return _of_instant(number) or ""
    return to_moment(to_string(value).strip()) or ""


def _as_days(value: Value) -> float | None:
    """Return the value when it counts days; None when it is a text that may write a date."""
    found = to_scalar(value)
    return found if isinstance(found, float) else None


def _moment(value: Value) -> Moment | None:
    number = _as_days(value)
    if number is None:
        return to_moment(to_string(value).strip())
    if math.isfinite(number) and number == math.floor(number):
        return Moment.of_day(int(number))
    return _of_instant(number)


def _of_instant(days: float) -> Moment | None:
    try:
        return Moment.of_time(_START + timedelta(milliseconds=round(days * DAY * 1000)))
    except (ValueError, OverflowError):
        return None


@function("decimal-date-time", "v", "number")
def decimal_date_time(value: Value) -> float:
    """Return the days since 1970-01-01 (UTC) with their fraction; a blank gives a blank.

    Raises:
        XPathError: a text that is no date.
    """
    number = _as_days(value)
    if number is not None:
        return number
    text = to_string(value).strip()
    if text == "":
        return NAN
    time = to_time(text)
    if time is None:
        raise refused(
            Sentence(
                "decimal-date-time() wants a date or dateTime, and gets a text that is neither"
            )
        )
    return (time - _START) / timedelta(days=1)


@function("decimal-time", "v", "number")
def decimal_time(value: Value) -> float:
    """Return the local time of day as a fraction of the day, of a time or a dateTime; blank when it is neither."""
    text = to_string(value).strip()
    time = to_time(text if "T" in text else f"1970-01-01T{text}")
    if time is None:
        return NAN
    local = Moment.of_time(time).days
    return round((local - math.floor(local)) * DAY * 1000) / (DAY * 1000)


@function("format-date", "vs", "string", context=True)
def format_date(context: Context, value: Value, pattern: str) -> str:
    """Return the date written by the pattern; "" when it is blank.

    ``%Y %y`` year, ``%m %n`` month with and without 0, ``%b`` its short name, ``%d %e`` day with
    and without 0, ``%a`` short weekday, ``%H %h`` hour with and without 0, ``%M`` minute, ``%S``
    second, ``%3`` milliseconds, ``%%`` a percent sign; names come in the form's active language.
    """
    moment = _moment(value)
    if moment is None:
        return ""
    time = datetime.fromisoformat(moment)
    months, weekdays = _names(context.host.language())
    parts = {
        "%": "%",
        "Y": f"{time.year:04}",
        "y": f"{time.year % 100:02}",
        "m": f"{time.month:02}",
        "n": str(time.month),
        "b": months[time.month - 1],
        "d": f"{time.day:02}",
        "e": str(time.day),
        "a": weekdays[time.isoweekday() % 7],
        "H": f"{time.hour:02}",
        "h": str(time.hour),
        "M": f"{time.minute:02}",
        "S": f"{time.second:02}",
        "3": f"{time.microsecond // 1000:03}",
    }
    written: list[str] = []
    signs = iter(pattern)
    for sign in signs:
        if sign != "%":
            written.append(sign)
            continue
        code = next(signs, "")
        if code not in parts:
            raise refused(Sentence("format-date() does not know “%{code}”", code=code))
        written.append(parts[code])
    return "".join(written)


function("format-date-time", "vs", "string", context=True)(format_date)


def _names(language: str | None) -> tuple[list[str], list[str]]:
    """Return short names of months and of weekdays, from Sunday, for a language of the form."""
    name = (language or "").lower()
    code = name[name.rfind("(") + 1 :].rstrip(")").strip() if "(" in name else name.strip()
    return _INDONESIAN if code.split("-")[0] in ("id", "in") or "indonesia" in name else _ENGLISH
