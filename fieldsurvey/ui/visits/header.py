"""The head of the page of a visit: what it is, how it stands, the site's clock, and the next step."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.indonesia import local_date, zone_abbreviation
from fieldsurvey.survey.model import VisitState
from fieldsurvey.ui.actions import action_text
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.parts.pills import Pill
from fieldsurvey.ui.parts.row_list import LARGE_UNIT
from fieldsurvey.ui.parts.rows import Cell
from fieldsurvey.ui.parts.shortened import ShortenedLabel
from fieldsurvey.ui.parts.words import day_text, time_text, visit_pill
from fieldsurvey.ui.theme import dress
from fieldsurvey.ui.visits.visit_rows import held_text

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from fieldsurvey.survey.clock import Clock
    from fieldsurvey.survey.overview import Overview
    from fieldsurvey.sync.whereabouts import Whereabouts
    from fieldsurvey.ui.theme import Theme

_DRAWINGS = {
    "score": "score",
    "findings": "finding",
    "documents": "document",
    "follow-up": "history",
}
#: The door that leads on after the seal.
_AFTER = "follow-up"
_SEALED = {VisitState.SEALED, VisitState.FOLLOWED_UP, VisitState.CLOSED}
_TICK_MS = 2_000


class VisitHeader(QWidget):
    """Name, state, facts, clock, doors, and the one step that follows.

    Args:
        theme: colours and sizes.
        clock: the time; shown in the site's zone.
        parent: the owner.
    """

    #: The next step was asked for.
    step = Signal()
    #: The step back was asked for.
    back = Signal()
    #: A door was chosen: ``score``, ``findings``, ``documents`` or ``follow-up``.
    door = Signal(str)
    #: Something of the menu was chosen: ``export``, ``import``, ``followed-up``, ``close`` or ``cancel``.
    chosen = Signal(str)
    #: The clock shows another minute.
    minute = Signal()

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._clock, self._zone = theme, clock, ""
        self._large = theme.unit >= LARGE_UNIT
        #: What is known of the visit, fact by fact.
        self.facts: list[str] = []
        self._spared: set[str] = set()
        self._held = ""
        self.name, self._facts = ShortenedLabel(self), ShortenedLabel(self)
        dress(self.name, "title")
        dress(self._facts, "muted")
        self.name.set_whole(self.tr("Reading the visit …"))
        self.name.setMinimumWidth(theme.space(8))
        self._state, self._sample = Pill(theme), Pill(theme)
        self._ahead = timedelta(0)
        #: The time at the site; pressed, it asks what time it really is.
        self.time = QPushButton()
        self.time.setAccessibleName(self.tr("Time at the site"))
        self.time.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.time.setIconSize(QSize(theme.icon, theme.icon))
        dress(self.time, "quiet")
        self._warning = QLabel()
        self._warning.setWordWrap(True)
        dress(self._warning, "warn")
        self.next = QPushButton()
        dress(self.next, "primary")
        self.next.clicked.connect(self.step)
        self.previous = QPushButton()
        dress(self.previous, "quiet")
        self.previous.clicked.connect(self.back)
        self.more = QToolButton()
        self.more.setAccessibleName(action_text("more"))
        self.more.setToolTip(f"{action_text('more')} (F10)")
        self.more.setIcon(icon("list", theme, "accent"))
        self.more.setIconSize(QSize(theme.icon, theme.icon))
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if not self._large:
            self.more.setText(action_text("more"))
            self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            dress(self.more, "door")
        self.more.clicked.connect(self.show_menu)
        self.menu = QMenu(self)
        self.menu.setAccessibleName(action_text("more"))
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._lay_out()
        for widget in (self._state, self._sample, self.next, self.previous, self._warning):
            widget.hide()

    def _lay_out(self) -> None:
        space = self._theme.space
        first = QHBoxLayout()
        first.setSpacing(space())
        # Large text has room for one of the two; the way here, above, names the mall all the same.
        first.addWidget(self._facts if self._large else self.name, 1)
        self.name.setVisible(not self._large)
        for widget in (self._sample, self._state, self.time):
            first.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addSpacing(space())
        self._doors = {} if self._large else {door: self._door(door) for door in _DRAWINGS}
        for button in self._doors.values():
            first.addWidget(button)
        for widget in (self.more, self.previous, self.next):
            first.addWidget(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(space(0.5))
        box.addLayout(first)
        if not self._large:
            box.addWidget(self._facts)
        box.addWidget(self._warning)

    def _door(self, door: str) -> QToolButton:
        button = QToolButton()
        button.setText(action_text(door))
        button.setToolTip(action_text(door))
        button.setAccessibleName(action_text(door))
        button.setIcon(icon(_DRAWINGS[door], self._theme, "accent"))
        button.setIconSize(QSize(self._theme.icon, self._theme.icon))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        dress(button, "door")
        button.clicked.connect(lambda: self.door.emit(door))
        return button

    def show_overview(self, overview: Overview) -> None:
        """Show what is known now."""
        visit = overview.visit
        self._zone, self._ahead = visit.mall.zone, overview.ahead
        self._show_trust(overview)
        self._tick()
        self.name.set_whole(visit.mall.name)
        self._state.show_cell(visit_pill(visit.state))
        self._state.show()
        invented = self.tr("TRAINING") if visit.training else self.tr("SAMPLE")
        self._sample.show_cell(Cell(invented, "warn"))
        self._sample.setVisible(visit.sample)
        self.facts = [fact for fact in self._all_facts(overview) if fact]
        self._spared = {visit.mall.city} if self._large else set()
        self._write_facts()
        warnings = [overview.warning]
        if visit.state is VisitState.CANCELLED:
            warnings.append(self.tr("Cancelled: {reason}").format(reason=overview.reason or "–"))
        self._warning.setText("\n".join(text for text in warnings if text))
        self._warning.setVisible(any(warnings))
        steps = {
            VisitState.PLANNED: (self.tr("Begin the visit"), ""),
            VisitState.ON_SITE: (self.tr("Complete the visit"), ""),
            VisitState.COMPLETED: (self.tr("Seal the visit"), self.tr("Go on filling")),
            VisitState.SEALED: (self.tr("To the documents"), self.tr("Lift the seal")),
        }
        texts = steps.get(visit.state, ("", ""))
        for button, shown in zip((self.next, self.previous), texts, strict=True):
            button.setText(shown)
            button.setAccessibleName(shown)
        self.next.setVisible(bool(texts[0]))
        self.previous.setVisible(bool(texts[1]) and not self._large)
        self._fill_menu(visit.state, texts[1])

    def show_held(self, held: Whereabouts) -> None:
        """Say in words where the visit is held."""
        self._held = held_text(held)
        self._write_facts()

    def _write_facts(self) -> None:
        shown = [fact for fact in self.facts if fact not in self._spared]
        self._facts.set_whole(" · ".join([*shown, *([self._held] if self._held else [])]))

    def _show_trust(self, overview: Overview) -> None:
        """Mark the time while nobody on site has confirmed it on this laptop."""
        doubtful = overview.visit.state is VisitState.ON_SITE and not overview.time_confirmed
        self.time.setIcon(icon("problem", self._theme, "warn") if doubtful else QIcon())
        self.time.setToolTip(
            self.tr("Time by this laptop; press to confirm the time here")
            if doubtful
            else self.tr("Time at the site")
        )
        self.time.setAccessibleDescription(self.time.toolTip())

    def _all_facts(self, overview: Overview) -> list[str]:
        visit = overview.visit
        facts = [visit.mall.city]
        if visit.started_at is not None:
            facts.append(day_text(local_date(visit.started_at, self._zone)))
            begun = time_text(visit.started_at, self._zone)
            facts.append(
                f"{begun}–{time_text(visit.ended_at, self._zone)}"
                if visit.ended_at
                else self.tr("since {time}").format(time=begun)
            )
        facts += [f"{overview.title} {visit.instrument.version}", visit.assignment]
        if visit.seal is not None and visit.seal.late_changes:
            facts.append(self.tr("%n changes after the seal", "", visit.seal.late_changes))
        return facts

    def _fill_menu(self, state: VisitState, back: str) -> None:
        self.menu.clear()
        # Before the seal the mall's name needs the room more.
        for door, button in self._doors.items():
            button.setVisible(door != _AFTER or state in _SEALED)
        in_menu = [door for door in _DRAWINGS if self._large or door == _AFTER]
        if self._large or state not in _SEALED:
            for door in in_menu:
                drawing = _DRAWINGS[door]
                action = self.menu.addAction(icon(drawing, self._theme), action_text(door))
                action.triggered.connect(lambda _checked=False, door=door: self.door.emit(door))
            if back and self._large:
                self.menu.addAction(icon("undo", self._theme), back).triggered.connect(self.back)
            self.menu.addSeparator()
        items = [
            ("summary", "info", self.tr("Summary")),
            ("clock", "clock", self.tr("Confirm the time …")),
            ("draw", "table", self.tr("Draw a sample …")),
            ("held", "people", self.tr("Held where …")),
            ("photos", "photo", action_text("photos")),
            ("sync", "sync", self.tr("Synchronise …")),
            ("export", "bundle", self.tr("Export a bundle …")),
            ("import", "folder", self.tr("Import a bundle …")),
        ]
        if state is VisitState.SEALED:
            items.append(("followed-up", "history", self.tr("The findings were followed up")))
        elif state is VisitState.FOLLOWED_UP:
            items.append(("close", "folder", self.tr("Close the visit")))
        elif state in {VisitState.PLANNED, VisitState.ON_SITE, VisitState.COMPLETED}:
            items.append(("cancel", "close", self.tr("Cancel the visit …")))
        for name, drawing, text in items:
            action = self.menu.addAction(icon(drawing, self._theme), text)
            action.setObjectName(name)
            action.triggered.connect(lambda _checked=False, name=name: self.chosen.emit(name))

    def show_menu(self) -> None:
        """Open the menu with its first line chosen."""
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
        if self.menu.actions():
            self.menu.setActiveAction(self.menu.actions()[0])

    def _tick(self) -> None:
        if not self._zone:
            return
        shown = f"{time_text(self._clock.now() + self._ahead, self._zone)} {zone_abbreviation(self._zone)}"
        if shown != self.time.text():
            first = not self.time.text()
            self.time.setText(shown)
            if not first:
                self.minute.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """The clock runs while it is seen."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """And rests otherwise."""
        super().hideEvent(event)
        self._timer.stop()
