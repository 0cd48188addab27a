"""The values of an expression and how one kind turns into another.

A value is one of
    bool    true() and false()
    float   every number; a blank number is NaN, and its string is ""
    str     text. A date or a dateTime is a `Moment`: a str in ISO form that also knows its place
            on the line of days
    list    nodes in document order, without doubles

Rules (ODK XForms specification; where its engines differ, as JavaRosa):
    number of a string   digits with at most one point and a leading minus, blanks around allowed;
                         no exponent, no "Infinity"; "" and everything else is NaN. An ISO date or
                         dateTime (also as the value of a node) is the number of its local calendar
                         day since 1970-01-01, always whole.
    number of nodes      the number of the first node; of no node NaN (blank)
    string of a number   plain digits, never an exponent: 0.1, 5, -3.25, 1000000000000; less than
                         1e-12 beyond a whole number that one; NaN is ""; Infinity, -Infinity
    string of nodes      the string-value of the first node; of no node ""
    value of a node      in a document its text; in a form a number, a `Moment` or a bool when its
                         datatype or its calculation says so (`Node.scalar`)
    boolean              numbers: not 0 and not NaN; strings: not empty; nodes: at least one
                         (XPath 1.0), but a form's own answer alone asks its `truth()`
    = and !=             a boolean on one side: as booleans; a number on one side: as numbers,
                         equal within 1e-12 (0.1 + 0.2 = 0.3), a blank one equal to nothing; a
                         `Moment` and a date: a date and a dateTime are equal on the same local
                         day, two dateTimes at the same instant; else as strings
    < <= > >=            two dates or dateTimes as moments in time; else as numbers, a blank side
                         makes it false
    node lists compare   true when one of the nodes fits (XPath 1.0 §3.4); no node compares as a
                         blank one, since an irrelevant question is no node

A number that an expression gives to a node is written with `to_string`.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from fieldsurvey.xpath.zone import to_local

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.xpath.node import Node

Scalar: TypeAlias = float | str | bool
Value: TypeAlias = "float | str | bool | list[Node]"

NAN = math.nan
EPOCH = date(1970, 1, 1).toordinal()
DAY = 86_400.0  # seconds
# Numbers nearer than this are equal, as in JavaRosa: people expect 0.1 + 0.2 = 0.3.
NEARNESS = 1e-12
_NUMBER = re.compile(r"[ \t\r\n]*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DATE_TIME = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})T(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?"
    r"(Z|[+-]\d{1,2}(?::?[0-5]\d)?)?",
    re.ASCII,
)


class Moment(str):
    """A date ("2026-08-22") or dateTime ("2026-08-22T09:30:00.000+07:00") with its place in time.

    Attributes:
        days: days since 1970-01-01 in local time; whole for a date, with a fraction for a dateTime.
        timed: whether it is a dateTime.
    """

    __slots__ = ("days", "timed")
    days: float
    timed: bool

    def __new__(cls, text: str, days: float, *, timed: bool) -> Moment:
        """Make the text a moment."""
        moment = super().__new__(cls, text)
        moment.days = days
        moment.timed = timed
        return moment

    @classmethod
    def of_day(cls, day: int) -> Moment | None:
        """Return the date of that many days since 1970-01-01, None outside the years 1 to 9999."""
        try:
            return cls(date.fromordinal(EPOCH + day).isoformat(), float(day), timed=False)
        except (ValueError, OverflowError):
            return None

    @classmethod
    def of_time(cls, time: datetime) -> Moment:
        """Return the dateTime in the local zone, to the millisecond."""
        local = to_local(time)
        seconds = local.hour * 3600 + local.minute * 60 + local.second + local.microsecond / 1e6
        days = local.toordinal() - EPOCH + seconds / DAY
        return cls(local.isoformat(timespec="milliseconds"), days, timed=True)


def to_moment(text: str) -> Moment | None:
    """Return the date or dateTime that the text writes in ISO form, None when it writes none.

    A dateTime without an offset is local time; one with an offset is brought to the local zone.
    """
    if isinstance(text, Moment):
        return text
    if len(text) < 8 or text[4] != "-":
        return None
    if found := _DATE.fullmatch(text):
        try:
            day = date(int(found[1]), int(found[2]), int(found[3])).toordinal() - EPOCH
        except ValueError:
            return None
        return Moment.of_day(day)
    time = to_time(text)
    return None if time is None else Moment.of_time(time)


def to_time(text: str) -> datetime | None:
    """Return the instant of an ISO dateTime (of a date, its midnight) in the local zone, None when it is neither."""
    found = _DATE_TIME.fullmatch(text)
    if found is None:
        found = _DATE.fullmatch(text)
        if found is None:
            return None
        clock, zone = "00:00:00.000000", ""
    else:
        clock = f"{int(found[4]):02}:{found[5]}:{found[6] or '00'}.{(found[7] or '')[:6]:0<6}"
        zone = _zone(found[8] or "")
    try:
        return to_local(
            datetime.fromisoformat(
                f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}T{clock}{zone}"
            )
        )
    except (ValueError, OverflowError):
        return None  # no such day or hour, or not between the years 1 and 9999 in the local zone


def _zone(text: str) -> str:
    """Return the offset as ``+07:00``: written as Z, +7, +07, +0700 or +07:00."""
    if text in ("", "Z"):
        return "+00:00" if text else ""
    digits = text[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
    return f"{text[0]}{int(hours):02}:{minutes}"


def string_to_number(text: str) -> float:
    """Return the number that a text writes, NaN when it writes none."""
    if text == "":
        return NAN
    if _NUMBER.fullmatch(text):
        return float(text)
    moment = to_moment(text)
    return NAN if moment is None else float(math.floor(moment.days))


def number_to_string(number: float) -> str:
    """Return the number in plain digits, "" for NaN."""
    if number != number:  # noqa: PLR0124  NaN, quicker than isnan on this hot path
        return ""
    if number in (math.inf, -math.inf):
        return "Infinity" if number > 0 else "-Infinity"
    whole = int(number)
    if abs(whole - number) < NEARNESS:
        return str(whole)
    text = repr(number)
    return format(Decimal(text), "f") if "e" in text else text


def to_string(value: Value) -> str:
    """Return the value as text, as it is written into a node."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return value[0].string() if value else ""
    return number_to_string(value)


def to_number(value: Value) -> float:
    """Return the value as a number; NaN when it is blank or no number."""
    if isinstance(value, str):
        return string_to_number(value)
    if isinstance(value, list):
        return value[0].number() if value else NAN
    return float(value)


def to_scalar(value: Value) -> Scalar:
    """Return the value itself, of nodes that of the first one ("" of none)."""
    if isinstance(value, list):
        return value[0].scalar() if value else ""
    return value


def to_boolean(value: Value) -> bool:
    """Return the value as true or false."""
    if isinstance(value, float):
        return value == value and value != 0  # noqa: PLR0124  NaN is false
    if isinstance(value, list):
        return nodes_to_boolean(value)
    return bool(value)


def nodes_to_boolean(nodes: Sequence[Node]) -> bool:
    """Return whether there is a node; a single one that has a ``truth()`` says so itself.

    A document's nodes have none (XPath 1.0 §4.3). A form's answers do: ``relevant="${q}"`` is
    false while q is blank or 0, as in JavaRosa.
    """
    return node_to_boolean(nodes[0]) if len(nodes) == 1 else bool(nodes)


def node_to_boolean(node: Node) -> bool:
    """Return what a list of this one node is as true or false, see `nodes_to_boolean`."""
    truth = getattr(node, "truth", None)
    return truth is None or bool(truth())
