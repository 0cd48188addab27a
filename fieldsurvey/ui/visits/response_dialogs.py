"""What is done with a response as a whole: moved to its right target, kept secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QListWidgetItem

from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog
from fieldsurvey.ui.parts.ticked_list import TickedList
from fieldsurvey.ui.parts.words import target_text
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.confidences import Statement
    from fieldsurvey.survey.model import Response
    from fieldsurvey.survey.overview import FormLine
    from fieldsurvey.ui.theme import Theme

_ROWS_SEEN = 5


class MoveDialog(FieldsDialog):
    """Asks for whom a form was really filled.

    Args:
        theme: colours and sizes.
        line: the form as it stands.
        others: the forms of the same kind for other targets.
        parent: the owner.
    """

    #: Id of the right target.
    chosen = Signal(str)

    def __init__(
        self, theme: Theme, line: FormLine, others: Sequence[FormLine], parent: QWidget
    ) -> None:
        super().__init__(theme, parent)
        self.entitle(
            self.tr("{what} was filled for another one").format(what=target_text(line)),
            self.tr("Answers, comments, photos and findings go along. Ctrl+Z takes it back."),
        )
        self._filled = {other.target: other.state is not None for other in others}
        self._to = StillCombo()
        filled = self.tr("filled already")
        for other in others:
            parts = (target_text(other), filled if other.state else "")
            self._to.addItem(" · ".join(part for part in parts if part), other.target)
        self.field(self.tr("&Right one"), self._to)
        self.buttons(self.tr("Move it there"))
        self.go.setEnabled(bool(others))
        self.go.clicked.connect(self._move)
        self._to.currentIndexChanged.connect(self._judge)
        self._judge()
        self._to.setFocus()

    def _judge(self) -> None:
        twice = self._filled.get(str(self._to.currentData()), False)
        self.complain(
            self.tr("That one is filled already: both stay, and you decide which one counts.")
            if twice
            else ""
        )

    def _move(self) -> None:
        self.chosen.emit(str(self._to.currentData()))
        self.accept()


class SecretDialog(FieldsDialog):
    """Asks what of a response was said in confidence: all of it, or single statements.

    Args:
        theme: colours and sizes.
        who: the target in words.
        response: as it stands.
        said: what was answered in it.
        parent: the owner.
    """

    #: Whether all of it is, and the node keys of the statements that are.
    chosen = Signal(bool, object)

    def __init__(
        self,
        theme: Theme,
        who: str,
        response: Response,
        said: Sequence[Statement],
        parent: QWidget,
    ) -> None:
        super().__init__(theme, parent)
        self.entitle(
            self.tr("Said in confidence: {who}").format(who=who),
            self.tr(
                "It stays out of the minutes, scores, findings, exports and reports; only the encrypted "
                "closed annex has it."
            ),
        )
        self._whole = QCheckBox(self.tr("&All of it"))
        self._whole.setMinimumHeight(theme.target)
        self._whole.setChecked(response.secret)
        dress(self._whole, "choice")
        self._list = TickedList()
        self._list.setAccessibleName(self.tr("Statements; Space marks one"))
        self._list.setMinimumHeight(theme.target * _ROWS_SEEN)
        for statement in said:
            item = QListWidgetItem(f"{statement.question}: {statement.answer}")
            item.setData(Qt.ItemDataRole.UserRole, statement.key)
            item.setToolTip(item.text())
            item.setSizeHint(QSize(0, theme.target))
            self._list.add(item, ticked=statement.key in response.secret_keys)
        self._list.setCurrentRow(0)
        self.wide(self._whole)
        self.field(self.tr("&Or only"), self._list)
        self.buttons(self.tr("Keep it so"))
        self.go.clicked.connect(self._keep)
        self._whole.toggled.connect(lambda whole: self._list.setEnabled(not whole))
        self._list.setEnabled(not response.secret)
        self._whole.setFocus()

    def _keep(self) -> None:
        keys = [str(row.data(Qt.ItemDataRole.UserRole)) for row in self._list.ticked()]
        self.chosen.emit(self._whole.isChecked(), keys)
        self.accept()
