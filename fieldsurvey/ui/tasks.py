"""The one door to other threads and processes (design §7).

Callbacks always run on the GUI thread. A callback that belongs to a widget which has gone meanwhile is dropped: a
method of it, a ``partial`` of one, or a function that was made in one.

=========  =====================================================================================
lane       runs
=========  =====================================================================================
``write``  on one thread with its own store; urgent calls (answers) go before all others
``read``   on one thread with its own store; urgent calls (a page to be opened) go before all others
``work``   on a small pool without a store: hashing, photos, rendering of pages
``spawn``  in a process of its own: what would keep the interpreter busy (PDF, bundle)
=========  =====================================================================================
"""

from __future__ import annotations

import inspect
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import FunctionType
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, QThread, Signal, Slot

from fieldsurvey.ui.lane import Lane
from fieldsurvey.ui.processes import Cancel, Spare

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.store import Store

T = TypeVar("T")

_URGENT, _CALM = 0, 1
_WORKERS = 3


class TaskRunner(Protocol):
    """What screens ask of ``Tasks`` (and of ``tests.ui.inline_tasks``)."""

    problem: Signal

    def write(
        self,
        call: Callable[[Store], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        urgent: bool = True,
    ) -> None:
        """Run a call that writes."""
        ...

    def read(
        self,
        call: Callable[[Store], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        urgent: bool = False,
    ) -> None:
        """Run a call that only reads."""
        ...

    def alone(
        self,
        call: Callable[[Store], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a call that needs the database file to itself."""
        ...

    def work(
        self,
        call: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a call that needs no store."""
        ...

    def spawn(
        self,
        job: Callable[..., T],
        args: tuple[object, ...],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        tidy: Callable[[], None] | None = None,
        told: Callable[[Any], None] | None = None,
    ) -> Cancel:
        """Run a top-level function in a process of its own.

        Args:
            job: the function.
            args: what it is given.
            done: takes the result.
            failed: takes the error.
            tidy: clears away what a stopped job left; runs off the GUI thread, once the process is gone, and without
                fail: a page that asked may have gone too.
            told: takes what the job tells on its way; the job is then called with a callable ``tell`` as well.
        """
        ...

    def prepare(self, ready: Callable[..., object] | None, args: tuple[object, ...] = ()) -> None:
        """Keep a process for the next ``spawn`` that runs a top-level function meanwhile; None lets it go.

        Args:
            ready: loads what the next job will need; it may go on with what can be stopped while ``go_on()`` says so.
            args: what it is given beside ``go_on``.
        """
        ...

    def flush(self, timeout_s: float = 10, until: Callable[[], bool] = lambda: False) -> bool:
        """Wait for everything, or for what somebody needs."""
        ...

    def close(self) -> bool:
        """Answer what was asked, then stop; False when time ran out first."""
        ...


class Tasks(QObject):
    """Runs calls elsewhere and brings their results back to the GUI thread.

    Args:
        open_store: called once in each database thread, at its first call.
        parent: the owner.
    """

    #: An error that nobody else takes; the main window shows it.
    problem = Signal(object)
    _arrived = Signal(object)
    _heard = Signal(object)

    def __init__(self, open_store: Callable[[], Store], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = Lane("writer", open_store)
        self._reader = Lane("reader", open_store)
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="work")
        self._processes = ThreadPoolExecutor(_WORKERS, thread_name_prefix="process")
        self._jobs: set[Cancel] = set()
        self._spare = Spare()
        self._open = 0
        self._closed = False
        # Queued by word: a result must never run its callback on the thread that made it.
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._heard.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def write(
        self,
        call: Callable[[Store], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        urgent: bool = True,
    ) -> None:
        """Run a call that writes; answers are urgent, drafts of findings and the like are not."""
        self._in_lane(self._writer, _URGENT if urgent else _CALM, call, done, failed)

    def read(
        self,
        call: Callable[[Store], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        urgent: bool = False,
    ) -> None:
        """Run a call that only reads; it sees everything that was committed before it began.

        A page that a person waits for is urgent: it goes before the others that wait. A call whose receiver has gone by
        its turn (a method of a page that was left) is not run at all.
        """
        self._in_lane(self._reader, _URGENT if urgent else _CALM, call, done, failed)

    def alone(
        self,
        call: Callable[[Store], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a call on the writer's store while the reader has none: it needs the file to itself.

        What is to be read meanwhile waits, and reads from a store that is opened anew.
        """
        gone, over = threading.Event(), threading.Event()

        def by_itself(store: Store) -> T:
            gone.wait()
            return call(store)

        def run(store: Store) -> None:
            self._run(lambda: by_itself(store), done, failed)
            over.set()

        def refuse(error: Exception) -> None:
            over.set()
            self._arrived.emit((failed or self.problem.emit, error))

        self._begin()
        self._reader.step_aside(gone, over)
        self._writer.submit(_URGENT, run, refuse)

    def work(
        self,
        call: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a call that needs no store."""
        self._begin()
        self._pool.submit(self._run, call, done, failed)

    def spawn(
        self,
        job: Callable[..., T],
        args: tuple[object, ...],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        tidy: Callable[[], None] | None = None,
        told: Callable[[Any], None] | None = None,
    ) -> Cancel:
        """Run a top-level function in a process of its own.

        Args:
            job: the function.
            args: what it is given.
            done: takes the result.
            failed: takes the error.
            tidy: clears away what a stopped job left; runs off the GUI thread, once the process is gone, and without
                fail: a page that asked may have gone too.
            told: takes what the job tells on its way; the job is then called with a callable ``tell`` as well.
        """
        self._begin()
        cancel = Cancel()
        self._jobs.add(cancel)
        self._processes.submit(self._attend, job, args, done, failed, cancel, tidy, told)
        return cancel

    def prepare(self, ready: Callable[..., object] | None, args: tuple[object, ...] = ()) -> None:
        """Keep a process for the next ``spawn`` that runs a top-level function meanwhile; None lets it go.

        Args:
            ready: loads what the next job will need; it may go on with what can be stopped while ``go_on()`` says so.
            args: what it is given beside ``go_on``.
        """
        if not self._closed:
            self._processes.submit(
                partial(self._spare.prepare, ready, args) if ready else self._spare.dismiss
            )

    @property
    def busy(self) -> int:
        """How many calls have not been answered yet."""
        return self._open

    def flush(self, timeout_s: float = 10, until: Callable[[], bool] = lambda: False) -> bool:
        """Wait until every call is answered, callbacks included; False when the time ran out.

        Args:
            timeout_s: so long at most.
            until: says that what is needed is answered, whatever else is at work.
        """
        deadline = time.monotonic() + timeout_s
        while self._open and not until() and time.monotonic() < deadline:
            QCoreApplication.sendPostedEvents(self, 0)
            if self._open and not until():
                QThread.msleep(1)
        return until() or not self._open

    def close(self, timeout_s: float = 10) -> bool:
        """Stop spawned jobs, let everything else finish with what its callbacks ask in turn, and close the stores.

        An error on the way goes where errors go: to who asked, else to ``problem``.

        Returns:
            False when the time ran out: what was running then still ends, but nobody hears of it.
        """
        if self._closed:
            return True
        for cancel in list(self._jobs):
            cancel.cancel()
        answered = self.flush(timeout_s)
        self._closed = True
        self._spare.close()
        for executor in (self._processes, self._pool):
            executor.shutdown(wait=True)
        for lane in (self._writer, self._reader):
            fault = lane.close()
            if fault is not None:
                self.problem.emit(fault)
        return answered

    # --- on the other side

    def _in_lane(
        self,
        lane: Lane,
        urgency: int,
        call: Callable[[Store], T],
        done: Callable[[T], None] | None,
        failed: Callable[[Exception], None] | None,
    ) -> None:
        def run(store: Store) -> None:
            if lane is self._reader and done is not None and not _still_there(done):
                self._arrived.emit((None, None))  # who wanted to read it has gone
            else:
                self._run(lambda: call(store), done, failed)

        self._begin()
        lane.submit(
            urgency,
            run,
            lambda error: self._arrived.emit((failed or self.problem.emit, error)),
        )

    def _run(
        self,
        call: Callable[[], T],
        done: Callable[[T], None] | None,
        failed: Callable[[Exception], None] | None,
    ) -> None:
        try:
            result = call()
        except Exception as error:  # noqa: BLE001  every fault is routed to the GUI thread, none is swallowed
            self._arrived.emit((failed or self.problem.emit, error))
        else:
            self._arrived.emit((done, result))

    def _attend(
        self,
        job: Callable[..., T],
        args: tuple[object, ...],
        done: Callable[[T], None] | None,
        failed: Callable[[Exception], None] | None,
        cancel: Cancel,
        tidy: Callable[[], None] | None,
        told: Callable[[Any], None] | None,
    ) -> None:
        hear = None if told is None else lambda parcel: self._heard.emit((told, parcel))
        try:
            succeeded, result = self._spare.take().run(job, args, cancel, hear)
        except Exception as error:  # noqa: BLE001  as above
            succeeded, result = False, error
        if tidy is not None and not succeeded:
            tidy()
        self._jobs.discard(cancel)
        if cancel.cancelled:
            self._arrived.emit((None, None))
        else:
            self._arrived.emit((done if succeeded else failed or self.problem.emit, result))

    # --- back on the GUI thread

    def _begin(self) -> None:
        if self._closed:
            message = "the window is closing: no new work"
            raise RuntimeError(message)
        self._open += 1

    @Slot(object)
    def _deliver(self, parcel: tuple[Callable[[Any], None] | None, Any]) -> None:
        receiver, result = parcel
        self._open -= 1
        if self._closed:
            return
        if receiver is not None and _still_there(receiver):
            receiver(result)

    @Slot(object)
    def _pass_on(self, parcel: tuple[Callable[[Any], None], Any]) -> None:
        receiver, news = parcel
        if not self._closed and _still_there(receiver):
            receiver(news)


def _still_there(receiver: Callable[[Any], None]) -> bool:
    owner = _owner(receiver)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)


def _owner(receiver: Callable[[Any], None]) -> object:
    """Return whose method a callback is, or in whose method it was made."""
    while isinstance(receiver, partial):
        receiver = receiver.func
    if isinstance(receiver, FunctionType) and "self" in receiver.__code__.co_freevars:
        return inspect.getclosurevars(receiver).nonlocals["self"]
    return getattr(receiver, "__self__", None)
