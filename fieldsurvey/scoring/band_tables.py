"""The categories of an instrument, from the ``[[band]]`` tables of its file (``scoring.scheme``)."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldsurvey.scoring.result import Band

if TYPE_CHECKING:
    from fieldsurvey.scoring.table import Table

_HUNDRED = Decimal(100)
_CENT = Decimal("0.01")
_ZONES = ("", "hijau", "kuning", "merah")


def read_bands(top: Table) -> tuple[Band, ...]:
    """Return the bands from the best down, none when there are none; a fault names its table."""
    tables, bands = top.tables("band"), list[Band]()
    for table in tables:
        band = Band(
            code=table.text("code"),
            label=table.text("label"),
            zone=table.one_of("zone", _ZONES, ""),
            lower=table.decimal("lower"),
        )
        if bands and band.lower >= bands[-1].lower:
            table.fault(
                "'lower' must be less than that of the band before: list bands from the best down"
            )
        if band.lower > _HUNDRED:
            table.fault("'lower' must be at most 100")
        if band.lower % _CENT:
            table.fault("'lower' has more than two decimals, but scores are rounded to two")
        table.done()
        bands.append(band)
    if bands and bands[-1].lower != 0:
        tables[-1].fault("the last band must begin at 0, or some scores have none")
    for code, count in Counter(band.code for band in bands).items():
        if count > 1:
            top.fault("two bands have the code '{code}'", code=code)
    return tuple(bands)
