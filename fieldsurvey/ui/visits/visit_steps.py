"""The steps of a visit from plan to archive: each asks first, says what it means, and then writes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldsurvey.survey.arrival import confirm_time
from fieldsurvey.survey.gaps import Weight
from fieldsurvey.survey.model import VisitState
from fieldsurvey.survey.stages import begin, cancel, complete
from fieldsurvey.ui.parts.dialogs import ConfirmDialog
from fieldsurvey.ui.visits.clock_dialog import ClockDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.gaps import Gap
    from fieldsurvey.survey.overview import Overview
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.parts.pane import Write

#: States from which a visit may be called off (``survey.visits.NEXT_STATES``).
CANCELLABLE = frozenset({VisitState.PLANNED, VisitState.ON_SITE, VisitState.COMPLETED})


class VisitSteps(QObject):
    """Takes a visit from state to state.

    Args:
        context: the tools.
        write: the way into the database.
        owner: the widget over which a question opens.
    """

    #: The step leads to the documents.
    documents = Signal()
    #: Something to say that is not a change.
    said = Signal(str)

    def __init__(self, context: Context, write: Write, owner: QWidget) -> None:
        super().__init__(owner)
        self._context = context
        self._theme, self._clock = context.theme, context.clock
        self._write, self._owner = write, owner
        self._ask_time = False
        self._overview: Overview | None = None

    def show_overview(self, overview: Overview) -> None:
        """Know where the visit is now; once it has begun, the time at the site is asked for."""
        self._overview = overview
        if self._ask_time:
            self._ask_time = False
            if overview.visit.state is VisitState.ON_SITE and not overview.time_confirmed:
                self.confirm_time()

    @property
    def _state(self) -> VisitState | None:
        return self._overview.visit.state if self._overview else None

    def forward(self) -> None:
        """Take the step that follows."""
        steps: dict[VisitState | None, Callable[[], None]] = {
            VisitState.PLANNED: self._begin,
            VisitState.ON_SITE: self._complete,
            VisitState.COMPLETED: self.seal,
            VisitState.SEALED: self.documents.emit,
        }
        steps.get(self._state, lambda: None)()

    def confirm_time(self) -> None:
        """Ask what time it is at the site."""
        if self._overview is None:
            return
        if self._overview.frozen:
            self.said.emit(self.tr("The visit is frozen: its time was confirmed or never will be."))
            return
        zone, ahead = self._overview.visit.mall.zone, self._overview.ahead
        dialog = ClockDialog(self._theme, self._clock, zone, ahead, self._owner)
        dialog.confirmed.connect(self._confirm_time)
        dialog.open()

    def back(self) -> None:
        """Take the step back, where there is one."""
        if self._state is VisitState.COMPLETED:
            self._move(begin, self.tr("Filling goes on."))
        elif self._state is VisitState.SEALED:
            self._confirm(
                self.tr("Lift the seal"),
                self.tr(
                    "Answers can be changed again. Documents made so far become void. "
                    "This is possible only before the first signature."
                ),
                lambda _reason: self._unseal(),
            )

    def seal(self) -> None:
        """Freeze the facts, unless something stands in the way."""
        if self._overview is None or self._state is not VisitState.COMPLETED:
            self.said.emit(self.tr("Only a completed visit can be sealed."))
            return
        dialog = ConfirmDialog(
            self._theme,
            self.tr("Seal the visit"),
            self.tr(
                "Answers, photos and findings are frozen; the berita acara prints their digest."
            ),
            [gap for gap in self._overview.gaps if gap.weight is not Weight.ADVICE],
            self.tr("Seal the visit"),
            self._owner,
            sealing=True,
        )
        dialog.confirmed.connect(self._do_seal)
        dialog.open()

    def cancel(self) -> None:
        """Call the visit off, with a reason."""
        if self._state not in CANCELLABLE:
            self.said.emit(self.tr("This visit cannot be cancelled any more."))
            return
        self._confirm(
            self.tr("Cancel the visit"),
            self.tr(
                "What was recorded stays and can be read; nothing can be added. "
                "A cancelled visit does not come back: for another inspection make a new one."
            ),
            self._do_cancel,
            asked=self.tr("Why is it cancelled? The reason stays in the records."),
        )

    def follow_up(self) -> None:
        """Note that the findings were followed up."""
        self._confirm(
            self.tr("The findings were followed up"),
            self.tr("The seal can no longer be lifted afterwards."),
            lambda _reason: self._to(VisitState.FOLLOWED_UP, self.tr("Followed up.")),
        )

    def close_visit(self) -> None:
        """Close the visit for good."""
        self._confirm(
            self.tr("Close the visit"),
            self.tr("The visit is done with. It stays here, to be read, compared and exported."),
            lambda _reason: self._to(VisitState.CLOSED, self.tr("The visit is closed.")),
        )

    # --- what they write

    def _begin(self) -> None:
        self._ask_time = True
        self._move(begin, self.tr("The visit has begun."))

    def _confirm_time(self, wall: str, day: date | None) -> None:
        said = self.tr("The time is confirmed: {time}.").format(time=wall)
        self._change(lambda desk, visit: confirm_time(desk.visits, visit, wall, day), said)

    def _complete(self) -> None:
        assert self._overview is not None
        self._confirm(
            self.tr("Complete the visit"),
            self.tr(
                "The work on site ends now. You can go on filling afterwards, until the visit is sealed."
            ),
            lambda _reason: self._move(complete, self.tr("The visit is completed.")),
            self._overview.gaps,
        )

    def _confirm(
        self,
        heading: str,
        explanation: str,
        then: Callable[[str], None],
        gaps: Sequence[Gap] = (),
        asked: str = "",
    ) -> None:
        dialog = ConfirmDialog(
            self._theme, heading, explanation, gaps, heading, self._owner, asked=asked
        )
        dialog.confirmed.connect(then)
        dialog.open()

    def _change(self, call: Callable[[Desk, str], object], said: str) -> None:
        if self._overview is None:
            return
        visit = self._overview.visit.id

        def change(desk: Desk) -> str:
            call(desk, visit)
            return said

        self._write(change)

    def _move(self, step: Callable[..., None], said: str) -> None:
        self._change(lambda desk, visit: step(desk.visits, visit), said)

    def _to(self, state: VisitState, said: str) -> None:
        self._change(lambda desk, visit: desk.visits.move(visit, state), said)

    def _do_seal(self, reason: str) -> None:
        self._change(
            lambda desk, visit: desk.seal(visit, override=reason), self.tr("The visit is sealed.")
        )

    def _do_cancel(self, reason: str) -> None:
        self._change(
            lambda desk, visit: cancel(desk.visits, visit, reason),
            self.tr("The visit is cancelled."),
        )

    def _unseal(self) -> None:
        assert self._overview is not None
        remembered = self._context.preferences.text(f"documents/{self._overview.visit.id}")
        folder = (Path(remembered) if remembered else self._context.access.path).parent

        def unseal(desk: Desk, visit: str) -> None:
            from fieldsurvey.report.adopt import adopt_all

            adopt_all(desk, visit, folder)  # no number is voided under a signature
            desk.unseal(visit)

        self._change(unseal, self.tr("The seal was lifted."))
