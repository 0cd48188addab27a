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


EVENTS = """
    <instance><data id="e">
      <a/><b/><c/><log/><calc/><load/><text/><day/><pick/><seen/>
      <r jr:template=""><x/><y/></r><r><x/><y/></r>
    </data></instance>
    <instance id="list"><root>
      <item><name>n1</name><up>u1</up></item><item><name>n2</name><up>u2</up></item>
    </root></instance>
    <bind nodeset="/data/calc" type="string" calculate="'K'"/>
    <bind nodeset="/data/text" type="string"/>
    <bind nodeset="/data/day" type="string"/>
    <bind nodeset="/data/r/y" type="string" calculate="concat('y', position(..))"/>
    <setvalue event="odk-instance-first-load" ref="/data/load" value="concat(/data/calc, '.')"/>
    <setvalue event="odk-instance-first-load" ref="/data/text" value="0 + 0"/>
    <setvalue event="odk-instance-first-load" ref="/data/day" value="date('2024-02-03')"/>
"""
CONTROLS = """
    <input ref="/data/a"><label>A</label>
      <setvalue event="xforms-value-changed" ref="/data/b" value="concat(/data/a, 1)"/>
      <setvalue event="xforms-value-changed" ref="/data/log" value="concat(/data/log, 'a')"/>
    </input>
    <input ref="/data/b"><label>B</label>
      <setvalue event="xforms-value-changed" ref="/data/log" value="concat(/data/log, 'b')"/>
    </input>
    <input ref="/data/c"><label>C</label></input>
    <select1 ref="/data/pick"><label>P</label>
      <itemset nodeset="instance('list')/root/item[up = /data/c]"><value ref="name"/><label ref="name"/></itemset>
      <setvalue event="xforms-value-changed" ref="/data/seen" value="concat(/data/seen, '[', /data/pick, ']')"/>
    </select1>
    <group ref="/data/r"><label>R</label><repeat nodeset="/data/r">
      <setvalue event="odk-new-repeat" ref="/data/r/x" value="concat(position(..), ../y, '.')"/>
      <input ref="/data/r/x"><label>X</label></input>
    </repeat></group>
"""


def test_actions_at_load_and_in_a_new_instance_come_before_calculation() -> None:
    s = xform(EVENTS, CONTROLS).start()
    assert (s.get("/data/load"), s.get("/data/calc")) == (".", "K")
    s.add_repeat("/data/r")
    assert (s.get("/data/r[2]/x"), s.get("/data/r[2]/y")) == ("2.", "y2")


def test_what_an_action_sets_reads_as_if_it_had_been_typed() -> None:
    s = xform(EVENTS, CONTROLS).start()
    assert s.get("/data/text") == "0"
    assert s.get("/data/day").startswith("2024-02-03T00:00:00.000")


def test_an_event_in_between_comes_before_the_actions_that_wait() -> None:
    s = xform(EVENTS, CONTROLS).start()
    s.set("/data/a", "x")
    assert (s.get("/data/b"), s.get("/data/log")) == ("x1", "ba")


def test_clearing_a_choice_that_is_filtered_out_is_a_change_too() -> None:
    s = xform(EVENTS, CONTROLS).start()
    s.set("/data/c", "u1")
    s.set("/data/pick", "n1")
    s.set("/data/c", "u2")
    assert (s.get("/data/pick"), s.get("/data/seen")) == ("", "[n1][]")


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


def test_actions_of_counted_instances_come_before_calculation_too() -> None:
    s = xform(
        """
        <instance><data id="e"><n>1</n><r jr:template=""><x/><y/></r><r><x/><y/></r></data></instance>
        <bind nodeset="/data/n" type="int"/>
        <bind nodeset="/data/r/y" calculate="concat('y', position(..))"/>
        """,
        """
        <input ref="/data/n"><label>N</label></input>
        <group ref="/data/r"><label>R</label><repeat nodeset="/data/r" jr:count="/data/n">
          <setvalue event="odk-new-repeat" ref="/data/r/x" value="concat(position(..), ../y, '.')"/>
          <input ref="/data/r/x"><label>X</label></input>
        </repeat></group>
        """,
    ).start()
    s.set("/data/n", "3")
    s.set("/data/n", "1")
    s.set("/data/n", "3")
    assert [s.get(f"/data/r[{n}]/x") for n in (1, 2, 3)] == ["", "2.", "3."]
    assert [s.get(f"/data/r[{n}]/y") for n in (1, 2, 3)] == ["y1", "y2", "y3"]
