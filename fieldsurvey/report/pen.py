"""Places for a pen: boxes to tick, lines to write on, a frame for a signature and a stamp."""

from __future__ import annotations

from reportlab.lib.units import mm

from fieldsurvey.report.fonts import INK, MUTED, RULE, SANS
from fieldsurvey.report.shapes import Decoration

PEN_WIDTH, PEN_HEIGHT = 72 * mm, 22 * mm


class PenFrame(Decoration):
    """A frame to sign and stamp in with ink; no field of the file."""

    def __init__(self, width: float = PEN_WIDTH, height: float = PEN_HEIGHT) -> None:
        super().__init__()
        self._size = width, height

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take the size it was made with."""
        del width, height
        return self._size

    def paint(self) -> None:
        """Draw the frame and what it is for."""
        width, height = self._size
        canvas = self.canv
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.roundRect(0, 0, width, height, 1.5 * mm)
        canvas.setFillColor(MUTED)
        canvas.setFont(SANS, 7)
        canvas.drawCentredString(width / 2, 1.6 * mm, "ruang tanda tangan dan cap")


class Dots(Decoration):
    """Dotted lines to write on, over the whole width of what they stand in.

    Args:
        lines: how many.
        leading: their distance in points; 7 mm are enough for handwriting.
        width: None takes all there is.
    """

    def __init__(self, lines: int = 1, leading: float = 7 * mm, width: float | None = None) -> None:
        super().__init__()
        self._lines, self._leading, self._wanted = lines, leading, width

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Take a leading for each line."""
        del height
        self.width = width if self._wanted is None else min(width, self._wanted)
        return self.width, self._lines * self._leading

    def paint(self) -> None:
        """Draw the lines."""
        canvas = self.canv
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.6)
        canvas.setLineCap(1)
        canvas.setDash([0.01, 2.2])
        for number in range(self._lines):
            base = (self._lines - 1 - number) * self._leading + 1.5
            canvas.line(0, base, self.width, base)
        canvas.setDash()
        canvas.setLineCap(0)
