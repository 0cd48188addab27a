"""The summary report: what a decision-maker reads, with its charts, the years, a map of the stands and why."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from string import ascii_uppercase
from typing import TYPE_CHECKING

from reportlab.platypus import Flowable, PageBreak

from fieldsurvey.indonesia import format_decimal, local_date, long_date, terbilang
from fieldsurvey.report.charts import Bar, column_chart
from fieldsurvey.report.content import inspected_stands
from fieldsurvey.report.score_figures import dimensions, explanation, profile, stand_map
from fieldsurvey.report.score_pages import HIDDEN, recapitulation, total_label
from fieldsurvey.report.survey_pages import SURVEYS, Survey, survey_page
from fieldsurvey.report.tables import paragraph, section, table
from fieldsurvey.report.visit_paper import VisitPaper, fact_list
from fieldsurvey.report.writing import write_document
from fieldsurvey.scoring import Step
from fieldsurvey.survey.disclosure import FEWEST, asked_users, hidden_figures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldsurvey.report.writing import Paper
    from fieldsurvey.scoring import Band, MallScore, Standing
    from fieldsurvey.survey.model import Finding, Visit

_CLASSES = ("berat", "sedang", "ringan")
_NONE = "–"
_PROFILES = ("Kunjungan ini", "Kunjungan sebelumnya")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a summary report says.

    Attributes:
        paper: whose it is.
        score: of the visit; None for one that has no answers at all.
        instrument_notes: validity and the like, printed beside the score.
        bands: categories of the instrument, from the best down.
        years: this mall's standings, official results and working scores, this visit's among them.
        earlier: score of the visit before by the same instrument, None without one.
        surveys: taken at this mall in the same year, or the visit itself where it is one.
    """

    paper: VisitPaper
    score: MallScore | None
    instrument_notes: tuple[str, ...] = ()
    bands: tuple[Band, ...] = ()
    years: tuple[Standing, ...] = ()
    earlier: MallScore | None = None
    surveys: tuple[Survey, ...] = ()

    @property
    def visit(self) -> Visit:
        """The snapshot."""
        return self.paper.visit

    @property
    def instrument_title(self) -> str:
        """Name of the instrument, in Indonesian."""
        return self.paper.instrument_title

    @property
    def is_survey(self) -> bool:
        """Whether the visit itself is a survey, with a page of its own instead of those of an inspection."""
        return self.visit.instrument.id in SURVEYS

    @property
    def total_hidden(self) -> bool:
        """Whether the total rests on too few service users to be shown."""
        if self.score is None:
            return False
        return () in hidden_figures(self.score, asked_users(self.visit))


def make_summary(summary: Summary, out: Path) -> Paper:
    """Write the summary report of a visit.

    Raises:
        ReportError, FileProblem: as `write_document`.
    """
    paper, letters = summary.paper, iter(ascii_uppercase)
    story: list[Flowable] = [
        *paper.opening(paper.visit.mall.name),
        fact_list([*paper.facts(), paper.instrument_fact()]),
        *_overview(letters, summary),
    ]
    inspected = summary.score is not None and not summary.is_survey
    if inspected:
        story += dimensions(letters, summary, summary.bands)
        story += profile(letters, summary, summary.earlier, _PROFILES)
    story += _years(letters, summary)
    if inspected:
        story += stand_map(letters, summary)
        story += explanation(letters, summary)
    story += _findings(letters, summary)
    for survey in summary.surveys:
        story += survey_page(letters, survey)
    if inspected:
        story += [PageBreak(), paragraph("Lampiran – Rekapitulasi nilai", "heading-annex")]
        story += recapitulation(summary)
    return write_document(
        story, paper.sheet(), out, attachment=paper.attachment(), moment=paper.moment
    )


