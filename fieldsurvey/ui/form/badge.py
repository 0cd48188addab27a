"""Whether everything is on the disk: said only after the commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from fieldsurvey.ui.messages import message
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from datetime import datetime

#: Letters there is room for; the whole reason stands in the strip beneath the head.
_LONGEST = 32


class SavedBadge(QLabel):
    """The badge in the head of the form."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.show_quiet(stored=False)

    def show_quiet(self, *, stored: bool) -> None:
        """Nothing was answered here yet."""
        text = self.tr("All answers are saved") if stored else self.tr("Nothing answered yet")
        self._say(text, "pill")

    def show_typing(self) -> None:
        """Somebody types what is not on its way yet."""
        self._say(self.tr("Typing…"), "pill")

    def show_saving(self) -> None:
        """An answer is on its way."""
        self._say(self.tr("Saving…"), "pill")

    def show_saved(self, at: datetime) -> None:
        """Everything is durable as of this moment, given in the zone of the site."""
        self._say(self.tr("Saved {time} ✓").format(time=f"{at:%H.%M}"), "pill-good")

    def show_unsaved(self, error: Exception) -> None:
        """Something could not be written."""
        said = message(error)
        self._say(self.tr("Not saved: {why}").format(why=said.happened), "pill-bad")
        self.setToolTip(said.text)

    def _say(self, text: str, kind: str) -> None:
        if (text, kind) == (self.accessibleName(), self.property("kind")):
            return
        dress(self, kind)  # before the text: the size follows from both
        metrics = self.fontMetrics()
        room = metrics.averageCharWidth() * _LONGEST
        self.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))
        self.setAccessibleName(text)
        self.setToolTip("")
        self.updateGeometry()
