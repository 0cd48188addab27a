"""The head of the page of a visit: what it is, how it stands, and the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from fieldsurvey.survey.model import VisitState
from fieldsurvey.ui.actions import action_text
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.theme import dress
from fieldsurvey.ui.visits.words import day_text, time_text, visit_pill

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from fieldsurvey.survey.overview import Overview
    from fieldsurvey.ui.theme import Theme

#: From this unit on there is room for signs alone.
LARGE_UNIT = 10
_DOORS = ("score", "findings", "documents")
_DRAWINGS = {"score": "score", "findings": "finding", "documents": "document"}


class ShortenedLabel(QLabel):
    """A line that is cut with an ellipsis where there is no room, and whole in its tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_whole(self, text: str) -> None:
        """Show a text, or as much of it as there is room for."""
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        self.ensurePolished()
        room = max(0, self.width() - 2)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))


class VisitHeader(QWidget):
    """Name, state, facts, doors, and the one step that follows.

    Args:
        theme: colours and sizes.
        parent: the owner.
    """

    #: The next step was asked for.
    step = Signal()
    #: The step back was asked for.
    back = Signal()
    #: A door was chosen: ``score``, ``findings`` or ``documents``.
    door = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.name, self._facts = ShortenedLabel(), ShortenedLabel()
        dress(self.name, "title")
        dress(self._facts, "muted")
        self.name.set_whole(self.tr("Reading the visit …"))
        self.name.setMinimumWidth(theme.space(8))
        self._state, self._sample = QLabel(), QLabel()
        dress(self._sample, "pill-warn")
        dress(
            self._state, "pill"
        )  # padded from the start: a label does not measure itself anew for a style
        self._warning = QLabel()
        self._warning.setWordWrap(True)
        dress(self._warning, "warn")
        self._warning.hide()
        self.next = QPushButton()
        dress(self.next, "primary")
        self.next.clicked.connect(self.step)
        self.previous = QPushButton()
        dress(self.previous, "quiet")
        self.previous.clicked.connect(self.back)
        for widget in (self._state, self._sample, self.next, self.previous):
            widget.hide()
        first = QHBoxLayout()
        first.setSpacing(theme.space())
        first.addWidget(self.name, 1)
        for pill in (self._sample, self._state):
            first.addWidget(pill, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addSpacing(theme.space())
        for door in _DOORS:
            first.addWidget(self._door(door))
        first.addSpacing(theme.space())
        first.addWidget(self.previous)
        first.addWidget(self.next)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(0.5))
        box.addLayout(first)
        box.addWidget(self._facts)
        self._facts.setVisible(theme.unit < LARGE_UNIT)
        box.addWidget(self._warning)

    def _door(self, door: str) -> QPushButton:
        button = QPushButton()
        if self._theme.unit < LARGE_UNIT:  # large text leaves room for the sign alone
            button.setText(action_text(door))
        button.setAccessibleName(action_text(door))
        button.setToolTip(action_text(door))
        button.setIcon(icon(_DRAWINGS[door], self._theme, "accent"))
        button.setIconSize(QSize(self._theme.icon, self._theme.icon))
        dress(button, "quiet")
        button.clicked.connect(lambda: self.door.emit(door))
        return button

    def show_overview(self, overview: Overview) -> None:
        """Show what is known now."""
        visit = overview.visit
        self.name.set_whole(visit.mall.name)
        text, kind = visit_pill(visit.state)
        self._state.setText(text)
        dress(self._state, "pill" if kind == "plain" else f"pill-{kind}")
        self._state.show()
        self._sample.setText(self.tr("SAMPLE"))
        self._sample.setVisible(visit.sample)
        zone = visit.mall.zone
        times = [day_text((visit.started_at or overview.now).date())] if visit.started_at else []
        if visit.started_at:
            until = f"–{time_text(visit.ended_at, zone)}" if visit.ended_at else ""
            times.append(f"{time_text(visit.started_at, zone)}{until}")
        facts = [visit.mall.city, *times, f"{overview.title} {visit.instrument.version}"]
        if visit.assignment:
            facts.append(visit.assignment)
        if visit.seal is not None and visit.seal.late_changes:
            facts.append(self.tr("%n changes after the seal", "", visit.seal.late_changes))
        self._facts.set_whole(" · ".join(fact for fact in facts if fact))
        self._warning.setText(overview.warning)
        self._warning.setVisible(bool(overview.warning))
        steps = {
            VisitState.PLANNED: (self.tr("Begin the visit"), ""),
            VisitState.ON_SITE: (self.tr("Complete the visit"), ""),
            VisitState.COMPLETED: (self.tr("Seal the visit"), self.tr("Go on filling")),
            VisitState.SEALED: (self.tr("To the documents"), self.tr("Lift the seal")),
        }
        for button, shown in zip(
            (self.next, self.previous), steps.get(visit.state, ("", "")), strict=True
        ):
            button.setText(shown)
            button.setAccessibleName(shown)
            button.setToolTip(shown)
            button.setVisible(bool(shown))
        if self._theme.unit >= LARGE_UNIT:
            self.previous.setText("")
            self.previous.setIcon(icon("undo", self._theme, "accent"))
            self.previous.setIconSize(QSize(self._theme.icon, self._theme.icon))
