"""Whose laptop this is: the inspector of the team who works on it, chosen when a prepared visit is joined."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from fieldsurvey.survey.parties import TEAM_ROLES, person_named

if TYPE_CHECKING:
    from fieldsurvey.survey.model import Person
    from fieldsurvey.survey.ports import Record, Records
    from fieldsurvey.survey.visits import Visits

#: Kind of the entity in a visit; its id follows from the device, so that a laptop has one inspector a visit.
LAPTOP = "laptop"

#: An office that keeps thousands of visits is no inspector's laptop: it need not look at all of them.
_LATEST = 50

_IDS = uuid.UUID("0193a0f6-0a4b-7c36-8d5e-5b9d2e4f6a17")


def choose_inspector(visits: Visits, visit: str, name: str) -> Person:
    """Say who of the team works on this laptop; said again, it changes nothing.

    Raises:
        VisitError: nobody or several of the team have that name.
    """
    person = person_named(visits, visit, name, *TEAM_ROLES)
    known = _here(visits.records, visit)
    if known is None or known.fields.get("person") != person.id:
        laptop = _laptop(visits.records)
        visits.author = person.name
        visits.change(visit, LAPTOP, laptop, person=person.id, name=person.name)
    return person


def inspector_here(records: Records, visit: str) -> str:
    """Return the name of the inspector of this laptop in a visit, ``""`` when that was not said."""
    known = _here(records, visit)
    return "" if known is None else str(known.fields.get("name", ""))


def last_inspector(records: Records) -> str:
    """Return the name chosen on this laptop in the newest of its latest visits that has one; ``""`` without any."""
    newest = sorted(records.streams(), reverse=True)[:_LATEST]
    names = (inspector_here(records, visit) for visit in newest)
    return next(filter(None, names), "")


def laptops(records: Records, visit: str) -> list[str]:
    """Return who works on the laptops that joined a visit."""
    return [str(record.fields.get("name", "")) for record in records.entities(visit, LAPTOP)]


def _here(records: Records, visit: str) -> Record | None:
    return records.entity(visit, _laptop(records))


def _laptop(records: Records) -> str:
    return str(uuid.uuid5(_IDS, records.device))
