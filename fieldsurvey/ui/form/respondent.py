"""What a respondent sees who answers alone: one question at a time in large letters, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.answers import QuestionFrame
from fieldsurvey.ui.answers.paper import wrapped
from fieldsurvey.ui.answers.view import FS
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.theme import dress, make_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldsurvey.ui.answers import NodeView
    from fieldsurvey.ui.theme import Theme

#: Text is so much larger than the inspector's, and at least so large, in points.
_LARGER, _LEAST_PT = 1.6, 18
_QUESTION = 1.2  # times the text
_WIDEST = 100  # units; longer lines are hard to read


class RespondentView(QDialog):
    """Covers the screen; the answers go where those of the form go.

    Comments, evidence and other marks of the inspector are not shown. Esc or the last button give the laptop back.

    Args:
        theme: of the form; letters become larger.
        questions: refs in order, those that may be asked.
        first: ref to begin at.
        look: gives a question as it is now, None when it does not apply.
        parent: the form.
    """

    answered = Signal(str, str)
    attached = Signal(str, object)
    scanned = Signal(str, object)
    detached = Signal(str, str)
    worked = Signal(object, object)

    def __init__(
        self,
        theme: Theme,
        questions: Sequence[str],
        first: str,
        look: Callable[[str], NodeView | None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        large = make_theme(theme.name, max(_LEAST_PT, round(theme.text_pt * _LARGER)))
        self.setWindowTitle(self.tr("Questions for you"))
        # The font of the application is the inspector's; here everything takes that of the large theme.
        body = f"QWidget {{ font-size: {large.text_pt}pt; }}\n"
        asked = f'\nQLabel[kind="strong"] {{ font-size: {large.text_pt * _QUESTION:.1f}pt; }}'
        self.setStyleSheet(body + large.style_sheet() + asked)
        self._theme, self._questions, self._look = large, list(questions), look
        self._at = self._questions.index(first) if first in self._questions else 0
        self.frame: QuestionFrame | None = None
        self._progress = QLabel()
        dress(self._progress, "muted")
        self._holder = QVBoxLayout()
        self._holder.setContentsMargins(0, 0, 0, 0)
        self.thanks = wrapped(
            "title", self.tr("Thank you. Please hand the laptop back to the officer."), self
        )
        self.thanks.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.back = QPushButton(icon("previous", large), self.tr("Back"))
        self.on = QPushButton()
        dress(self.on, "primary")
        for button in (self.back, self.on):
            button.setMinimumSize(large.space(18), large.target)
        self.back.clicked.connect(lambda: self._go(-1))
        self.on.clicked.connect(self._next)
        self._arrange()
        self._show()

    def refresh(self) -> None:
        """Show the question as it is now; one that does not apply any more makes room for the next."""
        if self.frame is None:
            return
        view = self._view(self._questions[self._at])
        if view is None:
            self._go(1)
        else:
            self.frame.show_node(view)
            self._say_progress()

    def reject(self) -> None:
        """Give the laptop back, what was typed answered."""
        self._commit()
        super().reject()

    # --- what is shown

    def _arrange(self) -> None:
        large = self._theme
        inner = QWidget()
        inner.setMaximumWidth(large.space(_WIDEST))
        column = QVBoxLayout(inner)
        column.setSpacing(large.space(2))
        column.addWidget(self._progress)
        column.addLayout(self._holder)
        column.addWidget(self.thanks)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.on)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(large.space(3),) * 4)
        layout.setSpacing(large.space(2))
        layout.addWidget(area, 1)
        layout.addLayout(row)

    def _view(self, ref: str) -> NodeView | None:
        view = self._look(ref)
        if view is None:
            return None
        marks = {name: value for name, value in view.attributes.items() if not name.startswith(FS)}
        # Editing photos is the inspector's work.
        media = tuple(replace(medium, sha256="") for medium in view.media)
        return replace(view, comment="", evidence="", proof="", attributes=marks, media=media)

    def _asked(self) -> list[int]:
        """Return the places of the questions that apply now."""
        return [at for at, ref in enumerate(self._questions) if self._look(ref) is not None]

    def _show(self) -> None:
        if self.frame is not None:
            self._holder.removeWidget(self.frame)
            self.frame.hide()
            self.frame.deleteLater()
            self.frame = None
        over = self._at >= len(self._questions)
        view = None if over else self._view(self._questions[self._at])
        if view is not None:
            self.frame = QuestionFrame(self._theme, view, self)
            widget = self.frame.widget
            widget.answered.connect(self.answered)
            widget.attached.connect(self.attached)
            widget.scanned.connect(self.scanned)
            widget.detached.connect(self.detached)
            widget.worked.connect(self.worked)
            widget.advance.connect(self._next)
            self._holder.addWidget(self.frame)
        self.thanks.setVisible(over)
        self.back.setEnabled(any(at < self._at for at in self._asked()))
        self.on.setText(self.tr("Done") if over else self.tr("Next"))
        self._say_progress()
        if self.frame is not None and self.frame.widget.answerable:
            self.frame.widget.focus_answer()
        else:
            self.on.setFocus()

    def _say_progress(self) -> None:
        asked = self._asked()
        over = self._at >= len(self._questions)
        self._progress.setText(
            ""
            if over
            else self.tr("{nth} of {count}").format(
                nth=sum(at <= self._at for at in asked), count=len(asked)
            )
        )

    # --- going on

    def _commit(self) -> None:
        if self.frame is not None and self.frame.widget.pending():
            self.frame.widget.commit()

    def _next(self) -> None:
        if self._at >= len(self._questions):
            self.accept()
            return
        self._commit()
        frame = self.frame
        wrong = frame is not None and (frame.widget.problem() or frame.view.violation)
        if not wrong:
            self._go(1)
        elif frame is not None:
            frame.widget.focus_answer()

    def _go(self, by: int) -> None:
        self._commit()
        asked = self._asked()
        ahead = [at for at in asked if (at > self._at if by > 0 else at < self._at)]
        if by < 0 and not ahead:
            return
        self._at = (ahead[0] if by > 0 else ahead[-1]) if ahead else len(self._questions)
        self._show()
