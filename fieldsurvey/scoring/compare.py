"""Scores side by side: years of one mall, malls of one year, and what moved a score.

Each score keeps the instrument and the bands of its own year; nothing is classified again by newer thresholds
(domain.md §0.1). Where the instrument changed between two years the difference is a figure, not a trend, and says so.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal  # noqa: TC003  dataclass fields are read at run time by asdict users
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from fieldsurvey.scoring.bands import shown, signed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from fieldsurvey.scoring.result import Band, MallScore, Part


@dataclass(frozen=True, slots=True)
class Standing:
    """The score of one mall in one year.

    Attributes:
        instrument: id of the instrument of that year.
        score: 0–100, two decimals.
        band: its category by that instrument; None when it gives none.
        official: a result given by the assessor, not a working score of a visit.
        source: where the figure is from.
        province: where the mall lies, "" when that is not known.
    """

    mall: str
    year: int
    instrument: str
    score: Decimal
    band: Band | None
    official: bool
    source: str = ""
    province: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """From one standing of a mall to its next."""

    old: Standing
    new: Standing

    @property
    def difference(self) -> Decimal:
        """The new score less the old one."""
        return self.new.score - self.old.score

    @property
    def comparable(self) -> bool:
        """Whether both were scored by the same instrument and are of the same standing (both official or neither)."""
        return self.old.instrument == self.new.instrument and self.old.official == self.new.official


@dataclass(frozen=True, slots=True)
class Trend:
    """A mall's standings, oldest first."""

    mall: str
    standings: tuple[Standing, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps between neighbours."""
        return tuple(Step(old, new) for old, new in pairwise(self.standings))


@dataclass(frozen=True, slots=True)
class Movement:
    """What one indicator did to the mall's score between two visits.

    Attributes:
        old, new: its score 0–100 in each visit; None where nothing fed it.
        points: by how many points of the mall's score it moved it, weights included.
    """

    id: str
    title: str
    old: Decimal | None
    new: Decimal | None
    points: Decimal


@dataclass(frozen=True, slots=True)
class Common:
    """Two visits scored over the indicators that both have, by the weights of the newer instrument.

    Attributes:
        old, new: 0–100, two decimals.
        shared: how many indicators both have a value for.
        only_old, only_new: ids of those that stand on one side alone.
    """

    old: Decimal
    new: Decimal
    shared: int
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]


def trends(standings: Iterable[Standing]) -> list[Trend]:
    """Return one trend a mall, in the order the malls first appear; years ascend.

    Within a year official results stand before working scores; otherwise the order given is kept.
    """
    by_mall: dict[str, list[Standing]] = defaultdict(list)
    for each in standings:
        by_mall[each.mall].append(each)
    return [
        Trend(mall, tuple(sorted(own, key=lambda each: (each.year, not each.official))))
        for mall, own in by_mall.items()
    ]


def movements(old: MallScore, new: MallScore) -> list[Movement]:
    """Return what moved the score between two visits, the strongest first; what did not move is left out.

    The points of all indicators sum to the difference of the two scores (up to the rounding of shown figures), whatever
    is missing on either side: a part without data gives its weight to its siblings (domain.md §1.2, the algorithm's
    Σ(w · v) ÷ Σ w), and that shift is counted too.
    """
    before, after = _shares(old.dimensions), _shares(new.dimensions)
    found = []
    for identity in dict.fromkeys([*before, *after]):
        was, now = before.get(identity), after.get(identity)
        points = signed((now.points if now else Fraction(0)) - (was.points if was else Fraction(0)))
        title = now.part.title if now else was.part.title if was else ""
        if points:
            found.append(
                Movement(
                    identity,
                    title,
                    was.part.score if was else None,
                    now.part.score if now else None,
                    points,
                )
            )
    return sorted(found, key=lambda each: (-abs(each.points), each.id))


@dataclass(frozen=True, slots=True)
class Loss:
    """What an indicator keeps the score from: its own score, and the points of the mall's score it leaves."""

    id: str
    title: str
    score: Decimal
    points: Decimal


def losses(result: MallScore) -> list[Loss]:
    """Return what holds the score of one visit down most: weight in the whole · (100 − score), the most first.

    The weight in the whole is the product of the weights above, each divided by its siblings' that have data
    (domain.md §1.2).

    The points of all indicators sum to 100 less the score (up to the rounding of shown figures).
    """
    found = [
        Loss(name, share.part.title, share.part.score, signed(share.weight * 100 - share.points))
        for name, share in _shares(result.dimensions).items()
        if share.part.score is not None
    ]
    return sorted((each for each in found if each.points), key=lambda e: (-e.points, e.id))


def points_of_targets(result: MallScore) -> dict[str, Fraction]:
    """Return target → the points of the mall's score that rest on its answers; they sum to the score.

    Of a stand indicator each place has an equal part, of a mall indicator each answer (design §3). Figures are those
    shown, so the sum may differ from the score by their rounding.
    """
    found: dict[str, Fraction] = defaultdict(Fraction)
    for share in _shares(result.dimensions).values():
        fed = [child for child in share.part.children if child.score is not None]
        for child in fed:
            target = child.id if child.level == "target" else child.target
            found[target] += share.weight * Fraction(child.score or 0) / len(fed)
    return dict(found)


def common_score(
    old: MallScore, new: MallScore, crosswalk: Mapping[str, str | None] | None = None
) -> Common | None:
    """Score two visits over the indicators that both have, with the weights of the newer one on both sides.

    Σ(w · v) ÷ Σ w over the shared indicators (domain.md §1.2), w being each one's part of the newer score; for years
    whose variables changed (§0.1). It is no score by either instrument and has no band.

    Args:
        old: the earlier visit's score.
        new: the later one's, by the same or another instrument.
        crosswalk: the old instrument's indicator → the new one's; None where the new one has no counterpart. An
            indicator that it does not name keeps its id.

    Returns:
        None when they share no indicator that has a value on both sides.
    """
    names = crosswalk or {}
    before: dict[str, Part] = {}
    lost = []
    for identity, share in _shares(old.dimensions).items():
        counterpart = names.get(identity, identity)
        if counterpart is None:
            lost.append(identity)
        else:
            before[counterpart] = share.part
    after = _shares(new.dimensions)
    shared = [identity for identity in after if identity in before]
    total = sum((after[identity].weight for identity in shared), Fraction(0))
    if not total:
        return None
    return Common(
        old=shown(_mean(((after[i].weight, before[i].score) for i in shared), total)),
        new=shown(_mean(((after[i].weight, after[i].part.score) for i in shared), total)),
        shared=len(shared),
        only_old=tuple(sorted([*lost, *(i for i in before if i not in after)])),
        only_new=tuple(i for i in after if i not in before),
    )


@dataclass(frozen=True, slots=True)
class _Share:
    """An indicator with a value: its part, its weight in the whole (all sum to 1), the points it gives of 100."""

    part: Part
    weight: Fraction
    points: Fraction


def _shares(parts: Sequence[Part]) -> dict[str, _Share]:
    return {
        part.id: _Share(part, weight, weight * Fraction(part.score))
        for part, weight in _indicators(parts, Fraction(1))
        if part.score is not None
    }


def _indicators(parts: Sequence[Part], whole: Fraction) -> Iterator[tuple[Part, Fraction]]:
    """Yield each indicator with its weight in the whole; parts without data leave theirs to their siblings."""
    fed = [part for part in parts if part.score is not None]
    total = sum((Fraction(part.weight or 0) for part in fed), Fraction(0))
    for part in fed:
        weight = whole * Fraction(part.weight or 0) / total if total else Fraction(0)
        if part.level == "indicator":
            yield part, weight
        else:
            yield from _indicators(part.children, weight)


def _mean(pairs: Iterable[tuple[Fraction, Decimal | None]], total: Fraction) -> Fraction:
    return sum((weight * Fraction(score or 0) for weight, score in pairs), Fraction(0)) / total
