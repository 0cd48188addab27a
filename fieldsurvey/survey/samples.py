"""The samples of a visit: frozen, drawn, replaced, each step a change of its own in the journal.

The frame is committed before the nonce exists, in a transaction of its own. A second draw of the same kind needs a
reason, and both stay in the protocol: nobody can draw until the result pleases without its being seen.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.journal.change import new_id
from fieldsurvey.survey.sampling import Frame, Unit, draw, first_of_every, replacement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldsurvey.survey.model import Visit
    from fieldsurvey.survey.ports import Record
    from fieldsurvey.survey.visits import Visits

#: Kinds of the entities in a visit.
SAMPLE, REPLACED = "sample", "replacement"


@dataclass(frozen=True, slots=True)
class Replacement:
    """A unit that could not be inspected and the one in its place; ``by`` is None when the list was exhausted."""

    unit: str
    by: str | None
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One draw.

    Attributes:
        id: its entity.
        what: what is drawn: ``stand``, ``product``, ``officer`` or ``service_user``.
        frame: the frozen list.
        size: how many were wanted (of each group with ``each_group``).
        every: for service users: ask every k-th one who leaves; 0 for the others.
        per_place: for service users: how many to ask at each place; 0 when that was not set.
        nonce: "" while the list is frozen but nothing is drawn.
        reason: why it was drawn again, "" for the first draw.
        frozen_at, drawn_at: ISO 8601 with offset.
    """

    id: str
    what: str
    frame: Frame
    size: int
    each_group: bool
    every: int
    nonce: str
    reason: str
    frozen_at: str
    drawn_at: str
    replacements: tuple[Replacement, ...] = ()
    per_place: int = 0

    @property
    def target(self) -> int:
        """How many are to be inspected or asked in all."""
        return self.per_place * len(self.frame.units) if self.every else len(self.current)

    @property
    def drawn(self) -> list[Unit]:
        """The units drawn at first, in the order of their ranks."""
        return (
            draw(self.frame, self.nonce, self.size, each_group=self.each_group)
            if self.nonce
            else []
        )

    @property
    def starts(self) -> list[tuple[Unit, int]]:
        """For service users: at each place of the list, which leaving person to ask first."""
        if not (self.every and self.nonce):
            return []
        places = self.frame.units
        return [
            (unit, first_of_every(self.frame, self.nonce, unit.id, self.every)) for unit in places
        ]

    def next_at(self, place: str, approached: int) -> int | None:
        """Return which leaving service user to ask next at a place, counted from the first who left.

        Args:
            place: id of a unit of the list.
            approached: how many were spoken to there so far.

        Returns:
            None when nothing was drawn there, or as many were asked as are wanted.
        """
        if not (self.every and self.nonce) or place not in {unit.id for unit in self.frame.units}:
            return None
        if self.per_place and approached >= self.per_place:
            return None
        return first_of_every(self.frame, self.nonce, place, self.every) + approached * self.every

    @property
    def current(self) -> list[Unit]:
        """The units to inspect: those drawn, each replaced one by what took its place."""
        units = {unit.id: unit for unit in self.frame.units}
        standing = {unit.id: unit for unit in self.drawn}
        for each in self.replacements:
            standing.pop(each.unit, None)
            if each.by is not None:
                standing[each.by] = units[each.by]
        return list(standing.values())


