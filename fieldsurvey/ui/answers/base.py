"""What every question widget is: it shows a node and says what was answered; it never holds the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldsurvey.ui.answers.view import NodeView

if TYPE_CHECKING:
    from fieldsurvey.ui.theme import Theme


class QuestionWidget(QWidget):
    """Answers one question.

    Args:
        theme: sizes and colours.
        parent: the owner.

    Attributes:
        view: the node as last shown.
        answerable: whether the keyboard stops here (a note has nothing to answer).
    """

    #: (ref, lexical value): a choice, leaving a field, or half a second after the last key; "" clears.
    answered = Signal(str, str)
    #: The answer is complete: go on to the next question.
    advance = Signal()
    #: (ref, Path, bytes or QImage): a photo or file was given; packing and judging it is not the window's work.
    attached = Signal(str, object)
    #: (ref, Path or QImage): a photo of a code was given, which is the answer.
    scanned = Signal(str, object)
    #: (ref, id of a medium): it is to be taken away.
    detached = Signal(str, str)
    #: (ref, id of a medium): it is to be opened: a photo in the editor, a file in the program that shows it.
    edited = Signal(str, str)
    #: (call, done): work that is not the window's thread's, such as reading a photo; ``done`` takes what it returns.
    worked = Signal(object, object)
    #: Somebody types what is not answered yet.
    typing = Signal()
    #: ``problem`` says something else now.
    problem_changed = Signal()

    answerable = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.view = NodeView("")

    def show_node(self, view: NodeView) -> None:
        """Show a node as it is now."""
        self.view = view

    def focus_answer(self) -> None:
        """Put the keyboard where the answer is given."""
        self.setFocus()

    def clear(self) -> None:
        """Take the answer back."""
        if self.view.value and not self.view.readonly:
            self.answered.emit(self.view.ref, "")

    def pending(self) -> bool:
        """Say whether something was typed that is not answered yet."""
        return False

    def commit(self) -> None:
        """Answer with what stands there."""

    def problem(self) -> str:
        """Return why what was typed cannot be read, "" when it can."""
        return ""

    def describe(self, name: str, description: str) -> None:
        """Take what assistive technology says of the field."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)


def announce(widget: QWidget, sentence: str) -> None:
    """Let a screen reader say a sentence now."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


class UnsupportedQuestion(QuestionWidget):
    """A kind of question that this version does not know; its value is shown and kept."""

    answerable = False

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        from fieldsurvey.ui.answers.paper import column, wrapped

        self._value = wrapped("strong", parent=self)
        self._reason = wrapped("warn", parent=self)
        column(self, theme, self._value, self._reason, gap=0.5)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_node(self, view: NodeView) -> None:
        """Show the value as the form stores it."""
        super().show_node(view)
        self._value.setText(view.value)
        self._value.setVisible(bool(view.value))
        kind = view.datatype if view.control == "input" else view.control
        self._reason.setText(
            self.tr(
                "This kind of question ({kind}) cannot be answered here. Its value is kept."
            ).format(kind=kind)
        )


class NoteQuestion(QuestionWidget):
    """A note: all it says stands in its label."""

    answerable = False

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setFixedHeight(0)
