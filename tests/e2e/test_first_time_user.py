"""The way of someone who opens the program for the first time, from an empty folder to verified minutes, by keys alone.

Each step leaves a picture in the folder that ``FIRST_TIME_PICTURES`` names, else in the test's own.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, QSettings
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QDialog

from fieldsurvey.app import home, jobs
from fieldsurvey.app.build import make_desk, open_store
from fieldsurvey.app.sample_keys import make_ca, make_signer
from fieldsurvey.survey.clock import SystemClock
from fieldsurvey.ui.application import Application
from fieldsurvey.ui.form.page import SectionPage
from fieldsurvey.ui.processes import Cancel
from fieldsurvey.ui.tasks import Tasks
from tests.e2e.command import data, fieldsurvey
from tests.ui.conftest import application, light_indonesian, nothing_left_running
from tests.ui.first_run.driving import go_through
from tests.ui.keyboard import ALT, CTRL_SHIFT, PATIENCE_MS, Hands, K
from tests.ui.whole_visit import (
    LEAD,
    POSITION,
    begin_and_meet_the_stand,
    fill_the_form,
    finish_the_visit,
    note_what_happened,
    score_and_findings,
    seal_and_print,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

__all__ = ["application", "light_indonesian", "nothing_left_running"]

PASSPHRASE = "kuda biru makan awan"
OF_THE_PACKAGE = "jembatan panjang"


class Pictures:
    """Keeps a picture of the window under a number and the name of the step."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.names: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)

    def of(self, application: Application) -> Callable[[str], None]:
        """Return what takes a picture of an application's window, once nothing goes on there."""
        window = application.window

        def quiet() -> bool:
            whole = all(page.whole for page in window.findChildren(SectionPage))
            return whole and (application.tasks is None or not application.tasks.busy)

        def take(name: str) -> None:
            self.names.append(name)
            self.qtbot.waitUntil(quiet, timeout=PATIENCE_MS)
            QApplication.processEvents()
            picture = window.grab()
            painter = QPainter(picture)
            for dialog in window.findChildren(QDialog):
                if dialog.isVisible():
                    place = window.mapFromGlobal(dialog.pos())
                    painter.drawPixmap(place, dialog.grab())
                    painter.drawRect(QRect(place, dialog.size()))  # the frame that a desktop draws
            painter.end()
            assert picture.save(str(self.folder / f"{len(self.names):02d}-{name}.png"))

        return take


@pytest.fixture
def pictures(qtbot: QtBot, tmp_path: Path) -> Pictures:
    """Where the pictures go."""
    named = os.environ.get("FIRST_TIME_PICTURES")
    return Pictures(qtbot, Path(named) if named else tmp_path / "pictures")


def run_beside(
    tasks: Tasks,
    job: Callable[..., object],
    args: tuple[object, ...],
    done: Callable[[object], None] | None = None,
    failed: Callable[[Exception], None] | None = None,
    **_more: object,
) -> Cancel:
    """Run a job in a thread: that it can have a process of its own is tested elsewhere, and six cost ten seconds."""
    tasks.work(partial(job, *args), done, failed)
    return Cancel()


@pytest.fixture
def installed(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Application]:
    """The application as a first start finds it: no database, no preferences, nothing remembered."""
    monkeypatch.setattr(Tasks, "spawn", run_beside)
    monkeypatch.setenv("FIELDSURVEY_AUTHOR", "Kantor Contoh")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    home.usual_folder().mkdir(parents=True)
    settings = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    settings.setValue("palette", "light")  # the pictures do not depend on the machine's
    made = Application(
        home.database_file(),
        None,
        qapplication=qapp,
        open_store=open_store,
        make_desk=make_desk,
        jobs=jobs,
        clock=SystemClock,
        settings=settings,
        keep_in=home.keep_in,
    )
    made.begin()
    qtbot.addWidget(made.window)
    yield made
    made.window.close()
    qtbot.waitUntil(lambda: made.tasks is None, timeout=PATIENCE_MS)


def prepare_in_the_office(folder: Path) -> Path:
    """Prepare a visit as an office does and return its package."""
    secret, package = folder / "secret", folder / "paket.bundle"
    secret.write_text(OF_THE_PACKAGE + "\n", encoding="utf-8")
    opened = ("--database", folder / "office.db", "--passphrase-file", secret)
    visit = data(
        *("visit", "new", *opened, "--instrument", "sop", "--name", "MPP Contoh"),
        *("--stand", "G01=Perizinan", "--assignment", "B/113/XI/2026"),
    )["id"]
    lead = ("--add", LEAD, "--role", "lead", "--position", POSITION)
    assert fieldsurvey("visit", "team", visit, *opened, *lead).returncode == 0
    done = fieldsurvey(
        *("visit", "package", visit, *opened, "--out", package),
        *("--bundle-passphrase-file", secret),
    )
    assert done.returncode == 0, done.stderr
    return package


