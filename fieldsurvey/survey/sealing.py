"""Sealing a completed visit, and opening it again before anyone has signed (design §4 *Seal*)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.journal.change import new_id
from fieldsurvey.journal.seal import seal
from fieldsurvey.survey.model import ResponseState, SealRecord, VisitState
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.responses import doubles
from fieldsurvey.survey.seals import SEALED_KINDS, active_seal

if TYPE_CHECKING:
    from fieldsurvey.survey.visits import Visits


def obstacles(visits: Visits, visit: str) -> tuple[list[str], list[str]]:
    """Return what forbids sealing, and what must be named when sealing in spite of it."""
    snapshot = visits.snapshot(visit, secrets=True)
    names = {target.id: target.code or target.name for target in visits.targets(visit)}
    forbidding = [
        f"{slot.form} of {names.get(slot.target, slot.target)} was filled {len(group)} times"
        for slot, group in doubles(snapshot.responses)
    ]
    if snapshot.conflicts:
        forbidding.append(f"{snapshot.conflicts} conflicts wait for a decision")
    forbidding += [
        f"device {f.device[:8]} has two changes number {f.seq}" for f in visits.records.forks(visit)
    ]
    drafts = [
        r for r in snapshot.responses if r.state in {ResponseState.DRAFT, ResponseState.RETURNED}
    ]
    # Printed in the berita acara, so in its language.
    nameable = [f"{r.form} {names.get(r.target, r.target)} belum selesai diisi" for r in drafts]
    missing = visits.records.missing_blobs(visit)
    if missing:
        nameable.append(f"{len(missing)} foto atau berkas belum tiba")
    return forbidding, [*nameable, *_not_merged(visits, visit)]


def _not_merged(visits: Visits, visit: str) -> list[str]:
    """Name the laptops of which something is known that is not here."""
    absent = visits.records.missing_changes(visit)
    authors = {c.device: c.author for c in visits.records.changes(visit)} if absent else {}
    return [
        f"{count} perubahan dari laptop {authors.get(device) or device[:8]} belum digabung"
        for device, count in sorted(absent.items())
    ]


def seal_visit(visits: Visits, visit: str, *, override: str = "") -> SealRecord:
    """Seal a completed visit, durably, in one transaction.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        override: reason to seal although forms are unfinished or photos missing; kept and printed with the list.

    Raises:
        VisitError: the visit is not completed, or something stands in the way; the sentence names it.
    """
    state = visits.state(visit)
    if state is not VisitState.COMPLETED:
        raise VisitError(
            what=f"visit {visit[:13]} is {state.value}; only a completed visit can be sealed"
        )
    forbidding, nameable = obstacles(visits, visit)
    if forbidding:
        raise VisitError(what="cannot seal: " + "; ".join(forbidding))
    if nameable and not override:
        raise VisitError(what="cannot seal without --override REASON: " + "; ".join(nameable))
    records = visits.records
    with records.atomic():
        sealed = seal(
            visit, records.changes(visit, SEALED_KINDS), SEALED_KINDS, records.cursor(visit)
        )
        blob = records.put_blob(sealed.encode())
        moment = visits.now(visit)
        value = {
            "digest": sealed.digest,
            "blob": blob,
            "at": moment.isoformat(),
            "by": visits.author,
            "override": override,
            "missing": nameable,
        }
        entry = Entry("seal", new_id(), "seal", value, blobs=(blob,))
        records.write(visit, [entry], author=visits.author, at=visits.clock.now())
        visits.move(visit, VisitState.SEALED)
    return SealRecord(sealed.digest, moment, visits.author)


def lift_seal(visits: Visits, visit: str) -> None:
    """Open a sealed visit again, which voids the numbers of its documents.

    Raises:
        VisitError: the visit is not sealed, or a document of it carries a signature already.
    """
    record = active_seal(visits.records, visit)
    if record is None:
        raise VisitError(what=f"visit {visit[:13]} is not sealed")
    documents = visits.records.entities(visit, "document")
    if any(document.fields.get("signed") for document in documents):
        raise VisitError(what=f"visit {visit[:13]} is signed: write an addendum instead")
    entries = [Entry("seal", record.id, "lifted", visits.now(visit).isoformat())]
    entries += [Entry("document", document.id, "void", value=True) for document in documents]
    with visits.records.atomic():
        visits.records.write(visit, entries, author=visits.author, at=visits.clock.now())
        visits.move(visit, VisitState.COMPLETED)
