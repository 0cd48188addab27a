"""The time at the site, confirmed on arrival: what the watch says against what this laptop says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QLineEdit

from fieldsurvey.errors import FigureError, VisitError
from fieldsurvey.indonesia import parse_short_date, short_date, zone_abbreviation, zone_info
from fieldsurvey.survey.arrival import offset_between
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog
from fieldsurvey.ui.parts.words import time_text
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from datetime import date, timedelta

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.clock import Clock
    from fieldsurvey.ui.theme import Theme

_TICK_MS = 2_000
_SECONDS_OF = (("day", 86_400), ("hour", 3_600), ("minute", 60))


class ClockDialog(FieldsDialog):
    """Asks for the wall time at the site; the laptop's own clock is left alone.

    Args:
        theme: colours and sizes.
        clock: the laptop's.
        zone: the site's.
        ahead: by how much the time confirmed last is ahead of the laptop's.
        parent: the owner.
    """

    #: The time as typed, and its day where it is not the laptop's (else None).
    confirmed = Signal(str, object)

    def __init__(
        self, theme: Theme, clock: Clock, zone: str, ahead: timedelta, parent: QWidget
    ) -> None:
        super().__init__(theme, parent)
        self._clock, self._zone = clock, zone
        self.entitle(
            self.tr("What time is it here?"),
            self.tr(
                "Read it from a watch or a telephone. Everything noted from now on bears the right time; "
                "the laptop's clock stays as it is."
            ),
        )
        now = clock.now() + ahead
        self._laptop, self._told = QLabel(), QLabel()
        self._told.setWordWrap(True)
        dress(self._laptop, "strong")
        self._wall = QLineEdit(time_text(now, zone))
        self._given = short_date(now.astimezone(zone_info(zone)).date())
        self._day = QLineEdit(self._given)
        self.field(self.tr("This laptop says"), self._laptop)
        shown = self.tr("&Time here ({zone})").format(zone=zone_abbreviation(zone))
        self.field(shown, self._wall)
        self.field(self.tr("&Day"), self._day)
        self.wide(self._told)
        self.buttons(self.tr("That is the time"))
        self.go.clicked.connect(self._confirm)
        for field in (self._wall, self._day):
            field.textChanged.connect(self._judge)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._judge)
        self._timer.start()
        self.finished.connect(self._timer.stop)
        self._judge()
        self._wall.setFocus()
        self._wall.selectAll()

    def _other_day(self) -> date | None:
        """Return the day, None while it is the one that was offered."""
        text = self._day.text().strip()
        return None if text == self._given else parse_short_date(text)

    def _judge(self) -> None:
        here = self._clock.now().astimezone(zone_info(self._zone))
        self._laptop.setText(f"{time_text(here, self._zone)}, {short_date(here.date())}")
        try:
            offset = offset_between(here, self._wall.text(), self._other_day())
        except VisitError:
            self.complain(self.tr("Write the time as 09.12."))
        except FigureError:
            self.complain(self.tr("Write the day as 18-11-2026."))
        else:
            self.complain("")
            self._told.setText(self._difference(offset))
            dress(self._told, "warn" if offset else "good")
            self.go.setEnabled(True)
            return
        self.go.setEnabled(False)

    def _difference(self, offset: int) -> str:
        if not offset:
            return self.tr("The laptop's clock is right.")
        rest, parts = abs(offset), []
        for unit, length in _SECONDS_OF:
            count, rest = divmod(rest, length)
            if count:
                parts.append(self._count(unit, count))
        span = " ".join(parts) or self._count("second", rest)
        slow = self.tr("The laptop is {span} slow; this is corrected from now on.")
        fast = self.tr("The laptop is {span} fast; this is corrected from now on.")
        return (slow if offset > 0 else fast).format(span=span)

    def _count(self, unit: str, count: int) -> str:
        words = {
            "day": self.tr("%n days", "", count),
            "hour": self.tr("%n hours", "", count),
            "minute": self.tr("%n minutes", "", count),
            "second": self.tr("%n seconds", "", count),
        }
        return words[unit]

    def _confirm(self) -> None:
        self.confirmed.emit(self._wall.text().strip(), self._other_day())
        self.accept()
