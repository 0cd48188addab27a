"""One thread with a store of its own, and the queue of calls before it."""

from __future__ import annotations

import heapq
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.store import Store


class Lane:
    """One thread with one store; of the calls that wait, the most urgent and then the oldest runs first.

    Args:
        name: of the thread.
        open_store: called once, in that thread, at its first call.
    """

    def __init__(self, name: str, open_store: Callable[[], Store]) -> None:
        self._open_store = open_store
        self._store: Store | None = None
        self._heap: list[tuple[int, int, Callable[[Store], None], Callable[[Exception], None]]] = []
        self._order = itertools.count()
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)

    def submit(
        self, urgency: int, call: Callable[[Store], None], failed: Callable[[Exception], None]
    ) -> None:
        """Queue a call.

        Args:
            urgency: less goes first.
            call: takes the store.
            failed: takes what keeps the store shut.
        """
        with self._lock:
            heapq.heappush(self._heap, (urgency, next(self._order), call, failed))
        self._thread.submit(self._run_next)

    def _run_next(self) -> None:
        with self._lock:
            _, _, call, failed = heapq.heappop(self._heap)
        try:
            if self._store is None:
                self._store = self._open_store()
        except Exception as error:  # noqa: BLE001  whatever keeps the store shut is the caller's to show
            failed(error)
            return
        call(self._store)

    def step_aside(self, gone: threading.Event, over: threading.Event) -> None:
        """Close the store as soon as what waits is done, say so, and do nothing until it is over."""

        def wait() -> None:
            try:
                self._close_store()
            finally:
                gone.set()
            over.wait()

        self._thread.submit(wait)

    def close(self) -> Exception | None:
        """Close the store on its own thread, then the thread; return what went wrong."""
        closing = self._thread.submit(self._close_store)
        self._thread.shutdown(wait=True)
        fault = closing.exception()
        if fault is not None and not isinstance(fault, Exception):
            raise fault
        return fault

    def _close_store(self) -> None:
        store, self._store = self._store, None
        if store is not None:
            store.close()
