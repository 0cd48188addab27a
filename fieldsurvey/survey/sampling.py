"""Random samples that anyone can repeat and nobody could choose.

The list of units is frozen and hashed together with the letter of assignment; only then is a random nonce made. Each
unit's rank is SHA-256(list hash, nonce, unit): the sample is the units of lowest rank, and the ones after them are the
replacements, in that order. Whoever has the list, the letter and the nonce printed in the protocol gets the same;
whoever makes the list cannot know the nonce, and whoever draws cannot change the list (its hash is recorded before).
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

from fieldsurvey.errors import FigureError

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Sample sizes by population (Krejcie–Morgan, domain.md §4 [C:S66,S67]); between the rows the formula.
KREJCIE_MORGAN = {
    10: 10,
    20: 19,
    30: 28,
    50: 44,
    75: 63,
    100: 80,
    120: 92,
    150: 108,
    200: 132,
    300: 169,
    400: 196,
    500: 217,
    1000: 278,
    2000: 322,
    5000: 357,
    10000: 370,
    100000: 384,
}
_CHI2 = Fraction(3841, 1000)  # χ² at one degree of freedom and 95 %
_HALF = Fraction(1, 2)  # P, the proportion of the widest spread
_MARGIN = Fraction(5, 100)  # d


@dataclass(frozen=True, slots=True)
class Unit:
    """Something that can be drawn. ``group`` is what a quota counts by, e.g. a stand or a role; "" for none."""

    id: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The list drawn from, as it stood; ``letter`` is the number of the letter of assignment."""

    units: tuple[Unit, ...]
    letter: str

    @property
    def digest(self) -> str:
        """SHA-256 in hexadecimal of the list and the letter, whatever order the units are given in."""
        rows = sorted([unit.id, unit.label, unit.group] for unit in self.units)
        text = json.dumps([self.letter, rows], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def ranked(frame: Frame, nonce: str) -> list[Unit]:
    """Return all units of a frame in the order in which they are taken.

    Args:
        frame: the frozen list.
        nonce: random text made after the frame's digest was recorded.
    """
    digest = frame.digest

    def rank(unit: Unit) -> tuple[bytes, str]:
        parts = json.dumps([digest, nonce, unit.id], ensure_ascii=False)
        return hashlib.sha256(parts.encode()).digest(), unit.id

    return sorted(frame.units, key=rank)


def draw(frame: Frame, nonce: str, size: int, *, each_group: bool = False) -> list[Unit]:
    """Return the sample: the units of lowest rank.

    Args:
        frame: the frozen list.
        nonce: as ``ranked``.
        size: how many are wanted; a shorter list is taken whole.
        each_group: ``size`` of every group instead of the whole (a quota a stand or a role).
    """
    order = ranked(frame, nonce)
    if not each_group:
        return order[:size]
    taken: dict[str, int] = {}
    chosen = []
    for unit in order:
        taken[unit.group] = taken.get(unit.group, 0) + 1
        if taken[unit.group] <= size:
            chosen.append(unit)
    return chosen


def replacement(frame: Frame, nonce: str, used: Sequence[str], unit: Unit) -> Unit | None:
    """Return the next unit in rank after those used, of the same group as ``unit``; None when the list is exhausted.

    Args:
        frame: the frozen list.
        nonce: as ``ranked``.
        used: ids of the units drawn so far, replacements included.
        unit: the one that could not be inspected.
    """
    free = (each for each in ranked(frame, nonce) if each.id not in used)
    return next((each for each in free if each.group == unit.group), None)


def first_of_every(frame: Frame, nonce: str, place: str, step: int) -> int:
    """Return which leaving service user to ask first at a place, 1 … step; then every step-th one.

    Raises:
        FigureError: ``step`` is below 1.
    """
    if step < 1:
        raise FigureError(what="ask every k-th person, k at least 1")
    parts = json.dumps([frame.digest, nonce, "every", place], ensure_ascii=False)
    # 256 bits against a step of at most some hundred: the bias is below 2⁻²⁴⁰.
    return int.from_bytes(hashlib.sha256(parts.encode()).digest(), "big") % step + 1


def wanted(population: int) -> int:
    """Return the sample size for a population: the Krejcie–Morgan table (domain.md §4), the formula between its rows.

    Raises:
        FigureError: a negative population.
    """
    if population < 0:
        raise FigureError(what="a population cannot be negative")
    if population in KREJCIE_MORGAN:
        return KREJCIE_MORGAN[population]
    spread = _CHI2 * _HALF * (1 - _HALF)
    size = ceil(spread * population / (_MARGIN**2 * (population - 1) + spread)) if population else 0
    rows = list(KREJCIE_MORGAN)
    place = bisect_right(rows, population)
    # The table rounds here and there: between two rows it never asks for less than the lower or more than the upper.
    low = KREJCIE_MORGAN[rows[place - 1]] if place else 0
    high = KREJCIE_MORGAN[rows[place]] if place < len(rows) else KREJCIE_MORGAN[rows[-1]]
    return min(max(size, low), high, population)


def margin(asked: int, population: int) -> Decimal | None:
    """Return the margin of error in percentage points at 95 %, two decimals; None when nobody was asked.

    For a proportion of one half, with the correction for a finite population. It is shown as *indikatif*: the scores
    are means, for which it is only a guide (domain.md §4), and it never blocks anything.
    """
    if asked < 1 or asked > population:
        return None
    if population == 1:
        return Decimal("0.00")
    variance = _CHI2 * _HALF * (1 - _HALF) / asked * Fraction(population - asked, population - 1)
    percent = Decimal(100 * 100 * variance.numerator) / Decimal(variance.denominator)
    return percent.sqrt().quantize(Decimal("0.01"), ROUND_HALF_UP)
