"""From answers to the mall's score: item → indicator → variable → dimension → mall.

The rules of domain.md §1.2 and design §3:

- An item that does not apply (TB) leaves numerator and denominator everywhere.
- An indicator of level ``mall`` is the mean of all its observations of the visit. One of level
  ``stand`` is, at a stand, the mean of its observations there; its mall value is the mean over the
  inspected stands where it applies.
- A variable is the weighted mean of its indicators, a dimension that of its variables; a part
  without data leaves its siblings' mean. The mall's score is the weighted mean of the dimensions.
- A dimension without data makes the visit incomplete: no score, no band, only a provisional figure
  on renormalised weights.
- A score that rests on assumed weights is a working score, even by an official scheme.
- A closed stand counts as the scheme declares: ``as-visible`` what was recorded there;
  ``excluded`` nothing of it; ``zero`` 0 for every item recorded there that applies, and 0 for
  every stand indicator not recorded there at all.

Figures in between are exact quotients of integers: nothing is rounded, and no sum depends on the
order of its terms. Only a figure that is shown (a part, a stand, the mall) is rounded, each on its
own, half-up to two decimals.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from fieldsurvey.errors import InstrumentError
from fieldsurvey.scoring.bands import band_of
from fieldsurvey.scoring.means import (
    Exact,
    figure,
    item,
    mean,
    weighed,
    weighted,
    weighted_mean,
    weighted_sum,
)
from fieldsurvey.scoring.notes import notes_on
from fieldsurvey.scoring.result import Band, MallScore, Observation, Part, StandScore, StandState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fieldsurvey.scoring.scheme import Dimension, Indicator, Scheme, Variable

#: Language of the titles in the tree.
Language = Literal["id", "en"]


def score(
    scheme: Scheme,
    observations: Iterable[Observation],
    stands: Sequence[StandState],
    language: Language = "id",
) -> MallScore:
    """Score one visit.

    Args:
        scheme: the instrument that the visit pins.
        observations: all scored answers, one response a slot; their order does not matter.
        stands: the mall's stands as found, in the order they are to be shown.
        language: language of the titles in the tree; the notes are in Indonesian, as the report
            prints them.

    Raises:
        InstrumentError: an observation feeds an indicator that the scheme lacks, or its score is
            not in [0, 1].
    """
    return _Scoring(scheme, sorted(observations, key=_order), stands, language).result()


def feeding(scheme: Scheme, observations: Iterable[Observation]) -> list[Observation]:
    """Return the observations that feed an indicator of the scheme.

    So answers given to one instrument are scored by the rules of another year's, whose indicators
    have the same ids (design §3); what that year did not ask for is left out.
    """
    known = {indicator.id for indicator in scheme.indicators()}
    return [each for each in observations if each.indicator in known]


class _Scoring:
    """One run of `score`: what counts, by indicator, and the stands."""

    def __init__(
        self,
        scheme: Scheme,
        ordered: Sequence[Observation],
        stands: Sequence[StandState],
        language: Language,
    ) -> None:
        _check(scheme, ordered)
        self.scheme = scheme
        self.language = language
        self.stands = _with_unlisted(stands, ordered)
        self.closed = {stand.id for stand in self.stands if stand.status == "closed"}
        self.zero = scheme.rules.closed_stand == "zero"
        self.counted = self._counted(ordered)
        self.fed = _by_indicator(self.counted)

    def result(self) -> MallScore:
        dimensions = [self._dimension(dimension) for dimension in self.scheme.dimensions]
        parts = tuple(each.part for each in dimensions)
        missing = tuple(each.part.id for each in dimensions if each.value is None)
        complete = bool(dimensions) and not missing
        total = figure(weighted(weighed(dimensions)))
        inspected = [stand for stand in self.stands if self._inspected(stand)]
        return MallScore(
            instrument=self.scheme.instrument,
            version=self.scheme.version,
            official=self.scheme.official and self.scheme.sourced,
            complete=complete,
            score=total if complete else None,
            provisional=None if complete else total,
            band=self._band(total) if complete else None,
            dimensions=parts,
            missing=missing,
            stands=tuple(self._stand(stand) for stand in inspected),
            notes=notes_on(self.scheme, parts, self.stands, self.counted, inspected=len(inspected)),
        )

    def _counted(self, ordered: Sequence[Observation]) -> list[Observation]:
        """Apply the closed-stand rule to what was recorded at closed stands."""
        if self.scheme.rules.closed_stand == "excluded":
            return [each for each in ordered if each.target not in self.closed]
        return [
            replace(each, score=Decimal(0))
            if self.zero and each.target in self.closed and each.score is not None
            else each
            for each in ordered
        ]

    def _inspected(self, stand: StandState) -> bool:
        found = stand.status in {"open", "closed"}
        return found or any(each.target == stand.id for each in self.counted)

    def _dimension(self, dimension: Dimension) -> Exact:
        variables = [self._variable(variable) for variable in dimension.variables]
        return weighted_mean(self._part("dimension", dimension), variables)

    def _variable(self, variable: Variable) -> Exact:
        indicators = [self._indicator(indicator) for indicator in variable.indicators]
        combined = weighted_sum if self.scheme.rules.weights == "as-given" else weighted_mean
        return combined(self._part("variable", variable), indicators)

    def _indicator(self, indicator: Indicator) -> Exact:
        fed = self.fed.get(indicator.id, [])
        children = [item(each) for each in fed]
        if indicator.level == "stand":
            names = {stand.id: stand.name or stand.id for stand in self.stands}
            # A target that is no stand (an officer, say) is a place of its own, after the stands.
            elsewhere = sorted({each.target for each in fed} - set(names))
            titles = {**names, **{target: target for target in elsewhere}}
            places = [
                self._place(Part(target, title, "target", None, 0), indicator)
                for target, title in titles.items()
            ]
            children = [each for each in places if each.part.children or each.value is not None]
        return mean(self._part("indicator", indicator), children)

    def _place(self, part: Part, indicator: Indicator, target: str = "") -> Exact:
        """Return a stand indicator at one place (``part.id`` unless ``target`` names it)."""
        place = target or part.id
        items = [item(each) for each in self.fed.get(indicator.id, []) if each.target == place]
        if not items and self.zero and place in self.closed:
            return Exact(replace(part, score=Decimal("0.00"), answer="tutup"), Fraction(0))
        return mean(part, items)

    def _stand(self, stand: StandState) -> StandScore:
        dimensions = []
        for dimension in self.scheme.dimensions:
            own = [each for each in dimension.indicators() if each.level == "stand"]
            if own:
                places = [
                    self._place(self._part("indicator", each), each, stand.id) for each in own
                ]
                dimensions.append(mean(self._part("dimension", dimension), places))
        total = figure(weighted(weighed(dimensions)))
        whole = self.scheme.rules.stand_zone and all(each.value is not None for each in dimensions)
        return StandScore(
            stand=stand.id,
            name=stand.name,
            dimensions=tuple(each.part for each in dimensions),
            score=total,
            band=self._band(total) if whole else None,
        )

    def _band(self, total: Decimal | None) -> Band | None:
        return band_of(self.scheme, total) if total is not None and self.scheme.bands else None

    def _part(self, level: str, source: Dimension | Variable | Indicator) -> Part:
        title = source.title.en if self.language == "en" else source.title.id
        return Part(
            source.id,
            title,
            level,
            None,
            0,
            weight=source.weight,
            weight_source=source.weight_source,
        )


def _order(each: Observation) -> tuple[str, ...]:
    """Return a key that puts observations into one order, whatever order they came in."""
    number = "" if each.score is None else str(each.score)
    place = (each.target_kind, each.target, each.response, each.ref)
    return (each.indicator, each.item, *place, each.answer, number)


def _check(scheme: Scheme, observations: Iterable[Observation]) -> None:
    known = {indicator.id for indicator in scheme.indicators()}
    for each in observations:
        if each.indicator not in known:
            raise InstrumentError(
                path=scheme.instrument,
                what=f"item {each.item} feeds {each.indicator!r}, an indicator the scheme lacks",
            )
        if each.score is not None and not (each.score.is_finite() and 0 <= each.score <= 1):
            raise InstrumentError(
                path=scheme.instrument, what=f"the score of item {each.item} is not between 0 and 1"
            )


def _with_unlisted(
    stands: Sequence[StandState], observations: Iterable[Observation]
) -> tuple[StandState, ...]:
    """Return the stands and, after them, those that only the answers name (they were inspected)."""
    listed = {stand.id for stand in stands}
    named = {each.target for each in observations if each.target_kind == "stand"}
    return (*stands, *(StandState(target) for target in sorted(named - listed)))


def _by_indicator(observations: Iterable[Observation]) -> Mapping[str, Sequence[Observation]]:
    fed: dict[str, list[Observation]] = defaultdict(list)
    for each in observations:
        fed[each.indicator].append(each)
    return fed
