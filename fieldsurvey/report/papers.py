"""Documents of a visit, made from what a desk holds and noted in it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.indonesia import UNNUMBERED, local_date
from fieldsurvey.report.addendum import Addendum
from fieldsurvey.report.addendum import make_addendum as make_addendum_pdf
from fieldsurvey.report.attendance import make_attendance
from fieldsurvey.report.berita_acara import make_berita_acara as make_pdf
from fieldsurvey.report.certificate import Certificate
from fieldsurvey.report.certificate import make_certificate as make_certificate_pdf
from fieldsurvey.report.content import BeritaAcara
from fieldsurvey.report.document_records import (
    documents,
    note_made,
    note_signed,
    numbered_document,
)
from fieldsurvey.report.kinds import Kind, document_code
from fieldsurvey.report.letterhead import BLANK
from fieldsurvey.report.page_size import PageSize
from fieldsurvey.report.paper_form import PaperForm, make_paper_form
from fieldsurvey.report.paper_numbers import number_blank, registered_number
from fieldsurvey.report.photos import PhotoSize
from fieldsurvey.report.protocol import Protocol, make_protocol
from fieldsurvey.report.summary import make_summary
from fieldsurvey.report.summary_facts import gather_summary
from fieldsurvey.report.visit_paper import VisitPaper
from fieldsurvey.report.writing import Paper, require_unsigned
from fieldsurvey.survey.amendments import amendments, late_changes
from fieldsurvey.survey.compact_photos import KeptCopies
from fieldsurvey.survey.letter_numbers import MINUTES_REGISTER
from fieldsurvey.survey.letters import minutes_number
from fieldsurvey.survey.photo_edits import Recipes
from fieldsurvey.survey.photo_questions import photo_questions
from fieldsurvey.survey.samples import Samples
from fieldsurvey.survey.scores import score_visit
from fieldsurvey.survey.seals import active_seal
from fieldsurvey.survey.wordings import CLOSING, closing_words

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.scoring import MallScore
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.model import Visit

__all__ = ["make_berita_acara", "make_document", "note_signed"]


def make_berita_acara(
    desk: Desk,
    visit: str,
    out: Path,
    *,
    number: str = "",
    size: PageSize = PageSize.A4,
    photos: PhotoSize = PhotoSize.COMPACT,
) -> Paper:
    """Make the berita acara of a sealed visit, ready to be signed.

    Made again, it keeps its number and code (only an unsealed visit voids them).

    Args:
        desk: the open database.
        visit: the visit's id.
        out: the PDF to write.
        number: the document's number; ``""`` leaves the one it has, or a blank for the office to fill in.
        size: the sheet it is printed on.
        photos: how large its photos are inside the file.

    Raises:
        AlreadySigned: ``out`` carries a signature; nothing was written or noted.
        VisitError: the visit is not sealed, or changes arrived since: what is not sealed cannot be signed for.
        ReportError: the visit lacks what a berita acara must say.
    """
    _require_sealed(desk, visit)
    snapshot = desk.visits.snapshot(visit)
    _require_as_sealed(desk, snapshot)
    require_unsigned(out)  # before a number is noted
    found = documents(desk, visit, Kind.BERITA_ACARA)
    standing = found[-1] if found else None
    if standing is None or number:
        number = minutes_number(desk, visit, number)
    document = numbered_document(desk, visit, Kind.BERITA_ACARA, number, standing=standing)
    snapshot = replace(snapshot, number=str(document.fields.get("number", "")) or snapshot.number)
    content = _minutes(desk, snapshot, str(document.fields["code"]), size)
    paper = make_pdf(replace(content, photo_size=photos), out)
    note_made(desk, visit, document, out, score=_total(content.score))
    return paper


def make_addendum(
    desk: Desk, visit: str, out: Path, *, number: str = "", size: PageSize = PageSize.A4
) -> Paper:
    """Make the addendum to a berita acara: corrections, and what arrived after its seal.

    Made again before anyone signs it, it keeps number and code; what a signed one says is not said twice.

    Args:
        desk: the open database.
        visit: the visit's id.
        out: the PDF to write.
        number: its own number; ``""`` leaves the one it has, or a blank; ``paper_numbers.NEXT`` takes the register's.
        size: the sheet it is printed on.

    Raises:
        AlreadySigned: ``out`` carries a signature; nothing was written or noted.
        VisitError: there is no sealed berita acara yet, or nothing to amend.
    """
    _require_sealed(desk, visit)
    minutes = [m for m in documents(desk, visit, Kind.BERITA_ACARA) if m.fields.get("sha256")]
    if not minutes:
        raise VisitError(what=f"visit {visit[:13]} has no berita acara to amend: make it first")
    earlier = documents(desk, visit, Kind.ADDENDUM)
    done = [each for each in earlier if each.fields.get("signed")]
    said = {name for each in done for name in each.fields.get("covers") or ()}
    late = tuple(each for each in late_changes(desk.records, visit) if each.key not in said)
    corrections = tuple(each for each in amendments(desk.records, visit) if each.id not in said)
    if not late and not corrections:
        raise VisitError(
            what="nothing to amend: no change arrived after the seal, and no correction is noted "
            "(`fieldsurvey visit amend` notes one)"
        )
    require_unsigned(out)  # before a number is noted
    standing = next((each for each in earlier if each not in done), None)
    code = f"{document_code(Kind.ADDENDUM, visit)}-{len(done) + 1}"
    snapshot = desk.visits.snapshot(visit)
    content = _minutes(desk, snapshot, str(minutes[-1].fields["code"]), size)
    day = local_date(desk.visits.clock.now(), content.visit.mall.zone)
    number = registered_number(desk, visit, Kind.ADDENDUM, number, day, nth=len(done) + 1)
    document = numbered_document(desk, visit, Kind.ADDENDUM, number, standing=standing, code=code)
    content = replace(content, number_blank=_dotted(number_blank(desk, Kind.ADDENDUM, day)))
    addendum = Addendum(
        content,
        number=str(document.fields.get("number", "")),
        code=str(document.fields["code"]),
        minutes_digest=str(minutes[-1].fields.get("sha256", "")),
        made_on=day,
        late=late,
        corrections=corrections,
    )
    paper = make_addendum_pdf(addendum, out)
    covers = [*(each.key for each in late), *(each.id for each in corrections)]
    note_made(desk, visit, document, out, covers=covers)
    return paper


def make_certificate(
    desk: Desk, visit: str, out: Path, *, number: str = "", size: PageSize = PageSize.A4
) -> Paper:
    """Make the certificate of a sealed visit with a complete score; arguments as `make_berita_acara`.

    Raises:
        AlreadySigned: ``out`` carries a signature; nothing was written or noted.
        VisitError, ReportError: the visit is not sealed, or has no score to certify.
    """
    _require_sealed(desk, visit)
    require_unsigned(out)  # before a number is noted
    snapshot, score = desk.visits.snapshot(visit), desk.score(visit)
    day = local_date(desk.visits.clock.now(), snapshot.mall.zone)
    found = documents(desk, visit, Kind.CERTIFICATE)
    title = desk.instrument(visit).title.id
    given = str(found[-1].fields.get("number", "")) if found else ""
    with desk.records.atomic():  # a certificate that is refused takes no number
        number = registered_number(desk, visit, Kind.CERTIFICATE, number, day)
        paper = VisitPaper(
            Kind.CERTIFICATE,
            snapshot,
            title,
            number or given,
            working=not score.official,
            size=size,
            load=desk.records.blob,
        )
        certificate = Certificate(paper, score, day)
        _require_same_score(desk, visit, score)
    standing = found[-1] if found else None
    document = numbered_document(desk, visit, Kind.CERTIFICATE, number, standing=standing)
    made = make_certificate_pdf(certificate, out)
    note_made(desk, visit, document, out)
    return made


def make_document(
    desk: Desk,
    visit: str,
    kind: Kind,
    out: Path,
    *,
    number: str = "",
    size: PageSize = PageSize.A4,
    photos: PhotoSize = PhotoSize.COMPACT,
) -> Paper:
    """Make a paper of a visit.

    Args:
        desk: the open database.
        visit: the visit's id.
        kind: what to make.
        out: the PDF to write.
        number: its number, for kinds that have one.
        size: the sheet it is printed on.
        photos: how large its photos are inside the file, where the kind shows any.

    Raises:
        AlreadySigned: ``out`` carries a signature.
        VisitError, ReportError: the visit lacks what such a paper must say.
        FileProblem: the file cannot be written.
    """
    if kind is Kind.BERITA_ACARA:
        return make_berita_acara(desk, visit, out, number=number, size=size, photos=photos)
    registered = {
        Kind.ADDENDUM: make_addendum,
        Kind.CERTIFICATE: make_certificate,
    }
    if kind in registered:
        return registered[kind](desk, visit, out, number=number, size=size)
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
            load=desk.records.blob,
            training=snapshot.training,
        )
        return make_paper_form(wanted, out)
    paper = VisitPaper(kind, snapshot, instrument.title.id, size=size, load=desk.records.blob)
    if kind is Kind.SUMMARY:
        summary = gather_summary(desk, paper)
        official = summary.score is None or summary.score.official
        return make_summary(replace(summary, paper=replace(paper, working=not official)), out)
    if kind is Kind.ATTENDANCE:
        return make_attendance(paper, out)
    samples = tuple(Samples(desk.visits, visit).all())
    return make_protocol(Protocol(paper, samples, instrument.quota), out)


def _dotted(pattern: str) -> str:
    """Return a number's pattern with room for a pen."""
    return pattern.replace(UNNUMBERED, BLANK)


