"""What changed between two hand-written forms: kinds of nodes, lists and words of every shape."""

from __future__ import annotations

import pytest

from fieldsurvey.xforms.difference import Change, compare_forms
from tests.scenario import xform

LIST = (
    "<instance id='l'><root><item><name>a</name><label>A</label><t>ta</t></item>"
    "<item><name>b</name></item></root></instance>"
)


def changes(old: tuple[str, str], new: tuple[str, str]) -> list[Change]:
    return compare_forms(xform(*old), xform(*new))


def told(old: tuple[str, str], new: tuple[str, str]) -> list[tuple[str, str, str, str, str]]:
    return [(c.what, c.choice, c.old, c.new, c.effect) for c in changes(old, new)]


def question(control: str, inner: str = "", model: str = "", data: str = "<q/>") -> tuple[str, str]:
    return (
        f"<instance><data>{data}</data></instance>{model}",
        f"<{control} ref='/data/q'>{inner}</{control}>",
    )


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (
            question("input"),
            question("group", data="<q><r/></q>"),
            ("string", "group", "data loss"),
        ),
        (
            question("group", data="<q><r/></q>"),
            question("group", "<repeat nodeset='/data/q'/>", data="<q><r/></q>"),
            ("group", "repeat", "warning"),
        ),
        (question("select"), question("select1"), ("select", "select1", "warning")),
        (question("select1"), question("select"), ("select1", "select", "harmless")),
        (
            question("input", model="<bind nodeset='/data/q' type='int'/>"),
            question("input", model="<bind nodeset='/data/q' type='date'/>"),
            ("int", "date", "warning"),
        ),
        (
            question("input", model="<bind nodeset='/data/q' type='int'/>"),
            question("input"),
            ("int", "string", "harmless"),
        ),
    ],
)
def test_another_kind_of_node(
    old: tuple[str, str], new: tuple[str, str], wanted: tuple[str, str, str]
) -> None:
    found = [c for c in changes(old, new) if c.what == "type"]
    assert [(c.old, c.new, c.effect) for c in found] == [wanted]


def test_words_from_an_expression_or_a_text_in_any_language() -> None:
    texts = (
        "<itext><translation lang='id'><text id='t'><value>Satu <output value='/data/q'/></value></text>"
        "</translation></itext>"
    )
    old = question("input", "<label ref='jr:itext(/data/q)'/>", texts)
    new = question("input", "<label ref=\"jr:itext('t')\"/>", texts)
    assert told(old, new) == [("label", "", "{/data/q}", "Satu {/data/q}", "harmless")]


def items(nodeset: str, label: str = "label", model: str = "") -> tuple[str, str]:
    itemset = f"<itemset nodeset=\"{nodeset}\"><value ref='name'/><label ref='{label}'/></itemset>"
    return question("select1", itemset, LIST + model)


def test_lists_of_every_shape() -> None:
    plain = items("instance('l')/root/item")
    texts = (
        "<itext><translation lang='id'><text id='ta'><value>Ah</value></text></translation></itext>"
    )
    spoken = items("instance('l')/root/item", "jr:itext(t)", texts)
    assert ("choice label", "a", "A", "Ah", "harmless") in told(plain, spoken)
    shuffled = told(plain, items("randomize(instance('l')/root/item)"))
    assert [what for what, *_ in shuffled] == ["filter"]
    for other in (
        "/data/q",
        "instance('none')/root/item",
        "instance('l')/root/none",
        "randomize(/data/q)",
    ):
        found = told(plain, items(other))
        assert [(what, choice) for what, choice, *_ in found] == [
            ("filter", ""),
            ("choice removed", "a"),
            ("choice removed", "b"),
        ]


def test_the_same_form_did_not_change() -> None:
    form = items("instance('l')/root/item")
    assert told(form, form) == []


def test_a_new_question_that_must_be_answered_is_a_warning() -> None:
    model = "<bind nodeset='/data/r' required='true()'/>"
    old = question("input")
    new = (
        f"<instance><data><q/><r/></data></instance>{model}",
        "<input ref='/data/q'/><input ref='/data/r'/>",
    )
    assert told(old, new) == [("added", "", "", "", "warning")]
    assert told(new, old)[0][0] == "removed"


def test_a_default_that_changed_is_told() -> None:
    assert told(question("input"), question("input", data="<q>x</q>")) == [
        ("default", "", "", "x", "harmless")
    ]
