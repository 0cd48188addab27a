"""Which page follows which: signals of screens, wired to the window's stack."""

from __future__ import annotations

import importlib
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.store.backup_places import Choice
    from fieldsurvey.survey.gaps import Gap
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.form.recovery import LeftOpen
    from fieldsurvey.ui.main_window import MainWindow
    from fieldsurvey.ui.screen import Page, Screen
    from fieldsurvey.ui.theme import Theme
    from fieldsurvey.ui.visits import VisitPage

#: What is opened from a visit: loading one of them takes a tenth of a second.
FOLLOWING = (
    "fieldsurvey.ui.form",
    "fieldsurvey.ui.report.findings_page",
    "fieldsurvey.ui.report.score_page",
    "fieldsurvey.ui.report.documents_page",
    "fieldsurvey.ui.photos.page",
    "fieldsurvey.ui.followup.page",
)


class Navigation(QObject):
    """Opens screens in the window; each is loaded when it is first needed.

    Args:
        window: the stack of pages.
        context: makes the tools in a theme.
    """

    #: The training visit is asked for.
    training_wanted = Signal()

    def __init__(self, window: MainWindow, context: Callable[[Theme], Context]) -> None:
        super().__init__(window)
        self._window, self._context = window, context

    def begin(self) -> None:
        """Show the list of visits, alone."""
        from fieldsurvey.ui.visits import VisitList

        def make(theme: Theme) -> Screen:
            page = VisitList(self._context(theme), parent=self._window.pages)
            page.opened.connect(self.open_visit)
            page.due.connect(self.open_due)
            page.training.connect(self.training_wanted)
            return page

        self._window.start_over(make)
        self._window.offer("office", self.show_office)
        self._window.offer("registry", self.open_registry)
        self._window.offer("instruments", self.open_instruments)
        self._window.offer("settings", self.open_settings)
        self._look_for_open_forms()
        self._look_for_missed_backup()

    def _look_for_missed_backup(self) -> None:
        """Say that the last backup did not go where it should: it was made when the window was gone."""
        from fieldsurvey.store.backup_places import choice

        context = self._context(self._window.theme)
        context.tasks.work(partial(choice, context.access.path), self._tell_missed_backup)

    def _tell_missed_backup(self, chosen: Choice) -> None:
        from fieldsurvey.errors import BackupPlaceError

        if chosen.folder is not None and chosen.missed is not None:
            self._window.tell(BackupPlaceError(path=chosen.folder, what=chosen.missed))

    def check_file(self) -> None:
        """Look at the file after an unclean stop, in a process of its own; only damage is told."""
        context = self._context(self._window.theme)
        context.tasks.spawn(context.jobs.check_file, (context.access,))

    def _look_for_open_forms(self) -> None:
        """Say what an unclean stop left, and offer to go there."""
        from fieldsurvey.ui.form.marker import OpenMarks

        context = self._context(self._window.theme)
        if OpenMarks(context.access.path).all():
            from fieldsurvey.ui.form.recovery import left_open

            context.tasks.read(partial(left_open, context), self._tell_left_open)

    def _tell_left_open(self, left: list[LeftOpen]) -> None:
        from fieldsurvey.ui.form.recovery import RecoverySheet, forget_left_open

        context = self._context(self._window.theme)
        forget_left_open(context)
        if left and self._window.page is not None:
            sheet = RecoverySheet(context.theme, left, self._window.page)
            sheet.opened.connect(self._open_left)
            sheet.open()

    def _open_left(self, left: LeftOpen) -> None:
        mark = left.mark
        self.open_visit(mark.visit)
        slot = (mark.form, mark.target, mark.ordinal)
        self.open_question(mark.visit, *slot, left.found.last_key)

    def open_visit(self, visit: str) -> VisitPage:
        """Show one visit."""
        from fieldsurvey.ui.visits import VisitPage

        def make(theme: Theme) -> Screen:
            page = VisitPage(self._context(theme), visit, parent=self._window.pages)
            page.fill.connect(lambda *what: self.open_form(visit, *what))
            page.score.connect(lambda: self.open_score(visit))
            page.findings.connect(lambda: self.open_findings(visit))
            page.documents.connect(lambda: self.open_documents(visit))
            page.follow_up.connect(lambda: self.open_follow_up(visit))
            page.photos.connect(lambda: self.open_photos(visit))
            page.registered.connect(self.find_registered)
            return page

        page = self._window.open_page(make)
        assert isinstance(page, VisitPage)
        self._context(self._window.theme).tasks.work(_load_what_follows)
        return page

    def open_form(self, visit: str, form: str, target: str, ordinal: int = 1) -> Page:
        """Fill a form for a target; return its page."""
        from fieldsurvey.ui.form import FormScreen

        return self._window.open_page(
            lambda theme: FormScreen(
                self._context(theme), visit, form, target, ordinal, parent=self._window.pages
            )
        )

    def open_question(self, visit: str, form: str, target: str, ordinal: int, ref: str) -> None:
        """Fill a form for a target, beginning at a question given by ref or node key."""
        from fieldsurvey.ui.form.sitting import Place

        self.open_form(visit, form, target, ordinal).go_to(Place(question=ref))

    def open_score(self, visit: str) -> None:
        """Show the score."""
        from fieldsurvey.ui.report.score_page import ScorePage

        def make(theme: Theme) -> Screen:
            page = ScorePage(self._context(theme), visit, parent=self._window.pages)
            page.open_item.connect(lambda *what: self.open_question(visit, *what))
            return page

        self._window.open_page(make)

    def open_findings(self, visit: str) -> None:
        """Show the findings."""
        from fieldsurvey.ui.report.findings_page import FindingsPage

        self._window.open_page(
            lambda theme: FindingsPage(self._context(theme), visit, parent=self._window.pages)
        )

    def open_follow_up(self, visit: str, place: object = None) -> None:
        """Show what became of the findings, and the complaints."""
        from fieldsurvey.ui.followup.page import FollowUpPage

        page = self._window.open_page(
            lambda theme: FollowUpPage(self._context(theme), visit, parent=self._window.pages)
        )
        if place is not None:
            page.go_to(place)

    def open_due(self) -> None:
        """Show what is overdue or due soon, of all visits."""
        from fieldsurvey.ui.followup.due_page import DuePage

        def make(theme: Theme) -> Screen:
            page = DuePage(self._context(theme), parent=self._window.pages)
            page.opened.connect(self.open_follow_up)
            return page

        self._window.open_page(make)

    def open_documents(self, visit: str) -> None:
        """Show the documents."""
        from fieldsurvey.ui.report.documents_page import DocumentsPage

        def make(theme: Theme) -> Screen:
            page = DocumentsPage(self._context(theme), visit, parent=self._window.pages)
            page.jump.connect(lambda gap: self.open_gap(visit, gap))
            return page

        self._window.open_page(make)

    def open_registry(self, place: object = None) -> None:
        """Show the office's registry, or stand in it on a place."""
        from fieldsurvey.ui.registry.screen import RegistryScreen

        def make(theme: Theme) -> Screen:
            page = RegistryScreen(self._context(theme), parent=self._window.pages)
            page.take_in.connect(self.open_registry_import)
            return page

        if not isinstance(self._window.page, RegistryScreen):
            self._window.open_page(make)
        if place is not None and self._window.page is not None:
            self._window.page.go_to(place)

    def find_registered(self, mall: str, stand: str) -> None:
        """Show a stand of a visit in the registry, by the name of its mall and its own code."""
        from fieldsurvey.ui.registry.shelf import place_of

        context = self._context(self._window.theme)
        context.tasks.read(
            lambda store: place_of(context.desk(store).registry, mall, stand), self._show_registered
        )

    def _show_registered(self, place: tuple[str, ...] | None) -> None:
        if place is None:
            self._window.show_message(
                self.tr("The registry does not know this mall yet: Ins adds it.")
            )
        self.open_registry((place or ("kind", "mall"), None))

    def open_instruments(self) -> None:
        """Show the instruments."""
        from fieldsurvey.ui.registry.instruments_page import InstrumentsPage

        if not isinstance(self._window.page, InstrumentsPage):
            self._window.open_page(
                lambda theme: InstrumentsPage(self._context(theme), parent=self._window.pages)
            )

    def show_office(self) -> None:
        """Show the menu of what the office keeps beyond one visit."""
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QMenu

        from fieldsurvey.ui.actions import make_action

        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, slot in (
            ("registry", self.open_registry),
            ("instruments", self.open_instruments),
        ):
            action = make_action(name, menu, self._window.theme)
            action.triggered.connect(partial(_without_checked, slot))
            menu.addAction(action)
        tool = self._window.tool("office")
        menu.popup(tool.mapToGlobal(tool.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def open_registry_import(self) -> None:
        """Take a list into the registry."""
        from fieldsurvey.ui.registry.import_page import ImportPage

        self._window.open_page(
            lambda theme: ImportPage(self._context(theme), parent=self._window.pages)
        )

    def open_settings(self, part: str = "") -> None:
        """Show the settings, or one part of them; open already, they stay."""
        from fieldsurvey.ui.settings import SettingsScreen

        def make(theme: Theme) -> Screen:
            page = SettingsScreen(self._context(theme), parent=self._window.pages)
            page.chosen.connect(lambda name, value: self._window.choose(**{name: value}))
            page.rekeyed.connect(self._window.choose)
            return page

        if not isinstance(self._window.page, SettingsScreen):
            self._window.open_page(make)
        if part and self._window.page is not None:
            self._window.page.go_to(part)

    def open_photos(self, visit: str) -> None:
        """Show the photos."""
        from fieldsurvey.ui.photos.page import PhotosPage

        self._window.open_page(
            lambda theme: PhotosPage(self._context(theme), visit, parent=self._window.pages)
        )

    def open_gap(self, visit: str, gap: Gap) -> None:
        """Go where something that is missing can be added."""
        if gap.line is not None:
            self.open_form(visit, gap.line.form, gap.line.target, gap.line.ordinal)
        else:
            self.open_visit(visit).go_to_gap(gap)


def _without_checked(slot: Callable[[], None], _checked: bool = False) -> None:
    slot()


def _load_what_follows() -> None:
    """Load the pages that a visit leads to, before a key has to wait for it."""
    for name in FOLLOWING:
        importlib.import_module(name)
