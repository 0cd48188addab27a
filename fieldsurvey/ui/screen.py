"""A page of the main window's stack, and a screen: a page over an open database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldsurvey.ui.actions import make_action

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction

    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.theme import Theme


class Page(QWidget):
    """One page of the window.

    A page is not retranslated or restyled in place: when language, palette or text size change, the main window
    asks ``can_leave``, makes the page anew and gives it the ``place`` of the old one.

    Args:
        theme: sizes and colours.
        parent: the owner.
    """

    #: The page is done; the main window goes back.
    closed = Signal()
    #: What it shows changed beneath it: the main window makes it anew, where it is.
    again = Signal()
    #: Changes of other laptops came in, by a dialog of this page, which may lie beneath others by now.
    arrived = Signal()
    #: The title is another now (a name was loaded).
    renamed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def title(self) -> str:
        """Return what this page shows, in a few words: the last of the breadcrumbs."""
        return ""

    def entered(self) -> None:
        """Load or refresh what is shown: called each time the page comes to the top."""

    def others_wrote(self) -> None:
        """Take note that changes of other laptops came in while this page is on top; see ``arrived``."""

    def can_leave(self, then: Callable[[], None]) -> None:
        """Save what is pending, then call ``then``; not calling it keeps the page."""
        then()

    def keep(self) -> None:
        """Save what is typed without leaving and without asking: the window is about to be locked."""

    def place(self) -> object:
        """Return where the person is (a ref, a row), for ``go_to`` of the page that replaces this one."""
        return None

    def go_to(self, place: object) -> None:
        """Go where ``place`` of an earlier page of this kind was; called after ``entered``."""

    def on(self, action: str, slot: Callable[[], object]) -> QAction:
        """Give an action of ``ui.actions`` its meaning here, shortcut included; ``actions.picture`` gives it its icon.

        Args:
            action: its id.
            slot: what it does.
        """
        made = make_action(action, self, self.theme, pictured=False)
        made.triggered.connect(lambda _checked=False: slot())
        self.addAction(made)
        return made


class Screen(Page):
    """A page over an open database. Signals say what is to be opened; ``ui.navigation`` wires them.

    Args:
        context: the tools.
        parent: the owner.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent)
        self.context = context

    def breadcrumbs(self) -> list[str]:
        """Return the way here from the list of visits, this screen last."""
        return [self.title()]
