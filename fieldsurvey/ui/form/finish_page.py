"""The end of the form: what is in the way, what evidence is missing, what may stay blank; and the button."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from fieldsurvey.ui.answers.paper import wrapped
from fieldsurvey.ui.form.confirm import Confirm
from fieldsurvey.ui.form.page import Column
from fieldsurvey.ui.form.problems import problem_count
from fieldsurvey.ui.form.rows import RowList
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.ui.form.outline import Standing
    from fieldsurvey.ui.form.problems import Problem
    from fieldsurvey.ui.theme import Theme

_MOST_ROWS = 8


@dataclass(frozen=True, slots=True)
class Ending:
    """What the last page says.

    Attributes:
        standing: of the whole form.
        problems: what is in the way.
        evidence: evidence that is missing and not in the way.
        blank: optional questions without an answer.
        finished: it was called finished; stale: and changed since.
    """

    standing: Standing
    problems: tuple[Problem, ...]
    evidence: tuple[Problem, ...]
    blank: tuple[Problem, ...]
    finished: bool
    stale: bool


class FinishPage(Column):
    """Three lists from where Enter jumps to the question, and the button.

    Args:
        theme: sizes and colours.
        parent: the owner.
    """

    jumped = Signal(str)
    finish = Signal()
    reopen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.column.addWidget(wrapped("title", self.tr("Finish the form")))
        self._summary = wrapped("heading")
        self._more = wrapped("muted")
        self.button = self._button("check", "on_accent", self.tr("Finish"), "primary")
        self.button.clicked.connect(self._pressed)
        self.again = self._button("unlock", "text", self.tr("Open again…"), "")
        self.again.clicked.connect(self.reopen)
        self._sure = Confirm(theme, self.tr("Yes, finish"), self.tr("Look first"))
        self._sure.accepted.connect(self.finish)
        self._sure.refused.connect(self.focus_first)
        self._asks = ""
        self._last: RowList | None = None
        for widget in (self._summary, self._more, self.button, self.again, self._sure):
            self.column.addWidget(widget)
        self.problems = self._list(self.tr("To put right before finishing"))
        self.evidence = self._list(self.tr("Evidence that is not there"))
        self.blank = self._list(self.tr("May stay empty"))
        self.column.addStretch(1)
        self._lists = (self.problems, self.evidence, self.blank)

    def show_ending(self, ending: Ending) -> None:
        """Show how the form stands."""
        count = len(ending.problems)
        done = ending.finished and not ending.stale
        if done:
            summary = self.tr("This form is finished.")
        elif count:
            summary = problem_count(ending.standing.invalid, ending.standing.missing)
        elif ending.stale:
            summary = self.tr("Changed since it was finished: look through it and finish it again.")
        else:
            summary = self.tr("Everything that is required is answered.")
        self._summary.setText(summary)
        more = [
            self.tr("{answered} of {relevant} questions answered.").format(
                answered=ending.standing.answered, relevant=ending.standing.relevant
            )
        ]
        if count or ending.evidence or ending.blank:
            more.append(self.tr("Enter on a line goes to the question; Ctrl+J comes back."))
        self._more.setText(" ".join(more))
        groups = (ending.problems, ending.evidence, ending.blank)
        for shown, rows in zip(self._lists, groups, strict=True):
            self._fill(shown, rows)
        self._asks = self._left_open(ending)
        self._sure.hide()
        self.again.setVisible(ending.finished)
        self.button.setVisible(not done)
        self.button.setEnabled(not count)

    def focus_first(self) -> None:
        """Put the keyboard where one came from, on the first problem, else on the button."""
        if self._last is not None and self._last.rows:
            self._last.setFocus()
        elif self.problems.rows:
            self.problems.setFocus()
        elif self.button.isVisibleTo(self):
            self.button.setFocus()
        else:
            self.again.setFocus()

    def _left_open(self, ending: Ending) -> str:
        """Return what is to be asked before finishing, "" for nothing."""
        parts = []
        if ending.evidence:
            parts.append(self.tr("{count} without evidence").format(count=len(ending.evidence)))
        if ending.blank:
            parts.append(self.tr("{count} left empty").format(count=len(ending.blank)))
        return (
            self.tr("{what}. Finish all the same?").format(what=", ".join(parts)) if parts else ""
        )

    def _pressed(self) -> None:
        if self._asks:
            self._sure.ask(self._asks)
        else:
            self.finish.emit()

    def _button(self, sign: str, color: str, text: str, kind: str) -> QPushButton:
        button = QPushButton(icon(sign, self.theme, color), text)
        if kind:
            dress(button, kind)
        button.setMinimumHeight(self.theme.target)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.setAutoDefault(True)
        return button

    def _list(self, heading: str) -> RowList:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, self.theme.space(), 0, 0)
        layout.setSpacing(self.theme.space())
        label = QLabel(heading)
        dress(label, "heading")
        shown = RowList(self.theme, heading, lines=2)
        shown.chosen.connect(lambda ref: self._jump(shown, ref))
        layout.addWidget(label)
        layout.addWidget(shown)
        self.column.addWidget(box)
        return shown

    def _jump(self, shown: RowList, ref: str) -> None:
        self._last = shown
        self.jumped.emit(ref)

    @staticmethod
    def _fill(shown: RowList, problems: Sequence[Problem]) -> None:
        shown.show_rows([problem.row for problem in problems])
        shown.setFixedHeight(shown.height_of(min(len(problems), _MOST_ROWS)))
        shown.parentWidget().setVisible(bool(problems))
