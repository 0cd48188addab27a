"""Location paths as closures that give lists of nodes.

The common shapes have their own closures: ``.``, ``..``, ``/data/group/q`` (answered by the host's index when it
has one), ``../q``. Every other path walks axis by axis. Lists stay in document order without doubles.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldsurvey.errors import Sentence, XPathError
from fieldsurvey.xpath.analysis import uses
from fieldsurvey.xpath.axes import REVERSE, nodes_on
from fieldsurvey.xpath.code import Code, of_node, of_nodes
from fieldsurvey.xpath.context import Context
from fieldsurvey.xpath.node import IndexedNode
from fieldsurvey.xpath.operators import equal_scalars, scalars
from fieldsurvey.xpath.syntax import Call, Chain, Expr, KindTest, Literal, NameTest, Path, Step
from fieldsurvey.xpath.values import NAN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeAlias

    from fieldsurvey.xpath.code import AsNode, AsNodes
    from fieldsurvey.xpath.node import Node
    from fieldsurvey.xpath.values import Scalar

    Compile: TypeAlias = Callable[[Expr], Code]
    Select: TypeAlias = Callable[[list[Node], Context], list[Node]]

# Prefixes that every ODK form uses; a form may bind them otherwise.
NAMESPACES = {
    "jr": "http://openrosa.org/javarosa",
    "orx": "http://openrosa.org/xforms",
    "odk": "http://www.opendatakit.org/xforms",
    "xf": "http://www.w3.org/2002/xforms",
    "h": "http://www.w3.org/1999/xhtml",
    "ev": "http://www.w3.org/2001/xml-events",
    "entities": "http://www.opendatakit.org/xforms/entities",
    "xml": "http://www.w3.org/XML/1998/namespace",
}


class Paths:
    """Compiles the location paths of one expression."""

    def __init__(self, compile_: Compile, namespaces: Mapping[str, str], text: str) -> None:
        self.compile = compile_
        self.namespaces = namespaces
        self.text = text

    def path(self, path: Path, *, indexed: bool = True) -> Code:
        """Return the piece that gives the nodes of the path.

        Args:
            path: the path.
            indexed: whether the host may answer an absolute path from its index, and so read a
                path through a repeat as the instance it stands in; ``indexed-repeat()`` must see
                all instances.
        """
        steps = list(path.steps)
        if path.start is not None:
            return self._onward(self._filtered_start(path), steps)
        if path.absolute:
            names = _leading_names(steps) if indexed else ()
            if names and len(names) == len(steps):
                return _absolute_code(names)
            return self._onward(_absolute(names, whole=False), steps[len(names) :])
        ups = _leading_parents(steps)
        start = _ancestor(ups)
        steps = steps[ups:]
        if steps and steps[0] == _SELF:
            steps = steps[1:]
        if not steps:
            return of_node(_node_above(ups), start)
        if len(steps) == 1 and (name := _plain_child(steps[0])) is not None:
            return of_node(_child_above(ups, name), _children_of_one(start, name))
        return self._onward(start, steps)

    def _onward(self, start: AsNodes, steps: list[Step]) -> Code:
        return of_nodes(self._walk(start, steps) if steps else start)

    def union(self, parts: Sequence[Code]) -> Code:
        """Return the piece that joins node lists in document order."""
        runs = [part.value for part in parts]

        def run(context: Context) -> list[Node]:
            nodes: list[Node] = []
            for part in runs:
                value = part(context)
                if not isinstance(value, list):
                    raise XPathError(
                        what=Sentence("“|” joins nodes, and one side is a value"),
                        expression=self.text,
                    )
                nodes += value
            return in_order(nodes)

        return of_nodes(run)

    def _filtered_start(self, path: Path) -> AsNodes:
        assert path.start is not None  # noqa: S101  the caller looked
        code = self.compile(path.start)
        filters = [self._predicate(test) for test in path.filters]
        run, text = code.value, self.text

        def start(context: Context) -> list[Node]:
            nodes = run(context)
            if not isinstance(nodes, list):
                raise XPathError(
                    what=Sentence("a path or a predicate follows a value that is no node"),
                    expression=text,
                )
            for keep in filters:
                nodes = keep(nodes, context)
            return nodes

        return start

    def _walk(self, start: AsNodes, steps: list[Step]) -> AsNodes:
        selects: list[Select] = []
        for step in steps:
            selects += self._step(step)

        def run(context: Context) -> list[Node]:
            nodes = start(context)
            for select in selects:
                if not nodes:
                    break
                nodes = select(nodes, context)
            return nodes

        return run

    def _step(self, step: Step) -> list[Select]:
        if not step.predicates and (name := _plain_child(step)) is not None:
            return [lambda nodes, _: [child for node in nodes for child in node.named(name)]]
        looked_up = self._lookup(step)
        if looked_up is not None:
            return [looked_up]
        take = nodes_on(step.axis, step.test, self._namespace(step.test))
        reverse = step.axis in REVERSE
        keeps = [self._predicate(test) for test in step.predicates]
        sorts = step.axis not in ("child", "attribute", "self")

        def select(nodes: list[Node], context: Context) -> list[Node]:
            found: list[Node] = []
            for node in nodes:
                some = take(node)
                for keep in keeps:
                    some = keep(some, context)
                found += some
            return in_order(found) if reverse or (sorts and len(nodes) > 1) else found

        return [select]

    def _namespace(self, test: NameTest | KindTest) -> str | None:
        if isinstance(test, KindTest) or not test.prefix:
            return None
        uri = self.namespaces.get(test.prefix) or NAMESPACES.get(test.prefix)
        if uri is None:
            raise XPathError(
                what=Sentence(
                    "the prefix “{prefix}” of “{name}” has no namespace",
                    prefix=test.prefix,
                    name=f"{test.prefix}:{test.local}",
                ),
                expression=self.text,
            )
        return uri

    def _predicate(self, test: Expr) -> Select:
        """Return the filter: a number keeps the node at that place, else those it is true for.

        Nodes come in the order of their axis, nearest first on a reverse one, so that places count
        right.
        """
        code = self.compile(test)
        if isinstance(code.constant, float):
            return _at_place(code.constant)
        value, boolean = code.value, code.boolean
        by_value = code.kind in ("number", "any")

        def keep(nodes: list[Node], context: Context) -> list[Node]:
            inner = Context(
                context.node, context.host, 1, len(nodes), context.current or context.node
            )
            kept = []
            for place, node in enumerate(nodes, 1):
                inner.node, inner.position = node, place
                if by_value:
                    found = value(inner)
                    number = type(found) is float
                    if (found == place) if number else bool(found):
                        kept.append(node)
                elif boolean(inner):
                    kept.append(node)
            return kept

        return keep

    def _lookup(self, step: Step) -> Select | None:
        """Return a quick filter for ``item[key = value and …]`` with a value that no item changes.

        A choice list of thousands is filtered so at each answer: the value is computed once, and
        a node that has an index answers from it.
        """
        name = _plain_child(Step(step.axis, step.test))
        if name is None or not step.predicates or _counts_places(step.predicates[0]):
            return None
        split = _key_test(step.predicates[0])
        if split is None:
            return None
        key, other, remaining = split
        tests = (*remaining, *step.predicates[1:])
        keeps = [self._predicate(test) for test in tests]
        value = self.compile(other).value

        def select(nodes: list[Node], context: Context) -> list[Node]:
            wanted = scalars(value(context))
            found: list[Node] = []
            for node in nodes:
                some = _with_key(node, name, key, wanted)
                for keep in keeps:
                    some = keep(some, context)
                found += some
            return found

        return select


def _with_key(node: Node, name: str, key: str, wanted: list[Scalar]) -> list[Node]:
    """Return the children called ``name`` that have a child ``key`` with one of the values."""
    if len(wanted) == 1 and type(wanted[0]) is str and isinstance(node, IndexedNode):
        known = node.lookup(name, key, wanted[0])
        if known is not None:
            return list(known)
    return [
        child
        for child in node.named(name)
        if any(
            equal_scalars(own, other) for own in scalars(list(child.named(key))) for other in wanted
        )
    ]


def _counts_places(test: Expr) -> bool:
    return not uses(test)[1].isdisjoint(("position", "last"))


_SELF = Step("self", KindTest("node"))
_PARENT = Step("parent", KindTest("node"))


def in_order(nodes: list[Node]) -> list[Node]:
    """Return the nodes in document order, each once."""
    if len(nodes) < 2:
        return nodes
    once = {id(node): node for node in nodes}
    return sorted(once.values(), key=lambda node: node.order())


def _plain_child(step: Step) -> str | None:
    """Return the name of a step that is a bare child name, None otherwise."""
    test = step.test
    if step.axis == "child" and not step.predicates and isinstance(test, NameTest):
        return None if test.prefix or test.local == "*" else test.local
    return None


def _leading_names(steps: list[Step]) -> tuple[str, ...]:
    names: list[str] = []
    for step in steps:
        name = _plain_child(step)
        if name is None:
            break
        names.append(name)
    return tuple(names)


def _leading_parents(steps: list[Step]) -> int:
    count = 0
    while count < len(steps) and steps[count] == _PARENT:
        count += 1
    return count


def _absolute(names: tuple[str, ...], *, whole: bool) -> AsNodes:
    if not names:
        return lambda c: [c.node.document()]

    def run(context: Context) -> list[Node]:
        node = context.node
        known = context.host.absolute(names, node, whole=whole)
        if known is not None:
            return known if isinstance(known, list) else list(known)
        nodes: list[Node] = [node.document()]
        for name in names:
            nodes = [child for parent in nodes for child in parent.named(name)]
        return nodes

    return run


def _ancestor(ups: int) -> AsNodes:
    one = _node_above(ups)

    def run(context: Context) -> list[Node]:
        node = one(context)
        return [] if node is None else [node]

    return run


@lru_cache(maxsize=20_000)
def _absolute_code(names: tuple[str, ...]) -> Code:
    """Return the piece for ``/data/group/q``, shared by all expressions.

    A form knows the node by its path when there is one only.
    """
    run = _absolute(names, whole=True)
    path = sys.intern(
        "/" + "/".join(names)
    )  # the same object as the form's, so that looking it up is quick

    def number(context: Context) -> float:
        node = context.host.single(path)
        if node is not None:
            return node.number()
        nodes = run(context)
        return nodes[0].number() if nodes else NAN

    plain = of_node(lambda c: c.host.single(path), run)
    return Code("nodes", run, plain.string, number, plain.boolean, one=plain.one, path=path)


def _node_above(ups: int) -> AsNode:
    """Return the quick way to ``.``, ``..``, ``../..``."""
    if ups == 0:
        return lambda c: c.node
    if ups == 1:
        return lambda c: c.node.parent

    def one(context: Context) -> Node | None:
        node: Node | None = context.node
        for _ in range(ups):
            node = node.parent if node is not None else None
        return node

    return one


def _child_above(ups: int, name: str) -> AsNode:
    """Return the quick way to ``../q``."""
    above = _node_above(ups)

    def one(context: Context) -> Node | None:
        parent = above(context)
        if parent is None:
            return None
        found = parent.named(name)
        return found[0] if len(found) == 1 else None

    return one


def _children_of_one(start: AsNodes, name: str) -> AsNodes:
    def run(context: Context) -> list[Node]:
        nodes = start(context)
        if len(nodes) == 1:
            return list(nodes[0].named(name))
        return [child for node in nodes for child in node.named(name)]

    return run


def _at_place(place: float) -> Select:
    index = int(place) - 1 if place.is_integer() else -1

    def keep(nodes: list[Node], _: Context) -> list[Node]:
        return [nodes[index]] if 0 <= index < len(nodes) else []

    return keep


def _key_test(test: Expr) -> tuple[str, Expr, list[Expr]] | None:
    """Return (key, value, other tests) of ``key = value and …`` where no node changes the value."""
    tests = [test]
    if isinstance(test, Chain) and test.rest[0][0] == "and":
        tests = [test.first, *(part for _, part in test.rest)]
    for place, one in enumerate(tests):
        if not isinstance(one, Chain) or len(one.rest) != 1 or one.rest[0][0] != "=":
            continue
        left, right = one.first, one.rest[0][1]
        for key, value in ((left, right), (right, left)):
            if (
                isinstance(key, Path)
                and key.start is None
                and not key.absolute
                and len(key.steps) == 1
            ):
                name = _plain_child(key.steps[0])
                if name is not None and _is_fixed(value):
                    return name, value, tests[:place] + tests[place + 1 :]
    return None


def _is_fixed(tree: Expr) -> bool:
    """Return whether the value is the same for every node filtered."""
    if isinstance(tree, Literal):
        return True
    if not isinstance(tree, Path) or any(step.predicates for step in tree.steps) or tree.filters:
        return False
    return tree.absolute or (
        isinstance(tree.start, Call) and tree.start.name in ("current", "instance")
    )
