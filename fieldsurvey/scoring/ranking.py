"""Malls ranked: only those that the same instrument measured in the same year, official results apart from own scores.

Figures of two instruments do not measure the same (domain.md §0.1), and an office's working score is no result of an
assessor (design §3): no ranking holds both.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.indonesia import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldsurvey.scoring.compare import Standing


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a ranking; equal scores share it (1, 2, 2, 4)."""

    rank: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Ranking:
    """The malls of one year and instrument, the best first.

    Attributes:
        official: results that an assessor gave, or an office's own scores; never both.
        province: of all its malls; "" for the nation.
    """

    year: int
    instrument: str
    official: bool
    province: str
    places: tuple[Place, ...]

    @property
    def n(self) -> int:
        """How many malls are ranked."""
        return len(self.places)


def ranking(standings: Iterable[Standing]) -> list[Place]:
    """Rank standings of one year and one instrument, the best first; equal scores share a place."""
    places: list[Place] = []
    for number, each in enumerate(sorted(standings, key=lambda s: (-s.score, s.mall)), 1):
        shared = places and places[-1].standing.score == each.score
        places.append(Place(places[-1].rank if shared else number, each))
    return places


def rankings(standings: Iterable[Standing], *, by_province: bool = False) -> list[Ranking]:
    """Return a ranking for each year, instrument and kind of result, by year and then instrument.

    Args:
        standings: a mall that stands there twice within one of them counts with its last standing.
        by_province: one for each province too; malls whose province is unknown are left out.
    """
    groups: dict[tuple[int, str, bool, str], dict[str, Standing]] = defaultdict(dict)
    for each in standings:
        if each.province or not by_province:
            province = each.province if by_province else ""
            group = groups[each.year, each.instrument, not each.official, province]
            group[folded(each.mall)] = each
    return [
        Ranking(year, instrument, not own, province, tuple(ranking(groups[key].values())))
        for key in sorted(groups)
        for year, instrument, own, province in [key]
    ]
