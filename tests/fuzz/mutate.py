"""Changes by chance: to a text, to the bytes of a document, and to the structure of an XML document."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from lxml import etree

from tests.fuzz.grammar import NUMBERS, TEXTS, Grammar

if TYPE_CHECKING:
    import random

TOKENS = (
    "(", ")", "[", "]", "/", "//", "::", "@", ".", "..", ",", "|", "*", "-", "'", '"', "=", "!=", "<", ">", "$",
    "{", "}", "\\", "%", "&", ";", " ", "\n", "\t", "\0", "\ufeff", "é", "🙂", "\u00a0", "div", "mod", "and",
    "or", "node()", "text()", "current()", "position()", "last()", "self::", "child::", "\ud800", "x:", "1e9",
    "''",
)  # fmt: skip
PIECES = (
    b"<", b">", b"</", b"/>", b"&", b"&lt;", b"&#0;", b"&#x10ffff;", b"&#xd800;", b'"', b"'", b"<!--", b"-->",
    b"]]>", b"<![CDATA[", b"<?x?>", b"<!DOCTYPE a>", b"\x00", b"\xff", b"\xc3", b"\xe2\x80\x8b",
    b"xmlns:p='urn:p'", b"p:", b"{", b"}", b"[1]", b"jr:template=''", b"<a/>", b"\xef\xbb\xbf",
)  # fmt: skip
ATTRIBUTES = (
    "nodeset", "ref", "bind", "id", "type", "relevant", "required", "readonly", "constraint", "calculate",
    "value", "event", "src", "lang", "default", "form", "appearance", "start", "end", "step",
    "{http://openrosa.org/javarosa}count", "{http://openrosa.org/javarosa}noAddRemove",
    "{http://openrosa.org/javarosa}template", "{http://openrosa.org/javarosa}preload",
    "{http://openrosa.org/javarosa}preloadParams", "{http://openrosa.org/javarosa}constraintMsg",
    "{http://openrosa.org/javarosa}requiredMsg",
)  # fmt: skip
VALUES = (
    "", "true()", "false()", "1", "0", "-1", "19999", "20001", "1000000000", ".", "..", "/", "/data",
    "/data/none", "int", "decimal", "boolean", "date", "dateTime", "time", "geopoint", "geotrace", "binary",
    "uid", "timestamp", "start", "today", "property", "deviceid", "odk-instance-first-load",
    "odk-instance-load", "odk-new-repeat", "xforms-value-changed", "odk-new-repeat xforms-value-changed",
    "jr:itext('list-a')", "jr:itext(name)", "jr://file/x.csv", "name",
)  # fmt: skip
TAGS = (
    "input", "select1", "select", "group", "repeat", "setvalue", "bind", "item", "itemset", "label", "value",
    "instance", "output", "hint", "text", "translation", "itext", "trigger", "range", "rank", "upload", "meta",
    "instanceID",
)  # fmt: skip


def text(chance: random.Random, given: str, other: str) -> str:
    """Return the text with one to four changes; ``other`` lends parts."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randint(0, len(given))
        end = min(len(given), start + chance.randint(0, 12))
        roll = chance.randrange(6)
        if roll == 0:
            given = given[:start] + given[end:]
        elif roll == 1:
            given = given[:end] + given[start:end] * chance.choice((1, 2, 40)) + given[end:]
        elif roll == 2:
            given = given[:start] + chance.choice(TOKENS) + given[start:]
        elif roll == 3:
            given = given[:start] + chance.choice(TOKENS) + given[end:]
        elif roll == 4:
            given = given[:start] + chance.choice((*TEXTS, *NUMBERS)) + given[end:]
        else:
            place = chance.randint(0, len(other))
            given = given[:start] + other[place : place + 30] + given[end:]
    return given[:20_000]


def octets(chance: random.Random, given: bytes) -> bytes:
    """Return the bytes with one to four changes."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randint(0, len(given))
        end = min(len(given), start + chance.choice((1, 3, 20, 200)))
        roll = chance.randrange(5)
        if roll == 0:
            given = given[:start] + given[end:]
        elif roll == 1:
            given = given[:end] + given[start:end] + given[end:]
        elif roll == 2:
            given = given[:start] + chance.choice(PIECES) + given[start:]
        elif roll == 3 and start < len(given):
            given = (
                given[:start]
                + bytes([given[start] ^ (1 << chance.randrange(8))])
                + given[start + 1 :]
            )
        else:
            place = chance.randint(0, len(given))
            given = given[:start] + given[place : place + 60] + given[start:]
    return given


def structure(chance: random.Random, given: bytes, grammar: Grammar) -> bytes:
    """Return the XML with one to five changes to its elements and attributes; it stays well-formed."""
    root = etree.fromstring(given)
    for _ in range(chance.randint(1, 5)):
        elements = list(root.iter("*"))
        element = chance.choice(elements)
        parent = element.getparent()
        roll = chance.random()
        if roll < 0.4:
            _attribute(chance, element, grammar)
        elif roll < 0.5:
            element.text = chance.choice((*[t for t in TEXTS if t.isprintable()], None))
        elif parent is None:
            continue
        elif roll < 0.62:
            parent.remove(element)
        elif roll < 0.74:
            twin = copy.deepcopy(element)
            parent.insert(chance.randint(0, len(parent)), twin)
        elif roll < 0.86:
            goal = chance.choice(elements)
            if goal is not element and element not in goal.iterancestors():
                goal.insert(chance.randint(0, len(goal)), element)
        elif roll < 0.93:
            space = etree.QName(element).namespace
            name = chance.choice(
                (*TAGS, "data", "a", etree.QName(chance.choice(elements)).localname)
            )
            element.tag = f"{{{space}}}{name}" if space else name
        else:
            fresh = etree.SubElement(
                element, f"{{http://www.w3.org/2002/xforms}}{chance.choice(TAGS)}"
            )
            _attribute(chance, fresh, grammar)
    return etree.tostring(root)


def _attribute(chance: random.Random, element: etree._Element, grammar: Grammar) -> None:
    names = [str(name) for name in element.attrib]
    name = chance.choice(names) if names and chance.random() < 0.7 else chance.choice(ATTRIBUTES)
    roll = chance.random()
    if roll < 0.1:
        element.attrib.pop(name, "")
        return
    if roll < 0.4:
        value = chance.choice(VALUES)
    elif roll < 0.6:
        value = text(chance, element.get(name) or "", "/data/a[1] = 'x'")
    else:
        value = grammar.expression(3)
    element.set(name, "".join(c for c in value if c.isprintable() and ord(c) < 0x10000))
