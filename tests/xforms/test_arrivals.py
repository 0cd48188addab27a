"""Values that arrive by key: what fits is taken, what does not is kept as an orphan, and nothing is lost."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import AnswerError, FormError
from fieldsurvey.xforms import instance as instance_module
from fieldsurvey.xforms import kept as kept_module
from fieldsurvey.xforms import load as load_module
from fieldsurvey.xforms import refs
from fieldsurvey.xforms import repeats as repeats_module
from tests.scenario import scenario, values, xform
from tests.xforms.test_repeats import COUNTED, ITEMS, NESTED

ADDED = "01234567-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("/data/none", "1"),
        ("/other/disc", "1"),
        ("/data/item/qty", "1"),  # which instance?
        ("/data/item[1]/qty", "1"),  # a position is no key
        ("/data/disc[#1]", ""),
        ("/data/item[#1]/none[#1]/x", "1"),
        ("/data/none[#1]", ""),
        ("/data/total[#1]/x", "1"),
        ("/data", "1"),
        ("data", "1"),
        ("", "1"),
        ("/data/[#1]", "1"),
    ],
)
def test_what_has_no_place_becomes_an_orphan(key: str, value: str | None) -> None:
    session = scenario(ITEMS)
    session.apply({"/data/disc": "0.5", key: value})
    assert session.get("/data/disc") == "0.5"
    assert len(session.instances("/data/item")) == 1
    assert session.orphans == {key: value}


def test_a_group_takes_no_value() -> None:
    form = xform("<instance><data><g><a/></g></data></instance>")
    session = form.start(values={"/data/g": "x", "/data/g/a": "1"})
    assert session.orphans == {"/data/g": "x"}
    assert session.get("/data/g/a") == "1"


def test_removals_of_what_is_not_there_or_does_not_repeat_are_no_harm() -> None:
    session = scenario(ITEMS)
    before = values(session)
    gone = (f"/data/item[{ADDED}]", "/data/disc[#1]", "/data[1]", "/other[#1]")
    session.apply(dict.fromkeys(gone))
    assert values(session) == before
    assert session.orphans == {"/data[1]": None}


def test_a_counted_instance_arrives_after_the_blank_ones_before_it() -> None:
    session = scenario(COUNTED)
    session.apply({"/data/r[#3]/t": "c", "/data/n": "3"})
    assert session.orphans == {}
    assert values(session) == {
        "/data/n": "3", "/data/r[1]/t": "", "/data/r[2]/t": "", "/data/r[3]/t": "c", "/data/all": "++c",
    }  # fmt: skip
    again = scenario(COUNTED, values=session.kept_values())
    assert values(again) == values(session)


def test_instances_are_bounded_wherever_they_come_from(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (instance_module, kept_module, load_module, repeats_module):
        monkeypatch.setattr(module, "MAX_INSTANCES", 2)
    session = scenario(ITEMS)
    session.add_repeat("/data/item")
    with pytest.raises(AnswerError, match="2 instances already"):
        session.add_repeat("/data/item")
    key = f"/data/item[{ADDED}]/qty"
    session.apply({key: "5"})
    assert session.orphans == {key: "5"}
    with pytest.raises(FormError, match="more than 2 of /data/item"):
        scenario(ITEMS, instance_xml=b"<data><item/><item/><item/></data>")


def test_an_undone_removal_brings_the_automatic_instance_back() -> None:
    session = scenario(ITEMS)
    session.set("/data/item[1]/qty", "5")
    session.remove_repeat("/data/item[1]")
    assert session.kept_values()["/data/item[#1]"] is None
    session.apply({"/data/item[#1]": "", "/data/item[#1]/qty": "5"})
    assert session.get("/data/item[1]/qty") == "5"
    assert "/data/item[#1]" not in session.kept_values()


@pytest.mark.parametrize(
    "ref", ["data/x", "", "/data//x", "/data/x[", "/data/x]", "/data/x[]", "/"]
)
def test_what_is_no_reference_is_refused(ref: str) -> None:
    with pytest.raises(AnswerError):
        refs.split(ref)


def test_references_are_read_with_and_without_positions() -> None:
    assert refs.template("/data/orx:meta/rep[ 2 ]/q") == "/data/meta/rep/q"
    session = scenario(NESTED)
    repeat = next(d for d in session.form.definitions if d.is_repeat)
    assert session.form.definition(f"{repeat.ref}[7]") is repeat
    for ref in ("/other", f"{repeat.ref}/none", "/data/none/x"):
        with pytest.raises(AnswerError, match="no such node"):
            session.form.definition(ref)
    with pytest.raises(AnswerError, match="no such instance"):
        session.get(f"{repeat.ref}[9]/x")
    with pytest.raises(AnswerError, match="not a repeat instance"):
        session.remove_repeat("/data")
