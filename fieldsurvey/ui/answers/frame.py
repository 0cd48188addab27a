"""What stands around an answer: label, hint, required mark, evidence, the sentence of an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldsurvey.ui.answers.paper import wrapped
from fieldsurvey.ui.answers.registry import widget_for
from fieldsurvey.ui.answers.words import marked, plain, rich
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from fieldsurvey.ui.answers.view import NodeView
    from fieldsurvey.ui.theme import Theme

_EVIDENCE = {
    "photo": QT_TRANSLATE_NOOP("Evidence", "photo"),
    "photo-optional": QT_TRANSLATE_NOOP("Evidence", "photo if useful"),
    "document": QT_TRANSLATE_NOOP("Evidence", "document"),
    "screenshot": QT_TRANSLATE_NOOP("Evidence", "screenshot"),
    "note": QT_TRANSLATE_NOOP("Evidence", "note"),
}


def evidence_text(view: NodeView) -> str:
    """Return what proves an answer, in words: ``photo if “Tidak”, document``; "" when nothing is asked."""
    labels = dict(view.choices)
    words = []
    for part in view.evidence.split():
        name, _, value = part.partition("=")
        if name == "photo-if":
            words.append(
                QCoreApplication.translate("Evidence", "photo if “{answer}”").format(
                    answer=labels.get(value, value)
                )
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
        dress(self, "card")
        self.widget = widget_for(view, theme)
        self._label = wrapped("strong")
        self._required = QLabel()
        dress(self._required, "bad")
        self._evidence = QLabel()
        dress(self._evidence, "pill")
        self._hint = wrapped("small")
        self._error_row = QWidget()
        self._error = wrapped("bad")
        sign = QLabel()
        sign.setPixmap(icon("problem", theme, "bad").pixmap(theme.icon, theme.icon))
        row = QHBoxLayout(self._error_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space())
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._error, 1)
        top = QHBoxLayout()
        top.setSpacing(theme.space())
        top.addWidget(self._label, 1)
        top.addWidget(self._evidence, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._required, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(
            theme.space(2.5), theme.space(1.5), theme.space(2), theme.space(1.5)
        )
        layout.setSpacing(theme.space())
        layout.addLayout(top)
        layout.addWidget(self._hint)
        layout.addWidget(self.widget)
        layout.addWidget(self._error_row)
        self.widget.problem_changed.connect(self._say_error)
        for child in (self.widget, *self.widget.findChildren(QWidget)):
            child.installEventFilter(self)
        if self.widget.focusProxy() is not None:
            self._label.setBuddy(self.widget.focusProxy())
        self.show_node(view)

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
        bold = marked(view.label)
        self._label.setTextFormat(Qt.TextFormat.RichText if bold else Qt.TextFormat.PlainText)
        self._label.setText(rich(view.label) if bold else view.label)
        self._label.setVisible(bool(view.label))
        answerable = self.widget.answerable and not view.readonly
        dress(self._label, "strong" if self.widget.answerable else "")
        dress(self, "card" if view.control != "note" else "notice-accent")
        self.widget.setVisible(view.control != "note")  # all it says stands in its label
        self._required.setText(self.tr("required"))
        self._required.setVisible(view.required and answerable and not view.value)
        evidence = evidence_text(view)
        self._evidence.setText(self.tr("Evidence: {what}").format(what=evidence))
        self._evidence.setVisible(bool(evidence))
        demanded = f"photo-if={view.value}" in view.evidence.split() and view.value != ""
        dress(self._evidence, "pill-warn" if demanded else "pill")
        self._hint.setText(view.hint)
        self._hint.setVisible(bool(view.hint))
        self._say_error()

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

    def _say_error(self) -> None:
        view = self.view
        text = self.widget.problem() or view.violation or ""
        if not text and view.violation is not None:
            text = (
                self.tr("An answer is needed here.")
                if view.violation_kind == "required"
                else self.tr("This answer is not accepted.")
            )
        if text and text != self._error_text and self.widget.hasFocus():
            event = QAccessibleAnnouncementEvent(self, text)
            QAccessible.updateAccessibility(event)
        self._error_text = text
        self._error.setText(text)
        self._error_row.setVisible(bool(text))
        required = self.tr("required") if view.required else ""
        self.widget.describe(
            plain(view.label) or view.ref.rsplit("/", 1)[-1],
            " ".join(filter(None, (required, view.hint, text))),
        )
        self.update()
