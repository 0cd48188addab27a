"""Which node depends on which: built once per form over template paths, never over instances.

Two results of a node are ordered: its relevance R and its value V. A node's R comes after its parent's R, its V after
its own R, and both after the V (of a group the R) of whatever their expression reads.
Everything else a bind says
(required, readonly, constraint), choice lists, repeat counts and labels are read by nothing, so they come last.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import IntEnum
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from fieldsurvey.xforms.paths import reached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fieldsurvey.xforms.definition import NodeDefinition, Text
    from fieldsurvey.xforms.itext import Translations
    from fieldsurvey.xpath import Expression


class Kind(IntEnum):
    """What a computation settles; those after CALCULATE run in this order, when all values stand."""

    RELEVANT = 0
    CALCULATE = 1
    REQUIRED = 2
    READONLY = 3
    CONSTRAINT = 4
    CHOICES = 5
    COUNT = 6
    TEXT = 7


@dataclass(frozen=True, slots=True, eq=False)
class Computation:
    """One expression to evaluate at each instance of a node.

    Attributes:
        kind: what it settles.
        definition: the node it is about.
        site: the node it is evaluated at: the same, but for a repeat's count its parent.
        expression: what to evaluate; choices and texts have their own way, and more than this one.
        rank: its place in the order.
    """

    kind: Kind
    definition: NodeDefinition
    site: NodeDefinition
    expression: Expression
    rank: int


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """Says whom to recompute when a node changes.

    Attributes:
        computation: what reads the node.
        up: levels from the changed node to the node where the reader's path turns down; every reader is below it.
        down: slots from there to the reading node.
    """

    computation: Computation
    up: int
    down: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Readers:
    """Whom a change concerns.

    Attributes:
        once: ranks of the computations whose node exists exactly once.
        edges: the way to all others.
    """

    once: tuple[int, ...] = ()
    edges: tuple[Edge, ...] = ()


NOBODY = Readers()


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The order of a form's computations and their readers.

    Attributes:
        computations: all of them, in rank order.
        of: definition index → the computations to make at it.
        checks: definition index → its constraint, None without one.
        readers: definition index → whom its value and relevance concern.
        structure: index of a repeat → whom adding or removing an instance concerns (``up`` from the parent).
        places: index of a repeat → whom a shifted position concerns (``up`` from the instance).
    """

    computations: tuple[Computation, ...]
    of: tuple[tuple[Computation, ...], ...]
    checks: tuple[Computation | None, ...]
    readers: tuple[Readers, ...]
    structure: tuple[Readers, ...]
    places: tuple[Readers, ...]


@dataclass(slots=True)
class _Read:
    kind: Kind
    reader: NodeDefinition
    target: NodeDefinition
    anchor: NodeDefinition
    soft: bool


@dataclass(slots=True)
class _Wanted:
    kind: Kind
    definition: NodeDefinition
    expression: Expression
    reads: list[_Read] = field(default_factory=list)


def build_plan(
    definitions: list[NodeDefinition],
    translations: Translations,
    cycle: Callable[[list[NodeDefinition]], None],
) -> Plan:
    """Order the computations of a form.

    Args:
        definitions: all nodes in document order.
        translations: for the outputs in translated labels.
        cycle: is told the nodes of a loop; the plan is then of no use.
    """
    root = definitions[0]
    listed = _of_lists(definitions, translations)
    wanted = [
        _Wanted(kind, definition, inner[0], list(_reads(kind, definition, inner, root)))
        for definition in definitions
        for kind, inner in _expressions(definition, translations, listed)
    ]
    order = _order(definitions, wanted)
    if isinstance(order, list):
        cycle(order)
        order = {}
    last = 2 * len(definitions)
    ranked = sorted(
        wanted,
        key=lambda w: (
            order.get(2 * w.definition.index + w.kind, 0)
            if w.kind <= Kind.CALCULATE
            else last + w.kind,
            w.definition.index,
        ),
    )
    computations: list[Computation] = []
    of: list[list[Computation]] = [[] for _ in definitions]
    readers: dict[int, list[Edge]] = defaultdict(list)
    structure: dict[int, list[Edge]] = defaultdict(list)
    places: dict[int, list[Edge]] = defaultdict(list)
    for rank, want in enumerate(ranked):
        site = _site(want.kind, want.definition)
        computation = Computation(want.kind, want.definition, site, want.expression, rank)
        computations.append(computation)
        of[site.index].append(computation)
        seen: set[tuple[int, int]] = set()
        for read in want.reads:
            if (read.target.index, read.anchor.index) in seen:
                continue
            seen.add((read.target.index, read.anchor.index))
            readers[read.target.index].append(_edge(computation, read, read.target.depth))
            if read.target.single:
                continue
            for repeat in (read.target, *read.target.ancestors()):
                if not repeat.is_repeat:
                    continue
                if repeat.depth > read.anchor.depth:
                    structure[repeat.index].append(_edge(computation, read, repeat.depth - 1))
                elif repeat is read.target:
                    places[repeat.index].append(_edge(computation, read, repeat.depth))
    indexes = range(len(definitions))
    return Plan(
        tuple(computations),
        tuple(tuple(own) for own in of),
        tuple(next((c for c in own if c.kind is Kind.CONSTRAINT), None) for own in of),
        tuple(_readers(readers.get(index)) for index in indexes),
        tuple(_readers(structure.get(index)) for index in indexes),
        tuple(_readers(places.get(index)) for index in indexes),
    )


def _readers(edges: list[Edge] | None) -> Readers:
    if not edges:
        return NOBODY
    return Readers(
        tuple(dict.fromkeys(e.computation.rank for e in edges if e.computation.site.single)),
        tuple(e for e in edges if not e.computation.site.single),
    )


