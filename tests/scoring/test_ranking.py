"""Rankings: only what one instrument measured in one year, official results and own scores apart."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.scoring import Standing, ranking, rankings

if TYPE_CHECKING:
    import random

KALTIM, KALSEL = "Kalimantan Timur", "Kalimantan Selatan"


def standing(
    mall: str,
    figure: str,
    year: int = 2022,
    instrument: str = "ori-2022",
    province: str = KALTIM,
    *,
    official: bool = True,
) -> Standing:
    return Standing(mall, year, instrument, Decimal(figure), None, official, province=province)


standings = st.lists(
    st.builds(
        standing,
        st.sampled_from(["A", "B", "C", "D", "E", "F"]),
        st.sampled_from(["54.00", "78.00", "88.59"]),
        st.sampled_from([2021, 2022]),
        st.sampled_from(["ori-2021", "ori-2022"]),
        st.sampled_from([KALTIM, KALSEL, ""]),
        official=st.booleans(),
    ),
    max_size=20,
)


def places(found: list[Standing]) -> list[tuple[int, str]]:
    return [(place.rank, place.standing.mall) for place in ranking(found)]


def test_equal_scores_share_a_place_and_the_next_one_is_left_out() -> None:
    found = [standing(*each) for each in (("B", "80"), ("A", "80"), ("C", "90"), ("D", "70"))]
    assert places(found) == [(1, "C"), (2, "A"), (2, "B"), (4, "D")]


def test_instruments_years_and_kinds_of_result_are_never_ranked_together() -> None:
    found = [
        standing("Samarinda", "88.59"),
        standing("Balikpapan", "87.12"),
        standing("Samarinda", "79.87", 2021, "ori-2021"),
        standing("Bontang", "99.00", official=False),
        standing("Bontang", "91.00", instrument="mpp-sidak", official=False),
    ]
    shown = [(r.year, r.instrument, r.official, r.n) for r in rankings(found)]
    assert shown == [
        (2021, "ori-2021", True, 1),
        (2022, "mpp-sidak", False, 1),
        (2022, "ori-2022", True, 2),
        (2022, "ori-2022", False, 1),
    ]


def test_a_province_ranks_its_own_and_nobody_whose_province_is_unknown() -> None:
    found = [
        standing("Samarinda", "88.59"),
        standing("Banjarmasin", "90.00", province=KALSEL),
        standing("Entah", "95.00", province=""),
    ]
    assert [(r.province, r.n) for r in rankings(found, by_province=True)] == [
        (KALSEL, 1),
        (KALTIM, 1),
    ]
    assert [r.n for r in rankings(found)] == [3]


def test_a_mall_visited_twice_in_a_year_counts_with_its_last_visit() -> None:
    found = [
        standing("MPP Samarinda", "50.00", official=False),
        standing("MPP  samarinda", "60.00", official=False),
    ]
    (each,) = rankings(found)
    assert [str(place.standing.score) for place in each.places] == ["60.00"]


@settings(max_examples=40)
@given(standings, st.booleans(), st.randoms(use_true_random=False))
def test_every_ranking_is_of_one_kind_and_descends(
    found: list[Standing], by_province: bool, mixer: random.Random
) -> None:
    for each in rankings(found, by_province=by_province):
        assert {(p.standing.year, p.standing.instrument) for p in each.places} == {
            (each.year, each.instrument)
        }
        assert {p.standing.official for p in each.places} == {each.official}
        for place in each.places:
            better = [p for p in each.places if p.standing.score > place.standing.score]
            assert place.rank == 1 + len(better)
    mixed = found[:]
    mixer.shuffle(mixed)
    assert places(mixed) == places(found)
