"""One panel of the settings: labelled fields beneath each other, and an answer at the place where one asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.answers.base import announce
from fieldsurvey.ui.answers.paper import mark_invalid, wrapped
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.printed_codes import PrintedCodes
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.ui.context import Context

_WIDEST = 88  # units; longer lines are hard to read


class Said(QLabel):
    """What became of something, beside the button that asked for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()

    def say(self, text: str, kind: str = "good") -> None:
        """Say it, ``""`` to say nothing; a screen reader hears it too."""
        dress(self, kind)
        self.setText(text)
        self.setVisible(bool(text))
        if text:
            announce(self, text)


class Panel(QScrollArea):
    """A scrolling column of fields.

    Args:
        context: the tools.
        told: what the panel is for.
        parent: the owner.
    """

    def __init__(self, context: Context, told: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.theme = context, context.theme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setMaximumWidth(self.theme.space(_WIDEST))
        self.column = QVBoxLayout(inside)
        edge = self.theme.space(1)
        self.column.setContentsMargins(edge, edge, self.theme.space(2), self.theme.space(3))
        self.column.setSpacing(self.theme.space(0.75))
        self._filler = QWidget()
        self.column.addWidget(self._filler, 1)
        self.setWidget(inside)
        if told:
            self.add(wrapped("muted", told))

    def refresh(self) -> None:
        """Read what is shown anew: called each time the panel comes up."""

    def keep_typed(self) -> bool:
        """Save what is typed and was not saved yet; False when it cannot be, which is said where it is typed."""
        return True

    def add(self, widget: QWidget) -> None:
        """Add something at the end."""
        self.column.insertWidget(self.column.indexOf(self._filler), widget)

    def heading(self, text: str) -> None:
        """Begin a group of fields."""
        if self.column.indexOf(self._filler) > 1:
            gap = QWidget()
            gap.setFixedHeight(self.theme.space(1.5))
            self.add(gap)
        label = QLabel(text)
        dress(label, "heading")
        self.add(label)

    def field(self, text: str, widget: QWidget, hint: str = "") -> QLabel:
        """Add a field under its label, with a hint beneath; return the label."""
        label = QLabel(text)
        label.setBuddy(widget)
        widget.setAccessibleName(text)
        widget.setMinimumHeight(max(widget.minimumHeight(), self.theme.target))
        self.add(label)
        self.add(widget)
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            holder = QWidget()
            self.add(holder)
            PrintedCodes.beneath(holder, widget)
        if hint:
            widget.setAccessibleDescription(hint)
            self.add(wrapped("small", hint))
        return label

    def secret(self, text: str, hint: str = "") -> QLineEdit:
        """Add a field for a passphrase or PIN."""
        line = QLineEdit()
        line.setEchoMode(QLineEdit.EchoMode.Password)
        self.field(text, line, hint)
        return line

    def row(self, *buttons: QPushButton) -> None:
        """Add buttons beside each other."""
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, self.theme.space(0.5), 0, 0)
        line.setSpacing(self.theme.space())
        for button in buttons:
            line.addWidget(button)
        line.addStretch(1)
        self.add(holder)

    def button(
        self, text: str, slot: Callable[[], object], *, kind: str = "", sign: str = ""
    ) -> QPushButton:
        """Make a button; ``row`` shows it."""
        made = QPushButton(text)
        made.setAutoDefault(False)
        if sign:
            color = {"primary": "on_accent", "danger": "bad"}.get(kind, "text")
            made.setIcon(icon(sign, self.theme, color))
            made.setIconSize(QSize(self.theme.icon, self.theme.icon))
        if kind:
            dress(made, kind)
        made.clicked.connect(lambda _checked=False: slot())
        return made

    def refuse(self, said: Said, field: QWidget, sentence: str) -> None:
        """Say what is wrong, mark the field and put the keyboard there."""
        said.say(sentence, "bad")
        mark_invalid(field, wrong=True)
        field.setFocus()
        QTimer.singleShot(0, said, lambda: self.ensureWidgetVisible(said))

    def accept(self, *fields: QWidget) -> None:
        """Take the marks of wrong fields away."""
        for field in fields:
            mark_invalid(field, wrong=False)
