"""A signature, a drawing, a photo drawn upon: written on a pad, attached as a picture when it is done."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QWidget

from fieldsurvey.ui.answers.files import UploadQuestion
from fieldsurvey.ui.answers.paper import show_if
from fieldsurvey.ui.answers.registry import register
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.ink_pad import InkPad
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.ui.answers.view import NodeView
    from fieldsurvey.ui.theme import Theme

_SHAPES = {"signature": 0.35, "draw": 0.6, "annotate": 0.6}
#: A photo is shown and drawn upon at most so large: what is attached is a second picture, the photo stays whole.
_LARGEST = 2000


class _Drawn(UploadQuestion):
    """A pad; what is written becomes a picture with Enter, with the button, or on leaving.

    A picture that is attached stays until it is taken away; another one is written beside it.
    """

    shape = "draw"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.pad = InkPad(theme, _SHAPES[self.shape], self)
        self.pad.changed.connect(self._written)
        self.pad.passed.connect(self._done)
        self._tools = QWidget(self)
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space())
        self.keep = QPushButton(icon("check", theme, "on_accent"), self.tr("Keep it"), self._tools)
        self.wipe = QPushButton(icon("undo", theme), self.tr("Start again"), self._tools)
        dress(self.keep, "primary")
        for button, does in ((self.keep, self.commit), (self.wipe, self.pad.clear)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setMinimumHeight(theme.target)
            button.clicked.connect(does)
            row.addWidget(button)
        row.addStretch(1)
        self._column.addWidget(self.pad)
        self._column.addWidget(self._tools)
        self._writing = True
        self._settle()

    def show_node(self, view: NodeView) -> None:
        """Show what is attached, else the pad."""
        if view.ref != self.view.ref:
            self.commit()
        came = len(view.media) > len(self.view.media)
        super().show_node(view)
        if view.media and (came or not self.pending()):
            self._writing = False
        if not view.media:
            self._writing = True
        self._settle()

    def focus_answer(self) -> None:
        """Put the keyboard on the pad, or on the button for another picture."""
        (self.pad if self._writes else self.button).setFocus(Qt.FocusReason.OtherFocusReason)

    def pending(self) -> bool:
        """Say whether something was written that is not attached yet."""
        return not self.pad.blank and not self.view.readonly

    def commit(self) -> None:
        """Attach what was written."""
        if self.pending():
            picture = self.pad.image()
            self.pad.clear()
            self.attached.emit(self.view.ref, picture)

    def clear(self) -> None:
        """Take what was written back, else ask about what is attached."""
        if self.pending():
            self.pad.clear()
        else:
            super().clear()

    def choose(self) -> None:
        """Write another picture."""
        self._writing = True
        self._settle()
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def describe(self, name: str, description: str) -> None:
        """Name the pad."""
        super().describe(name, description)
        what = self.tr("Write or draw")
        self.pad.setAccessibleName(f"{what} {name}")
        self.pad.setAccessibleDescription(description)

    @property
    def _writes(self) -> bool:
        return self._writing and not self.view.readonly

    def _settle(self) -> None:
        self.pad.set_readonly(self.view.readonly)
        show_if(self.pad, self._writes)
        show_if(self._tools, self._writes and not self.pad.blank)
        show_if(self.place, not self._writes and not self.view.readonly)
        self.setFocusProxy(self.pad if self._writes else self.button)

    def _written(self) -> None:
        self._settle()
        self.typing.emit()

    def _done(self) -> None:
        self.commit()
        self.advance.emit()


@register("upload", appearance="signature")
class SignatureQuestion(_Drawn):
    """A signature: ink on a pad, no certificate (PP 71/2019 art. 60: *tidak tersertifikasi*)."""

    shape = "signature"

    def _words(self) -> tuple[str, str, str]:
        return "sign", self.tr("Sign…"), self.tr("Sign again…")


@register("upload", appearance="draw")
class DrawingQuestion(_Drawn):
    """A drawing, such as where the counters stand."""

    def _words(self) -> tuple[str, str, str]:
        return "edit", self.tr("Draw…"), self.tr("Another drawing…")


@register("upload", appearance="annotate")
class AnnotateQuestion(_Drawn):
    """A photo drawn upon: the photo itself is attached untouched, what was drawn upon is a second picture."""

    shape = "annotate"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._photo: QImage | None = None
        #: Where the keyboard was when the photo was given.
        self._stood: QWidget | None = None
        super().__init__(theme, parent)

    def choose(self) -> None:
        """Choose a photo to draw upon."""
        UploadQuestion.choose(self)

    def commit(self) -> None:
        """Attach what was drawn; the pad is put away."""
        drawn = self.pending()
        super().commit()
        if drawn:
            self._stood = QApplication.focusWidget()
            self._lay(None)

    @property
    def _writes(self) -> bool:
        return self._photo is not None and not self.view.readonly

    def _give(self, what: Path | bytes | QImage) -> None:
        super()._give(what)
        self._stood = QApplication.focusWidget()
        if isinstance(what, QImage):
            self._lay(what)
        else:
            self.worked.emit(partial(_photo, what), self._lay)

    def _lay(self, photo: QImage | None) -> None:
        self._photo = photo
        self.pad.show_under(photo)
        self._settle()
        if QApplication.focusWidget() is self._stood:  # whoever went on meanwhile stays there
            self.focus_answer()


def _photo(what: Path | bytes) -> QImage | None:
    """Read a photo upright, at most as large as it is drawn upon; one of 50 megapixels takes a tenth of a second."""
    buffer = QBuffer()
    if isinstance(what, bytes):
        buffer.setData(what)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(str(what)) if isinstance(what, Path) else QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _LARGEST:
        reader.setScaledSize(size.scaled(_LARGEST, _LARGEST, Qt.AspectRatioMode.KeepAspectRatio))
    found = reader.read()
    return None if found.isNull() else found