class Samples:
    """The samples of one visit.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
    """

    def __init__(self, visits: Visits, visit: str) -> None:
        self._visits = visits
        self._visit = visit

    def all(self) -> list[Sample]:
        """Return the draws in the order they were made."""
        replaced: dict[str, list[Replacement]] = {}
        for record in self._visits.records.entities(self._visit, REPLACED):
            fields = record.fields
            one = Replacement(
                str(fields.get("unit", "")),
                fields.get("by"),
                str(fields.get("reason", "")),
                str(fields.get("at", "")),
            )
            replaced.setdefault(str(fields.get("sample", "")), []).append(one)
        return [
            _sample(record, replaced.get(record.id, []))
            for record in self._visits.records.entities(self._visit, SAMPLE)
        ]

    def find(self, what: str) -> Sample:
        """Return the latest draw of a kind.

        Raises:
            VisitError: there is none.
        """
        found = [sample for sample in self.all() if sample.what == what and sample.nonce]
        if not found:
            raise VisitError(what=f"no {what} has been drawn in this visit")
        return found[-1]

    def draw(
        self,
        what: str,
        units: Iterable[Unit],
        size: int,
        *,
        each_group: bool = False,
        every: int = 0,
        per_place: int = 0,
        reason: str = "",
    ) -> Sample:
        """Freeze a list, then draw from it.

        Args:
            what: ``stand``, ``product``, ``officer`` or ``service_user``.
            units: the list.
            size: how many are wanted.
            each_group: of every group.
            every: for service users, whose list is that of the places they leave from.
            per_place: for service users, how many to ask at each place.
            reason: needed when the kind was drawn before.

        Raises:
            VisitError: an empty list, no letter of assignment, drawn before and no reason given, or a sealed visit.
        """
        frame = Frame(tuple(units), self._letter())
        if not frame.units or size < 1:
            raise VisitError(what=f"there is no {what} to draw from, or fewer than one is wanted")
        if any(sample.what == what for sample in self.all()) and not reason.strip():
            raise VisitError(
                what=f"{what} was drawn before: give the reason to draw again; both stay in the protocol"
            )
        entity = new_id()
        frozen: dict[str, object] = {
            "what": what,
            "letter": frame.letter,
            "units": [[unit.id, unit.label, unit.group] for unit in frame.units],
            "digest": frame.digest,
            "size": size,
            "each_group": each_group,
            "every": every,
            "per_place": per_place,
            "reason": reason.strip(),
            "frozen_at": self._visits.clock.now().isoformat(),
        }
        self._visits.change(self._visit, SAMPLE, entity, **frozen)
        # Only now, with the list on disk, is there a nonce.
        drawn = {"nonce": secrets.token_hex(16), "drawn_at": self._visits.clock.now().isoformat()}
        self._visits.change(self._visit, SAMPLE, entity, **drawn)
        return next(sample for sample in self.all() if sample.id == entity)

    def replace(self, what: str, unit: str, reason: str) -> Unit | None:
        """Log that a unit could not be inspected and return the next in rank; None when the list is exhausted.

        Args:
            what: the kind drawn.
            unit: id or label of a unit in the current sample.
            reason: why, as the protocol prints it.

        Raises:
            VisitError: nothing was drawn, the unit is not in the sample, or no reason is given.
        """
        sample = self.find(what)
        if not reason.strip():
            raise VisitError(what="give the reason why it is replaced; the protocol prints it")
        gone = next((each for each in sample.current if unit in {each.id, each.label}), None)
        if gone is None:
            raise VisitError(what=f"{unit!r} is not in the sample of {what}")
        used = [each.id for each in sample.drawn]
        used += [each.by for each in sample.replacements if each.by is not None]
        new = replacement(sample.frame, sample.nonce, used, gone)
        fields: dict[str, object] = {
            "sample": sample.id,
            "unit": gone.id,
            "by": None if new is None else new.id,
            "reason": reason.strip(),
            "at": self._visits.clock.now().isoformat(),
        }
        self._visits.change(self._visit, REPLACED, new_id(), **fields)
        return new

    def _letter(self) -> str:
        letter = self._visits.snapshot(self._visit).assignment
        if not letter:
            raise VisitError(
                what="the visit has no letter of assignment yet: its number is part of the draw"
            )
        return letter


def _sample(record: Record, replaced: list[Replacement]) -> Sample:
    fields = record.fields
    units = tuple(Unit(*map(str, row)) for row in fields.get("units") or [])
    return Sample(
        id=record.id,
        what=str(fields.get("what", "")),
        frame=Frame(units, str(fields.get("letter", ""))),
        size=int(fields.get("size") or 0),
        each_group=bool(fields.get("each_group")),
        every=int(fields.get("every") or 0),
        nonce=str(fields.get("nonce") or ""),
        reason=str(fields.get("reason", "")),
        frozen_at=str(fields.get("frozen_at", "")),
        drawn_at=str(fields.get("drawn_at", "")),
        replacements=tuple(replaced),
        per_place=int(fields.get("per_place") or 0),
    )


def population(visit: Visit, what: str) -> list[Unit]:
    """Return what can be drawn in a visit.

    Args:
        visit: a snapshot.
        what: ``stand``; ``product`` (the services of each stand, grouped by stand); ``officer`` (grouped by role).

    Raises:
        VisitError: another word. Service users are not listed: ask every k-th, see ``sampling.first_of_every``.
    """
    if what == "stand":
        return [Unit(stand.code, f"{stand.code} {stand.name}".strip()) for stand in visit.stands]
    if what == "product":
        return [
            Unit(f"{stand.code}/{number}", f"{stand.code}: {name}", stand.code)
            for stand in visit.stands
            for number, name in enumerate(stand.services, 1)
        ]
    if what == "officer":
        return [Unit(officer.code, officer.code, officer.role) for officer in visit.officers]
    raise VisitError(what=f"{what!r} cannot be drawn from a list: stand, product or officer")
