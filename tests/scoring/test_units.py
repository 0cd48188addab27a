"""Units in a city's score: three ways, their shares, and what moved it; the parts of a mall's score."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.errors import InstrumentError
from fieldsurvey.scoring import (
    Observation,
    Scheme,
    UnitScore,
    city_score,
    losses,
    parse_scheme,
    points_of_targets,
    score,
    unit_movements,
)
from tests.scoring.scoring_example import TOML, answer, scheme
from tests.scoring.test_scoring_laws import visits

EXAMPLE = TOML.format(closed_stand="as-visible", stand_zone="false")


def way(units: str, weights: dict[str, str] | None = None) -> Scheme:
    """Return the example's scheme (input 40, proses 60) with another way to put units together."""
    rules = EXAMPLE.replace("[rules]", f'[rules]\nunits = "{units}"')
    rows = "".join(f'"{name}" = "{weight}"\n' for name, weight in (weights or {}).items())
    return parse_scheme((rules + (f"\n[unit_weight]\n{rows}" if rows else "")).encode())


def unit(name: str, score: str, **dimensions: str) -> UnitScore:
    return UnitScore(name, Decimal(score), {k: Decimal(v) for k, v in dimensions.items()})


UNITS = [
    unit("DPMPTSP", "94.00", input="100", proses="90"),
    unit("Disdukcapil", "80.00", input="80", proses="80"),
    unit("Dinkes", "66.00", input="60", proses="70"),
]


def test_the_plain_mean_by_hand() -> None:
    """(94 + 80 + 66) ÷ 3 = 80; DPMPTSP gives 94 ÷ 3 = 31,33; without it (80 + 66) ÷ 2 = 73: effect +7."""
    made = city_score(way("mean"), UNITS)
    assert made is not None
    shown = [(s.unit, str(s.points), str(s.effect)) for s in made.shares]
    assert (str(made.score), made.strategy) == ("80.00", "mean")
    assert shown == [
        ("DPMPTSP", "31.33", "7.00"),
        ("Disdukcapil", "26.67", "0.00"),
        ("Dinkes", "22.00", "-7.00"),
    ]


def test_weighted_by_unit_by_hand() -> None:
    """(2 · 94 + 80 + 66) ÷ 4 = 83,50; DPMPTSP gives 47; without it 73: effect +10,50."""
    made = city_score(way("weighted", {"DPMPTSP": "2", "Disdukcapil": "1", "Dinkes": "1"}), UNITS)
    assert made is not None
    assert (str(made.score), str(made.shares[0].points)) == ("83.50", "47.00")
    assert str(made.shares[0].effect) == "10.50"
    with pytest.raises(InstrumentError, match="no weight for the unit 'Dinkes'"):
        city_score(way("weighted", {"DPMPTSP": "2", "Disdukcapil": "1"}), UNITS)


def test_dimensions_first_by_hand() -> None:
    """Without Dinkes' input: input 90, proses 80: 0,4 · 90 + 0,6 · 80 = 84; the plain mean is 81,33."""
    units = [*UNITS[:2], unit("Dinkes", "70.00", proses="70")]
    made, plain = city_score(way("dimensions"), units), city_score(way("mean"), units)
    assert made is not None
    assert plain is not None
    assert (str(made.score), str(plain.score)) == ("84.00", "81.33")
    # Dinkes gives 0,6 · 70 ÷ 3 = 14; without it 0,4 · 90 + 0,6 · 85 = 87: effect −3.
    assert (str(made.shares[2].points), str(made.shares[2].effect)) == ("14.00", "-3.00")
    with pytest.raises(InstrumentError, match="'x' has none"):
        city_score(way("dimensions"), [unit("x", "50")])


figures = st.decimals(0, 100, allow_nan=False, places=2)


@settings(max_examples=40)
@given(st.lists(st.tuples(figures, figures), min_size=1, max_size=6))
def test_with_every_dimension_the_plain_mean_and_dimensions_first_agree(
    pairs: list[tuple[Decimal, Decimal]],
) -> None:
    """domain.md §1.2: identical when all units have all dimensions."""
    units = [
        UnitScore(f"u{n}", (40 * i + 60 * p) / 100, {"input": i, "proses": p})
        for n, (i, p) in enumerate(pairs)
    ]
    made, plain = city_score(way("dimensions"), units), city_score(way("mean"), units)
    assert made is not None
    assert plain is not None
    assert made.score == plain.score
    for city in (made, plain):
        total = sum((share.points for share in city.shares), Decimal(0))
        assert abs(total - city.score) <= Decimal("0.005") * (len(units) + 1)
        assert 0 <= city.score <= 100


def test_no_units_give_no_score_and_one_has_no_effect() -> None:
    assert city_score(way("mean"), []) is None
    made = city_score(way("mean"), UNITS[:1])
    assert made is not None
    assert (str(made.score), made.shares[0].effect) == ("94.00", None)


def test_what_moved_between_years_sums_to_the_difference() -> None:
    """DPMPTSP 94 → 70 takes 24 ÷ 3 = 8 points; a unit that is new brings its whole share."""
    old = city_score(way("mean"), UNITS)
    new = city_score(way("mean"), [replace(UNITS[0], score=Decimal(70)), *UNITS[1:]])
    assert old is not None
    assert new is not None
    moved = unit_movements(old.shares, new.shares)
    assert (moved[0].unit, str(moved[0].points)) == ("DPMPTSP", "-8.00")
    assert sum(m.points for m in moved) == new.score - old.score == Decimal("-8.00")
    fewer = unit_movements(old.shares, new.shares[:2])
    assert {m.unit: m.new for m in fewer}["Dinkes"] is None


def test_weighted_without_weights_is_refused() -> None:
    with pytest.raises(InstrumentError, match="write the weights of the units"):
        way("weighted")
    with pytest.raises(InstrumentError, match="must be greater than 0"):
        way("weighted", {"DPMPTSP": "0"})
    with pytest.raises(InstrumentError, match="'units' must be one of"):
        way("biasa")


@settings(max_examples=40)
@given(visits)
def test_the_parts_of_a_score_sum_to_it(visit: list[Observation]) -> None:
    result = score(scheme(), visit, ())
    total = result.score if result.score is not None else result.provisional
    points = points_of_targets(result)
    if total is None:
        assert points == {}
        return
    assert abs(sum(points.values()) - Fraction(total)) <= Fraction(3, 100)
    assert abs(sum(each.points for each in losses(result)) - (100 - total)) <= Decimal("0.05")


def test_what_holds_a_score_down_by_hand() -> None:
    """persyaratan weighs 2/3 of proses (60 %), 40 % of the mall: at 25 it leaves 30 points; kursi's tenth leaves 5."""
    found = [
        answer("kursi", "I", "m", "0.5", kind="mall"),
        answer("toilet", "I", "m", "1", kind="mall"),
        answer("persyaratan", "I", "s1", "0.5"),
        answer("persyaratan", "I", "s2", "0"),
        answer("maklumat", "I", "s1", "1"),
    ]
    result = score(scheme(), found, ())
    assert [(each.id, str(each.score), str(each.points)) for each in losses(result)] == [
        ("persyaratan", "25.00", "30.00"),
        ("kursi", "50.00", "5.00"),
    ]
    assert points_of_targets(result) == {"m": 35, "s1": 30, "s2": 0}
