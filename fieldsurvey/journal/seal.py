"""A seal: a digest of the inspection facts of a stream as they stood, and a way to prove it later.

Each covered change gives a leaf: SHA-256 over the seal's salt, the change's key and its hash. The
hash is over stored bytes in which private values are ciphertext, so erasing a value by destroying
its key breaks nothing; the salt keeps a printed digest from confirming a guess. The digest binds
the stream, the kinds, the cursor and all leaves.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import JournalError
from fieldsurvey.journal.change import Change, ChangeKey
from fieldsurvey.journal.cursor import Cursor

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT = 1
_SALT_BYTES = 16
_LEAF_BYTES = 32


@dataclass(frozen=True, slots=True)
class Seal:
    """What was sealed. ``digest`` is what a document prints; ``encode`` is what a blob keeps.

    Attributes:
        stream: the sealed stream.
        kinds: the kinds that it freezes, sorted.
        cursor: how much of the stream was held.
        salt: 16 random bytes.
        leaves: the commitment of each covered change.
    """

    stream: str
    kinds: tuple[str, ...]
    cursor: Cursor
    salt: bytes
    leaves: dict[ChangeKey, bytes]

    @property
    def digest(self) -> str:
        """SHA-256 over everything above, hex."""
        head = [FORMAT, self.stream, self.kinds, self.cursor.to_json(), self.salt.hex()]
        hasher = hashlib.sha256(json.dumps(head, separators=(",", ":")).encode())
        for key, leaf in sorted(self.leaves.items()):
            hasher.update(_named(key) + leaf)
        return hasher.hexdigest()

    def covers(self, kind: str) -> bool:
        """Whether changes of a kind are frozen."""
        return kind in self.kinds

    def encode(self) -> bytes:
        """Return the seal as bytes to keep."""
        leaves: dict[str, list[tuple[int, bytes]]] = {}
        for key, leaf in sorted(self.leaves.items()):
            leaves.setdefault(key.device, []).append((key.seq, leaf))
        record = {
            "v": FORMAT,
            "stream": self.stream,
            "kinds": self.kinds,
            "cursor": self.cursor.to_json(),
            "salt": self.salt.hex(),
            "leaves": {
                device: {
                    "seqs": [seq for seq, _ in found],
                    "hashes": base64.b64encode(b"".join(leaf for _, leaf in found)).decode(),
                }
                for device, found in leaves.items()
            },
            "digest": self.digest,
        }
        return json.dumps(record, separators=(",", ":")).encode()

    @classmethod
    def decode(cls, data: bytes) -> Seal:
        """Read a seal.

        Raises:
            JournalError: cut, altered, or of a newer format.
        """
        try:
            record = json.loads(data)
            if record["v"] != FORMAT:
                raise JournalError(what=f"seal format {record['v']} is newer; update fieldsurvey")
            leaves = {}
            for device, found in record["leaves"].items():
                joined = base64.b64decode(found["hashes"], validate=True)
                cut = [joined[at : at + _LEAF_BYTES] for at in range(0, len(joined), _LEAF_BYTES)]
                pairs = zip(found["seqs"], cut, strict=True)
                leaves.update({ChangeKey(device, seq): leaf for seq, leaf in pairs})
            seal = cls(
                record["stream"],
                tuple(record["kinds"]),
                Cursor.from_json(record["cursor"]),
                bytes.fromhex(record["salt"]),
                leaves,
            )
            intact = seal.digest == record["digest"]
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
            raise JournalError(what="a seal is not readable: it was cut or altered") from error
        if not intact:
            raise JournalError(what="a seal was altered: its digest does not fit")
        return seal


@dataclass(frozen=True, slots=True)
class Differences:
    """What a stream shows against its seal, as keys in order.

    Attributes:
        missing: sealed, not here.
        altered: here under the same key with other bytes.
        added: of a sealed kind and within the cursor, yet not sealed.
        late: of a sealed kind, arrived or written after the seal; for an addendum, no breach.
    """

    missing: tuple[ChangeKey, ...] = ()
    altered: tuple[ChangeKey, ...] = ()
    added: tuple[ChangeKey, ...] = ()
    late: tuple[ChangeKey, ...] = ()

    @property
    def intact(self) -> bool:
        """Whether all that was sealed is here, unaltered, and nothing was slipped in."""
        return not (self.missing or self.altered or self.added)


def seal(stream: str, changes: Iterable[Change], kinds: Iterable[str], cursor: Cursor) -> Seal:
    """Seal the changes of the given kinds that lie within the cursor.

    Args:
        stream: the stream.
        changes: its changes, at least those within the cursor.
        kinds: which kinds to freeze.
        cursor: what is held.

    Raises:
        JournalError: a covered number stands for two changes (a fork); decide that first.
    """
    frozen = tuple(sorted(set(kinds)))
    salt = os.urandom(_SALT_BYTES)
    leaves: dict[ChangeKey, bytes] = {}
    for change in set(changes):
        if change.kind in frozen and change.stream == stream and cursor.covers(change.key):
            if change.key in leaves:
                what = f"two changes under {change.device}/{change.seq}: nothing was sealed"
                raise JournalError(what=what)
            leaves[change.key] = _leaf(salt, change)
    return Seal(stream, frozen, cursor, salt, leaves)


def verify(sealed: Seal, changes: Iterable[Change]) -> Differences:
    """Compare a stream with its seal; no key to any private value is needed."""
    here: dict[ChangeKey, set[bytes]] = {}
    late = set()
    for change in changes:
        if change.stream != sealed.stream or not (
            change.key in sealed.leaves or sealed.covers(change.kind)
        ):
            continue
        if sealed.cursor.covers(change.key):
            here.setdefault(change.key, set()).add(_leaf(sealed.salt, change))
        else:
            late.add(change.key)
    both = here.keys() & sealed.leaves.keys()
    return Differences(
        missing=tuple(sorted(sealed.leaves.keys() - here.keys())),
        altered=tuple(sorted(key for key in both if here[key] != {sealed.leaves[key]})),
        added=tuple(sorted(here.keys() - sealed.leaves.keys())),
        late=tuple(sorted(late)),
    )


def _leaf(salt: bytes, change: Change) -> bytes:
    body = salt + _named(change.key) + bytes.fromhex(change.hash)
    return hashlib.sha256(body).digest()


def _named(key: ChangeKey) -> bytes:
    return f"{key.device}/{key.seq}\0".encode()
