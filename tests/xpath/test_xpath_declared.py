"""How a function is declared: what the letters mean, how many arguments it takes, what it is handed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from fieldsurvey.errors import XPathError
from fieldsurvey.xpath import Context, PlainHost, compile_expression, evaluate
from fieldsurvey.xpath.code import of_string
from fieldsurvey.xpath.functions import TABLE, odk
from fieldsurvey.xpath.functions.signature import form, function
from fieldsurvey.xpath.tree import document_node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fieldsurvey.xpath import Node
    from fieldsurvey.xpath.code import Code

TREE = etree.ElementTree(etree.fromstring("<d><a>1</a><a>2</a><b>x</b></d>"))


@pytest.fixture(autouse=True)
def _own_table() -> Iterator[None]:
    before = dict(TABLE)
    yield
    TABLE.clear()
    TABLE.update(before)


def declared(
    takes: str, gives: str = "string", *, context: bool = False, here: bool = False
) -> None:
    """Declare t-…(), which tells what it was handed."""

    @function(f"t-{takes or 'none'}-{gives}", takes, gives, context=context, here=here)
    def told(*arguments: Any) -> Any:
        return {
            "string": repr([_plain(a) for a in arguments]),
            "number": float(len(arguments)),
            "boolean": bool(arguments),
            "nodes": next((a for a in arguments if isinstance(a, list)), []),
            "any": arguments[0] if arguments else "",
        }[gives]


def _plain(argument: Any) -> Any:
    if isinstance(argument, list):
        return [node.string() for node in argument]
    return argument if isinstance(argument, str | float | bool) else type(argument).__name__


@pytest.mark.parametrize(
    ("takes", "least", "most", "letters"),
    [
        ("", 0, 0, ""),
        ("s", 1, 1, "s"),
        ("sn", 2, 2, "sn"),
        ("?n", 0, 1, "n"),
        ("sn?n", 2, 3, "snn"),
        ("s?nv", 1, 3, "snv"),
        ("v+", 1, None, "v"),
        ("sv+", 2, None, "sv"),
        ("sv*", 1, None, "sv"),
        ("v*", 0, None, "v"),
        ("nnv*", 2, None, "nnv"),
    ],
)
def test_letters_say_how_many_arguments(
    takes: str, least: int, most: int | None, letters: str
) -> None:
    declared(takes)
    found = TABLE[f"t-{takes or 'none'}-string"]
    assert (found.least, found.most, found.letters) == (least, most, letters)
    assert found.name == f"t-{takes or 'none'}-string"
    assert found.check(least) is None
    if least:
        assert found.check(least - 1) is not None
    assert (found.check(least + 9) is None) is (most is None)


@pytest.mark.parametrize(
    ("takes", "call", "wanted"),
    [
        ("", "t-none-string()", "[]"),
        ("s", "t-s-string(/d/a)", "['1']"),
        ("s", "t-s-string(5)", "['5']"),
        ("n", "t-n-string(/d/a)", "[1.0]"),
        ("v", "t-v-string(/d/a)", "[['1', '2']]"),
        ("v", "t-v-string(true())", "[True]"),
        ("x", "t-x-string(/d/b)", "[['x']]"),
        ("x", "t-x-string(coalesce('', /d/a))", "[['1', '2']]"),
        ("sn", "t-sn-string('a', '2')", "['a', 2.0]"),
        ("snv", "t-snv-string('a', '2', '3')", "['a', 2.0, '3']"),
        ("sx", "t-sx-string(1, /d/b)", "['1', ['x']]"),
    ],
)
def test_arguments_come_as_the_letters_say(takes: str, call: str, wanted: str) -> None:
    declared(takes)
    assert evaluate(call, TREE) == wanted


@pytest.mark.parametrize(
    ("takes", "arguments", "wanted"),
    [
        ("sv*", "1, /d/b, 2", "['1', ['x'], 2.0]"),
        ("n+", "'1', '2', '3', '4'", "[1.0, 2.0, 3.0, 4.0]"),
        ("s?n", "1", "['1']"),
        ("s?n", "1, '2'", "['1', 2.0]"),
    ],
)
def test_the_last_letter_stands_for_all_further_arguments(
    takes: str, arguments: str, wanted: str
) -> None:
    declared(takes)
    TABLE["t-further"] = TABLE[f"t-{takes}-string"]
    assert evaluate(f"t-further({arguments})", TREE) == wanted


@pytest.mark.parametrize(
    ("gives", "call", "wanted"),
    [
        ("string", "t-v-string(1)", "[1.0]"),
        ("number", "t-v-number(1)", 1.0),
        ("boolean", "t-v-boolean(1)", True),
        ("any", "t-v-any('7')", "7"),
        ("any", "t-v-any('7') + 1", 8.0),
        ("nodes", "string(t-v-nodes(/d/a)[2])", "2"),
    ],
)
def test_its_value_is_of_the_kind_it_gives(gives: str, call: str, wanted: object) -> None:
    declared("v", gives)
    assert evaluate(call, TREE) == wanted


def test_it_may_want_the_context_and_the_node_it_stands_at() -> None:
    declared("s", context=True)
    assert evaluate("t-s-string('a')", TREE) == "['Context', 'a']"
    declared("", context=True)
    assert evaluate("t-none-string( )", TREE) == "['Context']"
    declared("x", here=True)
    assert TABLE["t-x-string"].least == 0
    assert evaluate("t-x-string()", TREE, TREE.getroot()[0]) == "[['1']]"
    assert evaluate("t-x-string(/d/b)", TREE, TREE.getroot()[0]) == "[['x']]"


def test_what_is_no_path_is_no_list_of_nodes() -> None:
    declared("x")
    with pytest.raises(XPathError) as caught:
        evaluate("t-x-string('a')", TREE)
    assert caught.value.params["what"] == "t-x-string() wants nodes (a path), not a value"


def test_a_form_gets_its_arguments_unevaluated() -> None:
    @form("t-form", 1, 2)
    def last(codes: Sequence[Code]) -> Code:
        return of_string(codes[-1].string)

    found = TABLE["t-form"]
    assert (found.name, found.letters, found.least, found.most) == ("t-form", "", 1, 2)
    assert last.__name__ == "last"
    assert evaluate("t-form(instance('nowhere'), 'b')", TREE) == "b"


def test_a_function_of_one_number_is_blank_outside_its_domain() -> None:
    def picky(value: float) -> float:
        if value < 0:
            raise ValueError
        if value > 9:
            raise OverflowError
        return value * 2

    odk._real("t-real", picky)
    assert TABLE["t-real"].check(2) == "t-real() takes 1 argument, not 2"
    assert evaluate("t-real(2)", TREE) == 4
    assert evaluate("string(t-real(-1))", TREE) == ""
    assert evaluate("t-real(10)", TREE) == float("inf")
    assert evaluate("t-real('3')", TREE) == 6


def test_what_declares_gives_the_function_back() -> None:
    def call() -> str:
        return "a"

    assert function("t-plain", "", "string")(call) is call
    assert evaluate("t-plain()", TREE) == "a"


class Account:
    """An account that says other than the nodes do, so that one sees who was asked."""

    def count(self) -> int:
        return 70

    def total(self) -> float:
        return 7.5


class Accounting(PlainHost):
    """A host that keeps an account of one path."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, str]] = []

    def column(self, path: str, node: Node) -> Account | None:
        self.asked.append((path, node.name))
        return Account() if path == "/d/a" else None


@pytest.mark.parametrize(
    ("expression", "wanted", "asked"),
    [
        ("sum(/d/a)", 7.5, "/d/a"),
        ("count(/d/a)", 70.0, "/d/a"),
        ("sum(/d/b)", 0.0, "/d/b"),
        ("count(/d/b)", 1.0, "/d/b"),
        ("count(a)", 2.0, None),
        ("sum(/d/a[1])", 1.0, None),
        ("max(/d/a)", 2.0, None),
    ],
)
def test_an_account_of_the_host_is_asked_before_the_nodes(
    expression: str, wanted: float, asked: str | None
) -> None:
    host = Accounting()
    context = Context(document_node(TREE).elements()[0], host)
    assert compile_expression(expression).number(context) == wanted
    assert host.asked == ([] if asked is None else [(asked, "d")])
