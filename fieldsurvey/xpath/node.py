"""What the evaluator asks of a tree: lxml documents and live form instances both offer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from fieldsurvey.xpath.values import string_to_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.xpath.values import Scalar


@runtime_checkable
class Node(Protocol):
    """An element (or the document node, whose ``parent`` is None and ``name`` is ``""``).

    Attributes:
        name: local name.
        namespace: namespace URI, ``""`` when none.
        parent: the parent node, None for the document node.
        position: 1-based place in document order among siblings of the same name.
    """

    name: str
    namespace: str
    parent: Node | None

    @property
    def position(self) -> int:
        """Return the 1-based place among siblings of the same name."""
        ...

    def elements(self) -> Sequence[Node]:
        """Return the child elements in document order, without those that are irrelevant."""
        ...

    def named(self, name: str, namespace: str | None = None) -> Sequence[Node]:
        """Return the child elements of that local name (any namespace when None), relevant ones only."""
        ...

    def attributes(self) -> Sequence[Node]:
        """Return the attributes as nodes whose ``string()`` is their value."""
        ...

    def string(self) -> str:
        """Return the string-value (XPath 1.0 §5); ``""`` for an irrelevant node."""
        ...

    def scalar(self) -> Scalar:
        """Return the value as its own kind: an XML document holds text only, a form numbers, dates and truths too."""
        ...

    def number(self) -> float:
        """Return `scalar` as a number, NaN when it is blank or none."""
        ...

    def document(self) -> Node:
        """Return the document node of the tree."""
        ...

    def order(self) -> tuple[int, ...]:
        """Return a key that sorts the nodes of one tree in document order."""
        ...


class TextNode:
    """The part of `Node` that is the same for all nodes which hold nothing but text."""

    __slots__ = ()

    def string(self) -> str:
        """Return the string-value; each kind of node has its own."""
        raise NotImplementedError

    def scalar(self) -> Scalar:
        """Return the text."""
        return self.string()

    def number(self) -> float:
        """Return the number that the text writes, NaN when it writes none."""
        return string_to_number(self.string())


@runtime_checkable
class IndexedNode(Protocol):
    """A node that finds its children by the text of one of their children, as the root of a choice list."""

    def lookup(self, name: str, key: str, text: str) -> Sequence[Node] | None:
        """Return the children called ``name`` with a child ``key`` whose string-value is ``text``.

        A child without ``key`` counts as one whose text is "". In document order, relevant ones only; None when there
        is no index for it: then the evaluator compares.
        """
        ...
