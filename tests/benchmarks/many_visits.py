"""A database of very many small visits, for the list: through the real journal, each line as the app makes it.

The visits are written in bulk: some hundreds in one transaction each, so that what takes time is the journal's own work
(a hash a change, its rows, what follows from it) and not the disk. Then the lines of the list are made as the window
makes them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.manifest import MANIFEST
from fieldsurvey.survey.model import Mall, Stand, VisitState
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.visit_list import VisitLines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_STATES = (VisitState.PLANNED, VisitState.ON_SITE, VisitState.COMPLETED, VisitState.CANCELLED)
_PLACES = (
    ("Bandung", "Jawa Barat"),
    ("Surabaya", "Jawa Timur"),
    ("Makassar", "Sulawesi Selatan"),
    ("Medan", "Sumatera Utara"),
    ("Denpasar", "Bali"),
    ("Banda Aceh", "Aceh"),
    ("Kupang", "Nusa Tenggara Timur"),
)
_AT = datetime(2026, 1, 1, tzinfo=UTC)
_FINDING = ("target", "target_name", "item", "condition", "criterion", "classification")
_IN_ONE = 500


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
        for first in range(1, count, _IN_ONE):
            with store.atomic():
                for number in range(first, min(first + _IN_ONE, count)):
                    entries = list(_entries(number, pinned))
                    store.write(_id(number), entries, author="uji", at=_AT)
        lines, left = VisitLines(), 1
        while left:
            left = lines.freshen(desk, store, _IN_ONE)


def _id(number: int) -> str:
    return str(UUID(int=(0x018F << 112) | (0x7000 << 64) | (0x8000 << 48) | number))


def _entries(number: int, instrument: dict[str, object]) -> Iterator[Entry]:
    for at, (kind, facts) in enumerate(_facts(number, instrument)):
        blobs = tuple(instrument["files"].values()) if kind == "visit" else ()  # type: ignore[attr-defined]
        for name, value in facts.items():
            yield Entry(
                kind, f"{kind}-{at}", name, value, blobs=blobs if name == "instrument" else ()
            )


def _facts(number: int, instrument: dict[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    city, province = _PLACES[number % len(_PLACES)]
    day = date(2024, 1, 1) + timedelta(days=number % 900)
    yield "visit", {"instrument": instrument, "assignment_date": day.isoformat()}
    yield "progress", {"state": _STATES[number % len(_STATES)].value}
    yield (
        "mall",
        {
            "name": f"MPP {city} {number:05}",
            "city": city,
            "province": province,
            "zone": "Asia/Jakarta",
        },
    )
    yield "stand", {"code": "G01", "status": "open" if number % 3 else ""}
    if number % 50 == 0:
        due = (day + timedelta(days=60)).isoformat()
        yield "finding", {**dict.fromkeys(_FINDING, "uji"), "number": 1, "deadline": due}
