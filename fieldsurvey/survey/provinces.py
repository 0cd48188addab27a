"""Where malls lie, as far as anything here tells.

Results name malls in many ways: "Samarinda", "Kota Samarinda", "MPP Samarinda".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fieldsurvey.indonesia import folded
from fieldsurvey.survey.regions import known_regions
from fieldsurvey.survey.registry_table import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldsurvey.survey.regions import Region
    from fieldsurvey.survey.registry import Registry

_KINDS = re.compile(r"^(kota administrasi|kota|kabupaten|kab\.?) ")


class Provinces:
    """Finds the province of a mall by its name.

    Args:
        registry: its malls and regions are asked first, then the regions shipped.
        told: pairs (mall, province) known from elsewhere, e.g. from visits; they go before all others.
    """

    def __init__(self, registry: Registry, told: Iterable[tuple[str, str]] = ()) -> None:
        self._malls = {folded(mall): province for mall, province in told if province}
        regions = known_regions(registry)
        by_code = {region.kemendagri: region.province for region in regions}
        for row in rows_of(registry, "mall"):
            province = row["province"] or by_code.get(row["region"], "")
            for name in (row["name"], row["code"]):
                if province:
                    self._malls.setdefault(folded(name), province)
        self._regions = _unambiguous(regions)

    def of(self, mall: str) -> str:
        """Return the province, "" when nothing tells: that of the mall itself, else of the one region in its name."""
        name = folded(mall)
        if name in self._malls:
            return self._malls[name]
        found = {
            province
            for region, province in self._regions.items()
            if re.search(rf"(?<!\w){re.escape(region)}$", name)
        }
        return found.pop() if len(found) == 1 else ""


def _unambiguous(regions: Iterable[Region]) -> dict[str, str]:
    """Return name → province of the regions whose name, without its kind, lies in one province only."""
    provinces: dict[str, set[str]] = {}
    for region in regions:
        if region.province:
            name = _KINDS.sub("", folded(region.name))
            provinces.setdefault(name, set()).add(region.province)
    return {name: found.pop() for name, found in provinces.items() if len(found) == 1}
