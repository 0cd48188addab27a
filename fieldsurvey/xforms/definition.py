"""What a form is made of. Definitions are built once by `parse` and never change afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fieldsurvey.xpath import Expression

Control = Literal[
    "input", "select1", "select", "upload", "trigger", "range", "rank", "group", "repeat"
]
CHOOSING: frozenset[Control | None] = frozenset({"select1", "select", "rank"})


@dataclass(frozen=True, slots=True)
class Text:
    """A label, hint or message: words and outputs in order, or a text of the itext block.

    Attributes:
        parts: literal words and the expressions of ``<output>``.
        itext: id of a text in `Form.translations` that replaces the parts; None for inline words.
        dynamic: expression that gives the id (``jr:itext(itextId)``).
    """

    parts: tuple[str | Expression, ...] = ()
    itext: str | None = None
    dynamic: Expression | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A choice written in the form's body."""

    value: str
    label: Text | None


@dataclass(frozen=True, slots=True)
class Itemset:
    """Choices taken from nodes.

    Attributes:
        nodeset: the nodes, evaluated at the question.
        value: the choice's value, evaluated at each of the nodes.
        label: the choice's label, evaluated at each of the nodes.
        label_is_itext: the label expression gives an itext id.
        indexed: how to answer the filter from an index, None when it is not simple.
    """

    nodeset: Expression
    value: Expression
    label: Expression | None
    label_is_itext: bool = False
    indexed: IndexedFilter | None = None


@dataclass(frozen=True, slots=True)
class IndexedFilter:
    """A filter ``instance('id')/root/item[a = X and b = Y]``: columns of the items, and what they must equal."""

    instance: str
    steps: tuple[str, ...]
    columns: tuple[str, ...]
    wanted: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """A ``setvalue``.

    Attributes:
        events: "odk-instance-first-load", "odk-instance-load", "odk-new-repeat", "xforms-value-changed".
        context: the node whose control (or the root, whose model) it stands in.
        target: the node to set.
        value: what it is set to, evaluated at the target; None clears it.
        literal: the words between the tags, when there is no expression.
    """

    events: frozenset[str]
    context: NodeDefinition
    target: NodeDefinition
    value: Expression | None
    literal: str


@dataclass(slots=True, eq=False, repr=False)
class Seed:
    """A node of the primary instance as the form writes it: its text, attributes and children."""

    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: dict[str, list[Seed]] = field(default_factory=dict)


@dataclass(slots=True, eq=False, repr=False)
class NodeDefinition:
    """A node of the form: what its bind, its control and its place in the instance say.

    Attributes:
        ref: template path without positions ("/data/group/rep/q").
        name: local name; namespace: its URI, "" when none.
        index: place in document order, from 0 for the root.
        depth: 1 for the root element.
        slot: place among the parent's children.
        parent: definition of the parent, None for the root element.
        children: definitions of the children; slots: name → place in children.
        datatype: "string", "int", "decimal", "boolean", "date", "time", "dateTime", "geopoint", "geotrace",
            "geoshape", "binary", "barcode" or "intent".
        control: what asks for it, None when nothing does.
        appearance, mediatype: as on the control; parameters: its other attributes (start, end, step, rows …).
        attributes: foreign attributes of the bind in Clark notation.
        seed: its text and attributes as the form gives them; template: what a new repeat instance starts as.
        single: no repeat above it or at it, so the instance has exactly one such node.
        is_instance_id: it is the submission's own id, which never changes once it is given.
    """

    ref: str
    name: str
    namespace: str
    parent: NodeDefinition | None
    index: int = 0
    depth: int = 1
    slot: int = 0
    children: tuple[NodeDefinition, ...] = ()
    slots: dict[str, int] = field(default_factory=dict)
    datatype: str = "string"
    control: Control | None = None
    appearance: str = ""
    mediatype: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    is_repeat: bool = False
    single: bool = True
    seed: Seed = field(default_factory=Seed)
    template: Seed | None = None
    fixed: bool = False
    count: Expression | None = None
    relevant: Expression | None = None
    required: Expression | None = None
    readonly: Expression | None = None
    constraint: Expression | None = None
    calculate: Expression | None = None
    constraint_message: Text | None = None
    required_message: Text | None = None
    label: Text | None = None
    hint: Text | None = None
    items: tuple[Item, ...] = ()
    itemset: Itemset | None = None
    preload: str = ""
    preload_parameter: str = ""
    triggers: tuple[Action, ...] = ()
    is_instance_id: bool = field(init=False)

    def __post_init__(self) -> None:
        """Settle what is asked often."""
        parent = self.parent
        self.is_instance_id = (
            self.name == "instanceID" and parent is not None and parent.name == "meta"
        )

    def __repr__(self) -> str:
        return f"NodeDefinition({self.ref!r})"

    @property
    def is_leaf(self) -> bool:
        """Return whether it holds a value rather than other nodes."""
        return not self.children and not self.is_repeat and self.control != "group"

    @property
    def chooses(self) -> bool:
        """Return whether it is answered from a list of choices."""
        return self.control in CHOOSING

    @property
    def path(self) -> tuple[str, ...]:
        """Return the names from the root element down to it."""
        return tuple(self.ref[1:].split("/"))

    def walk(self) -> Iterator[NodeDefinition]:
        """Yield it and everything below it in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self) -> Iterator[NodeDefinition]:
        """Yield its parent, the parent's parent … up to the root element."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def line(self) -> tuple[NodeDefinition, ...]:
        """Return the nodes above it from the root element down."""
        return tuple(reversed(list(self.ancestors())))
