"""Expressions over lxml documents: an adapter that offers `Node`, and `evaluate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lxml import etree
from lxml.etree import _ElementTree

from fieldsurvey.xpath.compile import compile_expression
from fieldsurvey.xpath.context import Context, PlainHost
from fieldsurvey.xpath.node import TextNode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from lxml.etree import _Element

    from fieldsurvey.xpath.node import Node

XHTML = "http://www.w3.org/1999/xhtml"


def evaluate(
    expression: str,
    root: _Element | _ElementTree,
    context: _Element | _ElementTree | None = None,
    *,
    namespaces: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> float | str | bool | list[object]:
    """Return the value of an ODK XPath expression over an XML document, in the time zone ``TZ``.

    Args:
        expression: the text of the expression.
        root: what "/" means: an ElementTree or its root element stands for the document, an
            element further down for a document of its own (as ``<instance>`` in an XForm, so that
            "/data" is its child).
        context: the context node, the root when None.
        namespaces: prefix → URI.
        now: the time that ``now()`` and ``today()`` give, aware; the clock's when None.

    Returns:
        A number, a text, true or false, or a list of lxml elements (for an attribute its text; for
        the document its root element).

    Raises:
        XPathError: the expression cannot be read or evaluated.
    """
    document = _Document(root)
    node = document.root if context is None else document.node(context)
    host = _DocumentHost(document, now)
    found = compile_expression(expression, namespaces, lenient=True).evaluate(Context(node, host))
    if isinstance(found, list):
        return [cast("_LxmlNode", item).outside() for item in found]
    return found


def document_node(root: _Element | _ElementTree) -> Node:
    """Return the node that "/" means in `evaluate`."""
    return _Document(root).root


class _Document:
    """One lxml tree as nodes, each made once, so that the same element is always the same node."""

    def __init__(self, root: _Element | _ElementTree) -> None:
        self._nodes: dict[_Element, _LxmlNode] = {}
        if isinstance(root, _ElementTree):
            top = root.getroot()
            self.tree = root
            whole = True
        else:
            top = root
            self.tree = root.getroottree()
            whole = self.tree.getroot() is root
        self._top = top
        if whole:
            self.root: _LxmlNode = _LxmlDocument(self, top)
        else:
            self.root = self.node(top)
            self.root.name, self.root.parent = "", None  # it plays the document

    def node(self, element: _Element | _ElementTree) -> _LxmlNode:
        """Return the node of the element; of a tree, the document node."""
        if isinstance(element, _ElementTree):
            return self.root
        found = self._nodes.get(element)
        if found is None:
            found = _LxmlNode(self, element)
            self._nodes[element] = found
        return found

    def above(self, element: _Element) -> _LxmlNode | None:
        """Return the parent of an element."""
        parent = element.getparent()
        if parent is not None:
            return self.node(parent)
        return self.root if isinstance(getattr(self, "root", None), _LxmlDocument) else None

    def find_instance(self, name: str) -> _LxmlNode | None:
        """Return the element <instance> of that id, wherever the root lies in the tree."""
        for element in self.tree.iter("{*}instance"):
            if element.get("id") == name:
                return self.node(element)
        return None


class _LxmlNode(TextNode):
    """An lxml element as `Node`."""

    def __init__(self, document: _Document, element: _Element) -> None:
        self._owner = document
        self._element = element
        name = etree.QName(element) if isinstance(cast("object", element.tag), str) else None
        self.name = name.localname if name is not None else ""
        self.namespace = (name.namespace or "") if name is not None else ""
        self.parent: Node | None = document.above(element)
        self._attributes: list[_LxmlAttribute] | None = None

    @property
    def position(self) -> int:
        """Return the 1-based place among siblings of the same name."""
        return 1 + sum(1 for _ in self._element.itersiblings(self._element.tag, preceding=True))

    def elements(self) -> Sequence[Node]:
        """Return the child elements."""
        return [self._owner.node(child) for child in self._element.iterchildren("*")]

    def named(self, name: str, namespace: str | None = None) -> Sequence[Node]:
        """Return the child elements of that name.

        A bare name never means XHTML: an XForm keeps its pages there, and its instances elsewhere.
        """
        if namespace is not None:
            tag = f"{{{namespace}}}{name}"
            return [self._owner.node(child) for child in self._element.iterchildren(tag)]
        found = [self._owner.node(child) for child in self._element.iterchildren(f"{{*}}{name}")]
        return [node for node in found if node.namespace != XHTML]

    def attributes(self) -> Sequence[Node]:
        """Return the attributes."""
        if self._attributes is None:
            items = self._element.attrib.items()
            self._attributes = [
                _LxmlAttribute(self, str(name), str(text), place)
                for place, (name, text) in enumerate(items)
            ]
        return self._attributes

    def string(self) -> str:
        """Return the text of the element and everything below it."""
        element = self._element
        if len(element) == 0:
            return element.text or ""
        return "".join(str(part) for part in element.itertext(etree.Element))

    def document(self) -> Node:
        """Return what "/" means."""
        return self._owner.root

    def order(self) -> tuple[int, ...]:
        """Return the places of the node and its ancestors."""
        places: list[int] = []
        element: _Element | None = self._element
        while element is not None:
            parent = element.getparent()
            places.append(0 if parent is None else parent.index(element))
            element = parent
        return tuple(reversed(places))

    def outside(self) -> object:
        """Return the lxml object that the caller knows."""
        return self._element


class _LxmlDocument(_LxmlNode):
    """The document node of a whole tree."""

    def __init__(self, document: _Document, top: _Element) -> None:
        super().__init__(document, top)
        self.name, self.namespace, self.parent = "", "", None

    @property
    def position(self) -> int:
        """Return 1: a document has no siblings."""
        return 1

    def elements(self) -> Sequence[Node]:
        """Return the root element."""
        return [self._owner.node(self._element)]

    def named(self, name: str, namespace: str | None = None) -> Sequence[Node]:
        """Return the root element when it has that name."""
        node = self._owner.node(self._element)
        fits = node.namespace != XHTML if namespace is None else node.namespace == namespace
        return [node] if node.name == name and fits else []

    def attributes(self) -> Sequence[Node]:
        """Return nothing: a document has no attributes."""
        return []

    def order(self) -> tuple[int, ...]:
        """Return the first place of all."""
        return ()


class _LxmlAttribute(TextNode):
    """An attribute as `Node`."""

    def __init__(self, parent: _LxmlNode, name: str, text: str, place: int) -> None:
        qualified = etree.QName(name)
        self.name = qualified.localname
        self.namespace = qualified.namespace or ""
        self.parent: Node | None = parent
        self._text = text
        self._place = place

    @property
    def position(self) -> int:
        """Return 1: an element has one attribute of a name."""
        return 1

    def elements(self) -> Sequence[Node]:
        """Return nothing."""
        return []

    def named(self, name: str, namespace: str | None = None) -> Sequence[Node]:  # noqa: ARG002
        """Return nothing."""
        return []

    def attributes(self) -> Sequence[Node]:
        """Return nothing."""
        return []

    def string(self) -> str:
        """Return the value."""
        return self._text

    def document(self) -> Node:
        """Return the document of its element."""
        assert self.parent is not None  # noqa: S101  an attribute is made by its element
        return self.parent.document()

    def order(self) -> tuple[int, ...]:
        """Return a key after its element and before that element's children."""
        assert self.parent is not None  # noqa: S101  an attribute is made by its element
        return (*self.parent.order(), -1, self._place)

    def outside(self) -> object:
        """Return the value, as lxml does."""
        return self._text


class _DocumentHost(PlainHost):
    """A host that finds secondary instances and texts in the document itself."""

    def __init__(self, document: _Document, now: datetime | None) -> None:
        super().__init__(now)
        self._document = document

    def instance(self, name: str) -> Node | None:
        """Return the element <instance> of that id."""
        return self._document.find_instance(name)
