"""The logical structure of a document, noted while its pages are drawn (ISO 32000-1, 14.7 and 14.8).

Nothing here knows of reportlab or of files. Whoever draws says which element the marks on the page
belong to; the order of drawing is the order of reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENT, PARAGRAPH, CAPTION, FIGURE, FORM, LINK = (
    "Document",
    "P",
    "Caption",
    "Figure",
    "Form",
    "Link",
)
LIST, ITEM, LABEL, BODY = "L", "LI", "Lbl", "LBody"
TABLE, ROW, HEAD, CELL = "Table", "TR", "TH", "TD"

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points of the page."""


class Element:
    """An element of the structure.

    Attributes:
        role: standard structure type (table 333 and following), without the slash.
        parent: what it stands in; None until it is placed, unless its maker knows better.
        kids: elements, and marks as (page, mcid), both from 0, in the order of reading.
        text: what it says, as printed; ``""`` where its kids say it.
        alt: what stands for a figure.
        span: columns and rows that a cell takes.
        numbering: how a list's labels count, else ``""`` (table 347).
        box: where a figure lies on its page.
        field: name of the form field it holds.
        url: address that a link leads to, and the index of its annotation on its page.
    """

    __slots__ = (
        "alt", "annotation", "box", "field", "kids", "numbering", "parent", "placed", "role", "span", "text",
    )  # fmt: skip

    def __init__(
        self, role: str, parent: Element | None = None, *, text: str = "", alt: str = ""
    ) -> None:
        self.role = role
        self.parent = parent
        self.kids: list[Element | tuple[int, int]] = []
        self.text = text
        self.alt = alt
        self.span = (1, 1)
        self.numbering = ""
        self.box: Box | None = None
        self.field = ""
        self.annotation: tuple[int, int] | None = None
        self.placed = False

    def walk(self) -> Iterator[Element]:
        """Return it and all elements below, in the order of reading."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [kid for kid in reversed(element.kids) if isinstance(kid, Element)]


class TagTree:
    """The structure of one document while it grows.

    Attributes:
        root: the Document element.
        owners: for each page, the element of each mark by its number.
    """

    def __init__(self) -> None:
        self.root = Element(DOCUMENT)
        self.root.placed = True
        self.owners: list[list[Element]] = []
        self._open = [self.root]
        self._headings: list[int] = []

    @property
    def current(self) -> Element:
        """The element that what is drawn now stands in."""
        return self._open[-1]

    def enter(self, element: Element) -> None:
        """Let what is placed next stand in an element."""
        self.place(element)
        self._open.append(element)

    def leave(self) -> None:
        """Close the element entered last."""
        self._open.pop()

    def mark(self, element: Element, page: int) -> int:
        """Place an element, if it is not yet, and return the number of a new mark of it on a page (from 0)."""
        self.place(element)
        while len(self.owners) <= page:
            self.owners.append([])
        owners = self.owners[page]
        number = len(owners)
        owners.append(element)
        element.kids.append((page, number))
        return number

    def place(self, element: Element) -> None:
        """Put an element where it belongs: into its own parent, else into the one open; list items into a list."""
        if element.placed:
            return
        element.placed = True
        if element.parent is None:
            element.parent = self.current
        self.place(element.parent)
        if element.role == ITEM:
            element.parent = _list_in(element.parent, element.numbering)
        elif element.role[0] == "H" and element.role[1:].isdigit():
            element.role = f"H{self._level(int(element.role[1:]))}"
        element.parent.kids.append(element)

    def _level(self, wanted: int) -> int:
        """Return the level of a heading: as deep as headings above it stand, no level left out (ISO 14289-1, 7.4.2)."""
        while self._headings and self._headings[-1] >= wanted:
            self._headings.pop()
        self._headings.append(wanted)
        return len(self._headings)


def _list_in(parent: Element, numbering: str) -> Element:
    """Return the list that an item goes on, or a new one."""
    last = parent.kids[-1] if parent.kids else None
    if isinstance(last, Element) and last.role == LIST and last.numbering == numbering:
        return last
    fresh = Element(LIST, parent)
    fresh.numbering = numbering
    fresh.placed = True
    parent.kids.append(fresh)
    return fresh


def numbering_of(label: str) -> str:
    """Return how a list with such labels is numbered (ISO 32000-1, table 347)."""
    bare = label.strip(" .()")
    if bare.isdigit():
        return "Decimal"
    if len(bare) == 1 and bare.isalpha():
        return "UpperAlpha" if bare.isupper() else "LowerAlpha"
    return "Disc"
