"""Which digit chooses which choice: the one that its label says, else the next in order.

Of a scale "0 – sangat buruk" to "4 – sangat baik" the digit 3 has to mean "3 – baik"; counting the rows would store
another answer than the one that was read out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The digit keys in their order; 0 is the tenth.
DIGITS = "1234567890"
_NUMBER = re.compile(r"([0-9]{1,3})(?:\s*[.):–—-]\s*[^0-9\s]|\s*$)")


def said_by(labels: Sequence[str]) -> list[str]:
    """Return the digit that each label says, "" where it says none.

    The numbers have to run from 0 or 1 without a gap; ages such as "18–25" are no numbering.
    """
    found = [_NUMBER.match(label.strip()) for label in labels]
    numbers = [int(match[1]) for match in found if match is not None]
    least = min(numbers, default=-1)
    if len(numbers) < 2 or least > 1 or sorted(numbers) != list(range(least, least + len(numbers))):
        return [""] * len(labels)
    return [_digit(int(match[1]), least) if match is not None else "" for match in found]


def filled(said: Sequence[str]) -> list[str]:
    """Return a digit for each choice: those without one of their own get the next free, "" when none is left."""
    free = iter([digit for digit in DIGITS if digit not in said])
    return [digit or next(free, "") for digit in said]


def _digit(number: int, least: int) -> str:
    if number < 10:
        return str(number)
    return "0" if number == 10 and least == 1 else ""
