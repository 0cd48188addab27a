"""How long private answers are kept, and their destruction with a record of it (domain.md §7; UU 27/2022).

Destroying means destroying the key of a response or complaint: the ciphertext stays in the chain, which keeps its
proof, and nobody can read it any more, here or on any laptop that the erasure reaches. The destruction log says what
went, when, by whom and why, and travels with the visit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.indonesia import local_date
from fieldsurvey.survey.complaints import COMPLAINT
from fieldsurvey.survey.filling import is_private
from fieldsurvey.survey.model import TargetKind, VisitState
from fieldsurvey.survey.ports import LOCKED
from fieldsurvey.survey.rules import open_rules
from fieldsurvey.survey.visits import from_record

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from fieldsurvey.survey.desk import Desk

#: Kind of the entity in a visit; a seal leaves it open.
DESTRUCTION = "destruction"

_ENDED = frozenset({VisitState.CLOSED, VisitState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Destruction:
    """A line of the destruction log; ``entities`` are the responses and complaints whose key is gone."""

    id: str
    at: str
    by: str
    reason: str
    entities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A visit that still holds private answers after it ended; ``until`` is the last day they may be kept."""

    visit: str
    mall: str
    until: date
    entities: tuple[str, ...]


def private_days(path: Path | None = None) -> int:
    """Return for how many calendar days after the end of a visit private answers are kept.

    Raises:
        FileProblem: the rules cannot be read, or a key is not what it should be.
    """
    top = open_rules("retention.toml", path)
    days = top.whole("private_days")
    top.done()
    return days


class Retention:
    """Private answers of one database.

    Args:
        desk: the open database.
        days: how long they are kept after a visit ended.
    """

    def __init__(self, desk: Desk, days: int) -> None:
        self._desk = desk
        self._days = days

    def due(self) -> list[Due]:
        """Return the ended visits that still hold readable private answers, the earliest end first."""
        found = []
        for visit in self._desk.visits.ids():
            ended = self._ended(visit)
            entities = self.holding(visit) if ended else ()
            if ended is not None and entities:
                mall = self._desk.visits.snapshot(visit).mall.name
                found.append(Due(visit, mall, ended + timedelta(days=self._days), entities))
        return sorted(found, key=lambda each: each.until)

    def holding(self, visit: str) -> tuple[str, ...]:
        """Return the responses and complaints of a visit with private values that can be read here."""
        instrument = self._desk.instrument(visit)
        responses = [
            response.id
            for response in self._desk.visits.snapshot(visit, secrets=True).responses
            if response.form in instrument.forms
            and any(
                value
                and not key.endswith("]")
                and (response.secret or is_private(instrument.form(response.form), key))
                for key, value in response.values.items()
            )
        ]
        complaints = [
            record.id
            for record in self._desk.records.entities(visit, COMPLAINT)
            if record.fields.get("text") not in {None, "", LOCKED}
        ]
        return (*responses, *complaints)

    def destroy(self, visit: str, reason: str) -> Destruction:
        """Destroy the keys of all private answers of an ended visit, and write it into the log.

        Raises:
            VisitError: the visit has not ended, holds nothing private, or no reason is given.
        """
        if self._desk.visits.state(visit) not in _ENDED:
            raise VisitError(
                what="private answers are destroyed when the visit is closed or cancelled"
            )
        entities = self.holding(visit)
        if not entities:
            raise VisitError(what="the visit holds no private answers that can be read here")
        return self._erase(visit, entities, reason)

    def withdraw(self, visit: str, code: str, reason: str) -> Destruction:
        """A service user takes the consent back: the interview no longer counts, and its private answers are destroyed.

        Args:
            visit: the visit's id.
            code: of the service user.
            reason: as the log prints it.

        Raises:
            VisitError: no such interview, the visit is sealed, or no reason is given.
        """
        visits, form = self._desk.visits, TargetKind.SERVICE_USER.value
        target = visits.target(visit, form, code)
        snapshot = visits.snapshot(visit, secrets=True)
        ids = tuple(r.id for r in snapshot.responses if r.form == form and r.target == target.id)
        if not ids:
            raise VisitError(what=f"{code} was not interviewed")
        with self._desk.records.atomic():
            done = self._erase(visit, ids, reason)
            for identity in ids:
                visits.change(visit, "response", identity, state="returned")
        return done

    def log(self, visit: str) -> list[Destruction]:
        """Return the destruction log of a visit, oldest first."""
        records = self._desk.records.entities(visit, DESTRUCTION)
        return [from_record(Destruction, record) for record in records]

    def _erase(self, visit: str, entities: tuple[str, ...], reason: str) -> Destruction:
        if not reason.strip():
            raise VisitError(what="give the reason: the destruction log prints it")
        visits, records = self._desk.visits, self._desk.records
        moment = visits.clock.now()
        with records.atomic():
            for entity in entities:
                records.erase(visit, entity, author=visits.author, at=moment)
            visits.add_fields(
                visit,
                DESTRUCTION,
                at=visits.now(visit).isoformat(),
                by=visits.author,
                reason=reason.strip(),
                entities=list(entities),
            )
        return self.log(visit)[-1]

    def _ended(self, visit: str) -> date | None:
        """Return the day, at the site, on which a visit was closed or cancelled."""
        visits = self._desk.visits
        if visits.state(visit) not in _ENDED:
            return None
        (progress,) = visits.records.entities(visit, "progress")
        last = visits.records.history(visit, progress.id, "state")[-1].change
        return local_date(last.confirmed_at, visits.snapshot(visit).mall.zone)


def destruction_lines(mall: str, log: list[Destruction]) -> list[str]:
    """Return the record of destruction in Indonesian, for printing."""
    lines = [f"BERITA ACARA PEMUSNAHAN DATA PRIBADI · {mall}"]
    for each in log:
        moment = datetime.fromisoformat(each.at).isoformat(timespec="minutes")
        lines.append(f"{moment} · {each.by} · {len(each.entities)} isian · {each.reason}")
        lines += [f"  {entity}" for entity in each.entities]
    lines.append("Kunci isian di atas dimusnahkan; jawabannya tidak dapat dibaca lagi di mana pun.")
    return lines
