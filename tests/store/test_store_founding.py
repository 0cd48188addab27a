"""The first database: beside its place until it is settled, and whole from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import FileProblem, WrongRecoveryKey
from fieldsurvey.store import Store
from fieldsurvey.store.founding import abandon, found, settle

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("quick_keys")

OLD, NEW = "kata sandi lama", "kata sandi baru"


def test_settled_it_opens_and_is_no_copy_of_anything(tmp_path: Path) -> None:
    path = tmp_path / "inspeksi" / "visit.db"
    key = found(path, OLD)
    assert not path.exists()
    settle(path, OLD)
    with Store.open(path, OLD) as store:
        assert store.parent is None
        assert store.check() == []
    assert {each.name for each in path.parent.iterdir()} == {"visit.db", "visit.db-recovery"}
    with Store.recover(path, key, NEW) as store:
        assert store.parent is None


def test_a_power_cut_before_leaves_a_clean_start(tmp_path: Path) -> None:
    path = tmp_path / "visit.db"
    first = found(path, OLD)
    assert not path.exists()
    # The power goes here; what lies there was never a database anyone worked in.
    second = found(path, NEW)
    assert first != second
    settle(path, NEW)
    with pytest.raises(WrongRecoveryKey):
        Store.recover(path, first, OLD)
    Store.recover(path, second, OLD).close()


def test_abandoned_it_leaves_nothing(tmp_path: Path) -> None:
    found(tmp_path / "visit.db", OLD)
    abandon(tmp_path / "visit.db")
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "visit.db"
    found(path, OLD)
    path.write_bytes(b"somebody's")
    for call in (found, settle):
        with pytest.raises(FileProblem):
            call(path, OLD)
    assert path.read_bytes() == b"somebody's"
