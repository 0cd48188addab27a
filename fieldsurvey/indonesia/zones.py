"""The three time zones of Indonesia, by the zone id of the site; none has daylight saving."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from fieldsurvey.errors import FigureError

_ABBREVIATIONS = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Ujung_Pandang": "WITA",
    "Asia/Jayapura": "WIT",
}

ZONES = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")
"""The zone ids to choose from, west to east."""


def zone_abbreviation(zone: str) -> str:
    """Return ``WIB``, ``WITA`` or ``WIT`` for a zone id such as ``Asia/Makassar``.

    Raises:
        FigureError: not a time zone of Indonesia.
    """
    return _ABBREVIATIONS[_known(zone)]


def zone_info(zone: str) -> ZoneInfo:
    """Return the time zone of a site.

    Raises:
        FigureError: not a time zone of Indonesia.
    """
    return ZoneInfo(_known(zone))


def _known(zone: str) -> str:
    if zone not in _ABBREVIATIONS:
        raise FigureError(what=f"{zone!r} is not a time zone of Indonesia: use {', '.join(ZONES)}")
    return zone
