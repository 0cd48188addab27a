"""Pages for the surveys beside an inspection: satisfaction of the public (SKM) and culture of the organisation."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from fieldsurvey.indonesia import format_decimal, local_date, long_date
from fieldsurvey.report.charts import Bar, Series, bar_chart, radar_chart
from fieldsurvey.report.score_pages import HIDDEN
from fieldsurvey.report.tables import paragraph, section, table
from fieldsurvey.scoring import culture_traits, shown
from fieldsurvey.survey.disclosure import FEWEST, asked_users, hidden_figures
from fieldsurvey.survey.sampling import margin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.platypus import Flowable

    from fieldsurvey.scoring import MallScore
    from fieldsurvey.survey.model import Visit

#: Ids of the instruments that have a page of their own.
SKM, CULTURE = "skm", "culture"
SURVEYS = (SKM, CULTURE)

_UNBOUNDED = 10**9  # of a population that nobody can list
_FEW = f"Kurang dari {FEWEST} orang menjawab: hasilnya tidak ditampilkan, karena jawaban seseorang dapat dikenali."


@dataclass(frozen=True, slots=True)
class Survey:
    """A survey among users or officers of the mall.

    Attributes:
        visit: the visit that it was taken in.
        score: its score by its own instrument.
        title: name of the instrument.
    """

    visit: Visit
    score: MallScore
    title: str


def survey_page(letters: Iterator[str], survey: Survey) -> list[Flowable]:
    """Return the page of a survey.

    Args:
        letters: of the sections to come.
        survey: by one of `SURVEYS`.
    """
    body = _satisfaction(survey) if survey.score.instrument == SKM else _culture(survey)
    return section(
        f"{next(letters)}.", survey.title, [paragraph(_taken(survey)), *body, *_notes(survey)]
    )


def _taken(survey: Survey) -> str:
    visit = survey.visit
    day = (
        "tanpa tanggal"
        if visit.started_at is None
        else long_date(local_date(visit.started_at, visit.mall.zone))
    )
    return f"Diisi pada {day}; instrumen {survey.score.instrument} versi {survey.score.version}."


def _satisfaction(survey: Survey) -> list[Flowable]:
    """Return the elements as NRR and NIK, and the IKM with its grade (PermenPANRB 14/2017, domain.md §4)."""
    score = survey.score
    people = len(set(asked_users(survey.visit).values()))
    if people < FEWEST:
        return [paragraph(_FEW)]
    hidden = hidden_figures(score, asked_users(survey.visit))
    elements = [
        ((dimension.id, variable.id, element.id), element)
        for dimension in score.dimensions
        for variable in dimension.children
        for element in variable.children
    ]
    bars = [
        Bar(part.title, None, HIDDEN)
        if path in hidden or part.score is None
        else Bar(part.title, part.score, format_decimal(part.score))
        for path, part in elements
    ]
    rows: list[list[object]] = []
    for path, part in elements:
        if path in hidden or part.score is None:
            rows.append([part.title, HIDDEN.removeprefix("n "), HIDDEN, HIDDEN])
        else:
            mean = format_decimal(shown(Fraction(part.score) / 25))
            rows.append([part.title, str(part.n), mean, format_decimal(part.score)])
    total = score.score
    grade = ""
    if total is not None and () not in hidden:
        grade = "" if score.band is None else f" – mutu {score.band.code} ({score.band.label})"
        rows.append(
            [f"Indeks Kepuasan Masyarakat (IKM){grade}", str(people), "", format_decimal(total)]
        )
    figure = margin(people, _UNBOUNDED)
    head = ["Unsur", "n", "NRR (1–4)", "NIK (25–100)"]
    body: list[Flowable] = [
        bar_chart("Nilai unsur pelayanan", bars),
        table(
            head, rows, [97, 14, 25, 29], right=[1, 2, 3], total=bool(grade or total is not None)
        ),
    ]
    if figure is not None:
        text = f"n = {people} responden; margin ±{format_decimal(figure)}% pada tingkat kepercayaan 95%"
        body.append(paragraph(f"{text} untuk populasi yang tidak diketahui; indikatif.", "note"))
    return body


def _culture(survey: Survey) -> list[Flowable]:
    """Return the four traits as a radar on 1–5 (domain.md §8); traits of too few people stay hidden."""
    traits = culture_traits(survey.score)
    if all(trait.mean is None for trait in traits):
        return [paragraph(_FEW)]
    chart = radar_chart(
        "Sifat budaya organisasi, skala 1–5",
        [trait.title for trait in traits],
        [Series("Rata-rata jawaban petugas", tuple(trait.mean for trait in traits))],
        highest=5,
    )
    rows = [
        [
            trait.title,
            "< 5" if 0 < trait.n < FEWEST else str(trait.n),
            HIDDEN if trait.mean is None else format_decimal(trait.mean),
        ]
        for trait in traits
    ]
    given = [trait.mean for trait in traits if trait.mean is not None]
    mean = sum(given, Decimal(0)) / len(given)
    note = (
        f"Rata-rata sifat yang ditampilkan {format_decimal(shown(mean))} dari 5. Indikatif; bukan bagian dari nilai "
        "kepatuhan. Bentuk singkat susunan sendiri menurut empat sifat Denison."
    )
    head = ["Sifat", "n", "Rata-rata (1–5)"]
    return [chart, table(head, rows, [105, 20, 40], right=[1, 2]), paragraph(note, "note")]


def _notes(survey: Survey) -> list[Flowable]:
    return [paragraph(note, "note", bullet="•") for note in survey.score.notes]
