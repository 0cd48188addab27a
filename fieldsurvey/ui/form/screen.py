"""The form screen as a page of the window: loads a response, is left in order, comes back where it was."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMessageBox, QVBoxLayout, QWidget

from fieldsurvey.ui.form.face import FormFace
from fieldsurvey.ui.form.loading import Loaded, load_response
from fieldsurvey.ui.form.marker import OpenMarks
from fieldsurvey.ui.form.sitting import ACTIONS, Place, Sitting
from fieldsurvey.ui.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.ui.context import Context


class FormScreen(Screen):
    """Fills one form for one target.

    Args:
        context: the tools.
        visit: the visit's id.
        form: as the instrument names the form.
        target: id of what it is filled for.
        ordinal: the nth time, from 1.
        parent: the owner.

    Attributes:
        face: what is seen.
        sitting: the form in work, None until it is loaded.
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
        self._asked = False
        self._wanted: Place | None = None
        self.sitting: Sitting | None = None
        self._acts = {name: self.on(name, partial(self._act, name)) for name in ACTIONS}
        self._acts["refresh"] = self.on("refresh", self.again.emit)
        self.face = FormFace(self.theme, self._acts, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.face)

    def title(self) -> str:
        """Return target and form."""
        return self.sitting.title if self.sitting is not None else ""

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
                urgent=True,
            )

    def others_wrote(self) -> None:
        """Look whether others changed this response, and say so."""
        if self.sitting is not None:
            self.sitting.bridge.saver.look()

    def can_leave(self, then: Callable[[], None]) -> None:
        """Have everything written, then leave; ask when something could not be."""
        if self.sitting is not None:
            saver = self.sitting.bridge.saver
            self.face.pages.commit()
            if saver.busy:
                # What else is at work, a bundle or a PDF, is not waited for.
                self.context.tasks.flush(until=lambda: not saver.busy)
            if saver.failed:
                saver.retry()
                self.context.tasks.flush(until=lambda: not saver.busy)
            if saver.failed and not self._leave_unsaved():
                return
            saver.stop()
            OpenMarks(self.context.access.path).remove(*self._slot)
        then()

    def keep(self) -> None:
        """Answer with what is typed, so that it is saved with the draft."""
        if self.sitting is not None:
            self.face.pages.commit()

    def place(self) -> object:
        """Return the section and the question at hand, and the language of the form."""
        return self.sitting.place() if self.sitting is not None else self._wanted

    def go_to(self, place: object) -> None:
        """Go where an earlier screen was, or to a question by its node key: ``Place(question=key)``."""
        if not isinstance(place, tuple):
            return
        wanted = Place(*place)
        if self.sitting is None:
            self._wanted = wanted
        else:
            self.sitting.go_to(wanted)

    def _act(self, name: str) -> None:
        if self.sitting is not None:
            self.sitting.act(name)

    def _loaded(self, loaded: Loaded) -> None:
        self.sitting = Sitting(self, self.face, self._acts, self.context, self._slot[0], loaded)
        self.sitting.finished.connect(self._finished)
        self.renamed.emit()
        self.sitting.begin(self._wanted)

    def _not_loaded(self, error: Exception) -> None:
        self.context.tell(error)
        self.closed.emit()

    def _finished(self) -> None:
        self.finished.emit()
        self.closed.emit()

    def _leave_unsaved(self) -> bool:
        answer = QMessageBox.question(
            self,
            self.tr("Not saved"),
            self.tr(
                "Some answers could not be saved and are lost when you leave. Leave all the same?"
            ),
        )
        return answer == QMessageBox.StandardButton.Yes
