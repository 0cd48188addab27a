"""What became of a complaint: diterima → diteruskan → ditanggapi → selesai or ditolak, each with day and evidence.

Each step is an entity of its own, so that two offices can report side by side; the status is that of the step furthest
along. What a step notes may name the complainant, so it is stored under the complaint's key like the complaint itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.journal.change import new_id
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.visits import from_record

if TYPE_CHECKING:
    from datetime import date

    from fieldsurvey.survey.visits import Visits

#: Kind of the entity in a visit; a seal leaves it open.
COMPLAINT_STEP = "complaint_step"


class ComplaintStatus(StrEnum):
    """How far a complaint is, in this order; the last two end it."""

    RECEIVED = "diterima"
    FORWARDED = "diteruskan"
    ANSWERED = "ditanggapi"
    SETTLED = "selesai"
    REJECTED = "ditolak"


_ORDER = tuple(ComplaintStatus)
_ENDED = frozenset({ComplaintStatus.SETTLED, ComplaintStatus.REJECTED})


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a complaint.

    Attributes:
        complaint: the complaint's id.
        day: when it was taken, ISO 8601.
        incomplete: the answer was that the file is not complete.
        completed: the day on which the file became complete, "" when this step says nothing of it.
        note: None where no key is held here, or erased.
        evidence: SHA-256 of the files that prove it.
        by: who wrote it down, at ``at``.
    """

    id: str
    complaint: str
    status: str
    day: str
    incomplete: bool = False
    completed: str = ""
    note: str | None = None
    evidence: tuple[str, ...] = ()
    at: str = ""
    by: str = ""


def furthest(steps: tuple[Step, ...]) -> ComplaintStatus:
    """Return the status of the step furthest along, ``diterima`` when there is none."""
    reached = [ComplaintStatus(step.status) for step in steps]
    return max(reached, key=_ORDER.index, default=ComplaintStatus.RECEIVED)


def ended(status: ComplaintStatus) -> bool:
    """Say whether nothing is to be done any more."""
    return status in _ENDED


def steps_of(visits: Visits, visit: str) -> dict[str, tuple[Step, ...]]:
    """Return complaint → its steps by their day."""
    found: dict[str, list[Step]] = {}
    for record in visits.records.entities(visit, COMPLAINT_STEP):
        step = from_record(Step, record)
        if step.status in set(ComplaintStatus):  # else the rest of it has not arrived
            found.setdefault(step.complaint, []).append(step)
    return {key: tuple(sorted(each, key=lambda s: (s.day, s.at))) for key, each in found.items()}


def take_step(
    visits: Visits,
    visit: str,
    complaint: str,
    received: date,
    taken: tuple[Step, ...],
    status: ComplaintStatus,
    *,
    day: date,
    note: str = "",
    evidence: tuple[bytes, ...] = (),
    incomplete: bool = False,
    completed: date | None = None,
) -> None:
    """Write down a step of a complaint, durably; see ``Complaints.step`` for the arguments.

    Raises:
        VisitError: the step does not follow, lies before the receipt, or lacks what it needs.
    """
    reached = furthest(taken)
    if ended(reached):
        raise VisitError(what=f"the complaint is {reached.value} already")
    if _ORDER.index(status) < _ORDER.index(reached):
        raise VisitError(
            what=f"the complaint is {reached.value}; it cannot go back to {status.value}"
        )
    if min(day, completed or day) < received:
        raise VisitError(what=f"the complaint came on {received.isoformat()}, after that day")
    if ended(status) and not (note.strip() or evidence):
        raise VisitError(what=f"a complaint is {status.value} with a note or evidence")
    if incomplete and status is not ComplaintStatus.ANSWERED:
        raise VisitError(what="only an answer (ditanggapi) can say that the file is not complete")
    entity = new_id()
    with visits.records.atomic():
        blobs = tuple(visits.records.put_blob(data) for data in evidence)
        fields: dict[str, object] = {
            "complaint": complaint,
            "status": status.value,
            "day": day.isoformat(),
            "incomplete": incomplete,
            "completed": completed.isoformat() if completed else "",
            "note": note.strip(),
            "evidence": list(blobs),
            "at": visits.now(visit).isoformat(),
            "by": visits.author,
        }
        entries = [
            Entry(
                COMPLAINT_STEP,
                entity,
                name,
                value,
                private_key_of=complaint if name == "note" else None,
                blobs=blobs if name == "evidence" else (),
            )
            for name, value in fields.items()
        ]
        visits.records.write(visit, entries, author=visits.author, at=visits.clock.now())
