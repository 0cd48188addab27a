"""A stand: what is noted on how it was met, and what it is called; or one that nobody knew of before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.parts.choices import Choices
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog, Lines

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from fieldsurvey.survey.model import Stand
    from fieldsurvey.ui.theme import Theme


class StandOfDialog(FieldsDialog):
    """Asks at which stand someone serves or was served.

    Args:
        theme: colours and sizes.
        code: who.
        stands: the stands to choose from.
        present: id of the present one, ``""`` for none.
        parent: the owner.
    """

    #: The stand's id, ``""`` for none.
    kept = Signal(str)

    def __init__(
        self, theme: Theme, code: str, stands: Sequence[Stand], present: str, parent: QWidget
    ) -> None:
        super().__init__(theme, parent)
        self.entitle(code)
        self._stands = StillCombo()
        self._stands.addItem(self.tr("no stand"), "")
        for stand in stands:
            self._stands.addItem(f"{stand.code} {stand.name}", stand.id)
        self._stands.setCurrentIndex(max(0, self._stands.findData(present)))
        self.field(self.tr("&Stand"), self._stands)
        self.buttons(self.tr("Save"))
        self.go.clicked.connect(self._keep)
        self._stands.setFocus()

    def _keep(self) -> None:
        self.kept.emit(str(self._stands.currentData()))
        self.accept()


class AssignDialog(FieldsDialog):
    """Asks who inspects a stand, and whether others go with it; digits choose the person.

    Args:
        theme: colours and sizes.
        stand: the present one.
        stands: all stands.
        team: name of each member by id.
        parent: the owner.
    """

    #: Id of the inspector, ``""`` for nobody, and the ids of the stands.
    kept = Signal(str, object)

    def __init__(
        self,
        theme: Theme,
        stand: Stand,
        stands: Sequence[Stand],
        team: Mapping[str, str],
        parent: QWidget,
    ) -> None:
        super().__init__(theme, parent)
        self.entitle(self.tr("Who inspects {stand}?").format(stand=f"{stand.code} {stand.name}"))
        self._people = ["", *team]
        present = self._people.index(stand.inspector) if stand.inspector in team else 0
        names = [team.get(person) or self.tr("nobody") for person in self._people]
        self._who = Choices(theme, names, present, first=0)
        self.field(self.tr("Inspecto&r"), self._who)
        self._which = StillCombo()
        free = [one.id for one in stands if one.inspector not in team]
        self._which.addItem(self.tr("this stand"), [stand.id])
        if stand.floor:
            there = [one.id for one in stands if one.floor == stand.floor]
            self._which.addItem(
                self.tr("%n stands on {floor}", "", len(there)).format(floor=stand.floor), there
            )
        if free:
            self._which.addItem(self.tr("%n stands without an inspector", "", len(free)), free)
        self._which.addItem(self.tr("all %n stands", "", len(stands)), [one.id for one in stands])
        self.field(self.tr("For &which stands"), self._which)
        self.buttons(self.tr("Save"))
        self.go.clicked.connect(self._keep)
        self._who.setFocus()

    def _keep(self) -> None:
        self.kept.emit(self._people[self._who.chosen()], self._which.currentData())
        self.accept()


class StandDialog(FieldsDialog):
    """Asks for a stand's note, code, name, institution and floor.

    Args:
        theme: colours and sizes.
        stand: as known so far; without an id it is a new one.
        floors: names of the mall's floors, shown as a hint.
        taken: codes of the other stands, folded.
        parent: the owner.
    """

    #: The stand as entered.
    kept = Signal(object)

    def __init__(
        self,
        theme: Theme,
        stand: Stand,
        floors: Sequence[str],
        taken: Collection[str],
        parent: QWidget,
    ) -> None:
        super().__init__(theme, parent)
        new = not stand.id
        heading = self.tr("A stand that was not known") if new else f"{stand.code} {stand.name}"
        told = self.tr("It belongs to this visit; the office's register stays as it is.")
        self.entitle(heading, told if new else "")
        self._stand, self._taken = stand, taken
        self._note = Lines(theme, 2)
        self._note.setPlainText(stand.status_note)
        self._note.setPlaceholderText(self.tr("What was met: a sign on the counter, since when …"))
        self._fields = {
            name: QLineEdit(getattr(stand, name))
            for name in ("code", "name", "institution", "floor")
        }
        self._fields["floor"].setPlaceholderText(", ".join(floors))
        order = [
            (self.tr("&Code"), self._fields["code"]),
            (self.tr("&Name"), self._fields["name"]),
            (self.tr("&Institution"), self._fields["institution"]),
            (self.tr("&Floor"), self._fields["floor"]),
        ]
        note = (self.tr("N&ote on its state"), self._note)
        for text, widget in [*order, note] if new else [note, *order]:
            self.field(text, widget)
        self.buttons(self.tr("Add") if new else self.tr("Save"))
        self.go.clicked.connect(self._keep)
        for name in ("code", "name"):
            self._fields[name].textChanged.connect(self._judge)
        self._judge()
        (self._fields["code"] if new else self._note).setFocus()

    def _judge(self) -> None:
        code, name = (self._fields[key].text().strip() for key in ("code", "name"))
        double = code.casefold() in self._taken
        self.complain(
            self.tr("Another stand has the code {code}.").format(code=code) if double else ""
        )
        self.go.setEnabled(bool(code and name) and not double)

    def _keep(self) -> None:
        entered = {name: field.text().strip() for name, field in self._fields.items()}
        note = " ".join(self._note.toPlainText().split())
        self.kept.emit(replace(self._stand, status_note=note, **entered))
        self.accept()
