"""A preview is an import taken back: what it tells is what an import does, and nothing of it stays."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.model import Mall, Stand
from fieldsurvey.sync import export_bundle, import_bundle, preview_bundle

if TYPE_CHECKING:
    from pathlib import Path


def content(store: Store, visit: str) -> tuple[object, ...]:
    changes = b"".join(change.body for change in store.changes(visit))
    return (
        hashlib.sha256(changes).hexdigest(),
        store.cursor(visit).to_json(),
        store.conflicts(visit),
        [r.peer for r in store.receipts(visit)],
    )


def test_what_a_preview_tells_is_what_an_import_does(tmp_path: Path) -> None:
    path = tmp_path / "pulang"
    with (
        Store.open(tmp_path / "a.db", None, create=True) as a,
        Store.open(tmp_path / "b.db", None, create=True) as b,
    ):
        ours, theirs = Desk(a, author="Ani"), Desk(b, author="Budi")
        visit = ours.visits.new(
            Mall("", "MPP Uji"), [Stand("", "G01", "Perizinan")], find_instrument("mpp-sidak")
        )
        export_bundle(a, tmp_path / "pergi", [visit])
        new = preview_bundle(b, tmp_path / "pergi").visits[0]
        assert (new.here, new.conflicts_new, new.doubles_new, new.answers_new) == (False, 0, 0, 0)
        assert b.streams() == []
        import_bundle(b, tmp_path / "pergi")
        for desk, status in ((ours, "open"), (theirs, "closed")):
            stand = desk.visits.target(visit, "stand", "G01")
            desk.visits.change(visit, "stand", stand.id, status=status)
            response = desk.responses(visit).open("stand", stand)
            response.set("/data/bagian_a/a01", "ya")
            response.save()
        export_bundle(b, path, [visit])
        before = content(a, visit)
        (told,) = preview_bundle(a, path).visits
        assert content(a, visit) == before
        assert (told.conflicts_new, told.doubles_new) == (1, 1)
        assert told.answers_new >= 1
        arrival = import_bundle(a, path).arrivals[0]
        assert told.changes_new == arrival.changes_new
        assert len(a.conflicts(visit)) == told.conflicts_new
        (again,) = preview_bundle(a, path).visits
        assert (again.changes_new, again.conflicts_new, again.doubles_new) == (0, 0, 0)
