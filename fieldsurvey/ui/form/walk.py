"""Moving about in a form: from question to question, section to section, problem to problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldsurvey.ui.form.outline import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.ui.form.outline import Section
    from fieldsurvey.ui.form.pages import Pages
    from fieldsurvey.ui.form.state import FormState
    from fieldsurvey.xforms import FormSession


class Walk(QObject):
    """Knows where the person is, and goes elsewhere. What was typed is answered before every move.

    Args:
        session: the live form.
        state: its sections.
        pages: where they are shown.
        parent: the owner.

    Attributes:
        row: the section that is open; after the last one comes the end of the form.
        left: questions that the person came to and left: they say when they have no answer.
    """

    #: Another section is open.
    moved = Signal(int)
    #: The person asks for the end of the form.
    ending = Signal()

    def __init__(
        self, session: FormSession, state: FormState, pages: Pages, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._state, self._pages = session, state, pages
        self._last = ""
        self.row = -1
        self.left: set[str] = set()
        pages.entered.connect(self._entered)

    @property
    def section(self) -> str:
        """Ref of the open section, "" at the end."""
        sections = self._state.sections
        return sections[self.row].ref if 0 <= self.row < len(sections) else ""

    @property
    def question(self) -> str:
        """Ref of the question at hand, "" when there is none."""
        page = self._pages.page
        return page.current if page is not None else ""

    @property
    def trail(self) -> list[str]:
        """What the open section lies in, and the section itself; nothing at the end."""
        sections = self._state.sections
        if not 0 <= self.row < len(sections):
            return []
        return [*self._around(self.row), sections[self.row].label]

    @property
    def repeat(self) -> Section | None:
        """The repeat whose table is open, or in whose instance the person is."""
        here = self.section
        return next(
            (
                s
                for s in self._state.sections
                if s.repeat and (s.ref == here or here in s.instances)
            ),
            None,
        )

    # --- sections

    def open_first(self) -> None:
        """Open the first section that applies."""
        self.row = -1
        self._pages.open_wait()
        self.move_section(1)

    def open_row(self, row: int, *, last: bool = False, ref: str = "") -> None:
        """Open a section, on a question, or its last or first one; past the sections, the end of the form."""
        self._pages.commit()
        self.leave()
        if row >= len(self._state.sections):
            self.ending.emit()
            return
        section = self._state.sections[row]
        self.row = row
        if section.repeat:
            self._pages.open_repeat(section, self._session, self._state)
        else:
            page = self._pages.open_section(section)
            if ref:
                page.focus(ref)
            elif end := page.end(last=last):
                page.focus(end)
                if not last:
                    page.verticalScrollBar().setValue(0)
        self.moved.emit(row)

    def open_ref(self, section: str) -> None:
        """Open a section by its ref."""
        row = self._state.row_of(section)
        if row >= 0:
            self.open_row(row)

    def move_section(self, by: int, *, last: bool = False) -> None:
        """Go to the next or previous section that applies."""
        sections = self._state.sections
        row = (len(sections) if self._pages.at_end else self.row) + by
        while 0 <= row < len(sections):
            if self._state.standing(sections[row]).state is not State.HIDDEN:
                self.open_row(row, last=last)
                return
            row += by
        if row >= len(sections):
            self.open_row(row)

    def stay(self, here: str, *, right: bool) -> None:
        """Be where one was after sections came or went.

        Args:
            here: the section that was open.
            right: its page is still right.
        """
        if self._pages.at_end:
            self.row = len(self._state.sections)
            return
        row = self._state.row_of(here)
        if row < 0 and here.endswith("]"):
            row = self._state.row_of(here.rsplit("[", 1)[0])
            right = False
        if row >= 0 and right:
            self.row = row
        elif self.row >= 0:
            self.row = row if row >= 0 else min(self.row, len(self._state.sections) - 1)
            self.open_row(self.row)

    # --- questions

    def step(self, by: int, *, offers: bool = True) -> None:
        """Go to the next or previous question; past photos that are only offered when ``offers`` is False."""
        self._pages.commit()
        page = self._pages.page
        if page is None:
            self.move_section(by, last=by < 0)
            return
        order = page.section.refs
        here = order.index(page.current) if page.current in order else -1
        beyond = order[here + 1 :] if by > 0 else order[: max(0, here)][::-1]
        wanted = (ref for ref in beyond if offers or not self._is_offer(ref))
        nearest = next(filter(page.answerable, wanted), "")
        if nearest:
            page.focus(nearest)
        else:
            self.move_section(by, last=by < 0)

    def jump(self, ref: str) -> None:
        """Go to a question wherever it stands."""
        section = self._state.section_of(ref)
        if section is None:
            return
        row = self._state.row_of(section.ref)
        page = self._pages.page
        if row == self.row and page is not None:
            page.focus(ref)
        else:
            self.open_row(row, ref=ref)

    def to_problem(self, problems: Sequence[str], by: int) -> str:
        """Go to the next or previous of some questions, round the end; return which."""
        order = self._state.places
        here = order.get(self.question, -1)
        beyond = [ref for ref in problems if (order[ref] - here) * by > 0]
        nearest = (min if by > 0 else max)(beyond or problems, key=lambda ref: order[ref])
        self.jump(nearest)
        return nearest

    def leave(self, for_now: str = "") -> None:
        """From now on the question that was left says when it has no answer."""
        last, self._last = self._last, for_now
        if last and last != for_now and last not in self.left:
            self.left.add(last)
            self._pages.refresh([last])

    def _entered(self, ref: str) -> None:
        self.leave(ref)
        self.moved.emit(self.row)

    def _is_offer(self, ref: str) -> bool:
        upload = self._session.form.definition(ref).control == "upload"
        return upload and not self._session.required(ref)

    def _around(self, row: int) -> list[str]:
        """Return what a section lies in, the outermost first: the repeats around an instance."""
        found, depth = [], self._state.sections[row].depth
        for other in reversed(self._state.sections[:row]):
            if other.depth < depth:
                found.append(other.label)
                depth = other.depth
        return found[::-1]
