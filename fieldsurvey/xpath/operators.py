"""Operators: arithmetic, comparison and logic, as closures over the closures of their operands."""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING

from fieldsurvey.xpath.code import Code, constant, of_boolean, of_number
from fieldsurvey.xpath.values import (
    NAN,
    NEARNESS,
    Moment,
    Scalar,
    Value,
    string_to_number,
    to_boolean,
    to_moment,
    to_number,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.xpath.code import AsBoolean, AsNumber
    from fieldsurvey.xpath.context import Context

_ORDERS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def chain(first: Code, rest: list[tuple[str, Code]]) -> Code:
    """Return the operators of one level, applied from left to right."""
    sign = rest[0][0]
    if sign in ("or", "and"):
        return _logic(sign, [first, *(code for _, code in rest)])
    if sign in ("+", "-", "*", "div", "mod"):
        return of_number(_arithmetic(first.number, [(s, code.number) for s, code in rest]))
    result = first
    for sign, code in rest:
        result = of_boolean(_compared(sign, result, code))
    return result


def negation(operand: Code) -> Code:
    """Return the operand with its sign turned."""
    if isinstance(operand.constant, float):
        return constant(-operand.constant)
    run = operand.number
    return of_number(lambda c: -run(c))


def _logic(sign: str, parts: list[Code]) -> Code:
    tests = [part.boolean for part in parts]
    if len(tests) == 2:
        a, b = tests
        return of_boolean((lambda c: a(c) or b(c)) if sign == "or" else (lambda c: a(c) and b(c)))
    if sign == "or":
        return of_boolean(lambda c: any(test(c) for test in tests))
    return of_boolean(lambda c: all(test(c) for test in tests))


def divide(a: float, b: float) -> float:
    """Return a divided by b; by zero Infinity, -Infinity or NaN (IEEE 754)."""
    if b:
        return a / b
    if a == 0 or a != a or b != b:  # noqa: PLR0124  NaN
        return NAN
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def modulo(a: float, b: float) -> float:
    """Return the remainder with the sign of a; NaN when b is zero (XPath 1.0 §3.5)."""
    try:
        return math.fmod(a, b)
    except ValueError:
        return NAN


_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": divide,
    "mod": modulo,
}


def _arithmetic(first: AsNumber, rest: list[tuple[str, AsNumber]]) -> AsNumber:
    if len(rest) == 1:
        sign, second = rest[0]
        if sign == "+":
            return lambda c: first(c) + second(c)
        if sign == "-":
            return lambda c: first(c) - second(c)
        if sign == "*":
            return lambda c: first(c) * second(c)
        apply = _ARITHMETIC[sign]
        return lambda c: apply(first(c), second(c))
    if all(sign == "+" for sign, _ in rest):
        terms = [term for _, term in rest]

        def total(context: Context) -> float:
            result = first(context)
            for term in terms:
                result += term(context)
            return result

        return total
    steps = [(_ARITHMETIC[sign], term) for sign, term in rest]

    def run(context: Context) -> float:
        result = first(context)
        for apply, term in steps:
            result = apply(result, term(context))
        return result

    return run


def _compared(sign: str, left: Code, right: Code) -> AsBoolean:
    """Return a comparison, made quick where the kinds of both sides are known beforehand."""
    kinds = {left.kind, right.kind}
    if sign in ("=", "!="):
        wanted = sign == "="
        for side, other in ((left, right), (right, left)):
            if side.kind == "string" and isinstance(side.constant, str) and other.kind == "string":
                return _with_text(other, side.constant, wanted)
            if isinstance(side.constant, str) and other.kind == "nodes":
                return _nodes_with_text(other, side.constant, wanted)
        if kinds == {"boolean"}:
            a, b = left.boolean, right.boolean
            return lambda c: (a(c) == b(c)) is wanted
        for side, other in ((left, right), (right, left)):
            if side.kind == "nodes" and other.kind == "number":
                return _nodes_near(side, other.number, wanted)
        if kinds in ({"number"}, {"number", "string"}):
            x, y = left.number, right.number
            return lambda c: _near(x(c), y(c)) is wanted
        run, other_run = left.value, right.value
        return lambda c: equal(run(c), other_run(c), wanted=wanted)
    order = _ORDERS[sign]
    if "number" in kinds and "any" not in kinds:
        if left.kind == "nodes":
            return _nodes_with_number(left, right.number, order)
        if right.kind == "nodes":
            return _nodes_with_number(right, left.number, lambda node, other: order(other, node))
        x, y = left.number, right.number
        return lambda c: order(x(c), y(c))
    run, other_run = left.value, right.value
    return lambda c: ordered(run(c), other_run(c), order)


def _with_text(other: Code, text: str, wanted: bool) -> AsBoolean:
    """Return the comparison of a text with a literal."""
    if to_moment(text) is not None:
        run = other.value
        return lambda c: equal(run(c), text, wanted=wanted)
    string = other.string
    return lambda c: (string(c) == text) is wanted


