"""The calendar that opens below a date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFont, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QLineEdit,
    QSpinBox,
    QTableView,
    QToolButton,
    QVBoxLayout,
)

from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.ui.theme import Theme


class DayCalendar(QFrame):
    """A month to take a day from: arrows and Enter, or a click; Esc leaves the date as it was.

    Args:
        theme: sizes and colours.
        line: the line below which it opens, and which names it.
        day: where it opens.
        today: marked.
    """

    #: The day that was taken, as the form stores it.
    taken = Signal(str)

    def __init__(self, theme: Theme, line: QLineEdit, day: date, today: date) -> None:
        super().__init__(line, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dress(self, "card")
        self._line = line
        self._theme = theme
        self.month = month = QCalendarWidget(self)
        month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        month.setSelectedDate(QDate(day.year, day.month, day.day))
        # Seven columns, and eight lines with the months and the names of the days.
        month.setMinimumSize(theme.target * 8, theme.target * 8)
        self._colour(QDate(today.year, today.month, today.day))
        self._name()
        month.activated.connect(self._take)
        month.clicked.connect(self._take)
        box = QVBoxLayout(self)
        box.setContentsMargins(*(theme.space(0.5),) * 4)
        box.addWidget(month)

    def open(self) -> None:
        """Open below the line, or above it where the screen ends."""
        self.adjustSize()
        below = self._line.mapToGlobal(QPoint(0, self._line.height()))
        above = self._line.mapToGlobal(QPoint(0, -self.height()))
        room = self._line.screen().availableGeometry()
        place = above if below.y() + self.height() > room.bottom() else below
        place.setX(max(room.left(), min(place.x(), room.right() - self.width())))
        place.setY(max(room.top(), place.y()))
        self.move(place)
        self.show()
        self.month.setFocus(Qt.FocusReason.PopupFocusReason)

    def _take(self, day: QDate) -> None:
        if self.isVisible():  # a double click says it twice
            self.close()
            self.taken.emit(date(day.year(), day.month(), day.day()).isoformat())

    def _colour(self, today: QDate) -> None:
        """Colour the days by the palette: Sunday is the day off, Qt's plain red is none of our colours."""
        theme, month = self._theme, self.month
        for day, color in ((Qt.DayOfWeek.Saturday, "text"), (Qt.DayOfWeek.Sunday, "bad")):
            form = QTextCharFormat()
            form.setForeground(theme.color(color))
            month.setWeekdayTextFormat(day, form)
        head = QTextCharFormat()
        head.setBackground(theme.color("surface"))
        head.setForeground(theme.color("muted"))
        month.setHeaderTextFormat(head)
        form = QTextCharFormat()
        form.setFontWeight(QFont.Weight.DemiBold)
        form.setFontUnderline(True)
        month.setDateTextFormat(today, form)

    def _name(self) -> None:
        """Name the parts of Qt's calendar and give them our icons."""
        theme, month = self._theme, self.month
        name = self._line.accessibleName() or self.tr("Calendar")
        month.setAccessibleName(name)
        for button, text, sign in (
            ("qt_calendar_prevmonth", self.tr("Previous month"), "previous"),
            ("qt_calendar_nextmonth", self.tr("Next month"), "next"),
            ("qt_calendar_monthbutton", self.tr("Month"), ""),
            ("qt_calendar_yearbutton", self.tr("Year"), ""),
        ):
            found = month.findChild(QToolButton, button)
            if found is not None:
                found.setAccessibleName(text)
                if sign:
                    found.setIcon(icon(sign, theme))
                    found.setIconSize(QSize(theme.icon, theme.icon))
        for year in month.findChildren(QSpinBox):
            year.setAccessibleName(self.tr("Year"))
        for days in month.findChildren(QTableView):
            days.setAccessibleName(name)
