"""Small groups of service users cannot be told from the figures that are printed."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.scoring import MallScore, Part, StandScore
from fieldsurvey.survey.disclosure import FEWEST, asked_users, hidden_at_stand, hidden_figures
from tests.report.report_example import example

USERS = {f"r{n}": f"u{n}" for n in range(12)}
ONE = Decimal("50.00")


def indicator(name: str, *, users: int = 0, other: int = 0) -> Part:
    # A user's answer counts for the stand where they were met.
    responses = [f"r{n}" for n in range(users)] + ["building"] * other
    items = tuple(Part(name, "", "item", ONE, 1, target="s", response=r) for r in responses)
    return Part(name, name, "indicator", ONE if items else None, len(items), children=items)


def group(name: str, level: str, *children: Part) -> Part:
    n = sum(child.n for child in children)
    return Part(name, name, level, ONE if n else None, n, children=children)


def mall(*dimensions: Part) -> MallScore:
    return MallScore("i", "1", False, True, ONE, None, None, dimensions, (), ())


def test_enough_users_hide_nothing() -> None:
    output = group("d", "dimension", group("v", "variable", indicator("a", users=FEWEST)))
    assert hidden_figures(mall(output), USERS) == frozenset()


def test_too_few_users_hide_every_sum_that_gives_them_away() -> None:
    other = group("e", "dimension", group("w", "variable", indicator("b", other=3)))
    output = group("d", "dimension", group("v", "variable", indicator("a", users=4)))
    assert hidden_figures(mall(output, other), USERS) == {
        ("d", "v", "a"), ("d", "v"), ("d",), (),
    }  # fmt: skip


def test_a_single_gap_among_siblings_takes_the_smallest_with_it() -> None:
    parts = [indicator("a", users=2), indicator("b", users=9), indicator("c", users=7)]
    output = group("d", "dimension", group("v", "variable", *parts))
    assert hidden_figures(mall(output), USERS) == {("d", "v", "a"), ("d", "v", "c")}


def test_a_stand_with_one_user_is_hidden() -> None:
    own = group("d", "dimension", indicator("a", users=1))
    seen = group("e", "dimension", indicator("b", other=2))
    assert hidden_at_stand(StandScore("s", (own, seen), ONE), USERS) == {("d",), ()}
    assert hidden_at_stand(StandScore("s", (seen,), ONE), USERS) == frozenset()


counts = st.tuples(st.integers(0, 12), st.integers(0, 2))
variables = st.lists(st.lists(counts, min_size=1, max_size=4), min_size=1, max_size=3)


@given(st.lists(variables, min_size=1, max_size=4))
def test_no_printed_sum_has_exactly_one_part_missing(shape: list) -> None:
    dimensions = [
        group(
            f"d{i}",
            "dimension",
            *(
                group(
                    f"v{j}",
                    "variable",
                    *(indicator(f"i{k}", users=u, other=o) for k, (u, o) in enumerate(own)),
                )
                for j, own in enumerate(variables)
            ),
        )
        for i, variables in enumerate(shape)
    ]
    hidden = hidden_figures(mall(*dimensions), USERS)

    def check(path: tuple[str, ...], parts: tuple[Part, ...]) -> None:
        lost = [part for part in parts if (*path, part.id) in hidden]
        if path not in hidden:
            assert len(lost) != 1
            with_data = [part for part in parts if part.score is not None]
            assert not lost or len(lost) < len(with_data)
        for part in parts:
            if part.level != "indicator":
                check((*path, part.id), part.children)
            elif 0 < len({item.response for item in part.children} & USERS.keys()) < FEWEST:
                assert (*path, part.id) in hidden

    check((), tuple(dimensions))


def test_a_user_met_at_a_stand_is_still_a_user() -> None:
    content = example(users=3)
    assert asked_users(content.visit) == {"r-user": "u-1"} | {
        f"r-u-{n}": f"u-{n}" for n in range(1, 4)
    }
