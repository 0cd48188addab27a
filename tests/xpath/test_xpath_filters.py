"""Predicates: places, several tests, values that change from item to item and values that do not."""

from __future__ import annotations

import pytest
from lxml import etree

from fieldsurvey.xpath import PathUse, compile_expression, evaluate
from fieldsurvey.xpath.analysis import uses
from fieldsurvey.xpath.parser import parse
from fieldsurvey.xpath.syntax import unparse

TREE = etree.ElementTree(
    etree.fromstring(
        """<d><want>2</want><many>1</many><many>2</many><blank/><instance id="i"><x>1</x></instance>
<item><k>1</k><v>1</v><n>a</n></item><item><k>1</k><v>2</v><n>b</n></item>
<item><k>2</k><v>2</v><n>c</n></item><item><v>1</v><n>d</n></item><item><k>2</k><k>1</k><v>3</v><n>e</n></item>
<box><item><k>2</k><n>f</n></item><item><k>1</k><n>g</n></item></box></d>"""
    )
)


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("item[k = v]", "ac"),
        ("item[v = k]", "ac"),
        ("item[k != v]", "bde"),  # no k reads as blank
        ("item[k = '1']", "abe"),
        ("item['1' = k]", "abe"),
        ("item[k = ../want]", "ce"),
        ("item[../want = k]", "ce"),
        ("item[k = current()/want]", "ce"),
        ("item[k = current()/none]", "d"),
        ("item[k = /d/want]", "ce"),
        ("item[k = /d/many]", "abce"),
        ("item[k = /d/blank]", "d"),
        ("item[k = /d/want[1]]", "ce"),
        ("item[k = /d/many[../want]]", "abce"),
        ("item[k = (/d/many)[1]]", "abe"),
        ("item[k = current()[1]/want]", "ce"),
        ("item[k = //want]", "ce"),
        ("item[k = instance('i')/x]", "abe"),
        ("item[k = id('i')/x]", "abe"),
        ("item[k = 1]", "abe"),
        ("item[k = 1 + 1]", "ce"),
        ("item[k = concat(v, '')]", "ac"),
        ("item[k = '1' and v = '2']", "b"),
        ("item[k = '1' and v = '2' and n = 'b']", "b"),
        ("item[k = '1' and v = '2' and n = 'a']", ""),
        ("item[v > 1 and k = '2']", "ce"),
        ("item[v > 1 and k = '2' and n != 'c']", "e"),
        ("item[n != 'c' and v > 1 and k = '2']", "e"),
        ("item['x' = 'x' and k = '2']", "ce"),
        ("item['x' = 'y' and k = '2']", ""),
        ("item[k = '1' or v = '2']", "abce"),
        ("item[k = '1' = true()]", "abe"),
        ("item[k = '1' = false()]", "cd"),
        ("item[(k = '1') = (v = '1')]", "ac"),
        ("item[k = '1'][2]", "b"),
        ("item[k = '1'][v = '3']", "e"),
        ("item[k = '1'][last()]", "e"),
        ("item[k = '1' and position() = 2]", "b"),
        ("item[k = '1' and position() = last()]", "e"),
        ("item[position() = 2][k = '1']", "b"),
        ("item[2][k = '1']", "b"),
        ("item[2][k = '2']", ""),
        ("item[1]", "a"),
        ("item[5]", "e"),
        ("item[6]", ""),
        ("item[0]", ""),
        ("item[-1]", ""),
        ("item[1.5]", ""),
        ("item[last()]", "e"),
        ("item[last() - 1]", "d"),
        ("item[number(../want)]", "b"),
        ("item[../want]", "abcde"),
        ("item[string(../want)]", "abcde"),
        ("item[../blank]", "abcde"),
        ("item[string(../blank)]", ""),
        ("item[../none]", ""),
        ("item[k]", "abce"),
        ("item[not(k)]", "d"),
        ("item[k and v = '3']", "e"),
        ("item[*[1] = '1']", "abd"),
        ("item[@k = '1']", ""),
        ("item[self::item]", "abcde"),
        ("item[k[2] = '1']", "e"),
        ("item[k[. = '2']]", "ce"),
        ("item[n = /d/item[k = '2']/n]", "ce"),
        ("item[v = current()/item[n = 'c']/v]", "bc"),
        (".//item[1]", "af"),
        ("(.//item)[1]", "a"),
        ("(.//item)[last()]", "g"),
        (".//item[k = '2']", "cef"),
        (".//item[k = '2'][1]", "cf"),
        ("*/item[k = /d/want]", "f"),
        ("box/item[k = ../../want]", "f"),
        ("item/k[. = '1']/..", "abe"),
        ("item[position() > 1 and position() < 4]", "bc"),
        ("item[n = 'c']/preceding-sibling::item[1]", "b"),
        ("item[n = 'c']/preceding-sibling::item[2]", "a"),
        ("item[n = 'c']/following-sibling::item[1]", "d"),
        ("item[n = 'c']/following-sibling::item[last()]", "e"),
        ("box/item/ancestor::*[1]/item", "fg"),
        ("box/item/ancestor::*[2]/item", "abcde"),
        ("box/item/preceding::item[1]", "ef"),
        ("item[n = 'e']/following::item[1]", "f"),
        ("(item | box/item)[6]", "f"),
        ("(box/item | item)[1]", "a"),
        ("(item[2] | item[1] | item[2])", "ab"),
    ],
)
def test_filter(expression: str, wanted: str) -> None:
    found = evaluate(expression, TREE, TREE.getroot())
    assert isinstance(found, list)
    assert "".join(item.findtext("n") for item in found) == wanted  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("1+2", "1 + 2"),
        ("1 + 2 * 3", "1 + (2 * 3)"),
        ("(1 + 2) * 3", "(1 + 2) * 3"),
        ("1 - 2 + 3", "1 - 2 + 3"),
        ("a or b and c", "child::a or (child::b and child::c)"),
        ("--a", "-(-child::a)"),
        ("-(1 + 2)", "-(1 + 2)"),
        ("-1", "-1"),
        ("a|b | c", "child::a | child::b | child::c"),
        ("'a'", "'a'"),
        ('"it\'s"', '"it\'s"'),
        ("f(1,a)", "f(1, child::a)"),
        ("f()", "f()"),
        ("/", "/"),
        (".", "self::node()"),
        ("../a", "parent::node()/child::a"),
        ("/a//b", "/child::a/descendant-or-self::node()/child::b"),
        ("//b", "/descendant-or-self::node()/child::b"),
        ("@x", "attribute::x"),
        ("orx:a/orx:*", "child::orx:a/child::orx:*"),
        ("a[1][b]", "child::a[1][child::b]"),
        ("f(1)[2]/a", "f(1)[2]/child::a"),
        ("f(1)/a", "f(1)/child::a"),
        ("(a/b)[1]", "(child::a/child::b)[1]"),
        ("(a)/b", "(child::a)/child::b"),
        ("(1 + 2)[1]", "(1 + 2)[1]"),
        ("text()", "child::text()"),
        ("preceding::comment()", "preceding::comment()"),
        ("1 < 2 = 3", "(1 < 2) = 3"),
        ("1 = (2 = 3)", "1 = (2 = 3)"),
        ("1 = 2 = 3", "1 = 2 = 3"),
        ("/ = 1", "(/) = 1"),
        ("6 div 3 mod 2", "6 div 3 mod 2"),
    ],
)
def test_a_tree_written_back(expression: str, wanted: str) -> None:
    assert unparse(parse(expression)) == wanted
    assert unparse(parse(wanted)) == wanted


