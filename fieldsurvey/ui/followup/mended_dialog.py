"""Was it mended? One finding of an earlier visit, looked at again where it was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from fieldsurvey.survey.followup import Mended
from fieldsurvey.ui.followup.words import MENDED, say
from fieldsurvey.ui.parts.choices import Choices
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog, Lines

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.followup import Carried
    from fieldsurvey.ui.theme import Theme


class MendedDialog(FieldsDialog):
    """Asks it; digits choose.

    Args:
        theme: colours and sizes.
        carried: the finding.
        more: how many more wait after this one.
        parent: the owner.
    """

    #: The answer: its id, whether it was mended, a note.
    answered = Signal(str, object, str)

    def __init__(self, theme: Theme, carried: Carried, more: int, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._carried = carried
        told = [f"{carried.target_name}: {carried.condition}"]
        if carried.action:
            told.append(self.tr("To be done: {action}").format(action=carried.action))
        if more:
            told.append(self.tr("%n more after this one", "", more))
        self.entitle(self.tr("Was it mended?"), "\n".join(told))
        self._ways = list(Mended)
        present = self._ways.index(Mended(carried.mended or Mended.NO))  # nothing is claimed unseen
        self._choice = Choices(theme, [say(MENDED[way][0]) for way in self._ways], present)
        self._note = Lines(theme, 2)
        self._note.setPlainText(carried.note)
        self._note.setPlaceholderText(self.tr("What is seen now"))
        self.field(self.tr("&Now"), self._choice)
        self.field(self.tr("N&ote"), self._note)
        self.buttons(self.tr("Save"))
        self.go.clicked.connect(self._keep)
        self._choice.picked.connect(self._note.setFocus)
        self._choice.setFocus()

    def _keep(self) -> None:
        way, note = self._ways[self._choice.chosen()], self._note.toPlainText().strip()
        self.answered.emit(self._carried.id, way, note)
        self.accept()
