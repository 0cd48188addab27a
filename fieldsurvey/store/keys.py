"""Keys of private values, outside the journal: one a response, and one that a visit's team shares.

A destroyed key leaves its row with no material, so that the same key cannot come back in an older
bundle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import JournalError, StoreError
from fieldsurvey.journal import ERASURE, SecretKey, box, new_id
from fieldsurvey.store import lines, scored
from fieldsurvey.survey.ports import LOCKED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldsurvey.store.driver import Link


def of_entity(link: Link, stream: str, entity: str) -> SecretKey:
    """Return the key that private values of an entity are written under, made on first use.

    Raises:
        StoreError: its private values were erased; nothing private may be written there again.
    """
    row = link.one(
        "SELECT id, material FROM secret_key WHERE stream = ? AND of = ? AND material NOT NULL"
        " ORDER BY rowid",
        (stream, entity),
    )
    if row:
        return SecretKey(row[0], stream, entity, row[1])
    if is_erased(link, stream, entity):
        raise StoreError(path=link.path, what="the private answers of this response were erased")
    key = SecretKey(new_id(), stream, entity, box.new_key())
    _insert(link, key)
    return key


def held(link: Link, stream: str) -> list[SecretKey]:
    """Return the keys held for a stream."""
    rows = link.rows(
        "SELECT id, stream, of, material FROM secret_key"
        " WHERE stream = ? AND material NOT NULL ORDER BY rowid",
        (stream,),
    )
    return [SecretKey(*row) for row in rows]


def take_in(link: Link, keys: Iterable[SecretKey]) -> int:
    """Keep keys that arrived; those of erased entities and destroyed ones are dropped."""
    new = 0
    for key in keys:
        known = link.one("SELECT 1 FROM secret_key WHERE id = ?", (key.id,))
        if not known and not is_erased(link, key.stream, key.of):
            _insert(link, key)
            scored.outdate_stream(link, key.stream)
            lines.outdate(link, key.stream)
            new += 1
    return new


def destroy(link: Link, stream: str, entity: str) -> None:
    """Destroy the keys of an entity; ``secure_delete`` overwrites them in the file."""
    link.run("UPDATE secret_key SET material = NULL WHERE stream = ? AND of = ?", (stream, entity))


def is_erased(link: Link, stream: str, entity: str) -> bool:
    """Whether an erasure of the entity's private values has been written anywhere."""
    row = link.one(
        'SELECT 1 FROM "change" WHERE stream = ? AND entity = ? AND field = ?',
        (stream, entity, ERASURE),
    )
    return row is not None


def team_key(link: Link, stream: str) -> bytes:
    """Return the key that the inspectors of a visit share, made on first use."""
    material = held_team_key(link, stream)
    if material is not None:
        return material
    material = box.new_key()
    set_team_key(link, stream, material)
    return material


def held_team_key(link: Link, stream: str) -> bytes | None:
    """Return the key that the inspectors of a visit share, if it is here."""
    row = link.one("SELECT material FROM team_key WHERE stream = ?", (stream,))
    return bytes(row[0]) if row else None


def set_team_key(link: Link, stream: str, material: bytes) -> None:
    """Keep the team key that the lead's package brought."""
    if len(material) != box.KEY_BYTES:
        raise JournalError(what="a team key has 32 bytes")
    link.run("INSERT OR REPLACE INTO team_key (stream, material) VALUES (?, ?)", (stream, material))


class Reader:
    """Opens the private values of one stream with the keys held when it was made."""

    def __init__(self, link: Link, stream: str) -> None:
        self._materials = {key.id: key.material for key in held(link, stream)}

    def clear(self, value: object, place: box.Place) -> object:
        """Return a value in clear, or LOCKED without its key; other values as they are."""
        if not box.is_box(value):
            return value
        material = self._materials.get(box.key_id(value) or "")
        if material is None:
            return LOCKED
        try:
            return box.unseal(value, material, place)
        except JournalError:
            # Made so by its writer: the bytes are what he signed, and no key opens them.
            return LOCKED


def _insert(link: Link, key: SecretKey) -> None:
    link.run(
        "INSERT INTO secret_key (id, stream, of, material) VALUES (?, ?, ?, ?)",
        (key.id, key.stream, key.of, key.material),
    )
