"""The quick ways through an expression give what the slow way gives.

Slow: no form knows a path's node, and each operand stands in ``coalesce('', …)``, so that nothing is known of its kind
before it runs. Quick: the form knows the node of an absolute path, and the compiler knows kinds and constants.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from fieldsurvey.xpath import (
    Context,
    PlainHost,
    compile_expression,
    evaluate,
    to_boolean,
    to_number,
    to_string,
)
from fieldsurvey.xpath.functions import TABLE
from fieldsurvey.xpath.functions.signature import function
from tests.xpath.test_xpath_values import Typed, typed_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.xpath import Node, Value

OPERANDS = (
    "/two", "two", "/half", "/yes", "/no", "/nil", "/blank", "/text", "/day", "/none", "*", "2", "0", "-1",
    "'2'", "'0'", "''", "'x'", "'2026-8-22'", "true()", "false()", "number('')", "date('2026-08-22')",
    "concat('2', '')", "count(*)", "boolean(two)", "if(/yes, /two, 'x')", "if(/no, 1, 2)",
    "coalesce(/blank, /two)", "(1 + 1)", "-/two", "/two[1]", "..",
)  # fmt: skip
# Each of these with each: one of every kind and way.
PAIRED = (
    "/two", "two", "/yes", "/blank", "/text", "/day", "/none", "*", "2", "'2'", "''", "'2026-8-22'", "true()",
    "coalesce(/no, 2)",
)  # fmt: skip
SIGNS = ("=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "and", "or")


class Knowing(PlainHost):
    """A host that knows each leaf by its path."""

    def __init__(self, form: Typed) -> None:
        super().__init__()
        self.known: dict[str, Node] = {f"/{leaf.name}": leaf for leaf in form.leaves}

    def single(self, path: str, /) -> Node | None:
        return self.known.get(path)


def plain(value: Value) -> object:
    if isinstance(value, list):
        return [id(node) for node in value]
    if isinstance(value, float):
        return "NaN" if math.isnan(value) else round(value, 9)
    return value


def agree(quick: str, slow: str) -> None:
    """Assert that both give the same value, of whatever kind it is asked."""
    form = typed_form()
    contexts = [Context(form, host) for host in (Knowing(form), PlainHost())]
    wanted = compile_expression(slow).evaluate(contexts[1])
    compiled = compile_expression(quick)
    for context in contexts:
        assert plain(compiled.evaluate(context)) == plain(wanted), quick
        assert compiled.string(context) == to_string(wanted), quick
        assert plain(compiled.number(context)) == plain(to_number(wanted)), quick
        assert compiled.boolean(context) is to_boolean(wanted), quick


def hidden(operand: str) -> str:
    return f"coalesce('', {operand})"


@pytest.mark.parametrize("sign", SIGNS)
def test_operators(sign: str) -> None:
    for left in PAIRED:
        for right in PAIRED:
            agree(f"{left} {sign} {right}", f"{hidden(left)} {sign} {hidden(right)}")


@pytest.mark.parametrize("operand", OPERANDS)
def test_an_operand_by_itself(operand: str) -> None:
    agree(operand, hidden(operand))
    agree(f"-({operand})", f"-{hidden(operand)}")
    agree(f"not({operand})", f"not({hidden(operand)})")
    for call in ("string", "number", "boolean", "count-selected", "string-length", "round", "int"):
        agree(f"{call}({operand})", f"{call}({hidden(operand)})")
    for call in ("concat", "sum", "max", "join"):
        agree(
            f"{call}({operand}, '1')".replace("sum(", "max("),
            f"{call}({hidden(operand)}, '1')".replace("sum(", "max("),
        )
    agree(f"sum({operand})", f"sum({hidden(operand)})")


@pytest.mark.parametrize("operand", OPERANDS)
def test_choices_between_values(operand: str) -> None:
    for other in PAIRED[::2]:
        agree(
            f"if({operand}, {other}, /half)",
            f"if({hidden(operand)}, {hidden(other)}, {hidden('/half')})",
        )
        agree(
            f"if({operand}, 1, {other})", f"if({hidden(operand)}, {hidden('1')}, {hidden(other)})"
        )
        agree(f"coalesce({operand}, {other})", f"coalesce({hidden(operand)}, {hidden(other)})")
        agree(f"coalesce({operand}, '', {other})", f"coalesce({hidden(operand)}, {hidden(other)})")


@pytest.mark.parametrize(
    "terms",
    [
        "/two + /half + /two",
        "/two - /half + /two",
        "1 + 2 + 3",
        "/two * /half div 2",
        "/two + 1 - /none",
    ],
)
def test_long_sums(terms: str) -> None:
    agree(terms, " ".join(part if part in "+-*div" else hidden(part) for part in terms.split()))


def test_what_the_form_knows_is_asked_first() -> None:
    form = typed_form()
    host = Knowing(form)
    host.known["/two"] = Typed("two", 7.0, form)
    host.known["/text"] = Typed("text", "other", form)
    context = Context(form, host)
    for expression, wanted in (
        ("/two + 1", 8.0),
        ("/two = 7", True),
        ("/two = 2", False),
        ("/two != '7'", False),
        ("/text = 'other'", True),
        ("/text != 'other'", False),
        ("/text = '0'", False),
        ("string(/text)", "other"),
        ("number(/two)", 7.0),
        ("concat(string(/two), string(/text))", "7other"),
        ("if(/two > 6, /text, 1)", "other"),
        ("-/two", -7.0),
        ("/two and true()", True),
    ):
        code = compile_expression(expression)
        shown = code.string(context) if isinstance(wanted, str) else code.evaluate(context)
        assert shown == wanted, expression


def test_a_declared_function_may_read_an_account() -> None:
    form = typed_form()

    class Account:
        def count(self) -> int:
            return 9

        def total(self) -> float:
            return 90.0

    class Accounting(PlainHost):
        def column(self, path: str, node: Node) -> Account | None:
            return Account() if (path, node) == ("/two", form) else None

    declare: Callable[..., Callable[..., object]] = function
    before = dict(TABLE)
    try:
        declare("t-account", "v?n", "number", column=lambda column: column.total())(lambda *_: 1.0)
        for expression, wanted in (
            ("t-account(/two)", 90.0),
            ("t-account(/half)", 1.0),
            ("t-account(two, /two)", 1.0),
        ):
            assert compile_expression(expression).number(Context(form, Accounting())) == wanted
    finally:
        TABLE.clear()
        TABLE.update(before)


def test_names_with_a_namespace_on_every_axis() -> None:
    root = etree.fromstring('<d xmlns:k="urn:k"><a>1</a><k:a k:x="2" x="3">4</k:a><a>5</a></d>')
    for expression, wanted in (
        ("count(child::k:a)", 1.0),
        ("string(child::k:a)", "4"),
        ("count(child::a)", 3.0),
        ("string(k:a/@k:x)", "2"),
        ("count(descendant::k:a)", 1.0),
        ("count(*[self::k:a])", 1.0),
        ("count(k:*)", 1.0),
        ("count(a[preceding-sibling::k:a])", 1.0),
        ("count(//k:a)", 1.0),
        ("count(/k:d)", 0.0),
        ("count(/d)", 1.0),
    ):
        assert evaluate(expression, root, root, namespaces={"k": "urn:k"}) == wanted, expression
