"""A stand's published schedule as people know it: versions with dates, and in each the hours of every weekday.

The registry keeps lines (``registry_kinds``: days, hours, dates); a version is the lines that begin on one day. What
was published stays: a new version ends the one before it, and a line that a correction makes needless points to the
one that took its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from fieldsurvey.errors import FigureError, RegistryError
from fieldsurvey.indonesia import folded
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.registry import SAME_AS
from fieldsurvey.survey.registry_edit import end, keep
from fieldsurvey.survey.registry_kinds import clock
from fieldsurvey.survey.registry_plan import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fieldsurvey.survey.registry import Registry
    from fieldsurvey.survey.registry_kinds import Line

_KIND = "schedule"
_HOURS = ("opens", "closes", "break_from", "break_to")


class Hours(NamedTuple):
    """The hours of a day, ``08:00``; no break where both of it are ""."""

    opens: str
    closes: str
    break_from: str = ""
    break_to: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A schedule that holds from one day on.

    Attributes:
        valid_from, valid_until: its first and last day in ISO 8601, ``valid_until`` "" while it is open.
        days: (weekday, hours) in order, 1 = Monday; a day that stands nowhere is one without service.
    """

    valid_from: str
    valid_until: str
    days: tuple[tuple[int, Hours], ...]


def versions_of(lines: Iterable[Line], mall: str, stand: str) -> list[Version]:
    """Return the versions of a stand's schedule, the newest first.

    Args:
        lines: the schedules of a registry, see ``registry_plan.lines_of``.
        mall: its code.
        stand: its code.
    """
    found: dict[str, list[Line]] = {}
    for line in _of_stand(lines, mall, stand):
        found.setdefault(line.values.get("valid_from", ""), []).append(line)
    return [
        Version(
            since,
            _last([line.values.get("valid_until", "") for line in part]),
            tuple(sorted((day, _hours(line)) for line in part for day in _days(line))),
        )
        for since, part in sorted(found.items(), reverse=True)
    ]


def read_hours(texts: Iterable[str]) -> Hours | None:
    """Read the four fields of a day as typed, ``08.00``; None when all are blank.

    Raises:
        FigureError: no time, or hours that do not fit each other.
    """
    read = [clock(text.strip()) if text.strip() else "" for text in texts]
    if not any(read):
        return None
    hours = Hours(*read)
    if not hours.opens or not hours.closes:
        raise FigureError(what="a day needs both opens and closes")
    if hours.closes <= hours.opens:
        raise FigureError(what="closes must be later than opens")
    if bool(hours.break_from) != bool(hours.break_to):
        raise FigureError(what="a break needs break_from and break_to")
    if hours.break_from and not hours.opens <= hours.break_from < hours.break_to <= hours.closes:
        raise FigureError(what="the break must lie between opens and closes")
    return hours


def keep_version(
    registry: Registry, place: tuple[str, str], version: Version, corrects: str = ""
) -> None:
    """Write a version of a stand's schedule, in one transaction.

    Args:
        registry: the office's registry.
        place: codes of mall and stand.
        version: as it shall be. A new one ends, the day before it begins, every older one that is still open.
        corrects: the first day of the version that it stands for from here on, "" for a new one.

    Raises:
        RegistryError: it has no day, its dates do not fit, or another version begins on the same day.
    """
    mall, stand = place
    lines = _of_stand(lines_of(registry, _KIND), mall, stand)
    since = version.valid_from
    others = {line.values.get("valid_from", "") for line in lines} - {corrects}
    if not version.days:
        raise RegistryError(what="a schedule needs at least one day with hours")
    if since in others:
        raise RegistryError(what=f"another schedule of this stand begins on {since}")
    old = [line for line in lines if corrects and line.values.get("valid_from", "") == corrects]
    with registry.records.atomic():
        if not corrects:
            last = date.fromisoformat(since) - timedelta(days=1)
            for line in lines:
                until = line.values.get("valid_until", "")
                if line.values.get("valid_from", "") < since and (not until or until >= since):
                    end(registry, _KIND, line.entity, last)
        _replace(registry, old, [_texts(place, version, part) for part in _parts(version)])


def _replace(registry: Registry, old: list[Line], new: list[dict[str, str]]) -> None:
    """Put new lines in the place of old ones; lines that stay alike keep their record."""
    left = list(old)
    pairs: list[tuple[dict[str, str], str]] = []
    for texts in sorted(
        new, key=lambda texts: all(texts["days"] != o.values.get("days") for o in old)
    ):
        same = next((line for line in left if line.values.get("days") == texts["days"]), None)
        taken = same or next(iter(left), None)
        if taken is not None:
            left.remove(taken)
        pairs.append((texts, taken.entity if taken else ""))
    # What goes first makes room for the keys of what stays.
    if pairs and left:
        first = next(entity for _, entity in pairs)
        registry.amend(Entry(_KIND, line.entity, SAME_AS, first) for line in left)
    for texts, entity in pairs:
        keep(registry, _KIND, texts, entity)


def _parts(version: Version) -> Mapping[Hours, list[int]]:
    parts: dict[Hours, list[int]] = {}
    for day, hours in version.days:
        parts.setdefault(hours, []).append(day)
    return parts


def _texts(place: tuple[str, str], version: Version, hours: Hours) -> dict[str, str]:
    days = [day for day, own in version.days if own == hours]
    return {
        "mall": place[0],
        "stand": place[1],
        "days": ",".join(map(str, days)),
        **dict(zip(_HOURS, hours, strict=True)),
        "valid_from": version.valid_from,
        "valid_until": version.valid_until,
    }


def _of_stand(lines: Iterable[Line], mall: str, stand: str) -> list[Line]:
    wanted = (folded(mall), folded(stand))
    return [line for line in lines if line.kind.owner("stand", line.values) == wanted]


def _last(days: list[str]) -> str:
    """Return the last of days, "" when one is open."""
    return "" if "" in days else max(days)


def _hours(line: Line) -> Hours:
    return Hours(*(line.values.get(name, "") for name in _HOURS))


def _days(line: Line) -> list[int]:
    return [int(day) for day in line.values.get("days", "").split(",") if day]
