"""Every screen and dialog with texts six tenths longer: nothing is smaller than its minimumSizeHint, nothing is cut.

A new screen or dialog comes in here: one that no walk opens and no other test with longer texts names fails this one.
"""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabBar,
    QWidget,
)

from fieldsurvey.errors import AlreadyOpen
from fieldsurvey.ui.already_open import AlreadyOpenPage
from fieldsurvey.ui.first_run.draft import Draft
from fieldsurvey.ui.first_run.missing import MissingPage
from fieldsurvey.ui.first_run.page import FirstRunPage
from fieldsurvey.ui.form.page import SectionPage
from fieldsurvey.ui.guide import GuidePage
from fieldsurvey.ui.main_window import MainWindow
from fieldsurvey.ui.navigation import Navigation
from fieldsurvey.ui.recover import RecoverPage
from fieldsurvey.ui.screen import Page
from fieldsurvey.ui.theme import make_theme
from fieldsurvey.ui.training import TrainingPage
from fieldsurvey.ui.unlock import UnlockPage
from tests.ui.checks import SIZES, assert_fits
from tests.ui.first_run.test_first_run import KEY
from tests.ui.form.driving import stand_of
from tests.ui.frame.longer_dialogs import every_dialog
from tests.ui.photos.conftest import shot
from tests.ui.pseudo import LONGER, pseudo, speak_pseudo
from tests.ui.visits.hands import asked, back
from tests.ui.visits.test_dialogs_fit import ask_everything

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.screen import Screen
    from fieldsurvey.ui.theme import Theme

ROOM = Path(__file__).resolve().parents[3] / "fieldsurvey" / "ui"
TESTS = Path(__file__).resolve().parents[1]
#: What every screen and dialog is made of, and so none itself.
BASES = {"Page", "Screen", "QDialog", "FieldsDialog", "Sheet", "NoteSheet", "HoldersDialog"}
#: Looked at with longer texts by a test of their own room.
ELSEWHERE = {
    "registry/test_longer_words.py": {
        "EndDialog",
        "RecordDialog",
        "ScheduleDialog",
        "SettleDialog",
    },
}
#: Opened over a form.
SHEETS = ("go-to", "comment", "same", "history", "respondent")

#: Windows are taken down by Qt, as the application does: Python would do it in the order of its own references.
_KEPT: list[QWidget] = []


