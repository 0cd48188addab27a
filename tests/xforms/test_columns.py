"""Counts and sums over repeats, kept up through every kind of change, are those of a plain look at all rows."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.scenario import scenario

if TYPE_CHECKING:
    from fieldsurvey.xforms import FormSession

ROWS = """
    | survey |              |        |       |               |                             |
    |        | type         | name   | label | relevant      | calculation                 |
    |        | integer      | wanted | W     |               |                             |
    |        | begin_repeat | row    | Row   |               |                             |
    |        | integer      | use    | Use   |               |                             |
    |        | begin_group  | inner  | Inner | ${use} != 2   |                             |
    |        | decimal      | weight | W     | ${use} != 1   |                             |
    |        | end_group    |        |       |               |                             |
    |        | begin_repeat | sub    | Sub   |               |                             |
    |        | integer      | part   | Part  |               |                             |
    |        | end_repeat   |        |       |               |                             |
    |        | end_repeat   |        |       |               |                             |
    |        | calculate    | sum    |       |               | sum(${weight})              |
    |        | calculate    | count  |       |               | count(${weight})            |
    |        | calculate    | rows   |       |               | count(${row})               |
    |        | calculate    | parts  |       |               | sum(${part})                |
    |        | calculate    | none   |       |               | sum(${wanted})              |
"""


def check(session: FormSession) -> None:
    """Compare with a plain look at all rows."""
    rows = session.instances("/data/row")
    shown = [r for r in (f"{row}/inner/weight" for row in rows) if session.relevant(r)]
    total = 0.0
    for ref in shown:
        total += float(session.get(ref) or 0)
    assert float(session.get("/data/sum")) == pytest.approx(total, rel=0, abs=1e-9)
    assert session.get("/data/count") == str(len(shown))
    assert session.get("/data/rows") == str(len(rows))
    parts = [session.get(f"{sub}/part") for row in rows for sub in session.instances(f"{row}/sub")]
    assert float(session.get("/data/parts")) == sum(int(part or 0) for part in parts)


@pytest.mark.parametrize("seed", range(6))
def test_columns_follow_every_change(seed: int) -> None:
    random = Random(seed)
    session = scenario(ROWS)
    for _ in range(120):
        rows = session.instances("/data/row")
        row = random.choice(rows) if rows else session.add_repeat("/data/row")
        match random.randrange(8):
            case 0 | 1:
                session.add_repeat("/data/row")
            case 2:
                session.remove_repeat(row)
            case 3:
                session.set(f"{row}/use", random.choice(("", "0", "1", "2")))
            case 4:
                session.set(f"{session.add_repeat(f'{row}/sub')}/part", str(random.randrange(9)))
            case 5:
                key = session.key(random.choice(session.instances("/data/row")))
                above, _, _ = key.partition("[")
                fresh = f"{above}[0192{random.randrange(10**8):08d}]"
                session.apply({fresh: "", f"{fresh}/inner/weight": "1.25"})
            case _:
                session.set(f"{row}/inner/weight", random.choice(("", "0.1", "2", "7.35", "x")))
        check_typed(session)
    session.reload()
    check_typed(session)


def check_typed(session: FormSession) -> None:
    """Check once what is no number is out of the way: a word in a number field counts as blank."""
    odd = [
        ref
        for row in session.instances("/data/row")
        if session.get(ref := f"{row}/inner/weight") == "x"
    ]
    for ref in odd:
        session.set(ref, "")
    check(session)


def test_sums_add_in_the_order_of_the_rows() -> None:
    """0.1 + 0.2 + 0.3 is 0.6000000000000001, and 0.3 + 0.2 + 0.1 is 0.6: the last digits tell the order."""
    session = scenario(ROWS)
    for place, weight in enumerate(("9", "0.2", "0.3"), 1):
        if place > 1:
            session.add_repeat("/data/row")
        session.set(f"/data/row[{place}]/inner/weight", weight)
    assert session.get("/data/sum") == "9.5"
    session.set("/data/row[1]/inner/weight", "0.1")
    assert session.get("/data/sum") == "0.6000000000000001"
    session.set("/data/row[1]/use", "1")
    assert session.get("/data/sum") == "0.5"


def test_a_sum_inside_a_row_is_that_row_s_own() -> None:
    session = scenario("""
        | survey |              |      |       |                      |
        |        | type         | name | label | calculation          |
        |        | begin_repeat | row  | Row   |                      |
        |        | integer      | n    | N     |                      |
        |        | calculate    | own  |       | sum(/data/row/n)     |
        |        | calculate    | all  |       | count(/data/row)     |
        |        | end_repeat   |      |       |                      |
        |        | calculate    | sum  |       | sum(/data/row/n)     |
    """)
    session.set("/data/row/n", "2")
    session.set(f"{session.add_repeat('/data/row')}/n", "3")
    assert [session.get(f"/data/row[{i}]/own") for i in (1, 2)] == ["2", "3"]
    assert [session.get(f"/data/row[{i}]/all") for i in (1, 2)] == ["2", "2"]
    assert session.get("/data/sum") == "5"
