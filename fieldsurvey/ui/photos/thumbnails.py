"""Small pictures of the photos in a grid: read and decoded off the GUI thread, what is looked at first."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

from fieldsurvey.media import Recipe, compact_copy, edited_copy
from fieldsurvey.survey.tray import THUMBNAIL

if TYPE_CHECKING:
    from fieldsurvey.store import Store
    from fieldsurvey.survey.tray import TrayRow
    from fieldsurvey.ui.tasks import TaskRunner

#: As many pictures are kept ready: some 40 MB; and so many that scrolled by are still made.
_KEPT, _WAITING = 400, 60
_AT_ONCE = 4

Key = tuple[str, str]


class Thumbnails(QObject):
    """Gives the picture of a photo when it is there, and fetches it when it is not.

    Args:
        tasks: where they are read and decoded.
        size: the room of a picture in device pixels.
        parent: the grid.
    """

    #: The picture of a photo is ready: its SHA-256.
    ready = Signal(str)

    def __init__(self, tasks: TaskRunner, size: QSize, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._size = tasks, size
        self._kept: OrderedDict[Key, QPixmap | None] = OrderedDict()
        self._waiting: OrderedDict[Key, TrayRow] = OrderedDict()
        self._open: set[Key] = set()

    def picture(self, row: TrayRow) -> QPixmap | None:
        """Return the picture of a photo; None while it is fetched, and where it cannot be shown."""
        key = _key(row)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._open:
            self._waiting[key] = row
            self._waiting.move_to_end(key)
            while len(self._waiting) > _WAITING:
                self._waiting.popitem(
                    last=False
                )  # scrolled by: it is asked for again when it is seen
            self._fetch()
        return self._kept.get(key)

    def failed(self, row: TrayRow) -> bool:
        """Say whether a photo was tried and cannot be shown."""
        key = _key(row)
        return key in self._kept and self._kept[key] is None

    def _fetch(self) -> None:
        while self._waiting and len(self._open) < _AT_ONCE:
            key, row = self._waiting.popitem()
            self._open.add(key)
            self._tasks.read(
                partial(_read, row), partial(self._decode, key, row), partial(self._missing, key)
            )

    def _decode(self, key: Key, row: TrayRow, data: bytes) -> None:
        self._tasks.work(
            partial(_picture, data, row, self._size),
            partial(self._take, key),
            partial(self._missing, key),
        )

    def _take(self, key: Key, image: QImage) -> None:
        self._keep(key, QPixmap.fromImage(image))

    def _missing(self, key: Key, _error: Exception) -> None:
        self._keep(key, None)

    def _keep(self, key: Key, picture: QPixmap | None) -> None:
        self._open.discard(key)
        self._kept[key] = picture
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.ready.emit(key[0])
        self._fetch()


def _key(row: TrayRow) -> Key:
    recipe = row.recipe
    return row.sha256, "" if recipe is None or recipe.blank else repr(recipe)


def _read(row: TrayRow, store: Store) -> bytes:
    return store.blob(row.small or row.sha256)


def _picture(data: bytes, row: TrayRow, size: QSize) -> QImage:
    """Return the picture as others would see it: an edited photo is shown edited."""
    small = data if row.small else compact_copy(data, longest=THUMBNAIL).data
    recipe = row.recipe or Recipe()
    if not recipe.blank:
        small = edited_copy(small, recipe)
    return QImage.fromData(small).scaled(
        size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
