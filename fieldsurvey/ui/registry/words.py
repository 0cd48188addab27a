"""The words of this room: kinds and columns of the registry, days, faults and doubts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from fieldsurvey.errors import FigureError
from fieldsurvey.indonesia import parse_short_date, short_date, zone_abbreviation
from fieldsurvey.survey.registry_kinds import KIND

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.survey.registry_doubts import Reason
    from fieldsurvey.survey.registry_faults import Fault
    from fieldsurvey.survey.registry_kinds import Line

_C = "Registry"

#: kind → (one, several, drawing).
KIND_WORDS: Mapping[str, tuple[str, str, str]] = {
    "mall": (QT_TRANSLATE_NOOP("Registry", "Mall"), QT_TRANSLATE_NOOP("Registry", "Malls"), "mall"),
    "stand": (
        QT_TRANSLATE_NOOP("Registry", "Stand"), QT_TRANSLATE_NOOP("Registry", "Stands"), "stand",
    ),
    "institution": (
        QT_TRANSLATE_NOOP("Registry", "Institution"),
        QT_TRANSLATE_NOOP("Registry", "Institutions"),
        "people",
    ),
    "service": (
        QT_TRANSLATE_NOOP("Registry", "Service"),
        QT_TRANSLATE_NOOP("Registry", "Services"),
        "document",
    ),
    "schedule": (
        QT_TRANSLATE_NOOP("Registry", "Schedule"),
        QT_TRANSLATE_NOOP("Registry", "Schedules"),
        "clock",
    ),
    "officer": (
        QT_TRANSLATE_NOOP("Registry", "Officer"),
        QT_TRANSLATE_NOOP("Registry", "Officers"),
        "person",
    ),
    "region": (
        QT_TRANSLATE_NOOP("Registry", "Region"), QT_TRANSLATE_NOOP("Registry", "Regions"), "table",
    ),
}  # fmt: skip

_COLUMNS: Mapping[str, str] = {
    "code": QT_TRANSLATE_NOOP("Registry", "Code"),
    "name": QT_TRANSLATE_NOOP("Registry", "Name"),
    "mall": QT_TRANSLATE_NOOP("Registry", "Mall"),
    "stand": QT_TRANSLATE_NOOP("Registry", "Stand"),
    "region": QT_TRANSLATE_NOOP("Registry", "Region code"),
    "institution": QT_TRANSLATE_NOOP("Registry", "Institution"),
    "address": QT_TRANSLATE_NOOP("Registry", "Address"),
    "city": QT_TRANSLATE_NOOP("Registry", "City"),
    "province": QT_TRANSLATE_NOOP("Registry", "Province"),
    "zone": QT_TRANSLATE_NOOP("Registry", "Time zone"),
    "floors": QT_TRANSLATE_NOOP("Registry", "Floors, with ; between"),
    "counters": QT_TRANSLATE_NOOP("Registry", "Number of counters"),
    "counter": QT_TRANSLATE_NOOP("Registry", "Counter"),
    "floor": QT_TRANSLATE_NOOP("Registry", "Floor"),
    "kind": QT_TRANSLATE_NOOP("Registry", "Kind"),
    "letterhead": QT_TRANSLATE_NOOP("Registry", "Letterhead, lines with ; between"),
    "requirements": QT_TRANSLATE_NOOP("Registry", "Requirements"),
    "duration": QT_TRANSLATE_NOOP("Registry", "Time it takes"),
    "fee": QT_TRANSLATE_NOOP("Registry", "Fee"),
    "role": QT_TRANSLATE_NOOP("Registry", "Role"),
    "days": QT_TRANSLATE_NOOP("Registry", "Days"),
    "opens": QT_TRANSLATE_NOOP("Registry", "Opens"),
    "closes": QT_TRANSLATE_NOOP("Registry", "Closes"),
    "break_from": QT_TRANSLATE_NOOP("Registry", "Break from"),
    "break_to": QT_TRANSLATE_NOOP("Registry", "Break until"),
    "valid_from": QT_TRANSLATE_NOOP("Registry", "Valid from"),
    "valid_until": QT_TRANSLATE_NOOP("Registry", "Valid until"),
    "kemendagri": QT_TRANSLATE_NOOP("Registry", "Kemendagri code"),
    "bps": QT_TRANSLATE_NOOP("Registry", "BPS code"),
    "source": QT_TRANSLATE_NOOP("Registry", "Source"),
    "same_as": QT_TRANSLATE_NOOP("Registry", "Settled as another record"),
    "logo": QT_TRANSLATE_NOOP("Registry", "Logo"),
}

#: What ``survey.registry_faults`` says; a test holds the two together.
FAULTS = (
    QT_TRANSLATE_NOOP("Registry", "is blank"),
    QT_TRANSLATE_NOOP("Registry", "unknown column {unknown}; columns: {columns}"),
    QT_TRANSLATE_NOOP("Registry", "the same {kind} as {place}"),
    QT_TRANSLATE_NOOP("Registry", "there is no {kind} {value} in the registry or in this file"),
    QT_TRANSLATE_NOOP("Registry", "there is no {kind} {value} in mall {mall} in the registry or in this file"),
    QT_TRANSLATE_NOOP("Registry", "there is no {kind} {value}"),
    QT_TRANSLATE_NOOP("Registry", "{kind} {value} is there already"),
    QT_TRANSLATE_NOOP("Registry", "one of {words}"),
    QT_TRANSLATE_NOOP("Registry", "{value} is not a time zone of Indonesia: use {words}"),
    QT_TRANSLATE_NOOP("Registry", "write days as Senin-Jumat or Sen, Rab, Jum"),
    QT_TRANSLATE_NOOP("Registry", "write a time as 08.00"),
    QT_TRANSLATE_NOOP("Registry", "write a date as 2026-11-23"),
    QT_TRANSLATE_NOOP("Registry", "a Kemendagri code, as 64.72"),
    QT_TRANSLATE_NOOP("Registry", "a BPS code, as 6472"),
    QT_TRANSLATE_NOOP("Registry", "a whole number"),
    QT_TRANSLATE_NOOP("Registry", "valid_until lies before valid_from"),
    QT_TRANSLATE_NOOP("Registry", "closes must be later than opens"),
    QT_TRANSLATE_NOOP("Registry", "a break needs break_from and break_to"),
    QT_TRANSLATE_NOOP("Registry", "the break must lie between opens and closes"),
    QT_TRANSLATE_NOOP("Registry", "a day needs both opens and closes"),
)  # fmt: skip

_REASONS: Mapping[Reason, str] = {
    "twice": QT_TRANSLATE_NOOP("Registry", "Recorded twice"),
    "alike": QT_TRANSLATE_NOOP("Registry", "The names are much alike"),
    "bps": QT_TRANSLATE_NOOP("Registry", "One BPS code stands for two regions"),
    "overlap": QT_TRANSLATE_NOOP("Registry", "Two schedules hold at the same time"),
}

_DAYS = (
    QT_TRANSLATE_NOOP("Registry", "Monday"),
    QT_TRANSLATE_NOOP("Registry", "Tuesday"),
    QT_TRANSLATE_NOOP("Registry", "Wednesday"),
    QT_TRANSLATE_NOOP("Registry", "Thursday"),
    QT_TRANSLATE_NOOP("Registry", "Friday"),
    QT_TRANSLATE_NOOP("Registry", "Saturday"),
    QT_TRANSLATE_NOOP("Registry", "Sunday"),
)
_DATES = ("valid_from", "valid_until")


def say(text: str) -> str:
    """Return a text of this room in the language of the window."""
    return QCoreApplication.translate(_C, text)


def kind_word(kind: str) -> str:
    """Return what one record of a kind is called."""
    return say(KIND_WORDS[kind][0])


def kinds_word(kind: str) -> str:
    """Return what the records of a kind are called."""
    return say(KIND_WORDS[kind][1])


def column_word(column: str) -> str:
    """Return what people call a column; one that has no word here is shown as it is."""
    return say(_COLUMNS[column]) if column in _COLUMNS else column


def day_word(day: int) -> str:
    """Return the name of a weekday, 1 = Monday."""
    return say(_DAYS[day - 1])


def days_word(days: str) -> str:
    """Return the days of a schedule, ``1,2,3,5``: ``Monday–Wednesday, Friday``."""
    numbers = sorted(int(day) for day in days.split(",") if day.isdecimal())
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    joined = [
        day_word(part[0]) if len(part) == 1 else f"{day_word(part[0])}–{day_word(part[-1])}"
        for part in parts
    ]
    return ", ".join(joined)


def shown(column: str, value: str) -> str:
    """Return a value as people read it: dates as 31-12-2026, times as 08.00, days by name."""
    if column in _DATES and value:
        try:
            return short_date(date.fromisoformat(value))
        except ValueError:
            return value
    if column in {"opens", "closes", "break_from", "break_to"}:
        return value.replace(":", ".")
    if column == "days":
        return days_word(value)
    if column == "zone" and value:
        try:
            return f"{zone_abbreviation(value)} · {value.partition('/')[2]}"
        except FigureError:
            return value
    return value


def typed_day(text: str) -> str:
    """Return a day as typed, 31-12-2026, the way the registry keeps it; "" when nothing is typed.

    Raises:
        FigureError: no such day.
    """
    text = text.strip()
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return parse_short_date(text).isoformat()


def fault_text(fault: Fault) -> str:
    """Return what is wrong, in the language of the window."""
    named = dict(fault.params)
    if "kind" in named:
        named["kind"] = kind_word(named["kind"]).lower() if named["kind"] in KIND else named["kind"]
    return say(fault.what).format_map(named)


def reason_text(reason: Reason) -> str:
    """Return why two records stand beside each other."""
    return say(_REASONS[reason])


def called(line: Line) -> str:
    """Return a record as one names it."""
    values = line.values
    name = values.get("name", "")
    if line.kind.name == "schedule":
        hours = (
            f"{shown('opens', values.get('opens', ''))}–{shown('closes', values.get('closes', ''))}"
        )
        return f"{days_word(values.get('days', ''))} {hours}"
    code = values.get("code") or values.get("kemendagri") or ""
    return " ".join(part for part in (code, name) if part) or line.key[-1]


def validity(line: Line) -> str:
    """Return the dates of a record, "" when it has none."""
    start, end = (shown(name, line.values.get(name, "")) for name in _DATES)
    if start and end:
        return say(QT_TRANSLATE_NOOP("Registry", "{start} to {end}")).format(start=start, end=end)
    if start:
        return say(QT_TRANSLATE_NOOP("Registry", "since {start}")).format(start=start)
    return say(QT_TRANSLATE_NOOP("Registry", "until {end}")).format(end=end) if end else ""
