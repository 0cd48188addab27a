"""Functions for choices, repeats and the other instances of a form."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING

from fieldsurvey.errors import Sentence
from fieldsurvey.xpath.code import Code, of_nodes
from fieldsurvey.xpath.functions.core import utf8
from fieldsurvey.xpath.functions.signature import form, function, refused
from fieldsurvey.xpath.values import string_to_number, to_string

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldsurvey.xpath.context import Context
    from fieldsurvey.xpath.node import Node
    from fieldsurvey.xpath.values import Value


@function("selected", "ss", "boolean")
def selected(values: str, wanted: str) -> bool:
    """Return whether the choice is one of the blank-separated values."""
    choice = wanted.strip()
    if values == choice:
        return choice != ""
    return choice in values.split() or (" " in choice and f" {choice} " in f" {values.strip()} ")


@function("selected-at", "sn", "string")
def selected_at(values: str, place: float) -> str:
    """Return the choice at the 0-based place, "" when there is none."""
    choices = values.split()
    return choices[int(place)] if 0 <= place < len(choices) else ""


@function("count-selected", "s", "number")
def count_selected(values: str) -> float:
    """Return the number of choices."""
    return float(len(values.split()))


@function("count-non-empty", "x", "number")
def count_non_empty(nodes: list[Node]) -> float:
    """Return how many nodes have a text, or elements below them."""
    return float(sum(1 for node in nodes if node.string() != "" or node.elements()))


@function("jr:itext", "s", "string", context=True)
def itext(context: Context, text_id: str) -> str:
    """Return the text of that id in the active language."""
    return context.host.itext(text_id)


@function("jr:choice-name", "ss", "string", context=True)
def choice_name(context: Context, value: str, ref: str) -> str:
    """Return the label of the choice of the question whose path is given as text."""
    return context.host.choice_label(value, ref.strip(), context.node)


@function("current", "", "nodes", context=True)
def current(context: Context) -> list[Node]:
    """Return the node that the whole expression started from."""
    return [context.current or context.node]


@function("instance", "s", "nodes", context=True)
def instance(context: Context, name: str) -> list[Node]:
    """Return the document node of the instance of that name.

    Raises:
        XPathError: the form has no such instance.
    """
    found = context.host.instance(name)
    if found is None:
        raise refused(Sentence("the form has no instance “{name}”", name=name))
    return [found]


@function("randomize", "x?v", "nodes", context=True)
def randomize(context: Context, nodes: list[Node], seed: Value | None = None) -> list[Node]:
    """Return the nodes in random order; the same seed gives the same order as in the other ODK engines.

    They all shuffle "inside out" (Fisher and Yates, but filling a new list from its front).
    """
    draw = context.host.random if seed is None else _park_miller(_seed(seed))
    shuffled: list[Node] = []
    for count, node in enumerate(nodes, start=1):
        place = int(draw() * count)
        if place == len(shuffled):
            shuffled.append(node)
        else:
            shuffled.append(shuffled[place])
            shuffled[place] = node
    return shuffled


def _seed(value: Value) -> int:
    """Return the seed as a number: 0 for a blank; a text that is no number stands for the start of its SHA-256."""
    text = to_string(value)
    number = value if isinstance(value, float) else string_to_number(text)
    if math.isnan(number):
        if not text:
            return 0
        return int.from_bytes(hashlib.sha256(utf8(text)).digest()[:8], "big", signed=True)
    return math.trunc(max(-(2.0**63), min(number, 2.0**63 - 1024)))


def _park_miller(seed: int) -> Callable[[], float]:
    """Return the Park–Miller generator ("minimal standard", CACM 31, 1988) that ODK prescribes."""
    modulus = 2_147_483_647
    state = abs(seed) % modulus * (1 if seed > 0 else -1)
    if state <= 0:
        state += modulus - 1

    def draw() -> float:
        nonlocal state
        state = state * 16_807 % modulus
        return (state - 1) / (modulus - 1)

    return draw


@form("indexed-repeat", 3, None)
def indexed_repeat(codes: Sequence[Code]) -> Code:
    """Return a node of a repeat instance: indexed-repeat(target, repeat, place, repeat, place …).

    The target says only which question is meant: where it stands among the repeats is given by the places. Thus it may
    be written as a path from anywhere.
    """
    if len(codes) % 2 == 0:
        raise refused(
            Sentence("indexed-repeat() takes a target, then a repeat and a place for each level")
        )
    target = codes[0].value
    levels = [(codes[at].value, codes[at + 1].number) for at in range(1, len(codes), 2)]

    def run(context: Context) -> list[Node]:
        targets = _nodes(target(context))
        if not targets:
            return []
        line = _line(targets[0])
        indexed: list[tuple[int, list[Node], float]] = []
        for repeat, place in levels:
            repeats = _nodes(repeat(context))
            if not repeats:
                return []
            indexed.append((len(_line(repeats[0])), repeats, place(context)))
        indexed.sort(key=lambda level: level[0])  # the pairs may come in any order
        chosen: Node | None = None
        for depth, repeats, wanted in indexed:
            if chosen is None:
                above = repeats[0].parent
                instances = list(above.named(repeats[0].name)) if above is not None else repeats
            else:
                instances = _down([chosen], line[len(_line(chosen)) : depth])
            if not 1 <= wanted <= len(instances):
                return []
            chosen = instances[int(wanted) - 1]
        return [] if chosen is None else _down([chosen], line[len(_line(chosen)) :])

    return of_nodes(run)


def _nodes(value: Value) -> list[Node]:
    if not isinstance(value, list):
        raise refused(Sentence("indexed-repeat() wants paths"))
    return value


def _line(node: Node) -> list[str]:
    """Return the names from the root down to the node."""
    names: list[str] = []
    step: Node | None = node
    while step is not None and step.parent is not None:
        names.append(step.name)
        step = step.parent
    return names[::-1]


def _down(nodes: list[Node], names: list[str]) -> list[Node]:
    for name in names:
        nodes = [child for node in nodes for child in node.named(name)]
    return nodes
