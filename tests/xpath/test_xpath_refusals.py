"""What is said of an expression that cannot run: the whole sentence, and the whole expression."""

from __future__ import annotations

import pytest

from fieldsurvey.errors import XPathError
from fieldsurvey.xpath import compile_expression, evaluate
from fieldsurvey.xpath.parser import parse
from tests.xpath.test_xpath_functions import TREE

REFUSALS = [
    ("selcted('a', 'b')", "position 1: there is no function selcted(); did you mean selected()?"),
    ("frobnicate(1)", "position 1: there is no function frobnicate(); did you mean concat()?"),
    ("if(1, 2)", "position 1: if() takes 3 arguments, not 2"),
    ("true(1)", "position 1: true() takes no arguments, not 1"),
    ("substr('a')", "position 1: substr() takes 2 to 3 arguments, not 1"),
    ("substr('a', 1, 2, 3)", "position 1: substr() takes 2 to 3 arguments, not 4"),
    ("join()", "position 1: join() takes at least 1 argument, not 0"),
    ("checklist(1)", "position 1: checklist() takes at least 2 arguments, not 1"),
    ("count(1)", "count() wants nodes (a path), not a value"),
    ("sum()", "position 1: sum() takes 1 argument, not 0"),
    ("digest('a', 'CRC')", "digest() knows MD5, SHA-1, SHA-256, SHA-384, SHA-512, not “CRC”"),
    ("digest('a', 'MD5', 'octal')", "digest() writes base64 or hex, not “octal”"),
    ("regex('a', '(')", "the pattern ( cannot be read (missing ) at position 1)"),
    ("uuid(-1)", "uuid() takes a length from 0 to 1000"),
    ("uuid(1001)", "uuid() takes a length from 0 to 1000"),
    ("uuid('x')", "uuid() takes a length from 0 to 1000"),
    ("instance('nowhere')/root", "the form has no instance “nowhere”"),
    ("area('north')", "area() wants places as “latitude longitude”"),
    ("distance('1')", "distance() wants places as “latitude longitude”"),
    ("geofence('', '')", "geofence() wants one point first"),
    ("geofence('1 1;2 2', '0 0')", "geofence() wants one point first"),
    ("geofence('x', '')", "geofence() wants places as “latitude longitude”"),
    ("intersects('x')", "intersects() wants places as “latitude longitude”"),
    ("weighted-checklist(1, 1, true())", "weighted-checklist() wants a weight after each value"),
    (
        "indexed-repeat(/data/row, /data/row, 1, /data/row)",
        "indexed-repeat() takes a target, then a repeat and a place for each level",
    ),
    ("indexed-repeat(1, /data/row, 1)", "indexed-repeat() wants paths"),
    ("'a'/b", "a path or a predicate follows a value that is no node"),
    ("'a'[1]", "a path or a predicate follows a value that is no node"),
    ("1 | /data", "“|” joins nodes, and one side is a value"),
    (
        "decimal-date-time('soon')",
        "decimal-date-time() wants a date or dateTime, and gets a text that is neither",
    ),
    ("format-date('2026-08-22', '%Q')", "format-date() does not know “%Q”"),
    ("format-date('2026-08-22', '%')", "format-date() does not know “%”"),
    ("/abc:d", "the prefix “abc” of “abc:d” has no namespace"),
    ("1 +", "position 4: expected a value, a path or a function, but the expression ends"),
    ("(1", "position 3: expected “)”, but the expression ends"),
    ("1 2", "position 3: expected an operator or the end, but found “2”"),
    ("concat('a' 'b')", "position 12: expected “,” or “)”, but found “'b')”"),
    ("/d/a[1", "position 7: expected “]”, but the expression ends"),
    (
        "up::a",
        "position 1: expected one of the axes ancestor, ancestor-or-self, attribute, child, descendant, "
        "descendant-or-self, following, following-sibling, parent, preceding, preceding-sibling, self, "
        "but found “up::a”",
    ),
    (
        "a/count(b)",
        "position 3: expected a name (a function cannot stand inside a path), but found “count(b)”",
    ),
    ("", "position 1: expected a value, a path or a function, but the expression ends"),
    ("'open", "position 1: the text that starts here has no closing quote"),
    ('"open', "position 1: the text that starts here has no closing quote"),
    (
        "$x + 1",
        "position 1: variables ($name) do not exist in forms; write ${name} in an XLSForm, or the path of the question",
    ),
    ("child::", "position 8: expected a name, but the expression ends"),
    ("comment(", "position 9: expected “)”, but the expression ends"),
    (
        "a/b:node()",
        "position 3: expected a name (a function cannot stand inside a path), but found “b:node()”",
    ),
    ("1 ==2", "position 4: expected a value, a path or a function, but found “=2”"),
    ("a[", "position 3: expected a value, a path or a function, but the expression ends"),
    ("a b", "position 3: expected an operator or the end, but found “b”"),
    ("{x}", "position 1: expected a value, a path or a function, but found “{x}”"),
    (
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "position 32: expected an operator or the end, but found “bbbbbbbbbbbbbbbbbbbb”",
    ),
    ("indexed-repeat(/data/row)", "position 1: indexed-repeat() takes at least 3 arguments, not 1"),
    ("processing-instruction('x'", "position 27: expected “)”, but the expression ends"),
    ("jr:itext2('x')", "position 1: there is no function jr:itext2(); did you mean jr:itext()?"),
    ("namespace-uri(1)", "namespace-uri() wants nodes (a path), not a value"),
]


