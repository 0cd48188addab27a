"""The points of a scale: what a range with the appearance ``rating`` lets somebody give. No Qt here."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from fieldsurvey.ui.answers.digits import DIGITS

if TYPE_CHECKING:
    from fieldsurvey.ui.answers.view import NodeView


def points_of(view: NodeView) -> list[str]:
    """Return the figures of a range in order, [] when its bounds are no figures or there are more than digit keys."""
    try:
        first, last, step = (
            Decimal(view.parameters.get(name, default))
            for name, default in (("start", "1"), ("end", "5"), ("step", "1"))
        )
        count = int(abs(last - first) / abs(step)) + 1
    except ArithmeticError:
        return []
    if count > len(DIGITS):
        return []
    ahead = abs(step) if last >= first else -abs(step)
    return [f"{first + ahead * n:f}" for n in range(count)]


def same_figure(one: str, other: str) -> bool:
    """Return whether two texts are the same figure."""
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False
