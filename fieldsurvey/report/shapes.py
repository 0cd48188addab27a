"""Flowables that are drawn rather than written: decorations to skip, and figures with words for who cannot see them."""

from __future__ import annotations

from reportlab.platypus import Flowable

from fieldsurvey.report.tables import WIDTH
from fieldsurvey.report.tagging import FIGURE, Element


class Decoration(Flowable):  # type: ignore[misc]  # reportlab has no types
    """What pleases the eye, is there to be written on, or repeats the text beside it; subclasses `paint`."""

    def draw(self) -> None:
        """Draw it as an artifact."""
        with self.canv.artifact():
            self.canv.saveState()
            self.paint()
            self.canv.restoreState()

    def paint(self) -> None:
        """Draw it."""
        raise NotImplementedError


class Figure(Flowable):  # type: ignore[misc]  # reportlab has no types
    """What says something by its looks: a photo, a chart; subclasses `paint`, and take the same room at each `wrap`.

    Attributes:
        alt: what it says, in words.
        element: its element of the structure.
    """

    def __init__(self, alt: str) -> None:
        super().__init__()
        self.alt = alt
        self.element = Element(FIGURE, alt=alt)

    def draw(self) -> None:
        """Draw it as a figure."""
        self.element.box = self.canv.box_of(*self.wrap(self.width or WIDTH, 0))
        with self.canv.content(self.element):
            self.paint()

    def paint(self) -> None:
        """Draw it."""
        raise NotImplementedError
