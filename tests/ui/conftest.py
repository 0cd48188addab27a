"""A window room in Indonesian, over a copy of a real sample database; nothing may be left running."""

from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QSettings, QTimer

from fieldsurvey.app import jobs
from fieldsurvey.app.build import make_desk, open_store
from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.store import Store
from fieldsurvey.survey.clock import SystemClock
from fieldsurvey.survey.desk import Desk
from fieldsurvey.ui.application import Application
from fieldsurvey.ui.context import Context
from fieldsurvey.ui.i18n import speak
from fieldsurvey.ui.jobs import Access
from fieldsurvey.ui.keeper import Keeper
from fieldsurvey.ui.preferences import Preferences
from fieldsurvey.ui.theme import Theme, load_fonts, make_theme, wear
from tests.ui.inline_tasks import InlineTasks
from tests.ui.small_visit import make_small_visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

AUTHOR = "Ratna Wulandari"


@pytest.fixture(scope="session", autouse=True)
def application(qapp: QApplication) -> Iterator[QApplication]:
    """The application, dressed as ``fieldsurvey.ui.application`` dresses it."""
    qapp.setStyle("Fusion")
    load_fonts()
    yield qapp
    # Off the screen Qt keeps what a test put there until Python is gone, and crashes taking it away then.
    qapp.clipboard().clear()


@pytest.fixture(autouse=True)
def light_indonesian(application: QApplication) -> None:
    """Every test begins in Indonesian, light, 11 pt."""
    speak(application, "id")
    light = make_theme("light", 11)
    if application.styleSheet() != light.style_sheet():  # worn anew, it costs as much as another
        wear(application, light)


@pytest.fixture(autouse=True)
def nothing_left_running(application: QApplication) -> Iterator[None]:
    """Fail a test that leaves a thread or a running timer."""
    threads = set(threading.enumerate())
    yield
    for widget in application.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    application.sendPostedEvents()
    application.processEvents()
    # Outside an event loop nothing that was "deleted later" goes by itself, and every test restyles all that is left.
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [t for t in threading.enumerate() if t not in threads and t.is_alive()]
    assert not left, f"threads left running: {left}"
    timers = [t for t in application.findChildren(QTimer) if t.isActive()]
    assert not timers, f"timers left running: {timers}"


@pytest.fixture
def theme(application: QApplication) -> Theme:
    """The light theme at 11 pt, worn by the application."""
    return make_theme("light", 11)


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small visit on site (3 stands, 2 officers, 2 service users, nothing filled); do not write here. Fast."""
    folder = tmp_path_factory.mktemp("small")
    make_small_visit(folder / "visit.db", PASSPHRASE)
    return folder


@dataclass
class Heard:
    """What a screen said to the frame."""

    shown: list[str] = field(default_factory=list)
    told: list[Exception] = field(default_factory=list)


@pytest.fixture
def heard() -> Heard:
    """Messages and errors that a screen gave to ``context.show`` and ``context.tell``."""
    return Heard()


def make_context(store: Store, theme: Theme, heard: Heard, folder: Path) -> Context:
    """Return a context whose calls run at once over an open store."""
    tasks = InlineTasks(store)
    tasks.problem.connect(heard.told.append)
    clock = SystemClock()
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    return Context(
        tasks=tasks,
        author=AUTHOR,
        clock=clock,
        theme=theme,
        preferences=Preferences(settings),
        access=Access(store.path, PASSPHRASE, AUTHOR),
        keeper=Keeper(store.path, store.key, AUTHOR),
        jobs=jobs,
        desk=lambda opened: Desk(opened, author=AUTHOR, clock=clock),
        show=heard.shown.append,
        tell=heard.told.append,
    )


@pytest.fixture
def store(small_folder: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the small visit's database, open."""
    shutil.copy(small_folder / "visit.db", tmp_path / "visit.db")
    with Store.open(tmp_path / "visit.db", PASSPHRASE) as opened:
        yield opened


@pytest.fixture
def sample_store(demo: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the whole sample's database, open."""
    shutil.copy(demo / "visit.db", tmp_path / "sample.db")
    with Store.open(tmp_path / "sample.db", PASSPHRASE) as opened:
        yield opened


@pytest.fixture
def visit(store: Store) -> str:
    """The small visit's id."""
    return Desk(store, author=AUTHOR).visits.ids()[0]


@pytest.fixture
def sample_visit(sample_store: Store) -> str:
    """The sample visit's id."""
    return Desk(sample_store, author=AUTHOR).visits.ids()[0]


@pytest.fixture
def context(store: Store, theme: Theme, heard: Heard, tmp_path: Path) -> Context:
    """A context over the small visit; everything runs at once."""
    return make_context(store, theme, heard, tmp_path)


@pytest.fixture
def sample_context(sample_store: Store, theme: Theme, heard: Heard, tmp_path: Path) -> Context:
    """A context over the whole sample; everything runs at once."""
    return make_context(sample_store, theme, heard, tmp_path)


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Application]]:
    """Start the real application on a database, with its threads: (path, passphrase or None to be asked, …)."""
    started: list[Application] = []

    def begin(
        path: Path,
        passphrase: str | None,
        keep_in: Callable[[Path], None] | None = None,
        *,
        remembered: bool = False,
    ) -> Application:
        settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
        made = Application(
            path,
            passphrase,
            qapplication=qapp,
            open_store=open_store,
            make_desk=make_desk,
            jobs=jobs,
            clock=SystemClock,
            settings=settings,
            keep_in=keep_in,
            remembered=remembered,
        )
        started.append(made)
        made.begin()
        qtbot.addWidget(made.window)
        return made

    yield begin
    for made in started:
        made.window.close()
        qtbot.waitUntil(lambda made=made: made.tasks is None)
