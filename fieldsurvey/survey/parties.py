"""Who stands in the berita acara: the team, the inspected party, witnesses, their institutions and reactions."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.survey.model import Institution, Person, Reaction
from fieldsurvey.survey.records import entries_of, to_fields
from fieldsurvey.survey.seals import require_open
from fieldsurvey.survey.visits import from_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fieldsurvey.survey.visits import Visits

#: Roles in the order in which the berita acara names them (domain.md §6.1): PIHAK PERTAMA, PIHAK KEDUA, witnesses.
ROLES = ("lead", "member", "counterpart", "witness")

#: Those of the inspecting team.
LEAD = "lead"
TEAM_ROLES = (LEAD, "member")

#: What the inspected party may answer, see ``model.Reaction``.
REACTIONS = ("agree", "agree-with-notes", "refuse", "reply")

_REACTIONS = uuid.UUID("0192f0a5-6f1e-7c1a-9d51-0f5e1d5a7e11")


def keep_person(visits: Visits, visit: str, person: Person) -> str:
    """Add a person (without an id) or change one; only the fields that differ are written. Return the id.

    Raises:
        VisitError: the visit is sealed, the name is blank, or the role is none of ``ROLES``.
    """
    if not person.name.strip():
        raise VisitError(what="a person in the berita acara needs a name")
    if person.role not in ROLES:
        raise VisitError(what=f"{person.role!r} is no role; roles: {', '.join(ROLES)}")
    return _keep(visits, visit, "person", person.id, replace(person, name=person.name.strip()))


def team_of(people: Iterable[Person]) -> list[Person]:
    """Return those of the inspecting team, the lead first."""
    known = list(people)
    return [person for role in TEAM_ROLES for person in known if person.role == role]


def person_named(visits: Visits, visit: str, text: str, *roles: str) -> Person:
    """Return the person whom a text names: a name, whatever its capitals, a part of one, or an id.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        text: the name.
        roles: of these roles only; of all without any.

    Raises:
        VisitError: nobody or several fit; the sentence lists who there is.
    """
    people = [from_record(Person, record) for record in visits.records.entities(visit, "person")]
    people = [person for person in people if not roles or person.role in roles]
    wanted = " ".join(text.casefold().split())
    exact = [each for each in people if wanted in {each.name.casefold(), each.id}]
    fitting = exact or [each for each in people if wanted and wanted in each.name.casefold()]
    if len(fitting) == 1:
        return fitting[0]
    known = "; ".join(each.name for each in people) or "nobody"
    count = len(fitting) or "nobody"
    raise VisitError(what=f"{count} of the people of the visit fits {text!r}; there are: {known}")


def remove_person(visits: Visits, visit: str, person: str) -> None:
    """Take a person out, with what they answered.

    Raises:
        VisitError: the visit is sealed.
    """
    require_open(visits.records, visit, "people")
    with visits.records.atomic():
        for record in visits.records.entities(visit, "reaction"):
            if record.fields.get("person") == person:
                _delete(visits, visit, record.id)
        _delete(visits, visit, person)


def keep_reaction(
    visits: Visits,
    visit: str,
    person: str,
    kind: str,
    text: str = "",
    witnesses: Sequence[str] = (),
) -> None:
    """Note what a counterpart answers to the minutes; ``""`` takes the answer back.

    A person has one reaction: its id follows from the person, so that two laptops that note it make one.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        person: id of the counterpart.
        kind: one of ``REACTIONS``, or ``""``.
        text: the notes or the reason.
        witnesses: names of those who saw a refusal.

    Raises:
        VisitError: the visit is sealed, the kind is unknown, a refusal has no reason, or a reply no words.
    """
    if kind and kind not in REACTIONS:
        raise VisitError(what=f"{kind!r} is no reaction; reactions: {', '.join(REACTIONS)}")
    if kind == "refuse" and not text.strip():
        raise VisitError(what="a refusal to sign needs its reason")
    if kind == "reply" and not text.strip():
        raise VisitError(what="a reply needs its words")
    records = visits.records
    require_open(records, visit, "reactions")
    with records.atomic():
        found = [
            record
            for record in records.entities(visit, "reaction")
            if record.fields.get("person") == person
        ]
        if kind:
            entity = found[0].id if found else str(uuid.uuid5(_REACTIONS, f"{visit} {person}"))
            reaction = Reaction(person, kind, text.strip(), tuple(witnesses))
            _write_differing(visits, visit, "reaction", entity, reaction)
        else:
            for record in found:
                _delete(visits, visit, record.id)


def keep_institution(visits: Visits, visit: str, institution: Institution) -> str:
    """Add an institution of the letterhead (without an id) or change one; return its id.

    Raises:
        VisitError: the visit is sealed, or the name is blank.
    """
    if not institution.name.strip():
        raise VisitError(what="an institution needs a name")
    return _keep(visits, visit, "institution", institution.id, institution)


def remove_institution(visits: Visits, visit: str, institution: str) -> None:
    """Take an institution off the letterhead.

    Raises:
        VisitError: the visit is sealed.
    """
    require_open(visits.records, visit, "institutions")
    _delete(visits, visit, institution)


def _keep(visits: Visits, visit: str, kind: str, entity: str, value: object) -> str:
    if not entity:
        return visits.add(visit, kind, value)
    require_open(visits.records, visit, kind)
    with visits.records.atomic():
        _write_differing(visits, visit, kind, entity, value)
    return entity


def _write_differing(visits: Visits, visit: str, kind: str, entity: str, value: object) -> None:
    """Write the fields that differ: what another laptop changed meanwhile stays."""
    record = visits.records.entity(visit, entity)
    have = record.fields if record else {}
    differing = {
        name: item
        for name, item in to_fields(value).items()
        if name not in have or have[name] != item
    }
    if differing:
        entries = entries_of(kind, entity, differing)
        visits.records.write(visit, entries, author=visits.author, at=visits.clock.now())


def _delete(visits: Visits, visit: str, entity: str) -> None:
    visits.records.delete(visit, entity, author=visits.author, at=visits.clock.now())
