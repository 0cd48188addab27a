"""The functions of XPath 1.0 §4: node lists, text, booleans, numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from fieldsurvey.errors import Sentence
from fieldsurvey.xpath.axes import descendants
from fieldsurvey.xpath.code import Code, constant, of_boolean, of_number, of_string
from fieldsurvey.xpath.functions.signature import form, function, refused
from fieldsurvey.xpath.values import NAN, to_number, to_string

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.xpath.context import Context
    from fieldsurvey.xpath.node import Node
    from fieldsurvey.xpath.values import Value

LONGEST_TEXT = (
    10_000_000  # characters; a loop of concat() over its own result must not eat the memory
)
_BLANKS = " \t\r\n"


def bounded(text: str, name: str) -> str:
    """Return the text, or raise when a function has made it unreasonably long."""
    if len(text) > LONGEST_TEXT:
        raise refused(
            Sentence(
                "{name}() makes a text of more than {limit} characters",
                name=name,
                limit=LONGEST_TEXT,
            )
        )
    return text


def utf8(text: str) -> bytes:
    """Return the text in UTF-8; a half of a surrogate pair becomes "?", as in Java."""
    return text.encode("utf-8", "replace")


def texts_of(value: Value) -> list[str]:
    """Return the value as texts: one for each node of a list, one for anything else."""
    return [node.string() for node in value] if isinstance(value, list) else [to_string(value)]


# Node lists


@function("last", "", "number", context=True)
def last(context: Context) -> float:
    """Return how many nodes the list around the context node has."""
    return float(context.size)


@function("position", "?x", "number", context=True)
def position(context: Context, nodes: list[Node] | None = None) -> float:
    """Return the place of the context node in its list; of a node given, among its siblings of that name."""
    if nodes is None:
        return float(context.position)
    return float(nodes[0].position) if nodes else NAN


@function("count", "x", "number", column=lambda column: float(column.count()))
def count(nodes: list[Node]) -> float:
    """Return how many nodes there are."""
    return float(len(nodes))


@function("id", "v", "nodes", context=True)
def id_(context: Context, value: Value) -> list[Node]:
    """Return the elements whose attribute ``id`` is one of the blank-separated names."""
    wanted = {name for text in texts_of(value) for name in text.split()}
    return [
        node
        for node in descendants(context.node.document())
        if any(a.name == "id" and a.string() in wanted for a in node.attributes())
    ]


@function("local-name", "x", "string", here=True)
def local_name(nodes: list[Node]) -> str:
    """Return the name of the first node without prefix."""
    return nodes[0].name if nodes else ""


@function("name", "x", "string", here=True)
def name(nodes: list[Node]) -> str:
    """Return the name of the first node; nodes do not keep prefixes, so it is the local name."""
    return nodes[0].name if nodes else ""


@function("namespace-uri", "x", "string", here=True)
def namespace_uri(nodes: list[Node]) -> str:
    """Return the namespace of the first node."""
    return nodes[0].namespace if nodes else ""


# Text


@form("string", 0, 1)
def string(codes: Sequence[Code]) -> Code:
    """Return the value as text; of the context node without argument."""
    if not codes:
        return of_string(lambda c: str(c.node.string()))
    run = codes[0].string
    return of_string(lambda c: str(run(c)))  # of a date the bare text: no `Moment` any more


@form("concat", 0, None)
def concat(codes: Sequence[Code]) -> Code:
    """Return the texts one after the other; of a node list every node's."""
    if not any(code.kind in ("nodes", "any") for code in codes):
        runs = [code.string for code in codes]
        return of_string(lambda c: bounded("".join([run(c) for run in runs]), "concat"))
    values = [(code.value if code.kind in ("nodes", "any") else code.string) for code in codes]
    return of_string(
        lambda c: bounded("".join([text for run in values for text in texts_of(run(c))]), "concat")
    )


@function("starts-with", "ss", "boolean")
def starts_with(text: str, part: str) -> bool:
    """Return whether the text starts with the part."""
    return text.startswith(part)


@function("contains", "ss", "boolean")
def contains(text: str, part: str) -> bool:
    """Return whether the part is in the text."""
    return part in text


