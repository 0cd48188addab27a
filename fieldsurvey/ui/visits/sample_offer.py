"""The sample inspection, offered where there is nothing yet: in a database of its own that never syncs (design §5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from fieldsurvey.ui.messages import sentence
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.tasks import Cancel

#: Lies beside the person's own database.
_FOLDER = "contoh"
_DATABASE = "visit.db"


class SampleOffer(QWidget):
    """Makes the sample and opens it in a window of its own.

    Args:
        context: the tools.
        parent: the owner.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._running: Cancel | None = None
        self._folder = context.access.path.parent / _FOLDER
        self.button = QPushButton(self.tr("Try the sample inspection"))
        self.button.setToolTip(
            self.tr("Invented people and answers; it opens in a window of its own.")
        )
        self.button.clicked.connect(self._take)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(self.tr("Making the sample"))
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._said.setMinimumWidth(context.theme.space(48))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(context.theme.space())
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self._busy)
        box.addWidget(self._said)
        self._busy.hide()
        self._say("", "muted")

    def _take(self) -> None:
        if self._running is not None:
            self._running.cancel()
            self._rest(self.tr("Stopped."), "muted")
        elif (self._folder / _DATABASE).is_file():
            self._made(self._folder / _DATABASE)
        else:
            self._busy.show()
            self.button.setText(self.tr("Stop"))
            self._say(self.tr("Making the sample; this takes half a minute …"), "muted")
            running = self._context.tasks.spawn(
                self._context.jobs.make_sample, (self._folder,), self._made, self._failed
            )
            # A job that ran at once has answered already.
            self._running = None if self._busy.isHidden() else running

    def _made(self, database: Path) -> None:
        self._rest(self.tr("The sample opens in another window."), "good")
        self._context.jobs.open_window(database)

    def _failed(self, error: Exception) -> None:
        self._rest(sentence(error), "bad")

    def _rest(self, text: str, kind: str) -> None:
        self._running = None
        self._busy.hide()
        self.button.setText(self.tr("Try the sample inspection"))
        self._say(text, kind)

    def _say(self, text: str, kind: str) -> None:
        self._said.setText(text)
        self._said.setVisible(bool(text))
        dress(self._said, kind)
