"""What changed between two schemes: a trend across them must say so (domain.md §0.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from fieldsurvey.scoring.result import Band
    from fieldsurvey.scoring.scheme import Scheme


def scheme_changes(old: Scheme, new: Scheme) -> list[str]:
    """Return one line for each rule, band, weight, level or place in the tree that differs.

    Titles and sources do not count: they change no score.
    """
    return [str(change) for change in scheme_differences(old, new)]


class SchemeChange(NamedTuple):
    """A part of a scheme that differs.

    Attributes:
        key: its kind and its id, ``indicator persyaratan``.
        old: what it was, None when it was not there; new: likewise.
    """

    key: str
    old: str | None
    new: str | None

    def __str__(self) -> str:
        if self.new is None:
            return f"- {self.key}: {self.old}"
        if self.old is None:
            return f"+ {self.key}: {self.new}"
        return f"~ {self.key}: {self.old} → {self.new}"


def scheme_differences(old: Scheme, new: Scheme) -> list[SchemeChange]:
    """Return what `scheme_changes` tells, part by part."""
    found = []
    for read in (_rules, _bands, _parts):
        before, after = read(old), read(new)
        found += [
            SchemeChange(key, before.get(key), after.get(key))
            for key in dict.fromkeys([*before, *after])
            if before.get(key) != after.get(key)
        ]
    return found


def _rules(scheme: Scheme) -> dict[str, str]:
    rules = scheme.rules
    return {
        "rule closed_stand": rules.closed_stand,
        "rule stand_zone": "yes" if rules.stand_zone else "no",
        "rule units": rules.units,
        "rule scale": rules.scale,
        "rule weights": rules.weights,
        **{f"unit {name}": f"weight {weight}" for name, weight in scheme.unit_weights.items()},
        "rule highest": str(rules.highest),
    }


def _bands(scheme: Scheme) -> dict[str, str]:
    found = {f"band {band.code}": _band(band) for band in scheme.bands}
    if scheme.compliance is None:
        return found
    found |= {f"compliance band {band.code}": _band(band) for band in scheme.compliance.bands}
    for (quality, compliance), label in scheme.compliance.opinions.items():
        found[f"opinion {quality} with {compliance}"] = label
    return found


def _band(band: Band) -> str:
    return " · ".join(filter(None, (f"from {band.lower}", band.label, band.zone)))


def _parts(scheme: Scheme) -> dict[str, str]:
    parts = {}
    for dimension in scheme.dimensions:
        parts[f"dimension {dimension.id}"] = f"weight {dimension.weight}"
        for variable in dimension.variables:
            parts[f"variable {variable.id}"] = f"weight {variable.weight}, in {dimension.id}"
            for each in variable.indicators:
                text = f"weight {each.weight}, level {each.level}, in {variable.id}"
                parts[f"indicator {each.id}"] = text
    return parts
