"""All storage of a hub on one thread: a database belongs to the thread that opened it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol, TypeVar

from fieldsurvey.journal import ExchangeStorage

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class HubStorage(ExchangeStorage, Protocol):
    """What a hub serves from; one that is a ``KeyStorage`` too shares the keys it holds."""

    def close(self) -> None:
        """Close it; everything acknowledged is safe already."""
        ...


class Lane:
    """One thread with one storage; calls run one after another.

    Args:
        open_storage: called once, on that thread.
    """

    def __init__(self, open_storage: Callable[[], HubStorage]) -> None:
        self._open = open_storage
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hub-storage")
        self._storage: HubStorage | None = None

    async def run(self, call: Callable[[HubStorage], T]) -> T:
        """Run a call and return its result."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._call, call)

    def run_now(self, call: Callable[[HubStorage], T]) -> T:
        """Run a call from a thread without an event loop."""
        return self._thread.submit(self._call, call).result()

    def close(self) -> None:
        """Close the storage and the thread."""
        self._thread.submit(self._close).result()
        self._thread.shutdown(wait=True)

    def _call(self, call: Callable[[HubStorage], T]) -> T:
        if self._storage is None:
            self._storage = self._open()
        return call(self._storage)

    def _close(self) -> None:
        if self._storage is not None:
            self._storage.close()
            self._storage = None