def _total(score: MallScore | None) -> str:
    return "" if score is None or score.score is None else str(score.score)


def _require_same_score(desk: Desk, visit: str, score: MallScore) -> None:
    """Refuse to certify another score than the berita acara prints: changes may have arrived since."""
    printed = [each.fields.get("score") for each in documents(desk, visit, Kind.BERITA_ACARA)]
    if printed and printed[-1] not in {None, _total(score)}:
        raise VisitError(
            what=f"the score is {_total(score)} now, the berita acara prints {printed[-1]}: changes arrived after the "
            "seal; write an addendum"
        )


def _require_sealed(desk: Desk, visit: str) -> None:
    if active_seal(desk.records, visit) is None:
        raise VisitError(
            what=f"visit {visit[:13]} is not sealed: seal it first, so that the paper says what stays"
        )


def _require_as_sealed(desk: Desk, visit: Visit) -> None:
    """Refuse minutes that would show, under a seal, what it does not cover."""
    if visit.seal is None or not visit.seal.late_changes:
        return  # the journal was compared with the seal once, which is enough
    late = len(late_changes(desk.records, visit.id))  # but for what was said in confidence
    if not late:
        return
    signed = any(each.fields.get("signed") for each in documents(desk, visit.id, Kind.BERITA_ACARA))
    do = "make an addendum" if signed else "unseal the visit and seal it again"
    raise VisitError(what=f"{late} changes arrived after the seal of visit {visit.id[:13]}: {do}")


