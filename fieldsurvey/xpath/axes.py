"""The axes of XPath 1.0 §2.2 over `Node`: which nodes a step takes from one node, nearest first on reverse axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.xpath.syntax import KindTest, NameTest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fieldsurvey.xpath.node import Node

REVERSE = frozenset(("ancestor", "ancestor-or-self", "parent", "preceding", "preceding-sibling"))


def nodes_on(
    axis: str, test: NameTest | KindTest, namespace: str | None
) -> Callable[[Node], list[Node]]:
    """Return the function that gives the nodes of the axis which pass the test.

    Args:
        axis: name of the axis.
        test: a name, ``*``, or a kind of node.
        namespace: the URI that the test's prefix stands for, None without prefix: then any
            namespace fits.
    """
    if isinstance(test, KindTest):
        fits = _KINDS[test.kind]
        if test.kind == "text" and axis == "child":
            axis = "self"  # a leaf stands for its text
    elif test.local == "*":
        fits = _element if namespace is None else (lambda node: node.namespace == namespace)
    else:
        local = test.local
        if axis == "child":
            return lambda node: list(node.named(local, namespace))
        if namespace is None:
            fits = lambda node: node.name == local  # noqa: E731  a one-line test
        else:
            fits = lambda node: node.name == local and node.namespace == namespace  # noqa: E731
    walk = _WALKS[axis]
    return lambda node: [found for found in walk(node) if fits(found)]


def _element(node: Node) -> bool:
    return node.name != ""


def _text(node: Node) -> bool:
    """Return whether the node has text: a form has no text nodes apart from its leaves."""
    return node.string() != "" and not node.elements()


_KINDS: dict[str, Callable[[Node], bool]] = {
    "node": lambda _: True,
    "text": _text,
    "comment": lambda _: False,
    "processing-instruction": lambda _: False,
}


def _self(node: Node) -> Iterator[Node]:
    yield node


def _child(node: Node) -> Iterator[Node]:
    yield from node.elements()


def _parent(node: Node) -> Iterator[Node]:
    if node.parent is not None:
        yield node.parent


def _ancestor(node: Node) -> Iterator[Node]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _ancestor_or_self(node: Node) -> Iterator[Node]:
    yield node
    yield from _ancestor(node)


def descendants(node: Node) -> Iterator[Node]:
    """Yield the elements below the node in document order, without recursion."""
    waiting = list(reversed(node.elements()))
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(found.elements()))


def _descendant_or_self(node: Node) -> Iterator[Node]:
    yield node
    yield from descendants(node)


def _attribute(node: Node) -> Iterator[Node]:
    yield from node.attributes()


def _following_sibling(node: Node) -> Iterator[Node]:
    siblings = list(node.parent.elements()) if node.parent is not None else []
    if node in siblings:
        yield from siblings[siblings.index(node) + 1 :]


def _preceding_sibling(node: Node) -> Iterator[Node]:
    siblings = list(node.parent.elements()) if node.parent is not None else []
    if node in siblings:
        yield from reversed(siblings[: siblings.index(node)])


def _following(node: Node) -> Iterator[Node]:
    start = node
    if (
        node.parent is not None and node not in node.parent.elements()
    ):  # an attribute: what its element holds follows
        yield from descendants(node.parent)
        start = node.parent
    for above in _ancestor_or_self(start):
        for sibling in _following_sibling(above):
            yield from _descendant_or_self(sibling)


def _preceding(node: Node) -> Iterator[Node]:
    start = node
    if node.parent is not None and node not in node.parent.elements():
        start = node.parent
    for above in _ancestor_or_self(start):
        for sibling in _preceding_sibling(above):
            yield from reversed(list(_descendant_or_self(sibling)))


_WALKS: dict[str, Callable[[Node], Iterator[Node]]] = {
    "self": _self,
    "child": _child,
    "parent": _parent,
    "ancestor": _ancestor,
    "ancestor-or-self": _ancestor_or_self,
    "descendant": descendants,
    "descendant-or-self": _descendant_or_self,
    "attribute": _attribute,
    "following-sibling": _following_sibling,
    "preceding-sibling": _preceding_sibling,
    "following": _following,
    "preceding": _preceding,
}
