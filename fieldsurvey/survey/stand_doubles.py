"""Saying that two stands of a visit are one, and taking it back (``survey.same_stand``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.registry import SAME_AS, standing
from fieldsurvey.survey.same_stand import STAND
from fieldsurvey.survey.seals import require_open

if TYPE_CHECKING:
    from fieldsurvey.survey.visits import Visits


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


def doubles_of(visits: Visits, visit: str, stand: str) -> list[tuple[str, str]]:
    """Return the stands for which this one stands: (id, code and name)."""
    same = _same(visits, visit)
    return [
        (each.id, f"{each.fields.get('code') or ''} {each.fields.get('name') or ''}".strip())
        for each in visits.records.entities(visit, STAND)
        if each.id != stand and standing(each.id, same) == stand
    ]


def _same(visits: Visits, visit: str) -> dict[str, str]:
    return {
        stand.id: str(stand.fields.get(SAME_AS) or "")
        for stand in visits.records.entities(visit, STAND)
    }


def _write(visits: Visits, visit: str, double: str, other: str) -> None:
    require_open(visits.records, visit, "stands")
    entry = Entry(STAND, double, SAME_AS, other)
    visits.records.write(visit, [entry], author=visits.author, at=visits.clock.now())
