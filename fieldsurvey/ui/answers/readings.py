"""What a person typed, read without guessing; and stored values as a person writes them. No Qt here.

Times and dates are written as in Indonesia (14.05, 25-07-2024), figures with a comma. A text that cannot be read is
still stored, in a form that the engine flags: autosave must not lose a word, and nothing unread may become final.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldsurvey.errors import FigureError
from fieldsurvey.indonesia import MONTHS, format_decimal, parse_figure, parse_rupiah, short_date
from fieldsurvey.xforms.codecs import encode_answer

if TYPE_CHECKING:
    from datetime import tzinfo

#: Most digits of a whole number that the engine keeps as a number.
_DIGITS = 18
_FIRST_YEAR, _LAST_YEAR = 1900, 2100

_ONE_MARK = re.compile(r"([0-9]+)([.,])([0-9]{3})")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]+)?")
_TRAILING_MARK = re.compile(r"[0-9]+[.,]")
_CLOCK = re.compile(r"([0-9]{1,2})[.:, ]([0-9]{2})(?:[.:]([0-9]{2}))?")
_CLOCK_DIGITS = re.compile(r"([0-9]{1,2})([0-9]{2})")
_DAY = re.compile(r"([0-9]{1,2})[-/., ]+([0-9]{1,2})[-/., ]+([0-9]{4})")
_DAY_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_DAY_NAMED = re.compile(r"([0-9]{1,2})[- ]+([A-Za-z]{3,})\.?[- ]+([0-9]{4})")
_DAY_ISO = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")
_YEARLESS = re.compile(r"[0-9]{1,2}[-/., ]+[0-9]{1,2}(?:[-/., ]+[0-9]{2})?")
_MONTH = re.compile(r"([0-9]{1,2})[-/., ]+([0-9]{4})")
# What XML 1.0 cannot carry: control characters and halves of surrogate pairs.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed text says.

    Attributes:
        lexical: what is stored; of the datatype only when there is no problem.
        problem: "" or why it could not be read: ``number``, ``whole``, ``long``, ``ambiguous``, ``time``, ``date``,
            ``year`` (which century?), ``month``, ``moment``.
        meanings: the lexical values that an ambiguous text can mean.
        finished: nobody would type on: it may be stored while the cursor is still in the field.
    """

    lexical: str
    problem: str = ""
    meanings: tuple[str, ...] = ()
    finished: bool = True


BLANK = Reading("")


