"""Other visits of the mall at hand, and its score the time before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.indonesia import local_date
from fieldsurvey.survey.disclosure import asked_users, hidden_figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from fieldsurvey.scoring import MallScore
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.model import Mall, Visit


@dataclass(frozen=True, slots=True)
class Earlier:
    """How a mall scored the time before.

    Attributes:
        day: of that visit, at the site.
        score: by the same instrument.
    """

    day: date
    score: MallScore


def same_mall(name: str, mall: Mall) -> bool:
    """Return whether a result's name of a mall is this one's, in full or as a part, whatever its capitals."""
    given, own = " ".join(name.casefold().split()), " ".join(mall.name.casefold().split())
    return bool(given) and (given in own or own in given)


def visits_at_this_mall(desk: Desk, visit: Visit) -> Iterator[Visit]:
    """Yield the other visits of this mall that began and have answers, training and real ones never mixed."""
    for identity in desk.visits.ids():
        if identity == visit.id or not _named_alike(desk, identity, visit.mall):
            continue
        other = desk.visits.snapshot(identity)
        begun = other.started_at is not None and other.responses
        if begun and other.sample == visit.sample and same_mall(other.mall.name, visit.mall):
            yield other


def earlier_score(desk: Desk, visit: Visit, others: Iterable[Visit]) -> Earlier | None:
    """Return the score of the latest visit before this one by the same instrument, unless it must stay hidden.

    Args:
        desk: the open database.
        visit: this one.
        others: visits of the same mall.
    """
    if visit.started_at is None:
        return None
    past = [
        (other.started_at, other)
        for other in others
        if other.instrument.id == visit.instrument.id
        and other.started_at is not None
        and other.started_at < visit.started_at
    ]
    if not past:
        return None
    begun, latest = max(past, key=lambda each: each[0])
    score = desk.score(latest.id)
    if hidden_figures(score, asked_users(latest)):
        return None
    return Earlier(local_date(begun, latest.mall.zone), score)


def _named_alike(desk: Desk, visit: str, mall: Mall) -> bool:
    """Look at the name alone: an office has thousands of visits, and reading one whole takes milliseconds."""
    malls = desk.records.entities(visit, "mall")
    return any(same_mall(str(each.fields.get("name", "")), mall) for each in malls)
