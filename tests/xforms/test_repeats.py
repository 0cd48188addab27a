"""Repeats: adding, removing, counting, and keys that stay."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import AnswerError
from tests.scenario import scenario, xform

ITEMS = """
    | survey |              |       |       |                    |             |
    |        | type         | name  | label | calculation        | repeat_count |
    |        | decimal      | disc  | D     |                    |             |
    |        | begin_repeat | item  | Item  |                    |             |
    |        | integer      | qty   | Qty   |                    |             |
    |        | integer      | price | Price |                    |             |
    |        | calculate    | line  |       | ${qty} * ${price}  |             |
    |        | calculate    | place |       | position(..)       |             |
    |        | calculate    | net   |       | ${line} * (1 - coalesce(${disc}, 0)) | |
    |        | end_repeat   |       |       |                    |             |
    |        | calculate    | total |       | sum(${line})       |             |
    |        | calculate    | count |       | count(${item})     |             |
"""


def fill(s, n: int) -> None:  # type: ignore[no-untyped-def]
    for i in range(1, n + 1):
        if i > 1:
            s.add_repeat("/data/item")
        s.set(f"/data/item[{i}]/qty", str(i))
        s.set(f"/data/item[{i}]/price", "10")


def test_totals_follow_the_instances() -> None:
    s = scenario(ITEMS)
    fill(s, 4)
    assert s.get("/data/total") == "100"
    assert s.get("/data/count") == "4"
    changed = s.remove_repeat("/data/item[2]")
    assert s.get("/data/total") == "80"
    assert [s.get(f"/data/item[{i}]/place") for i in (1, 2, 3)] == ["1", "2", "3"]
    assert [s.get(f"/data/item[{i}]/qty") for i in (1, 2, 3)] == ["1", "3", "4"]
    assert {"/data/total", "/data/count", "/data/item[2]/place"} <= changed


def test_only_the_row_and_the_totals_are_computed_again() -> None:
    s = scenario(ITEMS)
    fill(s, 3)
    assert s.set("/data/item[2]/qty", "7") == {
        "/data/item[2]/qty",
        "/data/item[2]/line",
        "/data/item[2]/net",
        "/data/total",
    }
    changed = s.set("/data/disc", "0.5")
    assert changed == {"/data/disc", *(f"/data/item[{i}]/net" for i in (1, 2, 3))}


def test_keys_outlive_positions() -> None:
    s = scenario(ITEMS)
    fill(s, 3)
    first, second, third = (s.key(f"/data/item[{i}]/qty") for i in (1, 2, 3))
    assert first == "/data/item[#1]/qty"
    assert s.ref(third) == "/data/item[3]/qty"
    s.remove_repeat("/data/item[2]")
    assert s.ref(third) == "/data/item[2]/qty"
    assert s.get(third) == "3"
    with pytest.raises(AnswerError):
        s.ref(second)
    s.set(third, "9")
    assert s.get("/data/item[2]/qty") == "9"


def test_values_come_back_by_key_whatever_their_order() -> None:
    s = scenario(ITEMS)
    fill(s, 3)
    s.remove_repeat("/data/item[1]")
    kept = s.kept_values()
    assert kept["/data/item[#1]"] is None
    again = scenario(ITEMS, values=dict(reversed(list(kept.items()))))
    assert again.refs() == s.refs()
    assert [again.get(r) for r in again.refs() if "/meta/" not in r] == [
        s.get(r) for r in s.refs() if "/meta/" not in r
    ]
    assert [again.key(r) for r in again.refs()] == [s.key(r) for r in s.refs()]
    assert again.kept_values() == kept
    assert again.orphans == {}


def test_instances_that_arrive_stand_in_the_order_of_their_creation() -> None:
    early = "/data/item[01900000-0000-7000-8000-000000000001]"
    late = "/data/item[01900000-0000-7000-8000-000000000002]"
    ours = scenario(ITEMS)
    ours.apply({late: "", f"{late}/qty": "2"})
    changed = ours.apply({early: "", f"{early}/qty": "1", f"{early}/price": "4"})
    assert [ours.get(f"/data/item[{i}]/qty") for i in (1, 2, 3)] == ["", "1", "2"]
    assert ours.get("/data/count") == "3"
    assert "/data/total" in changed
    theirs = scenario(ITEMS, values={early: "", late: "", f"{late}/qty": "2", f"{early}/qty": "1"})
    assert [theirs.key(r) for r in theirs.refs()] == [ours.key(r) for r in ours.refs()]


def test_what_has_no_node_is_kept_as_an_orphan() -> None:
    s = scenario(
        ITEMS,
        values={"/data/gone": "x", "/data/disc/deep": "y", "/data/disc": "0.1", "nonsense": "z"},
    )
    assert s.get("/data/disc") == "0.1"
    assert s.orphans == {"/data/gone": "x", "/data/disc/deep": "y", "nonsense": "z"}


COUNTED = """
    | survey |              |      |       |              |             |
    |        | type         | name | label | repeat_count | calculation |
    |        | integer      | n    | N     |              |             |
    |        | begin_repeat | r    | R     | ${n}         |             |
    |        | text         | t    | T     |              |             |
    |        | end_repeat   |      |       |              |             |
    |        | calculate    | all  |       |              | join('+', ${t}) |
