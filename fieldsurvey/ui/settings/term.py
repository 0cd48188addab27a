"""How long there is to mend something: days, and how they are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from fieldsurvey.survey.deadlines import CALENDAR, LONGEST, WORKING
from fieldsurvey.ui.answers.paper import mark_invalid
from fieldsurvey.ui.combo import StillCombo

if TYPE_CHECKING:
    from fieldsurvey.ui.theme import Theme

_DAYS_UNITS = 16


class TermField(QWidget):
    """A number of days with calendar or working days beside it; empty says that nothing is given here.

    Args:
        theme: sizes.
        name: what it is the deadline of.
        parent: the owner.
    """

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.days = QLineEdit()
        self.days.setAccessibleName(self.tr("{name}: days").format(name=name))
        self.days.setMaximumWidth(theme.space(_DAYS_UNITS))
        self.days.setMinimumHeight(theme.target)
        self.kind = StillCombo()
        self.kind.setAccessibleName(self.tr("{name}: how days are counted").format(name=name))
        self.kind.addItem(self.tr("calendar days"), CALENDAR)
        self.kind.addItem(self.tr("working days"), WORKING)
        self.kind.setMinimumHeight(theme.target)
        self.setFocusProxy(self.days)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space())
        row.addWidget(self.days)
        row.addWidget(self.kind)
        row.addStretch(1)

    def show_term(self, days: int | None, kind: str) -> None:
        """Show what is given, None for nothing."""
        self.days.setText("" if days is None else str(days))
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind or CALENDAR)))
        mark_invalid(self.days, wrong=False)

    def typed(self) -> tuple[str, str]:
        """Return the days as they were typed, and their kind; both ``""`` where nothing is given."""
        days = self.days.text().strip()
        return (days, str(self.kind.currentData())) if days else ("", "")

    def fits(self) -> bool:
        """Whether it is empty or a number of days; the field is marked where it is not."""
        days = self.days.text().strip()
        good = not days or (days.isdecimal() and int(days) <= LONGEST)
        mark_invalid(self.days, wrong=not good)
        return good
