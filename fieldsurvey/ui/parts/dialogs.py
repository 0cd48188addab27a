"""Two questions of the page of a visit: choose one of several, and confirm in spite of what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.survey.gaps import Gap, Weight
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog
from fieldsurvey.ui.parts.row_list import RowList
from fieldsurvey.ui.parts.rows import Row
from fieldsurvey.ui.parts.words import gap_text
from fieldsurvey.ui.printed_codes import PrintedCodes
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from fieldsurvey.ui.theme import Theme

GAP_SIGNS = {
    Weight.FORBIDS: ("error", "bad"),
    Weight.NAMED: ("problem", "warn"),
    Weight.ADVICE: ("info", "muted"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One way to decide; one that cannot be chosen here is shown all the same."""

    text: str
    detail: str = ""
    possible: bool = True


class _Question(QDialog):
    """Heading, explanation, a body, and two buttons."""

    def __init__(self, theme: Theme, heading: str, explanation: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(heading)
        self.theme = theme
        self.setMinimumWidth(theme.space(80))
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(*[theme.space(3)] * 4)
        self._outer.setSpacing(theme.space(1.5))
        for text, kind in ((heading, "heading"), (explanation, "muted")):
            label = QLabel(text)
            label.setWordWrap(True)
            dress(label, kind)
            self._outer.addWidget(label)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._problem.hide()
        dress(self._problem, "bad")

    def complain(self, text: str) -> None:
        """Say what is wrong, ``""`` when nothing is."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    def _buttons(self, text: str) -> QPushButton:
        self._outer.addWidget(self._problem)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        go = QPushButton(text)
        dress(go, "primary")
        go.setDefault(True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(go)
        self._outer.addLayout(foot)
        return go


class _Card(QFrame):
    """One way to decide: its words may take several lines, a click anywhere on it chooses it.

    Args:
        theme: colours and sizes.
        number: the digit that chooses it.
        option: what it is.
        button: says that it is chosen.
    """

    def __init__(self, theme: Theme, number: int, option: Option, button: QRadioButton) -> None:
        super().__init__()
        self._button = button
        dress(self, "card")
        dress(button, "choice")
        button.setText(str(number))
        button.setFont(theme.font(strong=True))
        button.setAccessibleName(f"{number} {option.text}")
        button.setAccessibleDescription(option.detail)
        button.setEnabled(option.possible)
        grid = QGridLayout(self)
        grid.setContentsMargins(*[theme.space(1.5)] * 4)
        grid.setHorizontalSpacing(theme.space(1.5))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(button, 0, 0, Qt.AlignmentFlag.AlignTop)
        for row, (text, kind) in enumerate(((option.text, "strong"), (option.detail, "small"))):
            label = QLabel(text)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setEnabled(option.possible)
            dress(label, kind)
            grid.addWidget(label, row, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        super().mousePressEvent(event)
        self._button.click()


class DecideDialog(FieldsDialog):
    """Lets one of several stand.

    Args:
        theme: colours and sizes.
        heading: what is decided.
        explanation: why it must be.
        options: the ways to decide; digits choose.
        parent: the owner.
        own: offer to write something else.
    """

    #: The number of the option, from 0.
    decided = Signal(int)
    #: None of them holds, but this.
    written = Signal(str)

    def __init__(
        self,
        theme: Theme,
        heading: str,
        explanation: str,
        options: Sequence[Option],
        parent: QWidget,
        *,
        own: bool = False,
    ) -> None:
        super().__init__(theme, parent)
        self.entitle(heading, explanation)
        self._group = QButtonGroup(self)
        self._own = QLineEdit()
        self._last = len(options) if own else -1
        for number, option in enumerate(options):
            button = QRadioButton()
            self._group.addButton(button, number)
            self.grid.addWidget(_Card(theme, number + 1, option, button), number, 0, 1, 2)
        if own:
            self._offer_own(len(options))
        self.buttons(self.tr("Decide"))
        self.go.clicked.connect(self._decide)
        self._group.idToggled.connect(self._judge)
        self._own.textChanged.connect(self._judge)
        self.go.setEnabled(False)

    def _offer_own(self, number: int) -> None:
        neither = self.tr("Neither, but:")
        button = QRadioButton(f"{number + 1}   {neither}")
        button.setFont(self.theme.font(strong=True))
        button.setMinimumHeight(self.theme.target)
        dress(button, "choice")
        self._group.addButton(button, number)
        self._own.setAccessibleName(self.tr("Another value"))
        self._own.textEdited.connect(lambda _text: button.setChecked(True))
        self.grid.addWidget(button, number, 0)
        self.grid.addWidget(self._own, number, 1)
        self.codes.watch(self._own)

    def _judge(self, *_: object) -> None:
        mine = self._group.checkedId() == self._last
        self.go.setEnabled(
            self._group.checkedId() >= 0 and (not mine or bool(self._own.text().strip()))
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose."""
        digit = event.text()
        button = self._group.button(int(digit) - 1) if digit.isdigit() and digit != "0" else None
        if button is not None and button.isEnabled():
            button.setChecked(True)
            mine = self._group.id(button) == self._last
            (self._own if mine else button).setFocus()
        else:
            super().keyPressEvent(event)

    def _decide(self) -> None:
        if self._group.checkedId() == self._last:
            self.written.emit(self._own.text().strip())
        else:
            self.decided.emit(self._group.checkedId())
        self.accept()


class ConfirmDialog(_Question):
    """Shows what is missing before a step that matters; what forbids the step leaves no way on.

    Args:
        theme: colours and sizes.
        heading: the step.
        explanation: what it means.
        gaps: what is missing.
        step: what the button says.
        parent: the owner.
        sealing: what must be named needs a reason; otherwise nothing stands in the way.
        asked: a question whose answer is needed in any case; ``""`` asks none.
    """

    #: Confirmed, with the reason, ``""`` when none was needed.
    confirmed = Signal(str)

    def __init__(
        self,
        theme: Theme,
        heading: str,
        explanation: str,
        gaps: Sequence[Gap],
        step: str,
        parent: QWidget,
        *,
        sealing: bool = False,
        asked: str = "",
    ) -> None:
        super().__init__(theme, heading, explanation, parent)
        self._reason = QLineEdit()
        self._reason.setAccessibleName(self.tr("Reason"))
        self._needed = bool(asked) or (sealing and any(gap.weight is Weight.NAMED for gap in gaps))
        self._barred = sealing and any(gap.weight is Weight.FORBIDS for gap in gaps)
        if gaps:
            found = RowList(theme, self.tr("What is missing"), parent=self)
            found.set_rows([replace(row, detail="") for row in gap_rows(gaps)])
            self._outer.addWidget(found, 1)
        if self._barred:
            self._say(self.tr("What is marked red must be decided first."), "bad")
        elif self._needed:
            why = self.tr("Give a reason to go on all the same; it is printed with the list.")
            self._say(asked or why, "strong" if asked else "warn")
            self._outer.addWidget(self._reason)
            line = QVBoxLayout()
            self._outer.addLayout(line)
            PrintedCodes(line).watch(self._reason)
        self._go = self._buttons(step)
        self._go.clicked.connect(self._confirm)
        self._reason.textChanged.connect(self._judge)
        self._judge()
        (self._reason if self._needed and not self._barred else self._go).setFocus()

    def _say(self, text: str, kind: str) -> None:
        label = QLabel(text)
        label.setWordWrap(True)
        label.setBuddy(self._reason)
        dress(label, kind)
        self._outer.addWidget(label)

    def _judge(self) -> None:
        self._go.setEnabled(
            not self._barred and (not self._needed or bool(self._reason.text().strip()))
        )

    def _confirm(self) -> None:
        self.confirmed.emit(self._reason.text().strip())
        self.accept()


def gap_rows(gaps: Sequence[Gap]) -> list[Row]:
    """Return what is missing as rows; the key is the gap itself."""
    rows = []
    for gap in gaps:
        title, detail = gap_text(gap)
        drawing, color = GAP_SIGNS[gap.weight]
        rows.append(Row(gap, title, detail, icon=drawing, color=color))
    return rows
