"""Paths: axes, predicates, the host's index, and what an expression tells about its dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from lxml import etree

from fieldsurvey.xpath import Context, PathUse, PlainHost, compile_expression, evaluate
from fieldsurvey.xpath.tree import document_node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.xpath import Node

XFORM = etree.ElementTree(
    etree.fromstring(
        """<h:html xmlns:h="http://www.w3.org/1999/xhtml" xmlns="http://www.w3.org/2002/xforms"
        xmlns:orx="http://openrosa.org/xforms"><h:body/><model>
<instance><data id="f"><g a="1" b="2"><q>x</q><q>y</q><r><q>z</q></r></g><orx:meta>m</orx:meta><n
>2</n></data></instance>
<instance id="desa"><root><item><name>d1</name><kab>k1</kab></item><item><name>d2</name><kab>k2</kab></item>
<item><name>d3</name><kab>k2</kab></item></root></instance></model></h:html>"""
    )
)
DOCUMENT = document_node(
    etree.fromstring(
        "<root><item><name>d1</name><kab>k1</kab></item><item><name>d2</name><kab>k2</kab></item>"
        "<item><name>d3</name><kab>k2</kab></item><item><name>d4</name></item></root>"
    )
)
NS = {"f": "http://www.w3.org/2002/xforms"}
MAIN = XFORM.getroot().find(".//f:instance", NS)
assert MAIN is not None


def texts(expression: str, at: str | None = None) -> list[str]:
    assert MAIN is not None
    context = MAIN.find(at, {"": NS["f"]}) if at else None
    found = evaluate(expression, MAIN, context)
    assert isinstance(found, list)
    return ["".join(item.itertext()) if hasattr(item, "itertext") else str(item) for item in found]


@pytest.mark.parametrize(
    ("expression", "at", "wanted"),
    [
        ("/data/g/q", None, ["x", "y"]),
        ("/data/g/q[2]", None, ["y"]),
        ("/data/g/q[position() > 1]", None, ["y"]),
        ("/data/g/q[last()]", None, ["y"]),
        ("/data/g/q[. = 'y']", None, ["y"]),
        ("/data/g/q[/data/n]", None, ["x", "y"]),
        ("/data/g/q[number(/data/n)]", None, ["y"]),
        ("/data/g/q[0]", None, []),
        ("/data/g/q[1.5]", None, []),
        ("(/data/g/q)[2]", None, ["y"]),
        ("//q", None, ["x", "y", "z"]),
        ("//q[1]", None, ["x", "z"]),
        ("/data//r/q", None, ["z"]),
        ("/data/g/@a", None, ["1"]),
        ("/data/g/@*", None, ["1", "2"]),
        ("/data/g/@a/..", None, ["xyz"]),
        ("/data/orx:meta", None, ["m"]),
        ("/data/*", None, ["xyz", "m", "2"]),
        (".", "data/n", ["2"]),
        ("..", "data/g/r/q", ["z"]),
        ("../../q", "data/g/r/q", ["x", "y"]),
        ("./q", "data/g/r", ["z"]),
        ("self::q", "data/g/q", ["x"]),
        ("self::r", "data/g/q", []),
        ("child::q", "data/g", ["x", "y"]),
        ("parent::g", "data/g/q", ["xyz"]),
        ("ancestor::*", "data/g/r/q", ["xyzm2", "xyz", "z"]),
        ("ancestor::*[1]", "data/g/r/q", ["z"]),
        ("ancestor-or-self::*[1]", "data/g/r", ["z"]),
        ("descendant::q", "data", ["x", "y", "z"]),
        ("descendant-or-self::r", "data/g/r", ["z"]),
        ("following-sibling::*", "data/g/q", ["y", "z"]),
        ("preceding-sibling::q[1]", "data/g/r", ["y"]),
        ("following::*", "data/g/r", ["m", "2"]),
        ("preceding::q", "data/n", ["x", "y", "z"]),
        ("preceding::q[1]", "data/n", ["z"]),
        ("/data/n | /data/g/q | /data/n", None, ["x", "y", "2"]),
        ("/data/g/q/text()", None, ["x", "y"]),
        ("/data/g/node()", None, ["x", "y", "z"]),
        ("/data/g/comment()", None, []),
        ("current()/../n", "data/g", ["2"]),
        ("/data/g/q[. = current()]", "data/g/q", ["x"]),
        ("instance('desa')/root/item[kab = 'k2']/name", None, ["d2", "d3"]),
        ("instance('desa')/root/item['k1' = kab]/name", None, ["d1"]),
        ("instance('desa')/root/item[kab = 'k2' and name != 'd2']/name", None, ["d3"]),
        ("instance('desa')/root/item[kab = 'k2'][2]/name", None, ["d3"]),
        ("instance('desa')/root/item[position() = 2 and kab = 'k2']/name", None, ["d2"]),
        ("instance('desa')/root/item[kab = concat('k', /data/n)]/name", None, ["d2", "d3"]),
        ("instance('desa')/root/item[2]/name", None, ["d2"]),
        ("/html", None, []),
        ("/", None, ["xyzm2"]),
    ],
)
def test_path(expression: str, at: str | None, wanted: list[str]) -> None:
    assert texts(expression, at) == wanted


def test_the_root_element_stands_for_its_document() -> None:
    root = etree.fromstring("<data><a>1</a></data>")
    assert evaluate("number(/data/a)", root) == 1
    assert evaluate("number(/data/a)", root, root[0]) == 1
    assert evaluate("/data/a", root) == [root[0]]


class IndexedHost(PlainHost):
    """A host with an index of one path, counting what it is asked."""

    def __init__(self, answer: Sequence[Node] | None) -> None:
        super().__init__()
        self.answer = answer
        self.asked: list[tuple[tuple[str, ...], bool]] = []

    def absolute(
        self, steps: tuple[str, ...], node: Node, *, whole: bool = True
    ) -> Sequence[Node] | None:
        assert node.document() is node
        self.asked.append((steps, whole))
        return self.answer


def test_the_host_answers_plain_absolute_paths() -> None:
    node = document_node(etree.fromstring("<data><g><q>1</q><q>2</q></g></data>"))
    data = node.elements()[0]
    host = IndexedHost([data])
    assert compile_expression("/data/g/q").string(Context(node, host)) == "12"
    assert compile_expression("/data/g/q[2]/x").evaluate(Context(node, IndexedHost(None))) == []
    assert host.asked == [(("data", "g", "q"), True)]
    silent = IndexedHost(None)
    assert compile_expression("/data/g/q[2]").string(Context(node, silent)) == "2"
    assert silent.asked == [(("data", "g"), False)]
    assert (
        compile_expression("indexed-repeat(/data/g/q, /data/g/q, 2)").string(Context(node, host))
        == "2"
    )
    assert host.asked == [(("data", "g", "q"), True)]


class IndexedList:
    """A choice list that answers one filter from an index, and for the rest is the node it stands on."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def __getattr__(self, name: str) -> object:
        return getattr(self._node, name)

    def lookup(self, name: str, key: str, text: str) -> Sequence[Node] | None:
        items = self._node.named(name)
        return [items[1]] if (key, text) == ("kab", "k2") else None


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("item[kab = 'k2']/name", "d2"),  # what the index says, and no more
        ("item[kab = 'k2' and name = 'd3']/name", ""),
        ("item[kab = 'k1']/name", "d1"),  # no index for it: compared
        ("item[kab = /root/none]/name", "d4"),  # no node and no column both read as blank
    ],
)
def test_a_node_with_an_index_answers_filters(expression: str, wanted: str) -> None:
    choices = cast("Node", IndexedList(DOCUMENT.elements()[0]))
    assert compile_expression(expression).string(Context(choices, PlainHost())) == wanted


