"""Choice lists as forms write them: filters of every shape, labels that show answers, what cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import FormError
from tests.scenario import xform

if TYPE_CHECKING:
    from fieldsurvey.xforms import Form


LIST = (
    "<instance id='desa'><root>"
    "<item><name>d1</name><label>Satu</label><kab>k1</kab><tier>2</tier></item>"
    "<item><name>d2</name><label>Dua</label><kab>k2</kab><tier>2.0</tier></item>"
    "<item><name>d3</name><label>Tiga</label><tier>3</tier></item>"
    "</root></instance>"
)


def list_form(nodeset: str, model: str = "", value: str = "name", label: str = "label") -> Form:
    nodeset, value, label = (text.replace("'", "&apos;") for text in (nodeset, value, label))
    return xform(
        "<instance><data><kab/><n/><off>k1</off><q/></data></instance>"
        f"{LIST}<bind nodeset='/data/n' type='int'/><bind nodeset='/data/off' relevant='false()'/>{model}",
        f"<select1 ref='/data/q'><itemset nodeset='{nodeset}'><value ref='{value}'/><label ref='{label}'/>"
        "</itemset></select1>",
    )


@pytest.mark.parametrize(
    ("nodeset", "wanted"),
    [
        ("instance('desa')/root/item", "d1 d2 d3"),
        ("instance('desa')/root/item[kab = 'k2']", "d2"),
        ("instance('desa')/root/item['k1' = kab]", "d1"),
        ("instance('desa')/root/item[kab = /data/kab]", "d2"),
        ("instance('desa')/root/item[kab = current()/../kab]", "d2"),
        ("instance('desa')/root/item[kab = /data/kab and name = 'd2']", "d2"),
        ("instance('desa')/root/item[kab = /data/kab and name != 'd2']", ""),
        ("instance('desa')/root/item[kab != /data/kab]", "d1 d3"),
        ("instance('desa')/root/item[kab = /data/kab or name = 'd1']", "d1 d2"),
        ("instance('desa')/root/item[kab = /data/*]", "d2 d3"),  # k2, or blank as q is
        ("instance('desa')/root/item[kab = /data/off]", "d3"),  # irrelevant reads as blank
        ("instance('desa')/root/item[kab = '']", "d3"),
        ("instance('desa')/root/item[tier = /data/n]", "d1 d2"),  # a number: 2 = 2.0
        ("instance('desa')/root/item[tier = 2]", "d1 d2"),
        ("instance('desa')/*/item[kab = /data/kab]", "d2"),
        ("instance('desa')//item[kab = /data/kab]", "d2"),
        ("instance('desa')/root/item[kab = /data/kab[. != '']]", "d2"),
        ("instance('desa')/root/item[kab = concat('k', 2)]", "d2"),
        ("instance('desa')/root/item[*[1] = 'd1']", "d1"),
        ("instance('desa')/root/item[./kab = /data/kab]", "d2"),
        ("instance('desa')/root/item[kab = 'k2'][1]", "d2"),
        ("instance('desa')/root/item[2]", "d2"),
        ("instance('desa')/root/item[kab]", "d1 d2"),
        ("instance(concat('de', 'sa'))/root/item[kab = 'k2']", "d2"),
        ("randomize(instance('desa')/root/item[kab = 'k2'])", "d2"),
        ("instance('desa')/root/item[kab = instance('desa')/root/item[2]/kab]", "d2"),
        ("instance('none')/root/item[kab = /data/kab]", ""),
        ("instance('none')/root/item", ""),
        ("'text'", ""),
    ],
)
def test_a_list_may_be_filtered_in_any_way(nodeset: str, wanted: str) -> None:
    session = list_form(nodeset).start()
    session.set("/data/kab", "k2")
    session.set("/data/n", "2")
    assert " ".join(value for value, _ in session.choices("/data/q")) == wanted


def test_choices_show_an_expression_or_a_translation_as_their_label() -> None:
    form = list_form("instance('desa')/root/item", label="concat(name, ' ', label)")
    assert form.start().choices("/data/q")[0] == ("d1", "d1 Satu")
    itext = (
        "<itext><translation lang='id'><text id='d1'><value>Desa <output value='/data/kab'/></value></text>"
        "</translation></itext>"
    )
    session = list_form("instance('desa')/root/item", itext, label="jr:itext(name)").start()
    session.set("/data/kab", "x")
    assert session.choices("/data/q") == [("d1", "Desa x"), ("d2", ""), ("d3", "")]
    session.set("/data/kab", "y")
    assert session.choices("/data/q")[0] == ("d1", "Desa y")


def test_a_choice_that_shows_an_answer_follows_it() -> None:
    session = xform(
        "<instance><data><who/><q/></data></instance>",
        "<select1 ref='/data/q'><item><label>Rumah <output value='/data/who'/></label><value>1</value></item>"
        "</select1>",
    ).start()
    session.set("/data/who", "Ani")
    session.set("/data/q", "9")
    assert session.choices("/data/q") == [("1", "Rumah Ani")]
    assert session.set("/data/who", "Budi") == {"/data/who", "/data/q"}
    assert session.choices("/data/q") == [("1", "Rumah Budi")]
    assert session.get("/data/q") == "9"  # the list itself did not change, so nothing is cleared


def test_what_a_list_cannot_say_of_a_choice_is_a_fault_and_not_the_end() -> None:
    session = list_form("instance('desa')/root/item", value="digest(name, 'none')").start()
    assert [value for value, _ in session.choices("/data/q")] == ["", "", ""]
    assert "digest" in session.faults["/data/q"]
    session = list_form("instance('desa')/root/item[digest(name, 'none')]").start()
    assert session.choices("/data/q") == []
    assert "digest" in session.faults["/data/q"]


@pytest.mark.parametrize(
    "itemset", ["<itemset nodeset='/data/a'/>", "<itemset><value ref='a'/></itemset>", "<itemset/>"]
)
def test_a_list_without_nodes_or_value_is_refused(itemset: str) -> None:
    with pytest.raises(FormError, match="no nodes or no value"):
        xform(
            "<instance><data><a/></data></instance>",
            f"<select1 ref='/data/a'>{itemset}</select1>",
        )


def test_choices_written_in_the_question_have_a_value_and_a_label() -> None:
    session = xform(
        "<instance><data><a/><b/></data></instance><bind nodeset='/data/b' calculate=\"jr:choice-name('x', 'a')\"/>",
        "<select1 ref='/data/a'><item><label>Iks</label><value>x</value></item><item><value>y</value></item>"
        "</select1>",
    ).start()
    assert session.choices("/data/a") == [("x", "Iks"), ("y", "y")]
    assert session.choice("/data/a", "x") == {"name": "x", "label": "Iks"}
    assert session.choice("/data/a", "y") == {"name": "y", "label": "y"}
    assert session.choice("/data/a", "z") == {}
    assert session.choices("/data/b") == []
    assert session.choice("/data/b", "x") == {}
