"""What a berita acara says, before anyone thinks of paper.

Input is the snapshot of a visit and its score; output is what the pages need: who signs and who
refuses, which photos may be shown, which figures must stay hidden.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fieldsurvey import __version__
from fieldsurvey.errors import ReportError
from fieldsurvey.media.edits import Recipe
from fieldsurvey.report.letterhead import NUMBER_BLANK
from fieldsurvey.report.page_size import PageSize
from fieldsurvey.report.photos import PhotoSize
from fieldsurvey.survey.deadlines import CALENDAR, Calendar, read_calendar
from fieldsurvey.survey.model import TargetKind
from fieldsurvey.survey.wordings import CLOSING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from fieldsurvey.media import Kept
    from fieldsurvey.scoring.result import MallScore
    from fieldsurvey.survey.model import Finding, Person, Photo, Reaction, Visit

#: Printed until a lawyer has edited it: domain.md §10 point 5 wants the list confirmed by its users.
LEGAL_BASIS = (
    "Undang-Undang Nomor 37 Tahun 2008 tentang Ombudsman Republik Indonesia.",
    "Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik.",
    "Peraturan Presiden Nomor 89 Tahun 2021 tentang Penyelenggaraan Mal Pelayanan Publik.",
)

#: Roles of the people of a visit, and the party of the berita acara they stand for.
TEAM_ROLES = ("lead", "member")
COUNTERPART, WITNESS = "counterpart", "witness"
REFUSE = "refuse"

#: How an attendance list calls a role.
PARTY = {
    "lead": "PIHAK PERTAMA",
    "member": "PIHAK PERTAMA",
    "counterpart": "PIHAK KEDUA",
    "witness": "Saksi",
}

#: The appendices in their order: label and title.
ANNEXES = (
    ("Lampiran I", "Daftar hadir"),
    ("Lampiran II", "Dokumentasi foto"),
    ("Lampiran III", "Rekapitulasi nilai"),
    ("Lampiran IV", "Daftar dokumen yang diterima"),
)


def _unedited(_sha256: str) -> Recipe:
    return Recipe()


@dataclass(frozen=True, slots=True)
class BeritaAcara:
    """Everything that the pages of a berita acara are made of.

    Attributes:
        visit: the snapshot; its times are shown in the zone of its mall.
        instrument_title: name of the instrument, in Indonesian.
        document_code: the code that every page and the QR carry; it names the file, not the letter.
        place: city of the signing.
        signed_on: day of the signing; deadlines given in days count from it.
        photo: returns a photo as others may have it by the SHA-256 of its original, or raises a `FieldSurveyError`.
        edited: says what was done to a photo, by the same.
        score: None when the visit was not scored.
        instrument_notes: validity and the like, printed beside the score.
        legal_basis: lines of section A.
        seal: digest of the seal, 64 hex digits; empty for a draft.
        cursor: digest of the cursor that was sealed.
        copies: how many signed originals the closing formula names.
        signatories: ids of the people who get a place to sign; None means all who did not refuse.
        remarks: what a reader must know beside the minutes: an overridden seal, late changes.
        calendar: the holidays that deadlines in working days leave out.
        size: the sheet it is printed on.
        number_blank: what stands where a pen will write the number: the register's pattern, dotted.
        called: what its closing formula calls it.
        annexes: label and title of each appendix.
        closing: the closing formula with its placeholders, see ``survey.wordings``.
        photo_size: how large its photos are inside the file.
        kept: where compact copies of them are kept for the next time.
        questions: id of a photo → the question that it proves, see ``survey.photo_questions``.
    """

    visit: Visit
    instrument_title: str
    document_code: str
    place: str
    signed_on: date
    photo: Callable[[str], bytes]
    edited: Callable[[str], Recipe] = _unedited
    score: MallScore | None = None
    instrument_notes: tuple[str, ...] = ()
    legal_basis: tuple[str, ...] = LEGAL_BASIS
    seal: str = ""
    cursor: str = ""
    copies: int = 2
    signatories: tuple[str, ...] | None = None
    remarks: tuple[str, ...] = field(default=())
    calendar: Calendar = field(default_factory=read_calendar)
    size: PageSize = PageSize.A4
    number_blank: str = NUMBER_BLANK
    called: str = "Berita Acara"
    annexes: tuple[tuple[str, str], ...] = ANNEXES
    closing: str = CLOSING
    photo_size: PhotoSize = PhotoSize.COMPACT
    kept: Kept | None = None
    questions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what cannot become minutes.

        Raises:
            ReportError: the visit has not begun, or nobody of one party is named.
        """
        if self.visit.started_at is None:
            raise ReportError(what="the visit has no start: minutes need a date and a time")
        for roles, party in ((TEAM_ROLES, "inspecting team"), ((COUNTERPART,), "inspected party")):
            if not self.people(*roles):
                raise ReportError(what=f"the visit names nobody of the {party}")

    @property
    def official(self) -> bool:
        """Whether a score, if there is one, may be read as an official result."""
        return self.score is None or self.score.official

    @property
    def seal_short(self) -> str:
        """First eight digits of the seal, as printed; ``belum disegel`` for a draft."""
        return self.seal[:8] or "belum disegel"

    def people(self, *roles: str) -> tuple[Person, ...]:
        """Return the people of the given roles, role by role, in the visit's order."""
        return tuple(p for role in roles for p in self.visit.people if p.role == role)

    def name_of(self, person: str) -> str:
        """Return a person's name by id; what is no id is a name already."""
        return next((p.name for p in self.visit.people if p.id == person), person)

    def refusal(self, person: Person) -> Reaction | None:
        """Return the refusal to sign of a person, if there is one."""
        refusals = (r for r in self.visit.reactions if r.person == person.id and r.kind == REFUSE)
        return next(refusals, None)

    def signs(self, person: Person) -> bool:
        """Whether a person gets a place to sign."""
        chosen = self.signatories is None or person.id in self.signatories
        return chosen and self.refusal(person) is None

    def deadline(self, finding: Finding) -> date | None:
        """Return the day by which a finding is to be put right."""
        if finding.deadline is not None or finding.deadline_days is None:
            return finding.deadline
        kind = finding.deadline_kind or CALENDAR
        return self.calendar.after(self.signed_on, finding.deadline_days, kind)

    def photos(self) -> tuple[Photo, ...]:
        """Return the evidence to show, by number.

        What was recorded with a service user stays away: no page may identify them (domain.md §7).
        """
        forms = {response.id: response.form for response in self.visit.responses}
        shown = [
            photo
            for photo in self.visit.photos
            if forms.get(photo.response) != TargetKind.SERVICE_USER
        ]
        return tuple(sorted(shown, key=lambda photo: photo.number))

    def attachment(self) -> dict[str, Any]:
        """Return what the PDF carries as ``seal.json``, so that it can be compared with a database."""
        visit = self.visit
        return {
            "format": 1,
            "kind": "berita-acara",
            "visit": visit.id,
            "document": self.document_code,
            "number": visit.number,
            "seal": self.seal,
            "cursor": self.cursor,
            "instrument": {
                "id": visit.instrument.id,
                "version": visit.instrument.version,
                "hash": instrument_hash(visit.instrument.files),
            },
            "sample": visit.sample,
            "zone": visit.mall.zone,
            "software": f"fieldsurvey {__version__}",
        }


def inspected_stands(visit: Visit) -> frozenset[str]:
    """Return the stands found open or closed, or for which a form was filled."""
    answered = {response.target for response in visit.responses}
    return frozenset(
        stand.id
        for stand in visit.stands
        if stand.status in {"open", "closed"} or stand.id in answered
    )


def instrument_hash(files: dict[str, str]) -> str:
    """Return one SHA-256 over the names and hashes of an instrument's files."""
    canonical = json.dumps(files, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
