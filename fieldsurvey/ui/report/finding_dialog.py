"""A finding written by hand: where, what, how grave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from fieldsurvey.survey.model import Finding
from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.parts.choices import Choices
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog, Lines
from fieldsurvey.ui.report.finding_editor import CLASSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.ui.theme import Theme


class FindingDialog(FieldsDialog):
    """Asks for a new finding.

    Args:
        theme: colours and sizes.
        places: id → name of what it may be about.
        parent: the page.
    """

    #: The finding, without an id.
    written = Signal(object)

    def __init__(self, theme: Theme, places: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.entitle(
            self.tr("New finding"),
            self.tr(
                "For what no question of a form asks. It stands in the minutes like the others."
            ),
        )
        self.place = StillCombo()
        for identity, name in places.items():
            self.place.addItem(name, identity)
        self.condition = Lines(theme)
        self.criterion = Lines(theme, 2)
        self.classification = Choices(theme, CLASSES, 0)
        self.field(self.tr("&Where"), self.place)
        self.field(self.tr("What was &found"), self.condition)
        self.field(self.tr("&Criterion"), self.criterion)
        self.field(self.tr("C&lass"), self.classification)
        self.buttons(self.tr("Add"))
        self.go.clicked.connect(self._finish)
        self.place.setFocus()

    def _finish(self) -> None:
        condition = self.condition.toPlainText().strip()
        if not condition:
            self.complain(self.tr("Say what was found."))
            self.condition.setFocus()
            return
        made = Finding(
            id="",
            number=0,
            target=str(self.place.currentData()),
            target_name=self.place.currentText(),
            item="",
            condition=condition,
            criterion=self.criterion.toPlainText().strip(),
            classification=CLASSES[self.classification.chosen()],
        )
        self.written.emit(made)
        self.accept()
