"""Compact copies of many photos: in any order, few at a time, and kept for the next time."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from fieldsurvey.errors import StoreError
from fieldsurvey.media import CompactCopies, compact_copy
from fieldsurvey.media import compact as rules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def photo(shade: int, size: tuple[int, int] = (1000, 600)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (shade, 90, 30)).save(out, "JPEG")
    return out.getvalue()


PHOTOS = {"a": photo(10), "b": photo(90), "c": b"not a photo", "d": photo(200, (300, 900))}
KEYS = ["a", "b", "missing", "c", "d", "a"]


class Shelf:
    """Keeps copies in memory and counts."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.times = 0

    def get(self, key: str) -> bytes | None:
        return self.kept.get(key)

    def keep(self, copies: Mapping[str, bytes]) -> None:
        self.kept.update(copies)
        self.times += 1


class Source:
    """Gives photos and notes which were asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, key: str) -> bytes:
        self.asked.append(key)
        if key not in PHOTOS:
            raise StoreError(path="here", what="not arrived")
        return PHOTOS[key]


@pytest.mark.parametrize("order", [KEYS, sorted(KEYS, reverse=True)])
def test_copies_are_those_made_one_by_one_in_whatever_order(order: list[str]) -> None:
    source = Source()
    copies = CompactCopies(source, KEYS)
    found = {key: copies.take(key) for key in order}
    assert found == {
        "a": compact_copy(PHOTOS["a"]),
        "b": compact_copy(PHOTOS["b"]),
        "c": None,
        "d": compact_copy(PHOTOS["d"]),
        "missing": None,
    }
    assert sorted(source.asked) == sorted({*KEYS})


def test_few_originals_wait_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_WAITING", 1)
    source = Source()
    copies = CompactCopies(source, KEYS)
    assert source.asked == ["a"]
    copies.take("a")
    assert source.asked == ["a", "b"]


def test_what_was_made_is_kept_once_and_made_no_more() -> None:
    shelf, source = Shelf(), Source()
    copies = CompactCopies(source, KEYS, shelf)
    made = {key: copies.take(key) for key in KEYS}
    assert (sorted(shelf.kept), shelf.times) == (["a", "b", "d"], 1)
    again = Source()
    copies = CompactCopies(again, KEYS, shelf)
    assert {key: copies.take(key) for key in KEYS} == made
    assert sorted(again.asked) == ["c", "missing"]
    assert shelf.times == 1


def test_a_database_keeps_them_with_their_photos(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from fieldsurvey.store import Store

    with Store.open(tmp_path / "v.db", None, create=True) as store:
        assert store.compact("0" * 64, "rules 1") is None
        name = store.put_blob(PHOTOS["a"])
        store.keep_compact({name: b"small", "0" * 64: b"of nothing"}, "rules 1")
        assert store.compact(name, "rules 1") == b"small"
        assert store.compact("0" * 64, "rules 1") is None
        assert store.compact(name, "rules 2") is None
        assert store.check() == []
        store.reclaim_blob(name, datetime.now(UTC))
        assert store.compact(name, "rules 1") is None
