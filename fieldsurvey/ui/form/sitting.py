"""A form in work: what the person does reaches the response, and what changes there reaches the screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import AnswerError
from fieldsurvey.ui.answers import NodeView, view_of
from fieldsurvey.ui.form import faults
from fieldsurvey.ui.form.aside import Aside
from fieldsurvey.ui.form.bridge import FormBridge
from fieldsurvey.ui.form.finish_page import Ending
from fieldsurvey.ui.form.photo_editing import PhotoEditing
from fieldsurvey.ui.form.problems import Problem, problem_count
from fieldsurvey.ui.form.walk import Walk
from fieldsurvey.ui.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from PySide6.QtGui import QAction

    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.form.face import FormFace
    from fieldsurvey.ui.form.loading import Loaded
    from fieldsurvey.ui.screen import Screen

#: Actions of a form, by the ids of ``ui.actions``.
ACTIONS = (
    "undo", "redo", "next-question", "previous-question", "next-section", "previous-section", "next-problem",
    "previous-problem", "go-to", "comment", "history", "same", "respondent", "reopen", "attach", "add-entry",
    "remove-entry", "form-language", "save", "finish", "panes",
)  # fmt: skip
#: Those that change answers.
_CHANGES = ("undo", "redo", "same", "respondent", "attach", "add-entry", "remove-entry")


class Place(NamedTuple):
    """Where a person is in a form.

    Attributes:
        section: its ref, "" for wherever the question stands.
        question: ref or node key, "" for none.
        language: of the form, None for its own default.
    """

    section: str = ""
    question: str = ""
    language: str | None = None


class Sitting(QObject):
    """One response on the screen.

    Args:
        screen: the page of the window.
        face: what is seen.
        actions: by id, those of the screen.
        context: the tools.
        visit: the visit's id.
        loaded: the response.

    Attributes:
        bridge: answers and saves; state: how the form stands; walk: where the person is.
        title: target and form.
    """

    #: The response was called finished, durably.
    finished = Signal()

    def __init__(
        self,
        screen: Screen,
        face: FormFace,
        actions: Mapping[str, QAction],
        context: Context,
        visit: str,
        loaded: Loaded,
    ) -> None:
        super().__init__(screen)
        self._face, self._context, self._actions = face, context, actions
        self._zone = loaded.zone
        self._pictures = loaded.pictures
        self._unreadable = loaded.locked
        self.state = loaded.state
        self.bridge = FormBridge(context, visit, loaded, self)
        self._session = self.bridge.session
        self.walk = Walk(self._session, loaded.state, face.pages, self)
        self._aside = Aside(screen, context, visit, loaded, self.bridge, self.walk)
        self._editing = PhotoEditing(context, visit, self.bridge, screen)
        self.title = f"{loaded.target_name} – {self._session.form.title}"
        face.head.show_names(loaded.target_name, self._session.form.title)
        self._does = self._meanings()
        face.pages.look = self.look
        self._connect()

    def begin(self, wanted: Place | None) -> None:
        """Show the form, at a place or at its first question.

        Args:
            wanted: the place.
        """
        answered = any(self._session.get(ref) for ref in self.state.order())
        self._face.head.badge.show_quiet(stored=answered)
        languages = self._session.form.languages
        self._face.foot.show_languages(languages, self._session.language)
        self._lock()
        self.go_to(wanted or Place())

    def place(self) -> Place:
        """Return where the person is."""
        return Place(self.walk.section, self.walk.question, self._session.language)

    def go_to(self, place: Place) -> None:
        """Go somewhere; to the first question when there is no such place any more."""
        self._speak(place.language)
        try:
            ref = self._session.ref(place.question) if place.question else ""
        except AnswerError:  # it went with its instance
            ref = ""
        if self.state.section_of(ref) is not None:
            self.walk.jump(ref)
        elif self.state.row_of(place.section) >= 0:
            self.walk.open_ref(place.section)
        else:
            self.walk.open_first()

    def act(self, name: str) -> None:
        """Do what an action means; what was typed is answered before."""
        self._face.pages.commit()
        self._does[name]()

    def _meanings(self) -> dict[str, Callable[[], object]]:
        return {
            "undo": self.bridge.undo.undo,
            "redo": self.bridge.undo.redo,
            "next-question": lambda: self.walk.step(1),
            "previous-question": lambda: self.walk.step(-1),
            "next-section": lambda: self.walk.move_section(1),
            "previous-section": lambda: self.walk.move_section(-1),
            "next-problem": lambda: self._to_problem(1),
            "previous-problem": lambda: self._to_problem(-1),
            "go-to": self._aside.go_to,
            "comment": self._aside.comment,
            "history": self._aside.history,
            "same": self._aside.same,
            "respondent": lambda: self._aside.respondent(self.look),
            "reopen": self._aside.reopen,
            "attach": self._face.pages.attach,
            "add-entry": self._add_here,
            "remove-entry": self._remove_here,
            "form-language": self._next_language,
            "save": self.bridge.saver.retry,
            "finish": lambda: self.walk.open_row(len(self.state.sections)),
            "panes": self._face.next_pane,
        }

    def _connect(self) -> None:
        bridge, walk, face, pages = self.bridge, self.walk, self._face, self._face.pages
        bridge.changed.connect(self._changed)
        bridge.moved.connect(walk.jump)
        bridge.hid.connect(self._tell_hidden)
        bridge.finished.connect(self._finished)
        bridge.locked_changed.connect(self._reopened)
        bridge.saver.saving.connect(face.head.badge.show_saving)
        bridge.saver.saved.connect(self._saved)
        bridge.saver.unsaved.connect(self._not_saved)
        bridge.saver.overtaken.connect(self._overtaken)
        walk.moved.connect(self._show_place)
        walk.ending.connect(self._open_end)
        pages.answered.connect(bridge.answer)
        pages.attached.connect(bridge.attach)
        pages.scanned.connect(bridge.scan)
        pages.detached.connect(bridge.detach)
        pages.edited.connect(self._editing.edit)
        pages.worked.connect(self._context.tasks.work)
        pages.typing.connect(face.head.badge.show_typing)
        pages.advanced.connect(self._advanced)
        pages.entered.connect(bridge.new_run)
        pages.opened.connect(walk.open_ref)
        pages.added.connect(self._add)
        pages.removed.connect(self._remove)
        pages.jumped.connect(walk.jump)
        pages.finish.connect(bridge.finish)
        pages.reopen.connect(self._aside.reopen)
        face.tree.opened.connect(walk.open_row)
        face.problem_chosen.connect(walk.jump)
        face.foot.language_chosen.connect(self._speak)

    # --- what is shown

    def look(self, ref: str) -> NodeView | None:
        """Return a question as it is now, None when it does not apply."""
        bridge, session = self.bridge, self._session
        if not session.relevant(ref):
            return None
        key = session.key(ref)
        view = view_of(
            session,
            ref,
            media=bridge.media.get(key, ()),
            proof=self.state.proof(ref),
            comment=bridge.comments.get(key, ""),
            locked=key in self._unreadable and not session.get(ref),
            zone=self._zone,
            pictures=self._pictures,
        )
        early = view.violation_kind == "required" and not self.state.checked
        if early and ref not in self.walk.left:
            view = replace(view, violation=None, violation_kind="")
        return replace(view, readonly=True) if bridge.locked else view

    def _changed(self, refs: frozenset[str]) -> None:
        here, pages = self.walk.section, self._face.pages
        if self.state.update(refs):
            right = pages.restructure(self.state)
            pages.refresh_all()
            self.walk.stay(here, right=right)
        else:
            pages.refresh(self.state.concerned(refs))
        if pages.listing is not None:
            pages.listing.show_instances(self._session, self.state)
        self._show_standing()

    def _show_standing(self) -> None:
        """Show how far the form is: sections, head, problems, and the last page when it is open."""
        state, face = self.state, self._face
        total, insisted = state.total(), len(state.insisted())
        face.tree.sections.show_state(state)
        face.tree.show_current(self.walk.row)
        face.head.show_state(total, locked=self.bridge.locked, stale=self.bridge.stale)
        count = total.invalid + total.missing + insisted
        face.foot.show_problems(count)
        if face.shows_problems:
            text = problem_count(total.invalid, total.missing, insisted)
            face.problems.show_problems(self._problems(), text)
            face.problems.setVisible(bool(count))
        if face.pages.at_end:
            self._show_ending()

    def _show_ending(self) -> None:
        session, state = self._session, self.state
        self._face.pages.end.show_ending(
            Ending(
                state.total(),
                tuple(faults.violations(session, state)),
                tuple(faults.evidence(session, state)),
                tuple(faults.blank(session, state)),
                self.bridge.locked,
                self.bridge.stale,
            )
        )

    def _show_place(self, row: int) -> None:
        self._face.tree.show_current(row)
        self._face.head.show_place(self.walk.trail)

    def _lock(self) -> None:
        """Let the form be answered, or only read."""
        locked, face = self.bridge.locked, self._face
        face.pages.locked = locked
        face.pages.refresh_all()
        text = self.tr("This form is finished and can only be read.") if locked else ""
        if self.bridge.sealed:
            text = self.tr("The visit is sealed: its answers can only be read.")
        face.locked.button.setHidden(self.bridge.sealed)
        face.locked.say(text)
        for name in _CHANGES:
            self._actions[name].setEnabled(not locked)
        self._actions["reopen"].setEnabled(locked and not self.bridge.sealed)
        self._show_standing()

    def _reopened(self) -> None:
        self._lock()
        if self._face.pages.at_end:
            self.walk.open_first()

    def _speak(self, language: str | None) -> None:
        """Show the form in one of its languages; the place stays."""
        if language and language != self._session.language:
            self._session.language = language
            self.state.rebuild()
            self._face.pages.restructure(self.state)
            self._face.pages.refresh_all()
            self._show_standing()
            self._show_place(self.walk.row)
        self._face.foot.mark_language(self._session.language)

    def _next_language(self) -> None:
        languages = self._session.form.languages
        if self._session.language in languages:
            at = languages.index(self._session.language)
            self._speak(languages[(at + 1) % len(languages)])

    # --- answering

    def _advanced(self, ref: str) -> None:
        violation = self._session.violation(ref)
        if violation is not None and violation.kind == "constraint":
            self.walk.jump(ref)
        else:
            self.walk.step(1, offers=False)

    def _tell_hidden(self, count: int) -> None:
        self._context.show(
            self.tr("%n answers do not apply any more; they are kept (Ctrl+Z).", "", count)
        )

    # --- entries of a repeat

    def _add_here(self) -> None:
        section = self.walk.repeat
        if section is not None and not section.fixed:
            self._add(section.ref)

    def _remove_here(self) -> None:
        section, here = self.walk.repeat, self.walk.section
        if section is None or section.fixed:
            return
        if here != section.ref:
            self.walk.open_ref(section.ref)
        listing = self._face.pages.listing
        if listing is not None:
            listing.ask_removal(here if here != section.ref else listing.table.current_ref())

    def _add(self, repeat: str) -> None:
        self.walk.open_ref(self.bridge.add_repeat(repeat))

    def _remove(self, instance: str) -> None:
        self.bridge.remove_repeat(instance)
        self._context.show(self.tr("The entry was removed; Ctrl+Z brings it back."))
        self._face.pages.focus_inside()

    # --- problems and the end

    def _problems(self) -> list[Problem]:
        found = faults.violations(self._session, self.state)
        found += faults.insisted(self._session, self.state)
        place = self.state.places
        return sorted(found, key=lambda problem: place[problem.ref])

    def _check(self) -> None:
        """From now on every missing answer shows."""
        if self.state.check():
            self._face.pages.refresh_soon()

    def _to_problem(self, by: int) -> None:
        self._check()
        problems = self._problems()
        if not problems:
            self._show_standing()
            self._context.show(self.tr("No problems: the form can be finished (Ctrl+J)."))
            return
        panel = self._face.problems
        panel.setVisible(not self._face.pages.at_end)
        panel.show()
        self._show_standing()
        panel.list.take_ref(self.walk.to_problem([problem.ref for problem in problems], by))

    def _open_end(self) -> None:
        checked = self.state.check()
        self.walk.row = len(self.state.sections)
        if self._face.shows_problems:
            self._face.problems.hide()  # the page has the same list, larger
        self._show_ending()
        self._face.pages.open_end()
        if checked:  # by now the questions are out of sight, and say what is missing when they are seen again
            self._face.pages.refresh_all()
        self._show_standing()
        self._show_place(self.walk.row)

    def _finished(self) -> None:
        self._lock()
        self._context.show(self.tr("The form is finished."))
        self.finished.emit()

    # --- saving

    def _saved(self, at: datetime) -> None:
        self._face.unsaved.say("")
        if self._face.pages.pending():  # typed while the answer before it was written
            self._face.head.badge.show_typing()
        else:
            self._face.head.badge.show_saved(at.astimezone(self._zone))

    def _overtaken(self, others: tuple[tuple[str, int], ...]) -> None:
        told = [
            self.tr("{name} changed %n answers of this form meanwhile.", "", count).format(
                name=name
            )
            for name, count in others
        ]
        self._face.overtaken.say(" ".join(told))

    def _not_saved(self, error: Exception) -> None:
        self._face.head.badge.show_unsaved(error)
        self._face.unsaved.say(
            self.tr(
                "{why} Your answers stay on the screen; saving them is tried again by itself."
            ).format(why=message(error).happened)
        )
