"""Ink: a signature written on the screen, as strokes and not as a picture, so that it prints sharp and is small."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import InkUnfit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: From the left edge and from the upper one, both in widths of the pad, and the pressure, 0 to 1.
Point = tuple[float, float, float]

_MOST_POINTS = 20_000
_LARGEST = 4 * 1024 * 1024
_PEN = 0.008  # width of a line at full pressure, in widths of the box it is drawn in
_LEAST_INK = 0.02  # a dot is no signature: the strokes reach at least so far, in widths of the pad


@dataclass(frozen=True, slots=True)
class Ink:
    """Strokes, each from pen down to pen up.

    Raises:
        InkUnfit: nothing was written, or points lie where no pad is.
    """

    strokes: tuple[tuple[Point, ...], ...]

    def __post_init__(self) -> None:
        """Refuse what is no signature."""
        points = [point for stroke in self.strokes for point in stroke]
        if len(points) > _MOST_POINTS:
            raise InkUnfit(what=f"more than {_MOST_POINTS} points of ink")
        fit = all(
            all(math.isfinite(number) for number in point)
            and 0 <= point[0] <= 1
            and 0 <= point[1] <= 4
            and 0 <= point[2] <= 1
            for point in points
        )
        if not fit:
            raise InkUnfit(what="ink beside the pad: x lies between 0 and 1, y between 0 and 4")
        left, upper, right, lower = self.box if points else (0.0, 0.0, 0.0, 0.0)
        if max(right - left, lower - upper) < _LEAST_INK:
            raise InkUnfit(what="nothing is written on the pad")

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, upper, right and lower edge of what is written."""
        across = [x for stroke in self.strokes for x, _, _ in stroke]
        down = [y for stroke in self.strokes for _, y, _ in stroke]
        return min(across), min(down), max(across), max(down)


def ink_of(strokes: Sequence[Sequence[Sequence[float]]]) -> Ink:
    """Return ink from plain lists; a point without pressure was pressed fully.

    Raises:
        InkUnfit: they are no strokes.
    """
    try:
        return Ink(
            tuple(
                tuple(
                    (float(p[0]), float(p[1]), float(p[2]) if len(p) > 2 else 1.0) for p in stroke
                )
                for stroke in strokes
                if stroke
            )
        )
    except (TypeError, ValueError, IndexError) as error:
        raise InkUnfit(what="not strokes: a list of lists of [x, y, pressure]") from error


def read_ink(path: Path) -> Ink:
    """Read ink from a JSON file: ``{"strokes": [[[x, y, pressure], …], …]}``.

    Raises:
        InkUnfit: the file holds no ink.
        FileProblem: it cannot be read.
    """
    from fieldsurvey.report.document import read_document

    data = read_document(path)
    try:
        value: Any = json.loads(data) if len(data) <= _LARGEST else {}
        strokes = value["strokes"]
    except (ValueError, KeyError, TypeError) as error:
        raise InkUnfit(what=f'{path}: no ink: it must hold {{"strokes": [...]}}') from error
    return ink_of(strokes)


def draw_ink(canvas: Any, ink: Ink, box: tuple[float, float, float, float]) -> None:
    """Draw ink as large as it fits into a box (left, bottom, width, height in points)."""
    left, upper, right, lower = ink.box
    room_left, room_bottom, room_width, room_height = box
    across, down = max(right - left, 1e-6), max(lower - upper, 1e-6)
    scale = min(room_width / across, room_height / down)
    start = room_left + (room_width - across * scale) / 2 - left * scale
    top = room_bottom + (room_height + down * scale) / 2 + upper * scale
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    pen = max(0.6, _PEN * room_width)
    for stroke in ink.strokes:
        canvas.setLineWidth(pen * (0.5 + sum(p[2] for p in stroke) / len(stroke) / 2))
        path = canvas.beginPath()
        path.moveTo(start + stroke[0][0] * scale, top - stroke[0][1] * scale)
        for x, y, _ in stroke[1:] or stroke:
            path.lineTo(start + x * scale, top - y * scale)
        canvas.drawPath(path, stroke=1, fill=0)
