"""The door to other threads: order, errors, gone receivers, and an end that loses nothing."""

from __future__ import annotations

import sys
import threading
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread, Signal

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.errors import StoreError
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.ui.tasks import Tasks
from tests.ui.conftest import AUTHOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def tasks(store: Store) -> Iterator[Tasks]:
    made = Tasks(lambda: Store.open(store.path, PASSPHRASE))
    yield made
    made.close()


def visits(store: Store) -> list[str]:
    return list(Desk(store, author=AUTHOR).visits.ids())


class Receiver(QObject):
    """Keeps what arrives, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []
        self.threads: set[QThread] = set()

    def take(self, value: object) -> None:
        self.got.append(value)
        self.threads.add(QThread.currentThread())

    def tell(self, *what: object) -> None:
        self.got += what

    def by_another_way(self) -> Callable[[object], None]:
        return lambda value: self.tell("first", value)


def test_results_of_every_lane_arrive_on_the_gui_thread(
    qtbot: QtBot, tasks: Tasks, visit: str
) -> None:
    receiver = Receiver()
    tasks.read(visits, receiver.take)
    tasks.write(visits, receiver.take)
    tasks.work(lambda: [visit], receiver.take)
    tasks.spawn(sorted, ([visit],), receiver.take)
    qtbot.waitUntil(lambda: len(receiver.got) == 4, timeout=10_000)
    assert receiver.got == [[visit]] * 4
    assert receiver.threads == {receiver.thread()}


def test_answers_go_before_what_can_wait(qtbot: QtBot, tasks: Tasks) -> None:
    gate, order = threading.Event(), list[str]()
    tasks.write(lambda _store: gate.wait(10))
    tasks.write(lambda _store: order.append("draft"), urgent=False)
    tasks.write(lambda _store: order.append("answer"))
    tasks.write(lambda _store: order.append("next answer"))
    gate.set()
    qtbot.waitUntil(lambda: len(order) == 3)
    assert order == ["answer", "next answer", "draft"]


def test_a_page_to_be_opened_is_read_before_what_can_wait(qtbot: QtBot, tasks: Tasks) -> None:
    gate, order = threading.Event(), list[str]()
    tasks.read(lambda _store: gate.wait(10))
    tasks.read(lambda _store: order.append("list"))
    tasks.read(lambda _store: order.append("form"), urgent=True)
    gate.set()
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["form", "list"]


def test_what_only_a_page_that_was_left_wanted_is_not_read(qtbot: QtBot, tasks: Tasks) -> None:
    gate, read = threading.Event(), list[str]()
    left, stays = Receiver(), Receiver()
    tasks.read(lambda _store: gate.wait(10))
    tasks.read(lambda _store: read.append("of the page that was left"), left.take)
    tasks.read(lambda _store: read.append("of the page that stays"), stays.take)
    shiboken6.delete(left)
    gate.set()
    qtbot.waitUntil(lambda: bool(stays.got))
    assert tasks.flush()
    assert read == ["of the page that stays"]


def test_a_write_is_done_also_when_nobody_waits_for_it(tasks: Tasks) -> None:
    gate, written = threading.Event(), list[str]()
    left = Receiver()
    tasks.write(lambda _store: gate.wait(10))
    tasks.write(lambda _store: written.append("answer"), left.take)
    shiboken6.delete(left)
    gate.set()
    assert tasks.flush()
    assert written == ["answer"]


def test_an_error_goes_to_who_asked_and_else_to_the_window(qtbot: QtBot, tasks: Tasks) -> None:
    def fail(_store: Store) -> None:
        raise StoreError(path="visit.db", what="disk full")

    own, window = Receiver(), Receiver()
    tasks.problem.connect(window.take)
    tasks.write(fail, None, own.take)
    tasks.write(fail)
    qtbot.waitUntil(lambda: bool(own.got and window.got))
    assert [type(error) for error in own.got + window.got] == [StoreError, StoreError]


@pytest.mark.parametrize("spoken", ["a method", "a partial of one", "made in a method"])
def test_a_receiver_that_is_gone_is_left_alone(qtbot: QtBot, tasks: Tasks, spoken: str) -> None:
    receiver, gate = Receiver(), threading.Event()
    got = receiver.got
    ways = {
        "a method": receiver.take,
        "a partial of one": partial(partial(receiver.tell, "first"), "second"),
        "made in a method": receiver.by_another_way(),
    }
    tasks.work(lambda: gate.wait(10), ways[spoken])
    receiver.destroyed.connect(gate.set)
    receiver.deleteLater()
    qtbot.wait_until(gate.is_set)
    assert tasks.flush()
    assert got == []


def test_a_process_that_is_cancelled_says_nothing(qtbot: QtBot, tasks: Tasks) -> None:
    receiver = Receiver()
    job = tasks.spawn(time.sleep, (60,), receiver.take, receiver.take)
    job.cancel()
    qtbot.waitUntil(lambda: tasks.busy == 0, timeout=10_000)
    assert receiver.got == []


def test_closing_answers_what_was_asked_and_what_the_answers_ask(store: Store, visit: str) -> None:
    tasks = Tasks(lambda: Store.open(store.path, PASSPHRASE))
    found: list[list[str]] = []

    def read_again(_first: list[str]) -> None:
        tasks.read(visits, found.append)

    tasks.write(visits, read_again)
    assert tasks.close()
    assert found == [[visit]]


def test_an_error_at_the_end_is_told(store: Store) -> None:
    class Stubborn:
        """A store whose disk goes away while it is closed: the one fault that a test cannot make for real."""

        def close(self) -> None:
            raise StoreError(path="visit.db", what="disk gone")

    tasks = Tasks(Stubborn)  # type: ignore[arg-type]
    told: list[Exception] = []
    tasks.problem.connect(told.append)
    tasks.write(lambda _store: None)
    assert tasks.close()
    assert [str(error) for error in told] == [str(StoreError(path="visit.db", what="disk gone"))]


def test_what_comes_after_the_end_is_refused(store: Store) -> None:
    tasks = Tasks(lambda: Store.open(store.path, PASSPHRASE))
    assert tasks.close()
    assert tasks.close()
    with pytest.raises(RuntimeError):
        tasks.read(visits)


def test_a_store_that_does_not_open_is_tried_again(qtbot: QtBot, store: Store, visit: str) -> None:
    tries = iter(["wrong", PASSPHRASE])
    tasks = Tasks(lambda: Store.open(store.path, next(tries)))
    receiver = Receiver()
    tasks.read(visits, receiver.take, receiver.take)
    tasks.read(visits, receiver.take)
    qtbot.waitUntil(lambda: len(receiver.got) == 2, timeout=10_000)
    assert isinstance(receiver.got[0], StoreError)
    assert receiver.got[1] == [visit]
    tasks.close()


class _Beep(QObject):
    beep = Signal(bool)


def test_emitting_keeps_its_hands_off_true() -> None:
    """PySide6 6.12.0 on Python 3.11 drops a reference to True at each emit, until the process aborts."""
    beeper = _Beep()
    beeper.beep.connect(lambda _value: None)
    before = sys.getrefcount(True)
    for _ in range(50):
        beeper.beep.emit(True)
    assert abs(sys.getrefcount(True) - before) < 25
