"""The form screen: sections on the left, one section's questions on the right, everything by keyboard."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.errors import AnswerError, FormInvalid
from fieldsurvey.ui.actions import action_text
from fieldsurvey.ui.answers import NodeView, view_of
from fieldsurvey.ui.form.bridge import FormBridge, load_response
from fieldsurvey.ui.form.ends import Ending, FinishPage, RepeatPage
from fieldsurvey.ui.form.head import FormHead
from fieldsurvey.ui.form.outline import (
    Section,
    Standing,
    State,
    sections_of,
    standing_of,
)
from fieldsurvey.ui.form.page import SectionPage
from fieldsurvey.ui.form.problems import Problem, ProblemPanel, problem_count
from fieldsurvey.ui.form.tree import SectionTree
from fieldsurvey.ui.form.words import standing_words
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.form.bridge import Loaded

#: Width of the sections in units, and at most in pixels: large text must leave room for the questions.
_TREE_UNITS = 34
_TREE_MOST = 288


class FormScreen(Screen):
    """Fills one form for one target.

    Args:
        context: the tools.
        visit: the visit's id.
        form: as the instrument names the form.
        target: id of what it is filled for.
        ordinal: the nth time, from 1.
        parent: the owner.
    """

    #: The response was called finished, durably.
    finished = Signal()

    def __init__(
        self,
        context: Context,
        visit: str,
        form: str,
        target: str,
        ordinal: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, parent)
        self._slot = (visit, form, target, ordinal)
        self._bridge: FormBridge | None = None
        self._zone = None
        self._sections: list[Section] = []
        self._standings: list[Standing] = []
        self._row = -1
        self._pages: dict[str, SectionPage] = {}
        self._touched: set[str] = set()
        self._last = ""
        self._checked = False
        self._title = ""
        self._wanted: object = None
        self._asked = False
        self._build()
        self._actions()

    # --- the stack of the main window

    def title(self) -> str:
        """Return target and form."""
        return self._title

    def entered(self) -> None:
        """Load the response, the first time."""
        if not self._asked:
            self._asked = True
            visit, form, target, ordinal = self._slot
            context = self.context
            context.tasks.read(
                lambda store: load_response(context, visit, form, target, ordinal, store),
                self._loaded,
                self._not_loaded,
            )

    def can_leave(self, then: Callable[[], None]) -> None:
        """Have everything written, then leave; ask when something could not be."""
        bridge = self._bridge
        if bridge is not None:
            self._commit()
            self.context.tasks.flush()
            if bridge.has_unsaved:
                bridge.retry()
                self.context.tasks.flush()
            if bridge.has_unsaved and not self._leave_unsaved():
                return
        then()

    def place(self) -> object:
        """Return the section and the question at hand."""
        page = self._page()
        return (self._section_ref(), page.current if page is not None else "")

    def go_to(self, place: object) -> None:
        """Go to the section and question of an earlier screen."""
        self._wanted = place
        if self._bridge is not None:
            self._go_wanted()

    # --- building

    def _build(self) -> None:
        theme = self.theme
        self._head = FormHead(theme)
        self.badge = self._head.badge
        self.tree = SectionTree(theme)
        self.tree.setFixedWidth(min(theme.space(_TREE_UNITS), _TREE_MOST))
        self.tree.opened.connect(self._open_row)
        self._stack = QStackedWidget()
        self._wait = QLabel(self.tr("Opening the form…"))
        self._wait.setAlignment(Qt.AlignmentFlag.AlignCenter)
        dress(self._wait, "muted")
        self._stack.addWidget(self._wait)
        self._finish_page = FinishPage(theme)
        self._finish_page.jumped.connect(self._jump)
        self._finish_page.finish.connect(self._finish)
        self._stack.addWidget(self._finish_page)
        self.problems = ProblemPanel(theme)
        self.problems.list.chosen.connect(self._jump)
        self.problems.hide()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        right.addWidget(self.problems)
        right.addWidget(self._foot())
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.tree)
        middle.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addLayout(middle, 1)

    def _foot(self) -> QWidget:
        theme = self.theme
        foot = QFrame()
        dress(foot, "band")
        self._back = QPushButton(icon("up", theme), self.tr("Previous"))
        self._next = QPushButton(icon("down", theme), self.tr("Next"))
        self._back.setToolTip(f"{action_text('previous-question')} (PgUp)")
        self._next.setToolTip(f"{action_text('next-question')} (PgDn)")
        self._count = QPushButton()
        dress(self._count, "quiet")
        self._count.setToolTip(action_text("next-problem"))
        self._back.clicked.connect(self._previous_question)
        self._next.clicked.connect(self._next_question)
        self._count.clicked.connect(self._next_problem)
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.space(3), theme.space(), theme.space(3), theme.space())
        row.setSpacing(theme.space())
        row.addWidget(self._back)
        row.addWidget(self._next)
        row.addStretch(1)
        row.addWidget(self._count)
        for button in (self._back, self._next, self._count):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # their keys are faster, Tab stays short
        return foot

    def _actions(self) -> None:
        for action, slot in (
            ("undo", self._undo),
            ("redo", self._redo),
            ("next-question", self._next_question),
            ("previous-question", self._previous_question),
            ("next-section", partial(self._move_section, 1)),
            ("previous-section", partial(self._move_section, -1)),
            ("next-problem", self._next_problem),
            ("previous-problem", self._previous_problem),
            ("finish", self._open_finish),
            ("attach", self._attach),
            ("panes", self._next_pane),
        ):
            self.on(action, slot)

    # --- loading

    def _loaded(self, loaded: Loaded) -> None:
        bridge = FormBridge(self.context, self._slot[0], loaded, self)
        self._bridge = bridge
        self._zone = loaded.zone
        self._title = f"{loaded.target_name} – {bridge.session.form.title}"
        self._head.show_names(loaded.target_name, bridge.session.form.title)
        bridge.changed.connect(self._changed)
        bridge.moved.connect(self._jump)
        bridge.saving.connect(self.badge.show_saving)
        bridge.saved.connect(self._saved)
        bridge.unsaved.connect(self._not_saved)
        bridge.finished.connect(self._finished)
        self.badge.show_quiet(stored=bool(loaded.finished_digest or self._any_answer()))
        self._look_again()
        self.renamed.emit()
        if self._wanted is not None:
            self._go_wanted()
        else:
            self._move_section(1)

    def _not_loaded(self, error: Exception) -> None:
        self.context.tell(error)
        self.closed.emit()

    def _any_answer(self) -> bool:
        session = self._live.session
        return any(session.get(ref) for section in self._outline() for ref in section.refs)

    def _outline(self) -> list[Section]:
        return sections_of(self._live.session)

    @property
    def _live(self) -> FormBridge:
        assert self._bridge is not None, "nothing is filled before it is loaded"
        return self._bridge

    # --- what is shown

    def look(self, ref: str) -> NodeView | None:
        """Return a question as it is now, None when it does not apply."""
        bridge = self._live
        if not bridge.session.relevant(ref):
            return None
        key = bridge.session.key(ref)
        view = view_of(bridge.session, ref, media=bridge.media.get(key, ()))
        missing = view.violation_kind == "required"
        if missing and not self._checked and ref not in self._touched:
            view = replace(view, violation=None, violation_kind="")
        return view

    def _changed(self, refs: Iterable[str]) -> None:
        self._look_again()
        page = self._page()
        if page is not None:
            page.refresh(refs)

    def _look_again(self) -> None:
        """Work out sections, standings and problems anew, and show them."""
        bridge = self._live
        sections = self._outline()
        if [s.ref for s in sections] != [s.ref for s in self._sections]:
            self._restructure(sections)
        for old, new in zip(self._sections, sections, strict=True):
            old.label, old.instances = new.label, new.instances
        session, checked = bridge.session, self._checked
        self._standings = [standing_of(session, s, checked=checked) for s in self._sections]
        total = self._total()
        rows: list[tuple[Section | None, Standing]] = list(
            zip(self._sections, self._standings, strict=True)
        )
        self.tree.sections.show_sections([*rows, (None, total)])
        self.tree.show_current(self._row)
        finished = bool(bridge.finished_digest)
        stale = bridge.stale
        self._head.show_state(total, finished=finished, stale=stale)
        problems = self._problems()
        self.problems.show_problems(problems)
        missing = sum(problem.missing for problem in problems)
        self._count.setText(problem_count(len(problems) - missing, missing) + "  (F8)")
        self._count.setEnabled(bool(problems))
        if not problems:
            self.problems.hide()
        unanswered = total.relevant - total.answered - total.missing
        self._finish_page.show_ending(Ending(total, tuple(problems), unanswered, finished, stale))

    def _restructure(self, sections: list[Section]) -> None:
        """Take other sections; the one at hand stays open."""
        here = self._section_ref()
        keep = {section.ref: section for section in sections}
        for ref, page in list(self._pages.items()):
            if ref not in keep or page.section.refs != keep[ref].refs:
                if ref == here:
                    here = ""
                self._drop(ref)
        old = {section.ref: section for section in self._sections}
        self._sections = [
            old[s.ref] if s.ref in old and old[s.ref].refs == s.refs else s for s in sections
        ]
        rows = [row for row, section in enumerate(self._sections) if section.ref == here]
        if self._row >= 0:
            self._row = rows[0] if rows else min(self._row, len(self._sections) - 1)

    def _total(self) -> Standing:
        answered = sum(s.answered for s in self._standings)
        relevant = sum(s.relevant for s in self._standings)
        missing = sum(s.missing for s in self._standings)
        invalid = sum(s.invalid for s in self._standings)
        done = not missing and not invalid
        state = State.DONE if done else State.PARTIAL if answered else State.EMPTY
        return Standing(state, answered, relevant, missing, invalid)

    def _problems(self) -> list[Problem]:
        session = self._live.session
        shown = {ref for section in self._sections for ref in section.refs}
        found = []
        for ref, violation in session.problems():
            if ref in shown:
                missing = violation.kind == "required"
                text = violation.message or (
                    self.tr("An answer is needed.") if missing else self.tr("Not accepted.")
                )
                found.append(Problem(ref, session.label(ref) or ref, text, missing))
        return found

    # --- pages

    def _section_ref(self) -> str:
        if 0 <= self._row < len(self._sections):
            return self._sections[self._row].ref
        return ""

    def _page(self) -> SectionPage | None:
        page = self._stack.currentWidget()
        return page if isinstance(page, SectionPage) else None

    def _commit(self) -> None:
        page = self._page()
        if page is not None:
            page.commit()

    def _open_row(self, row: int, *, last: bool = False) -> None:
        """Open a section with the keyboard on its first (or last) question; past the end, the end of the form."""
        self._commit()
        self._touch()
        if row >= len(self._sections):
            self._open_finish()
            return
        section = self._sections[row]
        self._row = row
        if section.repeat:
            self._open_repeat(section)
        else:
            page = self._page_of(section)
            self._stack.setCurrentWidget(page)
            questions = page.questions()
            if questions:
                page.focus(questions[-1 if last else 0])
                if not last:
                    page.verticalScrollBar().setValue(0)
        self.tree.show_current(row)

    def _page_of(self, section: Section) -> SectionPage:
        page = self._pages.get(section.ref)
        if page is not None:
            page.refresh(section.refs)
            return page
        page = SectionPage(self.theme, section, self.look)
        page.answered.connect(self._answered)
        page.attached.connect(self._live.attach)
        page.detached.connect(self._live.detach)
        page.typing.connect(self.badge.show_typing)
        page.advanced.connect(self._advanced)
        page.entered.connect(self._entered_question)
        self._pages[section.ref] = page
        self._stack.addWidget(page)
        return page

    def _open_repeat(self, section: Section) -> None:
        known = {
            s.ref: (s, standing)
            for s, standing in zip(self._sections, self._standings, strict=True)
        }
        rows = [
            (ref, known[ref][0].label, standing_words(known[ref][1]))
            for ref in section.instances
            if ref in known
        ]
        page = RepeatPage(self.theme, section, rows)
        page.opened.connect(self._open_ref)
        page.added.connect(self._add)
        page.removed.connect(self._remove)
        old = self._stack.currentWidget()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.focus_first()
        if isinstance(old, RepeatPage):
            self._throw_away(old)

    def _open_ref(self, section: str) -> None:
        for row, found in enumerate(self._sections):
            if found.ref == section:
                self._open_row(row)

    def _add(self, repeat: str) -> None:
        self._open_ref(self._live.add_repeat(repeat))

    def _remove(self, instance: str) -> None:
        repeat = self._section_ref()
        self._live.remove_repeat(instance)
        self._open_ref(repeat)

    def _drop(self, ref: str) -> None:
        self._throw_away(self._pages.pop(ref))

    def _throw_away(self, page: QWidget) -> None:
        self._stack.removeWidget(page)
        page.hide()
        page.deleteLater()

    # --- answering

    def _answered(self, ref: str, value: str) -> None:
        self._live.answer(ref, value)

    def _entered_question(self, ref: str) -> None:
        self._touch(ref)
        self.tree.show_current(self._row)

    def _touch(self, now: str = "") -> None:
        """From now on the question that was left says when it has no answer."""
        page = self._page()
        last, self._last = self._last, now
        if last and last != now and last not in self._touched:
            self._touched.add(last)
            if page is not None and last in page.section.refs:
                page.refresh([last])

    def _advanced(self, ref: str) -> None:
        view = self.look(ref)
        if view is not None and view.violation_kind == "constraint":
            page = self._page()
            if page is not None:
                page.focus(ref)
            return
        self._step(1, offers=False)

    def _next_question(self) -> None:
        self._commit()
        self._step(1)

    def _previous_question(self) -> None:
        self._commit()
        self._step(-1)

    def _step(self, by: int, *, offers: bool = True) -> None:
        """Go to the next question or the one before; past photos that are only offered when the answers flow."""
        page = self._page()
        if page is None:
            self._move_section(by, last=by < 0)
            return
        questions = [q for q in page.questions() if offers or not self._is_offer(q)]
        order = page.section.refs
        if page.current in order:
            here = order.index(page.current)
            beyond = [q for q in questions if (order.index(q) - here) * by > 0]
        else:
            beyond = questions
        if beyond:
            page.focus(beyond[0] if by > 0 else beyond[-1])
        else:
            self._move_section(by, last=by < 0)

    def _is_offer(self, ref: str) -> bool:
        session = self._live.session
        upload = session.form.definition(ref).control == "upload"
        return upload and not session.required(ref)

    def _move_section(self, by: int, *, last: bool = False) -> None:
        at_end = self._stack.currentWidget() is self._finish_page
        row = (len(self._sections) if at_end else self._row) + by
        while 0 <= row < len(self._sections):
            if self._standings[row].state is not State.HIDDEN:
                self._open_row(row, last=last)
                return
            row += by
        if row >= len(self._sections):
            self._open_finish()

    def _undo(self) -> None:
        self._commit()
        self._live.undo.undo()

    def _redo(self) -> None:
        self._commit()
        self._live.undo.redo()

    def _attach(self) -> None:
        page = self._page()
        frame = page.frame(page.current) if page is not None else None
        choose = getattr(frame.widget, "choose", None) if frame is not None else None
        if choose is not None:
            choose()

    # --- problems and the end

    def _check(self) -> None:
        """From now on every missing answer shows."""
        if not self._checked:
            self._checked = True
            self._look_again()
            page = self._page()
            if page is not None:
                page.refresh(page.section.refs)

    def _next_problem(self) -> None:
        self._to_problem(1)

    def _previous_problem(self) -> None:
        self._to_problem(-1)

    def _to_problem(self, by: int) -> None:
        if self._bridge is None:
            return
        self._commit()
        self._check()
        problems = self._problems()
        if not problems:
            self.context.show(self.tr("No problems: the form can be finished (Ctrl+J)."))
            return
        self.problems.show()
        order = [ref for section in self._sections for ref in section.refs]
        page = self._page()
        here = order.index(page.current) if page is not None and page.current in order else -1
        places = [order.index(problem.ref) for problem in problems]
        beyond = [place for place in places if (place - here) * by > 0]
        nearest = min if by > 0 else max
        target = nearest(beyond or places)
        self._jump(order[target])
        row = [problem.ref for problem in problems].index(order[target])
        self.problems.list.setCurrentIndex(self.problems.list.problems.index(row))

    def _jump(self, ref: str) -> None:
        for row, section in enumerate(self._sections):
            if ref in section.refs:
                if row != self._row or self._page() is None:
                    self._open_row(row)
                page = self._page()
                if page is not None:
                    page.focus(ref)
                return

    def _open_finish(self) -> None:
        if self._bridge is None:
            return
        self._commit()
        self._touch()
        self._check()
        self._row = len(self._sections)
        self._look_again()
        self.problems.hide()  # the page has the same list, larger
        self._stack.setCurrentWidget(self._finish_page)
        self._finish_page.focus_first()
        self.tree.show_current(self._row)

    def _finish(self) -> None:
        try:
            self._live.finish()
        except FormInvalid as error:
            self.context.tell(error)
            self._look_again()

    def _finished(self) -> None:
        self._look_again()
        self.context.show(self.tr("The form is finished."))
        self.finished.emit()
        self.closed.emit()

    # --- saving

    def _saved(self, at: datetime) -> None:
        self.badge.show_saved(at.astimezone(self._zone))
        self._head.show_state(
            self._total(), finished=bool(self._live.finished_digest), stale=self._live.stale
        )

    def _not_saved(self, error: Exception) -> None:
        self.badge.show_unsaved(error)
        self.context.tell(error)

    def _leave_unsaved(self) -> bool:
        answer = QMessageBox.question(
            self,
            self.tr("Not saved"),
            self.tr(
                "Some answers could not be saved and are lost when you leave. Leave all the same?"
            ),
        )
        return answer == QMessageBox.StandardButton.Yes

    # --- the keyboard between the parts

    def _next_pane(self) -> None:
        panes: list[QWidget] = [self.tree, self._stack]
        if self.problems.isVisible():
            panes.append(self.problems.list)
        here = next((at for at, pane in enumerate(panes) if _holds_focus(pane)), -1)
        pane = panes[(here + 1) % len(panes)]
        if pane is not self._stack:
            pane.setFocus()
            return
        page = self._stack.currentWidget()
        if isinstance(page, SectionPage):
            questions = page.questions()
            at = page.current if page.current in questions else "".join(questions[:1])
            page.focus(at)
        elif isinstance(page, RepeatPage | FinishPage):
            page.focus_first()

    def _go_wanted(self) -> None:
        section, ref = self._wanted if isinstance(self._wanted, tuple) else ("", "")
        self._wanted = None
        refs = [found.ref for found in self._sections]
        self._open_row(refs.index(section) if section in refs else 0)
        if ref:
            try:
                self._live.session.key(ref)
            except AnswerError:
                return
            self._jump(ref)


def _holds_focus(pane: QWidget) -> bool:
    focus = pane.window().focusWidget()
    return focus is not None and (focus is pane or pane.isAncestorOf(focus))
