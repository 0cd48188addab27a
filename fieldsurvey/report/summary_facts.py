"""What a summary report is made of, gathered from a desk: this visit, the mall's other years and surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.report.summary import Summary
from fieldsurvey.report.survey_pages import SURVEYS, Survey
from fieldsurvey.survey.disclosure import asked_users, hidden_figures
from fieldsurvey.survey.results import Results, standings
from fieldsurvey.survey.same_mall import earlier_score, same_mall, visits_at_this_mall
from fieldsurvey.survey.standings import visit_standings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.report.visit_paper import VisitPaper
    from fieldsurvey.scoring import MallScore, Standing
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.model import Visit


def gather_summary(desk: Desk, paper: VisitPaper) -> Summary:
    """Return the summary of a visit.

    Args:
        desk: the open database.
        paper: whose summary it is.
    """
    visit = paper.visit
    instrument = desk.instrument(visit.id)
    score = desk.score(visit.id) if visit.responses else None
    day = (visit.started_at or desk.visits.clock.now()).date()
    warning = instrument.out_of_validity(day)
    others = list(visits_at_this_mall(desk, visit))
    earlier = earlier_score(desk, visit, others)
    return Summary(
        paper,
        score,
        instrument_notes=(warning,) if warning else (),
        bands=instrument.scheme.bands,
        years=tuple(_years(desk, visit, others)),
        earlier=earlier.score if earlier else None,
        surveys=tuple(_surveys(desk, visit, others)),
    )


def _years(desk: Desk, visit: Visit, others: list[Visit]) -> Iterator[Standing]:
    for each in standings(Results(desk.registry).all(), desk.catalogue.of_result):
        if same_mall(each.mall, visit.mall):
            yield each
    for other in (*others, visit):
        same = other.instrument.id == visit.instrument.id or other.instrument.id not in SURVEYS
        if same and other.responses and not _too_few(desk.score(other.id), other):
            yield from visit_standings(desk, [other.id])


def _surveys(desk: Desk, visit: Visit, others: list[Visit]) -> Iterator[Survey]:
    year = None if visit.started_at is None else visit.started_at.year
    for other in (visit, *others):
        taken = None if other.started_at is None else other.started_at.year
        if other.instrument.id in SURVEYS and taken == year and other.responses:
            yield Survey(other, desk.score(other.id), desk.instrument(other.id).title.id)


def _too_few(score: MallScore, visit: Visit) -> bool:
    return () in hidden_figures(score, asked_users(visit))
