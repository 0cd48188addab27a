"""Moving and pulling marks and crops: pure functions over places in the upright original."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fieldsurvey.media.edits import LEAST, Arrow, Blur, Words

if TYPE_CHECKING:
    from fieldsurvey.media.edits import Box, Mark, Point

#: A grip of a box: which sides it pulls, by -1 (left, upper), 1 (right, lower) or 0.
Grip = tuple[int, int]
BOX_GRIPS: tuple[Grip, ...] = (
    *((-1, -1), (0, -1), (1, -1), (1, 0)),
    *((1, 1), (0, 1), (-1, 1), (-1, 0)),
)


def grip_place(box: Box, grip: Grip) -> Point:
    """Return where a grip of a box lies."""
    left, upper, right, lower = box
    middle = (left + right) / 2, (upper + lower) / 2
    return (left, middle[0], right)[grip[0] + 1], (upper, middle[1], lower)[grip[1] + 1]


def pulled_box(box: Box, grip: Grip, to: Point) -> Box:
    """Return a box one of whose grips was pulled somewhere; it never turns inside out."""
    left, upper, right, lower = box
    x, y = _inside(to)
    if grip[0] < 0:
        left = min(x, right - LEAST)
    elif grip[0] > 0:
        right = max(x, left + LEAST)
    if grip[1] < 0:
        upper = min(y, lower - LEAST)
    elif grip[1] > 0:
        lower = max(y, upper + LEAST)
    return left, upper, right, lower


def moved_box(box: Box, by: Point) -> Box:
    """Return a box that was moved, as far as the picture goes."""
    left, upper, right, lower = box
    x = min(max(by[0], -left), 1 - right)
    y = min(max(by[1], -upper), 1 - lower)
    return left + x, upper + y, right + x, lower + y


def box_between(first: Point, second: Point) -> Box:
    """Return the box of two opposite corners, never too small to be taken hold of."""
    (a, b), (c, d) = _inside(first), _inside(second)
    left, upper = min(a, c, 1 - LEAST), min(b, d, 1 - LEAST)
    return left, upper, max(a, c, left + LEAST), max(b, d, upper + LEAST)


def grips_of(mark: Mark) -> list[Point]:
    """Return the places by which a mark can be pulled."""
    if isinstance(mark, Blur):
        return [grip_place(mark.box, grip) for grip in BOX_GRIPS]
    return list(mark.points()) if isinstance(mark, Arrow) else []


def pulled(mark: Mark, number: int, to: Point) -> Mark:
    """Return a mark pulled by one of its grips."""
    if isinstance(mark, Blur):
        return replace(mark, box=pulled_box(mark.box, BOX_GRIPS[number], to))
    if isinstance(mark, Arrow):
        return replace(mark, tail=_inside(to)) if number == 0 else replace(mark, head=_inside(to))
    return mark


def moved(mark: Mark, by: Point) -> Mark:
    """Return a mark that was moved, as far as the picture goes."""
    if isinstance(mark, Blur):
        return replace(mark, box=moved_box(mark.box, by))
    if isinstance(mark, Words):
        return replace(mark, at=_inside((mark.at[0] + by[0], mark.at[1] + by[1])))
    if isinstance(mark, Arrow):
        box = moved_box(box_between(mark.tail, mark.head), by)
        was = box_between(mark.tail, mark.head)
        x, y = box[0] - was[0], box[1] - was[1]
        return Arrow(
            (mark.tail[0] + x, mark.tail[1] + y),
            (mark.head[0] + x, mark.head[1] + y),
        )
    return mark


def _inside(point: Point) -> Point:
    return min(max(point[0], 0.0), 1.0), min(max(point[1], 0.0), 1.0)
