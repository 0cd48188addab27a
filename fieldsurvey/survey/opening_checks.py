"""Opening checks: how a stand was met at a moment, against the schedule that was published for it.

An empty counter is a finding only when the version of the schedule that is valid on that day says open at that moment,
at the site's clock (domain.md §0 fact 5): some tenants serve on three days, or until noon, and every one has a break.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.indonesia import local_date, local_time, short_date
from fieldsurvey.journal.change import new_id
from fieldsurvey.survey.arrival import site_zone
from fieldsurvey.survey.model import OpeningCheck, Stand
from fieldsurvey.survey.openings import Expected, expected_at, found_empty, line_text, openings_on
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.records import to_fields
from fieldsurvey.survey.seals import require_open
from fieldsurvey.survey.visits import from_record

if TYPE_CHECKING:
    from datetime import datetime

    from fieldsurvey.survey.deadlines import Calendar
    from fieldsurvey.survey.visits import Visits

#: Kind of the entity in a visit.
OPENING_CHECK = "opening_check"

#: How a stand can be met.
STAFFED, EMPTY = "staffed", "empty"

_EXPECTED = {
    Expected.OPEN: "jadwal menyatakan buka",
    Expected.BREAK: "jadwal menyatakan istirahat",
    Expected.CLOSED: "jadwal menyatakan tidak melayani",
    Expected.HOLIDAY: "hari libur",
    Expected.UNKNOWN: "tidak ada jadwal yang berlaku pada hari itu",
}
_STATUS = {
    "open": "buka",
    "closed": "tutup pada jam layanan: temuan",
    "off-schedule": "di luar jadwal: bukan temuan",
    "no-schedule": "jadwal tidak diketahui: bukan temuan",
}


def check_opening(
    visits: Visits,
    visit: str,
    stand: str,
    found: str,
    calendar: Calendar,
    *,
    at: datetime | None = None,
    note: str = "",
) -> OpeningCheck:
    """Write down how a stand was met, durably, with the stand's status that follows from it.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        stand: the stand's id.
        found: ``staffed`` or ``empty``.
        calendar: the holidays.
        at: when, aware, by the confirmed time; now by default.
        note: what else was seen.

    Raises:
        VisitError: the visit is sealed, or there is no such stand.
    """
    require_open(visits.records, visit, "opening checks")
    record = visits.records.entity(visit, stand)
    if record is None:
        raise VisitError(what=f"stand {stand[:13]} is not here, or was removed")
    known = from_record(Stand, record)
    moment = (at or visits.now(visit)).astimezone(site_zone(visits, visit))
    expected = expected_at(known.schedule, moment, calendar.is_holiday)
    lines = tuple(map(line_text, openings_on(known.schedule, moment.date())))
    check = OpeningCheck(
        new_id(), stand, moment, found, expected.value, lines, note.strip(), visits.author
    )
    status = status_after(check)
    fields = to_fields(check)
    entries = [Entry(OPENING_CHECK, check.id, name, value) for name, value in fields.items()]
    if status != known.status:
        entries.append(Entry("stand", stand, "status", status))
    visits.records.write(visit, entries, author=visits.author, at=visits.clock.now())
    return check


def check_line(check: OpeningCheck, stand: Stand, zone: str) -> str:
    """Return a check as a line in Indonesian: when, how met, what the schedule says, what follows."""
    when = f"{short_date(local_date(check.at, zone))} {local_time(check.at, zone)}"
    met = "ada petugas" if check.found == STAFFED else "kosong"
    hours = "; ".join(check.schedule) or "–"
    said = _EXPECTED[Expected(check.expected)]
    return f"{stand.code} {stand.name} · {when} · {met} · {said} ({hours}) → {_STATUS[status_after(check)]}"


def status_after(check: OpeningCheck) -> str:
    """Return the status of a stand that follows from a check."""
    return "open" if check.found == STAFFED else found_empty(Expected(check.expected))
