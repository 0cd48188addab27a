"""The belt between two threads: order, little on it at once, and no failure of either side that is lost."""

from __future__ import annotations

import os
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.errors import JournalError, StoreDamaged
from fieldsurvey.journal import Cursor
from fieldsurvey.sync import export_bundle
from fieldsurvey.sync.belt import Belt
from tests.sync.sync_laptops import Laptops, begin_visit, leftovers, write

if TYPE_CHECKING:
    from pathlib import Path

ROOM = 3


def belts() -> list[str]:
    """Return the threads of belts that are still there."""
    return [one.name for one in threading.enumerate() if one.name.startswith("belt")]


def test_all_is_worked_on_in_order_by_another_thread() -> None:
    done: list[tuple[int, bool]] = []
    here = threading.get_ident()
    with Belt[int](lambda thing: done.append((thing, threading.get_ident() == here)), ROOM) as belt:
        for thing in range(100):
            belt.put(thing, 1)
    assert done == [(thing, False) for thing in range(100)]
    assert belts() == []


def test_little_lies_on_it_at_once_and_a_large_thing_goes_alone() -> None:
    sizes = [1, 1, 2, 50, 1, 1, 1, 3, 2, 2, 50, 50, 1]
    begun: SimpleQueue[int] = SimpleQueue()
    go_on = threading.Semaphore(0)
    laid: list[int] = []

    def work(number: int) -> None:
        begun.put(number)
        go_on.acquire()

    def lay() -> None:
        with Belt(work, ROOM) as belt:
            for number, size in enumerate(sizes):
                belt.put(number, size)
                laid.append(size)

    laying = threading.Thread(target=lay)
    laying.start()
    try:
        for number in range(len(sizes)):
            assert begun.get() == number
            on_it = laid[number:]
            assert sum(on_it) <= ROOM or len(on_it) == 1
            go_on.release()
    finally:
        go_on.release(len(sizes))
        laying.join()


def test_what_the_work_raises_reaches_who_lays_and_nothing_after_it_is_worked_on() -> None:
    done: list[int] = []
    laid = 0

    def work(thing: int) -> None:
        if thing == 5:
            raise OSError(28, "full")
        done.append(thing)

    def lay() -> None:
        nonlocal laid
        with Belt(work, ROOM) as belt:
            for laid in range(1_000_000):
                belt.put(laid, 1)

    with pytest.raises(OSError, match="full"):
        lay()
    # Who lays has stopped as soon as the belt was full.
    assert done == [0, 1, 2, 3, 4]
    assert laid <= 5 + ROOM
    assert belts() == []


def test_the_last_thing_fails_when_all_is_laid() -> None:
    def lay() -> None:
        with Belt[int](lambda thing: 1 // thing, ROOM) as belt:
            belt.put(0, 1)

    with pytest.raises(ZeroDivisionError):
        lay()


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt])
def test_who_lays_fails_or_is_stopped(fault: type[BaseException]) -> None:
    done: list[int] = []
    go_on = threading.Event()

    def work(thing: int) -> None:
        go_on.wait()
        done.append(thing)

    def lay() -> None:
        with Belt(work, ROOM) as belt:
            belt.put(0, 1)
            belt.put(1, 1)
            go_on.set()
            raise fault

    with pytest.raises(fault):
        lay()
    assert done in ([], [0], [0, 1])
    assert belts() == []


@pytest.mark.parametrize(
    ("altered", "fault"),
    [
        ("UPDATE blob SET data = zeroblob(size) WHERE size = 900000", StoreDamaged),
        # All of a segment but its signature: it reads well, and is nobody's word.
        (
            "UPDATE segment SET data = CAST(replace(data, 'Stand', 'Stane') AS BLOB) WHERE first > 1",
            JournalError,
        ),
    ],
    ids=["photo", "segment"],
)
def test_what_was_altered_in_the_database_stops_an_export(
    laptops: Laptops, tmp_path: Path, altered: str, fault: type[Exception]
) -> None:
    a = laptops.new("a")
    visit, path = begin_visit(a, os.urandom(900_000)), tmp_path / "v.fsbundle"
    export_bundle(a, path, [visit])
    path.unlink()
    write(a, visit, "stand", "stand-2", "name", "Stand")
    list(a.segments(visit, Cursor()))
    a._link.run(altered)
    with pytest.raises(fault):
        export_bundle(a, path, [visit])
    assert not path.exists()
    assert leftovers(tmp_path) == []
    assert belts() == []
