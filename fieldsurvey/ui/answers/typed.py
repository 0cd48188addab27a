"""Answers that are typed in one line: words, figures, times, dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from fieldsurvey.ui.answers import readings
from fieldsurvey.ui.answers.base import QuestionWidget
from fieldsurvey.ui.answers.paper import column
from fieldsurvey.ui.answers.readings import Reading
from fieldsurvey.ui.answers.registry import register

if TYPE_CHECKING:
    from fieldsurvey.ui.answers.view import NodeView
    from fieldsurvey.ui.theme import Theme

#: Pause after the last key until what stands there is answered (design §7), in milliseconds.
PAUSE_MS = 500

#: ``Reading.problem`` → sentence, context ``Reading``.
PROBLEMS = {
    "number": QT_TRANSLATE_NOOP("Reading", "This is not a number. Write it in digits, such as 12 or 1,5."),
    "whole": QT_TRANSLATE_NOOP("Reading", "Only whole numbers here, without a fraction."),
    "long": QT_TRANSLATE_NOOP("Reading", "This number has too many digits."),
    "ambiguous": QT_TRANSLATE_NOOP("Reading", "This can be read in two ways. Which one do you mean?"),
    "time": QT_TRANSLATE_NOOP("Reading", "This is not a time of day. Write it as 14.05 or 1405."),
    "date": QT_TRANSLATE_NOOP("Reading", "This is not a date. Write it as 25-07-2024."),
    "year": QT_TRANSLATE_NOOP("Reading", "Write the year in four digits, as in 25-07-2024."),
    "month": QT_TRANSLATE_NOOP("Reading", "This is not a month. Write it as 07-2024."),
    "year-only": QT_TRANSLATE_NOOP("Reading", "This is not a year. Write it as 2024."),
}  # fmt: skip


def problem_text(problem: str) -> str:
    """Return the sentence of a ``Reading.problem``."""
    return QCoreApplication.translate("Reading", PROBLEMS[problem]) if problem else ""


class Line(QLineEdit):
    """A line edit that says when it is left, and leaves undo to the form when it has nothing of its own to undo."""

    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Let the form have the undo keys that this line has no use for."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo)
            redo = event.matches(QKeySequence.StandardKey.Redo)
            if (undo and not self.isUndoAvailable()) or (redo and not self.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the line was left."""
        super().focusOutEvent(event)
        self.left.emit()


class TypedQuestion(QuestionWidget):
    """One line, read by ``read`` and written by ``shown``."""

    #: Width in units, 0 for all there is.
    units: ClassVar[int] = 0
    placeholder: ClassVar[str] = ""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.line = Line()
        self.line.setPlaceholderText(self.placeholder)
        self.line.setMinimumHeight(theme.target)
        if self.units:
            self.line.setMaximumWidth(theme.space(self.units))
        self.setFocusProxy(self.line)
        self._problem = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._paused)
        self.line.textEdited.connect(self._edited)
        self.line.left.connect(self.commit)
        self.line.returnPressed.connect(self._accept)
        self._column = column(self, theme, self.line)

    def read(self, text: str) -> Reading:
        """Return what a typed text says."""
        return Reading(readings.storable(text))

    def shown(self, lexical: str) -> str:
        """Return a stored value as it is written here."""
        return lexical

    def show_node(self, view: NodeView) -> None:
        """Show the value, unless somebody is typing just that."""
        other = view.ref != self.view.ref
        kept = not other and self.view.value == view.value and self.pending()
        super().show_node(view)
        self.line.setReadOnly(view.readonly)
        same = self.line.hasFocus() and self.read(self.line.text()).lexical == view.value
        if not kept and not same:
            self._pause.stop()
            self.line.setText(self.shown(view.value))
            self._set_problem(self.read(self.line.text()))
        self._mark()

    def focus_answer(self) -> None:
        """Put the cursor in the line, its content marked."""
        self.line.setFocus()
        self.line.selectAll()

    def clear(self) -> None:
        """Empty the line."""
        self.line.clear()
        self.commit()

    def pending(self) -> bool:
        """Say whether the line differs from the answer."""
        return self.read(self.line.text()).lexical != self.view.value

    def commit(self) -> None:
        """Answer with what stands there, read or not; what cannot be read is flagged by the engine."""
        self._pause.stop()
        if self.view.readonly or not self.view.ref:
            return
        reading = self.read(self.line.text())
        if not reading.problem and not self.line.hasFocus():
            self.line.setText(self.shown(reading.lexical))
        self._set_problem(reading)
        if reading.lexical != self.view.value:
            self.answered.emit(self.view.ref, reading.lexical)

    def problem(self) -> str:
        """Return why the line cannot be read."""
        return problem_text(self._problem)

    def describe(self, name: str, description: str) -> None:
        """Name the line."""
        self.line.setAccessibleName(name)
        self.line.setAccessibleDescription(description)

    def _edited(self) -> None:
        self._pause.start()
        self.typing.emit()

    def _paused(self) -> None:
        reading = self.read(self.line.text())
        if reading.finished and reading.lexical != self.view.value and not self.view.readonly:
            self._set_problem(reading)
            self.answered.emit(self.view.ref, reading.lexical)

    def _accept(self) -> None:
        self.commit()
        self.advance.emit()

    def _set_problem(self, reading: Reading) -> None:
        if self._problem != reading.problem:
            self._problem = reading.problem
            self.problem_changed.emit()
        self._mark()

    def _mark(self) -> None:
        wrong = bool(self._problem) or self.view.violation is not None
        if self.line.property("invalid") != wrong:
            self.line.setProperty("invalid", wrong)
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)


