"""The live instance: nodes that hold values and states, and that XPath walks.

A node offers the evaluator's `Node` protocol. Irrelevant nodes are hidden from it: they are in no node list and
their string is "" (ODK XForms specification, "relevant"; their values are kept for when they become relevant again).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.xforms.codecs import typed
from fieldsurvey.xpath import NAN, TextNode, to_boolean, to_number, to_string

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fieldsurvey.xforms.definition import NodeDefinition, Seed
    from fieldsurvey.xpath import Node, Scalar

MAX_INSTANCES = 20_000  # of one repeat in one parent: more is a mistake in the form or in an answer


class AttributeNode(TextNode):
    """An attribute, read-only."""

    __slots__ = ("name", "namespace", "parent", "value")

    position = 1

    def __init__(self, name: str, value: str, parent: Node) -> None:
        namespace, _, local = name[1:].partition("}") if name.startswith("{") else ("", "", name)
        self.name = local
        self.namespace = namespace
        self.value = value
        self.parent: Node | None = parent

    def elements(self) -> Sequence[Node]:
        """Return nothing: an attribute has no children."""
        return ()

    def named(self, name: str, namespace: str | None = None) -> Sequence[Node]:  # noqa: ARG002
        """Return nothing: an attribute has no children."""
        return ()

    def attributes(self) -> Sequence[Node]:
        """Return nothing: an attribute has no attributes."""
        return ()

    def string(self) -> str:
        """Return the value."""
        return self.value

    def document(self) -> Node:
        """Return the document node of the tree."""
        assert self.parent is not None  # noqa: S101  an attribute always sits on an element
        return self.parent.document()

    def order(self) -> tuple[int, ...]:
        """Return the element's key with the attribute right behind it."""
        assert self.parent is not None  # noqa: S101  as above
        return (*self.parent.order(), -1)


class DocumentNode(TextNode):
    """The document node above a root element; an empty one stands for a missing instance."""

    __slots__ = ("root",)

    name = ""
    namespace = ""
    parent: Node | None = None
    position = 1

    def __init__(self, root: Node | None = None) -> None:
        self.root = root

    def elements(self) -> Sequence[Node]:
        """Return the root element."""
        return () if self.root is None else (self.root,)

    def named(self, name: str, namespace: str | None = None) -> Sequence[Node]:
        """Return the root element if it has that name."""
        root = self.root
        if root is None or root.name != name or namespace not in (None, root.namespace):
            return ()
        return (root,)

    def attributes(self) -> Sequence[Node]:
        """Return nothing."""
        return ()

    def string(self) -> str:
        """Return the root element's string."""
        return "" if self.root is None else self.root.string()

    def document(self) -> Node:
        """Return itself."""
        return self

    def order(self) -> tuple[int, ...]:
        """Return the key that comes first."""
        return ()


