"""Photos and files as answers: chosen, dropped or pasted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPixmap,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.answers.base import QuestionWidget
from fieldsurvey.ui.answers.paper import column, wrapped
from fieldsurvey.ui.answers.registry import register
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from datetime import tzinfo

    from PySide6.QtCore import QMimeData

    from fieldsurvey.ui.answers.view import FileFacts, Medium, NodeView
    from fieldsurvey.ui.theme import Theme

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PHOTOS = "*.jpg *.jpeg *.png *.webp *.heic *.JPG *.JPEG *.PNG *.WEBP *.HEIC"
_SOUNDS = "*.mp3 *.m4a *.wav *.ogg *.opus *.MP3 *.M4A *.WAV"
_FILMS = "*.mp4 *.mov *.webm *.avi *.MP4 *.MOV"
#: Formats in which other programs put a picture on the clipboard, taken as they are: evidence is not encoded anew.
_PICTURES = ("image/jpeg", "image/png")


class _Give(QPushButton):
    """The button that opens the file dialog: Space does, Enter goes on."""

    passed = Signal()
    pasted = Signal()
    cleared = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            if not event.isAutoRepeat():
                self.passed.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.cleared.emit()
        else:
            super().keyPressEvent(event)


class RemoveButton(QPushButton):
    """Takes something away when it is pressed twice; leaving it forgets the first time.

    Args:
        name: of what goes.
        parent: the row.
    """

    confirmed = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self._asked = False
        dress(self, "quiet")
        self.clicked.connect(self._clicked)
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Delete press it, Esc takes the first press back."""
        key = event.key()
        if key in _ENTER or key == Qt.Key.Key_Delete:
            if not event.isAutoRepeat():
                self.click()
        elif key == Qt.Key.Key_Escape and self._asked:
            self._ask(asked=False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget the first press."""
        super().focusOutEvent(event)
        self._ask(asked=False)

    def _clicked(self) -> None:
        asked = self._asked
        self._ask(asked=not asked)
        if asked:
            self.confirmed.emit()

    def _ask(self, *, asked: bool) -> None:
        if asked != self._asked:
            self._asked = asked
            self._say()

    def _say(self) -> None:
        self.setText(self.tr("Really remove?") if self._asked else self.tr("Remove"))
        self.setAccessibleName(f"{self.text()} {self._name}")
        dress(self, "danger" if self._asked else "quiet")


class MediumRow(QFrame):
    """What is attached: a small picture, a name, and a way to take it away, which asks once more.

    Args:
        theme: sizes and colours.
        medium: what is attached.
        readonly: it cannot be taken away.
        parent: the question.
        zone: of the site, in which times are shown; None is this machine's.
    """

    removed = Signal(str)
    edited = Signal(str)

    def __init__(
        self,
        theme: Theme,
        medium: Medium,
        *,
        readonly: bool,
        parent: QWidget,
        zone: tzinfo | None = None,
    ) -> None:
        super().__init__(parent)
        dress(self, "band")
        self._medium = medium
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.space(),) * 4)
        row.setSpacing(theme.space(1.5))
        row.addWidget(self._picture(theme))
        number = self.tr("Photo {number}").format(number=medium.number) if medium.number else ""
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(wrapped("", " · ".join(filter(None, (number, medium.name))), self))
        if medium.facts is not None:
            words.addWidget(wrapped("small", self._said(medium.facts, zone), self))
        row.addLayout(words, 1)
        self.edit = self._opening(theme)
        self.edit.clicked.connect(self._edit)
        self.edit.setVisible(medium.facts is not None or (bool(medium.sha256) and not readonly))
        row.addWidget(self.edit)
        self.remove = RemoveButton(medium.name, self)
        self.remove.setMinimumHeight(theme.target)
        self.remove.confirmed.connect(self._confirmed)
        self.remove.setVisible(not readonly)
        row.addWidget(self.remove)

    def _opening(self, theme: Theme) -> QPushButton:
        """Return the button that opens it: a photo in the editor, another file in the program that shows it."""
        if self._medium.facts is None:
            button = QPushButton(icon("edit", theme, "accent"), self.tr("Edit…"), self)
            button.setToolTip(self.tr("Turn, crop, arrows, text, blur; the original is kept"))
        else:
            button = QPushButton(icon("file", theme, "accent"), self.tr("Open…"), self)
            button.setToolTip(
                self.tr(
                    "In another program, from a copy that is removed when the window is locked or closed"
                )
            )
        dress(button, "quiet")
        button.setMinimumHeight(theme.target)
        button.setAccessibleName(f"{button.text()} {self._medium.name}")
        return button

    def _said(self, facts: FileFacts, zone: tzinfo | None) -> str:
        """Return size, time and digest of a file that no picture shows."""
        at = f"{facts.at.astimezone(zone):%d-%m-%Y %H.%M}" if facts.at else ""
        size = QLocale().formattedDataSize(facts.size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
        digest = f"SHA-256 {facts.sha256[:16]}…"
        return " · ".join(filter(None, (self._medium.media_type, size, at, digest)))

    def _picture(self, theme: Theme) -> QLabel:
        picture = QLabel(self)
        height = theme.space(8)
        if self._medium.preview is not None:
            ratio = self.devicePixelRatioF()
            pixmap = QPixmap.fromImage(self._medium.preview).scaled(
                QSize(height * 3 // 2, height) * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            pixmap.setDevicePixelRatio(ratio)
            picture.setPixmap(pixmap)
        else:
            kind = "photo" if self._medium.is_photo else "file"
            picture.setPixmap(icon(kind, theme, "muted").pixmap(theme.icon, theme.icon))
        return picture

    def _confirmed(self) -> None:
        self.removed.emit(self._medium.id)

    def _edit(self) -> None:
        self.edited.emit(self._medium.id)


@register("upload")
class UploadQuestion(QuestionWidget):
    """A photo or a file."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setAcceptDrops(True)
        self._shown: tuple[tuple[Medium, ...], bool] | None = None
        self._rows: list[MediumRow] = []
        self._problem = ""
        self.place = QFrame(self)
        dress(self.place, "drop")
        self.button = _Give(self.place)
        self.button.setMinimumHeight(theme.target)
        self.button.setIconSize(QSize(theme.icon, theme.icon))
        self.button.clicked.connect(self.choose)
        self.button.passed.connect(self.advance)
        self.button.pasted.connect(self.paste)
        self.button.cleared.connect(self.clear)
        self._ways = wrapped("small", parent=self.place)
        line = QHBoxLayout(self.place)
        line.setContentsMargins(*(theme.space(0.75),) * 4)
        line.setSpacing(theme.space(1.5))
        line.addWidget(self.button)
        line.addWidget(self._ways, 1)
        self.setFocusProxy(self.button)
        self._column = column(self, theme, self.place, gap=0.75)

    def show_node(self, view: NodeView) -> None:
        """Show what is attached."""
        if view.ref != self.view.ref or view.media != self.view.media:
            self._set_problem("")
        super().show_node(view)
        sign, first, other = self._words()
        self.button.setText(f" {other if view.media else first}")  # air between icon and words
        self.button.setIcon(icon(sign, self.theme))
        self.button.setEnabled(not view.readonly)
        self._ways.setText(self.tr("or drop it here, or paste it with Ctrl+V"))
        self.place.setVisible(not (view.readonly and view.media))
        if (view.media, view.readonly) != self._shown:
            self._shown = (view.media, view.readonly)
            for row in self._rows:
                self._column.removeWidget(row)
                row.hide()
                row.deleteLater()
            self._rows = [
                MediumRow(self.theme, medium, readonly=view.readonly, parent=self, zone=view.zone)
                for medium in view.media
            ]
            for at, row in enumerate(self._rows):
                row.removed.connect(self._removed)
                row.edited.connect(self._edit)
                self._column.insertWidget(at, row)

    def focus_answer(self) -> None:
        """Put the keyboard on the button."""
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Nothing at once: each thing attached is taken away by its own button, which gets the keyboard."""
        if self._rows and not self.view.readonly:
            self._rows[-1].remove.setFocus(Qt.FocusReason.OtherFocusReason)

    def problem(self) -> str:
        """Return why what was pasted or dropped could not be taken."""
        return self._problem

    def describe(self, name: str, description: str) -> None:
        """Name the button."""
        self.button.setAccessibleName(f"{self.button.text().strip()} {name}")
        self.button.setAccessibleDescription(description)

    def choose(self) -> None:
        """Let a file be chosen."""
        path, _ = QFileDialog.getOpenFileName(self, self.button.text().strip(), "", self._kinds())
        if path:
            self._give(Path(path))

    def paste(self) -> None:
        """Take what is on the clipboard."""
        if not self._take(QGuiApplication.clipboard().mimeData()):
            self._set_problem(
                self.tr("There is no picture or file on the clipboard. Copy one first, then paste.")
            )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome files and pictures."""
        if not self.view.readonly and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()
            dress(self.place, "drop-here")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Be as before."""
        super().dragLeaveEvent(event)
        dress(self.place, "drop")

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        dress(self.place, "drop")
        if self._take(event.mimeData()):
            event.acceptProposedAction()
        else:
            self._set_problem(
                self.tr("What was dropped is no file on this laptop. Save it first, then drop it.")
            )

    def _words(self) -> tuple[str, str, str]:
        """Return the icon, and what the button says for the first and for another thing."""
        kind = self.view.mediatype.split("/")[0]
        if kind == "image":
            return "photo", self.tr("Choose a photo…"), self.tr("Another photo…")
        if kind == "audio":
            return "file", self.tr("Choose a recording…"), self.tr("Another recording…")
        if kind == "video":
            return "file", self.tr("Choose a video…"), self.tr("Another video…")
        return "file", self.tr("Choose a file…"), self.tr("Another file…")

    def _kinds(self) -> str:
        """Return what the file dialog offers."""
        kind = self.view.mediatype.split("/")[0]
        every = self.tr("All files") + " (*)"
        if kind == "image":
            return self.tr("Photos") + f" ({_PHOTOS})"
        if kind == "audio":
            return self.tr("Recordings") + f" ({_SOUNDS});;{every}"
        if kind == "video":
            return self.tr("Videos") + f" ({_FILMS});;{every}"
        return every

    def _take(self, mime: QMimeData) -> bool:
        """Take what somebody gives; return whether there was anything to take."""
        if self.view.readonly:
            return True
        files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        for path in files:
            self._give(path)
        if files:
            return True
        picture = _picture_in(mime)
        if picture is not None:
            self._give(picture)
        return picture is not None

    def _give(self, what: Path | bytes | QImage) -> None:
        self._set_problem("")
        self.attached.emit(self.view.ref, what)

    def _edit(self, medium: str) -> None:
        self.edited.emit(self.view.ref, medium)

    def _removed(self, medium: str) -> None:
        self.focus_answer()  # the button that was pressed is about to go
        self.detached.emit(self.view.ref, medium)

    def _set_problem(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            self.problem_changed.emit()


def _picture_in(mime: QMimeData) -> bytes | QImage | None:
    """Return a picture as the image file that it is, else as it lies on the clipboard; None when there is none."""
    for name in _PICTURES:
        data = mime.data(name)
        if not data.isEmpty():
            return bytes(data.data())
    image = mime.imageData() if mime.hasImage() else None
    return image if isinstance(image, QImage) and not image.isNull() else None
