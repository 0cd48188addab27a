"""Means of parts, exact: quotients of integers, rounded only into the figure that a part shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from fieldsurvey.scoring.bands import shown
from fieldsurvey.scoring.result import Observation, Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal


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
    """Return the part as the plain mean of those children that have a value."""
    values = [child.value for child in children if child.value is not None]
    return _filled(part, children, sum(values, Fraction(0)) / len(values) if values else None)


def weighted_mean(part: Part, children: Sequence[Exact]) -> Exact:
    """Return the part as the mean, by weight, of those children that have a value."""
    return _filled(part, children, weighted_value(children))


def weighted_sum(part: Part, children: Sequence[Exact]) -> Exact:
    """Return the part as Σ(weight · value), the weights taken as they are: nine times 0,11 gives 0,99 at most."""
    pairs = _weighted(children)
    total = sum((weight * value for weight, value in pairs), Fraction(0))
    return _filled(part, children, min(total, Fraction(1)) if pairs else None)


def weighted_value(children: Sequence[Exact]) -> Fraction | None:
    """Return Σ(weight · value) / Σ weight over the children that have a value."""
    pairs = _weighted(children)
    total = sum((weight for weight, _ in pairs), Fraction(0))
    return sum((weight * value for weight, value in pairs), Fraction(0)) / total if pairs else None


def _weighted(children: Sequence[Exact]) -> list[tuple[Fraction, Fraction]]:
    return [
        (Fraction(child.part.weight), child.value)
        for child in children
        if child.value is not None and child.part.weight is not None
    ]


def _filled(part: Part, children: Sequence[Exact], value: Fraction | None) -> Exact:
    parts = tuple(child.part for child in children)
    n = sum(child.n for child in parts)
    return Exact(replace(part, score=figure(value), n=n, children=parts), value)
