"""A dialog of labelled fields that fits small screens: the fields scroll, heading and buttons stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.printed_codes import PrintedCodes
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QShowEvent

    from fieldsurvey.ui.theme import Theme

_WIDTH_UNITS = 84
_EDGE_UNITS = 4  # left free around the dialog


class Lines(QPlainTextEdit):
    """A few lines of text; Tab goes on to the next field.

    Args:
        theme: colours and sizes.
        lines: how many are seen.
        parent: the owner.
    """

    def __init__(self, theme: Theme, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(max(theme.target, theme.space(3) * lines))


class _Fields(QScrollArea):
    """As high as what is in it, where there is room."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(inside)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        """What the fields want; texts of several lines say their height only for a width."""
        inside = self.widget()
        hint = inside.sizeHint()
        width = max(self.viewport().width(), hint.width())
        return QSize(hint.width() + self._bar(), max(hint.height(), inside.heightForWidth(width)))

    def minimumSizeHint(self) -> QSize:
        """One field at least."""
        inside = self.widget().minimumSizeHint()
        return QSize(
            inside.width() + self._bar(), min(inside.height(), 2 * self.fontMetrics().height())
        )

    def _bar(self) -> int:
        """The width that the bar takes when not all is seen: the fields must not slide beneath it."""
        return self.verticalScrollBar().sizeHint().width()


class FieldsDialog(QDialog):
    """Heading, explanation, labelled fields, and two buttons.

    Args:
        theme: colours and sizes.
        parent: the owner.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.theme = theme
        space = theme.space
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(space(3), space(2.5), space(3), space(2.5))
        self.outer.setSpacing(space(1.5))
        self._grown = False
        self.head = QHBoxLayout()
        self._title, self._told = QLabel(), QLabel()
        dress(self._title, "heading")
        self._title.setWordWrap(True)
        self._told.setWordWrap(True)
        self._told.hide()
        dress(self._told, "muted")
        self.head.addWidget(self._title, 1)
        self.outer.addLayout(self.head)
        self.outer.addWidget(self._told)
        inside = QWidget()
        self.grid = QGridLayout(inside)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(space(2))
        self.grid.setVerticalSpacing(space())
        self.grid.setColumnStretch(1, 1)
        self.area = _Fields(inside)
        self.outer.addWidget(self.area, 1)
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.hide()
        dress(self.problem, "bad")
        self.outer.addWidget(self.problem)
        notices = QVBoxLayout()
        self.outer.addLayout(notices)
        #: Says which characters of the fields documents print as codes.
        self.codes = PrintedCodes(notices)
        self.codes.changed.connect(self.fit)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(space())
        self.go, self.cancel = QPushButton(), QPushButton()

    def entitle(self, heading: str, explanation: str = "") -> None:
        """Say what is asked for, and why."""
        self.setWindowTitle(heading)
        self._title.setText(heading)
        self._told.setText(explanation)
        self._told.setVisible(bool(explanation))

    def field(self, text: str, widget: QWidget) -> QWidget:
        """Add a field under its label (with a mnemonic); return it."""
        row = self.grid.rowCount()
        label = QLabel(text)
        label.setBuddy(widget)
        label.setMinimumHeight(self.theme.target)
        widget.setAccessibleName(text.replace("&", ""))
        self.grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self.grid.addWidget(widget, row, 1)
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            self.codes.watch(widget)
        return widget

    def file_field(self, text: str, choose: str, browse: Callable[[], object]) -> QLineEdit:
        """Add a field for the path of a file, with a button that has one chosen; return where it is typed.

        Args:
            text: its label, with a mnemonic.
            choose: what the button says.
            browse: called when it is pressed.
        """
        path, button, line = QLineEdit(), QPushButton(choose), QWidget()
        button.setAutoDefault(False)
        button.clicked.connect(browse)
        box = QHBoxLayout(line)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(path, 1)
        box.addWidget(button)
        self.field(text, line)
        path.setAccessibleName(line.accessibleName())
        line.setFocusProxy(path)
        return path

    def show_field(self, widget: QWidget, *, shown: bool) -> None:
        """Show or hide a field with its label."""
        widget.setVisible(shown)
        for label in self.findChildren(QLabel):
            if label.buddy() is widget:
                label.setVisible(shown)
        self.fit()

    def wide(self, widget: QWidget) -> None:
        """Add something beneath the fields, in the fields' column."""
        self.grid.addWidget(widget, self.grid.rowCount(), 1)

    def buttons(self, text: str, *, only: bool = False) -> None:
        """Add the buttons; call it last, so that Tab comes to them last.

        Args:
            text: what the one that goes on says.
            only: nothing is asked, so there is nothing to cancel.
        """
        self.grid.setRowStretch(self.grid.rowCount(), 1)
        self.cancel.setText(self.tr("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.go.setText(text)
        self.go.setDefault(True)
        dress(self.go, "primary")
        self.foot.addStretch(1)
        self.foot.addWidget(self.cancel)
        self.cancel.setHidden(only)
        self.foot.addWidget(self.go)
        self.outer.addLayout(self.foot)

    def complain(self, text: str) -> None:
        """Say what is wrong, ``""`` when nothing is."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter goes on from a field of several lines, where Enter makes a new one."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go.click()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the room that is wanted."""
        super().showEvent(event)
        self._fit()
        self.fit()

    def fit(self) -> None:
        """Take the room that is wanted now: as soon as what was said has found its place."""
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """Grow, though never over the window's edge; the field one is in stays in sight."""
        if not self.isVisible():
            return
        self.area.updateGeometry()
        self.outer.activate()
        edge = self.theme.space(_EDGE_UNITS)
        owner = self.parentWidget()
        room = owner.window().size() if owner else self.screen().availableSize()
        wanted = self.sizeHint().expandedTo(QSize(self.theme.space(_WIDTH_UNITS), 0))
        wanted = wanted.expandedTo(QSize(0, self.height()) if self._grown else QSize())
        self.resize(wanted.boundedTo(QSize(room.width() - edge, room.height() - edge)))
        self._grown = True
        here = self.focusWidget()
        if here is not None and self.area.isAncestorOf(here):
            self.area.ensureWidgetVisible(here)
