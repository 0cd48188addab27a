"""Which indicator of an older instrument answers to which of a newer one (``crosswalk.toml`` of the newer).

```toml
[[from]]
instrument = "ori-2021"
[from.indicators]            # old id = "new id"; "" where the newer instrument has no counterpart
maklumat = "maklumat-ada"
atribut = ""
```
An indicator that is not named keeps its id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.scoring import read_toml
from fieldsurvey.survey.instrument_files import CROSSWALK
from fieldsurvey.survey.instruments import find_manifest, instrument_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.scoring import Table


def crosswalk(old: str, new: str) -> Mapping[str, str | None]:
    """Return old indicator → new indicator (None: no counterpart) for those that do not keep their id.

    Args:
        old: id of the older instrument.
        new: id of the newer one, whose folder holds the file.

    Raises:
        InstrumentError: the file is faulty, or names an indicator that one of the two lacks.
    """
    path = instrument_folder(new) / CROSSWALK
    if old == new or not path.is_file():
        return {}
    top = read_toml(path.read_bytes(), str(path))
    tables = {table.identifier("instrument"): table for table in top.tables("from")}
    top.done()
    return _read(tables[old], old, new) if old in tables else {}


def _read(table: Table, old: str, new: str) -> dict[str, str | None]:
    indicators = table.table("indicators")
    table.done()
    before = {each.id for each in find_manifest(old).scheme.indicators()}
    after = {each.id for each in find_manifest(new).scheme.indicators()}
    found: dict[str, str | None] = {}
    for name in indicators.keys():  # noqa: SIM118  a Table is not a dict
        counterpart = indicators.text(name, "")
        if name not in before:
            indicators.fault(f"{old} has no indicator {name!r}")
        if counterpart and counterpart not in after:
            indicators.fault(f"{new} has no indicator {counterpart!r}")
        found[name] = counterpart or None
    return found
