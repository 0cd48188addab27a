"""Opening, refusing, copying, backing up, encrypting."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, Any

import pytest
import sqlcipher3.dbapi2
import sqlite_utils.utils

from fieldsurvey import whole_file
from fieldsurvey.errors import (
    PassphraseNeeded,
    StoreDamaged,
    StoreError,
    StoreLocked,
    StoreMissing,
    StoreTooNew,
    WrongPassphrase,
)
from fieldsurvey.store import Store, driver, identity, migrations, restore
from fieldsurvey.store import backup as backup_module
from tests.store.store_story import AT, VISIT, everything, send, shown, write, write_private

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("quick_keys")


def test_sqlite_utils_works_through_sqlcipher() -> None:
    assert sys.modules["pysqlite3"].__name__ == "sqlcipher3"
    chosen = vars(sqlite_utils.utils)["sqlite3"]
    assert chosen.__name__ == "sqlcipher3"
    assert issubclass(chosen.IntegrityError, sqlcipher3.dbapi2.Error)


def test_connections_are_set_for_durability(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db", create=True) as store:
        settings = {
            name: store._link.one(f"PRAGMA {name}")
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
        assert settings == {
            "journal_mode": ("wal",),
            "synchronous": (2,),
            "foreign_keys": (1,),
            "secure_delete": (1,),
        }
        assert store._link.one("PRAGMA temp_store") == (2,)


def test_refusals_say_what_is_wrong(
    tmp_path: Path, opened: Callable[..., Store], capfd: pytest.CaptureFixture[str]
) -> None:
    opened("plain").close()
    opened("locked", "rahasia").close()
    (tmp_path / "text.db").write_text("Bukan basis data, hanya catatan.")
    (tmp_path / "short.db").write_text("x")
    cases: list[tuple[str, str | None, type[StoreError], str]] = [
        ("absent.db", None, StoreMissing, "no database here"),
        ("locked.db", "salah", WrongPassphrase, "does not open"),
        ("locked.db", None, PassphraseNeeded, "give its passphrase"),
        ("plain.db", "rahasia", StoreError, "open it without one"),
        ("text.db", None, PassphraseNeeded, "not a fieldsurvey database"),
        ("text.db", "rahasia", WrongPassphrase, "not a fieldsurvey database"),
        ("short.db", None, StoreDamaged, "cut short"),
        (".", None, StoreError, "directory"),
        ("nowhere/a.db", None, StoreMissing, "no database here"),
    ]
    for name, passphrase, kind, words in cases:
        with pytest.raises(kind, match=words) as caught:
            Store.open(tmp_path / name, passphrase)
        assert "rahasia" not in str(caught.value)
    with pytest.raises(StoreError, match="folder does not exist"):
        Store.open(tmp_path / "nowhere" / "a.db", create=True)
    # SQLCipher's own lines stay out of the user's sight.
    assert capfd.readouterr() == ("", "")


def test_a_file_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    link = driver.open_link(path, None, create=True)
    link.run("CREATE TABLE recipes (name)")
    link.close()
    with pytest.raises(StoreError, match="another program"):
        Store.open(path)


@pytest.mark.parametrize("passphrase", [None, "rahasia"])
def test_an_older_schema_is_backed_up_then_migrated_and_a_newer_one_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: str | None
) -> None:
    path = tmp_path / "a.db"
    with Store.open(path, passphrase, create=True) as store:
        write(store, "s", "name", "x")

    def add_a_table(db: Any) -> None:
        db.table("later").create({"id": int})
        db.execute(f"PRAGMA user_version = {migrations.SCHEMA}")

    known = migrations.migrations
    monkeypatch.setattr(known, "_migrations", list(known._migrations))
    known(name="9999_later")(add_a_table)
    this = migrations.SCHEMA
    with monkeypatch.context() as next_version:
        next_version.setattr(migrations, "SCHEMA", this + 1)
        with Store.open(path, passphrase) as store:
            assert store._link.rows("SELECT * FROM later") == []
            assert len(store.entities(VISIT, "stand")) == 1
    with pytest.raises(StoreTooNew, match=f"schema {this + 1}, this one knows {this}"):
        Store.open(path, passphrase)

    (kept,) = tmp_path.glob("*.bak")
    with Store.open(kept, passphrase) as store:
        assert len(store.entities(VISIT, "stand")) == 1


def test_another_writer_is_waited_for_then_told(opened: Callable[..., Store]) -> None:
    first, second = opened("a"), opened("a")
    second._link.run("PRAGMA busy_timeout = 20")
    write(first, "s", "name", "x")
    with first.atomic(), pytest.raises(StoreLocked, match="in use by another"):
        write(second, "s", "name", "y")
    write(second, "s", "name", "z")
    assert first.check() == second.check() == []


@pytest.mark.parametrize("passphrase", [None, "rahasia"])
def test_a_truncated_or_altered_file_is_found_out(
    tmp_path: Path, opened: Callable[..., Store], passphrase: str | None
) -> None:
    with opened("a", passphrase) as store:
        for number in range(50):
            write(store, f"s{number}", "name", "x" * 200)
    whole = (tmp_path / "a.db").read_bytes()
    # Cut: the header still names more pages than there are.
    (tmp_path / "cut.db").write_bytes(whole[: len(whole) // 2])
    assert _problems(tmp_path / "cut.db", passphrase)
    middle = whole.rindex(b"x" * 50) if passphrase is None else len(whole) // 2
    (tmp_path / "bit.db").write_bytes(whole[:middle] + b"y" + whole[middle + 1 :])
    assert _problems(tmp_path / "bit.db", passphrase)


def _problems(path: Path, passphrase: str | None) -> list[str]:
    try:
        with Store.open(path, passphrase) as store:
            return store.check()
    except StoreDamaged as error:
        return [str(error)]


def test_check_names_what_was_tampered_with(opened: Callable[..., Store]) -> None:
    store = opened()
    write(store, "s", "name", "Imigrasi")
    write(store, "s", "status", "open")
    name = store.put_blob(b"photo")
    everything(store)
    assert store.check() == []
    steps = {
        "UPDATE head SET value = '\"Samsat\"' WHERE field = 'name'": "table head does not follow",
        "UPDATE entity SET deleted = 1": "table entity does not follow",
        "UPDATE blob SET data = x'00'": f"the file {name} was altered",
        "UPDATE segment SET data = substr(data, 1, 100)": "was altered",
        "UPDATE \"change\" SET field = 'other' WHERE seq = 1": "change .*/1 of visit was altered",
        'DELETE FROM "change" WHERE seq = 2': "should have 2 changes, 1 are here",
        "UPDATE \"change\" SET body = x'00' WHERE seq = 1": "change .*/1 of visit was altered",
        "DELETE FROM stream": "table change speaks of something that is not here",
    }
    for sql, words in steps.items():
        with pytest.raises(RuntimeError, match=words), store.atomic():  # noqa: PT012
            store._link.run(sql)
            raise RuntimeError("\n".join(_without_checkpoint(store)))
    store._link.run("DELETE FROM head")
    assert store.check() == ["table head does not follow from the journal: run db rebuild"]
    store.rebuild()
    assert store.check() == []


def _without_checkpoint(store: Store) -> list[str]:
    """The checks that can run inside a transaction, which is then undone."""
    from fieldsurvey.store import check

    link = store._link
    parts = (
        check._bodies,
        check._chains,
        check._segments,
        check._references,
        check._projections,
        check._blobs,
    )
    return [problem for part in parts for problem in part(link)]


def test_the_device_stays_while_the_file_stays(opened: Callable[..., Store]) -> None:
    with opened() as store:
        device = store.device
        assert store.parent is None
    with opened() as store:
        assert (store.device, store.parent) == (device, None)


def test_a_copied_file_is_a_new_device_and_both_go_on(
    tmp_path: Path, opened: Callable[..., Store]
) -> None:
    with opened("a") as store:
        write(store, "s", "name", "x")
        addressed_to = store.encryption_private_keys()
    shutil.copy(tmp_path / "a.db", tmp_path / "copy.db")
    a, copy = opened("a"), opened("copy")
    assert copy.device != a.device
    assert copy.parent == a.device
    # What was addressed to the first device still opens, but nothing can be signed as it.
    assert copy.encryption_private_keys()[1:] == addressed_to
    assert copy.encryption_public_key() != a.encryption_public_key()
    signing = copy._link.rows("SELECT signing FROM identity ORDER BY rowid")
    assert signing[0] == (None,)

    write(a, "s", "name", "a")
    write(copy, "s", "name", "copy")
    other = opened("other")
    send(copy, other)
    send(a, other)
    send(copy, a)
    send(a, copy)
    assert shown(a) == shown(copy) == shown(other)
    for store in (a, copy, other):
        assert store.forks(VISIT) == []
        assert store.check() == []


def test_another_machine_is_a_new_device(
    tmp_path: Path, opened: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened() as store:
        device = store.device
    machine = tmp_path / "machine-id"
    machine.write_text("another\n")
    monkeypatch.setattr(identity, "_MACHINE_ID", machine)
    with opened() as store:
        assert store.parent == device


@pytest.mark.parametrize("passphrase", [None, "rahasia"])
def test_backup_and_restore(
    tmp_path: Path, opened: Callable[..., Store], passphrase: str | None
) -> None:
    backup = tmp_path / "backup.db"
    store = opened("a", passphrase)
    write(store, "s", "name", "before")
    store.backup(backup)
    with pytest.raises(StoreError, match="exists already"):
        store.backup(backup)
    device = store.device
    write(store, "s", "name", "after")
    with pytest.raises(StoreLocked):
        restore(backup, store.path, passphrase)
    store.close()

    kept = restore(backup, store.path, passphrase)
    assert kept is not None
    back = opened("a", passphrase)
    (record,) = back.entities(VISIT, "stand")
    assert record.fields == {"name": "before"}
    # In the old place, yet a new device: the number of "after" is taken.
    assert back.parent == device
    assert back.check() == []
    with Store.open(kept, passphrase) as old:
        send(old, back)
    (record,) = back.entities(VISIT, "stand")
    assert record.fields == {"name": "after"}
    assert back.forks(VISIT) == []
    assert sorted(path.suffix for path in tmp_path.glob("*.part*")) == []


class _PowerCut(BaseException):
    """Nothing of the process runs after it."""


class _Power:
    """Cuts the process off before its n-th change of a name on the disk, and at every one after that."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left: int | None = None
        for name in ("rename", "replace", "link", "unlink"):
            monkeypatch.setattr(os, name, self._cut_off(getattr(os, name)))

    def _cut_off(self, change: Callable[..., None]) -> Callable[..., None]:
        def changed(*words: Any, **more: Any) -> None:
            if self.left == 0:
                raise _PowerCut
            if self.left is not None:
                self.left -= 1
            change(*words, **more)

        return changed


