"""Scores side by side: each by its own year's rules, and every point of a difference explained."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.scoring import (
    MallScore,
    Observation,
    Standing,
    StandState,
    common_score,
    movements,
    score,
    trends,
)
from tests.scoring.scoring_example import answer, scheme

MALL = [StandState("s1", "Samsat", "open")]
INDICATORS = {"kursi": "mall", "toilet": "mall", "persyaratan": "stand", "maklumat": "stand"}


def visit(**values: str | None) -> MallScore:
    """Score a visit with one answer an indicator; None is TB."""
    answers: list[Observation] = [
        answer(
            name,
            f"I-{name}",
            "m" if INDICATORS[name] == "mall" else "s1",
            value,
            kind=INDICATORS[name],
        )
        for name, value in values.items()
    ]
    return score(scheme(), answers, MALL)


def standing(
    mall: str, year: int, figure: str, instrument: str = "i", *, official: bool = True
) -> Standing:
    return Standing(mall, year, instrument, Decimal(figure), None, official)


def total(result: MallScore) -> Decimal:
    return result.score or result.provisional or Decimal(0)


values = st.fixed_dictionaries(
    {},
    optional={name: st.none() | st.sampled_from(["0", "0.25", "0.5", "1"]) for name in INDICATORS},
)


def test_movements_by_hand() -> None:
    # kursi weighs 1/4 of input (40 %), so it moves the mall by a tenth of its own change: 50 → 100 is +5,00.
    # maklumat weighs 1/3 of proses (60 %), a fifth of the mall: 100 → 50 is −10,00.
    old = visit(kursi="0.5", toilet="1", persyaratan="1", maklumat="1")
    new = visit(kursi="1", toilet="1", persyaratan="1", maklumat="0.5")
    moved = [(each.id, each.points, each.old, each.new) for each in movements(old, new)]
    assert moved == [
        ("maklumat", Decimal("-10.00"), Decimal("100.00"), Decimal("50.00")),
        ("kursi", Decimal("5.00"), Decimal("50.00"), Decimal("100.00")),
    ]


def test_what_is_missing_on_one_side_is_counted() -> None:
    # Without toilet, kursi alone is input: 40 points; with it 10 of kursi and 0 of toilet.
    old = visit(kursi="1", persyaratan="1", maklumat="1")
    new = visit(kursi="1", toilet="0", persyaratan="1", maklumat="1")
    assert [(each.id, each.points, each.old) for each in movements(old, new)] == [
        ("kursi", Decimal("-30.00"), Decimal("100.00"))
    ]


@given(values, values)
def test_movements_sum_to_the_difference(
    before: dict[str, str | None], after: dict[str, str | None]
) -> None:
    old, new = visit(**before), visit(**after)
    moved = sum((each.points for each in movements(old, new)), Decimal(0))
    assert abs(moved - (total(new) - total(old))) <= Decimal("0.03")


@given(values)
def test_a_visit_has_everything_in_common_with_itself(answers: dict[str, str | None]) -> None:
    result = visit(**answers)
    common = common_score(result, result)
    fed = [name for name, value in answers.items() if value is not None]
    if not fed:
        assert common is None
        return
    assert common is not None
    assert common.shared == len(fed)
    assert common.old == common.new
    assert abs(common.new - total(result)) <= Decimal("0.01")
    assert not common.only_old
    assert not common.only_new


def test_a_crosswalk_renames_and_drops() -> None:
    old = visit(kursi="0.5", toilet="1", persyaratan="1")
    new = visit(toilet="1", maklumat="0.25")
    # kursi answers to toilet (50 against 100); toilet and persyaratan have no counterpart.
    common = common_score(old, new, {"kursi": "toilet", "toilet": None, "persyaratan": None})
    assert common is not None
    assert (common.old, common.new, common.shared) == (Decimal("50.00"), Decimal("100.00"), 1)
    assert common.only_old == ("persyaratan", "toilet")
    assert common.only_new == ("maklumat",)


def test_a_trend_runs_through_the_years_and_knows_what_is_comparable() -> None:
    given_order = [
        standing("S", 2022, "88.59", "ori-2022"),
        standing("B", 2021, "99.25"),
        standing("S", 2021, "79.87", "ori-2021"),
        standing("S", 2023, "90.00", "ori-2022"),
        standing("S", 2024, "91.00", "ori-2022", official=False),
    ]
    samarinda, balikpapan = trends(given_order)
    assert [each.year for each in samarinda.standings] == [2021, 2022, 2023, 2024]
    assert [(s.difference, s.comparable) for s in samarinda.steps] == [
        (Decimal("8.72"), False),
        (Decimal("1.41"), True),
        (Decimal("1.00"), False),
    ]
    assert balikpapan.steps == ()
