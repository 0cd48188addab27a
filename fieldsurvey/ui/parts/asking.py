"""What was typed into a dialog is not lost with a failed write: the dialog opens again as it was left, and says why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from fieldsurvey.ui.parts.dialogs import ConfirmDialog
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context

T = TypeVar("T")


def write_asked(
    context: Context,
    owner: QWidget,
    call: Callable[[Store], T],
    done: Callable[[T], None],
) -> None:
    """Write what somebody was asked for over a page, if anybody was; call it from the dialog's signal.

    Args:
        context: the tools.
        owner: the page.
        call: writes.
        done: takes the result, unless the page has gone.
    """
    dialog = _asking(owner)
    if dialog is None:
        context.tasks.write(call, done)
        return
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)

    def written(result: T) -> None:
        if shiboken6.isValid(dialog):
            dialog.deleteLater()
        if shiboken6.isValid(owner):
            done(result)

    # Not a method of the page: where that has gone the error is told all the same.
    context.tasks.write(call, written, partial(_open_again, context.tell, dialog))


def _open_again(
    tell: Callable[[Exception], None], dialog: FieldsDialog | ConfirmDialog, error: Exception
) -> None:
    from fieldsurvey.ui.messages import message

    if not shiboken6.isValid(dialog) or not dialog.parentWidget().isVisible():
        tell(error)
        return
    why = message(error)
    dialog.complain(f"{why.text} {why.detail}".strip())
    # Once it has closed, for it may not have done so yet.
    QTimer.singleShot(0, dialog, dialog.open)


def _asking(owner: QWidget) -> FieldsDialog | ConfirmDialog | None:
    """Return the dialog over a page that is about to close."""
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, FieldsDialog | ConfirmDialog):
        over = dialog.parentWidget()
        if over is owner or owner.isAncestorOf(over):
            return dialog
    return None
