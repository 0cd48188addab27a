"""Answers that are typed in one line: when they are handed over, and words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QEvent, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldsurvey.ui.answers import readings
from fieldsurvey.ui.answers.base import QuestionWidget, announce
from fieldsurvey.ui.answers.keys import belongs_to_window
from fieldsurvey.ui.answers.paper import column, mark_invalid
from fieldsurvey.ui.answers.readings import Reading
from fieldsurvey.ui.answers.registry import register
from fieldsurvey.ui.printed_codes import PrintedCodes
from fieldsurvey.xforms.codecs import encode_answer

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
    "range": QT_TRANSLATE_NOOP("Reading", "This is not between the least and the greatest that are asked for."),
    "time": QT_TRANSLATE_NOOP("Reading", "This is not a time of day. Write it as 14.05 or 1405."),
    "date": QT_TRANSLATE_NOOP("Reading", "This is not a date. Write it as 25-07-2024."),
    "year": QT_TRANSLATE_NOOP("Reading", "Write the year in four digits, as in 25-07-2024."),
    "month": QT_TRANSLATE_NOOP("Reading", "This is not a month. Write it as 07-2024."),
    "moment": QT_TRANSLATE_NOOP("Reading", "Write the day and then the time, as in 25-07-2024 14.05."),
    "place": QT_TRANSLATE_NOOP("Reading", "This is no place. Write latitude and longitude, as in -0.5021, 117.1537."),
    "earth": QT_TRANSLATE_NOOP("Reading", "There is no such place: first the latitude (up to 90), then the longitude."),
    "line": QT_TRANSLATE_NOOP("Reading", "A line needs two places or more, one on each line."),
    "area": QT_TRANSLATE_NOOP("Reading", "An area needs three places or more, one on each line."),
    "year-only": QT_TRANSLATE_NOOP("Reading", "This is not a year. Write it as 2024."),
}  # fmt: skip


def problem_text(problem: str) -> str:
    """Return the sentence of a ``Reading.problem``."""
    return QCoreApplication.translate("Reading", PROBLEMS[problem]) if problem else ""


class Line(QLineEdit):
    """A line edit that says when it is left, and leaves the window the keys that it has no use for."""

    left = Signal()

    def event(self, event: QEvent) -> bool:
        """See QObject."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and belongs_to_window(event, undo=self.isUndoAvailable(), redo=self.isRedoAvailable())
        ):
            event.ignore()
            return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the line was left."""
        super().focusOutEvent(event)
        self.left.emit()


class TypedQuestion(QuestionWidget):
    """One line, read by ``read`` and written by ``shown``.

    Only what a person typed is ever handed over: a stored value that is merely shown says nothing.
    """

    #: Widest line in units, 0 for all there is.
    units: ClassVar[int] = 0
    placeholder: ClassVar[str] = ""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.line = self.make_line()
        self.line.setPlaceholderText(self.placeholder)
        self.line.setMinimumHeight(theme.target)
        if self.units:
            self.line.setMaximumWidth(theme.space(self.units))
        self.setFocusProxy(self.line)
        self._typed = False
        self._problem = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._paused)
        self.line.textEdited.connect(self._edited)
        self.line.left.connect(self.commit)
        self.line.returnPressed.connect(self._accept)
        self._column = column(self, theme, self.line)

    # -- what kinds say --------------------------------------------------------------------------

    def make_line(self) -> Line:
        """Return the line edit."""
        return Line(self)

    def read(self, text: str) -> Reading:
        """Return what a typed text says."""
        return Reading(readings.storable(text))

    def shown(self, lexical: str) -> str:
        """Return a stored value as it is written here."""
        return lexical

    def same(self, lexical: str, stored: str) -> bool:
        """Return whether two values say the same."""
        return lexical == stored

    def settled(self, reading: Reading) -> None:
        """Take note of what the line says now."""

    # -- the contract ----------------------------------------------------------------------------

    def show_node(self, view: NodeView) -> None:
        """Show the value, unless somebody is typing another or has typed just that."""
        other = view.ref != self.view.ref
        if other:
            self.commit()
        kept = not other and self._typed and self.view.value == view.value
        super().show_node(view)
        self.line.setReadOnly(view.readonly)
        if not kept:
            text = self.line.text()
            reading = self.read(text)
            stays = self.line.hasFocus() or reading.problem != ""
            if other or not (stays and self.same(reading.lexical, view.value)):
                self._rest()
                self.line.setText(self.shown(view.value))
            self._set_problem(self._reading())
        self._mark()

    def focus_answer(self) -> None:
        """Put the cursor in the line, its content marked."""
        self.line.setFocus()
        self.line.selectAll()

    def clear(self) -> None:
        """Empty the line."""
        if not self.view.readonly:
            self.line.clear()
            self._typed = True
            self.commit()

    def pending(self) -> bool:
        """Say whether something was typed that is not answered yet."""
        return self._typed

    def commit(self) -> None:
        """Answer with what was typed, read or not; what cannot be read is flagged by the engine."""
        reading, typed = self._reading(), self._typed and not self.view.readonly
        self._rest()
        if not reading.problem and not self.line.hasFocus():
            self.line.setText(self.shown(reading.lexical))
        if typed:
            self._set_problem(reading)
            self.say(reading.lexical)

    def say(self, lexical: str) -> None:
        """Hand a value over, if it is another than the one stored."""
        if not self.same(lexical, self.view.value):
            self.answered.emit(self.view.ref, lexical)

    def put(self, lexical: str) -> None:
        """Answer by a button or a key rather than by typing."""
        self._rest()
        self.line.setText(self.shown(lexical))
        self._set_problem(Reading(lexical))
        self.say(lexical)

    def problem(self) -> str:
        """Return why the line cannot be read."""
        return problem_text(self._problem)

    def describe(self, name: str, description: str) -> None:
        """Name the line."""
        self.line.setAccessibleName(name)
        self.line.setAccessibleDescription(description)

    # -- in between ------------------------------------------------------------------------------

    def _edited(self) -> None:
        self._typed = True
        self._pause.start()
        self._set_problem(Reading(""), quiet=self._reading())
        self.typing.emit()

    def _paused(self) -> None:
        reading = self._reading()
        if reading.problem == "ambiguous":
            self._set_problem(reading)
        elif self._typed and reading.finished and not reading.problem and not self.view.readonly:
            self._rest()
            self._set_problem(reading)
            self.say(reading.lexical)

    def _accept(self) -> None:
        self.commit()
        if self._problem:
            announce(self, self.problem())
        else:
            self.advance.emit()

    def _reading(self) -> Reading:
        """Return what the line says; a stored value is not read again: ``1,125`` shown was ``1.125`` stored."""
        stored = self.view.value
        sound = encode_answer(self.view.datatype, stored, date.today).valid
        if sound and self.line.text() == self.shown(stored):
            return Reading(stored)
        return self.read(self.line.text())

    def _rest(self) -> None:
        self._typed = False
        self._pause.stop()

    def _set_problem(self, reading: Reading, *, quiet: Reading | None = None) -> None:
        changed = self._problem != reading.problem
        self._problem = reading.problem
        self.settled(quiet or reading)
        if changed:
            self.problem_changed.emit()
        self._mark()

    def _mark(self) -> None:
        mark_invalid(self.line, wrong=bool(self._problem) or self.view.violation is not None)


@register("input", "string")
class TextQuestion(TypedQuestion):
    """A few words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.codes = PrintedCodes(self._column)

    def read(self, text: str) -> Reading:
        """Leave out blanks around the words."""
        return Reading(readings.storable(text).strip())

    def settled(self, reading: Reading) -> None:
        """Name what a paper would print as codes."""
        self.codes.judge(reading.lexical)

    def show_node(self, view: NodeView) -> None:
        """Show the words, or dots where the form asks to mask them for who stands behind."""
        super().show_node(view)
        masked = view.has_appearance("masked", "hidden-answer")
        mode = QLineEdit.EchoMode.PasswordEchoOnEdit if masked else QLineEdit.EchoMode.Normal
        if self.line.echoMode() != mode:
            self.line.setEchoMode(mode)
