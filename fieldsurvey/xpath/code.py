"""Compiled pieces: each gives its value as itself, as text, as a number and as true or false.

Who uses a piece takes the closure of the kind it needs, so that ``a + b`` reads two node values as
numbers without making node lists or values in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from fieldsurvey.xpath.values import (
    NAN,
    Value,
    node_to_boolean,
    nodes_to_boolean,
    number_to_string,
    string_to_number,
    to_boolean,
    to_number,
    to_string,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.xpath.context import Context
    from fieldsurvey.xpath.node import Node

    Run: TypeAlias = Callable[[Context], Value]
    AsText: TypeAlias = Callable[[Context], str]
    AsNumber: TypeAlias = Callable[[Context], float]
    AsBoolean: TypeAlias = Callable[[Context], bool]
    AsNodes: TypeAlias = Callable[[Context], list[Node]]
    AsNode: TypeAlias = Callable[[Context], Node | None]


@dataclass(frozen=True, slots=True)
class Code:
    """A compiled piece of an expression.

    Attributes:
        kind: "string", "number", "boolean" or "nodes"; "any" when only running it tells.
        value: gives the value itself.
        string: gives it as text.
        number: gives it as a number.
        boolean: gives it as true or false.
        constant: the value, when it is the same everywhere; None otherwise.
        one: of a path that mostly leads to one node, the quick way to it; it gives None when only `value` can tell.
            The node may be irrelevant: it then reads as no node does.
        path: the absolute path of plain names that the piece is; "" otherwise.
    """

    kind: str
    value: Run
    string: AsText
    number: AsNumber
    boolean: AsBoolean
    constant: Value | None = None
    one: AsNode | None = None
    path: str = ""


def constant(value: Value) -> Code:
    """Return a piece that always gives the value."""
    text, number, truth = to_string(value), to_number(value), to_boolean(value)
    kind = (
        "boolean" if isinstance(value, bool) else "number" if isinstance(value, float) else "string"
    )
    return Code(kind, lambda _: value, lambda _: text, lambda _: number, lambda _: truth, value)


def of_string(run: AsText) -> Code:
    """Return a piece whose value is text."""
    return Code("string", run, run, lambda c: string_to_number(run(c)), lambda c: run(c) != "")


def of_number(run: AsNumber) -> Code:
    """Return a piece whose value is a number."""
    return Code(
        "number", run, lambda c: number_to_string(run(c)), run, lambda c: to_boolean(run(c))
    )


def of_boolean(run: AsBoolean) -> Code:
    """Return a piece whose value is true or false."""
    return Code(
        "boolean",
        run,
        lambda c: "true" if run(c) else "false",
        lambda c: 1.0 if run(c) else 0.0,
        run,
    )


def of_nodes(run: AsNodes) -> Code:
    """Return a piece whose value is a list of nodes."""

    def string(context: Context) -> str:
        nodes = run(context)
        return nodes[0].string() if nodes else ""

    def number(context: Context) -> float:
        nodes = run(context)
        return nodes[0].number() if nodes else NAN

    return Code("nodes", run, string, number, lambda c: nodes_to_boolean(run(c)))


def of_node(one: AsNode, run: AsNodes) -> Code:
    """Return a piece whose value is mostly a list of one node, with a quick way to that node (`Code.one`)."""

    def string(context: Context) -> str:
        node = one(context)
        if node is not None:
            return node.string()
        nodes = run(context)
        return nodes[0].string() if nodes else ""

    def number(context: Context) -> float:
        node = one(context)
        if node is not None:
            return node.number()
        nodes = run(context)
        return nodes[0].number() if nodes else NAN

    def boolean(context: Context) -> bool:
        node = one(context)
        return nodes_to_boolean(run(context)) if node is None else node_to_boolean(node)

    return Code("nodes", run, string, number, boolean, one=one)


def of_any(run: Run) -> Code:
    """Return a piece whose kind shows only when it runs."""
    return Code(
        "any",
        run,
        lambda c: to_string(run(c)),
        lambda c: to_number(run(c)),
        lambda c: to_boolean(run(c)),
    )
