"""Team, inspected party, witnesses and letterheads: who stands in the berita acara, and what they answer to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fieldsurvey.survey.model import Institution, Person
from fieldsurvey.survey.parties import (
    keep_institution,
    keep_person,
    keep_reaction,
    remove_institution,
    remove_person,
)
from fieldsurvey.ui.parts.dialogs import ConfirmDialog
from fieldsurvey.ui.parts.pane import Pane, Write
from fieldsurvey.ui.parts.rows import Cell, Row
from fieldsurvey.ui.parts.words import ROLES, reaction_pill, say
from fieldsurvey.ui.visits.person_dialogs import InstitutionDialog, PersonDialog, ReactionDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.model import Reaction
    from fieldsurvey.survey.overview import Overview
    from fieldsurvey.ui.theme import Theme


class PartiesPane(Pane):
    """The people of the minutes; Enter changes one, single keys add one."""

    def __init__(self, theme: Theme, write: Write, parent: QWidget | None = None) -> None:
        super().__init__(theme, write, "", columns=(22,), parent=parent)
        self.list.setAccessibleName(self.tr("Team and parties"))
        self.list.opened.connect(self._open)
        self.tool("A", self.tr("+ Team"), self._add_to_team, self.tr("Add to the team"))
        self.tool(
            "B", self.tr("+ Counterpart"), partial(self._add, "counterpart"),
            self.tr("Add someone of the inspected party"),
        )  # fmt: skip
        self.tool("S", self.tr("+ Witness"), partial(self._add, "witness"))
        self.tool("R", self.tr("Reaction"), self._react, self.tr("Reaction of the counterpart"))
        self.tool("I", self.tr("+ Institution"), partial(self._institution, Institution("", "")))
        self.tool("Del", self.tr("Remove"), self._remove)

    def show_overview(self, overview: Overview) -> None:
        """Show people party by party, then the letterheads."""
        super().show_overview(overview)
        people = overview.visit.people
        rows: list[Row] = []
        for heading, told, roles in (
            (self.tr("First party: inspecting team"), self.tr("signs"), ("lead", "member")),
            (self.tr("Second party: inspected"), self.tr("signs or refuses"), ("counterpart",)),
            (self.tr("Witnesses"), "", ("witness",)),
        ):
            found = [person for role in roles for person in people if person.role == role]
            rows.append(
                Row(heading, heading, told if found else self.tr("nobody yet"), heading=True)
            )
            rows += [self._person(person) for person in found]
        heading = self.tr("Letterhead")
        institutions = overview.visit.institutions
        rows.append(
            Row(heading, heading, "" if institutions else self.tr("none yet"), heading=True)
        )
        rows += [
            Row(one.id, one.name, " · ".join(one.letterhead) or one.city, icon="mall")
            for one in institutions
        ]
        self.list.set_rows(rows)

    def _person(self, person: Person) -> Row:
        facts = (person.position, person.institution, person.staff_number)
        if person.role == "counterpart":
            reaction = self._reaction(person)
            cell = reaction_pill(reaction.kind if reaction else "")
        else:
            cell = Cell(say(ROLES.get(person.role, "")), "muted")
        detail = " · ".join(fact for fact in facts if fact) or self.tr("position not entered yet")
        return Row(person.id, person.name, detail, icon="person", cells=(cell,))

    def _reaction(self, person: Person) -> Reaction | None:
        given = self.overview.visit.reactions if self.overview else ()
        return next((each for each in given if each.person == person.id), None)

    def _current(self) -> Person | Institution | None:
        key = self.list.current_key()
        if self.overview is None:
            return None
        everyone = (*self.overview.visit.people, *self.overview.visit.institutions)
        return next((one for one in everyone if one.id == key), None)

    def _open(self, _key: object) -> None:
        found = self._current()
        if self.overview is None or self.overview.frozen or found is None:
            return
        if isinstance(found, Person):
            self._ask(found)
        else:
            self._institution(found)

    def _add_to_team(self) -> None:
        led = self.overview is not None and self.overview.has_role("lead")
        self._add("member" if led else "lead")

    def _add(self, role: str) -> None:
        self._ask(Person("", "", role))

    def _ask(self, person: Person) -> None:
        if self.overview is None:
            return
        visit = self.overview.visit
        known = dict.fromkeys(
            name
            for name in (
                *(institution.name for institution in visit.institutions),
                *(other.institution for other in visit.people),
                *(stand.institution for stand in visit.stands),
            )
            if name
        )
        dialog = PersonDialog(self.theme, person, list(known), self)
        dialog.kept.connect(
            lambda kept: self._do(
                lambda desk: keep_person(desk.visits, visit.id, kept),
                self.tr("{name} is in the records.").format(name=kept.name),
            )
        )
        dialog.open()

    def _institution(self, institution: Institution) -> None:
        if self.overview is None:
            return
        visit = self.overview.visit.id
        dialog = InstitutionDialog(self.theme, institution, self)
        dialog.kept.connect(
            lambda kept: self._do(
                lambda desk: keep_institution(desk.visits, visit, kept),
                self.tr("{name} is in the records.").format(name=kept.name),
            )
        )
        dialog.open()

    def _react(self) -> None:
        found = self._current()
        if self.overview is None or not isinstance(found, Person) or found.role != "counterpart":
            self.hint(self.tr("Choose someone of the inspected party first."))
            return
        self.hint("")
        visit, witnesses = (
            self.overview.visit.id,
            [person for person in self.overview.visit.people if person.role == "witness"],
        )
        dialog = ReactionDialog(self.theme, found, self._reaction(found), witnesses, self)
        dialog.kept.connect(
            lambda kind, text, seen: self._do(
                lambda desk: keep_reaction(desk.visits, visit, found.id, kind, text, seen),
                self.tr("The reaction is noted."),
            )
        )
        dialog.open()

    def _remove(self) -> None:
        found = self._current()
        if self.overview is None or found is None:
            return
        visit = self.overview.visit.id
        remove = remove_person if isinstance(found, Person) else remove_institution
        heading = self.tr("Remove {name}").format(name=found.name)
        dialog = ConfirmDialog(
            self.theme,
            heading,
            self.tr("The berita acara will not name them. The records keep that they were there."),
            (),
            self.tr("Remove"),
            self,
        )
        dialog.confirmed.connect(
            lambda _reason: self._do(
                lambda desk: remove(desk.visits, visit, found.id), self.tr("Removed.")
            )
        )
        dialog.open()

    def _do(self, call: Callable[[Desk], object], said: str) -> None:
        def change(desk: Desk) -> str:
            call(desk)
            return said

        self.write(change)
