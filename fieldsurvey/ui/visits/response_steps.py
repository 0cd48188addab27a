"""Steps on a response that a pane shows a line of: moved, kept secret, withdrawn."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fieldsurvey.survey.confidences import flag_secret, said_in
from fieldsurvey.survey.model import TargetKind
from fieldsurvey.survey.moves import move_response, undo_move
from fieldsurvey.survey.retention import Retention, private_days
from fieldsurvey.ui.parts.dialogs import ConfirmDialog
from fieldsurvey.ui.parts.words import target_text
from fieldsurvey.ui.visits.response_dialogs import MoveDialog, SecretDialog

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.confidences import Statement
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.model import Response
    from fieldsurvey.survey.overview import FormLine, Overview
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.parts.pane import Write


class ResponseSteps(QObject):
    """Asks, then writes.

    Args:
        context: the tools.
        write: the way into the database.
        say: says something above the list, ``""`` for nothing.
        owner: the widget over which a question opens.
    """

    def __init__(
        self, context: Context, write: Write, say: Callable[[str], None], owner: QWidget
    ) -> None:
        super().__init__(owner)
        self._context, self._write, self._say, self._owner = context, write, say, owner
        self._overview: Overview | None = None
        self._line: FormLine | None = None
        self._moved: list[str] = []

    def show_overview(self, overview: Overview) -> None:
        """Know what there is now."""
        self._overview = overview

    def move(self, line: FormLine | None) -> None:
        """Move a response to another target of its form."""
        if not self._begun(line) or line is None or self._overview is None:
            return
        others = [
            other for other in self._overview.of_kind(line.kind) if other.target != line.target
        ]
        dialog = MoveDialog(self._context.theme, line, others, self._owner)
        dialog.chosen.connect(partial(self._move_to, line))
        dialog.open()

    def undo(self) -> bool:
        """Take the last move back; say whether there was one."""
        if not self._moved or self._overview is None or self._overview.frozen:
            return False
        visit, response = self._overview.visit.id, self._moved.pop()
        said = self.tr("The move was taken back.")

        def back(desk: Desk) -> str:
            undo_move(desk.visits, visit, response)
            return said

        self._write(back)
        return True

    def keep_secret(self, line: FormLine | None) -> None:
        """Mark a response, or statements of it, as said in confidence."""
        if not self._begun(line) or line is None or self._overview is None:
            return
        self._line = line
        visit, desk = self._overview.visit.id, self._context.desk
        self._context.tasks.read(
            lambda store: said_in(desk(store), visit, line.response), self._ask_what
        )

    def withdraw(self, line: FormLine | None) -> None:
        """Take an interview out because the service user takes the consent back."""
        if not self._begun(line) or line is None or self._overview is None:
            return
        if line.kind is not TargetKind.SERVICE_USER:
            self._say(self.tr("Only a service user takes a consent back."))
            return
        dialog = ConfirmDialog(
            self._context.theme,
            self.tr("{code} takes the consent back").format(code=line.code),
            self.tr(
                "The interview no longer counts, and its private answers are destroyed here and on every laptop "
                "that hears of it. This cannot be taken back."
            ),
            (),
            self.tr("Destroy the answers"),
            self._owner,
            asked=self.tr("Why? The destruction log prints it; name nobody."),
        )
        dialog.confirmed.connect(partial(self._withdraw, line))
        dialog.open()

    def _begun(self, line: FormLine | None) -> bool:
        self._say("")
        if line is None or not line.response:
            self._say(self.tr("Nothing was filled here yet."))
            return False
        return True

    def _move_to(self, line: FormLine, target: str) -> None:
        if self._overview is None:
            return
        visit = self._overview.visit.id
        moved = self.tr("{what} was moved.").format(what=target_text(line))
        twice = self.tr("That one was filled already: see what is to decide.")
        self._moved.append(line.response)

        def move(desk: Desk) -> str:
            to = desk.visits.target(visit, line.form, target)
            taken = move_response(desk.visits, visit, line.response, to)
            return f"{moved} {twice}" if taken else moved

        self._write(move)

    def _ask_what(self, found: tuple[Response, list[Statement]]) -> None:
        line = self._line
        if line is None:
            return
        response, said = found
        dialog = SecretDialog(self._context.theme, target_text(line), response, said, self._owner)
        dialog.chosen.connect(partial(self._flag, response))
        dialog.open()

    def _flag(self, response: Response, whole: bool, keys: Sequence[str]) -> None:
        if self._overview is None:
            return
        visit = self._overview.visit.id
        kept, opened = self.tr("Kept secret."), self.tr("Nothing of it is secret any more.")

        def flag(desk: Desk) -> str:
            with desk.records.atomic():
                if whole != response.secret:
                    flag_secret(desk.visits, visit, response.id, secret=whole)
                for key in set(keys) ^ response.secret_keys if not whole else ():
                    flag_secret(desk.visits, visit, response.id, key, secret=key in keys)
            return kept if whole or keys else opened

        self._write(flag)

    def _withdraw(self, line: FormLine, reason: str) -> None:
        if self._overview is None:
            return
        visit, said = self._overview.visit.id, self.tr("The interview was taken out.")

        def withdraw(desk: Desk) -> str:
            Retention(desk, private_days()).withdraw(visit, line.code, reason)
            return said

        self._write(withdraw)
