"""Who stands in the berita acara: a person, an institution of the letterhead, what a counterpart answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QLabel,
    QLineEdit,
    QWidget,
)

from fieldsurvey.survey.parties import REACTIONS, ROLES
from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.parts.choices import Choices
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog, Lines
from fieldsurvey.ui.parts.words import REACTIONS as REACTION_WORDS
from fieldsurvey.ui.parts.words import ROLES as ROLE_WORDS
from fieldsurvey.ui.parts.words import say
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.survey.model import Institution, Person, Reaction
    from fieldsurvey.ui.theme import Theme


class PersonDialog(FieldsDialog):
    """Asks for one person.

    Args:
        theme: colours and sizes.
        person: as known so far; without an id it is a new one.
        institutions: names to complete.
        parent: the owner.
    """

    #: The person as entered.
    kept = Signal(object)

    def __init__(
        self, theme: Theme, person: Person, institutions: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(theme, parent)
        new = not person.id
        heading = say(ROLE_WORDS[person.role]) if new else person.name
        explanation = self.tr(
            "As it is to stand in the berita acara: name with titles, position, staff number."
        )
        self.entitle(heading, explanation)
        self._person = person
        self._fields = {
            name: QLineEdit(getattr(person, name))
            for name in ("name", "position", "staff_number", "rank", "institution")
        }
        self._role = StillCombo()
        for role in ROLES:
            self._role.addItem(say(ROLE_WORDS[role]), role)
        self._role.setCurrentIndex(ROLES.index(person.role))
        completer = QCompleter(list(institutions), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._fields["institution"].setCompleter(completer)
        for text, widget in (
            (self.tr("&Name"), self._fields["name"]),
            (self.tr("R&ole"), self._role),
            (self.tr("&Position"), self._fields["position"]),
            (self.tr("&Institution"), self._fields["institution"]),
            (self.tr("&Staff number"), self._fields["staff_number"]),
            (self.tr("&Rank"), self._fields["rank"]),
        ):
            self.field(text, widget)
        self.buttons(self.tr("Add") if new else self.tr("Save"))
        self.go.clicked.connect(self._keep)
        self._fields["name"].textChanged.connect(self._judge)
        self._judge()
        self._fields["name"].setFocus()

    def _judge(self) -> None:
        self.go.setEnabled(bool(self._fields["name"].text().strip()))

    def _keep(self) -> None:
        entered = {name: field.text().strip() for name, field in self._fields.items()}
        self.kept.emit(replace(self._person, role=str(self._role.currentData()), **entered))
        self.accept()


class InstitutionDialog(FieldsDialog):
    """Asks for an institution and the lines of its letterhead.

    Args:
        theme: colours and sizes.
        institution: as known so far; without an id it is a new one.
        parent: the owner.
    """

    #: The institution as entered.
    kept = Signal(object)

    def __init__(self, theme: Theme, institution: Institution, parent: QWidget) -> None:
        super().__init__(theme, parent)
        new = not institution.id
        explanation = self.tr(
            "The letterhead of the berita acara, line by line; without lines its name stands there. "
            "No emblem is printed."
        )
        self.entitle(self.tr("Institution") if new else institution.name, explanation)
        self._institution = institution
        self._name, self._city = QLineEdit(institution.name), QLineEdit(institution.city)
        self._lines = Lines(theme, 4)
        self._lines.setPlainText("\n".join(institution.letterhead))
        self.field(self.tr("&Name"), self._name)
        self.field(self.tr("&Letterhead"), self._lines)
        self.field(self.tr("&City"), self._city)
        self.buttons(self.tr("Add") if new else self.tr("Save"))
        self.go.clicked.connect(self._keep)
        self._name.textChanged.connect(self._judge)
        self._judge()
        self._name.setFocus()

    def _judge(self) -> None:
        self.go.setEnabled(bool(self._name.text().strip()))

    def _keep(self) -> None:
        lines = (line.strip() for line in self._lines.toPlainText().splitlines())
        self.kept.emit(
            replace(
                self._institution,
                name=self._name.text().strip(),
                city=self._city.text().strip(),
                letterhead=tuple(line for line in lines if line),
            )
        )
        self.accept()


class ReactionDialog(FieldsDialog):
    """Asks what a counterpart answers to the minutes; digits choose.

    Args:
        theme: colours and sizes.
        person: who answers.
        reaction: what is noted so far, None when nothing is.
        witnesses: those who may have seen a refusal.
        parent: the owner.
    """

    #: The reaction: kind, text, ids of the witnesses.
    kept = Signal(str, str, object)

    def __init__(
        self,
        theme: Theme,
        person: Person,
        reaction: Reaction | None,
        witnesses: Sequence[Person],
        parent: QWidget,
    ) -> None:
        super().__init__(theme, parent)
        heading = self.tr("Reaction of {name}").format(name=person.name)
        explanation = self.tr("It is printed as section G and is noted before the visit is sealed.")
        self.entitle(heading, explanation)
        present = REACTIONS.index(reaction.kind) + 1 if reaction else 0
        self._kinds = Choices(
            theme, [say(REACTION_WORDS[kind][0]) for kind in ("", *REACTIONS)], present
        )
        self.field(self.tr("&Reaction"), self._kinds)
        self._text = Lines(theme, 3)
        self._text.setPlainText(reaction.text if reaction else "")
        self.field(self.tr("&Notes or reason"), self._text)
        seen = set(reaction.witnesses) if reaction else set()
        self._witnesses = [(witness.id, QCheckBox(witness.name)) for witness in witnesses]
        self._seen_by = QLabel(self.tr("Witnesses of the refusal"))
        dress(self._seen_by, "strong")
        self.wide(self._seen_by)
        for (identity, box), witness in zip(self._witnesses, witnesses, strict=True):
            box.setChecked(bool({identity, witness.name} & seen))
            box.setMinimumHeight(theme.target)
            dress(box, "choice")
            self.wide(box)
        self.buttons(self.tr("Save"))
        self.go.clicked.connect(self._keep)
        self._kinds.changed.connect(self._judge)
        self._kinds.picked.connect(self._go_on)
        self._text.textChanged.connect(self._judge)
        self._judge()
        self._kinds.setFocus()

    def _go_on(self) -> None:
        if self._text.isEnabled():
            self._text.setFocus()

    def _kind(self) -> str:
        return ("", *REACTIONS)[self._kinds.chosen()]

    def _judge(self) -> None:
        kind = self._kind()
        self._text.setEnabled(kind in {"agree-with-notes", "refuse", "reply"})
        refused = kind == "refuse"
        self._seen_by.setVisible(refused and bool(self._witnesses))
        for _, box in self._witnesses:
            box.setVisible(refused)
        wanting = self._text.isEnabled() and not self._text.toPlainText().strip()
        self.go.setEnabled(not wanting)

    def _keep(self) -> None:
        kind = self._kind()
        text = self._text.toPlainText().strip() if self._text.isEnabled() else ""
        seen = [person for person, box in self._witnesses if box.isChecked()]
        self.kept.emit(kind, text, seen if kind == "refuse" else [])
        self.accept()
