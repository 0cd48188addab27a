"""What the closing talk shows the inspected party: one thing at a time, nothing that one person's answer could tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.survey.disclosure import asked_users, hidden_figures
from fieldsurvey.survey.profile import figures_of, profile_axes
from fieldsurvey.survey.same_mall import earlier_score, visits_at_this_mall
from fieldsurvey.survey.scores import score_visit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from fieldsurvey.scoring import Band, MallScore, Part
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.disclosure import Path
    from fieldsurvey.survey.model import Finding, Person, Reaction, Visit

#: So many strong and weak indicators are shown: what one remembers of a talk.
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """A part of the score with the time before beside it.

    Attributes:
        title: of the part.
        above: title of the dimension it stands in, ``""`` for a dimension.
        score: 0 to 100; None without data, or where too few users stand behind it (domain.md §7 rule 4).
        earlier: the same the time before, None likewise.
        hidden: whether it is held back because too few stand behind it.
    """

    title: str
    above: str
    score: Decimal | None
    earlier: Decimal | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ClosingTalk:
    """What is shown of one visit.

    Attributes:
        visit: the snapshot, without what was said in confidence.
        score: of the visit.
        title: of the instrument, Indonesian.
        bands: categories from the best down.
        total: the whole score beside the time before.
        earlier_day: day of the visit before by the same instrument, None without one.
        dimensions: in their order.
        profile: axes of the radar; fewer than three parts make none.
        strongest, weakest: indicators, the best and the worst first; none stands in both.
    """

    visit: Visit
    score: MallScore
    title: str
    bands: tuple[Band, ...]
    total: Figure
    earlier_day: date | None
    dimensions: tuple[Figure, ...]
    profile: tuple[Figure, ...]
    strongest: tuple[Figure, ...]
    weakest: tuple[Figure, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, in the order of the berita acara."""
        return self.visit.findings

    @property
    def counterparts(self) -> tuple[Person, ...]:
        """Who may answer for the inspected party."""
        return tuple(person for person in self.visit.people if person.role == "counterpart")

    @property
    def witnesses(self) -> tuple[Person, ...]:
        """Who may have seen a refusal: everybody of the visit but the inspected party."""
        return tuple(person for person in self.visit.people if person.role != "counterpart")

    def reaction_of(self, person: str) -> Reaction | None:
        """Return what a person has answered so far."""
        return next((each for each in self.visit.reactions if each.person == person), None)


def closing_talk(desk: Desk, visit: str, score: MallScore | None = None) -> ClosingTalk:
    """Gather what the closing talk of a visit shows.

    Args:
        desk: the open database.
        visit: the visit's id.
        score: its score where that is at hand; None works it out.

    Raises:
        VisitError: the database holds no such visit, or not its instrument.
    """
    snapshot, instrument = desk.visits.snapshot(visit), desk.instrument(visit)
    score = score or score_visit(snapshot, instrument)
    hidden = hidden_figures(score, asked_users(snapshot))
    earlier = earlier_score(desk, snapshot, visits_at_this_mall(desk, snapshot))
    past = dict(figures_of(earlier.score)) if earlier else {}
    before = {path: part.score for path, part in past.items()}
    if earlier is not None:
        before[()] = earlier.score.score
    indicators = [
        _figure(score, path, part, hidden, before)
        for path, part in figures_of(score)
        if part.level == "indicator"
    ]
    ranked = sorted(
        (each for each in indicators if each.score is not None), key=lambda each: each.score or 0
    )
    named = min(MOST_NAMED, len(ranked) // 2)
    return ClosingTalk(
        visit=snapshot,
        score=score,
        title=instrument.title.id,
        bands=instrument.scheme.bands,
        total=Figure(
            instrument.title.id,
            "",
            None if () in hidden else score.score,
            before.get(()),
            hidden=() in hidden,
        ),
        earlier_day=earlier.day if earlier else None,
        dimensions=tuple(
            _figure(score, (part.id,), part, hidden, before) for part in score.dimensions
        ),
        profile=tuple(
            _figure(score, path, part, hidden, before) for path, part in profile_axes(score)
        ),
        strongest=tuple(reversed(ranked[len(ranked) - named :])),
        weakest=tuple(ranked[:named]),
    )


def _figure(
    score: MallScore,
    path: Path,
    part: Part,
    hidden: frozenset[Path],
    before: Mapping[Path, Decimal | None],
) -> Figure:
    above = next((each.title for each in score.dimensions if each.id == path[0]), "")
    return Figure(
        title=part.title or part.id,
        above=above if len(path) > 1 else "",
        score=None if path in hidden else part.score,
        earlier=before.get(path),
        hidden=path in hidden,
    )
