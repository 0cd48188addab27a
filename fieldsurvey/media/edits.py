"""What was done to a photo, as a recipe beside the untouched original (domain.md §7 rule 5).

Every place is a share of the width and height of the original as it lies upright, so that steps do not depend on each
other's order: two laptops that edit the same photo each add their marks, and turning or cropping moves none of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

#: From the left edge and from the upper one, each 0 to 1.
Point = tuple[float, float]
#: Left, upper, right and lower edge, each 0 to 1.
Box = tuple[float, float, float, float]

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
LEAST = 0.01
"""Least side of a crop or blur: smaller ones come from a slip of the finger."""

LONGEST_TEXT = 120
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow from its tail to what it points at."""

    tail: Point
    head: Point

    def points(self) -> tuple[Point, ...]:
        """Return the points that can be taken hold of."""
        return self.tail, self.head

    def to_json(self) -> dict[str, Any]:
        """Return it as the journal keeps it."""
        return {"kind": "arrow", "tail": _rounded(self.tail), "head": _rounded(self.head)}


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text whose middle lies at a point; always upright in the result."""

    at: Point
    text: str

    def points(self) -> tuple[Point, ...]:
        """Return the points that can be taken hold of."""
        return (self.at,)

    def to_json(self) -> dict[str, Any]:
        """Return it as the journal keeps it."""
        return {"kind": "text", "at": _rounded(self.at), "text": self.text}


@dataclass(frozen=True, slots=True)
class Blur:
    """A rectangle, or the ellipse in it, that nobody can read any more in the result."""

    box: Box
    round: bool = False

    def points(self) -> tuple[Point, ...]:
        """Return two opposite corners."""
        return (self.box[0], self.box[1]), (self.box[2], self.box[3])

    def to_json(self) -> dict[str, Any]:
        """Return it as the journal keeps it."""
        return {"kind": "blur", "box": _rounded(self.box), "round": self.round}


@dataclass(frozen=True, slots=True)
class Unknown:
    """A mark of a newer version: a photo that has one is not rendered, for it may be a blur."""

    value: Any = None

    def points(self) -> tuple[Point, ...]:
        """Return nothing."""
        return ()

    def to_json(self) -> Any:
        """Return it as it came."""
        return self.value


Mark = Arrow | Words | Blur | Unknown


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is done to a photo: blurred, cropped, turned, then drawn upon.

    Attributes:
        turn: quarter turns clockwise, 0 to 3.
        crop: what stays; None for all of it.
        marks: id → mark; drawn in the order of the ids, blurs first.
        refused: why it cannot be rendered, "" when it can.
        disputed: laptops hold different steps; this is the one of them that hides most.
    """

    turn: int = 0
    crop: Box | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict)
    refused: str = ""
    disputed: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing is done."""
        return not (self.turn or self.crop or self.marks or self.refused)

    @property
    def blurs(self) -> tuple[Blur, ...]:
        """The areas made unreadable."""
        return tuple(mark for mark in self.marks.values() if isinstance(mark, Blur))

    def to_result(self, point: Point) -> Point:
        """Return where a point of the upright original lies in the result, as shares of its sides."""
        left, upper, right, lower = self.crop or WHOLE
        x, y = (point[0] - left) / (right - left), (point[1] - upper) / (lower - upper)
        return ((x, y), (1 - y, x), (1 - x, 1 - y), (y, 1 - x))[self.turn]

    def to_original(self, point: Point) -> Point:
        """Return where a point of the result lies in the upright original."""
        x, y = point
        x, y = ((x, y), (y, 1 - x), (1 - x, 1 - y), (1 - y, x))[self.turn]
        left, upper, right, lower = self.crop or WHOLE
        return left + x * (right - left), upper + y * (lower - upper)


def read_mark(value: object) -> Mark:
    """Return a mark from its JSON; what this version does not know is kept as `Unknown`."""
    if not isinstance(value, dict):
        return Unknown(value)
    try:
        match value.get("kind"):
            case "arrow":
                return Arrow(_point(value["tail"]), _point(value["head"]))
            case "text":
                return Words(_point(value["at"]), str(value["text"])[:LONGEST_TEXT])
            case "blur":
                return Blur(read_box(value["box"]), bool(value.get("round")))
    except (KeyError, TypeError, ValueError):
        pass
    return Unknown(value)


def read_box(value: object) -> Box:
    """Return a box inside the picture, its edges in order.

    Raises:
        ValueError: these are no four numbers.
    """
    if not isinstance(value, list | tuple) or len(value) != 4:
        raise ValueError
    left, upper, right, lower = (_share(each) for each in value)
    return min(left, right), min(upper, lower), max(left, right), max(upper, lower)


def box_json(box: Box) -> list[float]:
    """Return a box as the journal keeps it."""
    return _rounded(box)


def overlap(first: Box, second: Box) -> Box | None:
    """Return what lies in both boxes, None when that is nothing to look at."""
    left, upper = max(first[0], second[0]), max(first[1], second[1])
    right, lower = min(first[2], second[2]), min(first[3], second[3])
    return (left, upper, right, lower) if right - left >= LEAST and lower - upper >= LEAST else None


def _point(value: object) -> Point:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError
    return _share(value[0]), _share(value[1])


def _share(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError
    return min(1.0, max(0.0, float(value)))


def _rounded(values: tuple[float, ...]) -> list[float]:
    return [round(value, _DIGITS) for value in values]
