"""The corners of XPath 1.0 and of ODK's additions: rare axes, attributes, deep stacks, values of several kinds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from fieldsurvey.errors import XPathError
from fieldsurvey.xpath import Context, PlainHost, compile_expression, evaluate
from fieldsurvey.xpath.tree import document_node

if TYPE_CHECKING:
    from collections.abc import Callable

TREE = etree.ElementTree(
    etree.fromstring(
        """<data xmlns:orx="http://openrosa.org/xforms">
  <g a="1" b="2"><q>x</q><q>y</q><r><q>z</q></r></g><orx:meta>m</orx:meta><blank/><n>5</n>
  <row><qty>2</qty></row><row><qty>3</qty></row>
</data>"""
    )
)
ROOT = TREE.getroot()


def found(expression: str, at: str | None = None) -> object:
    """Return the value; of nodes their texts."""
    value = evaluate(expression, TREE, ROOT.find(at) if at else None)
    if not isinstance(value, list):
        return value
    return ["".join(i.itertext()).strip() if hasattr(i, "itertext") else i for i in value]


@pytest.mark.parametrize(
    ("expression", "at", "wanted"),
    [
        # XPath 1.0 §2.2: what follows an attribute is what its element holds, and what follows that
        ("@a/following::q", "g", ["x", "y", "z"]),
        ("@a/following::n", "g", ["5"]),
        ("@a/preceding::q", "g", []),
        ("@a/preceding::g", "blank", []),
        ("r/q/preceding::q[1]", "g", ["y"]),
        ("descendant::orx:meta", None, ["m"]),
        ("descendant::orx:q", None, []),
        ("/data/orx:*", None, ["m"]),
        ("/..", None, []),
        ("/../data", None, []),
        ("/@a", None, []),
        ("/following::node()", None, []),
        ("/preceding-sibling::node()", None, []),
        ("..//n", "g", ["5"]),
        # an attribute has a parent, and neither children nor attributes (§5.3)
        ("@a/q", "g", []),
        ("@a/*", "g", []),
        ("@a/@b", "g", []),
        ("@a/..", "g", ["xyz"]),
        ("@b | @a | @b", "g", ["1", "2"]),
        ("@a | q[1] | .", "g", ["xyz", "1", "x"]),
        ("@a[/data/n = 5]", "g", ["1"]),
        ("count(@a | @a)", "g", 1),
        ("position(@b)", "g", 1),
        ("position(/)", None, 1),
        ("position(/data/g/q[2])", None, 2),
        ("position(/data/none)", None, pytest.approx(float("nan"), nan_ok=True)),
        # kinds of nodes (§2.3): a form has no comments and no processing instructions
        ("//processing-instruction()", None, []),
        ("//processing-instruction('xml-stylesheet')", None, []),
        ("//comment()", None, []),
        ("/data/blank/text()", None, []),
        ("/data/g/text()", None, []),
        ("/data/n/text()", None, ["5"]),
        ("/data/n/self::text()", None, ["5"]),
        ("../../../../x", "g", []),
        ("../../..", "g", []),
        ("lang('id')", "g", False),
        ("count(/ | /data | /)", None, 2),
        ("name((/data | /)[1])", None, ""),
        # values whose kind shows only when they are run
        ("count(coalesce(/data/blank, /data/row))", None, 2),
        ("boolean(coalesce('', /data/none))", None, False),
        ("boolean(coalesce('', /data/row))", None, True),
        ("not(coalesce('', ''))", None, True),
        ("-coalesce('', /data/n)", None, -5),
        ("-/data/n", None, -5),
        ("--/data/n", None, 5),
        ("- - -/data/n", None, -5),
        ("/data/n - -/data/n", None, 10),
        ("concat(coalesce('', /data/row/qty), '!')", None, "23!"),
        ("/data/row[coalesce('', 2)]/qty", None, ["3"]),
        ("/data/row[coalesce('', 'x')]/qty", None, ["2", "3"]),
        ("/data/row[coalesce('', none)]/qty", None, []),
        # a date and its text, however it is written
        ("date('2026-08-22') = '2026-8-22'", None, True),
        ("date('2026-08-22') != '2026-08-22'", None, False),
        ("'2026-08-23' = date('2026-08-22')", None, False),
        # randomize with a seed that the generator must first bring into its range
        ("join('', randomize(/data/*, 0)) = join('', randomize(/data/*, 2147483647))", None, True),
        ("join('', randomize(/data/*, 7)) = join('', randomize(/data/*, 2147483654))", None, True),
        ("join('', randomize(/data/*, 7)) = join('', randomize(/data/*, -7))", None, False),
        ("count(randomize(/data/*, -7))", None, 6),
        ("indexed-repeat(/data/row/qty, /data/none, 1)", None, []),
        ("indexed-repeat(/data/none, /data/row, 1)", None, []),
        ("decimal-date-time(0.5)", None, 0.5),
        ("intersects('0 0;0 2;2 2;0 3;0 0')", None, True),  # the last side lies on the first
        ("intersects('0 0;0 2;2 2;2 0;0 0')", None, False),
    ],
)
def test_corner(expression: str, at: str | None, wanted: object) -> None:
    assert found(expression, at) == wanted


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("child::", "expected a name"),
        ("child::child::n", "expected a name"),
        ("child::@a", "expected a name"),
        ("orx:child::n", "one of the axes"),
        ("processing-instruction(", "expected “)”"),
        ("processing-instruction(n)", "expected “)”"),
        ("indexed-repeat(1, /data/row, 1)", "indexed-repeat() wants paths"),
        ("indexed-repeat(/data/row/qty, 1, 1)", "indexed-repeat() wants paths"),
        ("count(coalesce('', 'x'))", "count() wants nodes"),
    ],
)
def test_refused(expression: str, said: str) -> None:
    with pytest.raises(XPathError) as caught:
        found(expression)
    assert said in str(caught.value)


def test_a_prefix_that_the_form_gives_another_meaning_is_no_function() -> None:
    with pytest.raises(XPathError, match="there is no function jr:itext"):
        compile_expression("jr:itext('a')", {"jr": "urn:other"})
    compile_expression("jr:itext('a')", {"jr": "http://openrosa.org/javarosa"})


def test_without_a_form_there_is_no_other_instance() -> None:
    with pytest.raises(XPathError, match="no instance “x”"):
        compile_expression("instance('x')/a").evaluate(Context(document_node(TREE), PlainHost()))


def test_a_tree_stands_for_its_document() -> None:
    assert evaluate("count(.)", ROOT, TREE) == 1
    assert evaluate("name(.)", ROOT, TREE) == ""
    assert evaluate("name(*)", ROOT, TREE) == "data"


def test_an_element_further_down_plays_the_document() -> None:
    part = ROOT.find("g")
    assert part is not None
    assert evaluate("count(/q)", part) == 2
    assert evaluate("name(/)", part) == ""
    assert evaluate("count(/..)", part) == 0


def test_the_value_of_each_kind() -> None:
    context = Context(document_node(TREE), PlainHost())
    five = compile_expression("/data/n")
    assert (five.number(context), five.string(context), five.boolean(context)) == (5, "5", True)
    either = compile_expression("coalesce(/data/blank, /data/n)")
    assert (either.number(context), either.string(context)) == (5, "5")
    assert either.boolean(context) is True


@pytest.mark.parametrize("kind", ["evaluate", "string", "number", "boolean"])
def test_whatever_kind_is_asked_the_whole_expression_is_named(kind: str) -> None:
    compiled = compile_expression("concat('a', instance('x')/b)")
    with pytest.raises(XPathError) as caught:
        getattr(compiled, kind)(Context(document_node(TREE), PlainHost()))
    assert caught.value.params == {
        "what": "the form has no instance “x”",
        "expression": "concat('a', instance('x')/b)",
    }


def at_depth(frames: int, call: Callable[[], object]) -> object:
    """Call from that many frames further down the stack."""
    return call() if frames == 0 else at_depth(frames - 1, call)


def test_an_expression_that_finds_the_stack_nearly_full_is_refused() -> None:
    """Nesting is bounded for a stack as the application has it; a fuller one is no crash either."""
    nested = "(" * 100 + "/data/n" + ")" * 100 + "[1]"
    calls = "not(" * 100 + "/data/n" + ")" * 100
    compiled = compile_expression(calls)
    context = Context(document_node(TREE), PlainHost())
    frame, used = sys._getframe(), 0
    while frame.f_back is not None:
        frame, used = frame.f_back, used + 1
    room = sys.getrecursionlimit() - used - 60
    with pytest.raises(XPathError, match="too many nested brackets and calls"):
        at_depth(room, lambda: compile_expression(nested))
    with pytest.raises(XPathError, match="too many nested brackets and calls"):
        at_depth(room, lambda: compiled.boolean(context))
    assert compiled.boolean(context) is True
