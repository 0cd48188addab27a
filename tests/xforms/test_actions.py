"""setvalue at its events: dynamic defaults, triggers, new repeats."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import FormError
from tests.scenario import scenario, xform

TABLE = """
    | survey |              |       |       |               |                   |         |
    |        | type         | name  | label | default       | calculation       | trigger |
    |        | date         | day   | Day   | today()       |                   |         |
    |        | integer      | a     | A     | 2             |                   |         |
    |        | calculate    | twice |       |               | ${a} * 2          |         |
    |        | text         | memo  | Memo  |               | concat('a=', ${twice}) | ${a} |
    |        | begin_repeat | r     | R     |               |                   |         |
    |        | text         | no    | No    | concat('n', position(..)) |       |         |
    |        | text         | x     | X     |               |                   |         |
    |        | text         | y     | Y     |               | concat(${no}, ${x}) | ${x}  |
    |        | end_repeat   |       |       |               |                   |         |
"""


def test_a_dynamic_default_is_set_once_at_the_first_load() -> None:
    s = scenario(TABLE)
    assert s.get("/data/day") == "2026-08-22"
    s.set("/data/day", "")
    assert s.get("/data/day") == ""
    kept = s.kept_values()
    again = scenario(TABLE, values={**kept, "/data/a": "3"})
    assert again.get("/data/day") == ""
    assert scenario(TABLE, instance_xml=s.to_xml()).get("/data/day") == ""


def test_a_trigger_sees_recalculated_values_and_fires_only_on_change() -> None:
    s = scenario(TABLE)
    assert s.get("/data/memo") == ""
    changed = s.set("/data/a", "5")
    assert s.get("/data/memo") == "a=10"
    assert "/data/memo" in changed
    s.set("/data/memo", "mine")
    s.set("/data/a", "5")
    assert s.get("/data/memo") == "mine"


def test_new_instances_get_their_own_defaults_and_triggers() -> None:
    s = scenario(TABLE)
    assert s.get("/data/r[1]/no") == "n1"
    s.add_repeat("/data/r")
    assert s.get("/data/r[2]/no") == "n2"
    s.set("/data/r[2]/x", "!")
    assert s.get("/data/r[2]/y") == "n2!"
    assert s.get("/data/r[1]/y") == ""


def test_results_of_actions_are_kept() -> None:
    s = scenario(TABLE)
    s.set("/data/a", "7")
    kept = s.kept_values()
    assert kept["/data/day"] == "2026-08-22"
    assert kept["/data/memo"] == "a=14"
    again = scenario(TABLE, values=kept)
    assert again.get("/data/memo") == "a=14"
    assert again.kept_values() == kept


def test_merged_values_run_no_action() -> None:
    s = scenario(TABLE)
    s.apply({"/data/a": "9"})
    assert s.get("/data/twice") == "18"
    assert s.get("/data/memo") == ""


def test_actions_that_answer_each_other_stop() -> None:
    form = xform(
        "<instance><data><a/><b/></data></instance>",
        '<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b" value="/data/a + 1"/></input>'
        '<input ref="/data/b"><setvalue event="xforms-value-changed" ref="/data/a" value="/data/b + 1"/></input>',
    )
    s = form.start()
    with pytest.raises(FormError, match="without end"):
        s.set("/data/a", "1")
