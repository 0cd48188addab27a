"""Answers saved as XML, put back into a live instance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import FormError
from fieldsurvey.xforms.instance import MAX_INSTANCES, LiveNode, grow, number
from fieldsurvey.xforms.xml import XmlProblem, children, local, read_xml, text_of

if TYPE_CHECKING:
    from lxml import etree


def load_instance(root: LiveNode, data: bytes) -> dict[str, str]:
    """Put a saved instance into a freshly grown one.

    Nodes that the XML leaves out (they were irrelevant) keep the form's default. Repeat instances become as many as
    the XML has.

    Returns:
        Values that no node of this form takes: path in the XML → text.

    Raises:
        FormError: it is no XML, or not an instance of this form.
    """
    try:
        element = read_xml(data)
    except XmlProblem as error:
        raise FormError(f"the saved answers cannot be read: {error}.") from error
    if local(element) != root.name:
        raise FormError(
            f"the saved answers are of {local(element)}, and this form's data is {root.name}."
        )
    lost: dict[str, str] = {}
    _fill(root, element, f"/{root.name}", lost)
    return lost


def _fill(node: LiveNode, element: etree._Element, path: str, lost: dict[str, str]) -> None:
    if node.definition.is_leaf:
        node.take(text_of(element).strip() if len(element) else (element.text or ""))
        return
    groups: dict[str, list[etree._Element]] = {}
    for inner in children(element):
        groups.setdefault(local(inner), []).append(inner)
    for definition in node.definition.children:
        found = groups.pop(definition.name, [])
        if definition.is_repeat:
            _fill_repeat(node, definition.slot, found, path, lost)
        elif found:
            child = node.children[definition.slot]
            if isinstance(child, LiveNode):
                _fill(child, found[0], f"{path}/{definition.name}", lost)
    for name, elements in groups.items():
        for inner in elements:
            text = text_of(inner).strip()
            if text:
                lost[f"{path}/{name}"] = text


def _fill_repeat(
    node: LiveNode, slot: int, elements: list[etree._Element], path: str, lost: dict[str, str]
) -> None:
    definition = node.definition.children[slot]
    if len(elements) > MAX_INSTANCES:
        raise FormError(f"the saved answers have more than {MAX_INSTANCES} of {definition.ref}.")
    if not elements and definition.relevant is not None:
        return
    instances = node.instances(slot)
    template = definition.template or definition.seed
    del instances[:]
    for place, element in enumerate(elements, 1):
        instance = grow(definition, template, node, node.document_node)
        instance.key = f"#{place}"
        instances.append(instance)
        _fill(instance, element, f"{path}/{definition.name}[{place}]", lost)
    number(instances)
