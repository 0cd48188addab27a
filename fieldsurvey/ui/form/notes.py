"""Writing a few words: the comment beside an answer, the reason to open a finished form again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from fieldsurvey.ui.answers.paper import wrapped
from fieldsurvey.ui.answers.readings import storable
from fieldsurvey.ui.parts.sheet import Sheet

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from fieldsurvey.ui.theme import Theme

_LINES = 4


class NoteSheet(Sheet):
    """Asks for a few words; Ctrl+Enter keeps them.

    Args:
        theme: sizes and colours.
        heading: what is asked for.
        about: what it is about.
        text: the words so far.
        explanation: what becomes of them.
        button: what the button says.
        parent: the screen.
        may_be_blank: no words are an answer too.
    """

    #: The words; "" takes them away.
    kept = Signal(str)

    def __init__(
        self,
        theme: Theme,
        heading: str,
        about: str,
        text: str,
        explanation: str,
        button: str,
        parent: QWidget,
        *,
        may_be_blank: bool,
    ) -> None:
        super().__init__(theme, heading, about, parent)
        self._may_be_blank = may_be_blank
        self.pad = QPlainTextEdit(text)
        self.pad.setTabChangesFocus(True)
        self.pad.setAccessibleName(heading)
        self.pad.setAccessibleDescription(f"{about} {explanation}")
        self.pad.setMinimumHeight(self.pad.fontMetrics().lineSpacing() * _LINES + theme.space(3))
        cursor = self.pad.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.pad.setTextCursor(cursor)
        self.body.addWidget(self.pad)
        self.body.addWidget(wrapped("small", explanation))
        self.add_cancel()
        self.button = self.add_button(f"{button} (Ctrl+Enter)", "primary", default=True)
        self.button.clicked.connect(self._keep)
        self.pad.textChanged.connect(self._look)
        self._look()
        self.pad.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep with Ctrl+Enter."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._keep()
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        self.button.setEnabled(self._may_be_blank or bool(self._words()))

    def _words(self) -> str:
        return storable(self.pad.toPlainText()).strip()

    def _keep(self) -> None:
        if self.button.isEnabled():
            self.kept.emit(self._words())
            self.accept()


class CommentSheet(NoteSheet):
    """Asks for the comment on one answer.

    Args:
        theme: sizes and colours.
        question: what the answer is to.
        text: the comment so far.
        parent: the screen.
    """

    def __init__(self, theme: Theme, question: str, text: str, parent: QWidget) -> None:
        super().__init__(
            theme,
            self.tr("Comment"),
            question,
            text,
            self.tr("For the team: stored encrypted with the answers, not printed in the minutes."),
            self.tr("Keep"),
            parent,
            may_be_blank=True,
        )


class ReopenSheet(NoteSheet):
    """Asks why a finished form is to be opened again.

    Args:
        theme: sizes and colours.
        form: what was finished, for whom.
        parent: the screen.
    """

    def __init__(self, theme: Theme, form: str, parent: QWidget) -> None:
        super().__init__(
            theme,
            self.tr("Open the finished form again"),
            form,
            "",
            self.tr("The reason stays in the journal. The form must be finished again afterwards."),
            self.tr("Open again"),
            parent,
            may_be_blank=False,
        )
