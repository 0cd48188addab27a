"""Names as people write them: the same one with other capitals or another space is the same name."""

from __future__ import annotations


def folded(name: str) -> str:
    """Return a name as it is compared: without capitals, doubled spaces and spaces around it."""
    return " ".join(name.casefold().split())
