"""Which instrument a visit pins: its files by SHA-256, so that the visit stays readable for ever (design §3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.seals import require_open

if TYPE_CHECKING:
    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.ports import Records
    from fieldsurvey.survey.visits import Visits


def pin(records: Records, visit: str, instrument: Instrument) -> Entry:
    """Keep an instrument's files as blobs and return the entry that makes a visit use them."""
    files = {name: records.put_blob(data) for name, data in instrument.files.items()}
    value = {"id": instrument.id, "version": instrument.version, "files": files}
    return Entry("visit", visit, "instrument", value, blobs=tuple(files.values()))


def take_version(visits: Visits, visit: str, instrument: Instrument) -> None:
    """Make the whole visit use another version of its forms, by one change.

    Answers that the new forms do not ask for any more are kept; see ``FormSession.orphans``.

    Raises:
        VisitError: the visit is sealed.
    """
    require_open(visits.records, visit, "forms")
    with visits.records.atomic():
        entry = pin(visits.records, visit, instrument)
        visits.records.write(visit, [entry], author=visits.author, at=visits.clock.now())
