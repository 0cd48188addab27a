"""Steps as JSON: what ``form run --answers`` takes, and how it refuses the rest without showing an answer."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import AnswerError
from fieldsurvey.xforms import steps as steps_module
from fieldsurvey.xforms.steps import play, read_steps
from tests.scenario import scenario, values

TABLE = """
    | survey |              |      |                         |             |
    |        | type         | name | label::English (en)     | label::Bahasa Indonesia (id) |
    |        | text         | a    | A                       | A           |
    |        | begin_repeat | rep  | R                       | R           |
    |        | integer      | q    | Q                       | P           |
    |        | end_repeat   |      |                         |             |
"""


def test_every_step_is_played_in_order() -> None:
    session = scenario(TABLE)
    steps = read_steps(
        """[{"set": "/data/a", "value": "x"}, {"add_repeat": "/data/rep"}, {"expect": {}},
        {"set": "/data/rep[1]/q", "value": 3}, {"set": "/data/rep[2]/q", "value": 4.5},
        {"remove_repeat": "/data/rep[1]"}, {"language": "id"}, {"save_load": true},
        {"set": "/data/a", "value": true}]"""
    )
    changes = [changed for _, changed in play(session, steps)]
    assert "/data/a" in changes[0]
    assert values(session) == {"/data/a": "true", "/data/rep[1]/q": "4.5"}
    assert session.label("/data/rep[1]/q") == "P"
    assert session.orphans == {}
    for value, kept in ((False, "false"), (None, ""), (7, "7")):
        list(play(session, [{"set": "/data/a", "value": value}]))
        assert session.get("/data/a") == kept
    list(play(session, [{"set": "/data/a", "value": "x"}, {"set": "/data/a"}]))
    assert session.get("/data/a") == ""


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, "5", "{}", "[1]", "[[]]", '[{"set": "/a"}, null]']
)
def test_what_is_no_list_of_steps_is_refused(text: str) -> None:
    with pytest.raises(AnswerError, match="answers: "):
        read_steps(text)


def test_steps_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps_module, "MAX_STEPS", 2)
    assert len(read_steps("[{}, {}]")) == 2
    with pytest.raises(AnswerError, match="more than 2 steps"):
        read_steps("[{}, {}, {}]")


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({}, "{} is not a step"),
        ({"put": "secret", "b": 1}, "{put, b} is not a step"),
        ({"set": 5, "value": "secret"}, "set wants text"),
        ({"add_repeat": None}, "add_repeat wants text"),
        ({"remove_repeat": ["secret"]}, "remove_repeat wants text"),
        ({"language": True}, "language wants text"),
    ],
)
def test_a_step_that_is_none_is_named_by_its_place(step: dict[str, object], said: str) -> None:
    session = scenario(TABLE)
    with pytest.raises(AnswerError, match=r"^step 2: ") as caught:
        list(play(session, [{"expect": {}}, step]))
    assert said in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "step",
    [
        {"set": "/data/none", "value": "1"},
        {"set": "/data/rep[9]/q", "value": "1"},
        {"set": "/data/rep", "value": "1"},
        {"set": "data/a", "value": "1"},
        {"set": "/data/a[", "value": "1"},
        {"set": "/data/a[2]", "value": "1"},
        {"set": "/other/a", "value": "1"},
        {"add_repeat": "/data/a"},
        {"add_repeat": "/data/none"},
        {"add_repeat": "/data"},
        {"add_repeat": "rep"},
        {"remove_repeat": "/data/a"},
        {"remove_repeat": "/data/rep[2]"},
        {"language": "Klingon"},
    ],
)
def test_a_step_that_fits_no_node_changes_nothing(step: dict[str, object]) -> None:
    session = scenario(TABLE)
    before = values(session)
    with pytest.raises(AnswerError):
        list(play(session, [step]))
    assert values(session) == before
