"""An instrument is read once a process, however many desks ask; the shelf has an end."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import StoreError
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.manifest import MANIFEST
from fieldsurvey.survey.model import Mall
from fieldsurvey.survey.shelf import Shelf
from tests.soak.laptops import instrument

if TYPE_CHECKING:
    from pathlib import Path


def test_two_desks_and_two_visits_share_one_instrument(tmp_path: Path) -> None:
    with Store.open(tmp_path / "v.db", create=True) as store:
        visits = Desk(store, author="Ani").visits
        first, second = (visits.new(Mall("", "MPP"), [], instrument(1)) for _ in "12")
        one = Desk(store, author="Ani").instrument(first)
        assert Desk(store, author="Budi").instrument(second) is one
        assert one.form("stand") is one.form("stand")


def test_the_one_asked_for_longest_ago_makes_room() -> None:
    shelf = Shelf(room=1)
    read: list[str] = []

    def ask(version: str) -> None:
        data = dict(instrument(1).files)
        data[MANIFEST] += f"# {version}".encode()
        held = {hashlib.sha256(each).hexdigest(): each for each in data.values()}
        names = {name: hashlib.sha256(each).hexdigest() for name, each in data.items()}

        def take(sha256: str) -> bytes:
            read.append(version)
            return held[sha256]

        shelf.instrument(names, take)

    for version in ("1", "1", "2", "2", "1"):
        ask(version)
    assert list(dict.fromkeys(read)) == ["1", "2"]
    files = len(instrument(1).files)
    assert [read.count(version) for version in "12"] == [2 * files, files]


def test_what_has_not_arrived_is_asked_for_again() -> None:
    def absent(sha256: str) -> bytes:
        raise StoreError(path=sha256, what="not here")

    shelf, names = Shelf(), {MANIFEST: "0" * 64}
    for _ in "12":
        with pytest.raises(StoreError):
            shelf.instrument(names, absent)
