"""What a form has to write, on its way to the writer lane; what could not be written is kept and tried again."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from fieldsurvey.survey.meanwhile import changed_meanwhile
from fieldsurvey.survey.responses import write_entries
from fieldsurvey.survey.seals import require_open

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from fieldsurvey.journal.cursor import Cursor
    from fieldsurvey.store import Store
    from fieldsurvey.survey.filling import Filling
    from fieldsurvey.survey.ports import Entry
    from fieldsurvey.ui.context import Context

_RETRY_MS = 10_000

#: How far others' changes were looked at, and what they changed: (author, how many answers) each.
_News: TypeAlias = "tuple[Cursor, tuple[tuple[str, int], ...]]"


@dataclass(slots=True)
class Batch:
    """What becomes durable together.

    Attributes:
        entries: changes.
        blobs: bytes they speak of.
        fates: (photo, gone) in order: taken away, or back again.
        then: called after the commit, however often it was tried.
    """

    entries: list[Entry] = field(default_factory=list)
    blobs: list[bytes] = field(default_factory=list, repr=False)
    fates: list[tuple[str, bool]] = field(default_factory=list)
    then: list[Callable[[], None]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.entries or self.blobs or self.fates)

    def joined(self, later: Batch) -> Batch:
        """Return both, this one first."""
        return Batch(
            self.entries + later.entries,
            self.blobs + later.blobs,
            self.fates + later.fates,
            self.then + later.then,
        )


class Saver(QObject):
    """Has everything written, in order; says *saved* only after the commit.

    Args:
        context: the tools.
        visit: the visit's id.
        filling: the response; its answers go with every batch.
        shut: the visit is sealed: nothing is written, not even what the form works out by itself.
        parent: the owner.
    """

    #: Everything is durable, as of this moment.
    saved = Signal(object)
    #: Something is on its way.
    saving = Signal()
    #: What others changed in this response since it was opened: (author, how many answers) each.
    overtaken = Signal(object)
    #: The error that kept something from being saved; it is tried again with the next answer, or by itself.
    unsaved = Signal(object)

    def __init__(
        self,
        context: Context,
        visit: str,
        filling: Filling,
        parent: QObject | None = None,
        *,
        shut: bool = False,
    ) -> None:
        super().__init__(parent)
        self._shut = shut
        self._context, self._visit, self._filling = context, visit, filling
        self._open = 0
        self._failed = False
        self._looked = filling.seen
        self._left_over = Batch()
        self._then: Callable[[], None] | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_RETRY_MS)
        self._again.timeout.connect(self.retry)

    @property
    def busy(self) -> bool:
        """Whether something is on its way to the disk."""
        return self._open > 0

    @property
    def failed(self) -> bool:
        """Whether the last write failed, so that something is not on the disk."""
        return self._failed

    def write(self, batch: Batch | None = None, *, answered: str = "") -> None:
        """Have a batch written with every answer that the journal does not hold yet, in one transaction.

        Args:
            batch: what is to be written beside the answers.
            answered: key that was just answered, which decides a conflict there.
        """
        if self._shut:
            return
        batch = self._left_over.joined(batch or Batch())
        batch.entries += self._filling.take(answered=answered)
        self._left_over = Batch()
        self._again.stop()
        if not batch:
            return
        self._open += 1
        self.saving.emit()
        at = self._context.clock.now()
        self._context.tasks.write(
            partial(_store, self._context, self._visit, self._filling, self._looked, batch, at),
            partial(self._written, at, batch.then),
            partial(self._not_written, batch),
        )

    def look(self) -> None:
        """Look what others changed, in the reader's thread: something came from another laptop."""
        looked = self._looked
        self._context.tasks.read(
            partial(_look, self._visit, self._filling, looked), partial(self._seen, looked)
        )

    def _seen(self, looked: Cursor, news: _News) -> None:
        if looked is not self._looked:  # a write looked meanwhile: which of both was later?
            self.look()
            return
        self._hear(news)

    def _hear(self, news: _News) -> None:
        self._looked, others = news
        if others:
            self.overtaken.emit(others)

    def retry(self) -> None:
        """Write again what could not be written."""
        self.write()

    def stop(self) -> None:
        """Try nothing again: the form is left."""
        self._again.stop()

    def begin(self) -> None:
        """Take note that something is being prepared for the disk: a photo is read."""
        self._open += 1
        self.saving.emit()

    def end(self) -> None:
        """Take note that it came, or will not come."""
        self._open -= 1
        self._settle()

    def when_saved(self, then: Callable[[], None]) -> None:
        """Call something once everything before it is durable; not at all when it cannot be."""
        if self._failed:
            self.retry()
        if self._open:
            self._then = then
        elif not self._failed:
            then()

    def _written(
        self,
        at: datetime,
        then: Sequence[Callable[[], None]],
        news: _News,
    ) -> None:
        self._open -= 1
        self._hear(news)
        if self._failed:  # an earlier one came back meanwhile, or this was the second try
            self._failed = False
            self.write()
        for call in then:
            call()
        self._settle(at)

    def _not_written(self, batch: Batch, error: Exception) -> None:
        self._open -= 1
        self._failed = True
        self._then = None
        others = self._filling.give_back(batch.entries)
        self._left_over = Batch(others, batch.blobs, batch.fates, batch.then).joined(
            self._left_over
        )
        self._again.start()
        self.unsaved.emit(error)

    def _settle(self, at: datetime | None = None) -> None:
        if self._open or self._failed:
            return
        then, self._then = self._then, None
        if then is not None:
            then()
        else:
            self.saved.emit(at or self._context.clock.now())


def _store(
    context: Context,
    visit: str,
    filling: Filling,
    looked: Cursor,
    batch: Batch,
    at: datetime,
    store: Store,
) -> _News:
    """Make a batch durable in one transaction, on the writer lane; return what others changed meanwhile."""
    visits = context.desk(store).visits
    with store.atomic():
        require_open(store, visit, "answers")
        for data in batch.blobs:
            store.put_blob(data)
        write_entries(visits, visit, batch.entries, at=at, seen=filling.seen)
        for photo, gone in batch.fates:
            change = store.delete if gone else store.restore
            change(visit, photo, author=visits.author, at=at)
    return changed_meanwhile(store, visit, filling.id, filling.seen, looked)


def _look(visit: str, filling: Filling, looked: Cursor, store: Store) -> _News:
    """Runs in the reader's thread."""
    return changed_meanwhile(store, visit, filling.id, filling.seen, looked)
