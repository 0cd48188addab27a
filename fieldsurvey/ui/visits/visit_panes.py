"""The parts of the page of a visit, and the one that says what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from fieldsurvey.ui.parts.dialogs import gap_rows
from fieldsurvey.ui.parts.pane import Pane, Write

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldsurvey.survey.overview import Overview
    from fieldsurvey.ui.theme import Theme


class GapsPane(Pane):
    """What is missing before the visit can be sealed; Enter goes where it is added."""

    def __init__(self, theme: Theme, write: Write, parent: QWidget | None = None) -> None:
        super().__init__(theme, write, "", parent=parent)
        self.list.setAccessibleName(self.tr("What is missing"))
        self.list.say_when_empty(self.tr("Nothing is missing."))

    def show_overview(self, overview: Overview) -> None:
        """Show what is missing now."""
        super().show_overview(overview)
        self.list.set_rows(gap_rows(overview.gaps))


class VisitPanes(QStackedWidget):
    """One part at a time; each is made when it is first looked at: opening a visit does not wait for the others.

    Args:
        makers: make the parts, in the order of their tabs.
        parent: the owner.
    """

    #: A form is to be opened: form, target, ordinal.
    fill = Signal(str, str, int)

    def __init__(self, makers: Sequence[Callable[[], Pane]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._makers = tuple(makers)
        self._made: dict[int, Pane] = {}
        self._overview: Overview | None = None

    def __len__(self) -> int:
        return len(self._makers)

    def pane(self, number: int) -> Pane:
        """Return a part, which knows of the visit what is known by now."""
        if number not in self._made:
            made = self._made[number] = self._makers[number]()
            made.fill.connect(self.fill)
            if self._overview is not None:
                made.show_overview(self._overview)
            self.addWidget(made)
        return self._made[number]

    def open(self, number: int) -> None:
        """Look at a part."""
        self.setCurrentWidget(self.pane(number))

    def show_overview(self, overview: Overview) -> None:
        """Let the parts that were looked at show what is known now; the others will when they are made."""
        self._overview = overview
        for pane in self._made.values():
            pane.show_overview(overview)
