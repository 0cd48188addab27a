"""Which instrument a visit pins: its files by SHA-256, so that the visit stays readable for ever (design §3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.survey.ports import Entry

if TYPE_CHECKING:
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.ports import Records


def pin(records: Records, visit: str, instrument: Instrument) -> Entry:
    """Keep an instrument's files as blobs and return the entry that makes a visit use them."""
    files = {name: records.put_blob(data) for name, data in instrument.files.items()}
    value = {"id": instrument.id, "version": instrument.version, "files": files}
    return Entry("visit", visit, "instrument", value, blobs=tuple(files.values()))
