"""Photos and files as answers: chosen, dropped or pasted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from fieldsurvey.ui.answers.base import QuestionWidget
from fieldsurvey.ui.answers.paper import column, wrapped
from fieldsurvey.ui.answers.registry import register
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from fieldsurvey.ui.answers.view import Medium, NodeView
    from fieldsurvey.ui.theme import Theme

_PHOTOS = "*.jpg *.jpeg *.png *.webp *.heic *.JPG *.JPEG *.PNG *.HEIC"


class _Give(QPushButton):
    """The button that opens the file dialog: Space does, Enter goes on."""

    def __init__(self, owner: UploadQuestion) -> None:
        super().__init__()
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._owner.advance.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._owner.paste()
        elif event.key() == Qt.Key.Key_Delete:
            self._owner.clear()
        else:
            super().keyPressEvent(event)


class MediumRow(QFrame):
    """What is attached: a small picture, a name, and a way to take it away, which asks once more.

    Args:
        theme: sizes and colours.
        medium: what is attached.
        owner: the question.
    """

    def __init__(self, theme: Theme, medium: Medium, owner: UploadQuestion) -> None:
        super().__init__()
        dress(self, "band")
        self._asked = False
        self._owner = owner
        self._medium = medium
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(), theme.space(), theme.space(), theme.space())
        row.setSpacing(theme.space(1.5))
        picture = QLabel()
        side = theme.space(8)
        if medium.preview is not None:
            picture.setPixmap(
                QPixmap.fromImage(medium.preview).scaled(
                    side * 3 // 2,
                    side,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
        else:
            kind = "photo" if medium.is_photo else "file"
            picture.setPixmap(icon(kind, theme, "muted").pixmap(theme.icon, theme.icon))
        row.addWidget(picture)
        row.addWidget(wrapped("", medium.name), 1)
        self._remove = QPushButton()
        dress(self._remove, "quiet")
        self._remove.clicked.connect(self._clicked)
        row.addWidget(self._remove)
        self._say()

    def _clicked(self) -> None:
        if self._asked:
            self._owner.detached.emit(self._owner.view.ref, self._medium.id)
        self._asked = not self._asked
        self._say()

    def _say(self) -> None:
        self._remove.setText(self.tr("Really remove?") if self._asked else self.tr("Remove"))
        self._remove.setAccessibleName(f"{self._remove.text()} {self._medium.name}")


@register("upload")
class UploadQuestion(QuestionWidget):
    """A photo or a file."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setAcceptDrops(True)
        self._media: tuple[Medium, ...] | None = None
        self._rows: list[MediumRow] = []
        self.button = _Give(self)
        self.button.setMinimumHeight(theme.target)
        self.button.setIconSize(QSize(theme.icon, theme.icon))
        self.button.clicked.connect(self.choose)
        self._ways = wrapped("small")
        bottom = QWidget()
        line = QHBoxLayout(bottom)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.space(1.5))
        line.addWidget(self.button)
        line.addWidget(self._ways, 1)
        self.setFocusProxy(self.button)
        self._column = column(self, theme, bottom, gap=0.75)

    def show_node(self, view: NodeView) -> None:
        """Show what is attached."""
        super().show_node(view)
        photo = self._photo
        more = bool(view.media)
        if photo:
            text = self.tr("Another photo…") if more else self.tr("Choose a photo…")
        else:
            text = self.tr("Another file…") if more else self.tr("Choose a file…")
        self.button.setText(f" {text}")  # air between icon and words
        self.button.setIcon(icon("photo" if photo else "file", self.theme))
        self.button.setEnabled(not view.readonly)
        self._ways.setText(self.tr("or drop it here, or paste it with Ctrl+V"))
        if view.media != self._media:
            self._media = view.media
            for row in self._rows:
                self._column.removeWidget(row)
                row.hide()
                row.deleteLater()
            self._rows = [MediumRow(self.theme, medium, self) for medium in view.media]
            for at, row in enumerate(self._rows):
                self._column.insertWidget(at, row)

    def focus_answer(self) -> None:
        """Put the keyboard on the button."""
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Nothing at once: each thing attached is taken away by its own button."""
        if self._rows:
            self._rows[-1]._remove.setFocus()  # noqa: SLF001  one module, one control

    def describe(self, name: str, description: str) -> None:
        """Name the button."""
        self.button.setAccessibleName(f"{self.button.text().strip()} {name}")
        self.button.setAccessibleDescription(description)

    def choose(self) -> None:
        """Let a file be chosen."""
        kinds = (
            self.tr("Photos") + f" ({_PHOTOS})" if self._photo else self.tr("All files") + " (*)"
        )
        path, _ = QFileDialog.getOpenFileName(self, self.button.text().strip(), "", kinds)
        if path:
            self.attached.emit(self.view.ref, Path(path))

    def paste(self) -> None:
        """Take what is on the clipboard."""
        self._take(QGuiApplication.clipboard().mimeData())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files and pictures."""
        if not self.view.readonly and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        self._take(event.mimeData())
        event.acceptProposedAction()

    @property
    def _photo(self) -> bool:
        return self.view.mediatype.startswith("image")

    def _take(self, mime: QMimeData) -> None:
        if self.view.readonly:
            return
        files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        for path in files:
            self.attached.emit(self.view.ref, path)
        if not files and mime.hasImage():
            image = mime.imageData()
            if isinstance(image, QImage) and not image.isNull():
                self.attached.emit(self.view.ref, _png(image))


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())