@pytest.mark.parametrize(("expression", "what"), REFUSALS)
def test_refusal(expression: str, what: str) -> None:
    with pytest.raises(XPathError) as caught:
        evaluate(expression, TREE)
    assert caught.value.params == {"what": what, "expression": expression}
    assert str(caught.value) == f"{what} in the expression: {expression}"


def test_what_is_refused_when_it_runs_is_listed_when_it_is_compiled() -> None:
    found = compile_expression("nope(1) or true(2)", lenient=True)
    assert found.faults == (
        "position 1: there is no function nope()",
        "position 12: true() takes no arguments, not 1",
    )
    with pytest.raises(XPathError) as caught:
        compile_expression("true() or true(2)")
    assert caught.value.params == {
        "what": "position 11: true() takes no arguments, not 1",
        "expression": "true() or true(2)",
    }
    assert compile_expression("true() or true()", lenient=True).faults == ()


def test_a_name_far_from_all_others_gets_no_suggestion() -> None:
    with pytest.raises(XPathError) as caught:
        compile_expression("xyzzyxyzzyxyzzy()")
    assert caught.value.params["what"] == "position 1: there is no function xyzzyxyzzyxyzzy()"
    with pytest.raises(XPathError, match=r"did you mean coalesce\(\)\?"):
        compile_expression("COALESCE('a')")


def test_bounds_are_told() -> None:
    with pytest.raises(XPathError) as caught:
        parse("1" * 1_000_001)
    assert caught.value.params == {
        "what": "more than 1000000 characters",
        "expression": "1" * 60 + "…",
    }
    assert parse("1" * 1_000_000) is not None
    with pytest.raises(XPathError) as caught:
        parse("(" * 129 + "1" + ")" * 129)
    assert caught.value.params["what"] == "position 130: nested more than 128 deep"
    parse("(" * 128 + "1" + ")" * 128)
    with pytest.raises(XPathError) as caught:
        evaluate("regex('a', concat('" + "x" * 4000 + "', '" + "y" * 1001 + "'))", TREE)
    assert caught.value.params["what"] == "the pattern has more than 5000 characters"
    with pytest.raises(XPathError) as caught:
        evaluate("regex('a', '(a{300}){300}')", TREE)
    assert (
        caught.value.params["what"]
        == "the pattern (a{300}){300} repeats too much inside repetitions"
    )
    long = "(a{300}){300}" + "b" * 60
    with pytest.raises(XPathError) as caught:
        evaluate(f"regex('a', '{long}')", TREE)
    shown = "(a{300}){300}" + "b" * 47 + "…"
    assert caught.value.params["what"] == f"the pattern {shown} repeats too much inside repetitions"
    with pytest.raises(XPathError) as caught:
        evaluate("regex('" + "a" * 60 + "', '(a|aa)+$b')", TREE)
    assert caught.value.params["what"] == "the pattern (a|aa)+$b takes more than 0.3 seconds"
    doubled = "string(/data/word)"
    for _ in range(6):
        doubled = f"join({doubled}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)"
    with pytest.raises(XPathError) as caught:
        evaluate(doubled, TREE)
    assert caught.value.params["what"] == "join() makes a text of more than 10000000 characters"
