"""Old copies of a database file, and what comes of numbers that were used twice."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.journal import Cursor
from tests.store.store_story import VISIT, send, shown, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldsurvey.store import Store


def test_an_old_copy_put_back_by_hand_is_a_new_device_once_something_was_given_away(
    tmp_path: Path, opened: Callable[..., Store]
) -> None:
    with opened("a") as store:
        write(store, "s", "name", "monday")
        device = store.device
    shutil.copyfile(tmp_path / "a.db", tmp_path / "copy")
    other = opened("other")
    with opened("a") as store:
        write(store, "s", "name", "tuesday")
        send(store, other)
    shutil.copyfile(tmp_path / "copy", tmp_path / "a.db")

    back = opened("a")
    assert back.parent == device
    write(back, "s", "status", "open")
    send(back, other)
    send(other, back)
    assert back.forks(VISIT) == other.forks(VISIT) == []
    assert shown(back) == shown(other)
    (record,) = back.entities(VISIT, "stand")
    assert record.fields == {"name": "tuesday", "status": "open"}


def test_an_old_copy_goes_on_as_the_same_device_where_nobody_has_seen_more(
    tmp_path: Path, opened: Callable[..., Store]
) -> None:
    with opened("a") as store:
        write(store, "s", "name", "monday")
        send(store, opened("other"))
        device = store.device
    shutil.copyfile(tmp_path / "a.db", tmp_path / "copy")
    with opened("a") as store:
        write(store, "s", "name", "tuesday")
    shutil.copyfile(tmp_path / "copy", tmp_path / "a.db")
    assert opened("a").device == device
    # A note that nobody can read stops nobody.
    (tmp_path / "a.db-given").write_text("?")
    assert opened("a").device == device


def test_chains_that_parted_at_equal_length_are_told_apart_by_their_tips(
    tmp_path: Path, opened: Callable[..., Store]
) -> None:
    with opened("a") as store:
        write(store, "s", "name", "x")
    shutil.copyfile(tmp_path / "a.db", tmp_path / "copy")
    one, two = opened("one"), opened("two")
    for value, taker in (("left", one), ("right", two)):
        with opened("a") as store:
            write(store, "s", "name", value)
            send(store, taker)
        shutil.copyfile(tmp_path / "copy", tmp_path / "a.db")
        (tmp_path / "a.db-given").unlink()
    assert one.cursor(VISIT) == two.cursor(VISIT)
    assert list(one.segments(VISIT, two.cursor(VISIT))) == []

    for source, target in ((one, two), (two, one)):
        for data in source.segments(VISIT, target.cursor(VISIT), target.tips(VISIT)):
            target.add_segment(data)
    assert shown(one) == shown(two)
    assert len(one.forks(VISIT)) == 1
    assert one.forks(VISIT) == two.forks(VISIT)
    (conflict,) = one.conflicts(VISIT)
    assert {each.value for each in conflict.alternatives} == {"left", "right"}


def test_tips_that_are_held_ask_for_nothing(opened: Callable[..., Store]) -> None:
    a, b = opened("a"), opened("b")
    write(a, "s", "name", "x")
    send(a, b)
    write(a, "s", "name", "y")
    assert len(list(a.segments(VISIT, b.cursor(VISIT), b.tips(VISIT)))) == 1
    send(a, b)
    assert list(a.segments(VISIT, b.cursor(VISIT), b.tips(VISIT))) == []
    # A device that is ahead over there is none of our business.
    assert list(b.segments(VISIT, Cursor({a.device: 9}), {a.device: "00"})) == []


def test_an_old_copy_that_meets_its_own_later_changes_goes_on_as_a_new_device(
    tmp_path: Path, opened: Callable[..., Store]
) -> None:
    with opened("a") as store:
        write(store, "s", "name", "x")
        device = store.device
    shutil.copyfile(tmp_path / "a.db", tmp_path / "copy")
    other = opened("other")
    with opened("a") as store:
        for value in ("one", "two", "three"):
            write(store, "s", "name", value)
        send(store, other)
    shutil.copyfile(tmp_path / "copy", tmp_path / "a.db")
    (tmp_path / "a.db-given").unlink()

    back, reader = opened("a"), opened("a")
    write(back, "s", "status", "written twice under one number")
    with pytest.raises(RuntimeError), back.atomic():  # noqa: PT012
        send(other, back)
        raise RuntimeError
    write(back, "s", "status", "again")
    assert back.device == reader.device == device
    send(other, back)
    write(back, "s", "floor", "2")
    assert back.device == reader.device != device
    assert back.parent == device
    # What it had written under numbers that were taken already is signed, and travels.
    send(back, other)
    assert shown(back) == shown(other)
    (record,) = other.entities(VISIT, "stand")
    assert record.fields == {
        "name": "three",
        "status": "again",
        "floor": "2",
    }
    assert [fork.seq for fork in other.forks(VISIT)] == [2, 3]
