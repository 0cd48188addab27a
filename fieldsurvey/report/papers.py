"""Documents of a visit, made from what a desk holds and noted in it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.indonesia import local_date
from fieldsurvey.journal.change import new_id
from fieldsurvey.report.attendance import make_attendance
from fieldsurvey.report.berita_acara import make_berita_acara as make_pdf
from fieldsurvey.report.content import BeritaAcara
from fieldsurvey.report.kinds import Kind, document_code
from fieldsurvey.report.page_size import PageSize
from fieldsurvey.report.paper_form import PaperForm, make_paper_form
from fieldsurvey.report.protocol import Protocol, make_protocol
from fieldsurvey.report.summary import make_summary
from fieldsurvey.report.summary_facts import gather_summary
from fieldsurvey.report.visit_paper import VisitPaper
from fieldsurvey.report.writing import Paper, require_unsigned
from fieldsurvey.survey.samples import Samples
from fieldsurvey.survey.seals import active_seal
from fieldsurvey.survey.visits import MINUTES

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.ports import Record


def make_berita_acara(
    desk: Desk, visit: str, out: Path, *, number: str = "", size: PageSize = PageSize.A4
) -> Paper:
    """Make the berita acara of a sealed visit, ready to be signed.

    Made again, it keeps its number and code (only an unsealed visit voids them).

    Args:
        desk: the open database.
        visit: the visit's id.
        out: the PDF to write.
        number: the document's number; ``""`` leaves the one it has, or a blank for the office to fill in.
        size: the sheet it is printed on.

    Raises:
        AlreadySigned: ``out`` carries a signature; nothing was written or noted.
        VisitError: the visit is not sealed; what is not sealed cannot be signed for.
        ReportError: the visit lacks what a berita acara must say.
    """
    record = active_seal(desk.records, visit)
    if record is None:
        raise VisitError(
            what=f"visit {visit[:13]} is not sealed: seal it first, so that the paper says what stays"
        )
    require_unsigned(out)  # before a number is noted
    document = _document(desk, visit, number)
    snapshot = desk.visits.snapshot(visit)
    instrument = desk.instrument(visit)
    sealed = record.fields["seal"]
    signed_on = local_date(snapshot.ended_at or desk.visits.clock.now(), snapshot.mall.zone)
    validity = instrument.out_of_validity(signed_on)
    remarks = []
    if sealed.get("missing"):
        remarks.append(
            f"Disegel dengan alasan “{sealed['override']}” meskipun: "
            + "; ".join(sealed["missing"])
            + "."
        )
    if snapshot.seal is not None and snapshot.seal.late_changes:
        remarks.append(
            f"{snapshot.seal.late_changes} perubahan tiba setelah segel dan tidak termuat di sini."
        )
    content = BeritaAcara(
        visit=snapshot,
        instrument_title=instrument.title.id,
        document_code=str(document.fields["code"]),
        place=snapshot.mall.city or snapshot.mall.name,
        signed_on=signed_on,
        photo=desk.records.blob,
        score=desk.score(visit),
        instrument_notes=(validity,) if validity else (),
        seal=str(sealed["digest"]),
        cursor=hashlib.sha256(
            json.dumps(desk.records.cursor(visit).to_json()).encode()
        ).hexdigest(),
        remarks=tuple(remarks),
        size=size,
    )
    paper = make_pdf(content, out)
    desk.visits.change(
        visit, "document", document.id, sha256=hashlib.sha256(out.read_bytes()).hexdigest()
    )
    return paper


def make_document(
    desk: Desk,
    visit: str,
    kind: Kind,
    out: Path,
    *,
    number: str = "",
    size: PageSize = PageSize.A4,
) -> Paper:
    """Make a paper of a visit.

    Args:
        desk: the open database.
        visit: the visit's id.
        kind: what to make.
        out: the PDF to write.
        number: its number, for kinds that have one.
        size: the sheet it is printed on.

    Raises:
        AlreadySigned: ``out`` carries a signature.
        VisitError, ReportError: the visit lacks what such a paper must say.
        FileProblem: the file cannot be written.
    """
    if kind is Kind.BERITA_ACARA:
        return make_berita_acara(desk, visit, out, number=number, size=size)
    instrument = desk.instrument(visit)
    snapshot = desk.visits.snapshot(visit)
    if kind is Kind.PAPER_FORM:
        wanted = PaperForm(
            instrument,
            snapshot.institutions,
            snapshot.mall.name,
            snapshot.assignment,
            snapshot.sample,
            size,
        )
        return make_paper_form(wanted, out)
    paper = VisitPaper(kind, snapshot, instrument.title.id, size=size)
    if kind is Kind.SUMMARY:
        summary = gather_summary(desk, paper)
        official = summary.score is None or summary.score.official
        return make_summary(replace(summary, paper=replace(paper, working=not official)), out)
    if kind is Kind.ATTENDANCE:
        return make_attendance(paper, out)
    samples = tuple(Samples(desk.visits, visit).all())
    return make_protocol(Protocol(paper, samples, instrument.quota), out)


def note_signed(desk: Desk, visit: str) -> None:
    """Note that the berita acara carries a signature: from here on the seal cannot be lifted."""
    for document in desk.records.entities(visit, "document"):
        if (
            document.fields.get("kind") == MINUTES
            and not document.fields.get("void")
            and not document.fields.get("signed")
        ):
            desk.visits.change(
                visit, "document", document.id, signed=desk.visits.clock.now().isoformat()
            )


def _document(desk: Desk, visit: str, number: str) -> Record:
    """Return the standing document of a visit, made or numbered now where it is not yet."""
    standing = [
        document
        for document in desk.records.entities(visit, "document")
        if document.fields.get("kind") == MINUTES and not document.fields.get("void")
    ]
    if standing and (not number or standing[-1].fields.get("number") == number):
        return standing[-1]
    identity = standing[-1].id if standing else new_id()
    fields = {"number": number}
    if not standing:
        fields |= {"kind": MINUTES, "code": document_code(Kind.BERITA_ACARA, visit)}
    desk.visits.change(visit, "document", identity, **fields)
    record = desk.records.entity(visit, identity)
    assert record is not None  # noqa: S101  written one line above
    return record
