"""The contract of a question widget: it shows a node and says what a person answers; it never holds the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from fieldsurvey.ui.questions.view import NodeView
from fieldsurvey.ui.questions.words import plain

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from fieldsurvey.ui.questions.tools import Tools

#: Typed text is handed over this long after the last key.
PAUSE_MS = 500

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QuestionWidget(QWidget):
    """Base of all question widgets.

    Args:
        tools: see `Tools`.
        parent: the owner.
    """

    #: (ref, lexical value); "" clears. On a choice, on leaving a field, or `PAUSE_MS` after the last key.
    answered = Signal(str, str)
    #: The answer is complete: go to the next question.
    advance = Signal()
    #: (ref, Path | bytes): a file that a person chose, dropped or pasted.
    attached = Signal(str, object)
    #: (ref, id of the medium): take it away; show it in full.
    removed = Signal(str, str)
    opened = Signal(str, str)
    #: Why the typed text cannot be read, as a sentence; "" when it can.
    complained = Signal(str)

    #: False for what is only read: Enter passes it by.
    answerable: ClassVar[bool] = True

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tools = tools
        self.theme = tools.theme
        self._view = NodeView("")
        self._complaint = ""

    @property
    def view(self) -> NodeView:
        """The node as last shown."""
        return self._view

    @property
    def complaint(self) -> str:
        """Why the typed text cannot be read, "" when it can."""
        return self._complaint

    def show_node(self, view: NodeView) -> None:
        """Show a node; never emits, and never takes away what is being typed into the same node."""
        before, self._view = self._view, view
        self.render_node(before)
        self._name_parts()

    def render_node(self, before: NodeView) -> None:
        """Bring what is shown in line with ``view``; ``before`` is what was shown until now."""
        raise NotImplementedError

    def focus_targets(self) -> list[QWidget]:
        """Return what can have the focus and is to be named after the question; the first is the label's buddy."""
        return []

    def focus_answer(self) -> None:
        """Put the focus where the answer is given."""
        targets = self.focus_targets()
        if targets:
            targets[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Clear the answer, as a person's deed: emits when there was one."""
        if not self._view.readonly and self._view.value:
            self.answered.emit(self._view.ref, "")

    def pending(self) -> bool:
        """Return whether something typed has not been handed over."""
        return False

    def commit(self) -> None:
        """Hand over what is pending."""

    def accept(self) -> None:
        """Hand over and go on; an answer that is refused keeps the person here and is told again."""
        self.commit()
        reason = self._complaint or (
            self._view.violation if self._view.violation_kind == "constraint" else ""
        )
        if reason:
            announce(self, reason)
        else:
            self.advance.emit()

    def complain(self, sentence: str) -> None:
        """Say why the typed text cannot be read; "" takes it back."""
        if sentence != self._complaint:
            self._complaint = sentence
            self._name_parts()
            self.complained.emit(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on."""
        if event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            # A key held down must not run through the whole form.
            if not event.isAutoRepeat():
                self.accept()
            return
        super().keyPressEvent(event)

    def access_name(self) -> str:
        """Return what a screen reader calls the question."""
        view = self._view
        name = plain(view.label) or plain(view.hint) or self.tr("Question")
        return self.tr("{label} (required)").format(label=name) if view.required else name

    def access_description(self) -> str:
        """Return what a screen reader adds: hint, and what is wrong."""
        view = self._view
        return " ".join(filter(None, (plain(view.hint), self._complaint or view.violation)))

    def _name_parts(self) -> None:
        name, description = self.access_name(), self.access_description()
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        for target in self.focus_targets():
            target.setAccessibleName(name)
            target.setAccessibleDescription(description)


def announce(widget: QWidget, sentence: str) -> None:
    """Let a screen reader say a sentence now."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))
