"""Paper and pens for the sample photos: a drawing surface in units of a 1280 × 960 picture."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from fieldsurvey.paths import resources_folder

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

WIDTH, HEIGHT = 1280, 960
SCALE = 2  # drawn twice as large, so that edges come out smooth

INK = "#2b2f36"
PAPER = "#fbfaf5"
WOOD = "#a9744f"
DARK_WOOD = "#7c5236"
STEEL = "#8d97a3"
RED = "#b3261e"
GREEN = "#2e7d4f"
YELLOW = "#e8b730"

# Wall above, wall below, floor, accent: tints of offices; which one follows from the caption.
_ROOMS = (
    ("#efe9dc", "#e2d9c6", "#c9bda8", "#1f5f8b"),
    ("#dfe8ec", "#cfdbe1", "#a9b4ba", "#0d6e6e"),
    ("#e9efe2", "#d7e1cc", "#b8b39f", "#7a4b94"),
    ("#f3e6dc", "#e8d3c3", "#b99f8a", "#9a3b3b"),
    ("#e6e4ee", "#d5d2e2", "#9fa0ae", "#35548a"),
)

Point = tuple[float, float]


@cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return the shipped sans serif, ``size`` pixels high."""
    name = "SourceSans3-SemiBold.ttf" if bold else "SourceSans3-Regular.ttf"
    return ImageFont.truetype(resources_folder() / "fonts" / name, size)


class Canvas:
    """A picture being drawn; every length is in units of the finished 1280 × 960 picture.

    Attributes:
        chance: decides tints and small shifts; the same seed draws the same picture.
        accent: the institution's colour.
    """

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.upper, self.lower, self.floor_tint, self.accent = chance.choice(_ROOMS)
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), self.upper)
        self._pen = ImageDraw.Draw(self.image)

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str | None,
        *,
        edge: str | None = None,
        line: float = 2,
        radius: float = 0,
    ) -> None:
        """Draw a rectangle from its upper left corner, with rounded corners if ``radius``."""
        box = [x * SCALE, y * SCALE, (x + width) * SCALE, (y + height) * SCALE]
        self._pen.rounded_rectangle(
            box, radius * SCALE, fill=fill, outline=edge, width=round(line * SCALE)
        )

    def shape(self, points: Sequence[Point], fill: str) -> None:
        """Draw a filled polygon."""
        self._pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def line(self, points: Sequence[Point], colour: str, width: float = 2) -> None:
        """Draw a line through ``points``."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self._pen.line(scaled, fill=colour, width=round(width * SCALE), joint="curve")

    def disc(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float | None = None,
        fill: str | None = None,
        *,
        edge: str | None = None,
        line: float = 2,
    ) -> None:
        """Draw an ellipse around (x, y)."""
        ry = rx if ry is None else ry
        box = [(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE]
        self._pen.ellipse(box, fill=fill, outline=edge, width=round(line * SCALE))

    def arc(
        self,
        x: float,
        y: float,
        r: float,
        angles: tuple[float, float],
        colour: str,
        *,
        width: float,
    ) -> None:
        """Draw part of a circle, in degrees clockwise from three o'clock."""
        box = [(x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE]
        self._pen.arc(box, *angles, fill=colour, width=round(width * SCALE))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: int,
        colour: str = INK,
        *,
        bold: bool = False,
        anchor: str = "mm",
    ) -> None:
        """Write one line or several; ``anchor`` as Pillow names it, by default the middle."""
        face = font(size * SCALE, bold=bold)
        if "\n" in words:
            align = "left" if anchor.startswith("l") else "center"
            self._pen.multiline_text(
                (x * SCALE, y * SCALE), words, colour, face, anchor=anchor, align=align, spacing=12
            )
        else:
            self._pen.text((x * SCALE, y * SCALE), words, colour, face, anchor=anchor)

    def shift(self, most: int) -> int:
        """Return a small whole number between ``-most`` and ``most``."""
        return self.chance.randint(-most, most)

    def room(self, horizon: float = 640) -> None:
        """Draw a wall with a skirting, a tiled floor in perspective and a lamp's light."""
        self.rect(0, 0, WIDTH, horizon, self.upper)
        self.rect(0, horizon - 190, WIDTH, 190, self.lower)
        self.rect(0, horizon - 12, WIDTH, 14, "#8a8175")
        self.rect(0, horizon + 2, WIDTH, HEIGHT - horizon, self.floor_tint)
        grout = shade(self.floor_tint, 0.92)
        for step in range(-12, 25):
            self.line([(640 + (step - 6) * 74, horizon + 2), (640 + (step - 6) * 240, 960)], grout)
        depth = horizon + 2
        gap = 16.0
        while depth < HEIGHT:
            self.line([(0, depth), (WIDTH, depth)], grout)
            depth += gap
            gap *= 1.45

    def person(
        self, x: float, y: float, size: float = 1.0, *, scarf: bool = False, badge: bool = True
    ) -> None:
        """Draw a seated officer behind a desk, without a face: nobody is portrayed."""
        skin = self.chance.choice(("#c68f66", "#b97f57", "#d6a37c"))
        shirt = self.chance.choice((self.accent, "#4f5d4a", "#6b5b4b", "#3f5873"))
        self.shape(
            [
                (x - 74 * size, y + 170 * size),
                (x - 66 * size, y + 78 * size),
                (x - 30 * size, y + 52 * size),
                (x + 30 * size, y + 52 * size),
                (x + 66 * size, y + 78 * size),
                (x + 74 * size, y + 170 * size),
            ],
            shirt,
        )
        self.rect(x - 14 * size, y + 26 * size, 28 * size, 36 * size, skin)
        if scarf:
            veil = shade(shirt, 1.35)
            self.disc(x, y, 47 * size, 56 * size, veil)
            self.shape([(x - 44 * size, y + 18 * size), (x, y + 104 * size),
                        (x + 44 * size, y + 18 * size)], veil)  # fmt: skip
            self.disc(x, y + 4 * size, 30 * size, 36 * size, skin)
        else:
            self.disc(x, y - 8 * size, 42 * size, 48 * size, "#2a211c")
            self.disc(x, y + 6 * size, 36 * size, 42 * size, skin)
        if badge:
            self.rect(x + 20 * size, y + 88 * size, 26 * size, 34 * size, PAPER, radius=3)
            self.rect(x + 20 * size, y + 88 * size, 26 * size, 9 * size, RED, radius=3)

    def sheet(self, x: float, y: float, width: float, height: float, heading: str = "") -> None:
        """Draw a printed sheet with a heading and lines too small to read."""
        self.rect(x + 4, y + 5, width, height, shade(self.upper, 0.8))
        self.rect(x, y, width, height, PAPER)
        top = y + 14
        if heading:
            self.rect(x, y, width, 30, self.accent)
            self.text(x + width / 2, y + 15, heading, 17, "white", bold=True)
            top = y + 46
        row = 0
        while top + row * 15 < y + height - 12:
            full = width - 28 if row % 4 != 3 else (width - 28) * 0.6
            self.rect(x + 14, top + row * 15, full, 4, "#b9b6ad")
            row += 1


def shade(colour: str, factor: float) -> str:
    """Return ``colour`` (#rrggbb) with every channel multiplied by ``factor``."""
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{min(255, round(channel * factor)):02x}" for channel in channels)
