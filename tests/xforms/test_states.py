"""What a node keeps and shows: by its type, where it does not apply, in new instances, in saved answers."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import FormError
from fieldsurvey.xforms import recalculate as recalculate_module
from tests.scenario import NOW, values, xform


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        ("boolean", "yes", "1"),
        ("boolean", "TRUE", "1"),
        ("boolean", "No", "0"),
        ("boolean", "maybe", None),
        ("geotrace", "1 2; 3 4 5 6;", "1.0 2.0 0.0 0.0; 3.0 4.0 5.0 6.0"),
        ("geotrace", ";", None),
        ("geotrace", "1 2; x", None),
        ("geoshape", "0 0;0 1;1 1;0 0", "0.0 0.0 0.0 0.0; 0.0 1.0 0.0 0.0; 1.0 1.0 0.0 0.0; 0.0 0.0 0.0 0.0"),
        ("geopoint", "91 0", None),
        ("geopoint", "0 -180.5", None),
        ("geopoint", "-90 180", "-90.0 180.0 0.0 0.0"),
        ("time", "9:5", None),
        ("date", "2026-02-30", None),
        ("date", "2026-08-22T10:00", "2026-08-22"),
        ("decimal", "1e3", "1000"),
        ("decimal", "1e400", None),
        ("int", "1.5", None),
        ("int", "-007", "-7"),
        ("xsd:integer", "12", "12"),
        ("xs:float", "1.50", "1.50"),
        ("unknown", "x", "x"),
    ],
)  # fmt: skip
def test_an_answer_is_written_by_the_type_of_its_node(
    kind: str, text: str, wanted: str | None
) -> None:
    session = xform(
        f"<instance><data><a/></data></instance><bind nodeset='/data/a' type='{kind}'/>"
    ).start(now=NOW)
    session.set("/data/a", text)
    assert session.get("/data/a") == (text if wanted is None else wanted)
    assert (session.violation("/data/a") is not None) is (wanted is None)


@pytest.mark.parametrize(
    ("kind", "calculate", "wanted"),
    [
        ("int", "1 div 0", ""),
        ("decimal", "1 div 0", "Infinity"),
        ("string", "-1 div 0", "-Infinity"),
        ("int", "2.9", "2"),
        ("string", "2.9999999999", "2.9999999999"),
        ("string", "number('x')", ""),
        ("boolean", "'no'", "1"),
        ("string", "true()", "1"),
    ],
)
def test_a_result_is_written_by_the_type_of_its_node(
    kind: str, calculate: str, wanted: str
) -> None:
    session = xform(
        f'<instance><data><a/></data></instance><bind nodeset="/data/a" type="{kind}" calculate="{calculate}"/>'
    ).start()
    assert session.get("/data/a") == wanted


def test_logic_that_never_rests_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recalculate_module, "MAX_EVALUATIONS", 3)
    form = xform(
        "<instance><data><a/><b/><c/></data></instance>"
        "<bind nodeset='/data/a' calculate='1'/><bind nodeset='/data/b' calculate='/data/a'/>"
        "<bind nodeset='/data/c' calculate='/data/b'/>"
    )
    session = form.start()
    monkeypatch.setattr(recalculate_module, "MAX_EVALUATIONS", 2)
    with pytest.raises(FormError, match="never comes to rest"):
        form.start()
    assert session.get("/data/c") == "1"


def test_the_root_may_have_a_condition() -> None:
    session = xform(
        "<instance><data><a/></data></instance><bind nodeset='/data' relevant='1 = 1'/>"
    ).start()
    assert session.relevant("/data/a")


def test_a_repeat_that_the_form_counts_waits_for_its_group() -> None:
    session = xform(
        "<instance><data><on/><g><rep jr:template=''><q/></rep></g></data></instance>"
        "<bind nodeset='/data/g' relevant='/data/on = 1'/>",
        "<group ref='/data/g'><group ref='/data/g/rep'><repeat nodeset='/data/g/rep' jr:count='2'>"
        "<input ref='/data/g/rep/q'/></repeat></group></group>",
    ).start()
    assert session.instances("/data/g/rep") == []
    session.set("/data/on", "1")
    assert len(session.instances("/data/g/rep")) == 2
    assert session.relevant("/data/g/rep[2]/q")


def test_an_instance_added_where_nothing_applies_does_not_apply_either() -> None:
    session = xform(
        "<instance><data><on/><g><rep><q/><sub><r/></sub></rep></g></data></instance>"
        "<bind nodeset='/data/g' relevant='/data/on = 1'/>",
        "<repeat nodeset='/data/g/rep'><input ref='q'/><repeat nodeset='sub'/></repeat>",
    ).start()
    ref = session.add_repeat("/data/g/rep")
    assert not session.relevant(f"{ref}/q")
    assert not session.relevant(f"{ref}/sub[1]/r")
    session.set("/data/on", "1")
    assert session.relevant(f"{ref}/q")
    assert session.relevant(f"{ref}/sub[1]/r")


def test_meta_may_be_missing_or_partial() -> None:
    plain = xform("<instance><data id='f'><a/></data></instance>")
    assert b"instanceID" not in plain.start().to_xml()
    assert b"deprecatedID" not in plain.start(instance_xml=b"<data/>", edit=True).to_xml()
    named = xform(
        "<instance><data id='f' version='1'><a/><orx:meta><orx:instanceID/><orx:deprecatedID/></orx:meta></data>"
        "</instance>"
    )
    first = named.start(instance_xml=b"<data/>", edit=True)  # nothing to replace
    assert first.get("/data/meta/deprecatedID") == ""
    xml = first.to_xml()
    own = first.get("/data/meta/instanceID")
    assert own.startswith("uuid:")
    assert xml.count(b"version=") == 2  # that of the XML, and the form's own
    second = named.start(instance_xml=xml, edit=True)
    assert second.get("/data/meta/deprecatedID") == own
    assert second.to_xml().count(b"deprecatedID") == 2
    odd = xform("<instance><data><meta>x</meta><a/></data></instance>")
    assert odd.start().to_xml().count(b"<meta>x</meta>") == 1


def test_saved_answers_with_markup_where_a_word_stands() -> None:
    form = xform("<instance><data><a/><g><b/></g></data></instance>")
    session = form.start(
        instance_xml=b"<data><a>x<i>y</i></a><g>word<b>z</b><none> </none></g></data>"
    )
    assert values(session) == {"/data/a": "xy", "/data/g/b": "z"}
    assert session.orphans == {}


def test_a_repeat_with_a_condition_keeps_its_instances_when_the_answers_leave_it_out() -> None:
    form = xform(
        "<instance><data><on/><rep><q>d</q></rep></data></instance><bind nodeset='/data/rep' relevant='/data/on = 1'/>",
        "<repeat nodeset='/data/rep'><input ref='q'/></repeat>",
    )
    session = form.start(instance_xml=b"<data><on/></data>")
    session.set("/data/on", "1")
    assert session.get("/data/rep[1]/q") == "d"


def test_a_node_that_does_not_apply_reads_as_blank_even_from_below() -> None:
    session = xform(
        "<instance><data><on/><g><a>1</a><b/><c/></g></data></instance>"
        "<bind nodeset='/data/g' relevant='/data/on = 1'/>"
        "<bind nodeset='/data/g/b' required=\"string(..) = '' and not(. + 1 > 0)\"/>"
        "<bind nodeset='/data/g/c' required='.. + 1 > 0'/>"
    ).start()
    assert session.required("/data/g/b")
    assert not session.required("/data/g/c")
    session.set("/data/on", "1")
    assert not session.required("/data/g/b")
    assert session.required("/data/g/c")


def test_the_forms_id_and_version_are_written_where_its_data_has_none() -> None:
    session = xform(
        "<instance><data xmlns='urn:stand' jr:version='7'><a/></data></instance>"
    ).start()
    assert (session.form.id, session.form.version) == ("urn:stand", "7")
    assert b' id="urn:stand" version="7"' in session.to_xml()


def test_an_instance_id_that_the_form_computes_is_computed_once() -> None:
    form = xform(
        "<instance><data><a/><meta><instanceID/></meta></data></instance>"
        "<bind nodeset='/data/meta/instanceID' calculate=\"concat('uuid:', uuid(), /data/a)\"/>"
    )
    session = form.start()
    own = session.get("/data/meta/instanceID")
    assert own.startswith("uuid:")
    session.set("/data/a", "x")
    assert session.get("/data/meta/instanceID") == own
    assert form.start(values=session.kept_values()).get("/data/meta/instanceID") == own


def test_a_value_that_arrives_for_a_calculation_is_computed_again() -> None:
    session = xform(
        "<instance><data><a>2</a><b/></data></instance><bind nodeset='/data/b' calculate='/data/a * 2'/>"
    ).start()
    session.apply({"/data/b": "5"})
    assert session.get("/data/b") == "4"


def test_a_new_instance_begins_with_the_inner_ones_that_the_form_writes_out() -> None:
    inside = "<q/><sub jr:template=''><r/></sub><g><in jr:template=''><t/></in></g><h><u/></h>"
    template = f"<rep jr:template=''>{inside}</rep>"
    written = "<rep><q/><sub><r/></sub><g><in><t/></in></g><h/></rep>"
    body = "<repeat nodeset='/data/rep'><repeat nodeset='sub'/><repeat nodeset='/data/rep/g/in'/></repeat>"
    session = xform(f"<instance><data>{template}{written}</data></instance>", body).start()
    ref = session.add_repeat("/data/rep")
    assert session.instances(f"{ref}/sub") == [f"{ref}/sub[1]"]
    assert session.instances(f"{ref}/g/in") == [f"{ref}/g/in[1]"]
    bare = xform(f"<instance><data>{template}<rep><q/></rep></data></instance>", body).start()
    ref = bare.add_repeat("/data/rep")
    assert bare.instances(f"{ref}/sub") == bare.instances(f"{ref}/g/in") == []
