"""Flowables that are drawn rather than written: decorations to skip, and figures with words for who cannot see them."""

from __future__ import annotations

from reportlab.platypus import Flowable


class Decoration(Flowable):  # type: ignore[misc]  # reportlab has no types
    """What is drawn to please the eye or to be written on; subclasses `paint`."""

    def draw(self) -> None:
        """Draw it."""
        self.canv.saveState()
        self.paint()
        self.canv.restoreState()

    def paint(self) -> None:
        """Draw it."""
        raise NotImplementedError


class Figure(Flowable):  # type: ignore[misc]  # reportlab has no types
    """What says something by its looks; subclasses `paint`.

    Attributes:
        alt: what it says, in words.
    """

    def __init__(self, alt: str) -> None:
        super().__init__()
        self.alt = alt

    def draw(self) -> None:
        """Draw it."""
        self.paint()

    def paint(self) -> None:
        """Draw it."""
        raise NotImplementedError
