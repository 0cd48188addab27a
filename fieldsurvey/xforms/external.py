"""Secondary instances: inside the form, or CSV, XML and GeoJSON files beside it (``jr://``).

Paths never leave the media folder: ``jr://file-csv/x.csv`` names a file in it, whatever ``..`` says.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Protocol

from fieldsurvey.errors import Sentence
from fieldsurvey.xforms.instance import AttributeNode, DocumentNode
from fieldsurvey.xforms.xml import XmlProblem, children, local, namespace, read_xml
from fieldsurvey.xpath import TextNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from lxml import etree

    from fieldsurvey.xpath import Node

MAX_MEDIA_BYTES = 64 * 2**20
MAX_ROWS = 1_000_000


class InstanceProblem(ValueError):
    """A secondary instance that cannot be had; one sentence."""


# A leaf of a list of thousands needs no list and no dict of its own; nothing is ever put into these.
_NO_ITEMS: list[StaticNode] = []
_NO_NAMES: dict[str, list[StaticNode]] = {}


class StaticNode(TextNode):
    """A node of a secondary instance; it never changes."""

    __slots__ = (
        "_attributes",
        "_document",
        "by_name",
        "items",
        "name",
        "namespace",
        "parent",
        "position",
        "text",
    )

    def __init__(self, name: str, namespace_uri: str = "", text: str = "") -> None:
        self.name = name
        self.namespace = namespace_uri
        self.text = text
        self.parent: Node | None = None
        self.position = 1
        self.items: list[StaticNode] = _NO_ITEMS
        self.by_name: dict[str, list[StaticNode]] = _NO_NAMES
        self._attributes: tuple[AttributeNode, ...] = ()
        self._document: Node | None = None

    def add(self, node: StaticNode) -> None:
        """Append a child."""
        if not self.items:
            self.items, self.by_name = [], {}
        same = self.by_name.setdefault(node.name, [])
        same.append(node)
        node.parent = self
        node.position = len(same)
        self.items.append(node)

    def elements(self) -> Sequence[Node]:
        """Return the children."""
        return self.items

    def named(self, name: str, namespace: str | None = None) -> Sequence[Node]:
        """Return the children of that name."""
        found = self.by_name.get(name, [])
        if namespace is None:
            return found
        return [node for node in found if node.namespace == namespace]

    def attributes(self) -> Sequence[Node]:
        """Return the attributes."""
        return self._attributes

    def string(self) -> str:
        """Return the text, of an inner node all text below it."""
        return self.text if not self.items else "".join(item.string() for item in self.items)

    def document(self) -> Node:
        """Return the document node."""
        if self._document is None:
            node: Node = self
            while node.parent is not None:
                node = node.parent
            self._document = node
        return self._document

    def order(self) -> tuple[int, ...]:
        """Return the path of places from the root."""
        parent = self.parent
        if not isinstance(parent, StaticNode):
            return (0,)
        return (*parent.order(), parent.items.index(self))


def static_tree(element: etree._Element) -> DocumentNode:
    """Return an XML element and all below it as a document of static nodes."""

    def copy(source: etree._Element) -> StaticNode:
        node = StaticNode(local(source), namespace(source), (source.text or "").strip())
        attributes = source.items()
        if attributes:
            node._attributes = tuple(  # noqa: SLF001  its maker
                AttributeNode(str(name), str(value), node) for name, value in attributes
            )
        if len(source):
            for inner in children(source):
                node.add(copy(inner))
        return node

    root = copy(element)
    document = DocumentNode(root)
    root.parent = document
    return document


def csv_tree(data: bytes) -> DocumentNode:
    """Return a CSV file as ``root/item/<column>``, as JavaRosa shows it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InstanceProblem(Sentence("the file is not UTF-8 text")) from error
    delimiter = (
        ";" if ";" in text.partition("\n")[0] and "," not in text.partition("\n")[0] else ","
    )
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise InstanceProblem(Sentence("the file is not CSV: {why}", why=str(error))) from error
    if len(rows) > MAX_ROWS:
        raise InstanceProblem(Sentence("the file has more than {limit} rows", limit=MAX_ROWS))
    header = [name.strip() for name in rows[0]] if rows else []
    return _table(header, (row for row in rows[1:] if row))


def geojson_tree(data: bytes) -> DocumentNode:
    """Return a GeoJSON FeatureCollection as ``root/item`` with its properties and ``geometry`` in ODK form."""
    try:
        collection = json.loads(data)
        features = collection["features"] if collection.get("type") == "FeatureCollection" else None
    except (ValueError, KeyError, AttributeError, RecursionError) as error:
        raise InstanceProblem(Sentence("the file is not GeoJSON")) from error
    if not isinstance(features, list):
        raise InstanceProblem(Sentence("the file is not a GeoJSON FeatureCollection"))
    root = StaticNode("root")
    for feature in features[:MAX_ROWS]:
        properties, geometry = _member(feature, "properties"), _member(feature, "geometry")
        item = StaticNode("item")
        if "id" not in properties and "id" in feature:
            properties = {"id": feature["id"], **properties}
        item.add(StaticNode("geometry", text=_geometry(geometry)))
        for name, value in properties.items():
            item.add(StaticNode(str(name), text="" if value is None else str(value)))
        root.add(item)
    document = DocumentNode(root)
    root.parent = document
    return document


