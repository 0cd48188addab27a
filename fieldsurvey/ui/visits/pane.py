"""One part of the page of a visit: single-key tools over a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fieldsurvey.survey.desk import Desk
from fieldsurvey.ui.theme import dress
from fieldsurvey.ui.visits.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.survey.overview import FormLine, Overview
    from fieldsurvey.ui.theme import Theme

#: Gives a change to the writer lane; the change returns what the status bar says of it.
Write = Callable[[Callable[[Desk], str]], None]


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
        self._tools = QHBoxLayout()
        self._tools.setSpacing(theme.space())
        self._buttons: list[QPushButton] = []
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        dress(self._hint, "muted")
        self._hint.hide()
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(0, 0, 0, 0)
        self.outer.setSpacing(theme.space(1.5))
        self.outer.addLayout(self._tools)
        self.outer.addWidget(self._hint)
        self.outer.addWidget(self.list, 1)
        self.setFocusProxy(self.list)

    def tool(self, key: str, text: str, slot: Callable[[], None]) -> QPushButton:
        """Add a button whose single key works while the list has the focus."""
        button = QPushButton(f"{key}  {text}")
        button.setAccessibleName(text)
        button.setToolTip(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._use(slot))
        self._tools.addWidget(button)
        self._buttons.append(button)
        self.list.command(key, lambda: self._use(slot))
        return button

    def end_tools(self) -> None:
        """Keep the tools at the left."""
        self._tools.addStretch(1)

    def show_overview(self, overview: Overview) -> None:
        """Show what is known now."""
        self.overview = overview
        for button in self._buttons:
            button.setEnabled(not overview.sealed)

    def hint(self, text: str) -> None:
        """Say something above the list, ``""`` for nothing."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def open_line(self, line: FormLine | None) -> None:
        """Ask for a form to be opened."""
        if line is not None:
            self.fill.emit(line.form, line.target, line.ordinal)

    def _use(self, slot: Callable[[], None]) -> None:
        if self.overview is not None and not self.overview.sealed:
            slot()
        self.list.setFocus()