def train(qtbot: QtBot, own: Application, hands: Hands, pictures: Pictures) -> None:
    """Open the training, answer at a stand, see it saved, and come back."""
    hands.press(K.Key_Return)
    qtbot.waitUntil(lambda: own.training.application is not None, timeout=PATIENCE_MS)
    there = own.training.application
    assert there is not None
    inside, seen = Hands(qtbot, there.window), pictures.of(there)
    inside.on("VisitList")
    inside.row("LATIHAN")
    inside.see("LATIHAN")
    seen("latihan-daftar")
    inside.press(K.Key_Return)
    inside.on("VisitPage")
    inside.rows()
    inside.tab_to("Mulai kunjungan")
    inside.press(K.Key_Space)
    inside.see("Pukul berapa di sini?")
    seen("latihan-jam")
    inside.press(K.Key_Return)
    inside.see("Akhiri kunjungan")
    inside.press(K.Key_1, ALT)
    inside.row("G01")
    inside.press(K.Key_1)
    inside.row("G01", "Buka")
    seen("latihan-kunjungan")
    inside.press(K.Key_Return)
    inside.on("FormScreen")
    inside.asked("A01")
    inside.press(K.Key_1)
    inside.see("Tersimpan")
    inside.see("LATIHAN")
    seen("latihan-tersimpan")
    inside.press(K.Key_Escape)
    inside.on("VisitPage")
    inside.rows()
    inside.tab_to("Akhiri latihan")
    inside.press(K.Key_Return)
    qtbot.waitUntil(own.window.isVisible, timeout=PATIENCE_MS)


def join(hands: Hands, package: Path, seen: Callable[[str], None]) -> None:
    """Take the office's package in and say who one is."""
    hands.on("VisitList")
    hands.see("Belum ada kunjungan")
    seen("daftar-kosong")
    hands.tab_to("Impor bundel")
    hands.press(K.Key_Space)
    hands.dialog()
    hands.type(str(package))
    hands.tab_to("Kata sandi")
    hands.type(OF_THE_PACKAGE)
    hands.press(K.Key_Return)
    hands.asked("Impor")
    hands.see("MPP Contoh")
    seen("paket-isi")
    hands.press(K.Key_Return)
    hands.asked("Tutup")
    hands.press(K.Key_Return)
    hands.see("Siapa Anda dalam kunjungan ini?")
    hands.dialog()
    seen("siapa-saya")
    hands.press(K.Key_Return)


def test_from_an_empty_folder_to_verified_minutes(
    qtbot: QtBot, installed: Application, pictures: Pictures, tmp_path: Path
) -> None:
    package = prepare_in_the_office(tmp_path)
    key = tmp_path / "kunci.p12"
    key.write_bytes(make_signer(make_ca("Otoritas Uji"), LEAD, passphrase="benar"))
    window = installed.window
    window.resize(1366, 768)
    qtbot.waitActive(window)
    hands, seen = Hands(qtbot, window), pictures.of(installed)

    folder = tmp_path / "Inspeksi"
    go_through(hands, LEAD, PASSPHRASE, folder, seen, train=True)
    train(qtbot, installed, hands, pictures)
    join(hands, package, seen)
    begin_and_meet_the_stand(hands)
    seen("kunjungan")
    fill_the_form(hands)
    note_what_happened(hands)
    seen("para-pihak")
    finish_the_visit(hands)
    score_and_findings(hands)
    seal_and_print(hands)
    hands.see("Halaman 1 dari")
    seen("berita-acara")
    hands.sign(LEAD, key, "benar")
    hands.see(f"✓ {LEAD}")
    hands.press(K.Key_V, CTRL_SHIFT)
    hands.see("1 tanda tangan sah dan segel cocok dengan data")
    seen("diperiksa")

    window.close()
    qtbot.waitUntil(lambda: installed.tasks is None, timeout=PATIENCE_MS)
    assert home.database_file() == folder / "fieldsurvey.db", "the next start looks there"
    opened = ("--passphrase-file", tmp_path / "own")
    (tmp_path / "own").write_text(PASSPHRASE, encoding="utf-8")
    (listed,) = data("visit", "list", *opened)
    assert listed["state"] == "sealed"
    assert (folder / "latihan" / "latihan.db").exists()
    (pdf,) = folder.rglob("berita-acara-*.pdf")
    checked = fieldsurvey("verify", pdf, *opened)
    assert checked.returncode == 0, checked.stderr
