"""Reading XML that others wrote: no entities, no DTD, no network, bounded in size and depth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from fieldsurvey.errors import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_XML_BYTES = 64 * 2**20
MAX_DEPTH = 120

JR = "http://openrosa.org/javarosa"
ODK = "http://www.opendatakit.org/xforms"
ORX = "http://openrosa.org/xforms"
XF = "http://www.w3.org/2002/xforms"
XHTML = "http://www.w3.org/1999/xhtml"


_TOO_DEEP = etree.XPath("boolean(" + "/*" * (MAX_DEPTH + 1) + ")")


class XmlProblem(ValueError):
    """XML that is refused: malformed, too large, too deep, or with a document type."""


def read_xml(data: bytes) -> etree._Element:
    """Return the root element.

    Raises:
        XmlProblem: in one sentence, what is wrong.
    """
    if len(data) > MAX_XML_BYTES:
        raise XmlProblem(
            Sentence("the XML is larger than {limit} MiB", limit=MAX_XML_BYTES // 2**20)
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        what = " ".join(str(error).replace("(<string>, ", "(").split())
        raise XmlProblem(Sentence("the XML is not well-formed: {what}", what=what)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise XmlProblem(Sentence("the XML declares a document type, which a form must not have"))
    if _TOO_DEEP(root):
        raise XmlProblem(
            Sentence("the XML is nested more than {limit} levels deep", limit=MAX_DEPTH)
        )
    return root


def local(element: etree._Element) -> str:
    """Return the local name of an element."""
    return str(element.tag).rpartition("}")[2]


def namespace(element: etree._Element) -> str:
    """Return the namespace URI of an element; "" when it has none, or only the one of XForms around it."""
    found = str(element.tag)[1:].rpartition("}")[0]
    return "" if found == XF else found


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Return the child elements with one of these local names (all of them when none is given)."""
    return (
        element.iterchildren(*(f"{{*}}{name}" for name in names))
        if names
        else element.iterchildren("*")
    )


def child(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first child element of that local name."""
    return next(children(element, name), None)


def attribute(element: etree._Element, name: str) -> str | None:
    """Return an attribute by local name, whatever its namespace; the plain one comes first."""
    plain = element.get(name)
    if plain is not None:
        return plain
    found = (str(v) for k, v in element.attrib.items() if str(k).endswith(f"}}{name}"))
    return next(found, None)


def text_of(element: etree._Element | None) -> str:
    """Return all text in an element and below it, "" when there is no element."""
    return "" if element is None else "".join(str(part) for part in element.itertext())
