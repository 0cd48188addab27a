"""Categories: round half-up to two decimals first, then compare with lower bounds (domain.md §1.2).

Rounding first leaves no gap between 77,99 and 78,00: 77.995 is shown as 78,00 and therefore is a B.
A score belongs to the instrument of its own year; nothing here re-classifies an old score by newer
thresholds (domain.md §0.1).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING

from fieldsurvey.errors import FigureError, InstrumentError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from fieldsurvey.scoring.result import Band
    from fieldsurvey.scoring.scheme import Scheme

_CENT = Decimal("0.01")


def shown(value: Fraction | Decimal) -> Decimal:
    """Return a non-negative figure as it is shown: two decimals, half-up, computed exactly.

    A quotient is rounded from its numerator and denominator, so that a value on a boundary never
    falls below it through an earlier rounding.
    """
    if isinstance(value, Decimal):
        digits = len(value.as_tuple().digits) + abs(value.adjusted()) + 4
        return value.quantize(_CENT, ROUND_HALF_UP, Context(prec=digits))
    cents = (200 * value.numerator + value.denominator) // (2 * value.denominator)
    return Decimal(cents).scaleb(-2)


def signed(points: Fraction) -> Decimal:
    """Return points that may be negative with two decimals, half away from zero."""
    return shown(points) if points >= 0 else -shown(-points)


def band_of(scheme: Scheme, score: Decimal) -> Band:
    """Return the band of a score between 0 and 100.

    Args:
        scheme: the instrument of the score's own year.
        score: on 0–100; rounded half-up to two decimals before it is compared.

    Raises:
        FigureError: not a number, or beyond 0–100.
        InstrumentError: the scheme has no bands.
    """
    return _band(scheme, scheme.bands, score)


def compliance_band(scheme: Scheme, compliance: Decimal) -> Band:
    """Return the band of the second axis, of a figure between 0 and 100.

    Raises:
        FigureError: not a number, or beyond 0–100.
        InstrumentError: the instrument has one axis only.
    """
    return _band(scheme, scheme.compliance.bands if scheme.compliance else (), compliance)


def opinion_of(scheme: Scheme, quality: Band, compliance: Band) -> str:
    """Return the opinion that both axes give together, "" where the instrument gives none (domain.md §1.3)."""
    axis = scheme.compliance
    return axis.opinions.get((quality.code, compliance.code), "") if axis else ""


def _band(scheme: Scheme, bands: Sequence[Band], score: Decimal) -> Band:
    highest = scheme.rules.highest
    if not score.is_finite() or not 0 <= score <= highest:
        raise FigureError(what=f"a score lies between 0 and {highest.normalize():f}")
    if not bands:
        raise InstrumentError(path=scheme.instrument, what="this instrument has no categories")
    rounded = shown(score)
    return next(band for band in bands if rounded >= band.lower)
