"""What a summary report is made of, gathered from a desk: this visit, the mall's other years and surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.report.summary import Summary
from fieldsurvey.report.survey_pages import SURVEYS, Survey
from fieldsurvey.survey.disclosure import asked_users, hidden_figures
from fieldsurvey.survey.results import Results, standings
from fieldsurvey.survey.standings import visit_standings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.report.visit_paper import VisitPaper
    from fieldsurvey.scoring import MallScore, Standing
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.model import Mall, Visit


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
    others = list(_at_this_mall(desk, visit))
    return Summary(
        paper,
        score,
        instrument_notes=(warning,) if warning else (),
        bands=instrument.scheme.bands,
        years=tuple(_years(desk, visit, others)),
        earlier=_earlier(desk, visit, others),
        surveys=tuple(_surveys(desk, visit, others)),
    )


def same_mall(name: str, mall: Mall) -> bool:
    """Return whether a result's name of a mall is this one's, in full or as a part, whatever its capitals."""
    given, own = " ".join(name.casefold().split()), " ".join(mall.name.casefold().split())
    return bool(given) and (given in own or own in given)


def _at_this_mall(desk: Desk, visit: Visit) -> Iterator[Visit]:
    """Yield the other visits of this mall that began and have answers, training and real ones never mixed."""
    for identity in desk.visits.ids():
        if identity == visit.id:
            continue
        other = desk.visits.snapshot(identity)
        begun = other.started_at is not None and other.responses
        if begun and other.sample == visit.sample and same_mall(other.mall.name, visit.mall):
            yield other


def _years(desk: Desk, visit: Visit, others: list[Visit]) -> Iterator[Standing]:
    for each in standings(Results(desk.registry).all(), desk.catalogue.of_result):
        if same_mall(each.mall, visit.mall):
            yield each
    for other in (*others, visit):
        same = other.instrument.id == visit.instrument.id or other.instrument.id not in SURVEYS
        if same and other.responses and not _too_few(desk.score(other.id), other):
            yield from visit_standings(desk, [other.id])


def _earlier(desk: Desk, visit: Visit, others: list[Visit]) -> MallScore | None:
    """Return the score of the latest visit before this one by the same instrument, unless it must stay hidden."""
    if visit.started_at is None:
        return None
    past = [
        other
        for other in others
        if other.instrument.id == visit.instrument.id
        and other.started_at is not None
        and other.started_at < visit.started_at
    ]
    if not past:
        return None
    latest = max(past, key=lambda other: str(other.started_at))
    score = desk.score(latest.id)
    return None if hidden_figures(score, asked_users(latest)) else score


def _surveys(desk: Desk, visit: Visit, others: list[Visit]) -> Iterator[Survey]:
    year = None if visit.started_at is None else visit.started_at.year
    for other in (visit, *others):
        taken = None if other.started_at is None else other.started_at.year
        if other.instrument.id in SURVEYS and taken == year and other.responses:
            yield Survey(other, desk.score(other.id), desk.instrument(other.id).title.id)


def _too_few(score: MallScore, visit: Visit) -> bool:
    return () in hidden_figures(score, asked_users(visit))
