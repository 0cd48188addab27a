"""Two records that may be one, side by side: a person says which values stand, or that they are two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QRadioButton

from fieldsurvey.survey.registry_edit import settle_different, settle_same
from fieldsurvey.ui.messages import message
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog
from fieldsurvey.ui.registry.words import called, column_word, kind_word, reason_text, shown
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.survey.registry import Registry
    from fieldsurvey.survey.registry_doubts import Doubt
    from fieldsurvey.ui.context import Context


class _Words(QLabel):
    """What a choice says, over several lines where it must; pressing it chooses."""

    def __init__(self, text: str, button: QRadioButton) -> None:
        super().__init__(text)
        self._button = button
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose."""
        del event
        self._button.click()
        self._button.setFocus()


class SettleDialog(FieldsDialog):
    """Nothing is merged without a person; both records stay in the history, and the step can be taken back there.

    Args:
        context: the tools.
        doubt: the two records.
        parent: the owner.
    """

    #: It was written.
    settled = Signal()

    def __init__(self, context: Context, doubt: Doubt, parent: QWidget) -> None:
        super().__init__(context.theme, parent)
        self._context = context
        # The older one stands on the left and is kept: its entity came first.
        self._pair = sorted((doubt.line, doubt.beside), key=lambda line: line.entity)
        self._kind = doubt.line.kind
        self.entitle(
            f"{reason_text(doubt.reason)}: {kind_word(self._kind.name)}",
            self.tr(
                "If they are the same, choose what stands of each line; what names the other one follows. "
                "If they are two, they are not asked about again."
            ),
        )
        self._choices: dict[str, QButtonGroup] = {}
        for column, line in enumerate(self._pair, 1):
            head = QLabel(called(line))
            head.setWordWrap(True)
            dress(head, "strong")
            self.grid.addWidget(head, 0, column)
            self.grid.setColumnStretch(column, 1)
        for field in self._kind.fields:
            self._compare(field.name)
        self.two = QPushButton(self.tr("They are two records"))
        self.two.setAutoDefault(False)
        self.two.clicked.connect(self._different)
        self.foot.addWidget(self.two)
        self.buttons(self.tr("They are one record"))
        self.go.clicked.connect(self._same)
        (self._first() or self.go).setFocus()

    def _compare(self, name: str) -> None:
        """Add a line for a column: where both differ, one of them is to be chosen."""
        values = [line.values.get(name, "") for line in self._pair]
        if not any(values):
            return
        row = self.grid.rowCount()
        label = QLabel(column_word(name))
        label.setMinimumHeight(self.theme.target)
        dress(label, "muted")
        self.grid.addWidget(label, row, 0)
        if values[0] == values[1]:
            same = QLabel(shown(name, values[0]))
            same.setWordWrap(True)
            self.grid.addWidget(same, row, 1, 1, 2)
            return
        group = QButtonGroup(self)
        for number, value in enumerate(values):
            text = shown(name, value) or "–"
            button = QRadioButton()
            button.setMinimumSize(self.theme.target, self.theme.target)
            dress(button, "choice")
            button.setAccessibleName(f"{column_word(name)}: {text}")
            group.addButton(button, number)
            pair = QHBoxLayout()
            pair.setSpacing(0)
            pair.addWidget(button)
            pair.addWidget(_Words(text, button), 1)
            self.grid.addLayout(pair, row, 1 + number)
        # What the kept one says stands, unless it says nothing.
        group.button(0 if values[0] else 1).setChecked(True)
        self._choices[name] = group

    def _first(self) -> QWidget | None:
        group = next(iter(self._choices.values()), None)
        return group.checkedButton() if group else None

    def _same(self) -> None:
        kept, other = self._pair
        texts = {
            name: self._pair[group.checkedId()].values.get(name, "")
            for name, group in self._choices.items()
        }
        kind = self._kind.name
        self._write(lambda registry: settle_same(registry, kind, kept.entity, other.entity, texts))

    def _different(self) -> None:
        kept, other = self._pair
        kind = self._kind.name
        self._write(lambda registry: settle_different(registry, kind, kept.entity, other.entity))

    def _write(self, settle: Callable[[Registry], None]) -> None:
        desk = self._context.desk
        self._allow(False)

        def write(store: Store) -> None:
            settle(desk(store).registry)

        self._context.tasks.write(write, self._done, self._failed, urgent=False)

    def _allow(self, yes: bool) -> None:
        for button in (self.go, self.two):
            button.setEnabled(yes)

    def _done(self, _: object) -> None:
        self.settled.emit()
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._allow(True)
        self.complain(f"{message(error).text} {message(error).detail}")
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)