def test_paths_for_dependencies() -> None:
    found = compile_expression("/data/a + ../b * count(c/*) + @d")
    assert found.paths == (
        PathUse(("data", "a"), absolute=True),
        PathUse(("..", "b")),
        PathUse(("c", "*")),
        PathUse(("@d",)),
    )
    assert found.functions == {"count"}


def test_paths_of_instances_and_predicates() -> None:
    found = compile_expression(
        "instance('desa')/root/item[kab = /data/k and x = current()/../y]/name"
    )
    item = PathUse(("root", "item"), absolute=True, instance="desa")
    assert found.paths == (
        PathUse(("root", "item", "name"), absolute=True, instance="desa"),
        PathUse(("kab",), in_predicate=True, base=item),
        PathUse(("data", "k"), absolute=True, in_predicate=True),
        PathUse(("x",), in_predicate=True, base=item),
        PathUse(("..", "y"), current=True, in_predicate=True),
    )
    assert found.functions == {"instance", "current"}


def test_wide_paths_and_hidden_arguments_are_told() -> None:
    assert compile_expression("//a").paths == (PathUse(("**", "a"), absolute=True),)
    assert compile_expression("following-sibling::a/b").paths == (PathUse(("**", "b")),)
    assert compile_expression("string-length() > 3").paths == (PathUse((".",)),)
    assert compile_expression("instance(/data/which)/root").paths == (
        PathUse(("data", "which"), absolute=True),
        PathUse(("root",), absolute=True, instance=""),
    )
    assert compile_expression("(/a | b)/c").paths == (
        PathUse(("a", "c"), absolute=True),
        PathUse(("b", "c")),
    )
    assert compile_expression("randomize(/a)/b").paths == (
        PathUse(("a",), absolute=True),
        PathUse(("a", "b"), absolute=True),
    )


def test_an_expression_is_compiled_once() -> None:
    assert compile_expression("/data/a + 1") is compile_expression("/data/a + 1")
    assert compile_expression("/f:a", NS) is not compile_expression("/f:a", {"f": "urn:x"})
