"""A line of the chronology: its time at the site, and what happened."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldsurvey.indonesia import zone_abbreviation, zone_info
from fieldsurvey.survey.openings import minutes_of
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog
from fieldsurvey.ui.parts.words import time_text

if TYPE_CHECKING:
    from fieldsurvey.survey.model import Event
    from fieldsurvey.ui.theme import Theme

_LAST_MINUTE = 24 * 60 - 1


class EventDialog(FieldsDialog):
    """Corrects time and text; the day stays.

    Args:
        theme: colours and sizes.
        event: the line as it stands.
        zone: the site's time zone.
        parent: the owner.
    """

    #: The line as corrected: its moment and its text.
    kept = Signal(object, str)

    def __init__(self, theme: Theme, event: Event, zone: str, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.entitle(
            self.tr("Correct a line of the chronology"),
            self.tr("What it said before stays in the records."),
        )
        self._event, self._zone = event, zone
        self._time = QLineEdit(time_text(event.at, zone))
        self._text = QLineEdit(event.text)
        clock = self.tr("&Time ({zone})").format(zone=zone_abbreviation(zone))
        self.field(clock, self._time)
        self.field(self.tr("&What happened"), self._text)
        self.buttons(self.tr("Save"))
        self.go.clicked.connect(self._keep)
        for field in (self._time, self._text):
            field.textChanged.connect(self._judge)
        self._judge()
        self._text.setFocus()

    def _minutes(self) -> int | None:
        found = minutes_of(self._time.text())
        return found if found is not None and found <= _LAST_MINUTE else None

    def _judge(self) -> None:
        readable = self._minutes() is not None
        self.complain("" if readable else self.tr("Write the time as 09.10."))
        self.go.setEnabled(readable and bool(self._text.text().strip()))

    def _keep(self) -> None:
        minutes = self._minutes()
        if minutes is None:
            return
        local = self._event.at.astimezone(zone_info(self._zone))
        moment = self._event.at
        # Seconds that the field does not show stay as they were, so that lines of one minute keep their order.
        if minutes != local.hour * 60 + local.minute:
            clock = time(minutes // 60, minutes % 60, tzinfo=local.tzinfo)
            moment = local.combine(local.date(), clock).astimezone(self._event.at.tzinfo)
        self.kept.emit(moment, self._text.text().strip())
        self.accept()