def _member(feature: object, name: str) -> dict[str, Any]:
    """Return an object inside a feature; {} when it is null or left out, as it may be (RFC 7946 §3.2)."""
    found = feature.get(name) or {} if isinstance(feature, dict) else None
    if not isinstance(found, dict):
        raise InstanceProblem(Sentence("a feature of the GeoJSON file is not written as one"))
    return found


def _geometry(geometry: dict[str, Any]) -> str:
    """Return a GeoJSON geometry as ODK writes it: latitude before longitude, points parted by semicolons."""
    kind: object = geometry.get("type")
    coordinates: Any = geometry.get("coordinates")
    try:
        if kind == "Point":
            coordinates = [coordinates]
        elif kind == "Polygon":
            coordinates = coordinates[0]  # its outer ring
        elif kind != "LineString":
            return ""
        return "; ".join(f"{pair[1]} {pair[0]} 0 0" for pair in coordinates)
    except (TypeError, LookupError) as error:
        raise InstanceProblem(
            Sentence("a {kind} of the GeoJSON file has no proper coordinates", kind=kind)
        ) from error


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> DocumentNode:
    root = StaticNode("root")
    for row in rows:
        item = StaticNode("item")
        for name, value in zip(header, row, strict=False):
            if name:
                item.add(StaticNode(name, text=value))
        root.add(item)
    document = DocumentNode(root)
    root.parent = document
    return document


class Media(Protocol):
    """Where the files of a form lie."""

    def read(self, name: str) -> bytes | None:
        """Return a file by its name, None when there is none.

        Raises:
            InstanceProblem: it lies outside, is too large or cannot be read.
        """


class MediaFiles:
    """Files that are at hand, name → bytes: those an instrument pins."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def read(self, name: str) -> bytes | None:
        """See `Media`."""
        return self._files.get(name)


class MediaFolders:
    """The first of several folders that has a file."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders

    def read(self, name: str) -> bytes | None:
        """See `Media`."""
        folder = next((f for f in self._folders if (f / name).is_file()), None)
        if folder is None:
            return None
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise InstanceProblem(Sentence("{name} leads out of the form's folder", name=name))
        try:
            if path.stat().st_size > MAX_MEDIA_BYTES:
                raise InstanceProblem(
                    Sentence(
                        "{name} is larger than {limit} MiB",
                        name=name,
                        limit=MAX_MEDIA_BYTES // 2**20,
                    )
                )
            return path.read_bytes()
        except OSError as error:
            raise InstanceProblem(
                Sentence("{name} cannot be read: {why}", name=name, why=error.strerror)
            ) from error


def read_source(source: str, media: Media) -> DocumentNode:
    """Read a ``jr://`` file.

    Raises:
        InstanceProblem: no such file, outside the folder, too large, or not what its name says.
    """
    if source.startswith("jr://instance/last-saved"):
        return DocumentNode()
    name = source.rpartition("/")[2]
    if name in ("", ".", "..") or "\\" in name or "\0" in name:
        raise InstanceProblem(Sentence("{name} is not beside the form", name=source))
    data = media.read(name)
    if data is None:
        raise InstanceProblem(Sentence("{name} is not beside the form", name=name))
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".csv":
        return csv_tree(data)
    if suffix == ".geojson":
        return geojson_tree(data)
    try:
        return static_tree(read_xml(data))
    except XmlProblem as error:
        raise InstanceProblem(Sentence("{ref}: {what}", ref=name, what=error.args[0])) from error


class Instances:
    """The secondary instances of a form, with the indexes that filters have asked for."""

    def __init__(self, documents: dict[str, DocumentNode]) -> None:
        self.documents = documents
        self._indexes: dict[
            tuple[str, tuple[str, ...], tuple[str, ...]], dict[tuple[str, ...], list[Node]]
        ] = {}

    def get(self, name: str) -> DocumentNode | None:
        """Return the document node of an instance, None when the form has none of that name."""
        return self.documents.get(name)

    def lookup(
        self, name: str, steps: tuple[str, ...], columns: tuple[str, ...], wanted: tuple[str, ...]
    ) -> list[Node]:
        """Return the items below ``steps`` whose columns say exactly ``wanted``, in document order."""
        index = self._indexes.get((name, steps, columns))
        if index is None:
            index = {}
            nodes: list[Node] = [self.documents[name]] if name in self.documents else []
            for step in steps:
                nodes = [inner for node in nodes for inner in node.named(step)]
            for node in nodes:
                key = tuple(
                    "".join(n.string() for n in node.named(column)[:1]) for column in columns
                )
                index.setdefault(key, []).append(node)
            self._indexes[name, steps, columns] = index
        return index.get(wanted, [])
