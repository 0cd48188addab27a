"""Figures as Indonesia writes them: read without guessing, shown as 1.234.567,89 (domain.md §9).

Both seeds' ways of writing a score, ``88,59`` and ``87.12``, are read. What can mean two things is
refused: one mark followed by exactly three digits (``1.500``) is either a thousand and a half
thousand or one and a half.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

from fieldsurvey.errors import FigureError

_PLAIN = re.compile(r"[0-9]+")
_ONE_MARK = re.compile(r"([0-9]+)[.,]([0-9]+)")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+(?:,[0-9]+)?|(?:,[0-9]{3})+(?:\.[0-9]+)?)")
_RUPIAH = re.compile(r"(?:Rp[ \u00a0]?)?([0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]{2}))?")
_LONGEST = 40


def parse_figure(
    text: str, *, lower: Decimal | None = None, upper: Decimal | None = None
) -> Decimal:
    """Read a figure whose decimal mark is a comma or a point.

    Accepted: digits; digits, one mark, and one, two or more than three digits; groups of three with
    the other mark before the decimals (``1.234,5``, ``1,234.5``) or with two or more groups
    (``1.234.567``).

    Args:
        text: the figure, without sign, space, unit or anything else.
        lower: smallest figure accepted.
        upper: greatest figure accepted.

    Returns:
        The exact figure.

    Raises:
        FigureError: not a figure, ambiguous, or out of bounds. The text is not repeated in the
            message.
    """
    if len(text) > _LONGEST:
        raise FigureError(what=f"a figure has at most {_LONGEST} characters")
    figure = _read(text)
    if lower is not None and figure < lower:
        raise FigureError(what=f"the figure must be at least {format_decimal(lower, None)}")
    if upper is not None and figure > upper:
        raise FigureError(what=f"the figure must be at most {format_decimal(upper, None)}")
    return figure


def parse_score(text: str) -> Decimal:
    """Read a score between 0 and 100, e.g. ``88,59`` or ``87.12``.

    Raises:
        FigureError: as `parse_figure`, or beyond 0–100.
    """
    return parse_figure(text, lower=Decimal(0), upper=Decimal(100))


def parse_rupiah(text: str) -> Decimal:
    """Read an amount in rupiah: a point always groups, so ``125.000`` is 125 000 (design §7).

    Accepted: ``125000``, ``125.000``, ``Rp125.000``, ``Rp 125.000,00``.

    Raises:
        FigureError: anything else.
    """
    found = _RUPIAH.fullmatch(text)
    if found is None or len(text) > _LONGEST:
        raise FigureError(what="not an amount in rupiah: write for example 125000 or Rp125.000")
    whole, sen = found[1].replace(".", ""), found[2] or "00"
    return Decimal(whole if sen == "00" else f"{whole}.{sen}")


def format_decimal(figure: Decimal, places: int | None = 2) -> str:
    """Return the figure as ``1.234.567,89``, rounded half-up.

    Args:
        figure: a finite figure.
        places: digits after the comma; None shows those the figure has.
    """
    if places is not None:
        figure = figure.quantize(
            Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=_LONGEST + 60)
        )
    return f"{figure:,f}".translate(str.maketrans(",.", ".,"))


def percent(figure: Decimal, places: int = 2) -> str:
    """Return ``84,16%`` for 84.16: the figure is already a percentage."""
    return f"{format_decimal(figure, places)}%"


def rupiah(amount: Decimal) -> str:
    """Return ``Rp125.000``; the sen are shown only when there are any."""
    sign = "-" if amount < 0 else ""
    whole = amount == amount.to_integral_value()
    return f"{sign}Rp{format_decimal(abs(amount), 0 if whole else 2)}"


def runs(numbers: Iterable[int]) -> str:
    """Return whole numbers as a list is printed, ``1–4, 7, 8``: three in a row and more are one run."""
    found: list[list[int]] = []
    for number in sorted({*numbers}):
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return ", ".join(
        f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in found
    )


def _read(text: str) -> Decimal:
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    one = _ONE_MARK.fullmatch(text)
    if one is not None:
        if len(one[2]) == 3:
            raise FigureError(
                what="one mark followed by three digits can be thousands or decimals: "
                "write thousands without a mark, decimals with one, two or four digits"
            )
        return Decimal(f"{one[1]}.{one[2]}")
    if _GROUPED.fullmatch(text):
        # The last mark is the decimal one, unless it stands twice and so groups throughout.
        last = max(text.rfind("."), text.rfind(","))
        if text.count(text[last]) > 1:
            return Decimal(re.sub(r"[.,]", "", text))
        return Decimal(f"{re.sub(r'[.,]', '', text[:last])}.{text[last + 1 :]}")
    raise FigureError(what="not a figure: write digits with one comma or point, for example 87,12")
