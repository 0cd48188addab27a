"""A summary of the invented visit: with other years, a visit before it, and both surveys."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fieldsurvey.paths import forms_folder
from fieldsurvey.report.kinds import Kind
from fieldsurvey.report.page_size import PageSize
from fieldsurvey.report.summary import Summary
from fieldsurvey.report.survey_pages import Survey
from fieldsurvey.scoring import (
    Band,
    Observation,
    Scheme,
    Standing,
    StandState,
    band_of,
    parse_scheme,
    score,
)
from fieldsurvey.survey.model import InstrumentRef, Response, ResponseState
from tests.report.papers_example import visit_paper
from tests.report.report_example import example, example_score

if TYPE_CHECKING:
    from collections.abc import Callable


def scheme_of(instrument: str) -> Scheme:
    return parse_scheme((forms_folder() / instrument / "instrument.toml").read_bytes())


def summary(
    *,
    users: int = 30,
    stands: int = 13,
    only: str = "",
    size: PageSize = PageSize.A4,
    **changes: Any,
) -> Summary:
    """Return the summary of the invented visit.

    ``users`` were asked in it, ``stands`` are in the mall; ``only`` leaves one dimension, for a short paper.
    """
    content = example(users=users)
    visit = replace(content.visit, stands=content.visit.stands[:stands])
    paper = replace(visit_paper(Kind.SUMMARY, size=size), visit=visit, working=True)
    score = example_score(visit)
    if only:
        score = replace(score, dimensions=tuple(d for d in score.dimensions if d.id == only))
    return replace(
        Summary(
            paper,
            score,
            instrument_notes=("Instrumen berlaku sejak 1 Januari 2022.",),
            bands=scheme_of("mpp-sidak").bands,
            years=(
                standing(2021, "ori-2021", "79.87"),
                standing(2022, "ori-2022", "88.59"),
                standing(2023, "ori-2022", "90.10"),
                standing(2024, "mpp-sidak", "80.00", official=False),
            ),
            earlier=example_score(visit, seed=9),
            surveys=(satisfaction(), culture()),
        ),
        **changes,
    )


def standing(year: int, instrument: str, figure: str, *, official: bool = True) -> Standing:
    value = Decimal(figure)
    band: Band = band_of(scheme_of(instrument), value)
    return Standing("MPP Samarinda", year, instrument, value, band, official)


def satisfaction(people: int = 24) -> Survey:
    """Return a survey of satisfaction: everyone gives 3 of 4, but 2 of 4 for the fee."""
    return _survey(
        "skm", "service_user", people,
        lambda indicator, _n: Decimal("0.5") if indicator == "skm-biaya" else Decimal("0.75"),
    )  # fmt: skip


def culture(people: int = 8) -> Survey:
    """Return a survey of culture: 4 of 5, but 2 of 5 for the mission."""
    return _survey(
        "culture", "officer", people,
        lambda indicator, _n: Decimal("0.25") if indicator in {"bo-arah", "bo-target", "bo-visi"} else Decimal("0.75"),
    )  # fmt: skip


def _survey(
    instrument: str, form: str, people: int, answer: Callable[[str, int], Decimal]
) -> Survey:
    scheme = scheme_of(instrument)
    visit = example().visit
    responses = tuple(
        Response(f"q{n}", form, f"x{n}", 1, ResponseState.FINISHED, "Bayu") for n in range(people)
    )
    observations = [
        Observation(each.id, each.id, "s-0", "stand", f"q{n}", "/data/q", "3", answer(each.id, n))
        for each in scheme.indicators()
        for n in range(people)
    ]
    own = replace(visit, responses=responses, instrument=InstrumentRef(instrument, "2026.1", {}))
    title = {"skm": "Survei Kepuasan Masyarakat (SKM)", "culture": "Budaya organisasi MPP"}
    return Survey(own, score(scheme, observations, [StandState("s-0")]), title[instrument])
