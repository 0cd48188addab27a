"""What it costs to try a passphrase: Argon2id as RFC 9106, section 4, recommends where memory is scarce."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import sqlcipher3.dbapi2
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from fieldsurvey.store import Store
from fieldsurvey.sync import addressees

if TYPE_CHECKING:
    from pathlib import Path

MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 4


def stretched(passphrase: str, salt: bytes) -> bytes:
    return Argon2id(
        salt=salt, length=32, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB
    ).derive(passphrase.encode())


def test_a_database_opens_with_what_was_stretched_in_full(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Store.open(path, "rahasia", create=True).close()
    salt = path.read_bytes()[:16]
    link = sqlcipher3.dbapi2.connect(str(path))
    link.execute(f"PRAGMA key = \"x'{stretched('rahasia', salt).hex()}{salt.hex()}'\"")
    assert link.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] > 0
    link.close()


def test_a_bundle_costs_as_much_and_says_so() -> None:
    content_key = os.urandom(32)
    slot = addressees._wrap_for_passphrase(content_key, "rahasia")
    assert (slot["memory_kib"], slot["passes"], slot["lanes"]) == (MEMORY_KIB, PASSES, LANES)
    assert addressees._unwrap_for_passphrase(slot, "rahasia") == content_key
