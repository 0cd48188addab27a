"""The words of this room: when a photo was taken and how that is known, what it is, what is wrong with a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from fieldsurvey.errors import FileProblem, PhotoError
from fieldsurvey.indonesia import local_date, zone_abbreviation, zone_info
from fieldsurvey.ui.parts.words import day_text, time_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.survey.tray import TrayRow

_C = "Photos"
NO_TIME = QT_TRANSLATE_NOOP("Photos", "Time not recorded")
#: how a time is known → what is said of it.
_SOURCES: Mapping[str, str] = {
    "offset": QT_TRANSLATE_NOOP("Photos", "by the camera, with its zone"),
    "site": QT_TRANSLATE_NOOP(
        "Photos", "by the camera, which names no zone: taken as that of the site"
    ),
    "gps": QT_TRANSLATE_NOOP("Photos", "by satellite"),
}
#: How an error of reading a photo begins (``media.photos``) → what is said of it.
_FAULTS: Mapping[str, str] = {
    "truncated": QT_TRANSLATE_NOOP("Photos", "cut off or damaged: copy it from the phone again"),
    "damaged": QT_TRANSLATE_NOOP("Photos", "damaged: copy it from the phone again"),
    "not a": QT_TRANSLATE_NOOP(
        "Photos", "no JPEG, PNG, WebP or HEIC photo, whatever its name says"
    ),
    "more than": QT_TRANSLATE_NOOP(
        "Photos", "too many pixels: take it again at a lower resolution"
    ),
    "larger": QT_TRANSLATE_NOOP("Photos", "too large a file"),
}


def say(source: str) -> str:
    """Return a text of this room in the language of the window."""
    return QCoreApplication.translate(_C, source)


def taken_text(row: TrayRow, zone: str) -> str:
    """Return when a photo was taken, with day, zone and how that is known."""
    if row.taken_at is None:
        return say(NO_TIME)
    day = day_text(local_date(row.taken_at, zone))
    moment = f"{time_text(row.taken_at, zone)} {zone_abbreviation(zone)}"
    source = f" ({say(_SOURCES[row.time_source])})" if row.time_source in _SOURCES else ""
    return f"{day}, {moment}{source}"


def hour_text(row: TrayRow, zone: str) -> str:
    """Return the heading that a photo stands under: its day and hour."""
    if row.taken_at is None:
        return say(NO_TIME)
    day = day_text(local_date(row.taken_at, zone))
    hour = row.taken_at.astimezone(zone_info(zone)).strftime("%H")
    return f"{day} · {hour}.00–{hour}.59"


def facts(row: TrayRow, zone: str) -> list[str]:
    """Return what is known of a photo, a line each."""
    size = f"{row.width} × {row.height}" if row.width else ""
    place = ""
    if row.latitude is not None and row.longitude is not None:
        locale = QLocale()
        shares = (locale.toString(value, "f", 5) for value in (row.latitude, row.longitude))
        place = "; ".join(shares)
    lines = [
        taken_text(row, zone),
        " · ".join(filter(None, (row.name, size))),
        " · ".join(filter(None, (row.camera, place))),
    ]
    return [line for line in lines if line]


def fault_text(error: Exception) -> str:
    """Return what is wrong with a file."""
    if isinstance(error, FileProblem | PhotoError):
        what = str(error.params.get("what", ""))
        for begins, said in _FAULTS.items():
            if what.startswith(begins):
                return say(said)
        return what or str(error)
    return str(error)
