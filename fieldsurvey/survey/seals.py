"""The seal of a visit: its inspection facts, frozen under a digest that the berita acara prints (design §4 *Seal*)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import VisitError
from fieldsurvey.journal.seal import Differences, Seal, verify
from fieldsurvey.survey.model import SealRecord

if TYPE_CHECKING:
    from fieldsurvey.survey.ports import Record, Records

#: What a seal freezes; documents, signatures, the state, follow-up and erasure stay open.
SEALED_KINDS = (
    "visit",
    "mall",
    "stand",
    "officer",
    "service_user",
    "institution",
    "person",
    "event",
    "clock",
    "opening_check",
    "reaction",
    "received_document",
    "response",
    "photo",
    "photo_edit",
    "sample",
    "replacement",
    "finding",
)


def active_seal(records: Records, visit: str) -> Record | None:
    """Return the record of the seal that holds now, None when the visit is open."""
    standing = [
        record for record in records.entities(visit, "seal") if not record.fields.get("lifted")
    ]
    return standing[-1] if standing else None


def require_open(records: Records, visit: str, what: str) -> None:
    """Refuse a local change of inspection facts under a seal.

    Raises:
        VisitError: the visit is sealed.
    """
    if active_seal(records, visit) is not None:
        raise VisitError(
            what=f"visit {visit[:13]} is sealed, so its {what} can no longer be changed; unseal it before the first "
            "signature, or write an addendum"
        )


def seal_of(records: Records, visit: str) -> SealRecord | None:
    """Return the seal as the visit shows it, with the number of changes that arrived after it."""
    record = active_seal(records, visit)
    if record is None:
        return None
    value: dict[str, Any] = record.fields["seal"]
    compared = compare(records, visit, record)
    return SealRecord(
        digest=str(value["digest"]),
        sealed_at=datetime.fromisoformat(str(value["at"])),
        sealed_by=str(value["by"]),
        late_changes=len(compared.late),
    )


def compare(records: Records, visit: str, record: Record) -> Differences:
    """Compare what the database holds with a seal.

    Raises:
        StoreError: the seal's leaves have not arrived or do not fit their name.
        JournalError: they are not readable.
    """
    sealed = Seal.decode(records.blob(str(record.fields["seal"]["blob"])))
    return verify(sealed, records.changes(visit))