def the_name(path: Path) -> str:
    """Return what a database says that is whole."""
    with Store.open(path) as store:
        (record,) = store.entities(VISIT, "stand")
        assert store.check() == []
    return str(record.fields["name"])


def test_a_restore_cut_anywhere_leaves_one_of_both_whole(
    tmp_path: Path, opened: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    power = _Power(monkeypatch)
    with opened("a") as store:
        write(store, "s", "name", "before")
        store.backup(tmp_path / "backup.db")
        write(store, "s", "name", "after")
    (whole, copy), cut = (p.read_bytes() for p in (store.path, tmp_path / "backup.db")), 0
    seen = []
    while True:
        folder = tmp_path / str(cut)
        folder.mkdir()
        target, source = folder / "a.db", folder / "backup.db"
        target.write_bytes(whole)
        source.write_bytes(copy)
        power.left = cut
        try:
            restore(source, target, None)
        except _PowerCut:
            cut += 1
        else:
            break
        finally:
            power.left = None
        seen.append(the_name(target))
        if seen[-1] == "before":
            (kept,) = folder.glob("*.before-restore.*Z")
            assert the_name(kept) == "after"
    assert cut >= 4
    assert seen == sorted(seen)  # "after" stays until the one rename puts "before" in its place


def test_what_does_not_open_in_its_place_gives_way_to_what_was_there(
    tmp_path: Path, opened: Callable[..., Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened("a") as store:
        write(store, "s", "name", "before")
        store.backup(tmp_path / "backup.db")
        write(store, "s", "name", "after")

    def spoil(folder: Path) -> None:
        """The disk loses the beginning of the file, once it is in its place."""
        if not list(tmp_path.glob("*.part")):
            store.path.write_bytes(b"x" * 5000)
        whole_file.flush_folder(folder)

    monkeypatch.setattr(backup_module, "flush_folder", spoil)
    with pytest.raises(StoreError):
        restore(tmp_path / "backup.db", store.path, None)
    with opened("a") as store:
        (record,) = store.entities(VISIT, "stand")
    assert record.fields == {"name": "after"}


def test_a_damaged_backup_is_not_put_in_place(tmp_path: Path, opened: Callable[..., Store]) -> None:
    with opened("a") as store:
        write(store, "s", "name", "x" * 5000)
    backup = tmp_path / "backup.db"
    whole = (tmp_path / "a.db").read_bytes()
    at = whole.rindex(b"x" * 50)
    backup.write_bytes(whole[:at] + b"y" + whole[at + 1 :])
    with pytest.raises(StoreDamaged):
        restore(backup, tmp_path / "a.db", None)
    with opened("a") as store:
        assert store.check() == []


def test_a_new_passphrase_replaces_the_old_one(
    tmp_path: Path, opened: Callable[..., Store]
) -> None:
    store = opened("a", "lama")
    write(store, "s", "name", "x")
    other = opened("a", "lama")
    with pytest.raises(StoreLocked):
        store.change_passphrase("baru")
    other.close()
    store.change_passphrase("baru")
    write(store, "s", "name", "y")
    assert store.check() == []
    store.backup(tmp_path / "backup.db")
    store.close()
    with pytest.raises(WrongPassphrase):
        Store.open(tmp_path / "a.db", "lama")
    for name in ("a", "backup"):
        with Store.open(tmp_path / f"{name}.db", "baru") as again:
            assert [one.fields for one in again.entities(VISIT, "stand")] == [{"name": "y"}]
    with opened("plain") as plain, pytest.raises(StoreError, match="no passphrase"):
        plain.change_passphrase("baru")


def test_nothing_private_can_be_read_in_any_file(
    tmp_path: Path, opened: Callable[..., Store]
) -> None:
    plain, encrypted = opened("plain"), opened("encrypted", "rahasia")
    for store in (plain, encrypted):
        write(store, "s", "name", "Kantor Imigrasi")
        write_private(store, "r", "/data/name", "Budi Santoso")
        store.put_blob(b"JFIF bytes of a photo")
    open_names = _files_with(tmp_path, b"Kantor Imigrasi")
    assert open_names == {"plain.db-wal"}
    for private in (b"Budi Santoso", b"rahasia"):
        assert _files_with(tmp_path, private) == set()
    assert _files_with(tmp_path, b"JFIF") == {"plain.db-wal"}

    material = plain.secret_keys(VISIT)[0].material
    plain.erase(VISIT, "r", author="Ani", at=AT)
    for store in (plain, encrypted):
        store.close()
    assert _files_with(tmp_path, b"Kantor Imigrasi") == {"plain.db"}
    assert not (tmp_path / "encrypted.db").read_bytes().startswith(driver.PLAIN_HEADER)
    # Erased means gone from the bytes of the file as well.
    assert _files_with(tmp_path, material) == set()


def _files_with(folder: Path, text: bytes) -> set[str]:
    return {path.name for path in folder.iterdir() if text in path.read_bytes()}
