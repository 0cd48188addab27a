"""A line under what is typed: the characters that documents print by their code, since no typeface has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fieldsurvey.ui.answers.paper import show_if, wrapped

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel, QVBoxLayout

_LAST_EUROPEAN = "\u017f"  # of Latin Extended-A, all of which the typefaces of documents have
_MOST_NAMED = 12


class PrintedCodes(QObject):
    """Names such characters; most texts have none, load no typeface and get no line.

    Args:
        column: the line is added at its end when it is first needed.
    """

    def __init__(self, column: QVBoxLayout) -> None:
        super().__init__(column)
        self._column = column
        self._line: QLabel | None = None

    @property
    def text(self) -> str:
        """What the line says, "" while it is hidden."""
        return "" if self._line is None or self._line.isHidden() else self._line.text()

    def judge(self, text: str) -> None:
        """Name what a text has of them."""
        found: tuple[str, ...] = ()
        if any(character > _LAST_EUROPEAN for character in text):
            from fieldsurvey.report.glyphs import lacking

            found = lacking(text)
        if self._line is None:
            if not found:
                return
            self._line = wrapped("small", "", self._column.parentWidget())
            self._column.addWidget(self._line)
        if found:
            said = self.tr("Documents print these as codes: {characters}")
            self._line.setText(said.format(characters=" ".join(found[:_MOST_NAMED])))
        show_if(self._line, bool(found))
