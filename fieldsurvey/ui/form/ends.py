"""The pages that are not questions: the instances of a repeat, and the end of the form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from fieldsurvey.ui.answers.paper import wrapped
from fieldsurvey.ui.form.page import Column
from fieldsurvey.ui.form.problems import ProblemList, problem_count
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.ui.form.outline import Section, Standing
    from fieldsurvey.ui.form.problems import Problem
    from fieldsurvey.ui.theme import Theme


class RepeatPage(Column):
    """The instances of a repeat: open one, add one, remove one.

    Args:
        theme: sizes and colours.
        section: the repeat.
        rows: (instance, title, how it stands in words).
        parent: the owner.
    """

    opened = Signal(str)
    added = Signal(str)
    removed = Signal(str)

    def __init__(
        self,
        theme: Theme,
        section: Section,
        rows: Sequence[tuple[str, str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self.section = section
        self.buttons: list[QPushButton] = []
        self.column.addWidget(wrapped("title", section.label))
        if section.fixed:
            text = self.tr("The form itself says how many there are.")
        else:
            text = self.tr("Add as many as you need; a removal can be undone.")
        self.column.addWidget(wrapped("muted", text))
        for instance, title, words in rows:
            self.column.addWidget(self._row(instance, title, words))
        if not section.fixed:
            add = QPushButton(icon("plus", theme), self.tr("Add"))
            add.setMinimumHeight(theme.target)
            add.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            add.clicked.connect(lambda: self.added.emit(section.ref))
            self.buttons.append(add)
            self.column.addWidget(add)
        self.column.addStretch(1)

    def focus_first(self) -> None:
        """Put the keyboard on the first instance."""
        if self.buttons:
            self.buttons[0].setFocus()

    def _row(self, instance: str, title: str, words: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self.theme.space())
        opener = QPushButton(icon("forward", self.theme), f"{title}   {words}")
        opener.setMinimumHeight(self.theme.target)
        opener.setStyleSheet("text-align: left")
        opener.clicked.connect(partial(self._emit, self.opened, instance))
        self.buttons.append(opener)
        line.addWidget(opener, 1)
        if not self.section.fixed:
            remove = QPushButton(self.tr("Remove"))
            dress(remove, "danger")
            remove.setAccessibleName(f"{self.tr('Remove')} {title}")
            remove.clicked.connect(partial(self._emit, self.removed, instance))
            line.addWidget(remove)
        return row

    @staticmethod
    def _emit(signal: Signal, instance: str, _checked: bool = False) -> None:
        signal.emit(instance)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Ending:
    """What the last page says.

    Attributes:
        standing: of the whole form.
        problems: what is in the way.
        unanswered: optional questions without an answer.
        finished: it was called finished; stale: and changed since.
    """

    standing: Standing
    problems: tuple[Problem, ...]
    unanswered: int
    finished: bool
    stale: bool


class FinishPage(Column):
    """The end of the form: what is missing, from where Enter jumps there, and the button that ends it."""

    jumped = Signal(str)
    finish = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.column.addWidget(wrapped("title", self.tr("Finish the form")))
        self._summary = wrapped("heading")
        self._more = wrapped("muted")
        self.list = ProblemList(theme)
        self.list.chosen.connect(self.jumped)
        self.button = QPushButton(icon("check", theme, "on_accent"), self.tr("Finish"))
        dress(self.button, "primary")
        self.button.setMinimumHeight(theme.target)
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.finish)
        for widget in (self._summary, self._more, self.list, self.button):
            self.column.addWidget(widget)
        self.column.addStretch(1)

    def show_ending(self, ending: Ending) -> None:
        """Show how the form stands."""
        count = len(ending.problems)
        missing = sum(problem.missing for problem in ending.problems)
        if count:
            summary = problem_count(count - missing, missing)
        elif ending.stale:
            summary = self.tr("Changed since it was finished: look through it and finish it again.")
        elif ending.finished:
            summary = self.tr("This form is finished.")
        else:
            summary = self.tr("Everything that is required is answered.")
        dress(self._summary, "heading")
        self._summary.setText(summary)
        more = [
            self.tr("{answered} of {relevant} questions answered.").format(
                answered=ending.standing.answered, relevant=ending.standing.relevant
            )
        ]
        if ending.unanswered:
            more.append(
                self.tr("{count} optional questions are open; that is allowed.").format(
                    count=ending.unanswered
                )
            )
        if count:
            more.append(self.tr("Enter on a line goes to the question; Ctrl+J comes back."))
        self._more.setText(" ".join(more))
        self.list.problems.show_problems(ending.problems)
        self.list.setVisible(bool(count))
        self.list.setFixedHeight(self.theme.target * min(count, 7) + 2 * self.theme.ring)
        self.button.setEnabled(not count and (not ending.finished or ending.stale))

    def focus_first(self) -> None:
        """Put the keyboard on the first problem, else on the button."""
        if self.list.problems.problems:
            self.list.setFocus()
            self.list.setCurrentIndex(self.list.problems.index(0))
        else:
            self.button.setFocus()
