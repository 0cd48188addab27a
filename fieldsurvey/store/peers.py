"""Peers that this device exchanges streams with, and the TLS identity under which it serves."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from fieldsurvey.journal import Peer

if TYPE_CHECKING:
    from fieldsurvey.store.driver import Link


def held(link: Link) -> list[Peer]:
    """Return the peers, in the order they were paired."""
    rows = link.rows(
        "SELECT device, name, signing, encryption, since, certificate, address FROM peer"
        " ORDER BY rowid"
    )
    return [
        Peer(
            *(device, name, bytes(signing), bytes(encryption), datetime.fromisoformat(since)),
            certificate=bytes(certificate),
            address=address,
        )
        for device, name, signing, encryption, since, certificate, address in rows
    ]


def keep(link: Link, peer: Peer) -> None:
    """Keep a peer in place of what was known of it."""
    link.run(
        "INSERT OR REPLACE INTO peer"
        " (device, name, signing, encryption, since, certificate, address)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            *(peer.device, peer.name, peer.signing, peer.encryption),
            *(peer.since.isoformat(), peer.certificate, peer.address),
        ),
    )


def forget(link: Link, device: str) -> None:
    """Forget a peer; its receipts stay, for what it held then it was told to hold."""
    link.run("DELETE FROM peer WHERE device = ?", (device,))


def server_identity(link: Link, device: str) -> bytes | None:
    """Return the TLS key and certificate of this device; a copied database has none of its own."""
    row = link.one("SELECT pem FROM server_identity WHERE device = ?", (device,))
    return bytes(row[0]) if row else None


def keep_server_identity(link: Link, device: str, pem: bytes) -> None:
    """Keep them, and no other device's."""
    with link.transaction():
        link.run("DELETE FROM server_identity")
        link.run("INSERT INTO server_identity (device, pem) VALUES (?, ?)", (device, pem))
