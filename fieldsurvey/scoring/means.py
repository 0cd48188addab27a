"""Means of parts, exact: quotients of integers, rounded only into the figure that a part shows.

The formulas are those of domain.md §1.2: indicator = mean(items), variable = Σ(w · indicator) ÷ Σ w, dimension =
Σ(w · variable) ÷ Σ w, unit = Σ(W · dimension); and §4 for weights taken as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from fieldsurvey.scoring.bands import shown
from fieldsurvey.scoring.result import Observation, Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

#: A weight and a value in [0, 1], None when nothing feeds it.
Weighed = tuple[Fraction, Fraction | None]


@dataclass(frozen=True, slots=True)
class Exact:
    """A part with its exact value in [0, 1], None when nothing feeds it."""

    part: Part
    value: Fraction | None


def figure(value: Fraction | None) -> Decimal | None:
    """Return a value in [0, 1] as the figure shown on 0–100."""
    return None if value is None else shown(value * 100)


def item(observation: Observation) -> Exact:
    """Return one answer as a leaf of the tree."""
    value = None if observation.score is None else Fraction(observation.score)
    part = Part(
        id=observation.item,
        title="",
        level="item",
        score=figure(value),
        n=int(value is not None),
        answer=observation.answer,
        target=observation.target,
        response=observation.response,
        ref=observation.ref,
    )
    return Exact(part, value)


def mean(part: Part, children: Sequence[Exact]) -> Exact:
    """Return the part as the plain mean of those children that have a value (domain.md §1.2: TB leaves both sides)."""
    values = [child.value for child in children if child.value is not None]
    return _filled(part, children, sum(values, Fraction(0)) / len(values) if values else None)


def weighted_mean(part: Part, children: Sequence[Exact]) -> Exact:
    """Return the part as the mean, by weight, of those children that have a value."""
    return _filled(part, children, weighted(weighed(children)))


def weighted_sum(part: Part, children: Sequence[Exact]) -> Exact:
    """Return the part as the sum of its children's values by their weights as they are."""
    return _filled(part, children, weighted_as_given(weighed(children)))


def weighted(pairs: Iterable[Weighed]) -> Fraction | None:
    """Return Σ(weight · value) ÷ Σ weight over the pairs that have a value (domain.md §1.2)."""
    total, whole = Fraction(0), Fraction(0)
    for weight, value in pairs:
        if value is not None:
            total += weight * value
            whole += weight
    return total / whole if whole else None


def weighted_as_given(pairs: Iterable[Weighed]) -> Fraction | None:
    """Return Σ(weight · value), the weights taken as they are: nine times 0,11 gives 0,99 at most (domain.md §4)."""
    products = [weight * value for weight, value in pairs if value is not None]
    return min(sum(products, Fraction(0)), Fraction(1)) if products else None


def weighed(children: Sequence[Exact]) -> list[Weighed]:
    """Return the weights and values of parts; a part without a weight is a place in a mean and left out."""
    return [
        (Fraction(child.part.weight), child.value)
        for child in children
        if child.part.weight is not None
    ]


def _filled(part: Part, children: Sequence[Exact], value: Fraction | None) -> Exact:
    parts = tuple(child.part for child in children)
    n = sum(child.n for child in parts)
    return Exact(replace(part, score=figure(value), n=n, children=parts), value)
