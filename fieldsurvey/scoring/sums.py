"""Scores as integers that a database adds up exactly, and the means that follow from their sums.

A score in [0, 1] is kept as ``high`` · 10⁻¹³ + ``low`` · 10⁻²⁶: two integers whose sums over a visit fit 64 bits, so
that SQL's own SUM loses nothing and no order of rows matters. Answers are scored with at most ``PLACES`` decimals
(``survey.observations.score_figure``), which is more than a computed number of a form has.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from fieldsurvey.scoring.scheme import Level

#: Decimals of a score that are kept.
PLACES = 26
_HALF = 10 ** (PLACES // 2)
_WHOLE = _HALF**2


def halves(score: Decimal) -> tuple[int, int]:
    """Return the integers (high, low) of a score of at most ``PLACES`` decimals."""
    units = int(Fraction(score) * _WHOLE)
    return units // _HALF, units % _HALF


@dataclass(frozen=True, slots=True)
class PlaceSums:
    """The places of one visit that have the same number of scored answers for an indicator, added up.

    Attributes:
        answers: how many scored answers each of the places has, at least 1.
        places: how many places.
        high, low: sums over all their answers, as ``halves`` gives them.
    """

    indicator: str
    answers: int
    places: int
    high: int
    low: int


def indicator_mean(level: Level, sums: Iterable[PlaceSums]) -> Fraction | None:
    """Return an indicator's value in [0, 1], None when nothing feeds it; as ``indicators.score`` (domain.md §1.2).

    A stand indicator is the mean over places of each place's mean; places with equally many answers share a divisor, so
    their answers may be added up first. A mall indicator is the mean over all answers.
    """
    total, count = Fraction(0), 0
    for each in sums:
        value = each.high * _HALF + each.low
        total += Fraction(value, each.answers) if level == "stand" else value
        count += each.places if level == "stand" else each.places * each.answers
    return total / (count * _WHOLE) if count else None
