"""The answers as an OpenRosa submission (ODK XForms specification; irrelevant nodes are left out)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from fieldsurvey.xforms.xml import JR, ODK, ORX

if TYPE_CHECKING:
    from fieldsurvey.xforms.form import Form
    from fieldsurvey.xforms.instance import LiveNode

_UNFIT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 §2.2
_PREFIXES = {"jr": JR, "orx": ORX, "odk": ODK}


def to_xml(root: LiveNode, form: Form, replaced_id: str | None = None) -> bytes:
    """Return the instance as UTF-8 XML.

    Args:
        root: the root element.
        form: gives the id and version when the instance does not carry its own, and the prefixes to declare (JavaRosa
            declares all that the form does).
        replaced_id: instanceID of the submission that this one replaces.
    """
    element = etree.Element(_tag(root), nsmap={**_PREFIXES, **form.namespaces})
    _fill(element, root)
    if form.id and element.get("id") is None:
        element.set("id", form.id)
    if form.version and element.get("version") is None:
        element.set("version", form.version)
    if replaced_id is not None:
        _deprecate(element, replaced_id)
    return etree.tostring(element, encoding="utf-8", xml_declaration=True)


def _deprecate(element: etree._Element, replaced_id: str) -> None:
    """Write deprecatedID beside instanceID, unless the form has it itself."""
    own = next((e for e in element.iter() if etree.QName(e).localname == "instanceID"), None)
    meta = own.getparent() if own is not None else None
    if own is None or meta is None or any(etree.QName(e).localname == "deprecatedID" for e in meta):
        return
    uri = etree.QName(own).namespace
    etree.SubElement(meta, f"{{{uri}}}deprecatedID" if uri else "deprecatedID").text = replaced_id


def _tag(node: LiveNode) -> str:
    return f"{{{node.namespace}}}{node.name}" if node.namespace else node.name


def _fill(element: etree._Element, node: LiveNode) -> None:
    for attribute in node.attributes():
        name = (
            f"{{{attribute.namespace}}}{attribute.name}" if attribute.namespace else attribute.name
        )
        element.set(name, attribute.string())
    if node.definition.is_leaf:
        element.text = _clean(node.value) or None
    for child in node.shown():
        _fill(etree.SubElement(element, _tag(child)), child)


def _clean(text: str) -> str:
    """Drop what XML cannot hold: control characters, halves of a pair (a paste from another program may bring them)."""
    return text if text.isprintable() else _UNFIT.sub("", text)
