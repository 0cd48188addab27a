"""Who signed a document of a visit in which way, what was sent out to be signed, and which version is the original.

All of it lies outside the seal (design §4): a visit is sealed first and signed afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from fieldsurvey.journal.change import new_id
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.records import to_fields
from fieldsurvey.survey.visits import from_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.survey.ports import Record, Records
    from fieldsurvey.survey.visits import Visits

SIGNATURE, DISPATCH = "signature", "dispatch"


class Way(StrEnum):
    """How somebody signed (domain.md §6.3)."""

    CERTIFICATE = "certificate"
    SERVICE = "service"
    INK = "ink"
    PAPER = "paper"


class Original(StrEnum):
    """Where the original of a signature is: in the PDF itself, in a PDF of its own, or on paper."""

    FILE = "file"
    SEPARATE = "separate"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as it was noted.

    Attributes:
        document: id of the document.
        person: who signed.
        way: how.
        original: where the original of it is.
        sha256: of the file after signing, or of the scan.
        size: of that file in bytes.
        name: of that file, without its folder.
        field: field in the PDF, ``""`` on paper.
        level: ``B-B`` or ``B-T``; ``""`` on paper.
        warning: what a reader must know, in Indonesian.
        kept: whether the bytes are kept with the visit, under ``sha256``.
    """

    id: str
    document: str
    person: str
    way: str
    original: str
    sha256: str
    size: int
    name: str
    field: str = ""
    level: str = ""
    warning: str = ""
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A file that went out to be signed elsewhere.

    Attributes:
        document: id of the document.
        person: who is to sign it.
        sha256: of the file that went out.
        size: of it in bytes.
        name: of it, without its folder.
        returned: SHA-256 of what came back; ``""`` while it is away.
    """

    id: str
    document: str
    person: str
    sha256: str
    size: int
    name: str
    returned: str = ""


def signatures(records: Records, visit: str, document: str = "") -> list[Signature]:
    """Return the signatures that were noted, the oldest first; of one document, or of all of a visit."""
    found = [from_record(Signature, record) for record in records.entities(visit, SIGNATURE)]
    return [each for each in found if document in {"", each.document}]


def dispatches(records: Records, visit: str, document: str = "") -> list[Dispatch]:
    """Return what was sent out to be signed, the oldest first."""
    found = [from_record(Dispatch, record) for record in records.entities(visit, DISPATCH)]
    return [each for each in found if document in {"", each.document}]


def standing_document(records: Records, visit: str, code: str) -> Record | None:
    """Return the document of a visit that carries a code and is not void."""
    standing = [
        document
        for document in records.entities(visit, "document")
        if document.fields.get("code") == code and not document.fields.get("void")
    ]
    return standing[-1] if standing else None


def note_signatures(
    visits: Visits,
    visit: str,
    signed: Sequence[Signature],
    *,
    keep: bytes | None = None,
    dispatch: str = "",
) -> None:
    """Note signatures, durably, in one transaction; from here on the seal cannot be lifted.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        signed: what was signed; their ids are given here.
        keep: the bytes of the file or scan, to be kept with the visit.
        dispatch: id of what went out and has come back.
    """
    records, now = visits.records, visits.clock.now()
    with records.atomic():
        blob = records.put_blob(keep) if keep is not None else ""
        entries = []
        for each in signed:
            entity = new_id()
            fields = to_fields(each) | {"kept": bool(blob)}
            entries += [
                Entry(
                    SIGNATURE,
                    entity,
                    name,
                    value,
                    blobs=(blob,) if blob and name == "sha256" else (),
                )
                for name, value in fields.items()
            ]
            document = records.entity(visit, each.document)
            if document is not None and not document.fields.get("signed"):
                entries.append(Entry("document", each.document, "signed", now.isoformat()))
        if dispatch:
            entries.append(Entry(DISPATCH, dispatch, "returned", signed[0].sha256))
        records.write(visit, entries, author=visits.author, at=now)


def note_dispatch(visits: Visits, visit: str, sent: Dispatch) -> str:
    """Note that a file went out to be signed; return the id of the note."""
    return visits.add(visit, DISPATCH, sent)