class LiveNode:
    """A node of a running form.

    Attributes:
        definition: what it is an instance of.
        children: one entry a child definition, in its order: a node, or the list of a repeat's instances.
        value: the lexical value of a leaf, kept while irrelevant; initial: what the form itself gave it.
        typed: the value as expressions see it, set by `take` with the value.
        own_relevant: what its own ``relevant`` says; relevant: with all its ancestors.
        required, readonly, breaks: results of the bind; breaks = its constraint is not met.
        malformed: the value is not of the node's datatype.
        key: of a repeat instance: "#1", "#2" … for automatic ones, a UUIDv7 for added ones.
        position: place among the instances of its repeat, from 1.
        text: the label as last rendered; choices: the choices as last listed; None when to be made anew.
    """

    __slots__ = (
        "_attributes",
        "_ref",
        "_said",
        "breaks",
        "children",
        "choices",
        "definition",
        "document_node",
        "initial",
        "key",
        "malformed",
        "name",
        "namespace",
        "own_relevant",
        "parent",
        "position",
        "readonly",
        "relevant",
        "required",
        "text",
        "typed",
        "value",
    )  # fmt: skip

    def __init__(self, definition: NodeDefinition, parent: LiveNode | None, document: DocumentNode):
        self.definition = definition
        self.name = definition.name
        self.namespace = definition.namespace
        self.parent: Node | None = parent if parent is not None else document
        self.document_node = document
        self.children: list[LiveNode | list[LiveNode]] = []
        self.value = self.initial = ""
        self.typed: Scalar = ""
        self._said: str | None = ""
        self.own_relevant = True
        self.relevant = True
        self.required = False
        self.readonly = False
        self.breaks = False
        self.malformed = False
        self.key = ""
        self.position = 1
        self.text: str | None = None
        self.choices: list[tuple[str, str]] | None = None
        self._ref = definition.ref if definition.single else ""
        self._attributes: tuple[AttributeNode, ...] = ()

    def __repr__(self) -> str:
        return f"LiveNode({self.ref!r})"

    def take(self, value: str, kind: Scalar | None = None) -> None:
        """Hold a value.

        Args:
            value: in lexical form.
            kind: as expressions see it; None reads the value as the node's datatype says.
        """
        self.value = value
        self.typed = typed(self.definition.datatype, value) if kind is None else kind
        self._said = None

    @property
    def live_parent(self) -> LiveNode | None:
        """Return the parent element, None for the root element."""
        return self.parent if isinstance(self.parent, LiveNode) else None

    @property
    def ref(self) -> str:
        """Return its path with the positions of repeat instances ("/data/rep[2]/q")."""
        if not self._ref:
            parent = self.live_parent
            above = parent.ref if parent is not None else ""
            own = f"[{self.position}]" if self.definition.is_repeat else ""
            self._ref = f"{above}/{self.name}{own}"
        return self._ref

    def forget_ref(self) -> None:
        """Drop the remembered refs of this subtree, after its position changed."""
        for node in self.subtree():
            if not node.definition.single:
                node._ref = ""  # noqa: SLF001  the same class

    def ancestor(self, levels: int) -> LiveNode:
        """Return the element that many levels up."""
        node = self
        for _ in range(levels):
            node = node.parent  # type: ignore[assignment]  # the graph counts levels below the root element
        return node

    def subtree(self) -> Iterator[LiveNode]:
        """Yield it and everything below it, irrelevant ones included, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, list):
                for instance in child:
                    yield from instance.subtree()
            else:
                yield from child.subtree()

    def instances(self, slot: int) -> list[LiveNode]:
        """Return the live list of repeat instances in that slot."""
        child = self.children[slot]
        if not isinstance(child, list):  # pragma: no cover  the graph only asks repeats
            msg = f"{self.definition.children[slot].ref} does not repeat"
            raise TypeError(msg)
        return child

    def elements(self) -> Sequence[Node]:
        """Return the relevant child elements in document order."""
        return self.shown()

    def shown(self) -> list[LiveNode]:
        """Return the relevant child elements in document order."""
        found: list[LiveNode] = []
        for child in self.children:
            if isinstance(child, list):
                found.extend(instance for instance in child if instance.relevant)
            elif child.relevant:
                found.append(child)
        return found

    def named(self, name: str, namespace: str | None = None) -> Sequence[Node]:
        """Return the relevant child elements of that name."""
        slot = self.definition.slots.get(name)
        if slot is None:
            return ()
        child = self.children[slot]
        if namespace is not None and self.definition.children[slot].namespace != namespace:
            return ()
        if isinstance(child, list):
            return [instance for instance in child if instance.relevant]
        return (child,) if child.relevant else ()

    def attributes(self) -> Sequence[Node]:
        """Return the attributes that the form's instance gives the element."""
        return self._attributes

    def string(self) -> str:
        """Return the value, "" when irrelevant; of a group the values below it in order."""
        if not self.relevant:
            return ""
        if not self.children:
            if self._said is None:
                self._said = to_string(self.typed)
            return self._said
        return "".join(child.string() for child in self.elements())

    def scalar(self) -> Scalar:
        """Return the value as its own kind, "" when irrelevant."""
        if self.children or not self.relevant:
            return self.string()
        return self.typed

    def number(self) -> float:
        """Return the value as a number, NaN when it is blank, irrelevant or none."""
        if not self.relevant:
            return NAN
        value = self.typed
        if type(value) is float:  # only a leaf has a typed value
            return value
        return to_number(self.string() if self.children else value)

    def truth(self) -> bool:
        """Return how the node reads where true or false is asked: blank is false, and so is a number 0.

        Text that a person typed or chose is true even when it says 0; a calculated false or 0 is false (JavaRosa).
        """
        return self.relevant and to_boolean(self.typed)

    def document(self) -> Node:
        """Return the document node."""
        return self.document_node

    def order(self) -> tuple[int, ...]:
        """Return the path of (slot, position) pairs from the root element."""
        parent = self.live_parent
        above = parent.order() if parent is not None else ()
        return (*above, self.definition.slot, self.position)


def grow(
    definition: NodeDefinition, seed: Seed, parent: LiveNode | None, document: DocumentNode
) -> LiveNode:
    """Build the live subtree of a definition from what the form's instance (or a template) says."""
    node = LiveNode(definition, parent, document)
    if seed.text and definition.is_leaf:
        node.take(seed.text)
        node.initial = seed.text
    if seed.attributes:
        node._attributes = tuple(  # noqa: SLF001  the constructor's second half
            AttributeNode(name, value, node) for name, value in seed.attributes.items()
        )
    for child in definition.children:
        seeds = seed.children.get(child.name, [])
        if child.is_repeat:
            instances = [grow(child, own, node, document) for own in seeds]
            number(instances)
            for instance in instances:
                instance.key = f"#{instance.position}"
            node.children.append(instances)
        else:
            node.children.append(grow(child, seeds[0] if seeds else child.seed, node, document))
    return node


def number(instances: list[LiveNode], start: int = 0) -> None:
    """Give repeat instances from index ``start`` on their positions."""
    for index in range(start, len(instances)):
        instances[index].position = index + 1