def _site(kind: Kind, definition: NodeDefinition) -> NodeDefinition:
    """Return where a computation is made: how many instances there are is asked where they hang."""
    return definition.parent if kind is Kind.COUNT and definition.parent is not None else definition


def _edge(computation: Computation, read: _Read, depth: int) -> Edge:
    if computation.site.single:
        return Edge(computation, 0, ())
    down: list[int] = []
    node = computation.site
    while node.depth > read.anchor.depth and node.parent is not None:
        down.append(node.slot)
        node = node.parent
    return Edge(computation, depth - read.anchor.depth, tuple(reversed(down)))


def _texts(text: Text | None, translations: Translations) -> Iterator[Expression]:
    """Yield the expressions that a text shows, in any language."""
    if text is None:
        return
    if text.dynamic is not None:
        yield text.dynamic
    for part in text.parts:
        if not isinstance(part, str):
            yield part
    if text.itext is not None:
        for texts in translations.texts.values():
            for parts in texts.get(text.itext, {}).values():
                yield from (part for part in parts if not isinstance(part, str))


def _of_lists(definitions: list[NodeDefinition], translations: Translations) -> list[Expression]:
    """Return what the texts show that no label or hint names: those of choices are named in their lists."""
    named = {t.itext for d in definitions for t in (d.label, d.hint) if t is not None}
    return [
        part
        for texts in translations.texts.values()
        for text_id, forms in texts.items()
        if text_id not in named
        for parts in forms.values()
        for part in parts
        if not isinstance(part, str)
    ]


def _expressions(
    definition: NodeDefinition, translations: Translations, listed: list[Expression]
) -> Iterator[tuple[Kind, list[Expression]]]:
    """Yield (kind, what is evaluated) of a node."""
    for kind, expression in (
        (Kind.RELEVANT, definition.relevant),
        (Kind.CALCULATE, definition.calculate),
        (Kind.REQUIRED, definition.required),
        (Kind.READONLY, definition.readonly),
        (Kind.CONSTRAINT, definition.constraint),
        (Kind.COUNT, definition.count),
    ):
        if expression is not None:
            yield kind, [expression]
    inner = [e for item in definition.items for e in _texts(item.label, translations)]
    itemset = definition.itemset
    if itemset is not None:
        inner += [e for e in (itemset.nodeset, itemset.value, itemset.label) if e is not None]
        inner += listed if itemset.label_is_itext else []
    if inner:
        yield Kind.CHOICES, inner
    shown = [*_texts(definition.label, translations), *_texts(definition.hint, translations)]
    if shown:
        yield Kind.TEXT, shown


def _reads(
    kind: Kind, definition: NodeDefinition, expressions: list[Expression], root: NodeDefinition
) -> Iterator[_Read]:
    itemset = definition.itemset
    for expression in expressions:
        # An itemset's value and label are evaluated at its nodes, so their paths start there.
        base = None
        if itemset is not None and (expression is itemset.value or expression is itemset.label):
            base = itemset.nodeset.paths[0] if itemset.nodeset.paths else None
        for target, anchor, soft in reached(expression, definition, root, base):
            own = target is definition and (kind is Kind.CHOICES or target.is_repeat)
            site = _site(kind, definition)
            turn = site if anchor.depth > site.depth else anchor
            yield _Read(kind, definition, target, turn, soft or own)


# A result of a node: twice its definition's index for its relevance, one more for its value.
Place = int


def _order(
    definitions: list[NodeDefinition], wanted: list[_Wanted]
) -> dict[Place, int] | list[NodeDefinition]:
    """Return the turn of each place, or the nodes of a loop."""
    after: list[list[Place]] = [[] for _ in range(2 * len(definitions))]
    waits = [0] * len(after)
    for definition in definitions:
        relevance = 2 * definition.index
        after[relevance].append(relevance + 1)
        waits[relevance + 1] += 1
        if definition.parent is not None:
            after[2 * definition.parent.index].append(relevance)
            waits[relevance] += 1
    for want in wanted:
        if want.kind > Kind.CALCULATE:
            continue
        own = 2 * want.definition.index + want.kind
        for read in want.reads:
            if not read.soft:
                after[2 * read.target.index + read.target.is_leaf].append(own)
                waits[own] += 1
    ready = [place for place, count in enumerate(waits) if count == 0]
    order: dict[Place, int] = {}
    while ready:
        place = heappop(ready)
        order[place] = len(order)
        for then in after[place]:
            waits[then] -= 1
            if waits[then] == 0:
                heappush(ready, then)
    if len(order) == len(waits):
        return order
    return _loop(definitions, set(range(len(waits))) - order.keys(), after)


def _loop(
    definitions: list[NodeDefinition], stuck: set[Place], after: list[list[Place]]
) -> list[NodeDefinition]:
    """Return the nodes of one loop among the places that never became ready, each once."""
    before: dict[Place, list[Place]] = defaultdict(list)
    for first in stuck:
        for then in after[first]:
            if then in stuck:
                before[then].append(first)
    # Walking backwards from a stuck place always meets a loop: each of them waits for another stuck
    # one.
    place = min(stuck)
    seen: dict[Place, int] = {}
    trail: list[Place] = []
    while place not in seen:
        seen[place] = len(trail)
        trail.append(place)
        place = before[place][0]
    loop = list(dict.fromkeys(place // 2 for place in trail[seen[place] :]))
    start = loop.index(min(loop))
    return [definitions[index] for index in loop[start:] + loop[:start]]
