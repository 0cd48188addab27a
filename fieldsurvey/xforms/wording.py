"""The words of a form as it is written, outputs shown as their expressions: nothing is evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.xpath.parser import parse
from fieldsurvey.xpath.syntax import Call, Literal, NameTest, Path

if TYPE_CHECKING:
    from fieldsurvey.xforms.definition import Itemset, NodeDefinition, Text
    from fieldsurvey.xforms.form import Form
    from fieldsurvey.xforms.itext import Parts
    from fieldsurvey.xpath import Node


def words(form: Form, text: Text | None, language: str | None) -> str:
    """Return a label or hint, outputs as ``{expression}``; "" when there is none."""
    if text is None:
        return ""
    if text.dynamic is not None:
        return f"{{{text.dynamic.text}}}"
    if text.itext is None:
        return _joined(text.parts)
    return _joined(form.translations.words(text.itext, language) or ())


def _joined(parts: Parts) -> str:
    return "".join(part if isinstance(part, str) else f"{{{part.text}}}" for part in parts).strip()


def offered(form: Form, definition: NodeDefinition, language: str | None) -> dict[str, str]:
    """Return all choices that a question can offer, whatever its filter says: value → label."""
    if definition.itemset is None:
        return {item.value: words(form, item.label, language) for item in definition.items}
    found: dict[str, str] = {}
    for node in _listed(form, definition.itemset):
        value = _column(node, definition.itemset.value.text)
        label = definition.itemset.label
        shown = "" if label is None else _column(node, label.text)
        if definition.itemset.label_is_itext:
            shown = _joined(form.translations.words(shown, language) or ())
        found[value] = shown
    return found


def _listed(form: Form, itemset: Itemset) -> list[Node]:
    """Return the nodes of a list in a secondary instance without its filter; [] for any other nodeset."""
    tree = parse(itemset.nodeset.text)
    if isinstance(tree, Call) and tree.name == "randomize" and tree.arguments:
        tree = tree.arguments[0]
    if (
        not isinstance(tree, Path)
        or not isinstance(tree.start, Call)
        or tree.start.name != "instance"
    ):
        return []
    name = tree.start.arguments[0] if tree.start.arguments else None
    document = form.instances.get(name.text) if isinstance(name, Literal) else None
    nodes: list[Node] = [] if document is None else [document]
    for step in tree.steps:
        local = step.test.local if isinstance(step.test, NameTest) else ""
        nodes = [inner for node in nodes for inner in node.named(local)]
    return nodes


def _column(node: Node, name: str) -> str:
    return next((inner.string() for inner in node.named(name)), "")
