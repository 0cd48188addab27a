"""The page of a repeat: its instances as a table, to open, add or remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from fieldsurvey.ui.actions import action_text
from fieldsurvey.ui.answers.paper import wrapped
from fieldsurvey.ui.form.confirm import Confirm
from fieldsurvey.ui.form.outline import State
from fieldsurvey.ui.form.page import Column
from fieldsurvey.ui.form.repeat_table import Instance, RepeatTable
from fieldsurvey.ui.form.words import SIGNS, answer_words, question_words, standing_words
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.ui.form.outline import Section
    from fieldsurvey.ui.form.state import FormState
    from fieldsurvey.ui.theme import Theme
    from fieldsurvey.xforms import FormSession

_MOST_ROWS = 8
_MOST_COLUMNS = 3


class RepeatPage(Column):
    """Opens, adds and removes instances; a removal is asked about first.

    Args:
        theme: sizes and colours.
        section: the repeat.
        locked: nothing can be added or removed now.
        parent: the owner.
    """

    opened = Signal(str)
    added = Signal(str)
    removed = Signal(str)

    def __init__(
        self, theme: Theme, section: Section, *, locked: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self.section = section
        self._changeable = not (section.fixed or locked)
        self._titles: dict[str, str] = {}
        self.column.addWidget(wrapped("title", section.label))
        if section.fixed:
            text = self.tr("The form itself says how many there are. Enter opens one.")
        else:
            text = self.tr("Enter opens an entry, Insert adds one, Delete removes it.")
        self.column.addWidget(wrapped("muted", text))
        self.table = RepeatTable(theme, section.label)
        self.table.opened.connect(self.opened)
        self.column.addWidget(self.table)
        self._none = wrapped("muted", self.tr("No entries yet."))
        self.column.addWidget(self._none)
        self._sure = Confirm(theme, self.tr("Yes, remove"), self.tr("Keep it"), "danger")
        self._sure.accepted.connect(lambda: self.removed.emit(self.table.current_ref()))
        self._sure.refused.connect(self.focus_first)
        self.column.addWidget(self._sure)
        self.add = QPushButton(icon("plus", theme), action_text("add-entry"))
        self.remove = QPushButton(icon("trash", theme, "bad"), action_text("remove-entry"))
        dress(self.remove, "danger")
        if self._changeable:
            self._offer_changes()
        self.column.addStretch(1)

    def _offer_changes(self) -> None:
        self.table.added.connect(self._add)
        self.table.removed.connect(self.ask_removal)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(lambda: self.ask_removal(self.table.current_ref()))
        buttons = QHBoxLayout()
        buttons.setSpacing(self.theme.space())
        for button in (self.add, self.remove):
            button.setMinimumHeight(self.theme.target)
            button.setAutoDefault(True)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.column.addLayout(buttons)

    def show_instances(self, session: FormSession, state: FormState) -> None:
        """Show the instances as they are now."""
        found = (state.section(ref) for ref in self.section.instances)
        here = [section for section in found if section is not None]
        self._titles = {section.ref: section.label for section in here}
        heads = _heads(session, here)
        paths = [name for name, _ in heads]
        self.table.show_instances(
            [label for _, label in heads],
            list(self._titles),
            lambda ref: _instance(session, ref, state, paths),
        )
        self.table.setVisible(bool(here))
        self._none.setVisible(not here)
        self.table.setFixedHeight(self.table.height_of(min(len(here), _MOST_ROWS)))
        self.remove.setEnabled(bool(here))

    def focus_first(self) -> None:
        """Put the keyboard on the instances, else on the button that adds one."""
        if self.table.instances.refs:
            self.table.setFocus()
        elif self._changeable:
            self.add.setFocus()

    def ask_removal(self, instance: str) -> None:
        """Ask whether an instance is to go."""
        if not self._changeable or instance not in self._titles:
            return
        self.table.selectRow(self.table.instances.refs.index(instance))
        self._sure.ask(
            self.tr("Remove “{entry}” with its answers and photos? Ctrl+Z brings it back.").format(
                entry=self._titles[instance]
            )
        )

    def _add(self) -> None:
        self.added.emit(self.section.ref)


def _heads(session: FormSession, instances: Sequence[Section]) -> list[tuple[str, str]]:
    """Return (path below the instance, label) of the questions that stand as columns."""
    if not instances:
        return []
    first = instances[0]
    found = []
    for ref in first.refs:
        definition = session.form.definition(ref)
        asks_first = definition.control in {"input", "select1", "select", "range"}
        if asks_first and definition.readonly is None and definition.relevant is None:
            found.append((ref.removeprefix(first.ref), question_words(session, ref)))
    return found[:_MOST_COLUMNS]


def _instance(
    session: FormSession, instance: str, state: FormState, paths: Sequence[str]
) -> Instance:
    standing = state.standing_of(instance)
    sign, color = SIGNS[standing.state]
    refs = [instance + path for path in paths]
    cells = tuple(
        answer_words(session, ref, session.get(ref)) if session.get(ref) else "–" for ref in refs
    )
    if standing.state is State.HIDDEN:
        color = "muted"
    return Instance(instance, cells, standing_words(standing), sign, color)
