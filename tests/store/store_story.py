"""What laptops write and exchange in the tests of the store."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from fieldsurvey.journal import Cursor
from fieldsurvey.survey.ports import Entry

if TYPE_CHECKING:
    from fieldsurvey.journal import Change, Taken
    from fieldsurvey.store import Store

VISIT = "visit"
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def write(store: Store, entity: str, field: str, value: Any, kind: str = "stand") -> Change:
    """Write one field."""
    return store.write(VISIT, [Entry(kind, entity, field, value)], author="Ani", at=AT)[0]


def write_private(store: Store, entity: str, field: str, value: Any) -> Change:
    """Write one private answer of a response."""
    entry = Entry("response", entity, field, value, private_key_of=entity)
    return store.write(VISIT, [entry], author="Ani", at=AT)[0]


def send(source: Store, target: Store, *, keys: bool = False) -> list[Taken]:
    """Send what the target lacks; keys only when it is addressed."""
    taken = [target.add_segment(data) for data in source.segments(VISIT, target.cursor(VISIT))]
    if keys:
        target.add_secret_keys(source.secret_keys(VISIT))
    for name in target.missing_blobs(VISIT):
        if name not in source.missing_blobs(VISIT):
            target.put_blob(source.blob(name))
    return taken


def everything(store: Store) -> list[bytes]:
    """All segments of the visit."""
    return list(store.segments(VISIT, Cursor()))


def shown(store: Store) -> Any:
    """Everything that a screen could show of the visit."""
    records = [store.entities(VISIT, kind) for kind in ("stand", "response")]
    return records, store.conflicts(VISIT), store.cursor(VISIT)
