"""The closing talk on a projector: large letters, the whole screen, one thing at a time, and the typed reply."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.report.projector_slides import Slides
from fieldsurvey.ui.report.reply import ReplyForm
from fieldsurvey.ui.theme import dress, make_theme

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QCloseEvent

    from fieldsurvey.survey.closing_talk import ClosingTalk
    from fieldsurvey.ui.context import Context

#: Letters are so much larger than the inspector's, and at least and at most so large, in points.
_LARGER, _LEAST_PT, _MOST_PT = 1.7, 20, 28
_REPLY_SHARE = (
    0.75  # of the distances stand between the fields of the reply: all of it is seen at once
)
_WIDEST = 150  # units; on a wide wall lines stay readable
_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Space)
_ARROWS = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace)


class Projector(QDialog):
    """Covers the screen. Arrows, PgUp, PgDn and Space step, Home and End go to the ends, Esc leaves.

    While a reply is typed the arrows belong to its words; PgUp and PgDn still step.

    Args:
        context: the tools; the reply is written through them.
        talk: what is shown.
        parent: the owner.
    """

    def __init__(self, context: Context, talk: ClosingTalk, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        size = round(context.theme.text_pt * _LARGER)
        self._theme = make_theme(context.theme.name, min(max(_LEAST_PT, size), _MOST_PT))
        self.setWindowTitle(self.tr("Closing talk"))
        self.setStyleSheet(
            f"QWidget {{ font-size: {self._theme.text_pt}pt; }}\n{self._theme.style_sheet()}"
        )
        close = make_theme(self._theme.name, round(self._theme.text_pt * _REPLY_SHARE))
        self.reply = ReplyForm(context, close, talk, self)
        self.reply.hide()
        slides = Slides(self._theme, talk)
        self._makers = [*slides.makers(), (self.tr("Reply of the inspected party"), self._replied)]
        self._at = 0
        self._title = QLabel()
        dress(self._title, "title")
        self._title.setWordWrap(True)
        self._place = QLabel()
        dress(self._place, "muted")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.back = QPushButton(icon("previous", self._theme), self.tr("Back"))
        self.on = QPushButton(icon("next", self._theme, "on_accent"), self.tr("Next"))
        self.leave = QPushButton(self.tr("Close (Esc)"))
        dress(self.on, "primary")
        dress(self.leave, "quiet")
        self.back.clicked.connect(partial(self.step, -1))
        self.on.clicked.connect(partial(self.step, 1))
        self.leave.clicked.connect(self.reject)
        self._lay_out()
        self._show()

    @property
    def count(self) -> int:
        """How many things there are to show."""
        return len(self._makers)

    @property
    def at(self) -> int:
        """Which of them is shown, from 0."""
        return self._at

    def step(self, by: int) -> None:
        """Show the next or the one before; what was typed is kept first."""
        self.go_to(self._at + by)

    def go_to(self, place: int) -> None:
        """Show one, from 0; beyond the ends the last or first stays."""
        self.reply.keep()
        wanted = min(max(place, 0), self.count - 1)
        if wanted != self._at:
            self._at = wanted
            self._show()

    def reject(self) -> None:
        """Keep what was typed, then leave."""
        self.reply.keep()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was typed, however the window goes."""
        self.reply.keep()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by keys; a field that takes a key itself has it first."""
        key = event.key()
        typing = isinstance(self.focusWidget(), QPlainTextEdit)
        if key in _ON and not (typing and key != Qt.Key.Key_PageDown):
            self.step(1)
        elif key in _BACK and not (typing and key != Qt.Key.Key_PageUp):
            self.step(-1)
        elif key == Qt.Key.Key_Home and not typing:
            self.go_to(0)
        elif key == Qt.Key.Key_End and not typing:
            self.go_to(self.count - 1)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the arrows from a button: there they would only go to the button beside it."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and event.key() in _ARROWS:
            self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    # --- parts

    def _lay_out(self) -> None:
        space = self._theme.space
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._place, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.on)
        for button in (self.back, self.on, self.leave):
            button.setMinimumHeight(self._theme.target)
            button.setAutoDefault(False)  # Enter presses the one that has the focus
            button.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(space(3),) * 4)
        column.setSpacing(space(2))
        column.addLayout(head)
        column.addWidget(self._area, 1)
        column.addLayout(foot)

    def _show(self) -> None:
        title, make = self._makers[self._at]
        self._title.setText(title)
        self._place.setText(self.tr("{nth} of {count}").format(nth=self._at + 1, count=self.count))
        shown = self._area.takeWidget()
        if shown is self.reply:
            self.reply.setParent(self)
            self.reply.hide()
        elif shown is not None:
            shown.deleteLater()
        widget = make()
        widget.setMaximumWidth(self._theme.space(_WIDEST))
        self._area.setWidget(widget)
        widget.show()
        self.back.setEnabled(self._at > 0)
        self.on.setEnabled(self._at < self.count - 1)
        if widget is self.reply and self.reply.isEnabled():
            self.reply.words.setFocus()
        else:
            (self.on if self.on.isEnabled() else self.leave).setFocus()

    def _replied(self) -> QWidget:
        return self.reply
