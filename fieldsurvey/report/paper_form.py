"""Blank paper forms of an instrument, for when a laptop dies: every question with its code, so that it can be typed in.

Guidance hints are printed with the hints: the XLSForm standard means them for paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Spacer

from fieldsurvey import __version__
from fieldsurvey.errors import ReportError
from fieldsurvey.report.content import instrument_hash
from fieldsurvey.report.kinds import NAMES, Kind, document_code
from fieldsurvey.report.layout import Sheet
from fieldsurvey.report.letterhead import BLANK, letterhead, titled
from fieldsurvey.report.page_size import PageSize
from fieldsurvey.report.paper_questions import Questions
from fieldsurvey.report.tables import paragraph, table
from fieldsurvey.report.visit_paper import fact_list
from fieldsurvey.report.writing import write_document
from fieldsurvey.survey.model import TargetKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from fieldsurvey.report.writing import Paper
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.model import Institution

_NAME = NAMES[Kind.PAPER_FORM]

#: What a form is filled for, as its heading says it.
_FILLED_FOR = {
    TargetKind.MALL: "Sarana dan layanan bersama",
    TargetKind.STAND: "Gerai",
    TargetKind.OFFICER: "Wawancara petugas",
    TargetKind.SERVICE_USER: "Wawancara pengguna layanan",
    TargetKind.COMPLAINTS: "Meja pengaduan",
}
_HOW = (
    "○ pilih satu, ☐ boleh lebih dari satu; silangi kotaknya.",
    "Kolom Kode ialah nama butir di dalam aplikasi: jawaban diketik kemudian menurut kode itu. Tanda * berarti wajib.",
    "Butir dengan “Isi bila …” dikosongkan bila syaratnya tidak terpenuhi.",
    "Pengguna layanan tetap anonim: tulis kode, bukan nama. Lembar yang sudah diketik disimpan atau dimusnahkan "
    "menurut aturan kantor.",
)


@dataclass(frozen=True, slots=True)
class PaperForm:
    """What to print.

    Attributes:
        instrument: whose forms.
        institutions: whose letterhead, of a visit; none for an instrument alone.
        mall: where it will be used, ``""`` when that is not known.
        assignment: number of the letter of assignment, ``""`` when that is not known.
        sample: whether it belongs to training data.
        size: the sheet it is printed on.
        language: of the labels.
        load: returns stored bytes by SHA-256, for logos; None without a database.
        training: whether it is for training.
    """

    instrument: Instrument
    institutions: tuple[Institution, ...] = ()
    mall: str = ""
    assignment: str = ""
    sample: bool = False
    size: PageSize = PageSize.A4
    language: str = "id"
    load: Callable[[str], bytes] | None = None
    training: bool = False


def make_paper_form(wanted: PaperForm, out: Path) -> Paper:
    """Write the blank forms of an instrument, each from a new page.

    Raises:
        ReportError: the instrument has no forms, or something does not fit on a page.
        FormError: a form cannot be read.
        FileProblem: the file cannot be written.
    """
    instrument = wanted.instrument
    if not instrument.forms:
        raise ReportError(what=f"instrument {instrument.id} has no forms to print")
    story: list[Flowable] = [
        *letterhead(wanted.institutions, wanted.load),
        *titled(_NAME.upper(), instrument.title.id),
        *(paragraph(line, "note", bullet="•") for line in _HOW),
    ]
    long_lists: dict[str, list[tuple[str, str]]] = {}
    for number, name in enumerate(instrument.forms):
        story += [PageBreak()] if number else [Spacer(0, 3 * mm)]
        story += _form(wanted, name, long_lists)
    story += _lists(long_lists)
    return write_document(story, _sheet(wanted), out, attachment=_attachment(wanted), moment=None)


def _form(
    wanted: PaperForm, name: str, long_lists: dict[str, list[tuple[str, str]]]
) -> Iterator[Flowable]:
    form = wanted.instrument.form(name)
    kind = TargetKind(name)
    yield paragraph(f"Formulir {_FILLED_FOR[kind]}", "heading-annex")
    yield fact_list(
        [
            ("Tempat", wanted.mall or BLANK * 4),
            ("Kode dan nama sasaran", BLANK * 6),
            ("Pengisi", BLANK * 6),
            ("Tanggal, pukul", f"{BLANK * 2} pukul {BLANK} s.d. {BLANK}  ○ WIB   ○ WITA   ○ WIT"),
            ("Surat Tugas", f"Nomor {wanted.assignment or BLANK * 3}"),
            ("Lembar tambahan", f"ke-{BLANK} dari {BLANK}"),
        ]
    )
    questions = Questions(form, form.translations.find(wanted.language) or form.default_language)
    yield from questions.flowables()
    long_lists.update(questions.long_lists)


def _lists(long_lists: dict[str, list[tuple[str, str]]]) -> list[Flowable]:
    """Return the lists of choices that are too long for their question, with the values to write there."""
    if not long_lists:
        return []
    flowables: list[Flowable] = [PageBreak(), paragraph("Daftar pilihan", "heading-annex")]
    for code, choices in long_lists.items():
        rows: Sequence[Sequence[object]] = choices
        flowables += [
            paragraph(f"Pilihan untuk {code}", "subheading"),
            table(["Tulis", "Artinya"], rows, [40, 125]),
        ]
    return flowables


def _sheet(wanted: PaperForm) -> Sheet:
    instrument = wanted.instrument
    digest = instrument_hash(instrument.sha256)
    return Sheet(
        title=f"{_NAME} – {instrument.title.id}",
        running=f"{_NAME} · {instrument.title.id}",
        number="",
        code=_code(instrument),
        seal=digest[:8],
        qr=f"{_code(instrument)}\n{digest}",
        sample=wanted.sample,
        training=wanted.training,
        working=False,
        size=wanted.size,
        initials=("paraf pengisi",),
        digest="Instrumen SHA-256",
        hint=f"{instrument.id} versi {instrument.version}",
    )


def _code(instrument: Instrument) -> str:
    return document_code(Kind.PAPER_FORM, f"{instrument.id}-{instrument.version}")


def _attachment(wanted: PaperForm) -> dict[str, Any]:
    instrument = wanted.instrument
    return {
        "format": 1,
        "kind": Kind.PAPER_FORM.value,
        "document": _code(instrument),
        "instrument": {
            "id": instrument.id,
            "version": instrument.version,
            "hash": instrument_hash(instrument.sha256),
        },
        "software": f"fieldsurvey {__version__}",
    }
