"""A disk that takes nothing, until there is room again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fieldsurvey.errors import StoreFull

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from fieldsurvey.ui.screen import Screen


class Disk:
    """The disk of the database, which can be full."""

    def __init__(self, page: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
        self._tasks, self._patches = page.context.tasks, monkeypatch
        self._write = page.context.tasks.write
        self.fail: Callable[[], None] = lambda: None

    def fill(self, *, slow: bool = False) -> None:
        """Let each write fail, at once or when ``fail`` is called."""

        def full(
            _call: object,
            _done: object = None,
            failed: Callable[[Exception], None] | None = None,
            **_more: object,
        ) -> None:
            self.fail = partial(failed or self._tasks.problem.emit, StoreFull(path="visit.db"))
            if not slow:
                self.fail()

        self._patches.setattr(self._tasks, "write", full)

    def make_room(self) -> None:
        self._patches.setattr(self._tasks, "write", self._write)
