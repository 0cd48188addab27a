"""What is missing or not accepted, in a list beneath the page from which Enter jumps there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fieldsurvey.ui.form.rows import Row, RowList
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from fieldsurvey.ui.theme import Theme

#: Rows seen, and the least height of the window in targets for more than the first number.
_ROWS_SEEN, _MORE_ROWS_SEEN = 2, 3
_TALL = 16


class ProblemKind(StrEnum):
    """Why a question is in a list; only the first two are in the way of finishing."""

    INVALID = "invalid"
    MISSING = "missing"
    INSISTED = "insisted"
    EVIDENCE = "evidence"
    BLANK = "blank"


#: Kind → (icon, colour).
_SIGNS = {
    ProblemKind.INVALID: ("problem", "bad"),
    ProblemKind.MISSING: ("empty", "muted"),
    ProblemKind.INSISTED: ("photo", "bad"),
    ProblemKind.EVIDENCE: ("photo", "warn"),
    ProblemKind.BLANK: ("empty", "muted"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to look at.

    Attributes:
        ref: the question.
        label: what it asks.
        sentence: what is wrong.
        kind: why it is in the list.
        section: the page it stands on.
    """

    ref: str
    label: str
    sentence: str
    kind: ProblemKind
    section: str = ""

    @property
    def row(self) -> Row:
        """Return it as a row of a list."""
        sign, color = _SIGNS[self.kind]
        return Row(self.ref, self.label, self.sentence, sign, color, self.section)


class ProblemPanel(QFrame):
    """The list beneath the page, with its count and a way to close it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        dress(self, "band")
        self.list = RowList(theme, self.tr("Problems"))
        self._count = QLabel()
        dress(self._count, "strong")
        close = QPushButton(self.tr("Close"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the list is what the keyboard wants
        dress(close, "quiet")
        close.clicked.connect(self.hide)
        top = QHBoxLayout()
        top.addWidget(self._count, 1)
        top.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(2), theme.space(0.5), theme.space(2), theme.space())
        layout.setSpacing(theme.space(0.5))
        layout.addLayout(top)
        layout.addWidget(self.list)

    def showEvent(self, event: QShowEvent) -> None:
        """Leave the questions most of a low window."""
        tall = self.window().height() >= _TALL * self._theme.target
        self.list.setFixedHeight(self.list.height_of(_MORE_ROWS_SEEN if tall else _ROWS_SEEN))
        super().showEvent(event)

    def show_problems(self, problems: Sequence[Problem], count: str) -> None:
        """Show other problems, and how many of each kind."""
        self.list.show_rows([problem.row for problem in problems])
        self._count.setText(count)


def problem_count(invalid: int, missing: int, insisted: int = 0) -> str:
    """Return ``2 not accepted · 11 required not answered · 1 without evidence``."""
    words = (
        (invalid, QCoreApplication.translate("Problems", "{count} not accepted")),
        (missing, QCoreApplication.translate("Problems", "{count} required not answered")),
        (insisted, QCoreApplication.translate("Problems", "{count} without evidence")),
    )
    parts = [text.format(count=count) for count, text in words if count]
    return " · ".join(parts) or QCoreApplication.translate("Problems", "No problems")
