"""Peers: the devices that this one exchanges streams with directly, and what it shows of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from fieldsurvey.journal.ports import SegmentStorage

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Peer:
    """A device that was paired with this one.

    Attributes:
        device: its id, the fingerprint of ``signing``.
        name: what its owner calls it.
        signing: its Ed25519 public key, 32 bytes.
        encryption: its X25519 public key, 32 bytes; all zero when it takes no keys.
        since: when it was paired.
        certificate: the TLS certificate (DER) of a peer that serves; empty for one that calls.
        address: ``host:port`` where a peer that serves was last met.
    """

    device: str
    name: str
    signing: bytes = field(repr=False)
    encryption: bytes = field(repr=False)
    since: datetime
    certificate: bytes = field(default=b"", repr=False)
    address: str = ""


class DeviceStorage(Protocol):
    """Keeps who this device is and whom it knows."""

    @property
    def device(self) -> str:
        """Id of this database on this machine."""
        ...

    def signing_public_key(self) -> bytes:
        """Return this device's Ed25519 public key (32 bytes)."""
        ...

    def encryption_public_key(self) -> bytes:
        """Return this device's X25519 public key (32 bytes): what keys can be addressed to."""
        ...

    def sign(self, purpose: str, message: bytes) -> bytes:
        """Sign a statement of this device; see ``journal.signed``."""
        ...

    def peers(self) -> list[Peer]:
        """Return the peers, in the order they were paired."""
        ...

    def add_peer(self, peer: Peer) -> None:
        """Keep a peer in place of what was known of that device."""
        ...

    def forget_peer(self, device: str) -> None:
        """Forget a peer: it has to pair anew."""
        ...

    def server_identity(self) -> bytes | None:
        """Return the TLS key and certificate (PEM) under which this device serves, if it did yet."""
        ...

    def keep_server_identity(self, pem: bytes) -> None:
        """Keep them."""
        ...


class ExchangeStorage(SegmentStorage, DeviceStorage, Protocol):
    """A place that a hub serves from, or that a laptop brings up to date over a wire."""
