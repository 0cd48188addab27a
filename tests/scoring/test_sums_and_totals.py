"""Sums that a database makes, and the score from them: the same figures as the explained score, to the last cent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.indonesia import format_decimal
from fieldsurvey.scoring import (
    PLACES,
    PlaceSums,
    Totals,
    halves,
    indicator_mean,
    parse_scheme,
    score,
)
from tests.scoring.scoring_example import answer, scheme
from tests.scoring.test_scoring_laws import visits

if TYPE_CHECKING:
    from fieldsurvey.scoring import Observation, Scheme


@dataclass
class Place:
    """The answers of one place for one indicator, added up as the store does."""

    answers: int = 0
    high: int = 0
    low: int = 0


def means(scheme: Scheme, observations: list[Observation]) -> dict[str, Fraction]:
    """Return what SQL's sums and ``indicator_mean`` make of a visit."""
    places: dict[tuple[str, str], Place] = defaultdict(Place)
    for each in observations:
        if each.score is not None:
            high, low = halves(each.score)
            place = places[each.indicator, each.target]
            place.answers += 1
            place.high += high
            place.low += low
    levels = {each.id: each.level for each in scheme.indicators()}
    sums = {
        name: [
            PlaceSums(name, place.answers, 1, place.high, place.low)
            for (indicator, _), place in places.items()
            if indicator == name
        ]
        for name in levels
    }
    found = {name: indicator_mean(levels[name], of) for name, of in sums.items()}
    return {name: value for name, value in found.items() if value is not None}


@settings(max_examples=40)
@given(visits)
def test_the_short_way_gives_the_figures_of_the_explained_one(visit: list[Observation]) -> None:
    explained = score(scheme(), visit, ())
    total = Totals(scheme()).of(means(scheme(), visit))
    assert (total.score, total.provisional, total.band) == (
        explained.score,
        explained.provisional,
        explained.band,
    )
    assert total.dimensions == {part.id: part.score for part in explained.dimensions}


@given(st.decimals(0, 1, allow_nan=False, places=PLACES))
def test_no_place_of_a_score_is_lost(figure: Decimal) -> None:
    high, low = halves(figure)
    assert Fraction(high, 10**13) + Fraction(low, 10**26) == Fraction(figure)
    assert 0 <= low < 10**13


def test_places_of_equal_size_may_be_added_up_first() -> None:
    """By hand: places 1/2 and 0/2 and 1/1 are the mean of 0,5, 0 and 1; all answers together 2/5."""
    one = 10**13
    sums = [PlaceSums("i", 2, 2, one, 0), PlaceSums("i", 1, 1, one, 0)]
    assert indicator_mean("stand", sums) == Fraction(1, 2)
    assert indicator_mean("mall", sums) == Fraction(2, 5)
    assert indicator_mean("mall", []) is None


@pytest.mark.parametrize(
    ("rule", "weight", "expected"),
    [("relative", "1", "100.00"), ("as-given", "0.11", "99.00"), ("as-given", "0.6", "100.00")],
)
def test_weights_as_they_are_given(rule: str, weight: str, expected: str) -> None:
    """domain.md §4: nine perfect elements give 100 with 1/9 and 99 with 0,11; never more than 100."""
    indicators = "".join(
        f'[[dimension.variable.indicator]]\nid = "u{n}"\nweight = "{weight}"\n'
        'weight_source = "assumed"\nlevel = "mall"\ntitle = { id = "U", en = "U" }\n'
        for n in range(9)
    )
    text = (
        'id = "x"\nversion = "1"\nofficial = false\ntitle = { id = "X", en = "X" }\n'
        f'[rules]\nweights = "{rule}"\n'
        '[[dimension]]\nid = "d"\nweight = "100.00"\nweight_source = "assumed"\n'
        'title = { id = "D", en = "D" }\n'
        '[[dimension.variable]]\nid = "v"\nweight = "1"\nweight_source = "assumed"\n'
        f'title = {{ id = "V", en = "V" }}\n{indicators}'
    )
    found = parse_scheme(text.encode())
    perfect = [answer(f"u{n}", "I", "m", "1") for n in range(9)]
    assert Totals(found).of(means(found, perfect)).score == Decimal(expected)
    assert score(found, perfect, ()).score == Decimal(expected)
    reach = f"nilai tertinggi yang mungkin {format_decimal(Decimal(expected))}."
    assert any(note.endswith(reach) for note in score(found, perfect, ()).notes) == (
        rule == "as-given"
    )
    bare = parse_scheme(
        f'id = "x"\nversion = "1"\nofficial = false\n[rules]\nweights = "{rule}"'.encode()
    )
    assert score(bare, (), ()).score is None
