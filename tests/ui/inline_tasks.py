"""The door to other threads, without other threads: for tests and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from fieldsurvey.ui.processes import Cancel

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.store import Store

T = TypeVar("T")


class InlineTasks(QObject):
    """The same door for tests: everything runs at once, on the calling thread, over one store."""

    problem = Signal(object)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store

    def write(
        self,
        call: Callable[[Store], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        urgent: bool = True,
    ) -> None:
        """Run the call over the store."""
        del urgent
        self.work(lambda: call(self._store), done, failed)

    read = alone = write

    def work(
        self,
        call: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run the call."""
        try:
            result = call()
        except Exception as error:  # noqa: BLE001  as Tasks does
            (failed or self.problem.emit)(error)
            return
        if done is not None:
            done(result)

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
        """Run the job in this process."""
        del tidy
        more = {} if told is None else {"tell": told}
        self.work(lambda: job(*args, **more), done, failed)
        return Cancel()

    def prepare(self, ready: Callable[..., object] | None, args: tuple[object, ...] = ()) -> None:
        """Nothing starts."""
        del ready, args

    @property
    def busy(self) -> int:
        """Nothing ever waits."""
        return 0

    def flush(self, timeout_s: float = 10, until: Callable[[], bool] = lambda: False) -> bool:
        """Nothing to wait for."""
        del timeout_s, until
        return True

    def close(self) -> bool:
        """The store belongs to the test."""
        return True
