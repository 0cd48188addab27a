"""Work that takes a while, seen: a moving bar, what is done, and for how long already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from fieldsurvey.ui.theme import Theme

_TICK_MS = 500
_PATIENCE_S = 3  # before that, seconds say nothing


class Busy(QWidget):
    """Hidden while nothing goes on.

    Args:
        theme: colours and sizes.
        parent: the owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._since = QElapsedTimer()
        self._label = QLabel()
        self._label.setWordWrap(True)
        dress(self._label, "muted")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(0.5))
        box.addWidget(self._label)
        box.addWidget(self._bar)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tell)
        self.hide()

    def begin(self, text: str) -> None:
        """Say that something goes on."""
        self._text = text
        self._bar.setAccessibleName(text)
        self._since.start()
        self._tell()
        self.show()

    def say(self, text: str) -> None:
        """Say how far it is; the time goes on."""
        self._text = text
        self._tell()

    def end(self) -> None:
        """It is over."""
        self.hide()

    def _tell(self) -> None:
        seconds = self._since.elapsed() // 1000
        told = self.tr("%n seconds", "", seconds) if seconds >= _PATIENCE_S else ""
        self._label.setText(" · ".join(part for part in (self._text, told) if part))

    def showEvent(self, event: QShowEvent) -> None:
        """Count while it is seen."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """And rest otherwise."""
        super().hideEvent(event)
        self._timer.stop()
