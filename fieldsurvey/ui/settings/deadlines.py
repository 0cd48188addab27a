"""How long there is to mend a finding of each class, as the office sets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.survey.deadlines import LONGEST
from fieldsurvey.survey.observations import CLASSES
from fieldsurvey.survey.wordings import keep_class_deadline, office_templates
from fieldsurvey.ui.settings.panel import Panel, Said
from fieldsurvey.ui.settings.term import TermField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.templates import Deadline
    from fieldsurvey.ui.context import Context


class DeadlinesPanel(Panel):
    """Deadlines by class; they hold for findings that are made from now on, and travel with the registry."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            self.tr(
                "Days from the signing in which a finding of a class is to be mended, unless its item has a deadline "
                "of its own (Texts of the office). They hold for findings made from now on, on every laptop that "
                "holds this registry; those that are there already keep theirs, and their class."
            ),
            parent,
        )
        self._given: dict[str, tuple[str, str]] | None = None
        self.terms: dict[str, TermField] = {}
        self.heading(self.tr("Deadline by class"))
        for name in CLASSES:
            self.terms[name] = TermField(self.theme, name.capitalize())
            self.field(name.capitalize(), self.terms[name])
        self.keep = self.button(
            self.tr("Save the deadlines"), self._save, kind="primary", sign="check"
        )
        self.row(self.keep)
        self.said = Said()
        self.add(self.said)

    def refresh(self) -> None:
        """Read what the office has set."""
        desk = self.context.desk
        self.context.tasks.read(
            lambda store: office_templates(desk(store).registry).of_class, self._show
        )

    def keep_typed(self) -> bool:
        """Save what was changed."""
        return self._given is None or self._typed() == self._given or self._save()

    def _show(self, of_class: Mapping[str, Deadline]) -> None:
        for name, term in self.terms.items():
            own = of_class.get(name)
            term.show_term(own.days if own else None, own.kind if own else "")
        self._given = self._typed()

    def _typed(self) -> dict[str, tuple[str, str]]:
        return {name: term.typed() for name, term in self.terms.items()}

    def _save(self) -> bool:
        wrong = [term for term in self.terms.values() if not term.fits()]
        if wrong:
            said = self.tr("A deadline is a whole number of days, 0 to {longest}, or empty.")
            self.refuse(self.said, wrong[0].days, said.format(longest=LONGEST))
            return False
        typed, before, desk = self._typed(), self._given or {}, self.context.desk
        changed = {name: term for name, term in typed.items() if term != before.get(name)}
        self._given = typed
        self.context.tasks.write(
            lambda store: _keep(store, desk(store), changed),
            self._saved,
            self._failed,
        )
        return True

    def _saved(self, _nothing: None) -> None:
        self.said.say(self.tr("Saved: findings that are made from now on get these deadlines."))

    def _failed(self, error: Exception) -> None:
        from fieldsurvey.ui.messages import sentence

        self.said.say(sentence(error), "bad")
        self._given = {}  # it counts as unsaved, and is tried again when one goes elsewhere


def _keep(store: Store, desk: Desk, changed: Mapping[str, tuple[str, str]]) -> None:
    with store.atomic():
        for name, (days, kind) in changed.items():
            keep_class_deadline(desk.registry, name, days, kind)
