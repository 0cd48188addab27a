"""ODK XForms row by row: every function, type, control, attribute, question type, appearance and parameter, once."""

from __future__ import annotations

import pytest
from lxml import etree

from fieldsurvey.xpath import evaluate
from tests.scenario import form_of, scenario, xform

TREE = etree.ElementTree(
    etree.fromstring(
        "<data><a>3</a><b>x y</b><t>teks</t><r><n>1</n></r><r><n>2</n></r><r><n/></r>"
        "<p>0 0;0 1;1 1;0 0</p></data>"
    )
)
# Name → an expression and what it gives; a condition stands for what differs each time.
FUNCTIONS: dict[str, tuple[str, object]] = {
    "string": ("string(12)", "12"),
    "concat": ("concat('a', 1)", "a1"),
    "join": ("join('-', /data/r/n)", "1-2-"),
    "substr": ("substr('abcd', 1, 3)", "bc"),
    "substring-before": ("substring-before('a-b', '-')", "a"),
    "substring-after": ("substring-after('a-b', '-')", "b"),
    "translate": ("translate('abc', 'ab', 'BA')", "BAc"),
    "string-length": ("string-length('abc')", 3.0),
    "normalize-space": ("normalize-space('  a  b ')", "a b"),
    "contains": ("contains('abc', 'b')", True),
    "starts-with": ("starts-with('abc', 'a')", True),
    "ends-with": ("ends-with('abc', 'c')", True),
    "uuid": ("string-length(uuid())", 36.0),
    "digest": ("digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"),
    "if": ("if(1 > 0, 'y', 'n')", "y"),
    "coalesce": ("coalesce('', 'b')", "b"),
    "once": ("once('x') != ''", True),
    "true": ("true()", True),
    "false": ("false()", False),
    "boolean": ("boolean('a')", True),
    "boolean-from-string": ("boolean-from-string('1')", True),
    "not": ("not(false())", True),
    "regex": ("regex('ab', '[a-z]+')", True),
    "checklist": ("checklist(1, 2, true(), false())", True),
    "weighted-checklist": ("weighted-checklist(2, 3, true(), 2, false(), 5)", True),
    "number": ("number('1.5')", 1.5),
    "random": ("random() < 1", True),
    "int": ("int(-1.7)", -1.0),
    "sum": ("sum(/data/r/n)", 3.0),
    "max": ("max(/data/r/n)", 2.0),
    "min": ("min(/data/r/n)", 1.0),
    "round": ("round(1.25, 1)", 1.3),
    "pow": ("pow(2, 3)", 8.0),
    "log": ("log(1)", 0.0),
    "log10": ("log10(100)", 2.0),
    "abs": ("abs(-2)", 2.0),
    "sin": ("sin(0)", 0.0),
    "cos": ("cos(0)", 1.0),
    "tan": ("tan(0)", 0.0),
    "asin": ("asin(0)", 0.0),
    "acos": ("acos(1)", 0.0),
    "atan": ("atan(0)", 0.0),
    "atan2": ("atan2(0, 1)", 0.0),
    "sqrt": ("sqrt(9)", 3.0),
    "exp": ("exp(0)", 1.0),
    "exp10": ("exp10(2)", 100.0),
    "pi": ("round(pi(), 2)", 3.14),
    "count": ("count(/data/r)", 3.0),
    "count-non-empty": ("count-non-empty(/data/r/n)", 2.0),
    "position": ("position(/data/r[2])", 2.0),
    "current": ("count(current()/r)", 0.0),
    "randomize": ("join('', randomize(/data/r/n, 42))", "12"),
    "indexed-repeat": ("string(indexed-repeat(/data/r/n, /data/r, 2))", "2"),
    "today": ("string-length(today())", 10.0),
    "now": ("now() > 0", True),
    "format-date": ("format-date('2026-08-22', '%e/%n/%y')", "22/8/26"),
    "format-date-time": ("format-date-time('2026-08-22T09:05:00.000', '%H.%M')", "09.05"),
    "date": ("string(date('2026-08-22'))", "2026-08-22"),
    "decimal-date-time": ("round(decimal-date-time('1970-01-02'))", 1.0),
    "decimal-time": ("decimal-time('12:00:00.000')", 0.5),
    "selected": ("selected(/data/b, 'y')", True),
    "selected-at": ("selected-at(/data/b, 1)", "y"),
    "count-selected": ("count-selected(/data/b)", 2.0),
    "area": ("area(/data/p) > 0", True),
    "distance": ("distance(/data/p) > 0", True),
    "geofence": ("geofence('0.2 0.5', /data/p)", True),
    "intersects": ("intersects(/data/p)", False),
    "base64-decode": ("base64-decode('YWJj')", "abc"),
    "substring": ("substring('abc', 2)", "bc"),
    "ceiling": ("ceiling(1.2)", 2.0),
    "floor": ("floor(1.8)", 1.0),
    "last": ("string(/data/r[last() - 1]/n)", "2"),
    "name": ("name(/data/a)", "a"),
    "local-name": ("local-name(/data/a)", "a"),
    "namespace-uri": ("namespace-uri(/data/a)", ""),
    "extract-signed": ("extract-signed('a', 'b')", ""),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_function(name: str) -> None:
    expression, wanted = FUNCTIONS[name]
    found = evaluate(expression, TREE)
    assert found == (pytest.approx(wanted) if isinstance(wanted, float) else wanted)


def test_functions_that_ask_the_form() -> None:
    s = scenario(
        """
        | survey  |              |      |       |                                         |
        |         | type         | name | label | calculation                             |
        |         | select_one l | q    | Q     |                                         |
        |         | calculate    | c    |       | jr:choice-name(${q}, '${q}')            |
        |         | calculate    | p    |       | pulldata('tarif', 'harga', 'kode', 'a') |
        |         | calculate    | i    |       | count(instance('l')/root/item)          |
        | choices |              |      |       |
        |         | list_name    | name | label |
        |         | l            | a    | Pasar |
        """,
        {"tarif.csv": "kode,harga\na,500\n"},
    )
    s.set("/data/q", "a")
    assert (s.get("/data/c"), s.get("/data/p"), s.get("/data/i")) == ("Pasar", "500", "1")
    texts = xform(
        "<itext><translation lang='id'><text id='t'><value>Halo</value></text></translation></itext>"
        "<instance><data><a/></data></instance><bind nodeset='/data/a' calculate=\"jr:itext('t')\"/>"
    )
    assert texts.start().get("/data/a") == "Halo"


@pytest.mark.parametrize(
    ("datatype", "fits", "misfit"),
    [
        ("string", "apa saja", None),
        ("int", "12", "1,2"),
        ("boolean", "true", None),
        ("decimal", "1.5", "satu"),
        ("date", "2026-08-22", "22-08-2026"),
        ("time", "09:30:00.000+08:00", "pagi"),
        ("dateTime", "2026-08-22T09:30:00.000+08:00", "besok"),
        ("geopoint", "-6.9 107.6 0.0 0.0", "Bandung"),
        ("geotrace", "-6.9 107.6 0.0 0.0;-6.8 107.6 0.0 0.0", "Bandung"),
        ("geoshape", "0 0 0 0;0 1 0 0;1 1 0 0;0 0 0 0", "Bandung"),
        ("binary", "foto.jpg", None),
        ("barcode", "8991002101", None),
        ("intent", "ex:apa", None),
    ],
)
def test_datatype(datatype: str, fits: str, misfit: str | None) -> None:
    s = xform(
        f"<instance><data><a/></data></instance><bind nodeset='/data/a' type='{datatype}'/>",
        "<input ref='/data/a'><label>A</label></input>",
    ).start()
    s.set("/data/a", fits)
    assert s.violation("/data/a") is None
    assert s.get("/data/a")
    if misfit is not None:
        s.set("/data/a", misfit)
        assert s.get("/data/a") == misfit
        assert s.violation("/data/a") is not None


# Question type → control and datatype of its node.
QUESTIONS: dict[str, tuple[str | None, str]] = {
    "text": ("input", "string"),
    "integer": ("input", "int"),
    "decimal": ("input", "decimal"),
    "note": ("input", "string"),
    "select_one l": ("select1", "string"),
    "select_multiple l": ("select", "string"),
    "select_one_from_file f.csv": ("select1", "string"),
    "select_multiple_from_file f.csv": ("select", "string"),
    "rank l": ("rank", "string"),
    "range": ("range", "int"),
    "image": ("upload", "binary"),
    "audio": ("upload", "binary"),
    "video": ("upload", "binary"),
    "file": ("upload", "binary"),
    "barcode": ("input", "barcode"),
    "date": ("input", "date"),
    "dateTime": ("input", "dateTime"),
    "time": ("input", "time"),
    "geopoint": ("input", "geopoint"),
    "geotrace": ("input", "geotrace"),
    "geoshape": ("input", "geoshape"),
    "start-geopoint": (None, "geopoint"),
    "background-audio": (None, "binary"),
    "acknowledge": ("trigger", "string"),
    "hidden": (None, "string"),
    "osm": ("upload", "binary"),
    "start": (None, "dateTime"),
    "end": (None, "dateTime"),
    "today": (None, "date"),
    "deviceid": (None, "string"),
    "username": (None, "string"),
    "phonenumber": (None, "string"),
    "email": (None, "string"),
}


@pytest.mark.parametrize("kind", QUESTIONS)
def test_question_type(kind: str) -> None:
    form = form_of(
        f"""
        | survey  |           |      |       |
        |         | type      | name | label |
        |         | {kind}    | q    | Q     |
        |         | text      | z    | Z     |
        | choices |           |      |       |
        |         | list_name | name | label |
        |         | l         | a    | A     |
        """,
        {"f.csv": "name,label\na,A\n"},
    )
    definition = form.definition("/data/q")
    assert (definition.control, definition.datatype) == QUESTIONS[kind]
    s = form.start(
        device_id="d1", properties={"username": "u", "phonenumber": "1", "email": "e@x.id"}
    )
    if definition.chooses:
        assert s.choices("/data/q") == [("a", "A")]
    if definition.preload and kind != "end":
        assert s.get("/data/q")
    assert form.start(instance_xml=s.to_xml()).get("/data/q") == s.get("/data/q")


APPEARANCES = (
    *("numbers", "multiline", "url", "ex:org.x", "thousands-sep", "bearing", "vertical", "no-ticks", "picker"),
    *("rating", "new", "new-front", "draw", "annotate", "signature", "no-calendar", "month-year", "year"),
    *("ethiopian", "coptic", "islamic", "bikram-sambat", "myanmar", "persian", "placement-map", "maps"),
    *("hide-input", "minimal", "search('x')", "autocomplete", "quick", "columns-pack", "columns", "columns-3"),
    *("no-buttons", "image-map", "likert", "map", "label", "list-nolabel", "list", "counter"),
    *("hidden-answer", "printer:org.x", "masked", "w1", "field-list", "table-list", "incremental"),
)  # fmt: skip
PARAMETERS = (
    *("rows", "start", "end", "step", "accuracyThreshold", "unacceptableAccuracyThreshold", "autoplay"),
    *("accept", "capture-accuracy", "warning-accuracy", "allow-mock-accuracy", "quality", "incremental"),
)  # fmt: skip


@pytest.mark.parametrize("appearance", APPEARANCES)
def test_an_appearance_is_kept(appearance: str) -> None:
    form = xform(
        "<instance><data><a/></data></instance>",
        f'<input ref="/data/a" appearance="{appearance}"><label>A</label></input>',
    )
    assert form.definition("/data/a").appearance == appearance


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_parameter_is_kept(parameter: str) -> None:
    form = xform(
        "<instance><data><a/></data></instance>",
        f'<input ref="/data/a" {parameter}="5" mediatype="image/*" class="k"><label>A</label></input>',
    )
    definition = form.definition("/data/a")
    assert (definition.parameters[parameter], definition.mediatype) == ("5", "image/*")


def test_bind_attributes() -> None:
    s = xform(
        "<instance><data><a/><b>4</b><c/><d/><e/></data></instance>"
        "<bind nodeset='/data/a' required='true()' jr:requiredMsg='Isi'/>"
        "<bind nodeset='/data/b' type='int' constraint='. > 5' jr:constraintMsg='Lebih'/>"
        "<bind nodeset='/data/c' relevant=\"/data/a = 'x'\" readonly='true()'/>"
        "<bind nodeset='/data/d' calculate='/data/b * 2' saveIncomplete='true()'/>"
        "<bind nodeset='/data/e' type='binary' orx:max-pixels='640'/>"
    ).start()
    assert dict(s.problems())["/data/a"].message == "Isi"
    assert dict(s.problems())["/data/b"].message == "Lebih"
    assert (s.relevant("/data/c"), s.readonly("/data/c"), s.get("/data/d")) == (False, True, "8")
    assert list(s.form.definition("/data/e").attributes.values()) == ["640"]


def test_a_saved_instance_of_an_older_form_tells_what_no_longer_fits() -> None:
    old = scenario(
        "| survey | | | |\n| | type | name | label |\n| | text | a | A |\n| | text | gone | G |"
    )
    old.set("/data/a", "x")
    old.set("/data/gone", "y")
    new = form_of(
        "| survey | | | |\n| | type | name | label |\n| | text | a | A |\n| | text | b | B |"
    )
    s = new.start(instance_xml=old.to_xml())
    assert (s.get("/data/a"), s.get("/data/b"), s.orphans) == ("x", "", {"/data/gone": "y"})


def test_an_edited_submission_names_the_one_it_replaces() -> None:
    s = scenario("| survey | | | |\n| | type | name | label |\n| | text | a | A |")
    first = s.to_xml()
    again = s.form.start(instance_xml=first, edit=True).to_xml()
    old_id = etree.fromstring(first).findtext("{*}meta/{*}instanceID")
    assert etree.fromstring(again).findtext("{*}meta/{*}deprecatedID") == old_id
    assert etree.fromstring(again).findtext("{*}meta/{*}instanceID") != old_id


def test_months_and_days_are_named_in_the_active_language() -> None:
    s = scenario(
        """
        | survey |           |      |                     |                       |             |
        |        | type      | name | label::English (en) | label::Indonesia (id) | calculation |
        |        | date      | d    | D                   | T                     |             |
        |        | calculate | f    |                     |                       | format-date(${d}, '%a %e %b') |
        """,
        language="id",
    )
    s.set("/data/d", "2026-08-22")
    assert s.get("/data/f") == "Sab 22 Agt"
