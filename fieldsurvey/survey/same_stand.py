"""A stand that two laptops recorded separately: one stands for both, until someone parts them again (design §4).

The double points to the one that stands by its field ``same_as``, a change like any other, so it travels and merges.
Nothing is moved: what was recorded at the double is read as recorded at the other; slots filled at both are doubles.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fieldsurvey.survey.registry import SAME_AS, standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.survey.ports import Record, Records

#: The kind of entity of which two may be one.
STAND = "stand"
#: Fields of other records that name a stand: of people and checks, of responses and findings.
_NAMING = ("stand", "target")


def settled(records: Records, visit: str, kind: str, only: Sequence[str] = ()) -> list[Record]:
    """Return the entities of a kind, those of a double read as those of the stand that stands for it.

    With ``only`` they have these fields alone.
    """
    stands = records.entities(visit, STAND, () if kind == STAND else (SAME_AS,))
    same = {stand.id: str(stand.fields.get(SAME_AS) or "") for stand in stands}
    found = stands if kind == STAND else records.entities(visit, kind, only)
    if not any(same.values()):
        return found
    if kind == STAND:
        return [stand for stand in found if standing(stand.id, same) == stand.id]
    return [_read_at(record, same) for record in found]


def _read_at(record: Record, same: dict[str, str]) -> Record:
    named = {
        name: standing(str(record.fields[name]), same)
        for name in _NAMING
        if str(record.fields.get(name) or "") in same
    }
    return replace(record, fields={**record.fields, **named}) if named else record
