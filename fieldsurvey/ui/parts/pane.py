"""One part of the page of a visit: single-key tools over a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.survey.desk import Desk
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.parts.pills import key_cap
from fieldsurvey.ui.parts.row_list import RowList
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from fieldsurvey.survey.overview import FormLine, Overview
    from fieldsurvey.ui.theme import Theme

#: Gives a change to the writer lane; the change returns what the status bar says of it.
Write = Callable[[Callable[[Desk], str]], None]


class ToolRow(QWidget):
    """Buttons in a row; those that have no room are in a menu at its end, and their keys work all the same."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._uncapped: list[tuple[QPushButton, str]] = []
        self._unused: set[QPushButton] = set()
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.space())
        self._box.addStretch(1)
        self.buttons: list[QPushButton] = []
        self.more = QToolButton()
        self.more.setIcon(icon("list", theme, "accent"))
        self.more.setIconSize(QSize(theme.icon, theme.icon))
        self.more.setAccessibleName(self.tr("More tools"))
        self.more.setToolTip(self.tr("More tools"))
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.clicked.connect(self._show_more)
        self.more.hide()
        self._menu = QMenu(self)
        self._menu.setAccessibleName(self.tr("More tools"))
        self._box.addWidget(self.more)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def add(self, button: QPushButton, key: str) -> None:
        """Add a button at the right, with a picture of its key."""
        self._uncapped.append((button, key))
        self._box.insertWidget(len(self.buttons), button)
        self.buttons.append(button)
        self.show()

    def use(self, button: QPushButton, *, used: bool) -> None:
        """Say whether a button is of use now: one that is not leaves its room to the others."""
        (self._unused.discard if used else self._unused.add)(button)
        self._choose()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the keys when they are first seen: a page has more parts than one looks at."""
        for button, key in self._uncapped:
            cap, size = key_cap(key, self._theme)
            button.setIcon(cap)
            button.setIconSize(size)
        self._uncapped.clear()
        super().showEvent(event)
        self._choose()

    def minimumSizeHint(self) -> QSize:
        """No width is too small."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many buttons as fit."""
        super().resizeEvent(event)
        self._choose()

    def _choose(self) -> None:
        of_use = [button for button in self.buttons if button not in self._unused]
        gap = self._box.spacing()
        wanted = sum(button.sizeHint().width() + gap for button in of_use)
        room = self.width()
        if wanted - gap > room:
            room -= self.more.sizeHint().width() + gap
        used = 0
        for button in self.buttons:
            if button in self._unused:
                button.hide()
                continue
            used += button.sizeHint().width()
            button.setVisible(used <= room)
            used += gap
        self.more.setVisible(wanted - gap > self.width())

    def _show_more(self) -> None:
        """Offer what has no room."""
        self._menu.clear()
        for button in self.buttons:
            if button.isHidden() and button not in self._unused:
                action = self._menu.addAction(button.toolTip())
                action.setEnabled(button.isEnabled())
                action.triggered.connect(button.click)
        self._menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))


class Pane(QWidget):
    """A list with tools above it.

    Args:
        theme: colours and sizes.
        write: the way into the database.
        name: what a screen reader calls the list.
        columns, code_units: as those of ``RowList``.
        parent: the owner.
    """

    #: A form is to be opened: form, target, ordinal.
    fill = Signal(str, str, int)

    def __init__(
        self,
        theme: Theme,
        write: Write,
        name: str,
        *,
        columns: Sequence[float] = (),
        code_units: float = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.write = write
        self.overview: Overview | None = None
        self.list = RowList(theme, name, columns=columns, code_units=code_units)
        self._tools = ToolRow(theme)
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        dress(self._hint, "muted")
        self._hint.hide()
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(0, 0, 0, 0)
        self.outer.setSpacing(theme.space())
        self.outer.addWidget(self._tools)
        self.outer.addWidget(self._hint)
        self.outer.addWidget(self.list, 1)
        self.setFocusProxy(self.list)

    def tool(self, key: str, text: str, slot: Callable[[], None], told: str = "") -> QPushButton:
        """Add a button whose single key works while the list has the focus.

        Args:
            key: the key, as on its cap.
            text: what it does.
            slot: how.
            told: a longer word for tooltip and screen reader.
        """
        button = QPushButton(text)
        button.setAccessibleName(told or text)
        button.setToolTip(f"{told or text} ({key})")
        button.setAutoDefault(False)
        dress(button, "key")
        button.clicked.connect(lambda: self._use(slot))
        self._tools.add(button, key)
        self.list.command(key, lambda: self._use(slot))
        return button

    def show_overview(self, overview: Overview) -> None:
        """Show what is known now."""
        self.overview = overview
        for button in self._tools.buttons:
            button.setEnabled(not overview.frozen)

    def undo(self) -> None:
        """Take back what was done last here, where that can be."""

    def hint(self, text: str) -> None:
        """Say something above the list, ``""`` for nothing."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def open_line(self, line: FormLine | None) -> None:
        """Ask for a form to be opened."""
        if line is not None:
            self.fill.emit(line.form, line.target, line.ordinal)

    def _use(self, slot: Callable[[], None]) -> None:
        self.list.setFocus()
        if self.overview is not None and not self.overview.frozen:
            slot()
