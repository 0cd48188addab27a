"""Which page stands before a database is open: the first start, the passphrase, the recovery key, or where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldsurvey.ui.unlock import UnlockPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldsurvey.ui.first_run.draft import Draft
    from fieldsurvey.ui.first_run.flow import FirstRun
    from fieldsurvey.ui.first_run.missing import MissingPage
    from fieldsurvey.ui.main_window import MainWindow
    from fieldsurvey.ui.preferences import Preferences
    from fieldsurvey.ui.recover import RecoverPage
    from fieldsurvey.ui.theme import Theme


class Entrance(QObject):
    """Shows these pages and passes on what was said; opens nothing itself.

    Args:
        window: where they are shown.
        preferences: who worked here last.
        keep_in: remembers the folder of the database; None when it was named.
        remembered: the folder was chosen at an earlier start, so the database ought to be there.
    """

    #: (name, passphrase): open with these.
    given = Signal(str, str)
    #: (recovery key, new passphrase): open by the one and set the other.
    recovered = Signal(str, str)
    #: (path, what was said): the first start made this database.
    settled = Signal(object, object)
    #: The database lies at this path instead.
    elsewhere = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        preferences: Preferences,
        keep_in: Callable[[Path], None] | None,
        *,
        remembered: bool,
    ) -> None:
        super().__init__(window)
        self._window, self._preferences = window, preferences
        self._keep_in, self._remembered = keep_in, remembered
        self._first_run: FirstRun | None = None

    def show(self, path: Path) -> None:
        """Show the page that a database, or its absence, asks for."""
        if path.exists():
            self._ask(path)
        elif self._remembered:
            self._miss(path)
        else:
            self._begin_first_run(path)

    def close(self) -> None:
        """End a first start that is under way."""
        if self._first_run is not None:
            self._first_run.close()
            self._first_run.deleteLater()
            self._first_run = None

    def _ask(self, path: Path) -> None:
        def make(theme: Theme) -> UnlockPage:
            page = UnlockPage(path, theme, self._preferences.author)
            page.given.connect(self.given)
            page.forgotten.connect(lambda: self._ask_recovery_key(path, page))
            return page

        self._window.start_over(make)

    def _ask_recovery_key(self, path: Path, unlock: UnlockPage) -> None:
        from fieldsurvey.ui.recover import RecoverPage as Recover

        if unlock.name:
            self._preferences.author = unlock.name

        def make(theme: Theme) -> RecoverPage:
            page = Recover(path, theme, self._preferences.author)
            page.given.connect(self.recovered)
            return page

        self._window.open_page(make)

    def _begin_first_run(self, path: Path) -> None:
        from fieldsurvey.ui.first_run.flow import FirstRun as Run

        self.close()
        self._first_run = Run(self._window, self._preferences, path, self._keep_in)
        self._first_run.settled.connect(self._settle)
        self._first_run.existing.connect(self._go_elsewhere)
        self._first_run.begin()

    def _settle(self, path: Path, draft: Draft) -> None:
        self._remembered = False
        self.close()
        self.settled.emit(path, draft)

    def _miss(self, path: Path) -> None:
        from fieldsurvey.ui.first_run.missing import MissingPage as Missing

        def make(theme: Theme) -> MissingPage:
            page = Missing(path, theme)
            page.again.connect(lambda: self.elsewhere.emit(path))
            page.elsewhere.connect(lambda folder: self._go_elsewhere(folder / path.name))
            page.anew.connect(lambda: self._begin_first_run(path))
            return page

        self._window.start_over(make)

    def _go_elsewhere(self, path: Path) -> None:
        if self._keep_in is not None and path.exists():
            self._keep_in(path.parent)
        self.close()
        self.elsewhere.emit(path)
