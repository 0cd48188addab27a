"""Numbers in words (terbilang) and Roman months, as official letters write them (domain.md §9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import FigureError

if TYPE_CHECKING:
    from decimal import Decimal

GREATEST = 10**15 - 1
"""The greatest number that can be said: just under a thousand trillion."""

_SMALL = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
_SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))
_ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def terbilang(number: int) -> str:
    """Return a whole number in words: 2024 → ``dua ribu dua puluh empat``.

    Args:
        number: 0 to 999 999 999 999 999.

    Raises:
        FigureError: negative or too great.
    """
    if not 0 <= number <= GREATEST:
        raise FigureError(what=f"only whole numbers from 0 to {GREATEST} can be written in words")
    return _SMALL[0] if number == 0 else " ".join(_words(number))


def decimal_in_words(figure: Decimal) -> str:
    """Return a decimal number in words, the digits after the comma one by one: 8.50 → ``delapan koma lima nol``.

    Raises:
        FigureError: not a number, negative or too great.
    """
    if not figure.is_finite() or figure < 0:
        raise FigureError(what="only numbers from 0 upwards can be written in words")
    whole, _, digits = f"{figure:f}".partition(".")
    said = terbilang(int(whole))
    return f"{said} koma {' '.join(_SMALL[int(digit)] for digit in digits)}" if digits else said


def roman_month(month: int) -> str:
    """Return the month of a document number: 7 → ``VII``.

    Raises:
        FigureError: not a month.
    """
    if not 1 <= month <= 12:
        raise FigureError(what="a month is a number from 1 to 12")
    return _ROMAN_MONTHS[month - 1]


def _words(number: int) -> list[str]:
    for size, name in _SCALES:
        if number >= size:
            count, rest = divmod(number, size)
            # "seribu", yet "satu juta": only the thousand takes the prefix.
            head = ["seribu"] if (count, size) == (1, 1000) else [*_words(count), name]
            return head + _words(rest)
    return _under_thousand(number)


def _under_thousand(number: int) -> list[str]:
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        head = ["seratus"] if hundreds == 1 else [_SMALL[hundreds], "ratus"]
        return head + _under_thousand(rest)
    if number >= 20:
        tens, rest = divmod(number, 10)
        return [_SMALL[tens], "puluh", *_under_thousand(rest)]
    if number >= 12:
        return [_SMALL[number - 10], "belas"]
    return [_SMALL[number]] if number else []