def _nodes_with_text(nodes: Code, text: str, wanted: bool) -> AsBoolean:
    """Return the comparison ``/path = 'text'``, the commonest of all."""
    run, one = nodes.value, nodes.one

    def test(context: Context) -> bool:
        only = None if one is None else one(context)
        if only is not None:
            value = only.scalar()
            same = value == text if type(value) is str else equal_scalars(value, text)
            return same is wanted
        found = run(context)
        if not found:
            return (text == "") is wanted
        for node in found:  # type: ignore[union-attr]  # a piece of kind "nodes" gives a list
            value = node.scalar()  # type: ignore[union-attr]
            same = value == text if type(value) is str else equal_scalars(value, text)
            if same is wanted:
                return True
        return False

    return _path_with_text(nodes.path, text, wanted, test) if nodes.path else test


def _path_with_text(path: str, text: str, wanted: bool, otherwise: AsBoolean) -> AsBoolean:
    """Return the same for a path whose node the form may know: one closure, since a long chain is bound by memory."""

    def test(context: Context) -> bool:
        only = context.host.single(path)
        if only is None:
            return otherwise(context)
        value = only.scalar()
        return (value == text if type(value) is str else equal_scalars(value, text)) is wanted

    return test


_BLANK = [math.nan]  # how no node reads


def _nodes_with_number(
    nodes: Code, number: AsNumber, fits: Callable[[float, float], bool]
) -> AsBoolean:
    """Return whether one of the nodes, as a number, fits the number."""
    run, one = nodes.value, nodes.one

    def test(context: Context) -> bool:
        node = None if one is None else one(context)
        if node is not None:
            return fits(node.number(), number(context))
        found, wanted = run(context), number(context)
        numbers = [node.number() for node in found]  # type: ignore[union-attr]
        return any(fits(number, wanted) for number in numbers or _BLANK)

    return test


def _nodes_near(nodes: Code, number: AsNumber, wanted: bool) -> AsBoolean:
    """Return the comparison ``/path = 1``; a node that is true or false compares as that."""
    run, one = nodes.value, nodes.one

    def test(context: Context) -> bool:
        node = None if one is None else one(context)
        if node is not None:
            value, other = node.scalar(), number(context)
            same = _near(value, other) if type(value) is float else equal_scalars(value, other)
            return same is wanted
        found, other = run(context), number(context)
        values = [node.scalar() for node in found] or [NAN]  # type: ignore[union-attr]
        return any(equal_scalars(value, other) is wanted for value in values)

    return test


def _near(a: float, b: float) -> bool:
    return a == b or abs(a - b) < NEARNESS


def equal(a: Value, b: Value, *, wanted: bool = True) -> bool:
    """Return whether ``a = b`` holds (or ``a != b``, when ``wanted`` is false), by the rules in `values`."""
    if isinstance(a, bool) or isinstance(b, bool):
        return (to_boolean(a) == to_boolean(b)) is wanted
    if not isinstance(a, list) and not isinstance(b, list):
        return equal_scalars(a, b) is wanted
    lefts, rights = scalars(a), scalars(b)
    return any(equal_scalars(x, y) is wanted for x in lefts for y in rights)


def scalars(value: Value) -> list[Scalar]:
    """Return the values of the nodes; no node is a blank: that is how an irrelevant question reads (JavaRosa)."""
    if isinstance(value, list):
        return [node.scalar() for node in value] or [""]
    return [value]


def equal_scalars(a: Scalar, b: Scalar) -> bool:
    """Return whether two values are equal, by the rules in `values`."""
    if isinstance(a, bool) or isinstance(b, bool):
        return to_boolean(a) == to_boolean(b)
    if isinstance(a, str) and isinstance(b, str):
        if a == b:
            return True
        if isinstance(a, Moment) or isinstance(b, Moment):
            x, y = to_moment(a), to_moment(b)
            if x is not None and y is not None:
                return (
                    x.days == y.days
                    if x.timed and y.timed
                    else int(x.days // 1) == int(y.days // 1)
                )
        return False
    return _near(to_number(a), to_number(b))


def ordered(a: Value, b: Value, order: Callable[[float, float], bool]) -> bool:
    """Return whether ``a < b`` (or the like) holds for the values, or for one pair of their nodes."""
    lefts = [node.scalar() for node in a] if isinstance(a, list) else [a]
    rights = [node.scalar() for node in b] if isinstance(b, list) else [b]
    return any(_ordered(x, y, order) for x in lefts for y in rights)


def _ordered(a: Scalar, b: Scalar, order: Callable[[float, float], bool]) -> bool:
    if isinstance(a, str) and isinstance(b, str):
        x, y = to_moment(a), to_moment(b)
        if x is not None and y is not None:
            return order(x.days, y.days)
        return order(string_to_number(a), string_to_number(b))
    return order(to_number(a), to_number(b))
