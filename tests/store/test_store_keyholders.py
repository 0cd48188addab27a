"""Several inspectors, one database: own passphrases, short PINs, and what neither gives away."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import StoreError, WrongPassphrase
from fieldsurvey.store import FileKey, Store, restore
from fieldsurvey.store.keyholders import opener
from tests.store.store_story import VISIT, write

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("quick_keys")

OFFICE, RATNA, BUDI = "kata sandi kantor", "milik ratna sendiri", "milik budi sendiri"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, FileKey]:
    """A database with an answer, that Ratna and Budi open by passphrases of their own; do not write here."""
    path = tmp_path_factory.mktemp("made") / "a.db"
    with Store.open(path, OFFICE, create=True) as store:
        write(store, "s", "name", "x")
        store.set_own_passphrase("Ratna Wulandari", RATNA)
        store.set_own_passphrase("Budi", BUDI)
        assert store.key is not None
        return path, store.key


@pytest.fixture
def path(made: tuple[Path, FileKey], tmp_path: Path) -> Path:
    """A copy of it."""
    for name in ("a.db", "a.db-keyholders"):
        shutil.copy(made[0].with_name(name), tmp_path / name)
    return tmp_path / "a.db"


@pytest.fixture
def key(made: tuple[Path, FileKey]) -> FileKey:
    """What opens it without deriving anything."""
    return made[1]


def opened_by(path: Path, passphrase: str) -> str:
    """Open a database, look into it, and return who opened it."""
    with Store.open(path, passphrase) as store:
        assert [record.fields["name"] for record in store.entities(VISIT, "stand")] == ["x"]
        return store.opened_by


def test_each_opens_it_by_name_and_a_new_passphrase_of_the_office_asks_nobody(
    path: Path, key: FileKey
) -> None:
    assert opened_by(path, RATNA) == "Ratna Wulandari"
    with Store.open(path, key) as store:
        store.change_passphrase("kata sandi kantor yang baru")
    assert opened_by(path, BUDI) == "Budi"
    with pytest.raises(WrongPassphrase):
        Store.open(path, key)


def test_who_is_removed_or_has_another_passphrase_opens_nothing_by_the_old_one(
    path: Path, key: FileKey
) -> None:
    with Store.open(path, key) as store:
        ids = {each.name: each.id for each in store.keyholders()}
        store.remove_keyholder(ids["Ratna Wulandari"])
        # The name written otherwise is the same person.
        assert store.set_own_passphrase(" budi ", "budi yang kedua").id == ids["Budi"]
        assert [each.name for each in store.keyholders()] == ["Budi"]
    for old in (RATNA, BUDI):
        assert opener(path, old, key) is None
    assert opener(path, "budi yang kedua", key) == ids["Budi"]
    assert opener(path, OFFICE, key) == ""


def test_the_key_opens_again_without_any_passphrase_and_never_shows_itself(
    path: Path, key: FileKey
) -> None:
    with Store.open(path, key) as store:
        assert store.key == key
    assert key.clause not in repr(key)
    with pytest.raises(WrongPassphrase):
        Store.open(path, FileKey("x'" + "0" * 64 + key.clause[66:]))


def test_what_lies_beside_may_get_lost_and_says_no_names(path: Path, key: FileKey) -> None:
    beside = path.with_name("a.db-keyholders")
    told = beside.read_bytes()
    assert b"Ratna" not in told
    assert b"Budi" not in told
    for harm in (told[:60], b'{"slots": [7, {"salt": "x"}]}', None):
        beside.unlink() if harm is None else beside.write_bytes(harm)
        assert opener(path, RATNA, key) is None
    Store.open(path, key).close()
    assert beside.read_bytes() == told


def test_a_backup_opens_by_the_same_passphrases_wherever_it_is_put(
    path: Path, key: FileKey
) -> None:
    with Store.open(path, key) as store:
        backup = store.daily_backup(date(2026, 11, 23)).made
    assert backup is not None
    path.unlink()
    path.with_name("a.db-keyholders").unlink()
    restore(backup, path, OFFICE)
    assert opener(path, RATNA, key)


def test_a_pin_is_four_to_eight_digits_of_one_inspector_and_opens_no_file(
    path: Path, key: FileKey
) -> None:
    with Store.open(path, key) as store:
        for wrong in ("123", "123456789", "12a4", "", "١٢٣٤"):
            with pytest.raises(StoreError, match="4 to 8 digits"):
                store.set_pin("Budi", wrong)
        budi = store.set_pin("Budi", "24680")
        assert store.is_pin(budi.id, "24680")
        assert not store.is_pin(budi.id, "13579")
        # Sari opens by the office's passphrase and has a PIN all the same.
        sari = store.set_pin("Sari", "24680")
        assert (budi.opens, budi.has_pin, sari.opens, sari.has_pin) == (True, True, False, True)
        assert not store.set_pin("Budi", None).has_pin
        assert not store.is_pin(budi.id, "24680")
        with pytest.raises(StoreError, match="at least 8"):
            store.set_own_passphrase("Sari", "pendek")
        with pytest.raises(StoreError, match="needs a name"):
            store.set_pin("  ", "1357")
    assert opener(path, "24680", key) is None


def test_a_database_that_anyone_opens_needs_none(tmp_path: Path) -> None:
    with (
        Store.open(tmp_path / "p.db", create=True) as plain,
        pytest.raises(StoreError, match="everybody opens it"),
    ):
        plain.set_own_passphrase("Budi", BUDI)
