"""How a form may be written: bind ids, relative references, actions, texts from expressions and translations."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import AnswerError, FormError
from fieldsurvey.xforms import parse_xform
from tests.scenario import values, xform, xform_xml


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        ("jr:choice-name('x', '/data/a')", "Iks"),
        ("jr:choice-name('x', ' ../a ')", "Iks"),
        ("jr:choice-name('z', '/data/a')", ""),
        ("jr:choice-name('x', '/data/none')", ""),
        ("jr:choice-name('x', '/other/a')", ""),
        ("jr:choice-name('x', '')", ""),
        ("jr:choice-name(/data/a, '/data/orx:a')", "Iks"),
        ("jr:itext('t')", "Teks x"),
        ("jr:itext('none')", ""),
        ("random() < 1", "1"),
    ],
)
def test_what_the_form_tells_its_expressions(call: str, wanted: str) -> None:
    session = xform(
        "<itext><translation lang='id'><text id='t'><value>Teks <output value='/data/a'/></value></text></translation>"
        f'</itext><instance><data><a>x</a><b/></data></instance><bind nodeset="/data/b" calculate="{call}"/>'.replace(
            " < ", " &lt; "
        ),
        "<select1 ref='/data/a'><item><label>Iks</label><value>x</value></item></select1>",
    ).start()
    assert session.get("/data/b") == wanted


def test_controls_find_their_nodes_by_bind_or_by_a_relative_path() -> None:
    form = xform(
        "<instance><data><g><a/><b/></g><c/><d/></data></instance>"
        "<bind id='ba' nodeset='g/a' type='int'/><bind ref='/data/g/b' required='true()'/><bind nodeset='none'/>",
        "<group ref='g'><input bind='ba'><label>A</label></input><input ref=' b '><hint>B</hint></input>"
        "<input ref='../c'><label>C</label></input></group><input bind='nowhere' ref='current()/./d'>"
        "<label>D</label></input><group><label>only words</label></group><input><label>unbound</label></input>",
    )
    assert [form.definition(r).control for r in ("/data/g", "/data/g/a", "/data/g/b")] == [
        "group",
        "input",
        "input",
    ]
    session = form.start()
    assert (session.label("/data/g/a"), session.hint("/data/g/b")) == ("A", "B")
    assert (session.label("/data/c"), session.label("/data/d")) == ("C", "D")
    assert session.required("/data/g/b")
    session.set("/data/g/a", "one")
    assert session.violation("/data/g/a")
    assert ["/data/none" in d.what for d in form.diagnostics] == [True]


def test_a_form_may_have_no_body() -> None:
    data = xform_xml("<instance><data><a/></data></instance>").replace(b"<h:body></h:body>", b"")
    assert b"body" not in data
    assert parse_xform(data).start().refs() == ["/data/a"]


def test_the_second_control_of_a_node_does_not_undo_the_first() -> None:
    form = xform(
        "<instance><data><a/></data></instance>",
        "<input ref='/data/a' appearance='numbers'><label>A</label></input><group ref='/data/a'/>",
    )
    definition = form.definition("/data/a")
    assert (definition.control, definition.appearance) == ("input", "numbers")
    assert form.start().label("/data/a") == "A"


def test_what_a_device_would_do_is_said_to_stay_blank() -> None:
    form = xform(
        "<instance><data><place/><sound/></data></instance>"
        "<odk:setgeopoint ref='/data/place' event='odk-instance-first-load'/>"
        "<odk:recordaudio ref='/data/sound' event='odk-instance-load'/>"
    )
    assert [d.what for d in form.diagnostics] == [
        "/data/place: no location is taken by itself; it stays blank.",
        "/data/sound: no sound is recorded by itself; it stays blank.",
    ]


def test_an_action_sets_words_or_a_value() -> None:
    model = (
        "<instance><data><a/><b>old</b><n/><t/></data></instance><bind nodeset='/data/n' type='int'/>"
        "<setvalue ref='/data/a' event='odk-instance-first-load'> kata </setvalue>"
        "<setvalue ref='/data/b' event='odk-instance-first-load'/>"
        "<setvalue ref='/data/n' event='odk-instance-first-load' value='2 + 3'/>"
    )
    body = "<input ref='/data/a'><setvalue ref='/data/t' event='xforms-value-changed'>baru</setvalue></input>"
    session = xform(model, body).start()
    assert values(session) == {"/data/a": "kata", "/data/b": "", "/data/n": "5", "/data/t": "baru"}


def test_an_action_on_nothing_is_refused() -> None:
    with pytest.raises(FormError, match="setvalue refers to /data/none"):
        xform(
            "<instance><data><a/></data></instance><setvalue ref='/data/none' event='odk-instance-load'/>"
        )


def test_words_may_come_from_expressions_and_translations() -> None:
    form = xform(
        "<instance><data><who>t1</who><q/><r/><s/></data></instance>"
        "<bind nodeset='/data/q' required='true()' jr:requiredMsg=\"jr:itext('t1')\" constraint='. = 1'"
        " jr:constraintMsg='bukan 1'/>"
        "<itext><translation lang='Bahasa (id)' default='true()'><text id='t1'><value>Satu</value></text>"
        "<text id='t3'><value form='short'>Tiga</value><value form='image'>jr://images/3.png</value></text>"
        "</translation><translation lang='en'><text id='t2'><value>Two <b>bold</b> end</value></text></translation>"
        "</itext>",
        "<input ref='/data/q'><label ref='jr:itext(/data/who)'/><hint ref='concat(/data/who, 1)'/></input>"
        "<input ref='/data/r'><label ref=\"jr:itext('t3')\"/><hint>  <output value='/data/who'/>, "
        "<em>lagi</em>  </hint></input><input ref='/data/s'><label ref=\"jr:itext('none')\"/><hint/></input>",
    )
    session = form.start()
    assert (session.label("/data/q"), session.hint("/data/q")) == ("Satu", "t11")
    assert (session.label("/data/r"), session.hint("/data/r")) == ("Tiga", "t1, lagi")
    assert session.media("/data/r") == {"image": "jr://images/3.png"}
    assert (session.label("/data/s"), session.hint("/data/s")) == ("", None)
    assert session.media("/data/q") == session.media("/data/s") == session.media("/data/who") == {}
    assert session.label("/data/who") is None
    missing = session.violation("/data/q")
    assert missing is not None
    assert missing.message == "Satu"
    session.set("/data/q", "2")
    broken = session.violation("/data/q")
    assert broken is not None
    assert broken.message == "bukan 1"
    session.language = "en"
    session.set("/data/who", "t2")
    assert session.label("/data/q") == "Two bold end"
    assert session.label("/data/r") == "Tiga"  # the default language where this one lacks a text


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("<label ref='foo('/>", "foo("),
        ("<label ref='jr:itext(foo()'/>", "foo("),
        ("<label>A <output value='bar('/></label>", "bar("),
    ],
)
def test_a_label_that_cannot_be_read_is_refused(label: str, said: str) -> None:
    with pytest.raises(FormError) as caught:
        xform("<instance><data><a/></data></instance>", f"<input ref='/data/a'>{label}</input>")
    assert said in str(caught.value)


def test_a_label_that_fails_on_an_answer_shows_blank_and_says_so() -> None:
    session = xform(
        "<instance><data><a>no day</a></data></instance>",
        "<input ref='/data/a'><label>On <output value='decimal-date-time(.)'/></label></input>",
    ).start()
    assert session.label("/data/a") == "On"
    assert "decimal-date-time" in session.faults["/data/a"]
    session.set("/data/a", "1970-01-02T00:00:00Z")
    assert session.label("/data/a") == "On 1"


def test_media_are_only_asked_of_texts() -> None:
    session = xform(
        "<instance><data><a/></data></instance>", "<input ref='/data/a'><label>x</label></input>"
    ).start()
    assert session.media("/data/a") == {}
    with pytest.raises(AnswerError):
        session.media("/data/none")


def test_hints_bring_guidance_and_choices_bring_pictures() -> None:
    model = (
        "<instance><data><q>a</q><r/><s/></data></instance><instance id='yt'><root>"
        "<item><itextId>c0</itextId><name>a</name></item><item><itextId>c1</itextId><name>b</name></item>"
        "</root></instance><itext><translation lang='id' default='true()'>"
        "<text id='h'><value>Petunjuk</value>"
        "<value form='guidance'>Baca <output value='/data/q'/> dahulu</value></text>"
        "<text id='c0'><value>A</value><value form='image'>jr://images/a.png</value></text>"
        "<text id='c1'><value>B</value></text></translation></itext>"
    )
    body = (
        "<input ref='/data/q'><hint ref=\"jr:itext('h')\"/></input><select1 ref='/data/r'>"
        "<itemset nodeset=\"instance('yt')/root/item\"><value ref='name'/><label ref='jr:itext(itextId)'/></itemset>"
        "</select1><select1 ref='/data/s'><label>S</label><item><label ref=\"jr:itext('c0')\"/><value>x</value></item>"
        "<item><label>Y</label><value>y</value></item></select1>"
    )
    session = xform(model, body).start()
    assert (session.hint("/data/q"), session.guidance("/data/q")) == ("Petunjuk", "Baca a dahulu")
    assert (session.guidance("/data/r"), session.choice_media("/data/q")) == (None, {})
    picture = {"image": "jr://images/a.png"}
    assert session.choice_media("/data/r") == {"a": picture}
    assert session.choice_media("/data/s") == {"x": picture}


def test_a_label_whose_words_stay_the_same_did_not_change() -> None:
    session = xform(
        "<instance><data><a/><b/></data></instance>",
        "<input ref='/data/b'><label>Has <output value='boolean(/data/a)'/></label></input>",
    ).start()
    assert session.label("/data/b") == "Has false"
    assert session.set("/data/a", "x") == {"/data/a", "/data/b"}
    assert session.set("/data/a", "y") == {"/data/a"}
    assert session.label("/data/b") == "Has true"
