"""One passphrase, two keyboards: an é in one character or in two opens the same database, new or old."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import WrongPassphrase
from fieldsurvey.store import FileKey, Store
from fieldsurvey.store.driver import SALT_BYTES, key_clause, spellings
from fieldsurvey.store.keyholders import opener

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("quick_keys")

COMPOSED = unicodedata.normalize("NFC", "kafé di tepi danau")
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)


def test_a_new_database_takes_either_spelling(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Store.open(path, DECOMPOSED, create=True) as store:
        store.set_own_passphrase("Ratna", f"milik {DECOMPOSED}")
    for typed in (COMPOSED, DECOMPOSED):
        with Store.open(path, typed) as store:
            assert store.key is not None
            assert opener(path, typed, store.key) == ""
    with Store.open(path, f"milik {COMPOSED}") as store:
        assert store.opened_by == "Ratna"
        store.change_passphrase(f"baru {DECOMPOSED}")
    Store.open(path, f"baru {COMPOSED}").close()


@pytest.mark.parametrize(("then", "now"), [(DECOMPOSED, COMPOSED), (DECOMPOSED, DECOMPOSED)])
def test_a_database_made_of_what_was_typed_opens_as_before_and_stays_as_it_is(
    tmp_path: Path, then: str, now: str
) -> None:
    path = tmp_path / "old.db"
    key = FileKey(key_clause(then, os.urandom(SALT_BYTES)))
    Store.open(path, key, create=True).close()
    before = path.read_bytes()
    with pytest.raises(WrongPassphrase):
        Store.open(path, "kafe di tepi danau")
    assert path.read_bytes() == before
    with Store.open(path, now) as store:
        assert store.key == key


def test_most_passphrases_are_stretched_once() -> None:
    assert spellings("kata sandi 123") == ("kata sandi 123",)
    assert spellings(DECOMPOSED) == (COMPOSED, DECOMPOSED)
