"""Noting a correction of the signed berita acara, which the next addendum says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from fieldsurvey.survey.amendments import Amendment
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog, Lines

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.ui.theme import Theme


class CorrectionDialog(FieldsDialog):
    """Asks which part of the text is wrong, what should stand there, and why.

    Args:
        theme: colours and sizes.
        parent: the owner.
    """

    #: The ``Amendment`` as entered.
    kept = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.entitle(
            self.tr("Correction of the berita acara"),
            self.tr("The signed text stays as it is; the addendum says beside it what is right."),
        )
        self.part, self.printed = QLineEdit(), Lines(theme, 2)
        self.part.setPlaceholderText(self.tr("e.g. D, finding 3"))
        self.correct, self.reason = Lines(theme, 2), Lines(theme, 2)
        self.field(self.tr("&Part of the text"), self.part)
        self.field(self.tr("What &stands there"), self.printed)
        self.field(self.tr("What &should stand there"), self.correct)
        self.field(self.tr("&Why"), self.reason)
        self.buttons(self.tr("Note the correction"))
        self.go.clicked.connect(self._keep)
        self.part.textChanged.connect(self._judge)
        for lines in (self.correct, self.reason):
            lines.textChanged.connect(self._judge)
        self._judge()
        self.part.setFocus()

    def _entered(self) -> Amendment:
        return Amendment(
            part=self.part.text().strip(),
            printed=self.printed.toPlainText().strip(),
            correct=self.correct.toPlainText().strip(),
            reason=self.reason.toPlainText().strip(),
        )

    def _judge(self) -> None:
        found = self._entered()
        self.go.setEnabled(all((found.part, found.correct, found.reason)))

    def _keep(self) -> None:
        self.kept.emit(self._entered())
        self.accept()
