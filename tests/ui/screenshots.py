"""``make screenshots``: the window as README shows it, from the sample and from a visit just begun.

``python -m tests.ui.screenshots [FOLDER]``; drawn off the screen at 1366×768, in Indonesian.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from fieldsurvey.app import jobs
from fieldsurvey.app.demo import PASSPHRASE, run_demo
from fieldsurvey.app.sample_photos import SCENES, draw
from fieldsurvey.app.training import make_training
from fieldsurvey.store import Store
from fieldsurvey.survey.clock import SystemClock
from fieldsurvey.survey.desk import Desk
from fieldsurvey.ui.context import Context
from fieldsurvey.ui.first_run.draft import Draft
from fieldsurvey.ui.first_run.page import FirstRunPage
from fieldsurvey.ui.i18n import speak
from fieldsurvey.ui.jobs import Access
from fieldsurvey.ui.keeper import Keeper
from fieldsurvey.ui.main_window import MainWindow
from fieldsurvey.ui.navigation import Navigation
from fieldsurvey.ui.photos.editor import PhotoEditor
from fieldsurvey.ui.photos.page import PhotosPage
from fieldsurvey.ui.preferences import Preferences
from fieldsurvey.ui.registry.schedule_dialog import ScheduleDialog
from fieldsurvey.ui.theme import Theme, load_fonts, make_theme, wear
from fieldsurvey.ui.training import TrainingBand
from tests.ui.inline_tasks import InlineTasks
from tests.ui.registry.office import fill_office
from tests.ui.small_visit import make_small_visit

if TYPE_CHECKING:
    from collections.abc import Callable

AUTHOR = "Ratna Contoh, S.H."
SIZE = (1366, 768)
INVENTED_KEY = "CONT-OHKU-NCIP-EMUL-IHAN-REKA-ANIN-ITID-AKME-MBUK-AAPA-PUNY-AITU-2345"
_SETTLE_S = 0.8


OFFICE_LIST = (
    "mall,code,name,institution,floor\n"
    "SMD,G01,Perizinan Berusaha,DPMPTSP,Lantai 1\n"
    "SMD,G05,Pelayanan Pajak Daerah,DPMPTSP,Lantai 2\n"
    "SMD,G06,Jaminan Kesehatan Nasional.,BPJSK,Lantai 2\n"
    "SMD,G07,,DUKCAPIL,Lantai 2\n"
    "BPN,G01,Perizinan,DPMPTSP,Lantai 1\n"
)


def settle(application: QApplication) -> None:
    """Let the window finish what it began."""
    until = time.monotonic() + _SETTLE_S
    while time.monotonic() < until:
        application.processEvents()
        time.sleep(0.01)


def shoot_first_start(application: QApplication, folder: Path) -> None:
    """Show steps of the first start, with a key that opens nothing."""
    with tempfile.TemporaryDirectory() as work:
        settings = QSettings(str(Path(work) / "s.ini"), QSettings.Format.IniFormat)
        preferences = Preferences(settings)
        preferences.palette = "light"
        window = MainWindow(preferences)
        window.resize(*SIZE)
        window.show()
        draft = Draft(Path(work), name=AUTHOR, office="Ombudsman Contoh")
        draft.passphrase = draft.again = "kuda biru makan awan"
        draft.recovery_key = INVENTED_KEY
        for step, name in (("passphrase", "pertama-sandi"), ("key", "pertama-kunci")):
            draft.step = step
            window.start_over(lambda theme: FirstRunPage(theme, draft, "id", "fieldsurvey.db"))
            settle(application)
            window.grab().save(str(folder / f"{name}.png"))
        window.close()
        settle(application)


def shoot_training(application: QApplication, folder: Path) -> None:
    """Show the training visit under its strip."""
    with tempfile.TemporaryDirectory() as work:
        training = make_training(Path(work), AUTHOR)
        steps = {"latihan": lambda go, visit, _: go.open_visit(visit)}
        shoot(application, training.path, folder, steps, lambda t: TrainingBand(t, inside=True))


def shoot(
    application: QApplication,
    database: Path,
    folder: Path,
    steps: dict[str, Callable[..., None]],
    band: Callable[[Theme], QWidget] | None = None,
) -> None:
    """Open a database in a window, take each step and keep a picture under its name."""
    preferences = Preferences(QSettings(str(database.parent / "s.ini"), QSettings.Format.IniFormat))
    preferences.palette = "light"
    with Store.open(database, PASSPHRASE) as store:
        tasks, clock = InlineTasks(store), SystemClock()
        window = MainWindow(preferences)
        window.resize(*SIZE)

        def context(theme: Theme) -> Context:
            return Context(
                tasks=tasks,
                author=AUTHOR,
                clock=clock,
                theme=theme,
                preferences=preferences,
                access=Access(store.path, PASSPHRASE, AUTHOR),
                keeper=Keeper(store.path, store.key, AUTHOR),
                jobs=jobs,
                desk=lambda opened: Desk(opened, author=AUTHOR, clock=clock),
                show=window.show_message,
                tell=window.tell,
            )

        if band is not None:
            window.wear_band(band)
        navigation = Navigation(window, context)
        visits = Desk(store, author=AUTHOR).visits
        visit = visits.ids()[0]
        preferences.set_text(f"documents/{visit}", str(database.parent / "berita-acara.pdf"))
        navigation.begin()
        window.show()
        for name, step in steps.items():
            over = step(navigation, visit, visits)
            settle(application)
            seen = over if isinstance(over, QDialog) else window
            seen.grab().save(str(folder / f"{name}.png"))
        window.close()
        settle(application)


def show_photos(card: Path, go: Navigation, visit: str, _visits: object) -> None:
    """Show the photos of a card, one with a caption."""
    card.mkdir()
    begun = datetime(2026, 11, 18, 9, 5, tzinfo=timezone(timedelta(hours=8)))
    for number, scene in enumerate(sorted(SCENES)[:14]):
        moment = begun + timedelta(minutes=7 * number)
        data = draw(scene, "Foto contoh", moment, -0.51, 117.15)
        (card / f"IMG_{number:04}.jpg").write_bytes(data)
    go.open_photos(visit)
    page = go._window.page
    assert isinstance(page, PhotosPage)
    page.take_folder(card)
    page.strip.hide()
    QTest.keyClick(page.grid, Qt.Key.Key_Right)


def edit_photo(go: Navigation, _visit: str, _visits: object) -> QDialog:
    """Edit one: a face blurred, an arrow, a text; return the editor."""
    page = go._window.page
    assert isinstance(page, PhotosPage)
    page.grid.stand_on([page.grid.photos.shown()[3].sha256])
    QTest.keyClick(page.grid, Qt.Key.Key_Return)
    editor = page.findChild(PhotoEditor)
    for key, steps in (("F", (Qt.Key.Key_Up,) * 6), ("A", (Qt.Key.Key_Left,) * 9)):
        QTest.keyClick(editor.canvas, key)
        for step in steps:
            QTest.keyClick(editor.canvas, step)
    QTest.keyClick(editor.canvas, "T")
    QTest.keyClicks(editor.line, "Loket 3")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    for _ in range(9):
        QTest.keyClick(editor.canvas, Qt.Key.Key_Down)
    return editor


def shoot_office(application: QApplication, database: Path, folder: Path) -> None:
    """Show the registry of an invented office, a schedule, a list that comes in, and the instruments."""
    with Store.open(database, PASSPHRASE) as store:
        fill_office(Desk(store, author=AUTHOR).registry)
    table = database.parent / "stand.csv"
    table.write_text(OFFICE_LIST, encoding="utf-8")

    def registry(go: Navigation, *_: object) -> None:
        go.open_registry((("mall", "smd"), None))

    def schedule(go: Navigation, *_: object) -> QDialog:
        page = go._window.page
        page.list.setFocus()
        QTest.keyClick(page.list, Qt.Key.Key_Home)
        QTest.keyClick(page.list, "J")
        return page.findChild(ScheduleDialog)

    def take_in(go: Navigation, *_: object) -> None:
        go.open_registry_import()
        with contextlib.chdir(table.parent):  # no place of this machine in a picture
            go._window.page.go_to(table.name)

    def instruments(go: Navigation, *_: object) -> None:
        go.open_instruments()
        go._window.page.go_to(("mpp-sidak@2026.1", 0))

    steps = {
        "daftar-induk": registry,
        "jadwal": schedule,
        "impor-daftar": take_in,
        "instrumen": instruments,
    }
    shoot(application, database, folder, steps)


def main() -> None:
    """Make the pictures."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "resources/guide/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    application.setStyle("Fusion")
    load_fonts()
    speak(application, "id")
    wear(application, make_theme("light", 11))
    shoot_first_start(application, folder)
    shoot_training(application, folder)
    with tempfile.TemporaryDirectory() as work:
        sample, small = Path(work) / "sample", Path(work) / "small"
        small.mkdir()
        run_demo(sample, tell=print)
        make_small_visit(small / "visit.db", PASSPHRASE)
        shoot(
            application,
            sample / "visit.db",
            folder,
            {
                "daftar": lambda go, *_: go.begin(),
                "kunjungan": lambda go, visit, _: go.open_visit(visit),
                "temuan": lambda go, visit, _: go.open_findings(visit),
                "nilai": lambda go, visit, _: go.open_score(visit),
                "dokumen": lambda go, visit, _: go.open_documents(visit),
                "tindak-lanjut": lambda go, visit, _: go.open_follow_up(visit),
            },
        )
        shoot(
            application,
            small / "visit.db",
            folder,
            {
                "formulir": lambda go, visit, visits: go.open_form(
                    visit, "stand", visits.target(visit, "stand", "G01").id
                ),
                "foto": partial(show_photos, Path(work) / "card"),
                "foto-sunting": edit_photo,
            },
        )
        shoot_office(application, small / "visit.db", folder)


if __name__ == "__main__":
    main()
