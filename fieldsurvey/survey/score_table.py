"""Scores of many visits: each response is scored once, when it changes; tables are added up from what is kept.

``refresh`` brings what is kept up to the journal, one visit at a time: it runs the pinned form of every response whose
answers, form or place changed since, and of no other. ``figures`` reads one visit's sums and makes its score of them,
exactly as ``scores.score_visit`` would.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey import __version__
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.indonesia import local_date
from fieldsurvey.scoring import FEWEST, Totals, halves, indicator_mean
from fieldsurvey.survey.filling import digest_of
from fieldsurvey.survey.instruments import xform_name
from fieldsurvey.survey.manifest import MANIFEST, parse_manifest
from fieldsurvey.survey.model import TargetKind, VisitState
from fieldsurvey.survey.score_ports import ScoredResponse, ScoredVisit, Share
from fieldsurvey.survey.scores import Places, observed, scorable, stand_states

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from fieldsurvey.scoring import Observation, StandState, Total
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.manifest import Manifest
    from fieldsurvey.survey.model import Response, Visit
from fieldsurvey.survey.score_ports import Counts, ScoreKeeping

_PEOPLE = {TargetKind.OFFICER.value, TargetKind.SERVICE_USER.value}


@dataclass(frozen=True, slots=True)
class Figures:
    """One visit's line in a table: what it is of, its score, and what that rests on.

    Attributes:
        of_people: the instrument asks people only, so that few of them could be recognised.
    """

    facts: ScoredVisit
    total: Total
    counts: Counts
    of_people: bool

    @property
    def too_few(self) -> bool:
        """Whether it shows no figure, because a person could be recognised (domain.md §7 rule 4, §8)."""
        return self.of_people and self.counts.responses < FEWEST


def refresh(
    desk: Desk,
    visits: Collection[str] | None = None,
    *,
    tell: Callable[[int, int], None] | None = None,
) -> dict[str, str]:
    """Score what changed since the last time.

    Args:
        desk: the open database.
        visits: only these; all by default.
        tell: called before each visit with (visits done, visits to do).

    Returns:
        Visit → why it cannot be scored here (it has not wholly arrived).
    """
    problems = {}
    outdated = desk.records.scores.outdated()
    waiting = [each for each in outdated if visits is None or each[0] in visits]
    for done, (visit, mark) in enumerate(waiting):
        if tell is not None:
            tell(done, len(waiting))
        try:
            _score(desk, visit, mark)
        except FieldSurveyError as problem:
            problems[visit] = str(problem)
    return problems


def figures(
    desk: Desk, visits: Collection[str] | None = None, *, without: Collection[str] = ()
) -> Iterator[Figures]:
    """Yield the line of each visit that began and was not cancelled, oldest first, one in memory at a time.

    Args:
        desk: the open database, its scores brought up to date by ``refresh``.
        visits: only these; all by default, but training never beside real visits (design §5).
        without: visits to leave out.
    """
    kept, rules = desk.records.scores, dict[str, _Rules]()
    with kept.reading_through():
        shown = [
            facts
            for facts in kept.visits()
            if facts.day and facts.state != VisitState.CANCELLED and facts.visit not in without
        ]
        real = any(not facts.sample for facts in shown)
        for facts in shown:
            if (real and facts.sample) if visits is None else facts.visit not in visits:
                continue
            if facts.manifest not in rules:
                rules[facts.manifest] = _Rules(parse_manifest(desk.records.blob(facts.manifest)))
            found = rules[facts.manifest]
            total = found.total(kept, facts.visit)
            yield Figures(facts, total, kept.counts(facts.visit), found.of_people)


def dimension_titles(desk: Desk) -> dict[str, str]:
    """Return dimension → Indonesian title, of all instruments that kept visits pin."""
    pinned = {facts.manifest for facts in desk.records.scores.visits()}
    schemes = [parse_manifest(desk.records.blob(each)).scheme for each in sorted(pinned)]
    return {part.id: part.title.id for scheme in schemes for part in scheme.dimensions}


class _Rules:
    """What a pinned instrument.toml says of scores, made ready once for all visits that pin it."""

    def __init__(self, manifest: Manifest) -> None:
        self.of_people = bool(manifest.forms) and manifest.forms.keys() <= _PEOPLE
        self._totals = Totals(manifest.scheme)
        self._levels = {each.id: each.level for each in manifest.scheme.indicators()}

    def total(self, kept: ScoreKeeping, visit: str) -> Total:
        sums = defaultdict(list)
        for each in kept.sums(visit):
            sums[each.indicator].append(each)
        means = {name: indicator_mean(self._levels[name], found) for name, found in sums.items()}
        return self._totals.of({name: mean for name, mean in means.items() if mean is not None})


def _score(desk: Desk, visit: str, mark: int) -> None:
    kept = desk.records.scores
    snapshot = desk.visits.snapshot(visit)
    instrument = desk.instrument(visit)
    stands = stand_states(snapshot)
    scoring = _Scoring(instrument, snapshot, stands)
    known = kept.stamps(visit)
    responses = scorable(snapshot, instrument)
    changed = [
        ScoredResponse(response.id, stamp, scoring.shares(response))
        for response in responses
        if known.get(response.id) != (stamp := scoring.stamp(response))
    ]
    answered = {scoring.place(response) for response in responses}
    kept.keep(
        _facts(snapshot, stands, answered),
        mark,
        changed=changed,
        gone=set(known) - {response.id for response in responses},
        unseen=scoring.unseen(),
    )


class _Scoring:
    """Scores the responses of one visit, closed stands as the instrument declares (``scoring.indicators``)."""

    def __init__(self, instrument: Instrument, visit: Visit, stands: Iterable[StandState]) -> None:
        self._instrument = instrument
        self._places = Places.of(visit)
        self._closed = {stand.id for stand in stands if stand.status == "closed"}
        self._rule = instrument.scheme.rules.closed_stand
        self._sha256 = instrument.sha256

    def place(self, response: Response) -> str:
        """Return the id of what a response counts for."""
        return self._places.place(response)

    def stamp(self, response: Response) -> str:
        """Return a text that differs whenever the response would be scored otherwise."""
        place = self.place(response)
        parts = (
            __version__,
            self._sha256[xform_name(self._instrument.forms[response.form])],
            digest_of(response.values),
            " ".join(sorted(response.locked)),
            place,
            self._rule if place in self._closed else "",
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def shares(self, response: Response) -> list[Share]:
        """Return what a response gives each indicator."""
        by_indicator: dict[str, list[Observation]] = defaultdict(list)
        for each in observed(response, self._instrument, self._places):
            by_indicator[each.indicator].append(each)
        place = self.place(response)
        closed = place in self._closed
        if closed and self._rule == "excluded":
            return []
        return [
            _share(name, place, found, zero=closed and self._rule == "zero")
            for name, found in by_indicator.items()
        ]

    def unseen(self) -> list[tuple[str, str]]:
        """Return the stand indicators that count 0 at closed stands, unless something was recorded there."""
        if self._rule != "zero":
            return []
        names = [e.id for e in self._instrument.scheme.indicators() if e.level == "stand"]
        return [(name, place) for place in sorted(self._closed) for name in names]


def _share(indicator: str, place: str, found: Iterable[Observation], *, zero: bool) -> Share:
    scores = [each.score for each in found]
    given = [halves(score) for score in scores if score is not None]
    return Share(
        indicator,
        place,
        answers=len(given),
        high=0 if zero else sum(high for high, _ in given),
        low=0 if zero else sum(low for _, low in given),
        not_applicable=len(scores) - len(given),
    )


def _facts(visit: Visit, stands: list[StandState], answered: set[str]) -> ScoredVisit:
    began = visit.started_at
    seen = [s for s in stands if s.status in {"open", "closed"} or s.id in answered]
    return ScoredVisit(
        visit=visit.id,
        mall=visit.mall.name,
        province=visit.mall.province,
        region=visit.mall.region_code,
        day=local_date(began, visit.mall.zone).isoformat() if began else "",
        instrument=visit.instrument.id,
        version=visit.instrument.version,
        manifest=visit.instrument.files[MANIFEST],
        state=visit.state.value,
        sample=visit.sample,
        stands=len(stands),
        inspected=len(seen),
    )
