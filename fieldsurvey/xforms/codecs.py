"""Datatypes: how an answer or a calculated value is written into a node (ODK XForms specification, "Data Types").

Dates and times are written as JavaRosa writes them: a date as YYYY-MM-DD, a dateTime and a time in the local zone
with milliseconds and offset. Text that is not of the node's type is kept as it is and marked: a word typed into a
number field must not be lost, but it cannot be final either.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from fieldsurvey.xpath import Moment, to_boolean, to_local, to_moment, to_scalar, to_string

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.xpath import Scalar, Value

    Day = Callable[[], date]

_INTEGER = re.compile(r"[+-]?\d{1,18}")
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?"
_POINT = re.compile(rf"({_NUMBER}) +({_NUMBER})(?: +({_NUMBER}))?(?: +({_NUMBER}))?")
_TRUE = frozenset({"true", "1", "yes"})
_FALSE = frozenset({"false", "0", "no"})
_WHOLE = 1e-9


class Encoded(NamedTuple):
    """A lexical value, whether it is of its datatype, and how expressions see it."""

    text: str
    valid: bool
    typed: Scalar


BLANK = Encoded("", True, "")


def typed(datatype: str, text: str) -> Scalar:
    """Return a lexical value as expressions see it: a number, a truth, a moment, or else the text itself."""
    if text == "":
        return ""
    if datatype in ("int", "decimal"):
        return float(text) if _DECIMAL.fullmatch(text) else text
    if datatype == "boolean":
        return text == "1" if text in ("1", "0") else text
    if datatype in ("date", "dateTime"):
        return to_moment(text) or text
    return text


def encode_answer(datatype: str, text: str, today: Day) -> Encoded:
    """Return an answer as the node keeps it.

    Args:
        datatype: of the node.
        text: what was answered, in XML lexical form or close to it.
        today: gives the day whose offset a bare time gets.
    """
    if text == "":
        return BLANK
    reader = _READERS.get(datatype)
    if reader is None:
        return Encoded(text, True, text)
    try:
        lexical = reader(text.strip(), today)
    except (ValueError, OverflowError):
        return Encoded(text, False, text)
    return Encoded(lexical, True, typed(datatype, lexical))


def encode_result(datatype: str, value: Value, today: Day) -> Encoded:
    """Return a calculated value as the node keeps it.

    As JavaRosa: a truth, and whatever a boolean node gets, is written 1 or 0; a number within 1e-9 above a whole one is
    that one; a date in a node that is no date is written as its midnight, and still reads as the date.
    """
    if type(value) is float and datatype != "boolean":
        text, number = written_number(datatype, value)
        return Encoded(text, True, number)
    found = to_scalar(value)
    if found == "" or found != found:  # noqa: PLR0124  NaN
        return BLANK
    if isinstance(found, bool) or datatype == "boolean":
        truth = to_boolean(found)
        return Encoded("1" if truth else "0", True, truth)
    if isinstance(found, float):
        text, number = written_number(datatype, found)
        return Encoded(text, True, number)
    if datatype in _READERS and datatype not in ("int", "decimal"):
        return encode_answer(datatype, found, today)
    if isinstance(found, Moment) and not found.timed:
        midnight = encode_answer("dateTime", found, today)
        return Encoded(midnight.text, True, found)
    return Encoded(found, True, found)


def encode_action(datatype: str, value: Value, today: Day) -> Encoded:
    """Return what an action sets as the node keeps it: written as a result, and read as an answer (JavaRosa)."""
    text = encode_result(datatype, value, today).text
    return Encoded(text, True, typed(datatype, text))


def written_number(datatype: str, number: float) -> tuple[str, Scalar]:
    """Return the text of a calculated number in a node that is no boolean, and how expressions see it.

    The commonest result of all, so it comes without an `Encoded` around it; the rules are those of `encode_result`.
    """
    if number - number != 0:  # NaN or infinite
        endless = number == number and datatype != "int"  # noqa: PLR0124  not NaN
        return (to_string(number), number) if endless else ("", "")
    whole = int(number)
    if datatype == "int" or -_WHOLE < number - whole < _WHOLE:
        return str(whole), float(whole)
    return to_string(number), number


def timestamp(moment: datetime) -> Encoded:
    """Return an instant as a dateTime node keeps it."""
    text = stamp(moment)
    return Encoded(text, True, typed("dateTime", text))


def _integer(text: str, today: Day) -> str:  # noqa: ARG001  one signature for all readers
    if not _INTEGER.fullmatch(text):
        raise ValueError
    return str(int(text))


def _decimal(text: str, today: Day) -> str:  # noqa: ARG001  as above
    if not _DECIMAL.fullmatch(text):
        raise ValueError
    # The digits stay as typed: 1.50 is what the person saw. An exponent is written out.
    if "e" not in text.lower():
        return text
    number = float(text)
    if math.isinf(number):
        raise ValueError  # 1e400 is no figure that anyone counted: it stays as typed and is asked about
    return to_string(number)


def _boolean(text: str, today: Day) -> str:  # noqa: ARG001  as above
    if text.lower() in _TRUE:
        return "1"
    if text.lower() in _FALSE:
        return "0"
    raise ValueError


def _date(text: str, today: Day) -> str:  # noqa: ARG001  as above
    day, _, _ = text.partition("T")
    return date.fromisoformat(day).isoformat()


def _moment(text: str, today: Day) -> str:  # noqa: ARG001  as above
    return _stamp(datetime.fromisoformat(text))


def stamp(moment: datetime) -> str:
    """Return a dateTime in the local zone: 2026-08-22T09:30:00.000+07:00."""
    return _stamp(moment)


def _stamp(moment: datetime) -> str:
    local = to_local(moment)
    return local.isoformat(timespec="milliseconds")


def _time(text: str, today: Day) -> str:
    clock = time.fromisoformat(text)
    moment = datetime.combine(today(), clock)
    local = to_local(moment)
    offset = local.utcoffset() or timedelta()
    minutes = int(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"{local.time().isoformat(timespec='milliseconds')}{sign}{hours:02d}:{rest:02d}"


def _point(text: str, today: Day) -> str:  # noqa: ARG001  as above
    match = _POINT.fullmatch(text)
    if match is None or not (-90 <= float(match[1]) <= 90 and -180 <= float(match[2]) <= 180):
        raise ValueError
    latitude, longitude, altitude, accuracy = (float(part or 0) for part in match.groups())
    return f"{latitude} {longitude} {altitude} {accuracy}"


def _trace(text: str, today: Day) -> str:
    points = [_point(p.strip(), today) for p in text.split(";") if p.strip()]
    if not points:
        raise ValueError
    return "; ".join(points)


_READERS: dict[str, Callable[[str, Day], str]] = {
    "int": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "date": _date,
    "dateTime": _moment,
    "time": _time,
    "geopoint": _point,
    "geotrace": _trace,
    "geoshape": _trace,
}
