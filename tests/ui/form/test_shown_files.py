"""A file that no picture shows: what is said of it, and how another program shows it without keeping it."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel

from fieldsurvey.ui.answers.files import MediumRow
from fieldsurvey.ui.lock import Locking
from fieldsurvey.ui.main_window import MainWindow
from fieldsurvey.ui.shown_files import lay_out, put_away
from tests.ui.checks import assert_accessible
from tests.ui.form.driving import open_form, sitting, stand_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context
    from tests.ui.conftest import Heard

PDF = b"%PDF-1.4\n" + b"% surat keterangan\n" * 100
LETTER = "/data/awal/surat"


class Viewer(QObject):
    """Stands for the programs of this machine: keeps what it was given to show."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.shown.append(url.toLocalFile())


@pytest.fixture
def viewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Viewer]:
    (tmp_path / "run").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    made = Viewer()
    QDesktopServices.setUrlHandler("file", made, "take")
    yield made
    QDesktopServices.unsetUrlHandler("file")


def rows_of(page: QObject) -> list[MediumRow]:
    return page.findChildren(MediumRow)


def test_a_file_says_what_it_is_and_opens_elsewhere_until_the_lock(
    qtbot: QtBot,
    guest_context: Context,
    guest_store: Store,
    guest_visit: str,
    viewer: Viewer,
    heard: Heard,
    tmp_path: Path,
) -> None:
    stand = stand_of(guest_store, guest_visit)
    screen = open_form(qtbot, guest_context, guest_visit, stand)
    (tmp_path / "surat.pdf").write_bytes(PDF)
    sitting(screen).bridge.attach(LETTER, tmp_path / "surat.pdf")
    again = open_form(qtbot, guest_context, guest_visit, stand)
    digest = hashlib.sha256(PDF).hexdigest()
    for opened in (screen, again):  # as it was attached, and as it is read again
        (row,) = rows_of(opened)
        said = " ".join(label.text() for label in row.findChildren(QLabel))
        assert f"SHA-256 {digest[:16]}…" in said
        assert "application/pdf · 1,9 kB · " in said
        assert_accessible(row)
    row.edit.click()
    copy = Path(*viewer.shown)
    assert "salinan" in heard.shown[-1]
    assert copy.read_bytes() == PDF
    window = MainWindow(guest_context.preferences)
    qtbot.addWidget(window)
    locking = Locking(window, guest_context.tasks, guest_context.keeper, lambda: 10)
    locking.lock()
    locking.stop()
    assert not copy.exists()
    assert not list((tmp_path / "run").iterdir())


def test_a_window_that_was_locked_meanwhile_hands_nothing_over(
    qtbot: QtBot,
    guest_context: Context,
    guest_store: Store,
    guest_visit: str,
    viewer: Viewer,
    tmp_path: Path,
) -> None:
    screen = open_form(qtbot, guest_context, guest_visit, stand_of(guest_store, guest_visit))
    sitting(screen).bridge.attach(LETTER, PDF)
    (row,) = rows_of(screen)
    screen.hide()  # as behind the cover of a lock
    row.edit.click()
    assert viewer.shown == []
    assert not list((tmp_path / "run").iterdir())


def test_only_this_person_can_read_the_copy_and_nobody_write_it(
    viewer: Viewer, tmp_path: Path
) -> None:
    del viewer
    copy = lay_out(tmp_path / "visit.db", "surat", PDF)
    assert copy is not None
    assert copy.suffix == ".pdf"
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (copy, copy.parent)]
    assert modes == [0o400, 0o700]
    other = lay_out(tmp_path / "other.db", "surat", PDF)
    put_away(tmp_path / "visit.db")
    assert other is not None
    assert (copy.exists(), copy.parent.exists(), other.exists()) == (False, False, True)


@pytest.mark.parametrize(
    "program",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"#EXTM3U\nhttp://example.org/a.mp3\n",
        b"#!/bin/sh\nrm -rf /\n",
        b"MZ\x90\x00" + bytes(60),
        b"\x7fELF" + bytes(60),
        bytes(90),
    ],
)
def test_what_might_be_a_program_is_never_opened(
    viewer: Viewer, tmp_path: Path, program: bytes
) -> None:
    assert lay_out(tmp_path / "visit.db", "surat", program) is None
    assert not viewer.shown
    assert not list((tmp_path / "run").iterdir())
