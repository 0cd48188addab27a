"""The recovery key: made once, kept by an office, opens a database whose passphrase is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import StoreError, WrongPassphrase, WrongRecoveryKey
from fieldsurvey.store import Store, restore
from tests.cli.command_line import ran, refused
from tests.store.store_story import VISIT, write

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("quick_keys")


def made(path: Path) -> str:
    """Make a database with an answer and a recovery key; return the key."""
    with Store.open(path, "lama", create=True) as store:
        write(store, "s", "name", "x")
        return store.make_recovery_key()


def names(store: Store) -> list[object]:
    return [record.fields["name"] for record in store.entities(VISIT, "stand")]


def test_it_sets_a_new_passphrase_and_goes_on_opening(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    key = made(path)
    assert [len(group) for group in key.split("-")] == [4] * 14
    for new in ("baru", "lebih baru"):
        # Written down in small letters, with spaces, it is the same key.
        with Store.recover(path, key.lower().replace("-", " "), new) as store:
            assert names(store) == ["x"]
        with pytest.raises(WrongPassphrase):
            Store.open(path, "lama")
        Store.open(path, new).close()


def test_what_is_wrong_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    key, other = made(path), made(tmp_path / "b.db")
    mistyped = ("B" if key[0] != "B" else "C") + key[1:]
    for text, words in ((mistyped, "mistyped"), ("", "mistyped"), (other, "not its recovery key")):
        with pytest.raises(WrongRecoveryKey, match=words):
            Store.recover(path, text, "baru")
    beside = path.with_name("a.db-recovery")
    kept = beside.read_bytes()
    beside.unlink()
    with pytest.raises(StoreError, match=r"no a\.db-recovery lies beside it"):
        Store.recover(path, key, "baru")
    beside.write_bytes(kept[:40])
    with pytest.raises(StoreError, match="cut or altered"):
        Store.recover(path, key, "baru")
    beside.write_bytes((tmp_path / "b.db-recovery").read_bytes())
    with pytest.raises(WrongRecoveryKey, match="another file"):
        Store.recover(path, other, "baru")
    # Who knows the passphrase lays the envelope anew by opening the database.
    Store.open(path, "lama").close()
    Store.recover(path, key, "baru").close()


def test_a_new_recovery_key_ends_the_old_one_and_a_plain_database_needs_none(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.db"
    old = made(path)
    with Store.open(path, "lama") as store:
        new = store.make_recovery_key()
    with pytest.raises(WrongRecoveryKey):
        Store.recover(path, old, "baru")
    Store.recover(path, new, "baru").close()
    with (
        Store.open(tmp_path / "p.db", create=True) as plain,
        pytest.raises(StoreError, match="needs no"),
    ):
        plain.make_recovery_key()
    assert not (tmp_path / "p.db-recovery").exists()


def test_it_opens_backups_and_what_was_restored_from_them(tmp_path: Path) -> None:
    path, backup = tmp_path / "a.db", tmp_path / "backup.db"
    key = made(path)
    with Store.open(path, "lama") as store:
        store.backup(backup)
    Store.recover(backup, key, "baru").close()
    restore(backup, tmp_path / "new.db", "baru")
    Store.open(tmp_path / "new.db", "baru").close()
    with Store.recover(tmp_path / "new.db", key, "terakhir") as store:
        assert names(store) == ["x"]


def test_the_commands(tmp_path: Path) -> None:
    path, secret, new = tmp_path / "a.db", tmp_path / "secret", tmp_path / "new"
    Store.open(path, "lama", create=True).close()
    secret.write_text("lama\n")
    new.write_text("baru\n")
    here = ("--database", path, "--passphrase-file", secret)
    (tmp_path / "key").write_text(ran("db", "recovery-key", *here))
    recover = (
        "db",
        "passphrase",
        "--new-passphrase-file",
        new,
        "--recovery-key-file",
        tmp_path / "key",
    )
    ran(*recover, "--database", path)
    assert "does not open" in refused("db", "check", *here)
    secret.write_text("baru\n")
    new.write_text("lagi\n")
    assert "older backups open with the old one" in ran(
        "db", "passphrase", "--new-passphrase-file", new, *here
    )
    Store.open(path, "lagi").close()
    (tmp_path / "key").write_text("ABCD\n")
    assert "mistyped" in refused(*recover, "--database", path)


def test_what_a_restore_moved_aside_still_opens_by_its_recovery_key(tmp_path: Path) -> None:
    path, backup = tmp_path / "a.db", tmp_path / "backup.db"
    with Store.open(tmp_path / "b.db", "lain", create=True) as other:
        other.backup(backup)
    key = made(path)
    kept = restore(backup, path, "lain")
    assert kept is not None
    Store.open(path, "lain").close()
    with Store.recover(kept, key, "baru") as store:
        assert names(store) == ["x"]
