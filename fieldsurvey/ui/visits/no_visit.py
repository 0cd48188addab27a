"""What stands where no visit is yet: how one begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.theme import dress
from fieldsurvey.ui.visits.sample_offer import SampleOffer

if TYPE_CHECKING:
    from fieldsurvey.ui.context import Context


class NoVisit(QScrollArea):
    """It scrolls: large text on a low screen, and what is seldom shown must not hold the window open.

    Args:
        context: the tools.
        parent: the owner.
    """

    #: The training visit is asked for.
    training = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = context.theme
        page = QWidget()
        box = QVBoxLayout(page)
        box.setSpacing(theme.space(1.5))
        drawing = QLabel()
        side = theme.space(8)
        drawing.setPixmap(icon("mall", theme, "muted").pixmap(QSize(side, side)))
        first = QLabel(self.tr("No visit yet"))
        dress(first, "heading")
        then = QLabel(
            self.tr(
                "Make a new visit with Ctrl+N, or import the bundle that the office or a colleague gave you."
            )
        )
        dress(then, "muted")
        then.setWordWrap(True)
        then.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addStretch(2)
        for label in (drawing, first):
            box.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(then)
        box.addSpacing(theme.space())
        train = QPushButton(self.tr("Training visit (Ctrl+T)"))
        train.clicked.connect(self.training)
        box.addWidget(train, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(SampleOffer(context, self), 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(3)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(page)
