"""A list over a sheet of follow-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.ui.visits.pane import Pane, Write

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.follow_up_sheet import FollowUpSheet
    from fieldsurvey.ui.context import Context


class FollowUpPane(Pane):
    """A list over a sheet of follow-up; a seal leaves it open.

    Args:
        context: the tools.
        write: the way into the database.
        columns, code_units: as those of ``RowList``.
        parent: the owner.
    """

    def __init__(
        self,
        context: Context,
        write: Write,
        *,
        columns: tuple[float, ...],
        code_units: float,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            context.theme, write, "", columns=columns, code_units=code_units, parent=parent
        )
        self.context = context
        self.sheet: FollowUpSheet | None = None
        self.list.opened.connect(lambda _key: self.open_current())

    def show_sheet(self, sheet: FollowUpSheet) -> None:
        """Show what is known now."""
        self.sheet = sheet

    def open_current(self) -> None:
        """Open the present row."""

    def _use(self, slot: Callable[[], None]) -> None:
        self.list.setFocus()
        if self.sheet is not None:
            slot()
