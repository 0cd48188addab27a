"""What the papers of a visit beside the berita acara have in common: whose each is, and what it begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldsurvey import __version__
from fieldsurvey.indonesia import clock_time, full_date, local_date, long_date, zone_abbreviation
from fieldsurvey.report.kinds import NAMES, Kind, document_code
from fieldsurvey.report.layout import Sheet
from fieldsurvey.report.letterhead import BLANK, letterhead, titled
from fieldsurvey.report.page_size import PageSize
from fieldsurvey.report.tables import WIDTH, grid, paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from reportlab.platypus import Flowable

    from fieldsurvey.survey.model import Visit

_LABELS = 0.24  # share of the width that the labels of facts take


@dataclass(frozen=True, slots=True)
class VisitPaper:
    """A paper of a visit.

    Attributes:
        kind: what it is.
        visit: the snapshot; its times are shown in the zone of its mall.
        instrument_title: name of the instrument, in Indonesian.
        number: its own number, ``""`` for one that a pen will write, None for a kind without.
        code: document code, ``""`` for the one that kind and visit give.
        working: whether it shows a score that is no official result.
        size: the sheet it is printed on.
        load: returns stored bytes by SHA-256, for logos; None without a database.
    """

    kind: Kind
    visit: Visit
    instrument_title: str
    number: str | None = None
    code: str = ""
    working: bool = False
    size: PageSize = PageSize.A4
    load: Callable[[str], bytes] | None = None

    @property
    def document_code(self) -> str:
        """The code that every page carries."""
        return self.code or document_code(self.kind, self.visit.id)

    @property
    def seal(self) -> str:
        """Digest of the visit's seal, 64 hex digits; ``""`` while it is open."""
        return "" if self.visit.seal is None else self.visit.seal.digest

    @property
    def moment(self) -> datetime | None:
        """When what it says was settled: the seal, else the begin of the visit."""
        return self.visit.started_at if self.visit.seal is None else self.visit.seal.sealed_at

    def sheet(self, *, initials: tuple[str, ...] = ()) -> Sheet:
        """Return what stands around its pages."""
        name, place = NAMES[self.kind], self.visit.mall.name
        return Sheet(
            title=f"{name} – {place}",
            running=f"{name} · {place}",
            number=f"Nomor {self.number}" if self.number else "",
            code=self.document_code,
            seal=self.seal[:8] or "belum disegel",
            qr=f"{self.document_code}\n{self.seal or 'tanpa segel'}\nfieldsurvey verify FILE.pdf",
            sample=self.visit.sample,
            training=self.visit.training,
            working=self.working,
            size=self.size,
            initials=initials,
        )

    def attachment(self, **printed: object) -> dict[str, Any]:
        """Return what the PDF carries as ``seal.json``: what identifies it, and what it prints as data."""
        return {
            "format": 1,
            "kind": self.kind.value,
            "visit": self.visit.id,
            "document": self.document_code,
            "number": self.number or "",
            "seal": self.seal,
            "sample": self.visit.sample,
            "zone": self.visit.mall.zone,
            "software": f"fieldsurvey {__version__}",
            **printed,
        }

    def opening(self, subject: str) -> list[Flowable]:
        """Return letterhead, title and number."""
        title = NAMES[self.kind].upper()
        return [
            *letterhead(self.visit.institutions, self.load),
            *titled(title, subject, number=self.number),
        ]

    def facts(self) -> list[tuple[str, str]]:
        """Return where, when, by which letter and instrument: labels and what they say."""
        visit = self.visit
        assignment = f"Nomor {visit.assignment or BLANK}"
        if visit.assignment_date is not None:
            assignment += f" tanggal {long_date(visit.assignment_date)}"
        return [
            ("Tempat", ", ".join(filter(None, (visit.mall.name, visit.mall.address)))),
            ("Hari, tanggal", self._day()),
            ("Pukul", self._hours()),
            ("Surat Tugas", assignment),
        ]

    def instrument_fact(self) -> tuple[str, str]:
        """Return which instrument, and which version of it."""
        reference = self.visit.instrument
        return (
            "Instrumen",
            f"{self.instrument_title}; kode {reference.id}, versi {reference.version}",
        )

    def _day(self) -> str:
        visit = self.visit
        if visit.started_at is None:
            return BLANK
        return full_date(local_date(visit.started_at, visit.mall.zone))

    def _hours(self) -> str:
        visit, zone = self.visit, self.visit.mall.zone
        begins = BLANK if visit.started_at is None else clock_time(visit.started_at, zone)
        ends = BLANK if visit.ended_at is None else clock_time(visit.ended_at, zone)
        return f"{begins} s.d. {ends} {zone_abbreviation(zone)}"


def fact_list(facts: Iterable[tuple[str, str]], *, labels: float = _LABELS) -> Flowable:
    """Return labels and what they say in two columns, without lines.

    Args:
        facts: label and text.
        labels: share of the width for the labels.
    """
    rows = [[[paragraph(label, "label")], [paragraph(text, "fact")]] for label, text in facts]
    return grid(rows, [WIDTH * labels, WIDTH * (1 - labels)], below=2)
