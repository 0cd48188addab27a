"""A database of very many small visits, for the list: one made by the use cases, the others its copies.

Only the tables that the list reads are copied, not the journal they follow from: a list does not look at that.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.store import Store
from fieldsurvey.store.driver import open_link
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.manifest import MANIFEST
from fieldsurvey.survey.model import Mall, Stand, VisitState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fieldsurvey.store.driver import Link

_STATES = (VisitState.PLANNED, VisitState.ON_SITE, VisitState.COMPLETED, VisitState.CANCELLED)
_CITIES = ("Bandung", "Surabaya", "Makassar", "Medan", "Denpasar", "Banda Aceh", "Kupang")
_HEAD = (
    "INSERT INTO head (stream, entity, field, device, seq, hash, clock, author, at, value, shown)"
    " VALUES (?, ?, ?, 'd', ?, '', ?, 'uji', '2026-01-01T00:00:00+00:00', ?, 1)"
)
_ENTITY = (
    "INSERT INTO entity (stream, id, kind, clock, device, seq, hash, deleted)"
    " VALUES (?, ?, ?, ?, 'd', ?, '', 0)"
)


def make_many_visits(path: Path, count: int) -> None:
    """Make the database.

    Args:
        path: of the new file.
        count: how many visits.
    """
    instrument = find_instrument("mpp-sidak")
    with Store.open(path, PASSPHRASE, create=True) as store:
        desk = Desk(store, author="uji")
        mall = Mall(id="", name="MPP Kota Bandung", city="Bandung", province="Jawa Barat")
        visit = desk.visits.new(mall, [Stand(id="", code="G01", name="Imigrasi")], instrument)
        reference = desk.visits.instrument_ref(visit)
    pinned: dict[str, object] = {
        "id": reference.id,
        "version": reference.version,
        "files": {MANIFEST: reference.files[MANIFEST]},
    }
    link = open_link(path, PASSPHRASE)
    with link.transaction():
        for number in range(1, count):
            _copy(link, number, pinned)
    link.close()


def _copy(link: Link, number: int, instrument: dict[str, object]) -> None:
    stream = str(UUID(int=(0x018F << 112) | (0x7000 << 64) | (0x8000 << 48) | number))
    link.run("INSERT INTO stream (id, clock) VALUES (?, 9)", (stream,))
    for at, (kind, facts) in enumerate(_facts(number, instrument)):
        entity = f"{kind}-{at}"
        link.run(_ENTITY, (stream, entity, kind, at, at))
        rows = [(stream, entity, name, at, at, json.dumps(value)) for name, value in facts.items()]
        link.run_many(_HEAD, rows)


def _facts(number: int, instrument: dict[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    city = _CITIES[number % len(_CITIES)]
    day = date(2024, 1, 1) + timedelta(days=number % 900)
    yield (
        "visit",
        {"instrument": instrument, "assignment_date": day.isoformat(), "sample": False},
    )
    yield "progress", {"state": _STATES[number % len(_STATES)].value}
    yield "mall", {"name": f"MPP {city} {number:05}", "city": city, "zone": "Asia/Jakarta"}
    for stand in range(2):
        yield "stand", {"code": f"G{stand + 1:02}", "status": "open" if number % 3 else ""}
