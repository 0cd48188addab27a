"""Who a database is, and the keys and acquaintances in its custody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.journal import Peer, SecretKey, sign
from fieldsurvey.store import given, identity, journal_table, keyholders, keys, peers
from fieldsurvey.store.driver import FileKey

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from fieldsurvey.store.driver import Link
    from fieldsurvey.store.keyholders import Keyholder


class Custody:
    """The half of a ``Store`` that answers for its device: identity, peers, keys."""

    def __init__(self, link: Link) -> None:
        self._link = link
        #: Name of the inspector whose own passphrase opened the database, ``""`` when it was the database's.
        self.opened_by = ""
        self._identity = self._settle()

    @property
    def path(self) -> Path:
        """The database file."""
        return self._link.path

    def atomic(self) -> AbstractContextManager[None]:
        """Join everything inside into one durable transaction."""
        return self._link.transaction()

    def reading_through(self) -> AbstractContextManager[None]:
        """Keep few pages in memory while much is read once."""
        return self._link.reading_through()

    def streams(self) -> list[str]:
        """Return the ids of the streams held, in the order they came."""
        return journal_table.streams(self._link)

    def first_stream(self) -> str | None:
        """Return the id of the stream that came first, None while there is none."""
        return journal_table.first_stream(self._link)

    # --- this device

    @property
    def device(self) -> str:
        """Id of this database on this machine."""
        return self._me().device

    @property
    def parent(self) -> str | None:
        """The device whose database this is a copy of, if it is one."""
        return self._me().parent

    def _settle(self) -> identity.Identity:
        found = identity.current(self._link)
        if found and found[1] and not given.is_short(self._link, found[0].device):
            return found[0]
        with self._link.transaction():
            if found:
                self._identity = found[0]
                return self._leave_device()
            return identity.start(self._link, None)

    def _leave_device(self) -> identity.Identity:
        """Go on as a new device; the last act of the old one is to sign what it wrote and nobody has seen."""
        old = self._identity
        for stream in self.streams():
            journal_table.close_tails(self._link, old, stream)
        self._identity = identity.start(self._link, old.device)
        return self._identity

    def _me(self, *, writes: bool = False) -> identity.Identity:
        """Return who this is now: another connection, or a segment, may have made it a new device.

        Whoever ``writes`` under an identity that was disowned goes on as a new device.
        """
        newest, disowned = identity.newest(self._link)
        if newest != self._identity.device:
            found = identity.current(self._link)
            assert found is not None  # noqa: S101  made when the database was opened
            self._identity = found[0]
        return self._leave_device() if writes and disowned else self._identity

    # --- peers

    def signing_public_key(self) -> bytes:
        """Return this device's Ed25519 public key."""
        return self._me().signing.public_key().public_bytes_raw()

    def sign(self, purpose: str, message: bytes) -> bytes:
        """Sign a statement of this device."""
        return sign(self._me().signing, purpose, message)

    def peers(self) -> list[Peer]:
        """Return the peers, in the order they were paired."""
        return peers.held(self._link)

    def add_peer(self, peer: Peer) -> None:
        """Keep a peer."""
        peers.keep(self._link, peer)

    def forget_peer(self, device: str) -> None:
        """Forget a peer."""
        peers.forget(self._link, device)

    def server_identity(self) -> bytes | None:
        """Return the TLS key and certificate under which this device serves."""
        return peers.server_identity(self._link, self.device)

    def keep_server_identity(self, pem: bytes) -> None:
        """Keep them."""
        peers.keep_server_identity(self._link, self.device, pem)

    # --- keys

    def secret_keys(self, stream: str) -> list[SecretKey]:
        """Return the keys held for a stream."""
        return keys.held(self._link, stream)

    def add_secret_keys(self, arrived: Iterable[SecretKey]) -> int:
        """Keep keys that arrived and return how many were new."""
        with self.atomic():
            return keys.take_in(self._link, arrived)

    def team_key(self, stream: str) -> bytes:
        """Return the key that the inspectors of a visit share."""
        with self.atomic():
            return keys.team_key(self._link, stream)

    def held_team_key(self, stream: str) -> bytes | None:
        """Return the team key of a visit, if it is here."""
        return keys.held_team_key(self._link, stream)

    def set_team_key(self, stream: str, material: bytes) -> None:
        """Keep the team key that the lead's package brought."""
        keys.set_team_key(self._link, stream, material)

    @property
    def signing_key(self) -> Ed25519PrivateKey:
        """This device's Ed25519 key, which closes its segments and binds ink to a document."""
        return self._me().signing

    # --- who opens the database

    @property
    def key(self) -> FileKey | None:
        """What opens the file again without a passphrase, None for a plain one."""
        return FileKey(self._link.key) if self._link.key is not None else None

    def keyholders(self) -> list[Keyholder]:
        """Return the inspectors with a passphrase or a PIN of their own, by name."""
        return keyholders.held(self._link)

    def set_own_passphrase(self, name: str, passphrase: str) -> Keyholder:
        """Let an inspector open the database by a passphrase of their own; see ``store.keyholders``."""
        return keyholders.set_passphrase(self._link, name, passphrase)

    def set_pin(self, name: str, pin: str | None) -> Keyholder:
        """Give an inspector a PIN of 4 to 8 digits, or None to take it away; see ``store.keyholders``."""
        return keyholders.set_pin(self._link, name, pin)

    def is_pin(self, keyholder: str, pin: str) -> bool:
        """Whether this is the PIN of a keyholder, by id."""
        return keyholders.is_pin(self._link, keyholder, pin)

    def remove_keyholder(self, keyholder: str) -> None:
        """Take the passphrase and the PIN of a keyholder away, by id."""
        keyholders.remove(self._link, keyholder)

    def encryption_public_key(self) -> bytes:
        """Return this device's X25519 public key."""
        return self._me().encryption.public_key().public_bytes_raw()

    def encryption_private_keys(self) -> list[bytes]:
        """Return the X25519 private keys of this device and of those it descends from."""
        return identity.lineage(self._link)
