"""Which page follows which: signals of screens, wired to the window's stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.main_window import MainWindow
    from fieldsurvey.ui.screen import Page, Screen
    from fieldsurvey.ui.theme import Theme


class Navigation(QObject):
    """Opens screens in the window; each is loaded when it is first needed.

    Args:
        window: the stack of pages.
        context: makes the tools in a theme.
    """

    def __init__(self, window: MainWindow, context: Callable[[Theme], Context]) -> None:
        super().__init__(window)
        self._window, self._context = window, context

    def begin(self) -> None:
        """Show the list of visits, alone."""
        from fieldsurvey.ui.visits import VisitList

        def make(theme: Theme) -> Screen:
            page = VisitList(self._context(theme))
            page.opened.connect(self.open_visit)
            return page

        self._window.start_over(make)

    def open_visit(self, visit: str) -> None:
        """Show one visit."""
        from fieldsurvey.ui.visits import VisitPage

        def make(theme: Theme) -> Screen:
            page = VisitPage(self._context(theme), visit)
            page.fill.connect(lambda *what: self.open_form(visit, *what))
            page.score.connect(lambda: self.open_score(visit))
            page.findings.connect(lambda: self.open_findings(visit))
            page.documents.connect(lambda: self.open_documents(visit))
            return page

        self._window.open_page(make)

    def open_form(self, visit: str, form: str, target: str, ordinal: int = 1) -> Page:
        """Fill a form for a target."""
        from fieldsurvey.ui.form import FormScreen

        return self._window.open_page(
            lambda theme: FormScreen(self._context(theme), visit, form, target, ordinal)
        )

    def open_question(self, visit: str, form: str, target: str, ordinal: int, ref: str) -> None:
        """Fill a form for a target, beginning at a question."""
        self.open_form(visit, form, target, ordinal).go_to(("", ref))

    def open_score(self, visit: str) -> None:
        """Show the score."""
        from fieldsurvey.ui.report.score_page import ScorePage

        def make(theme: Theme) -> Screen:
            page = ScorePage(self._context(theme), visit)
            page.open_item.connect(lambda *what: self.open_question(visit, *what))
            return page

        self._window.open_page(make)

    def open_findings(self, visit: str) -> None:
        """Show the findings."""
        from fieldsurvey.ui.report.findings_page import FindingsPage

        self._window.open_page(lambda theme: FindingsPage(self._context(theme), visit))

    def open_documents(self, visit: str) -> None:
        """Show the documents."""
        from fieldsurvey.ui.report.documents_page import DocumentsPage

        self._window.open_page(lambda theme: DocumentsPage(self._context(theme), visit))
