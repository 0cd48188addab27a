"""Stands that an inspection met and the registry does not have: proposed to it as lines to be imported (design §4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import RegistryError
from fieldsurvey.indonesia import folded
from fieldsurvey.survey.registry_kinds import KIND, Line
from fieldsurvey.survey.registry_table import rows_of

if TYPE_CHECKING:
    from fieldsurvey.survey.model import Visit
    from fieldsurvey.survey.registry import Registry


def proposed_stands(registry: Registry, snapshot: Visit) -> list[Line]:
    """Return the stands of a visit whose codes its mall does not have in the registry, for ``plan_import``.

    A visit carries copies and no keys of the registry: its mall is found by name, and by region where both say one.

    Raises:
        RegistryError: the registry has no such mall, or several.
    """
    mall = _mall(registry, snapshot)
    known = {folded(row["code"]) for row in rows_of(registry, "stand") if row["mall"] == mall}
    institutions = {
        folded(row["name"]): row["code"] for row in reversed(rows_of(registry, "institution"))
    }
    place = f"visit {snapshot.id[:13]}"
    lines = []
    for stand in snapshot.stands:
        if folded(stand.code) not in known:
            values = {
                "mall": mall,
                "code": stand.code,
                "name": stand.name,
                "institution": institutions.get(folded(stand.institution), ""),
                "floor": stand.floor,
            }
            kept = {name: value for name, value in values.items() if value}
            lines.append(Line(KIND["stand"], place, kept))
    return lines


def _mall(registry: Registry, snapshot: Visit) -> str:
    """Return the code of a visit's mall in the registry."""
    mall = snapshot.mall
    found = [
        row["code"]
        for row in rows_of(registry, "mall")
        if folded(row["name"]) == folded(mall.name)
        and (not (row["region"] and mall.region_code) or row["region"] == mall.region_code)
    ]
    if len(found) != 1:
        what = f"the registry has {len(found)} malls called {mall.name!r}; one is needed to take its stands"
        raise RegistryError(what=what)
    return found[0]
