"""What breaks a rule is kept and flagged; finalize refuses."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import FormInvalid
from fieldsurvey.xforms import Violation
from tests.scenario import scenario

TABLE = """
    | survey | | | | | | | | |
    | | type | name | label | constraint | constraint_message | required | required_message | relevant |
    | | integer | max | Max | | | | | |
    | | integer | n | N | . <= ${max} | At most the max | yes | Needed | |
    | | text | why | Why | string-length(.) > 2 | | ${n} > 5 | | ${n} > 0 |
"""


def test_a_broken_constraint_is_stored_and_flagged() -> None:
    s = scenario(TABLE)
    s.set("/data/max", "9")
    s.set("/data/n", "12")
    assert s.get("/data/n") == "12"
    assert s.violation("/data/n") == Violation("constraint", "At most the max")
    changed = s.set("/data/max", "20")
    assert s.violation("/data/n") is None
    assert "/data/n" in changed


def test_a_blank_answer_is_required_not_constrained() -> None:
    s = scenario(TABLE)
    assert s.violation("/data/n") == Violation("required", "Needed")
    s.set("/data/n", "6")
    assert s.required("/data/why")
    assert s.violation("/data/why") == Violation("required", None)
    s.set("/data/why", "xx")
    assert s.violation("/data/why") == Violation("constraint", None)
    s.set("/data/n", "0")
    assert s.violation("/data/why") is None


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        ("integer", "abc", None),
        ("integer", "1.5", None),
        ("integer", "007", "7"),
        ("decimal", "1,5", None),
        ("decimal", "1.50", "1.50"),
        ("date", "2024-02-30", None),
        ("date", "2024-02-29", "2024-02-29"),
        ("geopoint", "91 0", None),
        ("geopoint", "-6.9 107.6 0 5", "-6.9 107.6 0.0 5.0"),
        ("time", "25:00", None),
    ],
)
def test_text_of_another_type_is_kept_and_flagged(kind: str, text: str, kept: str | None) -> None:
    s = scenario(f"| survey |\n|  | type | name | label |\n|  | {kind} | q | Q |\n")
    s.set("/data/q", text)
    assert s.get("/data/q") == (text if kept is None else kept)
    assert (s.violation("/data/q") is not None) is (kept is None)
    s.set("/data/q", "")
    assert s.violation("/data/q") is None


def test_finalize_lists_every_problem_in_order() -> None:
    s = scenario(TABLE)
    s.set("/data/n", "6")
    with pytest.raises(FormInvalid) as caught:
        s.finalize()
    assert [(ref, v.kind) for ref, v in s.problems()] == [
        ("/data/n", "constraint"),
        ("/data/why", "required"),
    ]
    assert caught.value.problems == s.problems()
    s.set("/data/max", "6")
    s.set("/data/why", "because")
    s.finalize()
