"""The composition root of the window: settings, store, use cases and jobs, connected."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.store import FileKey, Store
    from fieldsurvey.survey.clock import Clock
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.ui.application import Application

#: How long a thread that reads or writes may keep the interpreter when the window wants it, in seconds. A key's way to
#: its painting asks for it dozens of times, and the usual 5 ms each would be felt.
_HANDOVER_S = 0.001


def run_window(path: Path | None, passphrase: str | None) -> int:
    """Open the window on a database and return the exit code when it is closed; see ``make_application``."""
    gc.disable()  # nothing made on the way to the window is garbage
    application = make_application(path, passphrase)
    gc.enable()
    application.begin()
    code = application.run()
    if application.access is not None:
        back_up(application.access.path, application.access.passphrase)
    return code


def back_up(path: Path, passphrase: str | FileKey | None) -> None:
    """Make the day's backup when the window is gone, so that nobody waits for it; see ``store.rotation``."""
    from datetime import datetime

    with open_store(path, passphrase) as store:
        store.daily_backup(datetime.now().astimezone().date())


def make_application(path: Path | None, passphrase: str | None) -> Application:
    """Make everything that the window needs, connected, with nothing shown yet.

    Args:
        path: the database file; the window makes it when it is not there. None takes this person's own, in the folder
            that they chose, or choose now (``app.home``).
        passphrase: opens it without asking (the sample's public one), else None.

    Raises:
        WindowError: no display.
        FileProblem: the note that names the chosen folder cannot be read.
    """
    from fieldsurvey.ui.plain_imports import import_plainly

    import_plainly()
    from PySide6.QtCore import QSettings

    from fieldsurvey.app import home, jobs
    from fieldsurvey.ui.application import ORGANISATION, Application, make_qapplication
    from fieldsurvey.ui.preferences import Preferences

    settings = QSettings(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, ORGANISATION, ORGANISATION
    )
    qapplication = make_qapplication(Preferences(settings))
    database = path or home.database_file()
    remembered = path is None and database.parent != home.usual_folder()
    if not remembered:
        database.parent.mkdir(parents=True, exist_ok=True)
    sys.setswitchinterval(_HANDOVER_S)
    gc.freeze()  # what is loaded stays: the collector must not walk it while a key waits (xforms.growing)
    return Application(
        database,
        passphrase,
        qapplication=qapplication,
        open_store=open_store,
        make_desk=make_desk,
        jobs=jobs,
        clock=make_clock,
        settings=settings,
        keep_in=home.keep_in if path is None else None,
        remembered=remembered,
    )


def open_store(path: Path, passphrase: str | FileKey | None) -> Store:
    """Open a database, made when it is not there."""
    from fieldsurvey.store import Store as Opened

    return Opened.open(path, passphrase or None, create=True)


def make_desk(store: Store, author: str) -> Desk:
    """Make the use cases over a store, in an author's name."""
    from fieldsurvey.survey.desk import Desk as Made

    return Made(store, author=author)


def make_clock() -> Clock:
    """Make the machine's clock."""
    from fieldsurvey.survey.clock import SystemClock

    return SystemClock()
