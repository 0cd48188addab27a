"""The score's parts beside the time before, as bars and as a radar: a part of the score page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from fieldsurvey.ui.parts.words import day_text
from fieldsurvey.ui.report.compared import ComparedBars, Radar
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.survey.closing_talk import ClosingTalk
    from fieldsurvey.ui.theme import Theme

_FEWEST_AXES = 3


class ScoreProfile(QScrollArea):
    """Bars of the dimensions, then the radar of the coarsest level that has axes enough.

    Args:
        theme: colours and sizes.
        parent: the owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("Profile"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_talk(self, talk: ClosingTalk) -> None:
        """Show the figures of a visit; those that few people stand behind are held back."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(*[self._theme.space(2)] * 4)
        column.setSpacing(self._theme.space(1.5))
        self._say(self._earlier(talk), "small", column)
        self._say(self.tr("Score by dimension"), "heading", column)
        column.addWidget(ComparedBars(self._theme, self.tr("Score by dimension"), talk.dimensions))
        if len(talk.profile) >= _FEWEST_AXES:
            self._say(self.tr("Profile"), "heading", column)
            column.addWidget(Radar(self._theme, self.tr("Profile"), talk.profile), 1)
        if any(each.hidden for each in (*talk.dimensions, *talk.profile)):
            said = self.tr("n < 5: fewer than five people answered; not shown.")
            self._say(said, "small", column)
        column.addStretch(0)
        self.setWidget(inside)

    def _earlier(self, talk: ClosingTalk) -> str:
        if talk.earlier_day is None:
            return self.tr("No earlier visit by the same instrument to compare with.")
        return self.tr("Dashed: the visit of {day}").format(day=day_text(talk.earlier_day))

    def _say(self, text: str, kind: str, column: QVBoxLayout) -> None:
        label = QLabel(text)
        label.setWordWrap(True)
        dress(label, kind)
        column.addWidget(label)
