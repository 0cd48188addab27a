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
from fieldsurvey.survey.instruments import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.scoring import Table
    from fieldsurvey.survey.instruments import Instrument


def crosswalk(old: Instrument, new: Instrument) -> Mapping[str, str | None]:
    """Return old indicator → new indicator (None: no counterpart) for those that do not keep their id.

    Args:
        old: the older instrument.
        new: the newer one, which brings the file; for a visit that pinned it before crosswalks were pinned, the shipped
            file of its id stands in.

    Raises:
        InstrumentError: the file is faulty, or names an indicator that one of the two lacks.
    """
    data, path = new.files.get(CROSSWALK), f"{new.id} {new.version} {CROSSWALK}"
    if data is None and (found := shipped(new.id)) is not None:
        file = found[0] / CROSSWALK
        data, path = (file.read_bytes() if file.is_file() else None), str(file)
    if old.id == new.id or data is None:
        return {}
    top = read_toml(data, path)
    tables = {table.identifier("instrument"): table for table in top.tables("from")}
    top.done()
    return _read(tables[old.id], old, new) if old.id in tables else {}


def _read(table: Table, old: Instrument, new: Instrument) -> dict[str, str | None]:
    indicators = table.table("indicators")
    table.done()
    before = {each.id for each in old.scheme.indicators()}
    after = {each.id for each in new.scheme.indicators()}
    found: dict[str, str | None] = {}
    for name in indicators.keys():  # noqa: SIM118  a Table is not a dict
        counterpart = indicators.text(name, "")
        if name not in before:
            indicators.fault("{instrument} has no indicator '{name}'", instrument=old.id, name=name)
        if counterpart and counterpart not in after:
            indicators.fault(
                "{instrument} has no indicator '{name}'", instrument=new.id, name=counterpart
            )
        found[name] = counterpart or None
    return found