@register("input", "string")
@register("input", "barcode")
class TextQuestion(TypedQuestion):
    """A few words."""


@register("input", "int")
@register("input", "decimal")
@register("range")
class NumberQuestion(TypedQuestion):
    """A figure; one that can be read in two ways is asked back, never guessed."""

    units = 30

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self._meanings = QWidget()
        row = QHBoxLayout(self._meanings)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space())
        self._buttons = [QPushButton() for _ in range(2)]
        for button in self._buttons:
            button.setMinimumHeight(theme.target)
            button.clicked.connect(self._mean)
            row.addWidget(button)
        row.addStretch(1)
        self._meanings.hide()
        self._column.addWidget(self._meanings)

    def read(self, text: str) -> Reading:
        """Read a figure by the rules of design §7."""
        return readings.read_number(text, whole=self._whole, rupiah=self._grouped)

    def shown(self, lexical: str) -> str:
        """Return a figure with a comma."""
        return readings.shown_number(lexical, grouped=self._grouped)

    @property
    def _whole(self) -> bool:
        return self.view.datatype == "int"

    @property
    def _grouped(self) -> bool:
        return self.view.has_appearance("thousands-sep")

    def problem(self) -> str:
        """Return why the line cannot be read; where only one reading fits, whether that is meant."""
        reading = self.read(self.line.text())
        if self._problem == "ambiguous" and len(reading.meanings) == 1:
            figure = readings.shown_number(reading.meanings[0])
            return self.tr(
                "Do you mean {figure}? Press the button, or write it without marks."
            ).format(figure=figure)
        return super().problem()

    def _set_problem(self, reading: Reading) -> None:
        super()._set_problem(reading)
        for button, meaning in zip(self._buttons, (*reading.meanings, "", ""), strict=False):
            button.setProperty("meaning", meaning)
            button.setText(readings.shown_number(meaning))
            button.setVisible(bool(meaning))
        self._meanings.setVisible(bool(reading.meanings))

    def _mean(self) -> None:
        sender: QObject | None = self.sender()
        meaning = str(sender.property("meaning")) if sender is not None else ""
        self.line.setFocus()
        self.line.setText(self.shown(meaning))
        self._set_problem(self.read(self.line.text()))
        self.answered.emit(self.view.ref, meaning)


@register("input", "time")
class TimeQuestion(TypedQuestion):
    """A time of day on the 24-hour clock."""

    units = 18
    placeholder = "14.05"

    def read(self, text: str) -> Reading:
        """Read ``14.05`` or ``1405``."""
        return readings.read_time(text)

    def shown(self, lexical: str) -> str:
        """Write ``14.05``."""
        return readings.shown_time(lexical)


@register("input", "date")
class DateQuestion(TypedQuestion):
    """A day, a month or a year, as the appearance says."""

    units = 22

    def read(self, text: str) -> Reading:
        """Read ``25-07-2024`` and its like."""
        return readings.read_date(text, parts=self._parts)

    def shown(self, lexical: str) -> str:
        """Write ``25-07-2024``."""
        return readings.shown_date(lexical, parts=self._parts)

    def show_node(self, view: NodeView) -> None:
        """Show the day, with an example in an empty line."""
        super().show_node(view)
        self.line.setPlaceholderText(
            {"day": "25-07-2024", "month": "07-2024", "year": "2024"}[self._parts]
        )

    @property
    def _parts(self) -> str:
        if self.view.has_appearance("year"):
            return "year"
        return "month" if self.view.has_appearance("month-year") else "day"
