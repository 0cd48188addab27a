"""Laws of the score, for any answers: order, bounds, monotony, items that do not apply."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.scoring import MallScore, Observation, StandState, score, shown
from tests.scoring.scoring_example import answer, scheme

if TYPE_CHECKING:
    import random

    from fieldsurvey.scoring import Scheme

LEVELS = {"kursi": "mall", "toilet": "mall", "persyaratan": "stand", "maklumat": "stand"}
TARGETS = ["s1", "s2", "s3"]

scores = st.one_of(
    st.sampled_from(["0", "0.5", "1", "0.25", "0.3333333333333333"]),
    st.decimals(0, 1, allow_nan=False, places=6).map(str),
)


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    indicator = draw(st.sampled_from(sorted(LEVELS)))
    target = draw(st.sampled_from(TARGETS)) if LEVELS[indicator] == "stand" else "m"
    kind = "stand" if LEVELS[indicator] == "stand" else "mall"
    item = draw(st.sampled_from(["I1", "I2", "I3"]))
    return answer(indicator, item, target, draw(st.none() | scores), kind=kind)


visits = st.lists(observations(), max_size=25)
rules = st.sampled_from(["as-visible", "excluded", "zero"])
stands = st.tuples(
    *(
        st.builds(
            StandState,
            st.just(name),
            st.just(name),
            st.sampled_from(["open", "closed", "off-schedule", ""]),
        )
        for name in TARGETS
    )
)


def figure(result: MallScore) -> Decimal | None:
    return result.score if result.score is not None else result.provisional


@given(visits, stands, rules, st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(
    visit: list[Observation], states: tuple[StandState, ...], rule: str, mixer: random.Random
) -> None:
    mixed = visit[:]
    mixer.shuffle(mixed)
    assert score(scheme(rule), visit, states) == score(scheme(rule), mixed, states)


@given(visits, stands, rules)
def test_every_figure_lies_between_0_and_100(
    visit: list[Observation], states: tuple[StandState, ...], rule: str
) -> None:
    result = score(scheme(rule, stand_zone=True), visit, states)
    shares = [stand.score for stand in result.stands]
    for each in (figure(result), *shares):
        assert each is None or (0 <= each <= 100 and each.as_tuple().exponent == -2)
    assert result.complete == (result.score is not None) == (not result.missing)


@given(visits.filter(bool), stands, rules, st.data())
def test_raising_an_answer_never_lowers_the_mall(
    visit: list[Observation], states: tuple[StandState, ...], rule: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(visit) - 1))
    if visit[place].score is None:
        return
    raised = data.draw(
        st.decimals(visit[place].score, 1, allow_nan=False, places=6).filter(lambda d: d <= 1)
    )
    better = [replace(each, score=raised) if n == place else each for n, each in enumerate(visit)]
    before = figure(score(scheme(rule), visit, states))
    after = figure(score(scheme(rule), better, states))
    assert before is None or (after is not None and after >= before)


@given(visits, st.sampled_from(["as-visible", "excluded"]), stands)
def test_items_that_do_not_apply_leave_no_trace_in_any_figure(
    visit: list[Observation], rule: str, states: tuple[StandState, ...]
) -> None:
    applying = [each for each in visit if each.score is not None]
    with_all, without = score(scheme(rule), visit, states), score(scheme(rule), applying, states)
    assert (with_all.score, with_all.provisional, with_all.missing) == (
        without.score,
        without.provisional,
        without.missing,
    )
    assert [(part.score, part.n) for part in with_all.dimensions] == [
        (part.score, part.n) for part in without.dimensions
    ]


def without(scheme: Scheme, indicator: str) -> Scheme:
    """Return the scheme as if it had never had an indicator; what is left empty goes with it."""
    dimensions = []
    for dimension in scheme.dimensions:
        variables = [
            replace(variable, indicators=kept)
            for variable in dimension.variables
            if (kept := tuple(each for each in variable.indicators if each.id != indicator))
        ]
        if variables:
            dimensions.append(replace(dimension, variables=tuple(variables)))
    return replace(scheme, dimensions=tuple(dimensions))


@settings(max_examples=40)
@given(visits, st.sampled_from(sorted(LEVELS)), stands)
def test_an_indicator_answered_tb_gives_the_score_of_the_instrument_without_it(
    visit: list[Observation], indicator: str, states: tuple[StandState, ...]
) -> None:
    answered = [
        replace(each, score=None, answer="tb") if each.indicator == indicator else each
        for each in visit
    ]
    left_out = [each for each in visit if each.indicator != indicator]
    with_tb = score(scheme(), answered, states)
    never_had = score(without(scheme(), indicator), left_out, states)
    assert figure(with_tb) == figure(never_had)


@settings(max_examples=40)
@given(visits.filter(bool), st.data())
def test_an_item_answered_tb_at_one_stand_leaves_the_other_stands_alone(
    visit: list[Observation], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(visit) - 1))
    answered = [replace(each, score=None) if n == place else each for n, each in enumerate(visit)]
    left_out = [each for n, each in enumerate(visit) if n != place]
    assert figure(score(scheme(), answered, ())) == figure(score(scheme(), left_out, ()))


@given(st.fractions(0, 100))
def test_shown_rounds_half_up_from_the_exact_quotient(value: Fraction) -> None:
    rounded = shown(value)
    assert -Fraction(1, 200) < Fraction(rounded) - value <= Fraction(1, 200)


@given(st.decimals(0, 100, allow_nan=False, places=40))
@settings(max_examples=50)
def test_shown_is_the_same_for_a_decimal_and_its_fraction(value: Decimal) -> None:
    assert shown(value) == shown(Fraction(value))


def test_thirds_add_up_to_a_boundary_exactly() -> None:
    """2/3 of a stand and 1/3 of another are a half: no rounding in between may lose it."""
    halves = [
        answer("persyaratan", item, stand, value)
        for stand, values in (("s1", "110"), ("s2", "100"))
        for item, value in zip("abc", values, strict=True)
    ]
    result = score(scheme(), halves, ())
    assert result.dimensions[1].score == Decimal("50.00")
