"""Times and dates, typed as people here write them: 14.05, 25-07-2024."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from fieldsurvey.indonesia import full_date
from fieldsurvey.ui.answers import readings
from fieldsurvey.ui.answers.calendar import DayCalendar
from fieldsurvey.ui.answers.paper import wrapped
from fieldsurvey.ui.answers.registry import register
from fieldsurvey.ui.answers.typed import Line, TypedQuestion
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from datetime import tzinfo

    from PySide6.QtGui import QKeyEvent

    from fieldsurvey.ui.answers.readings import Reading
    from fieldsurvey.ui.theme import Theme

_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


def now(zone: tzinfo | None) -> datetime:
    """Return the time at the site; in this machine's zone when none is given."""
    return datetime.now().astimezone(zone)


class _MomentLine(Line):
    def __init__(self, owner: _MomentQuestion) -> None:
        super().__init__(owner)
        self._owner = owner
        self.setMaxLength(40)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See ``_MomentQuestion.key``."""
        if not self._owner.key(event):
            super().keyPressEvent(event)


class _MomentQuestion(TypedQuestion):
    """A line, an echo beside it, and a button that gives the present."""

    #: Letters that give the present in an empty line: of the Indonesian word and of the English one.
    letters: ClassVar[str] = ""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.echo = wrapped("muted", parent=self)
        self.present = QPushButton(self)
        self.present.setFocusPolicy(
            Qt.FocusPolicy.NoFocus
        )  # its letter does the same from the line
        self.present.setMinimumHeight(theme.target)
        dress(self.present, "quiet")
        self.present.clicked.connect(self.put_present)
        self.row = QHBoxLayout()
        self.row.setSpacing(theme.space())
        self._column.removeWidget(self.line)
        self.row.addWidget(self.line, 3)
        self._column.addLayout(self.row)

    def make_line(self) -> Line:
        """Return a line that knows our letters."""
        return _MomentLine(self)

    def put_present(self) -> None:
        """Answer with the present."""
        raise NotImplementedError

    def key(self, event: QKeyEvent) -> bool:
        """Handle a key before the line does; return whether it is used up."""
        text, letter = self.line.text(), event.text().casefold()
        empty = text in ("", self.line.selectedText())
        if not letter or letter not in self.letters or not empty or self.view.readonly:
            return False
        self.put_present()
        self.line.selectAll()
        return True

    def settled(self, reading: Reading) -> None:
        """Offer the present where an answer can be given."""
        del reading
        self.present.setVisible(not self.view.readonly)


@register("input", "time")
class TimeQuestion(_MomentQuestion):
    """A time of day on the 24-hour clock."""

    units = 18
    placeholder = "14.05"
    letters = "sn"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.present.setText(self.tr("Now (N)"))
        self.row.addWidget(self.echo)
        self.row.addWidget(self.present)
        self.row.addStretch(5)

    def read(self, text: str) -> Reading:
        """Read ``14.05`` or ``1405``, by the clock of the site."""
        reading = readings.read_time(text)
        return replace(reading, lexical=readings.time_in(reading.lexical, self.view.zone))

    def shown(self, lexical: str) -> str:
        """Write ``14.05``, by the clock of the site."""
        return readings.shown_time(readings.time_in(lexical, self.view.zone))

    def same(self, lexical: str, stored: str) -> bool:
        """Compare clocks: the engine adds the zone, or writes the same time in its own."""
        zone = self.view.zone
        one, other = (readings.time_of(readings.time_in(each, zone)) for each in (lexical, stored))
        if one is None or other is None:
            return lexical == stored
        return one.replace(tzinfo=None) == other.replace(tzinfo=None)

    def settled(self, reading: Reading) -> None:
        """Say the zone."""
        super().settled(reading)
        clock = readings.time_of(readings.time_in(self.view.value, self.view.zone))
        offset = clock.utcoffset() if clock is not None else None
        here = now(self.view.zone).utcoffset()
        self.echo.setText(zone_name(here if offset is None else offset))

    def put_present(self) -> None:
        """Answer with the time now at the site, to the minute."""
        zone = self.view.zone
        self.put(readings.time_in(now(zone).strftime("%H:%M:00.000"), zone))


@register("input", "date")
class DateQuestion(_MomentQuestion):
    """A day, a month or a year, as the appearance says; a day may be taken from a calendar."""

    units = 22
    letters = "ht"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.present.setText(self.tr("Today (T)"))
        self.button = QToolButton(self)
        self.button.setIcon(icon("calendar", theme))
        self.button.setIconSize(QSize(theme.icon, theme.icon))
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # F4 opens it from the line
        self.button.setToolTip(self.tr("Calendar (F4)"))
        self.button.setAccessibleName(self.tr("Calendar (F4)"))
        self.button.clicked.connect(self.open_calendar)
        self.calendar: DayCalendar | None = None
        self.row.addWidget(self.button)
        self.row.addWidget(self.present)
        self.row.addWidget(self.echo, 5)

    def read(self, text: str) -> Reading:
        """Read ``25-07-2024`` and its like."""
        return readings.read_date(text, parts=self._parts)

    def shown(self, lexical: str) -> str:
        """Write ``25-07-2024``."""
        return readings.shown_date(lexical, parts=self._parts)

    def settled(self, reading: Reading) -> None:
        """Show the day in full, as a document would; an example in an empty line."""
        super().settled(reading)
        day = None if reading.problem else readings.date_of(reading.lexical)
        whole = self._parts == "day"
        self.echo.setText(full_date(day) if day is not None and whole else "")
        self.button.setVisible(whole and not self.view.readonly)
        self.line.setPlaceholderText(
            {"day": "25-07-2024", "month": "07-2024", "year": "2024"}[self._parts]
        )

    def put_present(self) -> None:
        """Answer with today, or the first day of this month or year."""
        today = now(self.view.zone).date()
        if self._parts != "day":
            today = today.replace(day=1, month=1 if self._parts == "year" else today.month)
        self.put(today.isoformat())

    def key(self, event: QKeyEvent) -> bool:
        """F4 and Alt+Down open the calendar."""
        down = (
            event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        )
        if (down or event.key() == Qt.Key.Key_F4) and self.button.isVisibleTo(self):
            self.open_calendar()
            return True
        return super().key(event)

    def open_calendar(self) -> None:
        """Open the calendar below the line, at the day written there."""
        reading, today = self.read(self.line.text()), now(self.view.zone).date()
        day = (None if reading.problem else readings.date_of(reading.lexical)) or today
        self.calendar = DayCalendar(self.theme, self.line, day, today)
        self.calendar.taken.connect(self._take_day)
        self.calendar.open()

    @property
    def _parts(self) -> str:
        if self.view.has_appearance("year"):
            return "year"
        return "month" if self.view.has_appearance("month-year") else "day"

    def _take_day(self, lexical: str) -> None:
        self.calendar = None
        self.put(lexical)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)


@register("input", "dateTime")
class DateTimeQuestion(_MomentQuestion):
    """A day and a time of day in one line."""

    units = 26
    placeholder = "25-07-2024 14.05"
    letters = "sn"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.present.setText(self.tr("Now (N)"))
        self.row.addWidget(self.present)
        self.row.addWidget(self.echo, 5)

    def read(self, text: str) -> Reading:
        """Read ``25-07-2024 14.05`` and its like, by the clock of the site."""
        reading = readings.read_moment(text)
        return replace(reading, lexical=readings.moment_in(reading.lexical, self.view.zone))

    def shown(self, lexical: str) -> str:
        """Write ``25-07-2024 14.05``, by the clock of the site."""
        return readings.shown_moment(readings.moment_in(lexical, self.view.zone))

    def same(self, lexical: str, stored: str) -> bool:
        """Compare days and clocks: the engine adds the zone, or writes the same moment in its own."""
        zone = self.view.zone
        one, other = (
            readings.moment_of(readings.moment_in(each, zone)) for each in (lexical, stored)
        )
        if one is None or other is None:
            return lexical == stored
        return one.replace(tzinfo=None) == other.replace(tzinfo=None)

    def settled(self, reading: Reading) -> None:
        """Show the day in full and the zone."""
        super().settled(reading)
        site = self.view.zone
        moment = readings.moment_of(readings.moment_in(reading.lexical, site))
        moment = None if reading.problem else moment
        stored = readings.moment_of(readings.moment_in(self.view.value, site))
        offset = stored.utcoffset() if stored is not None else None
        here = now(site).utcoffset()
        zone = zone_name(here if offset is None else offset)
        self.echo.setText(zone if moment is None else f"{full_date(moment.date())} · {zone}")

    def put_present(self) -> None:
        """Answer with this minute."""
        zone = self.view.zone
        self.put(readings.moment_in(now(zone).strftime("%Y-%m-%dT%H:%M:00.000"), zone))


def zone_name(offset: timedelta | None) -> str:
    """Return ``WIB``, ``WITA`` or ``WIT``, elsewhere ``UTC+5.30``."""
    minutes = int((offset or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    if rest == 0 and minutes > 0 and hours in _ZONES:
        return _ZONES[hours]
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f".{rest:02d}" if rest else "")
