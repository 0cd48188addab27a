"""Dates and times in the language and the zone of the site (domain.md §9)."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from fieldsurvey.errors import FigureError
from fieldsurvey.indonesia.words import roman_month, terbilang
from fieldsurvey.indonesia.zones import zone_abbreviation, zone_info

if TYPE_CHECKING:
    from datetime import datetime

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
"""Names of the days, Monday first, as offices count the week."""

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
"""Names of the months, January first."""

UNNUMBERED = "…"
"""What stands for a part of a document number that an office fills in later."""

_FIGURES = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_TOKEN = re.compile(r"\{([^{}]*)\}")


def weekday(day: date) -> str:
    """Return the day's name: ``Kamis``."""
    return WEEKDAYS[day.weekday()]


def long_date(day: date) -> str:
    """Return ``25 Juli 2024``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def full_date(day: date) -> str:
    """Return ``Kamis, 25 Juli 2024``."""
    return f"{weekday(day)}, {long_date(day)}"


def short_date(day: date) -> str:
    """Return ``25-07-2024``."""
    return f"{day.day:02d}-{day.month:02d}-{day.year:04d}"


def date_in_words(day: date) -> str:
    """Return the date as a berita acara opens.

    ``Kamis, tanggal dua puluh lima bulan Juli tahun dua ribu dua puluh empat (25-07-2024)``.
    """
    return (
        f"{weekday(day)}, tanggal {terbilang(day.day)} bulan {MONTHS[day.month - 1]} "
        f"tahun {terbilang(day.year)} ({short_date(day)})"
    )


def parse_short_date(text: str) -> date:
    """Read a day as people here write it in figures: ``25-07-2024``, ``25/7/2024`` or ``25.7.2024``.

    Raises:
        FigureError: it is no such day; a year of two figures is not guessed.
    """
    match = _FIGURES.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError(text)
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError as error:
        raise FigureError(what="a date is written day-month-year: 25-07-2024") from error


def local_date(moment: datetime, zone: str) -> date:
    """Return the calendar day of an aware moment at the site.

    Raises:
        FigureError: the moment has no zone of its own, or ``zone`` is not one of Indonesia.
    """
    return local_moment(moment, zone).date()


def clock_time(moment: datetime, zone: str) -> str:
    """Return the time at the site without its zone: ``09.10``, 24 hours.

    Raises:
        FigureError: as :func:`local_date`.
    """
    local = local_moment(moment, zone)
    return f"{local.hour:02d}.{local.minute:02d}"


def local_time(moment: datetime, zone: str) -> str:
    """Return the time at the site: ``09.10 WITA``.

    Raises:
        FigureError: as :func:`local_date`.
    """
    return f"{clock_time(moment, zone)} {zone_abbreviation(zone)}"


def document_number(template: str, day: date, *, number: int | None = None, code: str = "") -> str:
    """Fill the template of a document number (domain.md §6.1).

    Tokens: ``{urut}`` the running number, ``{kode}`` the classification, ``{bulan romawi}`` and
    ``{tahun}`` of the day. What is not known yet stays ``…`` for the office to fill in.

    Args:
        template: for example ``{urut}/{kode}/{bulan romawi}/{tahun}``.
        day: the day of the document.
        number: the running number of the year, from 1.
        code: the classification code.

    Raises:
        FigureError: an unknown token, a stray brace, or a running number below 1.
    """
    if number is not None and number < 1:
        raise FigureError(what="a document's running number starts at 1")
    values = {
        "urut": UNNUMBERED if number is None else f"{number:03d}",
        "kode": code or UNNUMBERED,
        "bulan romawi": roman_month(day.month),
        "tahun": f"{day.year:04d}",
    }

    def value(token: re.Match[str]) -> str:
        if token[1] not in values:
            known = ", ".join(f"{{{name}}}" for name in values)
            raise FigureError(what=f"unknown token {token[0]} in a document number: use {known}")
        return values[token[1]]

    if re.search(r"[{}]", _TOKEN.sub("", template)):
        raise FigureError(what="a brace without its partner in the template of a document number")
    return _TOKEN.sub(value, template)


def local_moment(moment: datetime, zone: str) -> datetime:
    """Return a moment in the time of a site.

    Args:
        moment: aware.
        zone: IANA name of the site's zone.

    Raises:
        FigureError: the moment has no zone.
    """
    if moment.utcoffset() is None:
        raise FigureError(what="a time without a zone cannot be shown in the site's zone")
    try:
        return moment.astimezone(zone_info(zone))
    except OverflowError:
        return moment  # the calendar ends between the two zones; who claims such a time is shown it as claimed
