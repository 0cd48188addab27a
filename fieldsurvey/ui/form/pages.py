"""The pages of a form: one a section, made when first opened; instances of a repeat; the end.

Those opened last are kept; one that is out of sight takes notice of changes when it is opened again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from fieldsurvey.ui.form.finish_page import FinishPage
from fieldsurvey.ui.form.page import SectionPage
from fieldsurvey.ui.form.repeat_page import RepeatPage
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fieldsurvey.ui.answers import NodeView
    from fieldsurvey.ui.form.outline import Section
    from fieldsurvey.ui.form.state import FormState
    from fieldsurvey.ui.theme import Theme
    from fieldsurvey.xforms import FormSession


#: Pages of questions that are kept: a long form, filled to its end, must not become slower with every page.
_KEPT = 8


class Pages(QStackedWidget):
    """What stands beside the sections.

    Args:
        theme: sizes and colours.
        parent: the owner.

    Attributes:
        locked: everything can only be read.
        look: gives the view of a question now, None when it does not apply.
    """

    answered = Signal(str, str)
    attached = Signal(str, object)
    scanned = Signal(str, object)
    detached = Signal(str, str)
    #: (ref, id of a medium): it is to be opened: a photo in the editor, a file in the program that shows it.
    edited = Signal(str, str)
    #: (call, done): see ``QuestionWidget.worked``.
    worked = Signal(object, object)
    typing = Signal()
    advanced = Signal(str)
    entered = Signal(str)
    #: An instance is to be opened, one more is to be added, one to be removed.
    opened = Signal(str)
    added = Signal(str)
    removed = Signal(str)
    #: From the last page: to a question, to the finish, to be answered again.
    jumped = Signal(str)
    finish = Signal()
    reopen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.look: Callable[[str], NodeView | None] = lambda _ref: None
        self.locked = False
        self._made: dict[str, SectionPage] = {}
        self._stale: dict[str, set[str]] = {}
        self._wait = QLabel(self.tr("Opening the form…"))
        self._wait.setAlignment(Qt.AlignmentFlag.AlignCenter)
        dress(self._wait, "muted")
        self.addWidget(self._wait)
        self._end: FinishPage | None = None

    @property
    def end(self) -> FinishPage:
        """The last page, made when it is first wanted: opening a form need not wait for it."""
        if self._end is None:
            self._end = FinishPage(self._theme)
            self._end.jumped.connect(self.jumped)
            self._end.finish.connect(self.finish)
            self._end.reopen.connect(self.reopen)
            self.addWidget(self._end)
        return self._end

    @property
    def page(self) -> SectionPage | None:
        """The page of questions that is open, None when another kind is."""
        page = self.currentWidget()
        return page if isinstance(page, SectionPage) else None

    @property
    def at_end(self) -> bool:
        """Whether the last page is open."""
        return self._end is not None and self.currentWidget() is self._end

    def open_section(self, section: Section) -> SectionPage:
        """Open the page of a section."""
        page = self._made.pop(section.ref, None)
        stale = self._stale.pop(section.ref, None)
        if page is not None and stale:
            page.refresh(stale)
        if page is None:
            page = SectionPage(self._theme, section, self.look)
            page.answered.connect(self.answered)
            page.attached.connect(self.attached)
            page.scanned.connect(self.scanned)
            page.detached.connect(self.detached)
            page.edited.connect(self.edited)
            page.worked.connect(self.worked)
            page.typing.connect(self.typing)
            page.advanced.connect(self.advanced)
            page.entered.connect(self.entered)
            page.reading = self.locked
            self.addWidget(page)
        self._made[section.ref] = page
        self._show(page)
        for ref in list(self._made)[:-_KEPT]:
            self._drop(ref)
        return page

    def open_repeat(self, section: Section, session: FormSession, state: FormState) -> RepeatPage:
        """Open the table of a repeat's instances."""
        page = RepeatPage(self._theme, section, locked=self.locked)
        page.show_instances(session, state)
        page.opened.connect(self.opened)
        page.added.connect(self.added)
        page.removed.connect(self.removed)
        self.addWidget(page)
        self._show(page)
        page.focus_first()
        return page

    def open_wait(self) -> None:
        """Show that something is being opened."""
        self._show(self._wait)

    def open_end(self) -> None:
        """Open the last page."""
        self._show(self.end)
        self.end.focus_first()

    def refresh(self, refs: Iterable[str]) -> None:
        """Look at questions again: now on the open page, on others when they are opened."""
        wanted = frozenset(refs)
        for ref, page in self._made.items():
            if wanted.isdisjoint(page.section.refs):
                continue
            if page is self.currentWidget():
                page.refresh(wanted)
            else:
                self._stale.setdefault(ref, set()).update(wanted)

    def refresh_all(self) -> None:
        """Look at every question again, as `refresh` does."""
        self._refresh_all(SectionPage.refresh_all)

    def refresh_soon(self) -> None:
        """Look at every question again; on the open page at those in sight, and at the others when no key waits."""
        self._refresh_all(lambda page: page.refresh_soon(page.section.refs))

    def _refresh_all(self, refresh: Callable[[SectionPage], None]) -> None:
        for ref, page in self._made.items():
            page.reading = self.locked
            if page is self.currentWidget():
                refresh(page)
            else:
                self._stale[ref] = set(page.section.refs)

    @property
    def listing(self) -> RepeatPage | None:
        """The page of a repeat that is open, None when another kind is."""
        page = self.currentWidget()
        return page if isinstance(page, RepeatPage) else None

    def restructure(self, state: FormState) -> bool:
        """Take other sections; return whether the open page is still right."""
        here = self.currentWidget()
        stays = True
        for ref, page in list(self._made.items()):
            section = state.section(ref)
            if section is not None and section.refs == page.section.refs:
                page.section = section
            else:
                stays = stays and page is not here
                self._drop(ref)
        if isinstance(here, RepeatPage):
            found = state.section(here.section.ref)
            stays = found is not None
            here.section = found or here.section
        return stays

    def commit(self) -> None:
        """Answer with everything that was typed on the open page."""
        if self.page is not None:
            self.page.commit()

    def pending(self) -> bool:
        """Say whether something was typed on the open page that is not answered yet."""
        return self.page is not None and self.page.pending()

    def attach(self) -> None:
        """Ask for a photo or file, where the question at hand takes one."""
        frame = self.page.frame(self.page.current) if self.page is not None else None
        choose = getattr(frame.widget, "choose", None) if frame is not None else None
        if choose is not None:
            choose()

    def focus_inside(self) -> None:
        """Put the keyboard into the open page, where it was."""
        page = self.currentWidget()
        if isinstance(page, SectionPage):
            here = page.current
            page.focus(here if here and page.answerable(here) else page.end())
        elif isinstance(page, RepeatPage | FinishPage):
            page.focus_first()

    def _show(self, page: QWidget) -> None:
        old = self.currentWidget()
        self.setCurrentWidget(page)
        if isinstance(old, RepeatPage) and old is not page:
            self._throw_away(old)

    def _drop(self, ref: str) -> None:
        self._stale.pop(ref, None)
        self._throw_away(self._made.pop(ref))

    def _throw_away(self, page: QWidget) -> None:
        if isinstance(page, SectionPage):
            page.end_making()
        self.removeWidget(page)
        page.hide()
        page.deleteLater()
