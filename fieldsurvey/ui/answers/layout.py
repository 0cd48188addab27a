"""How choices stand: one below the other, packed in even columns, so many columns, or as a scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.ui.answers.choice_row import ChoiceRow
    from fieldsurvey.ui.answers.view import NodeView
    from fieldsurvey.ui.theme import Theme

_LONGEST_PACKED = 30  # characters; longer labels read better beneath each other
_PACKED = ("columns-pack", "columns", "horizontal", "horizontal-compact", "quick", "quickcompact")


@dataclass(frozen=True, slots=True)
class ChoiceLayout:
    """How choices stand.

    Attributes:
        packed: as many side by side as fit.
        columns: so many columns as long as every word fits; 0 for no such wish.
        scale: points of a scale: all side by side, or else all one below the other.
    """

    packed: bool = False
    columns: int = 0
    scale: bool = False


ROWS = ChoiceLayout()


def layout_of(view: NodeView) -> ChoiceLayout:
    """Return what the appearance asks for (XLSForm reference, "Appearance")."""
    for word in view.appearance.split():
        number = word.removeprefix("columns-")
        if number != word and number.isdecimal():
            return ChoiceLayout(columns=max(1, min(10, int(number))))
    if view.has_appearance("likert"):
        return ChoiceLayout(scale=True)
    return ChoiceLayout(packed=view.has_appearance(*_PACKED))


def columns_of(rows: Sequence[ChoiceRow], layout: ChoiceLayout, width: int, theme: Theme) -> int:
    """Return how many rows stand side by side at a width, in pixels."""
    if not rows:
        return 1
    if layout.scale:
        needed = max(row.width_needed(scale=True) for row in rows)
        return len(rows) if needed * len(rows) <= width else 1
    gap = theme.space(0.75)
    if layout.columns:
        needed = max(row.width_needed(scale=False) for row in rows) + gap
        return max(1, min(layout.columns, len(rows), (width + gap) // needed))
    if not layout.packed or any(len(row.label) > _LONGEST_PACKED for row in rows):
        return 1
    widest = max(row.width_wanted() for row in rows) + gap
    fitting = max(1, min(len(rows), (width + gap) // widest))
    # Even lines look calmer: five choices as 3 + 2, four as 2 + 2.
    lines = -(-len(rows) // fitting)
    return -(-len(rows) // lines)