"""


def test_a_count_makes_and_hides_instances_without_losing_a_word() -> None:
    s = scenario(COUNTED)
    assert s.instances("/data/r") == []
    s.set("/data/n", "3")
    for i in (1, 2, 3):
        s.set(f"/data/r[{i}]/t", f"w{i}")
    assert s.key("/data/r[3]/t") == "/data/r[#3]/t"
    s.set("/data/n", "1")
    assert s.get("/data/all") == "w1"
    assert s.kept_values()["/data/r[#3]/t"] == "w3"
    s.set("/data/n", "3")
    assert s.get("/data/all") == "w1+w2+w3"
    s.set("/data/n", "")
    assert s.instances("/data/r") == []


def test_counted_instances_come_back_by_key() -> None:
    s = scenario(COUNTED)
    s.set("/data/n", "2")
    s.set("/data/r[2]/t", "b")
    again = scenario(COUNTED, values=s.kept_values())
    assert again.instances("/data/r") == ["/data/r[1]", "/data/r[2]"]
    assert again.get("/data/r[2]/t") == "b"


@pytest.mark.parametrize("step", ["add_repeat", "remove_repeat"])
def test_a_fixed_number_of_instances_is_not_changed_by_hand(step: str) -> None:
    s = scenario(COUNTED)
    s.set("/data/n", "2")
    with pytest.raises(AnswerError, match="how many"):
        getattr(s, step)("/data/r[1]")


def test_a_count_beyond_all_reason_is_refused() -> None:
    s = scenario(COUNTED)
    s.set("/data/n", "2")
    s.set("/data/n", "99999999")
    assert s.get("/data/n") == "99999999"
    assert len(s.instances("/data/r")) == 2
    assert "20000" in s.faults["/data"]


NESTED = """
    | survey |              |       |       |                      |
    |        | type         | name  | label | calculation          |
    |        | begin_repeat | house | House |                      |
    |        | text         | hn    | HN    |                      |
    |        | begin_repeat | room  | Room  |                      |
    |        | integer      | area  | Area  |                      |
    |        | calculate    | where |       | concat(position(../..), '.', position(..), ' ', ${hn}) |
    |        | end_repeat   |       |       |                      |
    |        | calculate    | sum   |       | sum(${area})         |
    |        | end_repeat   |       |       |                      |
    |        | calculate    | all   |       | sum(${area})         |
"""


def test_nested_instances_look_at_their_own_outer_instance() -> None:
    s = scenario(NESTED)
    s.add_repeat("/data/house")
    assert s.instances("/data/house[2]/room") == ["/data/house[2]/room[1]"]
    s.add_repeat("/data/house[2]/room")
    s.set("/data/house[1]/room[1]/area", "5")
    s.set("/data/house[2]/room[1]/area", "7")
    s.set("/data/house[2]/room[2]/area", "1")
    s.set("/data/house[2]/hn", "B")
    assert s.get("/data/house[1]/sum") == "5"
    assert s.get("/data/house[2]/sum") == "8"
    assert s.get("/data/all") == "13"
    assert s.get("/data/house[2]/room[2]/where") == "2.2 B"
    s.remove_repeat("/data/house[1]")
    assert s.get("/data/house[1]/room[2]/where") == "1.2 B"
    assert s.get("/data/all") == "8"


def test_the_previous_instance_can_be_read() -> None:
    s = scenario("""
        | survey | | | | |
        | | type | name | label | calculation |
        | | begin_repeat | day | Day | |
        | | integer | use | Use | |
        | | calculate | run | | ${use} + coalesce(indexed-repeat(${run2}, ${day}, position(..) - 1), 0) |
        | | integer | run2 | Run2 | |
        | | end_repeat | | | |
    """)
    s.set("/data/day[1]/run2", "100")
    s.add_repeat("/data/day")
    s.set("/data/day[2]/use", "3")
    assert s.get("/data/day[2]/run") == "103"
    s.set("/data/day[1]/run2", "50")
    assert s.get("/data/day[2]/run") == "53"


def test_a_repeat_fixed_by_the_form() -> None:
    form = xform(
        "<instance><data><r><q/></r><r><q/></r></data></instance>",
        '<group ref="/data/r"><label>R</label>'
        '<repeat nodeset="/data/r" jr:noAddRemove="true()"><input ref="q"/></repeat></group>',
    )
    s = form.start()
    assert s.instances("/data/r") == ["/data/r[1]", "/data/r[2]"]
    with pytest.raises(AnswerError):
        s.add_repeat("/data/r")


@pytest.mark.parametrize(
    "ref",
    [
        "/data/none",
        "data/disc",
        "/data/item[9]/qty",
        "/other/disc",
        "/data/item[0]/qty",
        "",
        "/data/disc[2]",
        "/data//x",
    ],
)
def test_a_reference_no_node_has_is_refused(ref: str) -> None:
    s = scenario(ITEMS)
    for ask in (s.get, s.relevant, s.required, s.readonly, s.label, s.choices, s.violation, s.key):
        with pytest.raises(AnswerError):
            ask(ref)
    with pytest.raises(AnswerError):
        s.set(ref, "1")


def test_a_group_holds_no_value() -> None:
    with pytest.raises(AnswerError, match="not a question"):
        scenario(ITEMS).set("/data/item[1]", "x")
