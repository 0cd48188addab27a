"""The passphrase of the database that is going to be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.ui.first_run.passphrase_fields import PassphraseFields
from fieldsurvey.ui.first_run.step import Step

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.ui.first_run.draft import Draft
    from fieldsurvey.ui.theme import Theme


class PassphraseStep(Step):
    """Asks for it twice; another one makes another recovery key."""

    def __init__(self, theme: Theme, draft: Draft) -> None:
        super().__init__(theme, draft)
        self.entitle(
            self.tr("A passphrase for the inspections"),
            self.tr(
                "All answers and photos are encrypted with it, and it is asked for at each start. "
                "Nobody knows it but you, not even who made this program."
            ),
        )
        self._fields = PassphraseFields(
            theme, draft.passphrase, draft.again, (draft.name, draft.staff_number, draft.office)
        )
        self.box.addWidget(self._fields)
        self.end()
        self._fields.changed.connect(self._typed)

    def first(self) -> QWidget:
        """Return the first field."""
        return self._fields.passphrase

    def complaint(self) -> tuple[str, QWidget | None]:
        """They must be the same, and not easily guessed."""
        return self._fields.complaint()

    def _typed(self) -> None:
        self.draft.passphrase = self._fields.passphrase.text()
        self.draft.again = self._fields.again.text()
        self.draft.forget_key()
