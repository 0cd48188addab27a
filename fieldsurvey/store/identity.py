"""Which device this database is: its id, its signing key and its encryption key.

An identity belongs to one database file on one machine. A copy, a moved or restored file, or
another machine starts a new device that names the old one as its parent, so that no two databases
ever write under one id.
"""

from __future__ import annotations

import hashlib
import sys
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from fieldsurvey.journal import device_id

if TYPE_CHECKING:
    from fieldsurvey.store.driver import Link

_MACHINE_ID = Path("/etc/machine-id")
_NOWHERE = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """A device. ``parent`` is the device whose database was copied, None for a new database."""

    device: str
    parent: str | None
    signing: Ed25519PrivateKey
    encryption: X25519PrivateKey


def home_of(path: Path) -> str:
    """Return a fingerprint of this file on this machine; neither can be read from it."""
    place = f"{_machine()}\0{path.resolve()}"
    return hashlib.sha256(f"fieldsurvey device\0{place}".encode()).hexdigest()


def _machine() -> str:
    """Return what names this machine; empty where it has no lasting name."""
    if sys.platform == "win32":
        import winreg

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    try:
        return _MACHINE_ID.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        node = uuid.getnode()
        # This bit marks a number made up for this process, for want of a network card.
        return "" if node >> 40 & 1 else str(node)


def current(link: Link) -> tuple[Identity, bool] | None:
    """Return the newest identity and whether it is at home here, or None in a new database."""
    row = link.one(
        "SELECT device, parent, signing, encryption, machine FROM identity ORDER BY rowid DESC"
    )
    if row is None:
        return None
    device, parent, signing, encryption, home = row
    identity = Identity(
        device,
        parent,
        Ed25519PrivateKey.from_private_bytes(signing),
        X25519PrivateKey.from_private_bytes(encryption),
    )
    return identity, home == home_of(link.path)


def newest(link: Link) -> tuple[str, bool]:
    """Return the id of the newest identity, and whether it was disowned."""
    row = link.one("SELECT device, machine FROM identity ORDER BY rowid DESC")
    return (str(row[0]), row[1] == _NOWHERE) if row else ("", False)


def start(link: Link, parent: str | None) -> Identity:
    """Make a new identity; the parent's signing key is destroyed, so that this copy cannot use it.

    The parent's encryption key stays: what was addressed to it can still be opened here.
    """
    signing, encryption = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
    device = device_id(signing.public_key().public_bytes_raw())
    link.run("UPDATE identity SET signing = NULL")
    link.run(
        "INSERT INTO identity (device, parent, machine, signing, encryption, since)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            device,
            parent,
            home_of(link.path),
            signing.private_bytes_raw(),
            encryption.private_bytes_raw(),
            datetime.now(UTC).isoformat(),
        ),
    )
    return Identity(device, parent, signing, encryption)


def lineage(link: Link) -> list[bytes]:
    """Return the X25519 private keys of this device and of those it descends from, newest first."""
    rows = link.rows("SELECT encryption FROM identity ORDER BY rowid DESC")
    return [bytes(key) for (key,) in rows]


def disown(link: Link) -> None:
    """Mark a copy as at home nowhere: who opens it, or writes next, becomes a new device even here."""
    link.run("UPDATE identity SET machine = ?", (_NOWHERE,))
