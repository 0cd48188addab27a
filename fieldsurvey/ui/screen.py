"""A screen: one page of the main window's stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldsurvey.ui.actions import make_action

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction

    from fieldsurvey.ui.context import Context


class Screen(QWidget):
    """One page. Subclasses connect signals for what they want opened; the main window wires them.

    A screen is not retranslated or restyled in place: when language, palette or text size change, the main window
    asks ``can_leave``, makes the screen anew and gives it the ``place`` of the old one.

    Args:
        context: the tools.
        parent: the owner.
    """

    #: The screen is done; the main window goes back.
    closed = Signal()
    #: Title or breadcrumbs are others now (a name was loaded).
    renamed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context

    def title(self) -> str:
        """Return what this screen shows, in a few words."""
        return ""

    def breadcrumbs(self) -> list[str]:
        """Return the way here from the list of visits, this screen last."""
        return [self.title()]

    def entered(self) -> None:
        """Load or refresh what is shown: called each time the screen comes to the top."""

    def can_leave(self, then: Callable[[], None]) -> None:
        """Save what is pending, then call ``then``; not calling it keeps the screen."""
        then()

    def place(self) -> object:
        """Return where the person is (a ref, a row), for ``go_to`` of the screen that replaces this one."""
        return None

    def go_to(self, place: object) -> None:
        """Go where ``place`` of an earlier screen of this kind was; called after ``entered``."""

    def on(self, action: str, slot: Callable[[], object]) -> QAction:
        """Give an action of ``ui.actions`` its meaning here, shortcut included.

        Args:
            action: its id.
            slot: what it does.
        """
        made = make_action(action, self, self.context.theme)
        made.triggered.connect(lambda _checked=False: slot())
        self.addAction(made)
        return made
