"""A stand that two laptops recorded separately: one stands for both, until someone parts them again (design §4).

The double points to the one that stands by its field ``same_as``, a change like any other, so it travels and merges.
Nothing is moved: what was recorded at the double is read as recorded at the other; slots filled at both are doubles.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.survey.ports import Entry, Record, Records
from fieldsurvey.survey.registry import SAME_AS, standing
from fieldsurvey.survey.seals import require_open

if TYPE_CHECKING:
    from fieldsurvey.survey.visits import Visits

_STAND = "stand"
#: Fields of other records that name a stand: of people and checks, of responses and findings.
_NAMING = ("stand", "target")


def settled(records: Records, visit: str, kind: str) -> list[Record]:
    """Return the entities of a kind, those of a double read as those of the stand that stands for it."""
    stands = records.entities(visit, _STAND)
    same = {stand.id: str(stand.fields.get(SAME_AS) or "") for stand in stands}
    found = stands if kind == _STAND else records.entities(visit, kind)
    if not any(same.values()):
        return found
    if kind == _STAND:
        return [stand for stand in found if standing(stand.id, same) == stand.id]
    return [_read_at(record, same) for record in found]


def settle(visits: Visits, visit: str, double: str, other: str) -> None:
    """Let one stand stand for another that is the same.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        double: id of the stand that goes out of sight.
        other: id of the stand that stays.

    Raises:
        VisitError: the visit is sealed, one of them is not here, or both are one already.
    """
    same = _same(visits, visit)
    if double not in same or other not in same:
        raise VisitError(what="one of these stands is not in this visit, or was removed")
    if standing(double, same) == standing(other, same):
        raise VisitError(what="these are one stand already")
    _write(visits, visit, double, other)


def part(visits: Visits, visit: str, double: str) -> None:
    """Take it back: both are stands of their own again, with all that was recorded at each.

    Raises:
        VisitError: the visit is sealed, or no other stands for this one.
    """
    if not _same(visits, visit).get(double):
        raise VisitError(what="no other stand stands for this one")
    _write(visits, visit, double, "")


def _same(visits: Visits, visit: str) -> dict[str, str]:
    return {
        stand.id: str(stand.fields.get(SAME_AS) or "")
        for stand in visits.records.entities(visit, _STAND)
    }


def _write(visits: Visits, visit: str, double: str, other: str) -> None:
    require_open(visits.records, visit, "stands")
    entry = Entry(_STAND, double, SAME_AS, other)
    visits.records.write(visit, [entry], author=visits.author, at=visits.clock.now())


def _read_at(record: Record, same: dict[str, str]) -> Record:
    named = {
        name: standing(str(record.fields[name]), same)
        for name in _NAMING
        if str(record.fields.get(name) or "") in same
    }
    return replace(record, fields={**record.fields, **named}) if named else record
