"""The papers of a visit as its journal knows them: number, code, digest, and whether somebody has signed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from fieldsurvey.journal.change import new_id
from fieldsurvey.report.kinds import Kind, document_code

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.ports import Record

#: Kind of the entity in a visit; its field ``kind`` says which paper it is. No seal covers it.
DOCUMENT = "document"


def documents(desk: Desk, visit: str, kind: Kind) -> list[Record]:
    """Return the papers of a kind that lifting a seal has not voided, the oldest first."""
    return [
        record
        for record in desk.records.entities(visit, DOCUMENT)
        if record.fields.get("kind") == kind.value and not record.fields.get("void")
    ]


def numbered_document(
    desk: Desk, visit: str, kind: Kind, number: str, *, standing: Record | None, code: str = ""
) -> Record:
    """Return the record of a paper, made or numbered now where it is not yet.

    Args:
        desk: the open database.
        visit: the visit's id.
        kind: of the paper.
        number: the number it shall have; ``""`` leaves the one it has.
        standing: the record to go on with, None to begin one.
        code: document code of a new one, ``""`` for the usual one.
    """
    if standing is not None and (not number or standing.fields.get("number") == number):
        return standing
    identity = new_id() if standing is None else standing.id
    fields: dict[str, object] = {"number": number}
    if standing is None:
        fields |= {"kind": kind.value, "code": code or document_code(kind, visit)}
    desk.visits.change(visit, DOCUMENT, identity, **fields)
    record = desk.records.entity(visit, identity)
    assert record is not None  # noqa: S101  written one line above
    return record


def note_made(desk: Desk, visit: str, document: Record, out: Path, **more: object) -> None:
    """Note the digest of a paper's file as made, before anyone signs it, and what else is to be known of it."""
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    desk.visits.change(visit, DOCUMENT, document.id, sha256=digest, **more)


def note_signed(desk: Desk, visit: str, kind: Kind = Kind.BERITA_ACARA) -> None:
    """Note that a paper carries a signature: from here on the seal cannot be lifted."""
    for record in documents(desk, visit, kind):
        if not record.fields.get("signed"):
            moment = desk.visits.clock.now().isoformat()
            desk.visits.change(visit, DOCUMENT, record.id, signed=moment)
