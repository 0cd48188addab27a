"""Drawing a sample of a visit with the sizes that the table of Krejcie–Morgan or the instrument's quota asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.survey.samples import Sample, Samples, population
from fieldsurvey.survey.sampling import wanted

if TYPE_CHECKING:
    from fieldsurvey.survey.desk import Desk

#: What can be drawn, in the order it is offered; the last are asked one by one as they leave.
DRAWN = ("stand", "product", "officer", "service_user")
#: Ask every so-many-th service user, where nobody says otherwise.
USUAL_STEP = 5
_USERS = DRAWN[-1]


@dataclass(frozen=True, slots=True)
class DrawSheet:
    """What there is to draw from.

    Attributes:
        units: kind → how many there are; for service users the places they leave from.
        sizes: kind → how many are wanted by default; for service users at each place.
        drawn: kind → the latest draw of it.
        letter: whether the visit has the letter of assignment that a draw needs.
    """

    units: dict[str, int]
    sizes: dict[str, int]
    drawn: dict[str, Sample]
    letter: bool


def read_draws(desk: Desk, visit: str) -> DrawSheet:
    """Return what there is to draw from.

    Raises:
        VisitError: the database holds no such visit.
    """
    snapshot = desk.visits.snapshot(visit)
    units = {what: len(population(snapshot, _listed(what))) for what in DRAWN}
    sizes = {what: wanted(count) for what, count in units.items()}
    sizes[_USERS] = _share(desk, visit, units[_USERS])
    drawn = {sample.what: sample for sample in Samples(desk.visits, visit).all() if sample.nonce}
    return DrawSheet(units, sizes, drawn, bool(snapshot.assignment))


def draw_sample(
    desk: Desk,
    visit: str,
    what: str,
    *,
    size: int | None = None,
    each_group: bool = False,
    every: int = 0,
    reason: str = "",
) -> Sample:
    """Freeze the list of a kind and draw from it.

    Args:
        desk: the open database.
        visit: the visit's id.
        what: one of ``DRAWN``.
        size: how many (of each group with ``each_group``; service users: at each place); None for the default.
        each_group: of every group.
        every: for service users, ask every k-th.
        reason: needed when the kind was drawn before.

    Raises:
        VisitError: as ``Samples.draw`` says.
    """
    units = population(desk.visits.snapshot(visit), _listed(what))
    return Samples(desk.visits, visit).draw(
        what,
        units,
        len(units) if every else (size or wanted(len(units))),
        each_group=each_group,
        every=every,
        per_place=(size or _share(desk, visit, len(units))) if every else 0,
        reason=reason,
    )


def _listed(what: str) -> str:
    """Return the list that is drawn from: service users are not on one, they leave from stands."""
    return "stand" if what == _USERS else what


def _share(desk: Desk, visit: str, places: int) -> int:
    """Return how many service users fall on each place, so that the instrument's quota is reached."""
    quota = desk.instrument(visit).quota.get(_USERS, 0)
    return -(-quota // places) if places else 0
