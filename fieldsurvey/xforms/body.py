"""The body of an XForm: controls, their labels, choices and actions, read into definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from fieldsurvey.errors import Sentence
from fieldsurvey.xforms.definition import Action, Control, Item, Itemset, NodeDefinition, Text
from fieldsurvey.xforms.itemset import index_filter
from fieldsurvey.xforms.model import itext_argument
from fieldsurvey.xforms.xml import JR, attribute, child, children, local, text_of

if TYPE_CHECKING:
    from lxml import etree

    from fieldsurvey.xforms.model import Compiler

_CONTROLS = frozenset(
    {"input", "select1", "select", "upload", "trigger", "range", "rank", "group", "repeat"}
)
_DEVICE_ACTIONS = {
    "setgeopoint": Sentence("no location is taken by itself; it stays blank."),
    "recordaudio": Sentence("no sound is recorded by itself; it stays blank."),
}
_OWN_ATTRIBUTES = frozenset(
    {"ref", "nodeset", "bind", "appearance", "mediatype", "class", "count", "noAddRemove"}
)


def repeats_of(body: etree._Element | None, binds: dict[str, str], root: str) -> set[str]:
    """Return the template paths that the body repeats."""
    found: set[str] = set()

    def visit(element: etree._Element, context: str) -> None:
        for inner in children(element):
            path = reference(inner, context, binds)
            if local(inner) == "repeat":
                found.add(path)
            visit(inner, path)

    if body is not None:
        visit(body, root)
    return found


def reference(element: etree._Element, context: str, binds: dict[str, str]) -> str:
    """Return the template path that a control is bound to; the context's when it is bound to nothing."""
    bind = element.get("bind")
    if bind is not None and bind in binds:
        return binds[bind]
    path = element.get("ref") or element.get("nodeset")
    if path is None or local(element) not in _CONTROLS | {"setvalue", "setgeopoint", "recordaudio"}:
        return context
    return join_path(context, path)


def is_attribute(path: str) -> bool:
    """Return whether a path leads to an attribute, as of an entity."""
    return path.rpartition("/")[2].startswith("@")


def join_path(context: str, path: str) -> str:
    """Return an absolute template path from one written relative to ``context``."""
    path = path.strip()
    if path.startswith("/"):
        return path
    steps = context.split("/")
    for step in path.split("/"):
        name = step.strip()
        if name == "..":
            steps = steps[:-1]
        elif name not in (".", "current()", ""):
            steps.append(name)
    return "/".join(steps)


class BodyReader:
    """Reads controls and actions into the definitions they are bound to."""

    def __init__(
        self, definitions: dict[str, NodeDefinition], binds: dict[str, str], compiler: Compiler
    ) -> None:
        self.definitions = definitions
        self.binds = binds
        self.compiler = compiler
        self.actions: list[Action] = []
        self.unsupported: list[str] = []

    def find(self, path: str, what: str) -> NodeDefinition | None:
        """Return the definition at a template path (prefixes of names are ignored); a fault when there is none."""
        plain = "/".join(step.rpartition(":")[2] for step in path.split("/"))
        found = self.definitions.get(plain)
        if found is None:
            self.compiler.fault(
                None,
                None,
                Sentence(
                    "{what} refers to {path}, which the form's data does not have.",
                    what=what,
                    path=path,
                ),
                Sentence("Correct the reference."),
            )
        return found

    def body(self, element: etree._Element, context: str) -> None:
        """Read the controls below ``element``."""
        for inner in children(element):
            name = local(inner)
            if name in _CONTROLS:
                self._control(inner, cast("Control", name), context)
            else:
                self.action(inner, context)

    def action(self, element: etree._Element, context: str) -> None:
        """Read a ``setvalue`` (below the model or a control)."""
        if local(element) in _DEVICE_ACTIONS:
            path = reference(element, context, self.binds)
            self.unsupported.append(
                Sentence("{ref}: {what}", ref=path, what=_DEVICE_ACTIONS[local(element)])
            )
        path = reference(element, context, self.binds)
        # Only entities set attributes, and those are not made here (see `later`).
        if local(element) != "setvalue" or is_attribute(path):
            return
        target = self.find(path, "setvalue")
        if target is None:
            return
        events = (attribute(element, "event") or "").split()
        value = self.compiler.expression(attribute(element, "value"), target, "setvalue")
        literal = (element.text or "").strip() if value is None else ""
        source = self.definitions.get(context)
        if source is None:
            return
        action = Action(frozenset(events), source, target, value, literal)
        self.actions.append(action)
        if "xforms-value-changed" in action.events:
            source.triggers = (*source.triggers, action)

    def _control(self, element: etree._Element, control: Control, context: str) -> None:
        bound = any(element.get(name) is not None for name in ("ref", "nodeset", "bind"))
        path = reference(element, context, self.binds)
        if bound:
            definition = self.find(path, Sentence("a {control}", control=control))
            if definition is not None:
                self._describe(definition, element, control)
                path = definition.ref
        self.body(element, path)

    def _describe(self, node: NodeDefinition, element: etree._Element, control: Control) -> None:
        if control == "group" and node.is_repeat:
            # <group ref="/data/rep"><repeat nodeset="/data/rep">: the group only carries the
            # repeat's label.
            node.label = self._text(element, "label", node)
            return
        if node.control is None or control not in ("group", "repeat"):
            node.control = control
        node.appearance = element.get("appearance") or node.appearance
        node.mediatype = element.get("mediatype") or node.mediatype
        node.parameters = {
            **node.parameters,
            **{str(k).rpartition("}")[2]: str(v) for k, v in element.attrib.items()
               if str(k).rpartition("}")[2] not in _OWN_ATTRIBUTES},
        }  # fmt: skip
        node.label = self._text(element, "label", node) or node.label
        node.hint = self._text(element, "hint", node) or node.hint
        if control == "repeat":
            node.count = self.compiler.expression(element.get(f"{{{JR}}}count"), node, "count")
            fixed = element.get(f"{{{JR}}}noAddRemove")
            node.fixed = fixed is not None and fixed.strip() not in ("false()", "false")
        if node.chooses:
            self._choices(node, element)

    def _text(self, element: etree._Element, name: str, node: NodeDefinition) -> Text | None:
        found = child(element, name)
        return None if found is None else self.compiler.text(found, node, name)

    def _choices(self, node: NodeDefinition, element: etree._Element) -> None:
        items = []
        for item in children(element, "item"):
            value = child(item, "value")
            items.append(Item(text_of(value).strip(), self._text(item, "label", node)))
        node.items = tuple(items)
        itemset = child(element, "itemset")
        if itemset is None:
            return
        value, label = child(itemset, "value"), child(itemset, "label")
        nodes = itemset.get("nodeset") or ""
        nodeset = self.compiler.expression(nodes, node, "choices")
        value_at = self.compiler.expression(
            value.get("ref") if value is not None else None, node, "choices"
        )
        if nodeset is None or value_at is None:
            if not self.compiler.faults:
                self.compiler.fault(
                    node,
                    "choices",
                    Sentence("the choice list has no nodes or no value."),
                    Sentence("Name both."),
                )
            return
        shown = (label.get("ref") if label is not None else None) or None
        inner = itext_argument(shown) if shown else None
        node.itemset = Itemset(
            nodeset,
            value_at,
            self.compiler.expression(inner or shown, node, "choices"),
            label_is_itext=inner is not None,
            indexed=index_filter(nodes, self.compiler.namespaces),
        )
