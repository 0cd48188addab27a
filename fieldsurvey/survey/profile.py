"""The axes of a score's profile: its coarsest level with enough parts to draw a figure of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.scoring import MallScore, Part
    from fieldsurvey.survey.disclosure import Path

_FEWEST_AXES, _MOST_AXES = 3, 16


def profile_axes(score: MallScore) -> list[tuple[Path, Part]]:
    """Return the coarsest level of the tree with enough axes for a radar, [] when none fits."""
    parts = list(figures_of(score))
    for level in ("dimension", "variable", "indicator"):
        own = [(path, part) for path, part in parts if part.level == level]
        if _FEWEST_AXES <= len(own) <= _MOST_AXES:
            return own
    return []


def figures_of(score: MallScore) -> Iterator[tuple[Path, Part]]:
    """Yield every dimension, variable and indicator with its path of ids."""
    for dimension in score.dimensions:
        yield (dimension.id,), dimension
        for variable in dimension.children:
            yield (dimension.id, variable.id), variable
            for indicator in variable.children:
                yield (dimension.id, variable.id, indicator.id), indicator
