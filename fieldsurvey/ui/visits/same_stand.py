"""Two records of one stand, made on two laptops: saying which one stands for both, and parting them again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldsurvey.survey.stand_doubles import doubles_of, part, settle
from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.model import Stand
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.parts.pane import Write
    from fieldsurvey.ui.theme import Theme


class SameStandDialog(FieldsDialog):
    """Asks which other stand this one is, or which of its doubles is a stand of its own after all.

    Args:
        theme: colours and sizes.
        stand: this one.
        others: the other stands of the visit.
        doubles: (id, code and name) of those for which this one stands.
        parent: the owner.
    """

    #: This one is the same as the stand of this id, which stands for both.
    same = Signal(str)
    #: The double of this id is a stand of its own.
    parted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        stand: Stand,
        others: Sequence[Stand],
        doubles: Sequence[tuple[str, str]],
        parent: QWidget,
    ) -> None:
        super().__init__(theme, parent)
        self.entitle(
            f"{stand.code} {stand.name}",
            self.tr(
                "Two laptops may have noted one stand twice. Nothing is moved or lost: what was recorded at either is "
                "shown at the one that stays, and they can be parted again."
            ),
        )
        self.choice = StillCombo()
        self.choice.addItem(self.tr("Choose …"), None)
        for name, each in doubles:
            self.choice.addItem(
                self.tr("{name} is another stand: part them").format(name=each), (True, name)
            )
        for other in others:
            told = self.tr("It is the same as {name}, which stays")
            self.choice.addItem(told.format(name=f"{other.code} {other.name}"), (False, other.id))
        self.field(self.tr("&What holds"), self.choice)
        self.buttons(self.tr("Decide"))
        self.go.clicked.connect(self._decide)
        self.choice.currentIndexChanged.connect(lambda at: self.go.setEnabled(at > 0))
        self.go.setEnabled(False)
        self.choice.setFocus()

    def _decide(self) -> None:
        parts, stand = self.choice.currentData()
        (self.parted if parts else self.same).emit(stand)
        self.accept()


class StandDoubles(QObject):
    """Asks, and writes what was decided.

    Args:
        context: the tools.
        write: of the page: writes and shows what was said.
        parent: the pane.
    """

    def __init__(self, context: Context, write: Write, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._write, self._pane = context, write, parent

    def ask(self, visit: str, stand: Stand, stands: Sequence[Stand]) -> None:
        """Read what is held to be this stand, and ask.

        Args:
            visit: its id.
            stand: the present one.
            stands: all of the visit.
        """
        self._asked = visit, stand, [each for each in stands if each.id != stand.id]
        desk = self._context.desk

        def read(store: Store) -> list[tuple[str, str]]:
            return doubles_of(desk(store).visits, visit, stand.id)

        self._context.tasks.read(read, self._show)

    def _show(self, doubles: list[tuple[str, str]]) -> None:
        visit, stand, others = self._asked
        dialog = SameStandDialog(self._context.theme, stand, others, doubles, self._pane)
        dialog.same.connect(partial(self._settle, visit, stand.id))
        dialog.parted.connect(partial(self._part, visit))
        dialog.open()

    def _settle(self, visit: str, stand: str, other: str) -> None:
        said = self.tr("They are one stand now; slots filled at both wait under To decide.")

        def write(desk: Desk) -> str:
            settle(desk.visits, visit, stand, other)
            return said

        self._write(write)

    def _part(self, visit: str, double: str) -> None:
        said = self.tr("They are two stands again.")

        def write(desk: Desk) -> str:
            part(desk.visits, visit, double)
            return said

        self._write(write)