class Look:
    """Looks at what is shown, and remembers what it was and what does not fit."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.faults: list[str] = []

    def at(self, widget: QWidget, *sizes: tuple[int, int]) -> None:
        """Look at a screen or dialog in these sizes."""
        name = type(widget).__name__
        inside = {type(page).__name__ for page in widget.findChildren(Page) if page.isVisible()}
        self.seen |= {name, *inside}
        for size in sizes:
            try:
                assert_fits(widget, size)
            except AssertionError as fault:
                self.faults.append(f"{name}, {inside}: {str(fault)[:1500]}")
        self.faults += [f"{name}, {inside}: {text!r} is cut" for text in cut(widget)]
        self.faults += [f"{name}, {inside}: {what}" for what in too_wide(widget)]


def cut(widget: QWidget) -> Iterator[str]:
    """Yield the words of labels, buttons and tabs that are wider than their place."""
    for shown in widget.findChildren(QLabel) + widget.findChildren(QPushButton):
        wraps = isinstance(shown, QLabel) and (shown.wordWrap() or not shown.pixmap().isNull())
        room = shown.width() + 1
        if shown.isVisible() and not wraps and room < shown.minimumSizeHint().width():
            yield shown.text()
    for tabs in widget.findChildren(QTabBar):
        for tab in range(tabs.count() if tabs.isVisible() else 0):
            wide = tabs.fontMetrics().horizontalAdvance(tabs.tabText(tab))
            if tabs.isTabVisible(tab) and tabs.tabRect(tab).width() < wide:
                yield tabs.tabText(tab)


def too_wide(widget: QWidget) -> Iterator[str]:
    """Yield what stands in a scrolled area that cannot be moved sideways and is wider than it."""
    never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    for area in widget.findChildren(QScrollArea):
        if area.isVisible() and area.horizontalScrollBarPolicy() == never:
            inside, room = area.widget().width(), area.viewport().width()
            if inside > room:
                yield f"fields of {inside} in {room}"


@pytest.fixture
def theme(application: QApplication) -> Theme:
    """The light theme, in a language of longer texts."""
    speak_pseudo(application)
    return make_theme("light", 11)


def screens(qtbot: QtBot, context: Context, store: Store, visit: str, look: Look) -> None:
    """Walk the screens in the real window."""
    window = MainWindow(context.preferences)
    _KEPT.append(window)
    qtbot.addWidget(window)
    window.show()
    go = Navigation(window, lambda theme: replace(context, theme=theme))
    stand = stand_of(store, visit)
    for open_next in (
        go.begin,
        go.open_due,
        go.begin,
        lambda: go.open_visit(visit),
        lambda: go.open_form(visit, "stand", stand),
        lambda: sheets(qtbot, window, look),
        lambda: go.open_score(visit),
        lambda: go.open_findings(visit),
        lambda: go.open_documents(visit),
        go.begin,
        lambda: go.open_visit(visit),
        lambda: go.open_photos(visit),
        go.begin,
        lambda: go.open_visit(visit),
        lambda: go.open_follow_up(visit),
        go.begin,
        go.open_registry,
        go.open_registry_import,
        go.begin,
        go.open_instruments,
        go.begin,
        go.open_settings,
        go.begin,
        lambda: window.open_page(lambda theme: TrainingPage(replace(context, theme=theme))),
        lambda: window.open_page(GuidePage),
    ):
        open_next()
        qtbot.waitUntil(lambda: all(page.whole for page in window.findChildren(SectionPage)))
        look.at(window, *SIZES)


def sheets(qtbot: QtBot, window: MainWindow, look: Look) -> None:
    """Open what opens over a form."""
    window.resize(*SIZES[1])
    screen = window.page
    for name in SHEETS:
        screen.sitting.act(name)
        for sheet in [each for each in screen.findChildren(QDialog) if each.isVisible()]:
            judged(qtbot, sheet, look)


def judged(qtbot: QtBot, dialog: QDialog, look: Look) -> None:
    """Look at an open dialog and close it."""
    QApplication.processEvents()  # what was said has found its place
    if dialog.windowFlags() & Qt.WindowType.FramelessWindowHint:
        look.at(dialog, *SIZES)  # it covers the screen
    else:
        size = (dialog.width(), dialog.height())
        look.at(dialog, size)
        if dialog.width() > SIZES[1][0] or dialog.height() > SIZES[1][1]:
            look.faults.append(f"{type(dialog).__name__} wants {size}, more than {SIZES[1]}")
    with qtbot.waitSignal(dialog.finished):
        dialog.reject()
    QApplication.processEvents()


def questions(qtbot: QtBot, context: Context, store: Store, visit: str, look: Look) -> None:
    """Have every question of the visits asked."""

    def judge(qtbot: QtBot, screen: Screen) -> None:
        judged(qtbot, asked(screen, QDialog), look)
        back(screen)

    ask_everything(qtbot, context, store, visit, judge)


def entrances(qtbot: QtBot, theme: Theme, folder: Path, look: Look) -> None:
    """Look at the pages before there is an open database."""
    database = folder / "v.db"
    pages: list[Page] = [
        FirstRunPage(theme, draft, "id", "fieldsurvey.db")
        for step in ("language", "inspector", "office", "folder", "passphrase", "key", "proof")
        for draft in [Draft(folder, step=step, name="Ani", office="Ombudsman", recovery_key=KEY)]
    ]
    pages += [MissingPage(database, theme), RecoverPage(database, theme, "Ani")]
    pages += [UnlockPage(database, theme, "Ani")]
    pages += [AlreadyOpenPage(AlreadyOpen(path=database, process=12345), theme)]
    for page in pages:
        qtbot.addWidget(page)
        page.entered()
        page.show()
        look.at(page, *SIZES)
        page.hide()


def dialogs(qtbot: QtBot, context: Context, store: Store, visit: str, look: Look) -> None:
    """Look at what opens only after many steps."""
    behind = QWidget()
    _KEPT.append(behind)
    qtbot.addWidget(behind)
    behind.resize(*SIZES[1])
    behind.show()
    photo = store.put_blob(shot(1))
    for dialog in every_dialog(context, store, visit, photo, behind):
        dialog.open()
        QApplication.processEvents()
        judged(qtbot, dialog, look)


WALKS: tuple[Callable[..., None], ...] = (screens, questions, dialogs)


def test_nothing_is_cut_when_texts_are_six_tenths_longer(
    qtbot: QtBot, context: Context, store: Store, visit: str, theme: Theme, tmp_path: Path
) -> None:
    look = Look()
    entrances(qtbot, theme, tmp_path, look)
    for walk in WALKS:
        walk(qtbot, context, store, visit, look)
    assert not look.faults, "\n".join(look.faults)
    elsewhere = set[str]().union(*ELSEWHERE.values())
    assert declared() - look.seen == elsewhere


def test_what_is_looked_at_elsewhere_is_named_there() -> None:
    for file, names in ELSEWHERE.items():
        text = (TESTS / file).read_text(encoding="utf-8")
        assert [name for name in sorted(names) if name not in text] == []


def declared() -> set[str]:
    """Return the names of all classes of screens and dialogs."""
    bases = set(BASES)
    found: set[str] = set()
    for _ in "123":  # a base may be declared in a file that is read later
        for path in sorted(ROOM.rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef) and bases & {
                    base.id for base in node.bases if isinstance(base, ast.Name)
                }:
                    bases.add(node.name)
                    found.add(node.name)
    return {name for name in found - BASES if not name.startswith("_")}


def test_the_texts_are_as_long_as_they_claim() -> None:
    for source in ("Save", "Add a stand", "Open {name} <b>now</b>", "%n visits"):
        text = pseudo(source)
        assert abs(len(text) - round(len(source) * LONGER)) <= 1
        assert text.count("{name}") == source.count("{name}")
        assert ("%n" in text) == ("%n" in source)
        assert text != source
