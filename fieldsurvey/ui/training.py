"""Training in the window: the offer, the strip that says so above every page, and the way in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fieldsurvey.ui.form.confirm import Confirm
from fieldsurvey.ui.messages import sentence
from fieldsurvey.ui.parts.busy import Busy
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.jobs import Training
    from fieldsurvey.ui.tasks import Cancel
    from fieldsurvey.ui.theme import Theme

_WIDTH_UNITS = 72


class TrainingBand(QFrame):
    """Says above every page that this is training.

    Args:
        theme: sizes and colours.
        inside: whether one came from one's own visits, so that one can go back and remove it.
        parent: the owner.
    """

    #: Back to one's own visits.
    left = Signal()
    #: And remove the training.
    removed = Signal()

    def __init__(self, theme: Theme, *, inside: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, "notice-warn")
        mark = QLabel(self.tr("TRAINING"))
        dress(mark, "strong")
        self.said = QLabel(self.tr("Invented people and data. Nothing of it is sent to anyone."))
        self.said.setWordWrap(True)
        self._sure = Confirm(theme, self.tr("Remove"), self.tr("Keep"), kind="danger", parent=self)
        self._sure.accepted.connect(self.removed)
        self._sure.refused.connect(self._sure.hide)
        row = QHBoxLayout()
        row.setSpacing(theme.space(2))
        row.addWidget(mark)
        row.addWidget(self.said, 1)
        if inside:
            for text, slot in (
                (self.tr("&Remove the training …"), self._ask),
                (self.tr("&End the training"), self.left.emit),
            ):
                button = QPushButton(text)
                button.setAutoDefault(True)
                dress(button, "key")
                button.clicked.connect(lambda _checked=False, call=slot: call())
                row.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.space(2), theme.space(0.5), theme.space(2), theme.space(0.5))
        box.setSpacing(theme.space(0.5))
        box.addLayout(row)
        box.addWidget(self._sure)

    def _ask(self) -> None:
        self._sure.ask(self.tr("Remove the training with everything that was filled in there?"))


class TrainingPage(Screen):
    """Offers the training visit."""

    #: Open this one.
    begun = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._folder = context.access.path.parent
        self._running: Cancel | None = None
        theme = self.theme
        heading = QLabel(self.tr("Practise first?"))
        dress(heading, "title")
        words = [
            self.tr(
                "A training visit has an invented mall with three stands. Everything can be tried there: answering, "
                "findings, sealing, the minutes, signing."
            ),
            self.tr(
                "It says TRAINING on every screen and every page, is kept apart from your own visits, is never sent, "
                "and is removed with one press."
            ),
        ]
        self._busy = Busy(theme, self)
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._said.hide()
        self._go = QPushButton()
        self._go.setAutoDefault(True)
        dress(self._go, "primary")
        self._go.clicked.connect(self._begin)
        self._later = QPushButton(self.tr("Not now"))
        self._later.setAutoDefault(True)
        self._later.clicked.connect(self.closed)
        card = QFrame()
        dress(card, "card")
        card.setFixedWidth(theme.space(_WIDTH_UNITS))
        inside = QVBoxLayout(card)
        inside.setContentsMargins(*[theme.space(each) for each in (4, 3, 4, 3)])
        inside.setSpacing(theme.space(1.5))
        inside.addWidget(heading)
        for text in words:
            label = QLabel(text)
            label.setWordWrap(True)
            inside.addWidget(label)
        for widget in (self._busy, self._said):
            inside.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addWidget(self._go, 1)
        buttons.addWidget(self._later, 1)
        inside.addLayout(buttons)
        outside = QVBoxLayout(self)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        outside.addStretch(1)
        outside.addLayout(middle)
        outside.addStretch(2)
        self._rest()

    def title(self) -> str:
        """Return the page's name."""
        return self.tr("Training")

    def entered(self) -> None:
        """Enter begins; a training that was left is found again."""
        self._rest()
        self._go.setFocus()

    def _begin(self) -> None:
        if self._running is not None:
            self._running.cancel()
            self._rest()
            return
        found = self.context.jobs.find_training(self._folder)
        if found is not None:
            self.begun.emit(found)
            return
        self._said.hide()
        self._busy.begin(self.tr("Making the training visit …"))
        self._go.setText(self.tr("Stop"))
        running = self.context.tasks.spawn(
            self.context.jobs.make_training,
            (self._folder, self.context.author),
            self._made,
            self._failed,
        )
        # A job that ran at once has answered already.
        self._running = None if self._busy.isHidden() else running

    def _made(self, training: Training) -> None:
        self._rest()
        self.begun.emit(training)

    def _failed(self, error: Exception) -> None:
        self._rest()
        self._said.setText(sentence(error))
        dress(self._said, "bad")
        self._said.show()

    def _rest(self) -> None:
        self._running = None
        self._busy.end()
        there = self.context.jobs.find_training(self._folder) is not None
        self._go.setText(self.tr("Go on training") if there else self.tr("Begin the training"))
