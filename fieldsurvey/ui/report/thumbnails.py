"""Photos that prove a finding, small, in a row: read from the store and decoded off the GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from fieldsurvey.media import Recipe, edited_copy
from fieldsurvey.ui.report.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldsurvey.store import Store
    from fieldsurvey.survey.model import Photo
    from fieldsurvey.ui.tasks import TaskRunner
    from fieldsurvey.ui.theme import Theme

_WIDTH_UNITS, _HEIGHT_UNITS = 14, 10.5


class Thumbnails(QWidget):
    """A row of photos that breaks where the room ends.

    Args:
        tasks: where they are read and decoded.
        theme: sizes.
        parent: the owner.
    """

    def __init__(self, tasks: TaskRunner, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._theme = tasks, theme
        self._size = QSize(theme.space(_WIDTH_UNITS), theme.space(_HEIGHT_UNITS))
        self._ready: dict[tuple[str, str], QPixmap] = {}
        self._labels: dict[str, QLabel] = {}
        self._flow = FlowLayout(self, theme.space(1))

    def show_photos(
        self, photos: Sequence[Photo], recipe_of: Callable[[str], Recipe] | None = None
    ) -> None:
        """Show these; each appears when it is ready.

        Args:
            photos: which.
            recipe_of: what is done to a photo by its SHA-256: it is shown as others will see it.
        """
        self._flow.clear()
        self._labels = {}
        for photo in photos:
            label = QLabel(self.tr("Photo {number}").format(number=photo.number))
            label.setFixedSize(self._size)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setAccessibleName(
                self.tr("Photo {number}: {caption}").format(
                    number=photo.number, caption=photo.caption or photo.target_name
                )
            )
            label.setToolTip(label.accessibleName())
            self._flow.addWidget(label)
            self._labels[photo.sha256] = label
            self._show(photo.sha256, recipe_of(photo.sha256) if recipe_of else Recipe())
        self.setVisible(bool(photos))

    @property
    def shown(self) -> int:
        """How many show their picture already."""
        return sum(not label.pixmap().isNull() for label in self._labels.values())

    def _show(self, sha256: str, recipe: Recipe) -> None:
        key = sha256, repr(recipe)
        if key in self._ready:
            self._labels[sha256].setPixmap(self._ready[key])
            return
        ratio = self.devicePixelRatioF()
        size = self._size * ratio

        def decoded(image: QImage | None) -> None:
            label = self._labels.get(sha256)
            if image is None or image.isNull():
                if label is not None:
                    label.setText(self.tr("cannot be shown"))
                return
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(ratio)
            self._ready[key] = pixmap
            if label is not None:
                label.setPixmap(pixmap)

        def read(data: bytes) -> None:
            self._tasks.work(lambda: _decode(data, recipe, size), decoded, missing)

        def missing(_error: Exception) -> None:
            if sha256 in self._labels:
                self._labels[sha256].setText(self.tr("not here yet"))

        def fetch(store: Store) -> bytes:
            return store.blob(sha256)

        self._tasks.read(fetch, read, missing)


def _decode(data: bytes, recipe: Recipe, room: QSize) -> QImage | None:
    """Return a picture that fits, edited where it was; a JPEG is decoded at a fraction of its size."""
    if not recipe.blank:
        data = edited_copy(data, recipe, longest=2 * max(room.width(), room.height()))
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    whole = reader.size()
    if whole.isValid():
        reader.setScaledSize(whole.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image
