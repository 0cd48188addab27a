"""Chosen values: their order, and what a changed list leaves of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldsurvey.xforms.instance import LiveNode

# A choice: its value and its label.
Choice = tuple[str, str]


def chosen_text(
    node: LiveNode, answer: str, choices: Callable[[LiveNode], Sequence[Choice]]
) -> str:
    """Return an answer as the node keeps it.

    Values of a multiple choice stand in the order of its list, unknown ones last; a ranking keeps its own order.
    """
    if not node.definition.chooses:
        return answer
    if node.definition.control != "select" or len(answer.split()) < 2:
        return answer.strip()
    chosen = dict.fromkeys(answer.split())
    known = dict.fromkeys(value for value, _ in choices(node) if value in chosen)
    return " ".join([*known, *(value for value in chosen if value not in known)])


def allowed_part(node: LiveNode, choices: Sequence[Choice]) -> str:
    """Return what of the node's value the list still has."""
    allowed = {value for value, _ in choices}
    if node.definition.control == "select1":
        return node.value if node.value in allowed else ""
    return " ".join(value for value in node.value.split() if value in allowed)
