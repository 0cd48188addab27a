"""What a journal keeps, looked at again after each step: the same as everything looked at anew."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.xforms.kept import ABSENT
from tests.scenario import scenario

if TYPE_CHECKING:
    from fieldsurvey.xforms import FormSession

TABLE = """
    | survey |              |       |       |              |                 |              |
    |        | type         | name  | label | repeat_count | relevant        | calculation  |
    |        | integer      | n     | N     |              |                 |              |
    |        | begin_repeat | told  | Told  | ${n}         |                 |              |
    |        | text         | word  | Word  |              |                 |              |
    |        | end_repeat   |       |       |              |                 |              |
    |        | begin_repeat | guest | Guest |              |                 |              |
    |        | text         | name  | Name  |              |                 |              |
    |        | calculate    | long  |       |              |                 | concat(${name}, '!') |
    |        | text         | why   | Why   |              | ${name} = 'x'   |              |
    |        | end_repeat   |       |       |              |                 |              |
"""


def step(chance: random.Random, session: FormSession) -> None:
    """Do one thing that a person or another laptop does."""
    guests = session.instances("/data/guest")
    match chance.randrange(6):
        case 0:
            session.set("/data/n", str(chance.randrange(4)))
        case 1:
            session.add_repeat("/data/guest")
        case 2 if guests:
            session.remove_repeat(chance.choice(guests))
        case 3 if guests:
            session.apply({session.key(chance.choice(guests)) + "/why": chance.choice("ab")})
        case 4:
            for instance in session.instances("/data/told")[:1]:
                session.set(f"{instance}/word", chance.choice(("", "w")))
        case _ if guests:
            session.set(f"{chance.choice(guests)}/name", chance.choice(("", "x", "y")))


@pytest.mark.parametrize("seed", range(12))
def test_a_look_finds_what_looking_at_everything_finds(seed: int) -> None:
    chance = random.Random(seed)
    session = scenario(TABLE)
    keeping = session.keeping()
    for _ in range(25):
        before = session.kept_values()
        assert keeping.values == before
        step(chance, session)
        after = session.kept_values()
        assert keeping.look() == {
            key: (before.get(key, ABSENT), after.get(key, ABSENT))
            for key in before | after
            if before.get(key, ABSENT) != after.get(key, ABSENT)
        }
        assert keeping.values == after


def test_a_session_put_through_xml_is_looked_at_whole() -> None:
    session = scenario(TABLE)
    keeping = session.keeping()
    session.set("/data/guest[1]/name", "x")
    session.reload()
    assert "/data/guest[#1]/name" in keeping.look()
    assert keeping.values == session.kept_values()
    assert keeping.look() == {}