def _overview(letters: Iterator[str], summary: Summary) -> list[Flowable]:
    visit, score = summary.visit, summary.score
    seen, users = len(inspected_stands(visit)), len(visit.service_users)
    asked = "kurang dari lima" if 0 < users < FEWEST else str(users)
    counts = ", ".join(
        f"{sum(finding.classification == kind for finding in visit.findings)} {kind}"
        for kind in _CLASSES
    )
    facts = [
        (
            "Gerai diperiksa",
            f"{seen} ({terbilang(seen)}) dari {len(visit.stands)} ({terbilang(len(visit.stands))})",
        ),
        ("Petugas ditanya", f"{len(visit.officers)} orang"),
        ("Pengguna ditanya", f"{asked} orang, tanpa identitas"),
        ("Temuan", f"{len(visit.findings)} ({counts})"),
        ("Bukti foto", str(len(visit.photos))),
        ("Keadaan data", _standing_of(visit)),
    ]
    figure: list[Flowable] = []
    if score is not None:
        total = score.score if score.complete else score.provisional
        shown = (
            HIDDEN if summary.total_hidden else _NONE if total is None else format_decimal(total)
        )
        figure = [paragraph(shown, "figure-large"), paragraph(total_label(score), "subtitle")]
    return section(f"{next(letters)}.", "Ikhtisar", [*figure, fact_list(facts)])


def _standing_of(visit: Visit) -> str:
    if visit.seal is None:
        return "belum disegel: angka masih dapat berubah"
    day = long_date(local_date(visit.seal.sealed_at, visit.mall.zone))
    late = visit.seal.late_changes
    after = f"; {late} perubahan tiba setelah segel" if late else ""
    return f"disegel pada {day}{after}"


def _years(letters: Iterator[str], summary: Summary) -> list[Flowable]:
    """Return the section with this mall's standings; what does not compare is parted and said so."""
    title = "Perkembangan antartahun"
    if not summary.years:
        none = "Belum ada nilai tahun mana pun dari mal ini untuk dibandingkan."
        return section(f"{next(letters)}.", title, [paragraph(none)])
    own = sorted(summary.years, key=lambda each: (each.year, not each.official))
    columns = [
        Bar(
            str(each.year),
            each.score,
            _band(each),
            hatched=not each.official,
            below=each.instrument,
        )
        for each in own
    ]
    steps = [Step(old, new) for old, new in pairwise(own)]
    breaks = [number for number, step in enumerate(steps, 1) if not step.comparable]
    rows = [
        [
            str(each.year),
            each.instrument,
            format_decimal(each.score),
            _category(each),
            "resmi" if each.official else "nilai kerja",
            _difference(step),
        ]
        for each, step in zip(own, [None, *steps], strict=True)
    ]
    head = ["Tahun", "Instrumen", "Nilai", "Kategori", "Kedudukan", "Selisih"]
    note = (
        "Batang penuh: nilai resmi; batang berarsir: nilai kerja kunjungan. Garis putus-putus memisahkan nilai yang "
        "tidak sebanding: instrumennya berubah, atau yang satu bukan nilai resmi. Kategori menurut instrumen tahun "
        "masing-masing."
    )
    body = [
        column_chart("Nilai per tahun", columns, breaks=breaks),
        paragraph(note, "note"),
        table(head, rows, [14, 26, 18, 44, 25, 38], right=[2]),
    ]
    return section(f"{next(letters)}.", title, body)


def _band(each: Standing) -> str:
    code = f" {each.band.code}" if each.band is not None and len(each.band.code) <= 2 else ""
    return f"{format_decimal(each.score)}{code}"


def _category(each: Standing) -> str:
    if each.band is None:
        return _NONE
    return " · ".join(filter(None, (each.band.code, each.band.label, each.band.zone)))


def _difference(step: Step | None) -> str:
    if step is None:
        return _NONE
    sign = "+" if step.difference > 0 else ""
    figure = f"{sign}{format_decimal(step.difference)}".replace("-", "−")
    return figure if step.comparable else f"tidak sebanding ({figure})"


def _findings(letters: Iterator[str], summary: Summary) -> list[Flowable]:
    title = "Temuan"
    found = sorted(summary.visit.findings, key=_urgency)
    if not found:
        none = paragraph("Tidak ada temuan yang dicatat pada kunjungan ini.")
        return section(f"{next(letters)}.", title, [none])
    rows = [
        [
            str(finding.number),
            finding.target_name or _NONE,
            finding.condition,
            paragraph(
                finding.classification,
                "cell-bold" if finding.classification == _CLASSES[0] else "cell",
            ),
            finding.owner or _NONE,
        ]
        for finding in found
    ]
    head = ["No.", "Gerai", "Uraian", "Klasifikasi", "Penanggung jawab"]
    return section(f"{next(letters)}.", title, [table(head, rows, [10, 33, 68, 20, 34], right=[0])])


def _urgency(finding: Finding) -> tuple[int, int]:
    kinds = [*_CLASSES, finding.classification]
    return kinds.index(finding.classification), finding.number
