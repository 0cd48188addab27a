"""A bar code: typed, sent by a scanner (which is a keyboard), or read from a photo of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QImageReader, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from fieldsurvey.ui.answers.registry import register
from fieldsurvey.ui.answers.typed import Line, TextQuestion
from fieldsurvey.ui.icons import icon

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from fieldsurvey.ui.answers.view import NodeView
    from fieldsurvey.ui.theme import Theme

#: Photos are read so large at most: codes stay readable.
_LARGEST = QSize(1600, 1600)


def code_in(photo: Path | QImage) -> str:
    """Return the text of the first bar code or QR code in a photo, "" when there is none that can be read.

    A third of a second for a large one: not for the window's thread.
    """
    import zxingcpp

    picture = photo_of(photo) if isinstance(photo, Path) else photo
    if picture.isNull():
        return ""
    if picture.width() > _LARGEST.width() or picture.height() > _LARGEST.height():
        picture = picture.scaled(_LARGEST, Qt.AspectRatioMode.KeepAspectRatio)
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height, line = grey.width(), grey.height(), grey.bytesPerLine()
    rows = bytes(grey.constBits())
    packed = b"".join(rows[at : at + width] for at in range(0, line * height, line))
    pixels = memoryview(packed).cast("B", (height, width))
    return next((found.text for found in zxingcpp.read_barcodes(pixels) if found.text), "")


class _CodeLine(Line):
    """A line that takes a picture from the clipboard, too."""

    pictured = Signal(QImage)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste a picture as the code in it; text as text."""
        mime = QGuiApplication.clipboard().mimeData()
        if event.matches(QKeySequence.StandardKey.Paste) and mime.hasImage() and not mime.hasText():
            self.pictured.emit(QGuiApplication.clipboard().image())
        else:
            super().keyPressEvent(event)


@register("input", "barcode")
class BarcodeQuestion(TextQuestion):
    """A bar code."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setAcceptDrops(True)
        self.button = QPushButton(icon("photo", theme), self.tr("From a photo…"), self)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setMinimumHeight(theme.target)
        self.button.clicked.connect(self.choose)
        self._column.removeWidget(self.line)
        row = QHBoxLayout()
        row.setSpacing(theme.space())
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self._column.insertLayout(0, row)

    def make_line(self) -> Line:
        """Return the line."""
        line = _CodeLine(self)
        line.pictured.connect(self.take)
        return line

    def show_node(self, view: NodeView) -> None:
        """Show the code."""
        super().show_node(view)
        self.button.setEnabled(not view.readonly)

    def choose(self) -> None:
        """Let a photo be chosen."""
        kinds = self.tr("Photos") + " (*.jpg *.jpeg *.png *.webp *.JPG *.JPEG *.PNG)"
        path, _ = QFileDialog.getOpenFileName(self, self.tr("A photo of the code"), "", kinds)
        if path:
            self.take(Path(path))

    def take(self, photo: Path | QImage) -> None:
        """Have the code in a photo read, unless the answer may only be read."""
        if not self.view.readonly:
            self.scanned.emit(self.view.ref, photo)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome photos."""
        if not self.view.readonly and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        mime = event.mimeData()
        files = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
        if files:
            self.take(Path(files[0]))
        elif mime.hasImage():
            self.take(QImage(mime.imageData()))
        event.acceptProposedAction()


def photo_of(path: Path) -> QImage:
    """Read a photo upright and at most as large as codes need; a null picture when it is none."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and (size.width() > _LARGEST.width() or size.height() > _LARGEST.height()):
        reader.setScaledSize(size.scaled(_LARGEST, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
