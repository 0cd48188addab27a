"""A list over a sheet of follow-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import shiboken6
from PySide6.QtCore import Qt

from fieldsurvey.ui.parts.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.follow_up_sheet import FollowUpSheet
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.parts.fields_dialog import FieldsDialog


class Write(Protocol):
    """Gives a change to the writer lane; the change returns what the status bar says of it."""

    def __call__(
        self,
        change: Callable[[Desk], str],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Write; ``failed`` takes the error in the window's place."""
        ...


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
        self._asked: FieldsDialog | None = None
        self.list.opened.connect(lambda _key: self.open_current())

    def show_sheet(self, sheet: FollowUpSheet) -> None:
        """Show what is known now."""
        self.sheet = sheet

    def open_current(self) -> None:
        """Open the present row."""

    def ask(self, dialog: FieldsDialog) -> None:
        """Open a dialog that stays in memory once it is left, until another one is asked."""
        if self._asked is not None and shiboken6.isValid(self._asked):
            self._asked.deleteLater()
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        self._asked = dialog
        dialog.open()

    def ask_again(self, error: Exception) -> None:
        """What was said could not be written: open the dialog as it was left, and say why."""
        from fieldsurvey.ui.messages import message

        if self._asked is not None and shiboken6.isValid(self._asked):
            why = message(error)
            self._asked.open()
            self._asked.complain(f"{why.text} {why.detail}".strip())
        else:
            self.context.tell(error)

    def _use(self, slot: Callable[[], None]) -> None:
        self.list.setFocus()
        if self.sheet is not None:
            slot()
