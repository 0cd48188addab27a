"""What stands around an answer: label, hint, required mark, evidence, the sentence of an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.answers.base import announce
from fieldsurvey.ui.answers.paper import SignedLine, show_if, wrapped
from fieldsurvey.ui.answers.registry import widget_for
from fieldsurvey.ui.answers.words import marked, plain, rich
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from fieldsurvey.ui.answers.view import NodeView
    from fieldsurvey.ui.theme import Theme

_EVIDENCE = {
    "photo": QT_TRANSLATE_NOOP("Evidence", "photo"),
    "photo-optional": QT_TRANSLATE_NOOP("Evidence", "photo if useful"),
    "document": QT_TRANSLATE_NOOP("Evidence", "document"),
    "screenshot": QT_TRANSLATE_NOOP("Evidence", "screenshot"),
    "note": QT_TRANSLATE_NOOP("Evidence", "note"),
}
#: ``NodeView.proof`` → how the mark looks.
_PROOF = {"": "pill", "missing": "pill-warn", "insisted": "pill-warn", "given": "pill-good"}
_MARKS = ("evidence", "private", "required")
#: What stands beneath each other under the label.
_LINES = ("picture", "hint", "guidance", "locked", "answer", "error", "comment")
#: Marks that take more of the width than this go below the label.
_MOST_FOR_MARKS = 0.45
#: Widest picture beside a label.
_PICTURE_UNITS = 50


def evidence_text(view: NodeView) -> str:
    """Return what proves an answer, in words: ``photo if “Tidak”, document``; "" when nothing is asked."""
    labels = dict(view.choices)
    words = []
    for part in view.evidence.split():
        name, _, values = part.partition("=")
        if name == "photo-if":
            answers = "”/“".join(plain(labels.get(value, value)) for value in values.split(","))
            words.append(
                QCoreApplication.translate("Evidence", "photo if “{answer}”").format(answer=answers)
            )
        else:
            words.append(
                QCoreApplication.translate("Evidence", _EVIDENCE[name])
                if name in _EVIDENCE
                else name
            )
    return ", ".join(words)


class QuestionFrame(QFrame):
    """One question as it stands on a page.

    What most questions lack (hint, marks, the sentence of an error) is made when it is first needed: a page of twenty
    questions has to stand there before anybody waits.

    Args:
        theme: sizes and colours.
        view: the node.
        parent: the owner.

    Attributes:
        widget: what answers it.
    """

    #: The keyboard came here.
    entered = Signal(str)

    def __init__(self, theme: Theme, view: NodeView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._current = False
        self._error_text = ""
        self._label = wrapped("strong", parent=self)
        self._marks: dict[str, QLabel] = {}
        self._mark_row = QHBoxLayout()
        self._mark_row.setSpacing(theme.space())
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setSpacing(theme.space())
        self._top.addWidget(self._label, 1)
        self._top.addLayout(self._mark_row)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(
            theme.space(2.5), theme.space(1.5), theme.space(2), theme.space(1.5)
        )
        self._layout.setSpacing(theme.space())
        self._layout.addLayout(self._top)
        self.widget = widget_for(view, theme, self)
        self._lines: dict[str, QWidget] = {"answer": self.widget}
        self._layout.addWidget(self.widget)
        self.widget.problem_changed.connect(self._say_error)
        if self.widget.focusProxy() is not None:
            self._label.setBuddy(self.widget.focusProxy())
        self._dress(view)

    @property
    def view(self) -> NodeView:
        """The node as last shown."""
        return self.widget.view

    @property
    def error(self) -> str:
        """The sentence shown, "" when there is none."""
        return self._error_text

    def show_node(self, view: NodeView) -> None:
        """Show a node as it is now."""
        self.widget.show_node(view)
        self._dress(view)

    def set_current(self, current: bool) -> None:
        """Mark it as the question at hand."""
        if self._current != current:
            self._current = current
            self.update()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Notice that the keyboard came here."""
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit(self.view.ref)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the marks stand beside the label, or below it where they would crowd it."""
        super().resizeEvent(event)
        self._place_marks()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card, and the bar of the question at hand or of an error."""
        super().paintEvent(event)
        color = "accent" if self._current else "bad" if self._error_text else ""
        if color:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color(color))
            painter.drawRoundedRect(0, 0, self._theme.space(0.75), self.height(), 3, 3)
            painter.end()

    # -- what stands around the answer -----------------------------------------------------------

    def _dress(self, view: NodeView) -> None:
        bold = marked(view.label)
        self._label.setTextFormat(Qt.TextFormat.RichText if bold else Qt.TextFormat.PlainText)
        self._label.setText(rich(view.label) if bold else view.label)
        show_if(self._label, bool(view.label))
        dress(self._label, "strong" if self.widget.answerable else "")
        dress(self, "card" if view.control != "note" else "notice-accent")
        show_if(self.widget, view.control != "note")  # all it says stands in its label
        self._show_marks(view)
        self._show_picture(view)
        self._show_line("hint", view.hint)
        self._show_line("guidance", view.guidance)
        self._show_line("locked", self._locked(view))
        self._show_line("comment", view.comment)
        self._say_error()
        for child in self.widget.findChildren(QWidget):
            if child.focusPolicy() != Qt.FocusPolicy.NoFocus:
                child.installEventFilter(self)  # twice is once

    def _show_picture(self, view: NodeView) -> None:
        if view.picture is None and "picture" not in self._lines:
            return
        line = self._lines.get("picture") or self._add_line("picture")
        if view.picture is not None and isinstance(line, QLabel):
            picture = QPixmap.fromImage(view.picture)
            most = self._theme.space(_PICTURE_UNITS)
            if picture.width() > most:
                picture = picture.scaledToWidth(most, Qt.TransformationMode.SmoothTransformation)
            line.setPixmap(picture)
            line.setAccessibleName(self.tr("Picture of the question"))
        show_if(line, view.picture is not None)

    def _locked(self, view: NodeView) -> str:
        if not view.locked or view.value:
            return ""
        return self.tr(
            "An answer is kept here, but its key has not reached this laptop. "
            "It stays as it is unless you answer anew."
        )

    def _show_marks(self, view: NodeView) -> None:
        evidence = evidence_text(view)
        if evidence:
            evidence = self.tr("Evidence: {what}").format(what=evidence)
        self._mark(
            "evidence", f"{evidence} ✓" if view.proof == "given" else evidence, _PROOF[view.proof]
        )
        self._mark("private", self.tr("private") if view.private else "", "pill")
        wanted = view.required and self.widget.answerable and not view.readonly and not view.value
        self._mark("required", self.tr("required") if wanted else "", "bad")
        self._place_marks()

    def _mark(self, name: str, text: str, kind: str) -> None:
        mark = self._marks.get(name)
        if mark is None:
            if not text:
                return
            mark = self._marks[name] = QLabel(self)
            before = [n for n in _MARKS[: _MARKS.index(name)] if n in self._marks]
            self._mark_row.insertWidget(len(before), mark, 0, Qt.AlignmentFlag.AlignTop)
        mark.setText(text)
        dress(mark, kind)
        show_if(mark, bool(text))

    def _place_marks(self) -> None:
        if not self._marks:
            return
        shown = [mark for mark in self._marks.values() if not mark.isHidden()]
        width = sum(mark.sizeHint().width() + self._theme.space() for mark in shown)
        below = width > self.width() * _MOST_FOR_MARKS
        wanted = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        if self._top.direction() != wanted:
            self._top.setDirection(wanted)
            self._top.setAlignment(
                self._mark_row, Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag(0)
            )

    def _show_line(self, name: str, text: str) -> None:
        line = self._lines.get(name)
        if line is None:
            if not text:
                return
            line = self._add_line(name)
        if isinstance(line, QLabel):
            line.setText(text)
        elif isinstance(line, SignedLine):
            line.say(text)
        show_if(line, bool(text))

    def _add_line(self, name: str) -> QWidget:
        line = self._lines[name] = self._make_line(name)
        before = [n for n in _LINES[: _LINES.index(name)] if n in self._lines and n != name]
        self._layout.insertWidget(1 + len(before), line)
        return line

    def _make_line(self, name: str) -> QWidget:
        theme = self._theme
        if name == "error":
            return SignedLine(theme, "problem", "bad", "bad", self)
        if name == "guidance":
            return SignedLine(theme, "info", "muted", "small", self)
        if name == "locked":
            return SignedLine(theme, "lock", "warn", "warn", self)
        if name == "comment":
            return SignedLine(theme, "comment", "muted", "note", self)
        return wrapped("small", parent=self)

    def _say_error(self) -> None:
        view = self.view
        text = self.widget.problem() or view.violation or ""
        if not text and view.violation is not None:
            text = (
                self.tr("An answer is needed here.")
                if view.violation_kind == "required"
                else self.tr("This answer is not accepted.")
            )
        if text and text != self._error_text and self._has_keyboard():
            announce(self, text)
        if text != self._error_text:
            self._error_text = text
            self.update()
        self._show_line("error", text)
        required = self.tr("required") if view.required else ""
        self.widget.describe(
            plain(view.label) or view.ref.rsplit("/", 1)[-1],
            " ".join(
                filter(
                    None,
                    (required, view.hint, view.guidance, self._locked(view), text, view.comment),
                )
            ),
        )

    def _has_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)