def storable(text: str) -> str:
    """Return a text without what XML cannot carry (pasted control characters) and with plain line ends."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def read_number(text: str, *, whole: bool, rupiah: bool = False) -> Reading:
    """Read a figure: comma or point is the decimal mark, one mark and exactly three digits is asked back (design §7).

    Args:
        text: as typed.
        whole: the node takes whole numbers only.
        rupiah: a point always groups, so ``125.000`` is 125 000.
    """
    text = " ".join(storable(text).split())
    if text == "":
        return BLANK
    sign = "-" if text[0] in "-−" else ""
    body = text[1:].strip() if sign else text
    if _SPACED.fullmatch(body):
        body = body.replace(" ", "")
    one = _ONE_MARK.fullmatch(body)
    if one is not None and not (rupiah and one[2] == "." and not one[1].startswith("0")):
        return Reading(
            _flagged(text, whole=whole),
            "ambiguous",
            _meanings(sign, one, whole=whole or rupiah),
            False,
        )
    finished = not _TRAILING_MARK.fullmatch(body)
    try:
        figure = (parse_rupiah if rupiah else parse_figure)(body if finished else body[:-1])
    except FigureError:
        return Reading(_flagged(text, whole=whole), "number", finished=False)
    if whole and figure != figure.to_integral_value():
        return Reading(text, "whole", finished=False)
    if whole and figure >= 10**_DIGITS:
        return Reading(text, "long", finished=False)
    if figure == 0:
        sign = ""
    return Reading(f"{sign}{figure:f}" if not whole else f"{sign}{figure:.0f}", finished=finished)


def shown_number(lexical: str, *, grouped: bool = False) -> str:
    """Return a stored figure as it is written here: ``1,5``; grouped, ``125.000``. Other text stays as it is."""
    if not encode_answer("decimal", lexical, date.today).valid or lexical == "":
        return lexical
    figure = Decimal(lexical)
    sign = "-" if figure < 0 else ""
    if grouped:
        return sign + format_decimal(abs(figure), None)
    return f"{figure:f}".replace(".", ",")


def read_time(text: str) -> Reading:
    """Read a time of day on the 24-hour clock: ``14.05``, ``14:05``, ``1405``, ``905``, ``9``."""
    text = storable(text).strip()
    if text == "":
        return BLANK
    found = _CLOCK.fullmatch(text) or _CLOCK_DIGITS.fullmatch(text)
    if found is not None:
        hour, minute = int(found[1]), int(found[2])
        second = int(found[3] or 0) if found.re is _CLOCK else 0
        finished = found.re is _CLOCK or len(text) == 4
    elif text.isascii() and text.isdigit() and len(text) <= 2:
        hour, minute, second, finished = int(text), 0, 0, False
    else:
        return Reading(text, "time", finished=False)
    if hour > 23 or minute > 59 or second > 59:
        return Reading(text, "time", finished=False)
    return Reading(f"{hour:02d}:{minute:02d}:{second:02d}.000", finished=finished)


def time_of(lexical: str) -> time | None:
    """Return the time of day that a stored value says, with its offset; None when it says none."""
    try:
        return time.fromisoformat(lexical)
    except ValueError:
        return None


def time_in(lexical: str, zone: tzinfo | None) -> str:
    """Return a time of day as it reads in a zone, with its offset; one without an offset is of that zone.

    Args:
        lexical: a time in lexical form; other text is returned as it is.
        zone: None leaves everything as it is.
    """
    clock = time_of(lexical)
    if clock is None or zone is None:
        return lexical
    today = datetime.now(zone).date()
    # Through the dateTime: a time alone does not know the offset of a named zone.
    moment = _in_zone(datetime.combine(today, clock), zone)
    return moment.isoformat(timespec="milliseconds").partition("T")[2]


def moment_in(lexical: str, zone: tzinfo | None) -> str:
    """Return a day and time as they read in a zone; as ``time_in``."""
    moment = moment_of(lexical)
    if moment is None or zone is None:
        return lexical
    return _in_zone(moment, zone).isoformat(timespec="milliseconds")


def _in_zone(moment: datetime, zone: tzinfo) -> datetime:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=zone)
    try:
        return moment.astimezone(zone)
    except OverflowError:  # the calendar ends between the two zones
        return moment


def shown_time(lexical: str) -> str:
    """Return a stored time as ``14.05``; other text stays as it is."""
    clock = time_of(lexical)
    if clock is None:
        return lexical
    seconds = f".{clock.second:02d}" if clock.second else ""
    return f"{clock.hour:02d}.{clock.minute:02d}{seconds}"


def read_date(text: str, *, parts: str = "day") -> Reading:
    """Read a date: ``25-07-2024``, ``25/7/2024``, ``25072024``, ``25 Juli 2024``, ``2024-07-25``.

    Args:
        text: as typed.
        parts: ``day``; or ``month`` (07-2024) or ``year`` (2024), which store the first day of it.
    """
    text = storable(text).strip()
    if text == "":
        return BLANK
    for pattern, order in _ORDERS[parts]:
        found = pattern.fullmatch(text)
        day = None if found is None else _day(found, order)
        if day is not None:
            return Reading(day.isoformat())
    if parts == "day" and _YEARLESS.fullmatch(text):
        return Reading(text, "year", finished=False)
    return Reading(
        text, {"day": "date", "month": "month", "year": "year-only"}[parts], finished=False
    )


def date_of(lexical: str) -> date | None:
    """Return the day that a stored value says; None when it says none."""
    try:
        return date.fromisoformat(lexical)
    except ValueError:
        return None


def shown_date(lexical: str, *, parts: str = "day") -> str:
    """Return a stored date as ``25-07-2024`` (or ``07-2024``, ``2024``); other text stays as it is."""
    day = date_of(lexical)
    if day is None:
        return lexical
    return short_date(day)[{"day": 0, "month": 3, "year": 6}[parts] :]


def read_moment(text: str) -> Reading:
    """Read a day and a time of day in one: ``25-07-2024 14.05``, ``25 Juli 2024 1405``."""
    text = " ".join(storable(text).split())
    if text == "":
        return BLANK
    first, _, last = text.rpartition(" ")
    day, clock = read_date(first), read_time(last)
    if first == "" or day.problem or clock.problem:
        return Reading(text, "moment", finished=False)
    return Reading(f"{day.lexical}T{clock.lexical}", finished=clock.finished)


def moment_of(lexical: str) -> datetime | None:
    """Return the day and time that a stored value says, with its offset; None when it says none."""
    try:
        return datetime.fromisoformat(lexical) if "T" in lexical else None
    except ValueError:
        return None


def shown_moment(lexical: str) -> str:
    """Return a stored day and time as ``25-07-2024 14.05``; other text stays as it is."""
    if moment_of(lexical) is None:
        return lexical
    day, _, clock = lexical.partition("T")
    return f"{shown_date(day)} {shown_time(clock)}"


def _flagged(text: str, *, whole: bool) -> str:
    """Return a text that we do not read in a form that the engine does not read either."""
    datatype = "int" if whole else "decimal"
    if encode_answer(datatype, text, date.today).valid:
        return text.replace(".", ",")
    return text


def _meanings(sign: str, found: re.Match[str], *, whole: bool) -> tuple[str, ...]:
    groups = len(found[1]) <= 3 and not found[1].startswith("0")
    thousands = (f"{sign}{found[1]}{found[3]}",) if groups else ()
    fraction = () if whole else (f"{sign}{found[1]}.{found[3]}",)
    return thousands + fraction


_ORDERS = {
    "day": ((_DAY, "dmy"), (_DAY_DIGITS, "dmy"), (_DAY_NAMED, "dMy"), (_DAY_ISO, "ymd")),
    "month": ((_MONTH, "my"),),
    "year": ((re.compile(r"([0-9]{4})"), "y"),),
}


def _day(found: re.Match[str], order: str) -> date | None:
    parts = dict(zip(order, found.groups(), strict=True))
    month = _month_named(parts["M"]) if "M" in parts else int(parts.get("m", 1))
    year = int(parts["y"])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, int(parts.get("d", 1)))
    except ValueError:
        return None


def _month_named(name: str) -> int:
    """Return the number of the one month whose name begins so, 0 when none or several do."""
    found = [n for n, month in enumerate(MONTHS, 1) if month.casefold().startswith(name.casefold())]
    return found[0] if len(found) == 1 else 0
