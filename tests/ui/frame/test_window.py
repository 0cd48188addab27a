"""The frame by keyboard: pages, back, language, text size, the first page, one window a database."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import pytest
from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.errors import StoreDamaged, StoreFull
from fieldsurvey.store import Store
from fieldsurvey.ui.already_open import AlreadyOpenPage
from fieldsurvey.ui.first_run.page import FirstRunPage
from fieldsurvey.ui.keys_overlay import KeysOverlay
from fieldsurvey.ui.main_window import MainWindow
from fieldsurvey.ui.messages import message
from fieldsurvey.ui.navigation import FOLLOWING, Navigation
from fieldsurvey.ui.notice import Notice
from fieldsurvey.ui.preferences import Preferences
from fieldsurvey.ui.screen import Page
from fieldsurvey.ui.theme import Theme, make_theme, wear
from fieldsurvey.ui.trail import Trail
from fieldsurvey.ui.unlock import UnlockPage
from fieldsurvey.ui.visits import VisitList
from tests.ui.checks import SIZES, all_themes, assert_accessible, assert_fits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.application import Application
    from fieldsurvey.ui.context import Context


class Note(Page):
    """A page with one field; leaving it saves."""

    saved: ClassVar[list[str]] = []

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__(theme)
        self.name = name
        self.field = QLineEdit()
        self.field.setAccessibleName(name)
        QVBoxLayout(self).addWidget(self.field)

    def title(self) -> str:
        return self.name

    def entered(self) -> None:
        self.field.setFocus()

    def can_leave(self, then: Callable[[], None]) -> None:
        self.saved.append(self.field.text())
        then()

    def place(self) -> object:
        return self.field.text()

    def go_to(self, place: object) -> None:
        self.field.setText(str(place))


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def window(qtbot: QtBot, preferences: Preferences) -> MainWindow:
    Note.saved = []
    made = MainWindow(preferences)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def trail(window: MainWindow) -> list[str]:
    return window.findChild(Trail).titles


def test_the_keys_of_a_page_hold_in_the_bar_above_it_and_no_longer_once_it_is_left(
    qtbot: QtBot, tmp_path: Path
) -> None:
    window = MainWindow(Preferences(QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window)
    heard: list[str] = []

    def noting(name: str, theme: Theme) -> Note:
        note = Note(name, theme)
        note.on("refresh", partial(heard.append, name))
        return note

    window.open_page(partial(noting, "one"))
    window.open_page(partial(noting, "two"))
    window.show()
    window.activateWindow()
    above = window.findChild(Trail).findChild(QPushButton)
    QApplication.processEvents()
    above.setFocus()
    assert QApplication.focusWidget() is above
    qtbot.keyClick(above, Qt.Key.Key_F5)
    assert heard == ["two"]
    window.back()
    window.tool("settings").show()
    window.tool("settings").setFocus()
    qtbot.keyClick(window.tool("settings"), Qt.Key.Key_F5)
    assert heard == ["two", "one"]


def test_pages_go_forward_and_back_by_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    window.open_page(lambda theme: Note("Kunjungan", theme))
    top = window.open_page(lambda theme: Note("Gerai", theme))
    assert trail(window) == ["Kunjungan", "Gerai"]
    assert isinstance(top, Note)
    qtbot.keyClicks(top.field, "abc")
    qtbot.keyClick(top.field, Qt.Key.Key_Escape)
    assert Note.saved == ["abc"]
    assert window.page is not None
    assert window.page.title() == "Kunjungan"
    qtbot.keyClick(window.page, Qt.Key.Key_Escape)
    assert window.page.title() == "Kunjungan"


def test_language_palette_and_size_change_and_the_page_stays_where_it_was(
    qtbot: QtBot, window: MainWindow, preferences: Preferences
) -> None:
    page = window.open_page(lambda theme: Note("Gerai", theme))
    assert isinstance(page, Note)
    qtbot.keyClicks(page.field, "setengah kata")
    for key, modifier in (
        (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier),
    ):
        before = window.page
        assert isinstance(before, Note)
        qtbot.keyClick(before.field, key, modifier)
        qtbot.waitUntil(lambda before=before: window.page not in {None, before})
    assert (preferences.language, preferences.palette, preferences.text_size) == ("en", "light", 12)
    assert isinstance(window.page, Note)
    assert window.page is not page
    assert window.page.field.text() == "setengah kata"
    assert window.theme.text_pt == 12


def test_covered_pages_are_made_anew_one_by_one_with_their_names_and_places(
    qtbot: QtBot, window: MainWindow
) -> None:
    made: list[str] = []

    def make(name: str, theme: Theme) -> Note:
        made.append(f"{name} {theme.text_pt}")
        return Note(name, theme)

    for name in ("Kunjungan", "Mal", "Gerai"):
        top = window.open_page(partial(make, name))
        assert isinstance(top, Note)
        qtbot.keyClicks(top.field, f"di {name}")
    made.clear()
    qtbot.keyClick(window.page.field, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(made) == 3)
    assert made == ["Gerai 12", "Kunjungan 12", "Mal 12"]
    assert trail(window) == ["Kunjungan", "Mal", "Gerai"]
    for name in ("Mal", "Kunjungan"):
        window.back()
        assert window.page.title() == name
        assert window.page.field.text() == f"di {name}"


def test_a_window_stored_too_small_to_work_in_opens_in_its_first_size(
    qtbot: QtBot, preferences: Preferences
) -> None:
    small = MainWindow(preferences)
    qtbot.addWidget(small)
    small.resize(596, 306)
    preferences.geometry = small.saveGeometry()
    again = MainWindow(preferences)
    qtbot.addWidget(again)
    assert again.size() == QSize(1366, 768).boundedTo(again.screen().availableSize())


def test_the_pages_that_a_visit_leads_to_are_loaded_with_it(
    qtbot: QtBot, context: Context, visit: str
) -> None:
    window = MainWindow(context.preferences)
    qtbot.addWidget(window)
    Navigation(window, lambda theme: replace(context, theme=theme)).open_visit(visit)
    assert set(FOLLOWING) <= set(sys.modules)


def test_a_step_of_the_trail_goes_back_there(qtbot: QtBot, window: MainWindow) -> None:
    for name in ("Kunjungan", "Mal", "Gerai"):
        top = window.open_page(lambda theme, name=name: Note(name, theme))
    assert isinstance(top, Note)
    qtbot.keyClicks(top.field, "abc")
    assert_accessible(window)
    first = next(b for b in window.findChildren(QPushButton) if b.text() == "Kunjungan")
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Space)
    assert trail(window) == ["Kunjungan"]
    assert Note.saved == ["abc"]


def test_an_error_is_a_strip_that_esc_puts_away(qtbot: QtBot, window: MainWindow) -> None:
    window.open_page(lambda theme: Note("Kunjungan", theme))
    top = window.open_page(lambda theme: Note("Gerai", theme))
    assert isinstance(top, Note)
    qtbot.waitUntil(top.field.hasFocus)
    window.tell(StoreFull(path="visit.db"))
    strip = window.findChild(Notice)
    assert strip.isVisible()
    assert top.field.hasFocus()
    said = " ".join(label.text() for label in strip.findChildren(QLabel))
    assert message(StoreFull(path="visit.db")).text in said
    for size in SIZES:
        assert_fits(window, size)
    qtbot.keyClick(top.field, Qt.Key.Key_Escape)
    assert not strip.isVisible()
    assert window.page is top


def test_closing_saves_first(qtbot: QtBot, window: MainWindow) -> None:
    page = window.open_page(lambda theme: Note("Gerai", theme))
    assert isinstance(page, Note)
    qtbot.keyClicks(page.field, "akhir")
    with qtbot.waitSignal(window.leaving):
        qtbot.keyClick(page.field, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert Note.saved == ["akhir"]


def test_the_overlay_names_every_action(qtbot: QtBot, theme: Theme) -> None:
    overlay = KeysOverlay(theme)
    qtbot.addWidget(overlay)
    shown = {label.text() for label in overlay.findChildren(QLabel)}
    assert {"F1", "Urungkan", "F8"} <= shown or {"F1", "F8"} <= shown
    assert_accessible(overlay)


@pytest.mark.parametrize("size", SIZES)
def test_the_overlay_stays_inside_the_window(
    qtbot: QtBot, window: MainWindow, size: tuple[int, int]
) -> None:
    window.resize(*size)
    for theme in all_themes():
        wear(QApplication.instance(), theme)
        overlay = KeysOverlay(theme, window)
        overlay.show()
        assert overlay.width() <= size[0]
        assert overlay.height() <= size[1]
        overlay.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_first_page_fits_everywhere(
    qtbot: QtBot, tmp_path: Path, size: tuple[int, int]
) -> None:
    for theme in all_themes():
        page = UnlockPage(tmp_path / "v.db", theme, "")
        qtbot.addWidget(page)
        assert_accessible(page)
        assert_fits(page, size)


def test_a_wrong_passphrase_costs_nothing_and_the_right_one_opens(
    qtbot: QtBot, small_folder: Path, tmp_path: Path, start: Callable[..., Application]
) -> None:
    path = tmp_path / "visit.db"
    path.write_bytes((small_folder / "visit.db").read_bytes())
    application = start(path, None)
    qtbot.waitUntil(lambda: isinstance(application.window.page, UnlockPage))
    name, passphrase = application.window.page.findChildren(QLineEdit)
    qtbot.keyClicks(name, "Ratna")
    qtbot.keyClicks(passphrase, "salah sekali")
    qtbot.keyClick(passphrase, Qt.Key.Key_Return)
    problem = "Kata sandi itu tidak membuka basis data ini."
    qtbot.waitUntil(
        lambda: any(
            label.text().startswith(problem)
            for label in application.window.page.findChildren(QLabel)
        ),
        timeout=10_000,
    )
    passphrase.clear()
    qtbot.keyClicks(passphrase, PASSPHRASE)
    given: list[object] = []
    application.window.page.given.connect(lambda *typed: given.append(typed))
    for _ in range(2):  # opening takes a moment, and people press again
        qtbot.keyClick(passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not isinstance(application.window.page, UnlockPage), timeout=10_000)
    assert given == [("Ratna", PASSPHRASE)]
    assert application.preferences.author == "Ratna"


def test_one_window_a_database(
    qtbot: QtBot, small_folder: Path, tmp_path: Path, start: Callable[..., Application]
) -> None:
    path = tmp_path / "visit.db"
    path.write_bytes((small_folder / "visit.db").read_bytes())
    first = start(path, PASSPHRASE)
    qtbot.waitUntil(lambda: first.window.page is not None, timeout=10_000)
    second = start(path, PASSPHRASE)
    qtbot.waitUntil(lambda: isinstance(second.window.page, AlreadyOpenPage))
    told = [label.text() for label in second.window.page.findChildren(QLabel)]
    assert "fieldsurvey sudah terbuka dengan basis data ini." in told
    first.window.close()
    qtbot.waitUntil(lambda: first.tasks is None, timeout=10_000)
    qtbot.keyClick(second.window.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: second.window.page is not None and second.tasks is not None)
    qtbot.waitUntil(lambda: isinstance(second.window.page, VisitList), timeout=10_000)


def test_after_an_unclean_stop_every_page_of_the_file_is_looked_at(
    qtbot: QtBot, small_folder: Path, tmp_path: Path, start: Callable[..., Application]
) -> None:
    whole, left = tmp_path / "whole.db", tmp_path / "left.db"
    whole.write_bytes((small_folder / "visit.db").read_bytes())
    with Store.open(whole, PASSPHRASE) as store:
        store.put_blob(b"foto" * 500_000)
    with Store.open(whole, PASSPHRASE) as store:
        store.put_blob(b"foto lain")
        # What kill -9 leaves: the file, and beside it the log that nobody took in.
        for end in ("", "-wal"):
            left.with_name(left.name + end).write_bytes(
                whole.with_name(whole.name + end).read_bytes()
            )
    # A worn disk: one bit of a photo, which nothing reads that the first page needs.
    data = bytearray(left.read_bytes())
    data[-1_000_000] ^= 1
    left.write_bytes(data)
    application = start(left, PASSPHRASE)

    expected = message(StoreDamaged(path=left, what="")).happened

    def told() -> list[str]:
        strips = application.window.findChildren(Notice)
        return [label.text() for strip in strips for label in strip.findChildren(QLabel)]

    qtbot.waitUntil(lambda: expected in told(), timeout=60_000)


def test_a_folder_that_takes_no_lock_is_the_first_start_s_to_explain(
    qtbot: QtBot, tmp_path: Path, start: Callable[..., Application]
) -> None:
    folder = tmp_path / "nowhere"
    application = start(folder / "visit.db", None)
    qtbot.waitUntil(lambda: isinstance(application.window.page, FirstRunPage))


def test_themes_differ(theme: Theme) -> None:
    assert len({t.palette().window().color().name() for t in all_themes()}) == 3
    assert make_theme("light", 17).unit > theme.unit
