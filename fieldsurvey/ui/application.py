"""The application: from the first page to an open database, with one instance a database and one last door.

What the first page does not need is imported after it stands: an inspector at a counter waits for the page alone.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from fieldsurvey.errors import AlreadyOpen, WindowError
from fieldsurvey.ui.i18n import speak
from fieldsurvey.ui.main_window import MainWindow
from fieldsurvey.ui.preferences import Preferences
from fieldsurvey.ui.theme import Theme, load_fonts, make_theme, wear
from fieldsurvey.ui.unlock import UnlockPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldsurvey.store import FileKey, Store
    from fieldsurvey.survey.clock import Clock
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.crash import CrashGuard
    from fieldsurvey.ui.jobs import Access, Jobs
    from fieldsurvey.ui.keeper import Keeper
    from fieldsurvey.ui.navigation import Navigation
    from fieldsurvey.ui.tasks import Tasks

ORGANISATION = "fieldsurvey"
_FLUSH_S = 10.0


class Application(QObject):
    """Everything of one run of the window, wired.

    Args:
        path: the database file; made when it is not there.
        passphrase: opens it, when it is known already (the sample's).
        qapplication: Qt's own, made by ``make_qapplication``.
        open_store: opens the database: (path, passphrase or key) → store.
        make_desk: makes the use cases: (store, author) → desk.
        jobs: functions for processes of their own.
        clock: makes the time of each change.
        settings: where preferences are kept.
    """

    def __init__(
        self,
        path: Path,
        passphrase: str | None,
        *,
        qapplication: QApplication,
        open_store: Callable[[Path, str | FileKey | None], Store],
        make_desk: Callable[[Store, str], Desk],
        jobs: Jobs,
        clock: Callable[[], Clock],
        settings: QSettings,
    ) -> None:
        super().__init__()
        self._path, self._passphrase = path, passphrase
        self._keeper: Keeper | None = None
        self._qapplication = qapplication
        self._open_store, self._make_desk = open_store, make_desk
        self._jobs, self._make_clock = jobs, clock
        self.preferences = Preferences(settings)
        self._lock = QLockFile(f"{path}.window")
        self._lock.setStaleLockTime(0)
        self.tasks: Tasks | None = None
        self.window = MainWindow(self.preferences)
        self.window.leaving.connect(self._close)
        self.guard: CrashGuard | None = None
        self.navigation: Navigation | None = None
        self._closing = False

    def begin(self) -> None:
        """Show the window, then open the database or ask how."""
        self.window.show()
        QTimer.singleShot(0, self._first_page)
        QTimer.singleShot(0, self._stand_guard)

    def run(self) -> int:
        """Stay until the window is closed; return the exit code."""
        return int(self._qapplication.exec())

    @property
    def access(self) -> Access | None:
        """What opened the database, None before it is open."""
        return None if self._keeper is None else self._keeper.access

    def _first_page(self) -> None:
        if self._passphrase is not None and self._path.exists():
            self._try(self.preferences.author or os.environ.get("USER", ""), self._passphrase)
        else:
            self._ask()
            QTimer.singleShot(0, self._hold)  # it waits for the disk: the page is there first

    def _hold(self) -> bool:
        """Hold the database for this window alone, or say that another one does."""
        if self._lock.isLocked() or self._lock.tryLock(0):
            return True
        if self._lock.error() != QLockFile.LockError.LockFailedError:
            return True  # no lock can be written here: opening the database tells why
        from fieldsurvey.ui.already_open import AlreadyOpenPage

        error = AlreadyOpen(path=self._path, process=self._lock.getLockInfo()[0])

        def make(theme: Theme) -> AlreadyOpenPage:
            page = AlreadyOpenPage(error, theme)
            page.again.connect(self._begin_again)
            page.left.connect(self.window.close)
            return page

        self.window.start_over(make)
        return False

    def _begin_again(self) -> None:
        if self._lock.tryLock(0):
            self._first_page()

    def _stand_guard(self) -> None:
        from fieldsurvey.ui.crash import CrashGuard

        self.guard = CrashGuard(
            self._flush, lambda: self.window.theme, lambda: self.window, self.window.close
        )
        self.guard.install()

    def _ask(self) -> None:
        def make(theme: Theme) -> UnlockPage:
            page = UnlockPage(
                self._path, theme, self.preferences.author, new=not self._path.exists()
            )
            page.given.connect(self._try)
            return page

        self.window.start_over(make)

    def _try(self, author: str, passphrase: str) -> None:
        """Open the database on the writer's thread; the window stays alive meanwhile."""
        from fieldsurvey.ui.keeper import Keeper
        from fieldsurvey.ui.tasks import Tasks

        if not self._hold():
            return
        if self.tasks is not None:
            self.tasks.close()
        open_store, keeper = self._open_store, Keeper(self._path, passphrase, author)
        self.tasks = Tasks(lambda: open_store(keeper.path, keeper.secret), self)
        self.tasks.problem.connect(self._problem)

        def opened(_nothing: None) -> None:
            self._keeper, self._passphrase = keeper, None
            self.preferences.author = keeper.author
            self._enter(keeper)

        self.tasks.write(keeper.take, opened, self._refused)

    def _refused(self, error: Exception) -> None:
        from fieldsurvey.ui.messages import sentence

        page = self.window.page
        if isinstance(page, UnlockPage):
            page.refuse(sentence(error))
        else:
            self.window.tell(error)
            self._ask()

    def _enter(self, keeper: Keeper) -> None:
        from fieldsurvey.ui.context import Context
        from fieldsurvey.ui.navigation import Navigation

        assert self.tasks is not None
        tasks = self.tasks
        clock = self._make_clock()

        def context(theme: Theme) -> Context:
            author = keeper.author
            return Context(
                tasks=tasks,
                author=author,
                clock=clock,
                theme=theme,
                preferences=self.preferences,
                access=keeper.access,
                keeper=keeper,
                jobs=self._jobs,
                desk=lambda store: self._make_desk(store, author),
                show=self.window.show_message,
                tell=self._problem,
            )

        self.navigation = Navigation(self.window, context)
        self.navigation.begin()

    def _problem(self, error: Exception) -> None:
        from fieldsurvey.errors import FieldSurveyError

        if self._closing:
            self.window.tell_and_wait(error)
        elif isinstance(error, FieldSurveyError) or self.guard is None:
            self.window.tell(error)
        else:
            self.guard.take(error)

    def _flush(self) -> bool:
        return self.tasks is None or self.tasks.flush(_FLUSH_S)

    def _close(self) -> None:
        self._closing = True
        if self.tasks is not None:
            self.tasks.close()
            self.tasks = None
        if self.guard is not None:
            self.guard.remove()
        self._lock.unlock()


def make_qapplication(preferences: Preferences) -> QApplication:
    """Make the QApplication in this person's language, palette and text size.

    Raises:
        WindowError: there is no display.
    """
    screenless = sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY")
        or os.environ.get("WAYLAND_DISPLAY")
        or os.environ.get("QT_QPA_PLATFORM")
    )
    if screenless:
        raise WindowError(
            what="there is no display here; `fieldsurvey --help` lists what works without one"
        )
    application = QApplication([ORGANISATION])
    application.setApplicationName(ORGANISATION)
    application.setStyle("Fusion")
    load_fonts()
    speak(application, preferences.language)
    wear(application, make_theme(preferences.palette, preferences.text_size))
    return application
