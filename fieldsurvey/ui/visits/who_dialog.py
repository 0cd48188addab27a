"""Whose laptop this is in a visit that came in: one of its team, chosen by a digit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from fieldsurvey.survey.inspectors import inspector_here
from fieldsurvey.survey.parties import team_of
from fieldsurvey.ui.parts.choices import Choices
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A visit in which nobody said yet whose laptop this is.

    Attributes:
        visit: its id.
        mall: where.
        team: names, the lead first.
    """

    visit: str
    mall: str
    team: tuple[str, ...]


def unclaimed(context: Context, visits: Sequence[str], store: Store) -> Unclaimed | None:
    """Return the visit that came in, when it is one alone, whole, with a team, and without an inspector here.

    Runs in the reader's thread.
    """
    desk = context.desk(store)
    if len(visits) != 1 or visits[0] not in desk.visits.ids():
        return None
    (visit,) = visits
    if inspector_here(desk.records, visit):
        return None
    snapshot = desk.visits.snapshot(visit)
    team = tuple(person.name for person in team_of(snapshot.people))
    return Unclaimed(visit, snapshot.mall.name, team) if team else None


class WhoDialog(FieldsDialog):
    """Asks who works on this laptop.

    Args:
        theme: colours and sizes.
        found: the visit.
        author: who works here as the database knows; chosen beforehand when of the team.
        parent: the owner.
    """

    #: The name of one of the team.
    chosen = Signal(str)

    def __init__(self, theme: Theme, found: Unclaimed, author: str, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._team = found.team
        self.entitle(
            self.tr("Who are you in this visit?"),
            self.tr("{mall}. The visit records who works on this laptop.").format(mall=found.mall),
        )
        present = found.team.index(author) if author in found.team else 0
        self._people = Choices(theme, found.team, present, parent=self)
        self.field(self.tr("&Team"), self._people)
        self.buttons(self.tr("Start"))
        self.go.clicked.connect(self._choose)
        self._people.setFocus()

    def _choose(self) -> None:
        self.chosen.emit(self._team[self._people.chosen()])
        self.accept()
