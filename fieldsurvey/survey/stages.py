"""The stages of a visit on site, with the times that the berita acara prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.survey.model import Event, Stand, VisitState
from fieldsurvey.survey.opening_checks import EMPTY, STAFFED, check_opening, status_after
from fieldsurvey.survey.parties import TEAM_ROLES
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.records import to_fields
from fieldsurvey.survey.seals import require_open
from fieldsurvey.survey.visits import from_record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from fieldsurvey.survey.deadlines import Calendar
    from fieldsurvey.survey.visits import Visits


def begin(visits: Visits, visit: str) -> None:
    """Begin a planned visit, or go on with a completed one; the first beginning stays in the records.

    Raises:
        VisitError: the visit is neither planned nor completed, or sealed.
    """
    with visits.records.atomic():
        visits.move(visit, VisitState.ON_SITE)
        if not visits.records.entities(visit, "visit")[0].fields.get("started_at"):
            visits.change(visit, "visit", visit, started_at=visits.now(visit).isoformat())


def complete(visits: Visits, visit: str) -> None:
    """Call a visit completed and note when it ended.

    Raises:
        VisitError: the visit is not on site.
    """
    with visits.records.atomic():
        visits.move(visit, VisitState.COMPLETED)
        visits.change(visit, "visit", visit, ended_at=visits.now(visit).isoformat())


def cancel(visits: Visits, visit: str, reason: str) -> None:
    """Call a visit off; what was recorded stays.

    Raises:
        VisitError: there is no reason, or the visit is sealed already.
    """
    if not reason.strip():
        raise VisitError(what="a visit is cancelled with a reason")
    with visits.records.atomic():
        visits.move(visit, VisitState.CANCELLED)
        progress = visits.records.entities(visit, "progress")[0]
        visits.change(visit, "progress", progress.id, reason=reason.strip())


def note_stand(visits: Visits, visit: str, stand: str, status: str, calendar: Calendar) -> str:
    """Note how a stand is met now and return what was noted.

    Met open or closed it is an opening check: closed while its published schedule does not say open is off schedule,
    which is no finding (domain.md §0 fact 5). Said once more, it stays closed: the schedule may be out of date.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        stand: the stand's id.
        status: ``open``, ``closed``, ``off-schedule``, or ``""`` for not met yet.
        calendar: the holidays.

    Raises:
        VisitError: the visit is sealed, or there is no such stand.
    """
    record = visits.records.entity(visit, stand)
    if record is None:
        raise VisitError(what=f"stand {stand[:13]} is not here, or was removed")
    known = from_record(Stand, record).status
    if status == known:
        return status
    insisted = status == "closed" and known in {"off-schedule", "no-schedule"}
    if status in {"open", "closed"} and not insisted:
        found = STAFFED if status == "open" else EMPTY
        return status_after(check_opening(visits, visit, stand, found, calendar))
    visits.change(visit, "stand", stand, status=status)
    return status


def keep_stand(visits: Visits, visit: str, before: Stand, stand: Stand) -> str:
    """Add a stand that nobody knew of (without an id), or change what differs from ``before``; return its id.

    Raises:
        VisitError: the visit is sealed, or the stand has no code.
    """
    if not stand.code:
        raise VisitError(what="a stand needs a code")
    if not stand.id:
        return visits.add(visit, "stand", stand)
    known, entered = to_fields(before), to_fields(stand)
    changed = {name: value for name, value in entered.items() if known[name] != value}
    if changed:
        visits.change(visit, "stand", stand.id, **changed)
    return stand.id


def assign_stands(visits: Visits, visit: str, stands: Iterable[str], inspector: str) -> int:
    """Say who of the team inspects stands; return how many of them had another inspector, or none.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        stands: ids of the stands.
        inspector: id of a person of the team, ``""`` to take the stands back.

    Raises:
        VisitError: the visit is sealed, or the person is not of the team.
    """
    records = visits.records
    require_open(records, visit, "stands")
    person = records.entity(visit, inspector) if inspector else None
    if inspector and (person is None or person.fields.get("role") not in TEAM_ROLES):
        raise VisitError(what="stands are given to people of the team")
    have = {record.id: record.fields for record in records.entities(visit, "stand")}
    entries = [
        Entry("stand", stand, "inspector", inspector)
        for stand in stands
        if stand in have and have[stand].get("inspector", "") != inspector
    ]
    if entries:
        records.write(visit, entries, author=visits.author, at=visits.clock.now())
    return len(entries)


def note(visits: Visits, visit: str, text: str, *, at: datetime | None = None) -> str:
    """Add a line to the chronology, now or at the moment it was begun; return its id.

    Raises:
        VisitError: the visit is sealed.
    """
    return visits.add(visit, "event", Event("", at or visits.now(visit), text))


def correct_note(visits: Visits, visit: str, before: Event, at: datetime, text: str) -> None:
    """Correct a line of the chronology; what it said before stays in the journal.

    Raises:
        VisitError: the visit is sealed, or nothing is left of the text.
    """
    if not text.strip():
        raise VisitError(what="a line of the chronology needs a text; remove it instead")
    known, entered = to_fields(before), to_fields(Event("", at, text.strip()))
    changed = {name: value for name, value in entered.items() if known[name] != value}
    if changed:
        visits.change(visit, "event", before.id, **changed)


def remove_note(visits: Visits, visit: str, event: str) -> None:
    """Take a line off the chronology; the journal keeps it.

    Raises:
        VisitError: the visit is sealed.
    """
    require_open(visits.records, visit, "chronology")
    visits.records.delete(visit, event, author=visits.author, at=visits.clock.now())


def restore_note(visits: Visits, visit: str, event: str) -> None:
    """Bring a line of the chronology back.

    Raises:
        VisitError: the visit is sealed.
    """
    require_open(visits.records, visit, "chronology")
    visits.records.restore(visit, event, author=visits.author, at=visits.clock.now())
