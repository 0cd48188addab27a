"""An answer of several lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from fieldsurvey.ui.answers.base import QuestionWidget
from fieldsurvey.ui.answers.keys import belongs_to_window
from fieldsurvey.ui.answers.paper import column, mark_invalid, show_if, wrapped
from fieldsurvey.ui.answers.readings import Reading, storable
from fieldsurvey.ui.answers.registry import register
from fieldsurvey.ui.answers.typed import PAUSE_MS, problem_text
from fieldsurvey.ui.printed_codes import PrintedCodes

if TYPE_CHECKING:
    from fieldsurvey.ui.answers.view import NodeView
    from fieldsurvey.ui.theme import Theme

_LINES = 3
_MOST_LINES = 12


class _Pad(QPlainTextEdit):
    left = Signal()
    accepted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setTabChangesFocus(True)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.fit())

    def fit(self) -> None:
        """Be as high as the text, between the least and the most lines."""
        # A plain document counts its height in lines.
        lines = max(_LINES, min(_MOST_LINES, int(self.document().size().height())))
        height = self.fontMetrics().lineSpacing() * lines + self._theme.space(3)
        if self.minimumHeight() != height:
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            document = self.document()
            undo, redo = document.isUndoAvailable(), document.isRedoAvailable()
            if belongs_to_window(event, undo=undo, redo=redo):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if not event.isAutoRepeat():
                self.accepted.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


@register("input", "string", "multiline")
class LongTextQuestion(QuestionWidget):
    """Several lines; Ctrl+Enter goes on, Tab leaves."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.pad = _Pad(theme, self)
        self.pad.fit()
        self.setFocusProxy(self.pad)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.commit)
        self._showing = False
        self._problem = ""
        self.pad.textChanged.connect(self._edited)
        self.pad.left.connect(self.commit)
        self.pad.accepted.connect(self._accept)
        self._keys = wrapped("small", self.tr("Enter: new line · Ctrl+Enter: next question"), self)
        self.codes = PrintedCodes(column(self, theme, self.pad, self._keys, gap=0.5))

    def show_node(self, view: NodeView) -> None:
        """Show the text, unless somebody is typing."""
        kept = view.ref == self.view.ref and self.view.value == view.value and self.pending()
        super().show_node(view)
        self.pad.setReadOnly(view.readonly)
        shown = self.shown(view.value)
        if not kept and self._text() != shown:
            self._showing = True
            self.pad.setPlainText(shown)
            self._showing = False
        self._judge(self.reading() if kept else self.judged(view.value))
        show_if(self._keys, not view.readonly)

    def focus_answer(self) -> None:
        """Put the cursor at the end."""
        self.pad.setFocus()
        cursor = self.pad.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.pad.setTextCursor(cursor)

    def clear(self) -> None:
        """Empty the text."""
        if not self.view.readonly:
            self.pad.clear()
            self.commit()

    def pending(self) -> bool:
        """Say whether the text differs from the answer."""
        return self._text() != self.shown(self.view.value)

    def commit(self) -> None:
        """Answer with the text, read or not."""
        self._pause.stop()
        if self.view.ref and not self.view.readonly and self.pending():
            reading = self.reading()
            self._judge(reading)
            if reading.lexical != self.view.value:
                self.answered.emit(self.view.ref, reading.lexical)

    def problem(self) -> str:
        """Return why the text cannot be read."""
        return problem_text(self._problem)

    def describe(self, name: str, description: str) -> None:
        """Name the text."""
        self.pad.setAccessibleName(name)
        self.pad.setAccessibleDescription(description)

    # -- what kinds say --------------------------------------------------------------------------

    def reading(self) -> Reading:
        """Return what the text says."""
        return Reading(self._text())

    def judged(self, lexical: str) -> Reading:
        """Return a stored value with what is wrong with it."""
        return Reading(lexical)

    def shown(self, lexical: str) -> str:
        """Return a stored value as it is written here."""
        return lexical

    # -- in between ------------------------------------------------------------------------------

    def _judge(self, reading: Reading) -> None:
        self.codes.judge(reading.lexical)
        changed = self._problem != reading.problem
        self._problem = reading.problem
        if changed:
            self.problem_changed.emit()
        mark_invalid(self.pad, wrong=bool(reading.problem) or self.view.violation is not None)

    def _text(self) -> str:
        return storable(self.pad.toPlainText())

    def _edited(self) -> None:
        if not self._showing:
            self._pause.start()
            self.typing.emit()

    def _accept(self) -> None:
        self.commit()
        self.advance.emit()
