"""The application: from the first page to an open database, with one instance a database and one last door.

What the first page does not need is imported after it stands: an inspector at a counter waits for the page alone.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from fieldsurvey.errors import AlreadyOpen, WindowError
from fieldsurvey.ui.entrance import Entrance
from fieldsurvey.ui.i18n import speak
from fieldsurvey.ui.main_window import MainWindow
from fieldsurvey.ui.preferences import Preferences
from fieldsurvey.ui.theme import Theme, load_fonts, make_theme, wear
from fieldsurvey.ui.training_room import TrainingRoom

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldsurvey.store import FileKey, Store
    from fieldsurvey.survey.clock import Clock
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.crash import CrashGuard
    from fieldsurvey.ui.first_run.draft import Draft
    from fieldsurvey.ui.jobs import Access, Jobs
    from fieldsurvey.ui.keeper import Keeper
    from fieldsurvey.ui.lock import Locking
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
        keep_in: remembers the folder chosen at the first start; None when the database was named, so that it is not
            asked for.
        remembered: the folder was chosen at an earlier start, so the database ought to be there.
        inside: it is the training of another application, which shows again when this one ends.
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
        keep_in: Callable[[Path], None] | None = None,
        remembered: bool = False,
        inside: bool = False,
    ) -> None:
        super().__init__()
        self._path, self._passphrase = path, passphrase
        self._given = passphrase is not None
        self._keeper: Keeper | None = None
        self._qapplication = qapplication
        self._open_store, self._make_desk = open_store, make_desk
        self._jobs, self._make_clock = jobs, clock
        self.preferences = Preferences(settings)
        self._lock = _lock_of(path)
        self.tasks: Tasks | None = None
        self.window = MainWindow(self.preferences)
        self.window.leaving.connect(self._close)
        self.training = TrainingRoom(
            self.window,
            lambda path, passphrase: Application(
                path,
                passphrase,
                qapplication=qapplication,
                open_store=open_store,
                make_desk=make_desk,
                jobs=jobs,
                clock=clock,
                settings=settings,
                inside=True,
            ),
            inside=inside,
        )
        self._entrance = Entrance(self.window, self.preferences, keep_in, remembered=remembered)
        self._entrance.given.connect(self._try)
        self._entrance.recovered.connect(self._recover)
        self._entrance.settled.connect(self._open_first)
        self._entrance.elsewhere.connect(self._open_other)
        self.guard: CrashGuard | None = None
        self.navigation: Navigation | None = None
        self.locking: Locking | None = None
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
            return
        self._entrance.show(self._path)
        if self.preferences.login_opens and self._path.exists():
            QTimer.singleShot(0, self._by_login)
        elif self._path.parent.is_dir():
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

    # --- the pages before a database is open

    def _open_first(self, path: Path, draft: Draft) -> None:
        """Open what the first start made, and write down who works here."""
        from fieldsurvey.survey.workplace import Workplace, note_workplace

        self._move_to(path)
        place = Workplace(draft.name, draft.staff_number, draft.position, draft.office)
        self._try(
            draft.name,
            draft.passphrase,
            lambda store: note_workplace(self._make_desk(store, draft.name).registry, place),
            self.training.offer,
        )

    def _open_other(self, path: Path) -> None:
        """Open a database that lies elsewhere."""
        self._move_to(path)
        self._first_page()

    def _move_to(self, path: Path) -> None:
        if path != self._path:
            self._lock.unlock()
            self._path, self._lock = path, _lock_of(path)

    def _recover(self, recovery_key: str, passphrase: str) -> None:
        """Set the new passphrase, then open with it."""
        from fieldsurvey.store import Store as Kept

        path, author = self._path, self.preferences.author
        self._renew_tasks(lambda: Kept.recover(path, recovery_key, passphrase))
        assert self.tasks is not None

        def recovered(_nothing: None) -> None:
            if author:
                self._try(author, passphrase)
            else:
                self._entrance.show(path)

        self.tasks.write(lambda _store: None, recovered, self._refused)

    # --- opening

    def _renew_tasks(self, open_store: Callable[[], Store]) -> None:
        from fieldsurvey.ui.tasks import Tasks

        if self.tasks is not None:
            self.tasks.close()
        self.tasks = Tasks(open_store, self)
        self.tasks.problem.connect(self._problem)

    def _try(
        self,
        author: str,
        passphrase: str,
        first: Callable[[Store], None] = lambda _store: None,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        """Open the database on the writer's thread; the window stays alive meanwhile.

        Args:
            author: who works here.
            passphrase: what opens it.
            first: what is written before anything is shown.
            then: what is shown over the list of visits.
        """
        from fieldsurvey.ui.keeper import Keeper

        if self._hold():
            self._open(Keeper(self._path, passphrase, author), first, then)

    def _by_login(self) -> None:
        """Open by the keyring of the machine's login; where that fails, the page that asks says why."""
        from fieldsurvey.ui.keeper import Keeper

        if self._hold():
            self._open(Keeper(self._path, None, self.preferences.author, by_login=True))

    def _open(
        self,
        keeper: Keeper,
        first: Callable[[Store], None] = lambda _store: None,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        from fieldsurvey.store.check import was_left_open

        open_store, left_open = self._open_store, was_left_open(self._path)

        def begin(store: Store) -> None:
            keeper.take(store)
            first(store)

        def opened(_nothing: None) -> None:
            self._keeper, self._passphrase = keeper, None
            self.preferences.author = keeper.author
            self._enter(keeper)
            if left_open and self.navigation is not None:
                self.navigation.check_file()
            then()

        self._renew_tasks(lambda: keeper.open(open_store))
        assert self.tasks is not None
        self.tasks.write(begin, opened, self._refused)

    def _refused(self, error: Exception) -> None:
        from fieldsurvey.ui.messages import sentence

        page = self.window.page
        if page is not None and hasattr(
            page, "refuse"
        ):  # whoever asked, and still shows what was typed
            page.refuse(sentence(error))
        else:
            self.window.tell(error)
            self._entrance.show(self._path)

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
        self.navigation.training_wanted.connect(self.training.offer)
        self.navigation.begin()
        self.training.enter(context)
        QTimer.singleShot(0, partial(self._stand_by, keeper))

    def _stand_by(self, keeper: Keeper) -> None:
        """Lock the window when nobody is there; the first page need not wait for it."""
        from fieldsurvey.ui.lock import Locking
        from fieldsurvey.ui.shown_files import put_away

        if self.tasks is None or self.navigation is None:
            return  # closed meanwhile
        preferences = self.preferences
        self.locking = Locking(self.window, self.tasks, keeper, lambda: preferences.lock_minutes)
        self.locking.taken_over.connect(self._taken_over)
        self.tasks.work(partial(put_away, keeper.path))  # what a kill left
        if keeper.key is not None and not self.training.inside:
            self.window.offer("lock", self.locking.lock)
            if not self._given:
                # The sample's passphrase, or one in a file, is not for a person to type.
                self.locking.begin()

    def _taken_over(self) -> None:
        """Make every page anew for the inspector who has unlocked: what they write is theirs."""
        assert self._keeper is not None
        self.preferences.author = self._keeper.author
        self.window.choose()

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
        self.training.close()
        self._entrance.close()
        if self.locking is not None:
            self.locking.stop()
        if self.tasks is not None:
            self.tasks.close()
            self.tasks = None
        if self._keeper is not None:
            from fieldsurvey.ui.shown_files import put_away

            put_away(self._keeper.path)
        if self.guard is not None:
            self.guard.remove()
        self._lock.unlock()


def _lock_of(path: Path) -> QLockFile:
    lock = QLockFile(f"{path}.window")
    lock.setStaleLockTime(0)
    return lock


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
    # Asked for by its option: to hand a QStyle through Python makes the hundreds of names of its enums, 10 ms.
    application = QApplication([ORGANISATION, "-style", "Fusion"])
    application.setApplicationName(ORGANISATION)
    load_fonts()
    speak(application, preferences.language)
    wear(application, make_theme(preferences.palette, preferences.text_size))
    return application
