"""What opens over the form: comment, history, go to a question, same as the stand before, opening again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from fieldsurvey.survey.model import Response
from fieldsurvey.survey.previous import Offer, offers, previous_response, take_over
from fieldsurvey.survey.visits import response_of
from fieldsurvey.ui.form.go_to import GoToSheet
from fieldsurvey.ui.form.history import HistorySheet
from fieldsurvey.ui.form.notes import CommentSheet, ReopenSheet
from fieldsurvey.ui.form.respondent import RespondentView
from fieldsurvey.ui.form.rows import Row
from fieldsurvey.ui.form.same_as import SameSheet
from fieldsurvey.ui.form.words import answer_words, question_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.store import Store
    from fieldsurvey.survey.ports import History
    from fieldsurvey.ui.answers import NodeView
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.form.bridge import FormBridge
    from fieldsurvey.ui.form.loading import Loaded
    from fieldsurvey.ui.form.state import FormState
    from fieldsurvey.ui.form.walk import Walk
    from fieldsurvey.ui.screen import Screen

_SHOWN = 3

#: The responses of the same form, and what their targets are called.
Earlier = tuple[list[Response], dict[str, str]]


class Aside(QObject):
    """Opens each sheet for the question at hand, and does what it says.

    Args:
        screen: over which they open.
        context: the tools.
        visit: the visit's id.
        loaded: the response.
        bridge: answers it.
        walk: where the person is.
    """

    def __init__(
        self,
        screen: Screen,
        context: Context,
        visit: str,
        loaded: Loaded,
        bridge: FormBridge,
        walk: Walk,
    ) -> None:
        super().__init__(screen)
        self._screen, self._context, self._visit = screen, context, visit
        self._loaded, self._bridge, self._walk = loaded, bridge, walk
        self._session = bridge.session
        self._state: FormState = loaded.state

    def comment(self) -> None:
        """Write beside the answer at hand."""
        ref = self._walk.question
        if ref:
            key = self._session.key(ref)
            text = self._bridge.comments.get(key, "")
            question = question_words(self._session, ref)
            sheet = CommentSheet(self._context.theme, question, text, self._screen)
            sheet.kept.connect(partial(self._bridge.comment, ref))
            sheet.open()

    def history(self) -> None:
        """Show who changed the answer at hand, when, from what to what."""
        ref = self._walk.question
        if ref:
            visit, response, key = self._visit, self._bridge.filling.id, self._session.key(ref)
            self._context.tasks.read(
                lambda store: store.history(visit, response, key), partial(self._show_history, ref)
            )

    def go_to(self) -> None:
        """Find a question by its number, its code or words of it."""
        rows = []
        for section in self._state.sections:
            rows += [
                Row(ref, question_words(self._session, ref), aside=section.label)
                for ref in section.refs
                if self._session.relevant(ref)
            ]
        sheet = GoToSheet(self._context.theme, rows, self._screen)
        sheet.chosen.connect(self._walk.jump)
        sheet.open()

    def same(self) -> None:
        """Offer what repeats from the stand filled before this one."""
        if not self._bridge.locked:
            visit, form = self._visit, self._bridge.filling.form_name
            context = self._context
            context.tasks.read(
                lambda store: _earlier(context, visit, form, store), self._offer_same
            )

    def respondent(self, look: Callable[[str], NodeView | None]) -> None:
        """Hand the questions of the section at hand to the respondent, from the one at hand.

        Args:
            look: gives a question as it is now, None when it does not apply.
        """
        section = self._state.section_of(self._walk.question)
        if section is None or self._bridge.locked:
            return
        bridge, theme = self._bridge, self._context.theme
        view = RespondentView(theme, section.refs, self._walk.question, look, self._screen)
        view.answered.connect(bridge.answer)
        view.attached.connect(bridge.attach)
        view.scanned.connect(bridge.scan)
        view.detached.connect(bridge.detach)
        view.worked.connect(self._context.tasks.work)
        bridge.changed.connect(view.refresh)
        view.finished.connect(view.deleteLater)
        view.setWindowModality(Qt.WindowModality.ApplicationModal)
        view.showFullScreen()

    def reopen(self) -> None:
        """Ask why a finished form is to be opened again, and open it."""
        if self._bridge.locked and not self._bridge.sealed:
            title = f"{self._loaded.target_name} – {self._session.form.title}"
            sheet = ReopenSheet(self._context.theme, title, self._screen)
            sheet.kept.connect(self._bridge.reopen)
            sheet.open()

    def _show_history(self, ref: str, changes: list[History]) -> None:
        HistorySheet(
            self._context.theme,
            question_words(self._session, ref),
            changes,
            partial(answer_words, self._session, ref),
            self._loaded.zone,
            self._screen,
        ).open()

    def _offer_same(self, earlier: Earlier) -> None:
        responses, names = earlier
        filling = self._bridge.filling
        source = previous_response(
            responses,
            form=filling.form_name,
            target=filling.target,
            author=filling.author,
            before=filling.id,
        )
        if source is None:
            self._context.show(self.tr("You have filled no form like this one before."))
            return
        found = offers(self._session, source, self._state.order())
        name = names.get(source.target, "")
        if not found:
            self._context.show(self.tr("Nothing of {source} repeats here.").format(source=name))
            return
        sheet = SameSheet(
            self._context.theme,
            name,
            self.tr("Judgments, evidence and private answers are never taken over."),
            found,
            partial(question_words, self._session),
            partial(answer_words, self._session),
            self._screen,
        )
        sheet.taken.connect(partial(self._take_over, name))
        sheet.open()

    def _take_over(self, source: str, chosen: list[Offer]) -> None:
        text = self.tr("Same as {source}").format(source=source)
        self._bridge.change_many(chosen[0].ref, text, lambda: take_over(self._session, chosen))
        self._walk.jump(chosen[0].ref)
        labels = [question_words(self._session, offer.ref) for offer in chosen]
        filled = ", ".join(labels[:_SHOWN]) + (" …" if len(labels) > _SHOWN else "")
        self._context.show(
            self.tr("{count} answers taken over from {source}: {questions}").format(
                count=len(chosen), source=source, questions=filled
            )
        )


def _earlier(context: Context, visit: str, form: str, store: Store) -> Earlier:
    """Read the responses of a form; on the reader lane."""
    visits = context.desk(store).visits
    names = {target.id: target.name or target.code for target in visits.targets(visit)}
    responses = [response_of(record) for record in store.entities(visit, "response")]
    return [response for response in responses if response.form == form], names
