"""Codes of regions both ways: Kemendagri's and BPS's differ inside one province (domain.md §9).

Without its point a Kemendagri code looks like a BPS code and may be that of another region: 64.02 is Kutai Kartanegara,
6402 in BPS is Kutai Barat. So a code without a point is read as BPS's, and the other reading is told beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import FigureError
from fieldsurvey.paths import resources_folder
from fieldsurvey.survey.csv_rows import read_csv
from fieldsurvey.survey.registry_table import rows_of

if TYPE_CHECKING:
    from fieldsurvey.survey.registry import Registry


@dataclass(frozen=True, slots=True)
class Region:
    """A province, kabupaten or kota with both its codes."""

    kemendagri: str
    bps: str
    kind: str
    name: str
    province: str
    zone: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a code means.

    Attributes:
        region: the region.
        otherwise: the region that it would be if the point of a Kemendagri code was forgotten; None when that is the
            same region, or none.
    """

    region: Region
    otherwise: Region | None = None


def known_regions(registry: Registry | None = None) -> list[Region]:
    """Return the regions shipped and those of a registry, which stand in the place of those shipped."""
    rows = [
        row
        for path in sorted((resources_folder() / "regions").glob("*.csv"))
        for _, row in read_csv(path).rows
    ]
    rows += rows_of(registry, "region") if registry else []
    found = {
        row["kemendagri"]: Region(
            row["kemendagri"], row["bps"], row["kind"], row["name"], row["province"], row["zone"]
        )
        for row in rows
    }
    return [found[code] for code in sorted(found)]


def region_of(code: str, registry: Registry | None = None) -> Reading:
    """Return the region of a code: with a point Kemendagri's, without one BPS's.

    Raises:
        FigureError: no region known here has the code.
    """
    code = code.strip()
    regions = known_regions(registry)
    official = {region.kemendagri: region for region in regions}
    if "." in code:
        if code in official:
            return Reading(official[code])
        raise FigureError(what=f"no region known here has the Kemendagri code {code}")
    statistical = {region.bps: region for region in regions if region.bps}
    pointed = official.get(f"{code[:2]}.{code[2:]}")
    if code in statistical:
        found = statistical[code]
        return Reading(found, pointed if pointed != found else None)
    hint = f"; with a point, {pointed.kemendagri} is {pointed.name}" if pointed else ""
    raise FigureError(what=f"no region known here has the BPS code {code}{hint}")
