"""From the scores of a city's units to the city's, and what each unit does to it (domain.md §1.2, seed 001).

How the assessor makes one figure of a city's units (dinas, puskesmas, DPMPTSP …) is not confirmed, so an instrument
names its way under ``[rules] units``:

- ``mean``: the plain mean of the units' scores, (Σ score) ÷ n.
- ``weighted``: Σ(weight · score) ÷ Σ weight, by the instrument's ``[unit_weight]``.
- ``dimensions``: of each dimension the mean over the units that have it, then Σ(W · dimension) ÷ Σ W by the weights of
  the dimensions; the same as ``mean`` when every unit has every dimension.

A unit's *points* are what it adds to the city's score; those of all units sum to it. Its *effect* is the city's score
less what it would be without the unit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from fieldsurvey.errors import InstrumentError
from fieldsurvey.scoring.bands import shown, signed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldsurvey.scoring.scheme import Scheme


@dataclass(frozen=True, slots=True)
class UnitScore:
    """The score of one unit: of itself, and of its dimensions by id as far as they are known; 0–100."""

    unit: str
    score: Decimal
    dimensions: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnitShare:
    """What a unit does to the whole.

    Attributes:
        score: its own, 0–100.
        points: of the whole's score, two decimals.
        effect: the whole's score less that without it; None when there is no other unit.
    """

    unit: str
    score: Decimal | None
    points: Decimal
    effect: Decimal | None


@dataclass(frozen=True, slots=True)
class CityScore:
    """The score made of units.

    Attributes:
        score: 0–100, two decimals.
        strategy: how it was made.
        shares: of the units, in their order.
    """

    score: Decimal
    strategy: str
    shares: tuple[UnitShare, ...]


def city_score(scheme: Scheme, units: Sequence[UnitScore]) -> CityScore | None:
    """Make a city's score of its units' as the scheme says, None without units.

    Raises:
        InstrumentError: a unit lacks the weight, or the dimensions, that the scheme's way needs.
    """
    if not units:
        return None
    points = _points(scheme, units)
    whole = sum(points, Fraction(0))
    shares = []
    for number, unit in enumerate(units):
        others = [*units[:number], *units[number + 1 :]]
        rest = sum(_points(scheme, others), Fraction(0)) if others else None
        effect = None if rest is None else signed(whole - rest)
        shares.append(UnitShare(unit.unit, unit.score, shown(points[number]), effect))
    return CityScore(shown(whole), scheme.rules.units, tuple(shares))


@dataclass(frozen=True, slots=True)
class UnitMovement:
    """What a unit did to the whole between two years; ``old`` or ``new`` is None where it was not scored."""

    unit: str
    old: Decimal | None
    new: Decimal | None
    points: Decimal


def unit_movements(old: Sequence[UnitShare], new: Sequence[UnitShare]) -> list[UnitMovement]:
    """Return what each unit did to the difference, the strongest first; the points sum to it (up to rounding)."""
    before, after = ({share.unit: share for share in shares} for shares in (old, new))
    found = []
    for unit in dict.fromkeys([*before, *after]):
        was, now = before.get(unit), after.get(unit)
        points = (now.points if now else Decimal(0)) - (was.points if was else Decimal(0))
        found.append(
            UnitMovement(unit, was.score if was else None, now.score if now else None, points)
        )
    return sorted(found, key=lambda each: (-abs(each.points), each.unit))


def _points(scheme: Scheme, units: Sequence[UnitScore]) -> list[Fraction]:
    """Return what each unit adds to the whole, exact."""
    if scheme.rules.units == "dimensions":
        return _by_dimensions(scheme, units)
    weights = [_weight(scheme, unit) for unit in units]
    total = sum(weights, Fraction(0))
    return [
        weight * Fraction(unit.score) / total for weight, unit in zip(weights, units, strict=True)
    ]


def _weight(scheme: Scheme, unit: UnitScore) -> Fraction:
    if scheme.rules.units == "mean":
        return Fraction(1)
    weight = scheme.unit_weights.get(unit.unit)
    if weight is None:
        what = f"[unit_weight] has no weight for the unit {unit.unit!r}: write one"
        raise InstrumentError(path=scheme.instrument, what=what)
    return Fraction(weight)


def _by_dimensions(scheme: Scheme, units: Sequence[UnitScore]) -> list[Fraction]:
    for unit in units:
        if not unit.dimensions:
            what = f"units are put together by dimensions, and {unit.unit!r} has none: import them"
            raise InstrumentError(path=scheme.instrument, what=what)
    having = {
        each.id: [unit for unit in units if each.id in unit.dimensions]
        for each in scheme.dimensions
    }
    fed = [each for each in scheme.dimensions if having[each.id]]
    total = sum((Fraction(each.weight) for each in fed), Fraction(0))
    return [
        sum(
            (
                Fraction(each.weight)
                / total
                * Fraction(unit.dimensions[each.id])
                / len(having[each.id])
                for each in fed
                if each.id in unit.dimensions
            ),
            Fraction(0),
        )
        for unit in units
    ]
