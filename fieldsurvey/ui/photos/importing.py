"""Taking in a folder: each photo durable by itself, so that it can be stopped and gone on with."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldsurvey.indonesia import zone_info
from fieldsurvey.survey.tray import Examined, examine, known_photos, photo_files, take_in
from fieldsurvey.ui.photos.words import fault_text

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context

#: So many files are in memory at once; a phone's photo has some 4 MB.
_AT_ONCE = 3


class FolderImport(QObject):
    """One folder on its way into a visit.

    Args:
        context: the tools.
        visit: the visit's id.
        zone: of the site.
        parent: the page.

    Attributes:
        done: how many files were looked at; total: how many there are.
        new: how many are taken in; known: how many were here already.
        faults: (file, what is wrong with it).
    """

    #: It is further than before.
    moved = Signal()
    #: All files were looked at, or it was stopped.
    ended = Signal()

    def __init__(self, context: Context, visit: str, zone: str, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._visit, self._zone = context, visit, zone_info(zone)
        self._queue: deque[Path] = deque()
        self._seen: set[str] = set()
        self._open = 0
        self._pumping = self._stopped = False
        self.total = self.done = self.new = self.known = 0
        self.faults: list[tuple[str, str]] = []

    @property
    def running(self) -> bool:
        """Whether files are being taken in."""
        return bool(self._open) or (bool(self._queue) and not self._stopped)

    @property
    def left(self) -> int:
        """How many files were not looked at yet."""
        return len(self._queue)

    def begin(self, folder: Path) -> None:
        """Find the photos of a folder and take them in."""
        self._open += 1
        visit = self._visit

        def known(store: Store) -> set[str]:
            return known_photos(store, visit)

        self._context.tasks.read(known, partial(self._look, folder), self._failed)

    def stop(self) -> None:
        """Take no further file in; those on their way still arrive."""
        self._stopped = True
        self._settle()

    def go_on(self) -> None:
        """Go on where it was stopped."""
        self._stopped = False
        self._pump()

    def _look(self, folder: Path, known: set[str]) -> None:
        self._seen = known
        self._context.tasks.work(partial(photo_files, folder), self._found, self._failed)

    def _found(self, files: list[Path]) -> None:
        self._open -= 1
        self._queue.extend(files)
        self.total = len(files)
        self._pump()

    def _pump(self) -> None:
        if self._pumping:  # what ended at once asks again: the loop below goes on
            return
        self._pumping = True
        while self._queue and self._open < _AT_ONCE and not self._stopped:
            path = self._queue.popleft()
            self._open += 1
            self._context.tasks.work(
                partial(examine, path, self._zone, frozenset(self._seen)),
                partial(self._examined, path),
                partial(self._refused, path),
            )
        self._pumping = False
        self._settle()

    def _examined(self, path: Path, photo: Examined) -> None:
        if photo.sha256 in self._seen or photo.data is None:
            self._over(new=False)
            return
        self._seen.add(photo.sha256)
        desk, visit = self._context.desk, self._visit

        def write(store: Store) -> bool:
            return take_in(desk(store).visits, visit, photo)

        self._context.tasks.write(
            write, self._kept, partial(self._unwritten, path, photo.sha256), urgent=False
        )

    def _kept(self, new: bool) -> None:
        self._over(new=new)

    def _over(self, *, new: bool) -> None:
        self._open -= 1
        self.done += 1
        self.new += new
        self.known += not new
        self.moved.emit()
        self._pump()

    def _refused(self, path: Path, error: Exception) -> None:
        self._open -= 1
        self.done += 1
        self.faults.append((path.name, fault_text(error)))
        self.moved.emit()
        self._pump()

    def _unwritten(self, path: Path, sha256: str, error: Exception) -> None:
        self._seen.discard(sha256)
        self._queue.appendleft(path)
        self._failed(error)

    def _failed(self, error: Exception) -> None:
        """The disk is full, or the folder is gone: stop, and say so; what is in stays in."""
        self._open -= 1
        self._stopped = True
        self._context.tell(error)
        self._settle()

    def _settle(self) -> None:
        if not self._open and (self._stopped or not self._queue):
            self.ended.emit()
