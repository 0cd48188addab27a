"""A canvas that says of everything drawn what it is: content of an element, or a mere artifact."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportlab.pdfgen.canvas import Canvas

from fieldsurvey.report.tagging import FORM, LINK, Element, TagTree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.report.tagging import Box

PAGINATION = "<</Type /Pagination>>"
LAYOUT = "<</Type /Layout>>"


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG as it is drawn: its bytes are put in when the file is assembled, never copied before.

    Attributes:
        data: the JPEG.
        width: in pixels.
        height: in pixels.
        gray: whether it has one channel; otherwise it has three.
    """

    data: bytes
    width: int
    height: int
    gray: bool = False


class TaggedCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas with a structure tree beside it.

    Attributes:
        tags: the tree.
        pictures: the pictures of each page (from 0), by the name under which it draws them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tags = TagTree()
        self.pictures: dict[int, dict[str, Picture]] = {}
        self._artifacts = 0
        self._marked: Element | None = None

    def begin(self, element: Element | None, text: str = "") -> None:
        """Open marked content of an element, or of the one that is open; `end` closes it.

        Inside an artifact (a table head repeated) there is nothing to mark.
        """
        if self._artifacts:
            return
        owner = self.tags.current if element is None else element
        number = self.tags.mark(owner, self.getPageNumber() - 1)
        if text:
            owner.text = f"{owner.text} {text}" if owner.text else text
        self._marked = owner
        self.addLiteral(f"/{owner.role} <</MCID {number}>> BDC")

    def end(self) -> None:
        """Close what `begin` opened."""
        if not self._artifacts:
            self._marked = None
            self.addLiteral("EMC")

    def begin_artifact(self, kind: str = LAYOUT) -> None:
        """Open what a reader may skip; artifacts inside count as part of the outermost."""
        self._artifacts += 1
        if self._artifacts == 1:
            self.addLiteral(f"/Artifact {kind} BDC")

    def end_artifact(self) -> None:
        """Close what `begin_artifact` opened."""
        self._artifacts -= 1
        if not self._artifacts:
            self.addLiteral("EMC")

    @contextmanager
    def artifact(self, kind: str = LAYOUT) -> Iterator[None]:
        """Draw an artifact inside the block."""
        self.begin_artifact(kind)
        yield
        self.end_artifact()

    @contextmanager
    def content(self, element: Element | None, text: str = "") -> Iterator[None]:
        """Draw content of an element inside the block."""
        self.begin(element, text)
        yield
        self.end()

    def draw_picture(self, picture: Picture, width: float, height: float) -> None:
        """Draw a picture with its lower left corner at the origin, in points."""
        page = self.pictures.setdefault(self.getPageNumber() - 1, {})
        name = f"/Foto{len(page)}"
        page[name] = picture
        self.addLiteral(f"q {width:.3f} 0 0 {height:.3f} 0 0 cm {name} Do Q")

    def place_field(self, name: str) -> None:
        """Let the form field of that name be read here."""
        element = Element(FORM)
        element.field = name
        self.tags.place(element)

    def linkURL(self, url: str, rect: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N802
        """Make a link that belongs to the text being drawn."""
        link = Element(LINK, self._marked)
        link.alt = url
        link.annotation = (self.getPageNumber() - 1, len(self._annotationrefs))
        self.tags.place(link)
        super().linkURL(url, rect, *args, **kwargs)

    def box_of(self, width: float, height: float) -> Box:
        """Return where a rectangle from the origin lies on the page."""
        left, bottom = self.absolutePosition(0, 0)
        right, top = self.absolutePosition(width, height)
        return left, bottom, right, top
