"""What ODK adds to XPath: choice between values, booleans and numbers (ODK XForms, XPath functions)."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from fieldsurvey.errors import Sentence
from fieldsurvey.xpath.code import Code, of_any
from fieldsurvey.xpath.functions.core import numbers_of
from fieldsurvey.xpath.functions.signature import form, function, refused
from fieldsurvey.xpath.values import NAN, to_boolean, to_number, to_string

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldsurvey.xpath.context import Context
    from fieldsurvey.xpath.values import Value

# Choice between values


@form("if", 3, 3)
def if_(codes: Sequence[Code]) -> Code:
    """Return the second argument when the first is true, else the third; the other one is not evaluated."""
    test, yes, no = codes[0].boolean, codes[1], codes[2]
    value_yes, value_no = yes.value, no.value
    string_yes, string_no = yes.string, no.string
    number_yes, number_no = yes.number, no.number
    known = to_number(yes.constant) if yes.constant is not None else None
    boolean_yes, boolean_no = yes.boolean, no.boolean
    return Code(
        yes.kind if yes.kind == no.kind else "any",
        lambda c: value_yes(c) if test(c) else value_no(c),
        lambda c: string_yes(c) if test(c) else string_no(c),
        (lambda c: number_yes(c) if test(c) else number_no(c))
        if known is None
        else (lambda c: known if test(c) else number_no(c)),
        lambda c: boolean_yes(c) if test(c) else boolean_no(c),
    )


@form("coalesce", 1, None)
def coalesce(codes: Sequence[Code]) -> Code:
    """Return the first argument that is not blank, the last one when all are."""
    runs = [code.value for code in codes[:-1]]
    otherwise = codes[-1].value

    def run(context: Context) -> Value:
        for candidate in runs:
            value = candidate(context)
            if to_string(value) != "":
                return value
        return otherwise(context)

    quick = [(code.one, code.value) for code in codes[:-1]]
    last = codes[-1].number

    def number(context: Context) -> float:
        for one, candidate in quick:
            node = None if one is None else one(context)
            if node is not None:
                scalar = node.scalar()
                if scalar != "":
                    return scalar if type(scalar) is float else to_number(scalar)
                continue
            value = candidate(context)
            if to_string(value) != "":
                return to_number(value)
        return last(context)

    return replace(of_any(run), number=number)


@form("once", 0, 1)
def once(codes: Sequence[Code]) -> Code:
    """Return the node's own value when it has one, else the argument: computed once and kept."""
    run = codes[0].value if codes else lambda _: ""
    return of_any(lambda c: c.node.string() or run(c))


# The form around


@function("pulldata", "ssss", "string", context=True)
def pulldata(context: Context, instance: str, column: str, key_column: str, key: str) -> str:
    """Return the column of the row whose key column is the key."""
    return context.host.pulldata(instance, column, key_column, key)


# Booleans


@function("boolean-from-string", "v", "boolean")
def boolean_from_string(value: Value) -> bool:
    """Return whether the text is "true" or "1"."""
    return to_string(value).lower() in ("true", "1")


def _truths(values: Sequence[Value]) -> list[bool]:
    """Return each value as true or false; a node is true when it has a text."""
    found: list[bool] = []
    for value in values:
        found += (
            [node.string() != "" for node in value]
            if isinstance(value, list)
            else [to_boolean(value)]
        )
    return found


def _between(count: float, least: float, most: float) -> bool:
    return (least < 0 or count >= least) and (most < 0 or count <= most)


@function("checklist", "nnv*", "boolean")
def checklist(least: float, most: float, *values: Value) -> bool:
    """Return whether the number of true values is from least to most; a negative bound does not count."""
    return _between(sum(_truths(values)), least, most)


def _weights(value: Value) -> list[float]:
    """Return the weights in their places: one that is no number makes the sum none, as in JavaRosa."""
    if not isinstance(value, list):
        return [to_number(value)]
    return [node.number() for node in value] or [math.nan]


@function("weighted-checklist", "nnv*", "boolean")
def weighted_checklist(least: float, most: float, *values: Value) -> bool:
    """Return whether the weights of the true values (value, weight, value, weight …) sum to least … most."""
    if len(values) % 2:
        raise refused(Sentence("weighted-checklist() wants a weight after each value"))
    weights = [weight for value in values[1::2] for weight in _weights(value)]
    pairs = zip(
        _truths(values[::2]), weights, strict=False
    )  # node lists of different length: JavaRosa stops too
    return _between(sum(weight for true, weight in pairs if true), least, most)


# Numbers


@function("int", "n", "number")
def int_(value: float) -> float:
    """Return the number without its fraction."""
    return float(math.trunc(value)) if math.isfinite(value) else value


@function("round", "n?n", "number")
def round_(value: float, places: float = 0.0) -> float:
    """Return the number rounded to decimal places, or to tens, hundreds … when they are negative.

    Halves go up in value (2.5 → 3, -2.5 → -2), and the digits are those of the shortest text of
    the number.
    """
    if math.isnan(places) or not math.isfinite(value):
        return NAN if math.isnan(places) else value
    if places == 0:
        below = math.floor(value)
        return float(below + 1 if value - below >= 0.5 else below)
    digits = math.trunc(max(-400, min(places, 400)))
    exact = Decimal(repr(value))
    if -int(exact.as_tuple().exponent) <= digits:
        return value
    unit = Decimal(1).scaleb(-digits)
    tail = exact / unit + Decimal("0.5")
    return float(tail.to_integral_value(ROUND_FLOOR) * unit)


@function("max", "v+", "number")
def max_(*values: Value) -> float:
    """Return the greatest number, blanks and other texts left out; blank when there is none."""
    return max(numbers_of(values), default=NAN)


@function("min", "v+", "number")
def min_(*values: Value) -> float:
    """Return the least number, blanks and other texts left out; blank when there is none."""
    return min(numbers_of(values), default=NAN)


@function("random", "", "number", context=True)
def random(context: Context) -> float:
    """Return a number in [0, 1)."""
    return context.host.random()


@function("pow", "nn", "number")
def pow_(base: float, exponent: float) -> float:
    """Return the base to that power; NaN where it is no real number."""
    try:
        return math.pow(base, exponent)
    except ValueError:
        return math.inf if base == 0 else NAN
    except OverflowError:
        return -math.inf if base < 0 and exponent % 2 == 1 else math.inf


def _real(name: str, call: Callable[[float], float]) -> None:
    """Put a function of one number into the table: NaN outside its domain, Infinity when it overflows."""

    def run(value: float) -> float:
        try:
            return float(call(value))
        except ValueError:
            return NAN
        except OverflowError:
            return math.inf

    function(name, "n", "number")(run)


def _exp10(value: float) -> float:
    return math.pow(10.0, value)


def _log(value: float) -> float:
    return -math.inf if value == 0 else math.log(value)


def _log10(value: float) -> float:
    return -math.inf if value == 0 else math.log10(value)


_REAL: dict[str, Callable[[float], float]] = {
    "abs": abs,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "exp10": _exp10,
    "log": _log,
    "log10": _log10,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
}
for _name, _call in _REAL.items():
    _real(_name, _call)


@function("atan2", "nn", "number")
def atan2(y: float, x: float) -> float:
    """Return the angle of the point (x, y) in radians."""
    return math.atan2(y, x)


@function("pi", "", "number")
def pi() -> float:
    """Return π."""
    return math.pi