def _minutes(desk: Desk, visit: Visit, code: str, size: PageSize) -> BeritaAcara:
    """Return what the berita acara of a sealed visit says."""
    record = active_seal(desk.records, visit.id)
    assert record is not None  # noqa: S101  the callers have looked
    instrument = desk.instrument(visit.id)
    sealed = record.fields["seal"]
    signed_on = local_date(visit.ended_at or desk.visits.clock.now(), visit.mall.zone)
    validity = instrument.out_of_validity(signed_on)
    recipes = Recipes.read(desk.records, visit.id)
    remarks = []
    if sealed.get("missing"):
        remarks.append(
            f"Disegel dengan alasan “{sealed['override']}” meskipun: "
            + "; ".join(sealed["missing"])
            + "."
        )
    return BeritaAcara(
        visit=visit,
        instrument_title=instrument.title.id,
        document_code=code,
        place=visit.mall.city or visit.mall.name,
        signed_on=signed_on,
        photo=recipes.shareable(desk.records.blob),
        edited=recipes.of,
        kept=KeptCopies(desk.records, recipes),
        score=score_visit(visit, instrument),
        instrument_notes=(validity,) if validity else (),
        seal=str(sealed["digest"]),
        cursor=hashlib.sha256(
            json.dumps(desk.records.cursor(visit.id).to_json()).encode()
        ).hexdigest(),
        remarks=tuple(remarks),
        size=size,
        # The office's pattern, with dots to write on for what is not issued yet.
        number_blank=_dotted(desk.numbering.later(MINUTES_REGISTER, signed_on)),
        closing=closing_words(desk.registry) or CLOSING,
        questions=photo_questions(visit, instrument),
    )
