"""A belt between two threads: one lays things on it in order, the other works on them.

A bundle's photos are read and verified by one processor so, while another encrypts, hashes and writes those before.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Generic, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

T = TypeVar("T")


class Belt(Generic[T]):
    """Works on things one after another in a thread of its own; use it as a context manager.

    Leaving it waits until all is done. What the work raises is raised in ``put`` or on leaving, once, and nothing after
    it is worked on; when the one who puts fails, what still lies on the belt is dropped. The thread has always ended
    afterwards.

    Args:
        work: what to do with each.
        room: the most bytes on the belt, the thing worked on among them; a single larger one goes alone.
    """

    def __init__(self, work: Callable[[T], object], room: int) -> None:
        self._work = work
        self._room = room
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="belt")
        self._laid: deque[tuple[Future[None], int]] = deque()
        self._filled = 0
        self._failed = False

    def put(self, thing: T, size: int) -> None:
        """Lay a thing of so many bytes on the belt, as soon as there is room.

        Raises:
            BaseException: what the work raised on an earlier thing.
        """
        while self._laid and (self._filled + size > self._room or self._laid[0][0].done()):
            self._await_first()
        self._laid.append((self._thread.submit(self._work_on, thing), size))
        self._filled += size

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            while kind is None and self._laid:
                self._await_first()
        finally:
            self._thread.shutdown(cancel_futures=True)

    def _await_first(self) -> None:
        first, size = self._laid.popleft()
        first.result()
        self._filled -= size

    def _work_on(self, thing: T) -> None:
        if self._failed:
            return
        try:
            self._work(thing)
        except BaseException:
            self._failed = True
            raise
