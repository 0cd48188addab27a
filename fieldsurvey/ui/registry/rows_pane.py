"""Two ways to show a part of an instrument: rows with the present one in full beneath them, and a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from fieldsurvey.ui.parts.row_list import LARGE_UNIT, RowList
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.ui.parts.rows import Row
    from fieldsurvey.ui.theme import Theme

_WHOLE_UNITS, _WHOLE_UNITS_LARGE = 14, 7


class TextPane(QScrollArea):
    """A text that scrolls by keys.

    Args:
        theme: colours and sizes.
        name: what a screen reader calls it.
        parent: the owner.
    """

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setContentsMargins(*[theme.space(1.5)] * 4)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        dress(self.text, "card")
        self.setWidget(self.text)

    def show_text(self, text: str) -> None:
        """Show a rich text."""
        self.text.setText(text)
        self.verticalScrollBar().setValue(0)


class RowsPane(QWidget):
    """Rows, and beneath them all of the one that one stands on: questions are longer than a line.

    Args:
        theme: colours and sizes.
        name: what a screen reader calls the rows.
        columns: see ``RowList``.
        code_units: see ``RowList``.
        parent: the owner.
    """

    def __init__(
        self,
        theme: Theme,
        name: str,
        *,
        columns: Sequence[float] = (),
        code_units: float = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.shows: object = None
        self._rows: dict[object, Row] = {}
        self.list = RowList(theme, name, columns=columns, code_units=code_units)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._tell())
        whole = QLabel()
        whole.setWordWrap(True)
        whole.setTextFormat(Qt.TextFormat.PlainText)
        whole.setAlignment(Qt.AlignmentFlag.AlignTop)
        whole.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = whole
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(whole)
        units = _WHOLE_UNITS if theme.unit < LARGE_UNIT else _WHOLE_UNITS_LARGE
        self._area.setFixedHeight(theme.space(units))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space())
        column.addWidget(self.list, 1)
        column.addWidget(self._area)

    def wait(self, what: object) -> None:
        """Say that something is read; ``shows`` tells what was asked for last."""
        self.shows = what
        self.list.set_rows([])
        self.list.say_when_empty(self.tr("Reading …"))
        self._rows = {}
        self._tell()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show rows."""
        self._rows = {row.key: row for row in rows}
        self.list.say_when_empty(self.tr("Nothing here."))
        self.list.set_rows(rows)
        self._tell()

    def _tell(self) -> None:
        row = self._rows.get(self.list.current_key())
        parts = [row.title, row.detail, *(cell.text for cell in row.cells)] if row else []
        self._whole.setText("\n".join(part for part in parts if part))
