"""Who works on this laptop and for which office, as told at the first start; an entity a laptop, in the registry.

So it is encrypted with everything else, travels only when the registry is sent, and is there for the next visit.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieldsurvey.survey.ports import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldsurvey.survey.model import Person
    from fieldsurvey.survey.registry import Registry

#: Kind of the entity; its id follows from the device, so that a laptop has one.
WORKPLACE = "workplace"

_IDS = uuid.UUID("0193b5c1-6e0d-7d0b-9a53-7c1f0f8e2b64")


@dataclass(frozen=True, slots=True)
class Workplace:
    """An inspector and their office.

    Attributes:
        name: as it stands in the minutes.
        staff_number: NIP, ``""`` when none was given.
        position: what the inspector is in the office.
        office: name of the institution.
    """

    name: str
    staff_number: str = ""
    position: str = ""
    office: str = ""


def note_workplace(registry: Registry, place: Workplace) -> None:
    """Write down who works here; said again, it is changed."""
    entity = _here(registry)
    registry.write(
        [
            Entry(WORKPLACE, entity, field, getattr(place, field))
            for field in Workplace.__slots__  # a dataclass with slots names its fields so
        ],
        registry.stream_of(entity),
    )


def workplace(registry: Registry) -> Workplace | None:
    """Return who works here, None when it was never said."""
    entity = _here(registry)
    stream = registry.stream_of(entity)
    record = registry.records.entity(stream, entity) if stream else None
    if record is None:
        return None
    return Workplace(
        **{field: str(record.fields.get(field) or "") for field in Workplace.__slots__}
    )


def introduced(place: Workplace | None, team: Iterable[Person]) -> list[Person]:
    """Return a new team with the office of this laptop, and its inspector with number and position as well."""
    if place is None:
        return list(team)
    ours = [replace(person, institution=person.institution or place.office) for person in team]
    return [
        replace(
            person,
            staff_number=person.staff_number or place.staff_number,
            position=person.position or place.position,
        )
        if person.name == place.name
        else person
        for person in ours
    ]


def _here(registry: Registry) -> str:
    return str(uuid.uuid5(_IDS, registry.records.device))
