"""What changed between two schemes: a trend across them must say so (domain.md §0.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.scoring.result import Band
    from fieldsurvey.scoring.scheme import Scheme


def scheme_changes(old: Scheme, new: Scheme) -> list[str]:
    """Return one line for each rule, band, weight, level or place in the tree that differs.

    Titles and sources do not count: they change no score.
    """
    kinds = (_rules, _bands, _parts)
    return [line for read in kinds for line in _changes(read(old), read(new))]


def _changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    lines = []
    for key in dict.fromkeys([*old, *new]):
        if key not in new:
            lines.append(f"- {key}: {old[key]}")
        elif key not in old:
            lines.append(f"+ {key}: {new[key]}")
        elif old[key] != new[key]:
            lines.append(f"~ {key}: {old[key]} → {new[key]}")
    return lines


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