@pytest.mark.parametrize(
    ("expression", "paths", "functions"),
    [
        ("1 + 'a'", (), ()),
        (".", (PathUse((".",)),), ()),
        ("/", (PathUse((), absolute=True),), ()),
        ("-a", (PathUse(("a",)),), ()),
        ("a/../@b", (PathUse(("a", "..", "@b")),), ()),
        ("*", (PathUse(("*",)),), ()),
        ("node()", (PathUse(("*",)),), ()),
        ("@*", (PathUse(("@*",)),), ()),
        ("self::a", (PathUse(("**",)),), ()),
        ("parent::a", (PathUse(("**",)),), ()),
        ("ancestor::a/b", (PathUse(("**", "b")),), ()),
        ("current()", (PathUse((), current=True),), ("current",)),
        ("current()/../a", (PathUse(("..", "a"), current=True),), ("current",)),
        ("instance('i')", (PathUse((), absolute=True, instance="i"),), ("instance",)),
        ("string()", (PathUse((".",)),), ("string",)),
        ("number()", (PathUse((".",)),), ("number",)),
        ("normalize-space()", (PathUse((".",)),), ("normalize-space",)),
        ("name()", (), ("name",)),
        ("once()", (), ("once",)),
        ("string(a)", (PathUse(("a",)),), ("string",)),
        ("a or b", (PathUse(("a",)), PathUse(("b",))), ()),
        (
            "f(a)[b]",
            (
                PathUse(("a",)),
                PathUse(("b",), in_predicate=True, base=PathUse(("a",))),
                PathUse(("a",)),
            ),
            ("f",),
        ),
        ("f()[b]", (PathUse(("b",), in_predicate=True, base=PathUse(("**",))),), ("f",)),
        (
            "a[b[c]]",
            (
                PathUse(("a",)),
                PathUse(("b",), in_predicate=True, base=PathUse(("a",))),
                PathUse(
                    ("c",),
                    in_predicate=True,
                    base=PathUse(("b",), in_predicate=True, base=PathUse(("a",))),
                ),
            ),
            (),
        ),
        (
            "a[/b]",
            (PathUse(("a",)), PathUse(("b",), absolute=True, in_predicate=True)),
            (),
        ),
        (
            "a[string()]",
            (PathUse(("a",)), PathUse((".",), in_predicate=True, base=PathUse(("a",)))),
            ("string",),
        ),
        ("(a | /b)/c", (PathUse(("a", "c")), PathUse(("b", "c"), absolute=True)), ()),
    ],
)
def test_what_an_expression_uses(
    expression: str, paths: tuple[PathUse, ...], functions: tuple[str, ...]
) -> None:
    assert uses(parse(expression)) == (paths, frozenset(functions))


def test_a_compiled_expression_tells_its_text_and_uses() -> None:
    found = compile_expression("count(a) + 1")
    assert (found.text, found.paths, found.functions, found.faults) == (
        "count(a) + 1",
        (PathUse(("a",)),),
        frozenset(("count",)),
        (),
    )
