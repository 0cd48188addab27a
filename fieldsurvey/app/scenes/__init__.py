"""Drawn scenes of a public-service mall: no real place, no real person, no real emblem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.app.scenes import access, building, stands
from fieldsurvey.app.scenes.canvas import HEIGHT, SCALE, WIDTH, Canvas, font

if TYPE_CHECKING:
    from collections.abc import Callable

SCENES: dict[str, Callable[[Canvas], None]] = {
    **stands.SCENES,
    **building.SCENES,
    **access.SCENES,
}
"""Every scene by its id, as ``answers.toml`` names it."""

__all__ = ["HEIGHT", "SCALE", "SCENES", "WIDTH", "Canvas", "font"]
