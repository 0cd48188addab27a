"""A visit's score from the values of its indicators alone: for tables of many visits, where nobody asks why.

The same rules as ``indicators.score`` (domain.md §1.2, design §3), which explains every figure down to the answers; a
property test holds the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal  # noqa: TC003  dataclass fields are read at run time by asdict users
from fractions import Fraction
from typing import TYPE_CHECKING

from fieldsurvey.scoring.bands import band_of
from fieldsurvey.scoring.means import figure, weighted, weighted_as_given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from fieldsurvey.scoring.means import Weighed
    from fieldsurvey.scoring.result import Band
    from fieldsurvey.scoring.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Total:
    """The figures of one visit; each as in ``result.MallScore``.

    Attributes:
        score: 0–100, two decimals; None while a dimension has no data.
        provisional: the score on renormalised weights when it is incomplete.
        dimensions: id → figure, None without data.
    """

    score: Decimal | None
    provisional: Decimal | None
    band: Band | None
    dimensions: Mapping[str, Decimal | None]


class Totals:
    """The weights of one scheme, made exact once for any number of visits."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._dimensions = [
            (
                dimension.id,
                Fraction(dimension.weight),
                [
                    (
                        Fraction(variable.weight),
                        [(each.id, Fraction(each.weight)) for each in variable.indicators],
                    )
                    for variable in dimension.variables
                ],
            )
            for dimension in scheme.dimensions
        ]
        as_given = scheme.rules.weights == "as-given"
        self._of_indicators: Callable[[Iterable[Weighed]], Fraction | None] = (
            weighted_as_given if as_given else weighted
        )

    def of(self, values: Mapping[str, Fraction]) -> Total:
        """Return the figures of a visit.

        Args:
            values: indicator → value in [0, 1]; those without data are left out.
        """
        dimensions = {
            name: (weight, weighted(self._variables(variables, values)))
            for name, weight, variables in self._dimensions
        }
        total = figure(weighted(dimensions.values()))
        complete = bool(dimensions) and all(value is not None for _, value in dimensions.values())
        banded = complete and total is not None and self._scheme.bands
        return Total(
            score=total if complete else None,
            provisional=None if complete else total,
            band=band_of(self._scheme, total) if banded and total is not None else None,
            dimensions={name: figure(value) for name, (_, value) in dimensions.items()},
        )

    def _variables(
        self,
        variables: Iterable[tuple[Fraction, Iterable[tuple[str, Fraction]]]],
        values: Mapping[str, Fraction],
    ) -> Iterable[Weighed]:
        for weight, indicators in variables:
            pairs = [(each, values.get(name)) for name, each in indicators]
            yield weight, self._of_indicators(pairs)
