"""The way from the list of visits to the page on top; each step before the last can be pressed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

_LETTERS, _FEWEST = 48, 8  # what the steps before the last share, and what each gets at least
_LARGE = 9  # pixels of a letter: from there on they share fewer
_LETTERS_LARGE, _FEWEST_LARGE = 24, 4


class Trail(QWidget):
    """Steps in a row, the last in strong letters."""

    #: The place of the step to go back to.
    pressed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.titles: list[str] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_titles(self, titles: Sequence[str]) -> None:
        """Show these steps; one without a name yet is left out."""
        if list(titles) == self.titles:
            return
        self.titles = list(titles)
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        large = self.fontMetrics().averageCharWidth() >= _LARGE
        letters, fewest = (_LETTERS_LARGE, _FEWEST_LARGE) if large else (_LETTERS, _FEWEST)
        short = max(fewest, letters // max(1, len(titles) - 1))
        for place, title in enumerate(titles[:-1]):
            if title:
                step = QPushButton(title if len(title) <= short else f"{title[: short - 1]}…")
                step.setAccessibleName(self.tr("Back to {page}").format(page=title))
                step.setToolTip(title)
                dress(step, "quiet")
                step.clicked.connect(partial(self.pressed.emit, place))
                self._row.addWidget(step)
                self._row.addWidget(QLabel("›"))
        last = QLabel(titles[-1] if titles else "")
        last.setIndent(self.fontMetrics().averageCharWidth())
        last.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        last.setToolTip(last.text())
        dress(last, "strong")
        self._row.addWidget(last, 1)
