"""The time confirmed on arrival: what the inspector's watch says against what the laptop's clock says (design §4).

A laptop in the field has been to another zone, or its battery was flat. The inspector confirms the wall time at the
site; the difference to the laptop's clock is written into the visit, every later change of this laptop carries it, and
what is noted from then on is noted in corrected time. The laptop's own clock is left alone.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.indonesia import local_time, zone_info
from fieldsurvey.journal.change import LARGEST_OFFSET, new_id
from fieldsurvey.survey.model import ClockCheck
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.records import to_fields
from fieldsurvey.survey.seals import require_open

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, tzinfo

    from fieldsurvey.survey.visits import Visits

#: Kind of the entity in a visit.
CLOCK = "clock"

_WALL = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)(?:[.:]([0-5]\d))?")


def confirm_time(visits: Visits, visit: str, wall: str, day: date | None = None) -> ClockCheck:
    """Write down the time at the site as an inspector confirms it, durably; later changes carry its offset.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        wall: the time at the site, ``09.12`` or ``09.12.30``. Without seconds, a clock that shows the same minute is
            right.
        day: the day at the site; by default the one that makes the offset smallest.

    Raises:
        VisitError: the visit is sealed, the time cannot be read, or it is more than ten years off.
    """
    records = visits.records
    require_open(records, visit, "confirmed time")
    zone = site_zone(visits, visit)
    laptop = visits.clock.now()
    offset = offset_between(laptop.astimezone(zone), wall, day)
    if abs(offset) > LARGEST_OFFSET:
        raise VisitError(what="that day is more than ten years from the laptop's; set its clock")
    check = ClockCheck(
        new_id(), records.device, offset, laptop + timedelta(seconds=offset), laptop, visits.author
    )
    fields = to_fields(check)
    entries = [Entry(CLOCK, check.id, name, value) for name, value in fields.items()]
    records.write(visit, entries, author=visits.author, at=laptop, offset=offset)
    return check


def today_at(visits: Visits, visit: str, wall: str) -> datetime:
    """Return a time of today at the site.

    Raises:
        VisitError: the time cannot be read.
    """
    here = visits.now(visit).astimezone(site_zone(visits, visit))
    return datetime.combine(here.date(), _clock(wall)[0], here.tzinfo)


def site_zone(visits: Visits, visit: str) -> tzinfo:
    """Return the time zone of the visit's mall.

    Raises:
        VisitError: the mall has not arrived.
    """
    malls = visits.records.entities(visit, "mall")
    if not malls:
        raise VisitError(what=f"visit {visit[:13]} is not (wholly) here: its mall is missing")
    return zone_info(str(malls[0].fields.get("zone", "Asia/Jakarta")))


def clock_notes(checks: Iterable[ClockCheck], zone: str) -> list[str]:
    """Return a line for each confirmed time that differed from its laptop's clock, for the chronology.

    Args:
        checks: of the visit.
        zone: the site's.
    """
    return [
        f"Jam laptop {check.device[:4]} menunjukkan {local_time(check.laptop, zone)} ketika waktu setempat yang "
        f"dipastikan {check.by or 'tim'} adalah {local_time(check.confirmed, zone)}"
        f" (selisih {_span(check.offset)}); waktu sesudahnya sudah dikoreksi."
        for check in checks
        if check.offset and check.laptop is not None and check.confirmed is not None
    ]


def offset_between(laptop: datetime, wall: str, day: date | None = None) -> int:
    """Return the seconds from a laptop's time, in the site's zone, to the confirmed one; see `confirm_time`.

    Raises:
        VisitError: the time cannot be read.
    """
    clock, to_the_second = _clock(wall)
    shown = laptop.replace(tzinfo=None, microsecond=0)
    if not to_the_second:
        shown = shown.replace(second=0)
    days = [day] if day else [shown.date() + timedelta(days=n) for n in (0, -1, 1)]
    offsets = [int((datetime.combine(each, clock) - shown).total_seconds()) for each in days]
    return min(offsets, key=abs)


def _clock(wall: str) -> tuple[time, bool]:
    """Return a wall time, and whether it was given to the second."""
    match = _WALL.fullmatch(wall.strip())
    if match is None:
        raise VisitError(what=f"{wall!r} is not a time: write it as 09.12")
    return time(int(match[1]), int(match[2]), int(match[3] or 0)), match[3] is not None


def _span(seconds: int) -> str:
    """Return a difference in words: ``+1 jam 3 menit``."""
    sign = "+" if seconds > 0 else "−"
    rest, words = abs(seconds), []
    for length, unit in ((86_400, "hari"), (3600, "jam"), (60, "menit"), (1, "detik")):
        count, rest = divmod(rest, length)
        if count:
            words.append(f"{count} {unit}")
    return sign + " ".join(words)
