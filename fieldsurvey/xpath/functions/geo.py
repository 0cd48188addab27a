"""Places: length and area on the globe, and how points and lines lie to each other.

Points are "latitude longitude [altitude [accuracy]]" in degrees (WGS 84), lists of them separated
by ";". The globe is a sphere of 6 378 100 m, as in JavaRosa, so that a form gives the same numbers
on a phone.
"""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from fieldsurvey.errors import Sentence
from fieldsurvey.xpath.functions.core import texts_of
from fieldsurvey.xpath.functions.signature import function, refused

if TYPE_CHECKING:
    from fieldsurvey.xpath.values import Value

    Point = tuple[float, float]

RADIUS = 6_378_100.0  # metres
_DEGREES = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


@function("area", "v", "number")
def area(value: Value) -> float:
    """Return the area that the points enclose on the globe, in square metres to 2 decimals.

    Fewer than three points enclose nothing. Each side adds the strip between it and the equator (Chamberlain and
    Duquette, JPL 07-03).
    """
    points = [
        (math.radians(lat), math.radians(lon)) for lat, lon in _points(texts_of(value), "area")
    ]
    if len(points) < 3:
        return 0.0
    sides = zip(points, points[1:] + points[:1], strict=True)
    strips = sum(
        (east - west) * (2 + math.sin(south) + math.sin(north))
        for (south, west), (north, east) in sides
    )
    return round(abs(strips) * RADIUS**2 / 2, 2)


@function("distance", "v+", "number")
def distance(*values: Value) -> float:
    """Return the length of the way through the points, in metres; 0 for fewer than two points."""
    points = _points([text for value in values for text in texts_of(value)], "distance")
    return math.fsum(_between(a, b) for a, b in pairwise(points))


def _between(a: Point, b: Point) -> float:
    """Return the great-circle distance (haversine formula) in metres."""
    south, north = math.radians(a[0]), math.radians(b[0])
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 2 * RADIUS * math.asin(math.sqrt(min(half, 1.0)))


@function("geofence", "ss", "boolean")
def geofence(point: str, shape: str) -> bool:
    """Return whether the point lies in the shape; false when one is blank, or the shape not closed.

    Raises:
        XPathError: the point is no point, or both are blank.
    """
    found = _points([point], "geofence")
    if not found and shape.strip():
        return False
    if len(found) != 1:
        raise refused(Sentence("geofence() wants one point first"))
    corners = _points([shape], "geofence")
    if len(corners) < 4 or corners[0] != corners[-1]:
        return False
    latitude, longitude = found[0]
    inside = False
    for (lat1, lon1), (lat2, lon2) in pairwise(corners):
        crosses = (lat1 > latitude) != (lat2 > latitude)
        if crosses and longitude < (lon2 - lon1) * (latitude - lat1) / (lat2 - lat1) + lon1:
            inside = not inside
    return inside


@function("intersects", "v", "boolean")
def intersects(value: Value) -> bool:
    """Return whether the line (or the outline of a shape) crosses or touches itself."""
    points = _points(texts_of(value), "intersects")
    points = [p for place, p in enumerate(points) if place == 0 or p != points[place - 1]]
    sides = list(pairwise(points))
    closed = len(points) > 2 and points[0] == points[-1]
    for first, side in enumerate(sides):
        for second in range(first + 1, len(sides)):
            other = sides[second]
            if second == first + 1:
                if _folds_back(*side, other[1]):
                    return True
            elif closed and first == 0 and second == len(sides) - 1:
                if _folds_back(*other, side[1]):
                    return True
            elif _cross(*side, *other):
                return True
    return False


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _folds_back(a: Point, b: Point, c: Point) -> bool:
    """Return whether the way a → b → c runs back over itself."""
    back = (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) < 0
    return back and _turn(a, b, c) == 0


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Return whether the sides a–b and c–d have a point in common."""
    turns = (_turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b))
    if turns[0] * turns[1] < 0 and turns[2] * turns[3] < 0:
        return True
    ends = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    return any(turn == 0 and _within(*end) for turn, end in zip(turns, ends, strict=True))


def _within(a: Point, b: Point, c: Point) -> bool:
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])


def _points(texts: list[str], name: str) -> list[Point]:
    """Return the points of texts that each write one or several."""
    points: list[Point] = []
    for text in texts:
        for part in text.split(";"):
            if not part.strip():
                continue
            place = [_degrees(number) for number in part.split()[:2]]
            if len(place) < 2 or not all(map(math.isfinite, place)):
                raise refused(Sentence("{name}() wants places as “latitude longitude”", name=name))
            points.append((place[0], place[1]))
    return points


def _degrees(text: str) -> float:
    """Return the number that a coordinate writes, with an exponent or without; NaN when it writes none."""
    return float(text) if _DEGREES.fullmatch(text) else math.nan
