"""What an addendum says: corrections of the signed text, and the changes that arrived after the seal.

A correction is an entity of its own that no seal covers: the minutes stay as they were signed (domain.md §6.1), the
addendum says beside them what should stand there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import VisitError
from fieldsurvey.journal.box import is_box
from fieldsurvey.survey.seals import active_seal, compare
from fieldsurvey.survey.secrecy import Secrets

if TYPE_CHECKING:
    from datetime import datetime

    from fieldsurvey.journal.change import Change
    from fieldsurvey.survey.ports import Records
    from fieldsurvey.survey.visits import Visits

#: Kind of the entity in a visit.
AMENDMENT = "amendment"


@dataclass(frozen=True, slots=True)
class Amendment:
    """A correction of the berita acara.

    Attributes:
        id: its entity, ``""`` before it is kept.
        part: which part of the text, e.g. ``D, temuan 3``.
        printed: what stands there.
        correct: what should stand there.
        reason: why.
        at: when it was noted, ISO 8601 with offset; by: who noted it.
    """

    part: str
    printed: str
    correct: str
    reason: str
    id: str = ""
    at: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class LateChange:
    """A change of sealed facts that arrived after the seal.

    Attributes:
        key: device and number, as text.
        value: what it set; None for a private value, which no paper shows.
        private: whether the value is encrypted.
    """

    key: str
    at: datetime
    author: str
    kind: str
    entity: str
    field: str
    value: Any
    private: bool


def keep_amendment(visits: Visits, visit: str, amendment: Amendment) -> str:
    """Note a correction of the berita acara; return its id.

    Raises:
        VisitError: the visit is not sealed, or the part, the correct text or the reason is blank.
    """
    if active_seal(visits.records, visit) is None:
        raise VisitError(
            what=f"visit {visit[:13]} is not sealed: correct the facts themselves, the minutes follow them"
        )
    for name in ("part", "correct", "reason"):
        if not getattr(amendment, name).strip():
            raise VisitError(what=f"an amendment needs its {name}")
    return visits.add_fields(
        visit,
        AMENDMENT,
        part=amendment.part.strip(),
        printed=amendment.printed.strip(),
        correct=amendment.correct.strip(),
        reason=amendment.reason.strip(),
        at=visits.clock.now().isoformat(),
        by=visits.author,
    )


def amendments(records: Records, visit: str) -> list[Amendment]:
    """Return the corrections noted in a visit, in the order they were made."""
    names = ("part", "printed", "correct", "reason", "at", "by")
    return [
        Amendment(id=record.id, **{name: str(record.fields.get(name, "")) for name in names})
        for record in records.entities(visit, AMENDMENT)
    ]


def late_changes(records: Records, visit: str) -> list[LateChange]:
    """Return the changes of sealed facts that the seal that holds now does not cover; [] without a seal.

    What was said in confidence is left out, and that it was, for an addendum is a paper too (``survey.secrecy``).
    """
    record = active_seal(records, visit)
    if record is None:
        return []
    late = set(compare(records, visit, record).late)
    if not late:
        return []  # a journal is not read twice more to find nothing in it
    secret = Secrets.of(records, visit)
    found = [
        change
        for change in records.changes(visit)
        if change.key in late and not secret.holds(change)
    ]
    return sorted((_late(change) for change in found), key=lambda each: (each.at, each.key))


def _late(change: Change) -> LateChange:
    private = is_box(change.value)
    return LateChange(
        key=f"{change.device}/{change.seq}",
        at=change.confirmed_at,
        author=change.author,
        kind=change.kind,
        entity=change.entity,
        field=change.field,
        value=None if private else change.value,
        private=private,
    )
