"""Choice lists from nodes, and the index that answers a simple filter without looking at every choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.xforms.definition import IndexedFilter
from fieldsurvey.xpath import compile_expression
from fieldsurvey.xpath.operators import scalars
from fieldsurvey.xpath.parser import parse
from fieldsurvey.xpath.syntax import Call, Chain, Expr, Literal, NameTest, Path, Step, unparse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fieldsurvey.xforms.external import Instances
    from fieldsurvey.xpath import Context, Node


def index_filter(nodeset: str, namespaces: Mapping[str, str]) -> IndexedFilter | None:
    """Return how to answer ``instance('id')/root/item[a = X and b = Y]`` from an index; None for other filters.

    X and Y must not look at the item: literals, absolute paths and paths from ``current()`` do not.

    Args:
        nodeset: an expression that was compiled before.
        namespaces: prefix → URI, of the form.
    """
    tree = parse(nodeset)
    if not isinstance(tree, Path) or not isinstance(tree.start, Call) or tree.filters:
        return None
    start, last = tree.start, tree.steps[-1] if tree.steps else None
    if start.name != "instance" or last is None or not all(_plain(s) for s in tree.steps[:-1]):
        return None
    names = tuple(
        s.test.local for s in tree.steps if isinstance(s.test, NameTest) and s.test.local != "*"
    )
    if len(names) != len(tree.steps) or last.axis != "child" or len(last.predicates) != 1:
        return None
    if not isinstance(start.arguments[0], Literal):
        return None
    columns, wanted = [], []
    for left, right in _equalities(last.predicates[0]):
        column, other = (left, right) if _column(left) else (right, left)
        name = _column(column)
        if name is None or not _outside(other):
            return None
        columns.append(name)
        wanted.append(compile_expression(unparse(other), namespaces))
    return IndexedFilter(start.arguments[0].text, names, tuple(columns), tuple(wanted))


def _equalities(tree: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Yield the sides of each ``=`` in a chain of ``and``; a pair that fits no index for anything else."""
    parts = [tree]
    if isinstance(tree, Chain) and all(sign == "and" for sign, _ in tree.rest):
        parts = [tree.first, *(part for _, part in tree.rest)]
    for part in parts:
        if isinstance(part, Chain) and len(part.rest) == 1 and part.rest[0][0] == "=":
            yield part.first, part.rest[0][1]
        else:
            yield part, part


def _plain(step: Step) -> bool:
    return step.axis == "child" and isinstance(step.test, NameTest) and not step.predicates


def _column(tree: Expr) -> str | None:
    """Return the name of a path of one plain step, the item's column."""
    if not isinstance(tree, Path) or tree.start is not None or tree.absolute or tree.filters:
        return None
    if len(tree.steps) != 1 or not _plain(tree.steps[0]):
        return None
    test = tree.steps[0].test
    return test.local if isinstance(test, NameTest) and test.local != "*" else None


def _outside(tree: Expr) -> bool:
    """Return whether the expression is text or a path that does not start at the item."""
    if isinstance(tree, Literal):
        return True
    if not isinstance(tree, Path) or any(step.predicates for step in tree.steps):
        return False
    if tree.start is not None:
        return isinstance(tree.start, Call) and tree.start.name == "current" and not tree.filters
    return tree.absolute


def indexed_nodes(plan: IndexedFilter, context: Context, instances: Instances) -> list[Node] | None:
    """Return the items that the filter lets through; None when only a full look can tell.

    Only one text on the other side is looked up: a number equals an item's text that writes it otherwise (2 = 2.0).
    """
    wanted: list[str] = []
    for expression in plan.wanted:
        values = scalars(expression.evaluate(context))
        if len(values) != 1 or type(values[0]) is not str:
            return None
        wanted.append(values[0])
    return instances.lookup(plan.instance, plan.steps, plan.columns, tuple(wanted))
