"""What was done on a page and can be taken back: steps on the writer lane, undone and done again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.ui.context import Context


class Step(Protocol):
    """Something done to a visit, over an open desk; a journal forgets nothing, so its undoing is a change too."""

    def do(self, desk: Desk, visit: str) -> object:
        """Do it, or do it again."""
        ...

    def undo(self, desk: Desk, visit: str) -> object:
        """Take it back."""
        ...


class Deeds(QObject):
    """Remembers steps, takes them back one by one and does them again.

    Args:
        context: the tools.
        visit: the visit's id.
        parent: the page.
    """

    #: A step was taken back or done again.
    stepped = Signal(object)
    #: It was not; the window has told why.
    refused = Signal()

    def __init__(self, context: Context, visit: str, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._visit = context, visit
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def remember(self, step: Step) -> None:
        """Note what was written by somebody else than this: it can be taken back."""
        self._done.append(step)
        self._undone.clear()

    def undo(self) -> None:
        """Take the last step back."""
        if self._done:
            step = self._done.pop()
            self._write(step, step.undo, self._done, self._undone, self.tr("Undone"))
        else:
            self._context.show(self.tr("Nothing to undo"))

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._undone:
            step = self._undone.pop()
            self._write(step, step.do, self._undone, self._done, self.tr("Done again"))
        else:
            self._context.show(self.tr("Nothing to redo"))

    def _write(
        self,
        step: Step,
        call: Callable[[Desk, str], object],
        source: list[Step],
        target: list[Step],
        said: str,
    ) -> None:
        desk, visit = self._context.desk, self._visit

        def write(store: Store) -> object:
            return call(desk(store), visit)

        self._context.tasks.write(
            write, partial(self._written, step, target, said), partial(self._failed, step, source)
        )

    def _written(self, step: Step, target: list[Step], said: str, _result: object) -> None:
        target.append(step)
        self._context.show(said)
        self.stepped.emit(step)

    def _failed(self, step: Step, source: list[Step], error: Exception) -> None:
        """Keep a step that the disk refused, to be tried again; one that does not hold any more is let go."""
        if isinstance(error, StoreError):
            source.append(step)
        self._context.tell(error)
        self.refused.emit()