@function("substring-before", "ss", "string")
def substring_before(text: str, mark: str) -> str:
    """Return what stands before the first mark, "" without a mark."""
    place = text.find(mark)
    return text[:place] if place > 0 else ""


@function("substring-after", "ss", "string")
def substring_after(text: str, mark: str) -> str:
    """Return what stands after the first mark, "" without a mark."""
    place = text.find(mark)
    return "" if place < 0 else text[place + len(mark) :]


@function("substring", "sn?n", "string")
def substring(text: str, start: float, length: float | None = None) -> str:
    """Return the part from the 1-based start, bounds rounded (XPath 1.0 §4.2)."""
    begin = round_half_up(start)
    end = math.inf if length is None else begin + round_half_up(length)
    return "".join([sign for place, sign in enumerate(text, 1) if begin <= place < end])


@function("string-length", "s", "number", here=True)
def string_length(text: str) -> float:
    """Return the number of characters."""
    return float(len(text))


@function("normalize-space", "s", "string", here=True)
def normalize_space(text: str) -> str:
    """Return the text without blanks at its ends and with single spaces inside."""
    return " ".join(part for part in text.translate(_TO_SPACE).split(" ") if part)


_TO_SPACE = dict.fromkeys(map(ord, _BLANKS), " ")


@function("translate", "sss", "string")
def translate(text: str, old: str, new: str) -> str:
    """Return the text with characters of ``old`` replaced by those at their place in ``new``.

    A character without a partner is left out.
    """
    table: dict[int, str | None] = {}
    for place, sign in enumerate(old):
        table.setdefault(ord(sign), new[place] if place < len(new) else None)
    return text.translate(table)


@function("lang", "s", "boolean", context=True)
def lang(context: Context, wanted: str) -> bool:
    """Return whether the nearest ``xml:lang`` is that language or a variant of it."""
    node: Node | None = context.node
    while node is not None:
        for attribute in node.attributes():
            if attribute.name == "lang" and attribute.namespace.endswith("/XML/1998/namespace"):
                found = attribute.string().lower()
                return found == wanted.lower() or found.startswith(wanted.lower() + "-")
        node = node.parent
    return False


# Booleans


@form("boolean", 1, 1)
def boolean(codes: Sequence[Code]) -> Code:
    """Return the value as true or false."""
    return of_boolean(codes[0].boolean)


@form("not", 1, 1)
def not_(codes: Sequence[Code]) -> Code:
    """Return the opposite."""
    run = codes[0].boolean
    return of_boolean(lambda c: not run(c))


@form("true", 0, 0)
def true(_: Sequence[Code]) -> Code:
    """Return true."""
    return constant(True)


@form("false", 0, 0)
def false(_: Sequence[Code]) -> Code:
    """Return false."""
    return constant(False)


# Numbers


@form("number", 0, 1)
def number(codes: Sequence[Code]) -> Code:
    """Return the value as a number; of the context node without argument."""
    return of_number(codes[0].number if codes else lambda c: c.node.number())


@function("sum", "v", "number", column=lambda column: column.total())
def sum_(value: Value) -> float:
    """Return the sum of the numbers, blanks and other texts left out; 0 when there is none."""
    return float(sum(numbers_of((value,))))


@function("floor", "n", "number")
def floor(value: float) -> float:
    """Return the greatest whole number not above the value."""
    return float(math.floor(value)) if math.isfinite(value) else value


@function("ceiling", "n", "number")
def ceiling(value: float) -> float:
    """Return the least whole number not below the value."""
    return float(math.ceil(value)) if math.isfinite(value) else value


def round_half_up(value: float) -> float:
    """Return the nearest whole number, halves towards plus infinity (XPath 1.0 §4.4)."""
    return float(math.floor(value + 0.5)) if math.isfinite(value) else value


def numbers_of(values: Sequence[Value]) -> list[float]:
    """Return the numbers among the values and the nodes of lists; blanks and other texts are left out."""
    found: list[float] = []
    for value in values:
        if isinstance(value, list):
            found += [node.number() for node in value]
        else:
            found.append(to_number(value))
    return [number for number in found if not math.isnan(number)]
