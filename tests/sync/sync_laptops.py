"""Real laptops for the tests of bundles: a database each, and what it shows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from fieldsurvey.journal import canonical, new_id
from fieldsurvey.store import Store
from fieldsurvey.survey.ports import LOCKED, Entry

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
CHANGES = 7
KINDS = ("visit", "mall", "stand", "response", "photo")
SECRET = "nama-pengguna-layanan"
MALL = "MPP Kota Contoh"


class Laptops:
    """Opens databases in one folder and closes them together."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stores: list[Store] = []

    def new(self, name: str, passphrase: str | None = None) -> Store:
        """Return a new, empty database."""
        store = Store.open(self.folder / f"{name}.db", passphrase, create=True)
        self._stores.append(store)
        return store

    def close(self) -> None:
        """Close all of them."""
        for store in self._stores:
            store.close()


def write(store: Store, visit: str, kind: str, entity: str, *pair: object) -> None:
    """Write one field: its name and its value."""
    field, value = str(pair[0]), pair[1]
    store.write(visit, [Entry(kind, entity, field, value)], author="Ani", at=AT)


def begin_visit(store: Store, photo: bytes = b"photo" * 1000) -> str:
    """Make a visit of ``CHANGES`` changes: a mall, a stand, answers (one private), a form, a photo."""
    visit = new_id()
    form, picture = store.put_blob(b"<h:html/>"), store.put_blob(photo)
    store.write(
        visit,
        [
            Entry("visit", visit, "assignment", "ST-1"),
            Entry("mall", visit, "name", MALL),
            Entry("mall", visit, "form", form, blobs=(form,)),
            Entry("stand", "stand-1", "name", "Imigrasi"),
            Entry("response", "response-1", "/data/b02", "ya"),
            Entry("response", "response-1", "/data/name", SECRET, private_key_of="response-1"),
            Entry("photo", "photo-1", "blob", picture, blobs=(picture,)),
        ],
        author="Ani",
        at=AT,
    )
    return visit


def answer(store: Store, visit: str, field: str = "/data/name") -> object:
    """Return an answer of the response."""
    record = store.entity(visit, "response-1")
    assert record is not None
    return record.fields[field]


def shown(store: Store, visit: str) -> dict[str, Any]:
    """Return everything that a laptop shows of a visit, comparable between laptops."""
    return {
        "cursor": store.cursor(visit).to_json(),
        "changes": [change.hash for change in store.changes(visit)],
        "entities": [
            (record.id, record.kind, record.order, _plain(record.fields))
            for kind in KINDS
            for record in store.entities(visit, kind)
        ],
        "conflicts": [
            (c.entity, c.field, [canonical(a.value) for a in c.alternatives])
            for c in store.conflicts(visit)
        ],
        "blobs": store.blob_names(visit),
        "missing": store.missing_blobs(visit),
    }


def everything(store: Store) -> dict[str, Any]:
    """Return all that an import could have touched."""
    return {
        visit: (shown(store, visit), store.secret_keys(visit), store.receipts(visit))
        for visit in store.streams()
    }


def leftovers(folder: Path) -> list[Path]:
    """Return unfinished files in a folder."""
    return sorted(folder.glob(".*.part"))


def _plain(fields: dict[str, Any]) -> str:
    return canonical({name: "LOCKED" if v is LOCKED else v for name, v in fields.items()})
