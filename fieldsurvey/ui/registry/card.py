"""All of the record one stands on, beside the list: long names break here, and nothing is cut."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy

from fieldsurvey.ui.registry.words import called, column_word, kind_word, shown
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.registry_kinds import Line
    from fieldsurvey.ui.registry.shelf import Shelf
    from fieldsurvey.ui.theme import Theme

_WIDTH_UNITS = 40


class RecordCard(QScrollArea):
    """Shows one record, column by column.

    Args:
        theme: colours and sizes.
        parent: the owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setMaximumWidth(theme.space(_WIDTH_UNITS))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("The record"))
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._text.setContentsMargins(*[theme.space(2)] * 4)
        dress(self._text, "card")
        self.setWidget(self._text)

    def sizeHint(self) -> QSize:
        """As wide as a name reads well; the window may be narrower."""
        return QSize(self._theme.space(_WIDTH_UNITS), 0)

    def show_line(self, line: Line | None, shelf: Shelf) -> None:
        """Show a record, or nothing."""
        if line is None:
            self._text.setText("")
            return
        muted = self._theme.colors["muted"]
        parts = [
            f"<p style='color:{muted}'>{escape(kind_word(line.kind.name))}</p>",
            f"<p style='font-weight:600'>{escape(called(line))}</p>",
        ]
        for field in line.kind.fields:
            value = line.values.get(field.name, "")
            if value:
                told = self._told(line, field.name, value, shelf)
                parts.append(
                    f"<p><span style='color:{muted}'>{escape(column_word(field.name))}</span><br>{escape(told)}</p>"
                )
        self._text.setText("".join(parts))

    def _told(self, line: Line, column: str, value: str, shelf: Shelf) -> str:
        owner = dict(line.kind.belongs).get(column)
        if owner == "stand":
            found = shelf.stand(line.values.get("mall", ""), value)
        else:
            found = shelf.named(owner, value) if owner else None
        return called(found) if found else shown(column, value)
