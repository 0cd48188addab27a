"""The inspectors who share this laptop: names, passphrases of their own, PINs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from fieldsurvey.ui.first_run.passphrase_fields import refusal
from fieldsurvey.ui.messages import sentence
from fieldsurvey.ui.parts.row_list import RowList
from fieldsurvey.ui.parts.rows import Cell, Row
from fieldsurvey.ui.settings.panel import Panel, Said

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.store.keyholders import Keyholder
    from fieldsurvey.ui.context import Context

_LEAST_DIGITS, _MOST_DIGITS = 4, 8
_LIST_UNITS = 20


class InspectorsPanel(Panel):
    """Lets people in and out; each step asks for a passphrase of who is here, so that no passer-by plants a way in."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            self.tr(
                "Each inspector opens this database with a passphrase of their own, and what they write carries their "
                "name. A PIN only takes the lock off a window that is open."
            ),
            parent,
        )
        self.list = RowList(self.theme, self.tr("Inspectors of this laptop"), columns=(18, 12))
        self.list.setFixedHeight(self.theme.space(_LIST_UNITS))
        self.list.say_when_empty(
            self.tr("Nobody yet: everyone opens it by the database's passphrase.")
        )
        self.list.command("Del", self._ask_removal)
        self.add(self.list)
        self.remove = self.button(
            self.tr("Remove from this laptop"), self._ask_removal, kind="danger", sign="trash"
        )
        self.row(self.remove)
        self.removal_said = Said()
        self.add(self.removal_said)
        self.heading(self.tr("Add an inspector, or give new ones"))
        self.name = QLineEdit(context.author)
        self.field(self.tr("Name, as it stands in the minutes"), self.name)
        self.new = self.secret(
            self.tr("Passphrase of their own"),
            self.tr("At least 8 characters. Empty: theirs stays as it is."),
        )
        self.again = self.secret(self.tr("The same once more"))
        self.pin = self.secret(
            self.tr("PIN, 4 to 8 digits"), self.tr("Empty: theirs stays as it is.")
        )
        self.pin.setMaxLength(_MOST_DIGITS)
        self.heading(self.tr("For every step above"))
        self.present = self.secret(
            self.tr("Your passphrase, or the database's"),
            self.tr("So that nobody lets themselves in while you are away."),
        )
        self.keep = self.button(self.tr("Save"), self._save, kind="primary", sign="check")
        self.row(self.keep)
        self.said = Said()
        self.add(self.said)
        self._asked = ""
        for line in (self.name, self.new, self.again, self.pin, self.present):
            line.returnPressed.connect(self._save)
        if context.keeper.key is None:
            for widget in (self.keep, self.remove):
                widget.setEnabled(False)
            self.said.say(
                self.tr("This database has no passphrase, so everybody opens it."), "warn"
            )

    def refresh(self) -> None:
        """Read who is let in."""
        self.context.tasks.read(lambda store: store.keyholders(), self._show)

    def _show(self, keyholders: list[Keyholder]) -> None:
        self.list.set_rows(
            [
                Row(
                    each.id,
                    each.name,
                    icon="person",
                    color="accent",
                    cells=(
                        Cell(self.tr("own passphrase"), "good") if each.opens else Cell(),
                        Cell(self.tr("PIN"), "good") if each.has_pin else Cell(),
                    ),
                )
                for each in keyholders
            ]
        )
        if self.context.keeper.key is not None:
            self.remove.setEnabled(bool(keyholders))

    # --- adding and changing

    def _save(self) -> None:
        name, new, pin = self.name.text().strip(), self.new.text(), self.pin.text()
        self.accept(self.name, self.new, self.again, self.pin, self.present)
        digits = pin.isascii() and pin.isdecimal()
        if not name:
            self.refuse(self.said, self.name, self.tr("Type the inspector's name first."))
        elif new and (refused := refusal(new, (name,))):
            self.refuse(self.said, self.new, refused)
        elif new != self.again.text():
            self.refuse(self.said, self.again, self.tr("The two passphrases differ."))
        elif pin and not (digits and len(pin) >= _LEAST_DIGITS):
            self.refuse(self.said, self.pin, self.tr("A PIN has 4 to 8 digits."))
        elif not (new or pin):
            self.refuse(self.said, self.new, self.tr("Type a passphrase, a PIN, or both."))
        else:
            self._prove(self.said, partial(_let_in, name, new, pin), self._let_in)

    def _let_in(self, name: str) -> None:
        self._clear()
        self.said.say(self.tr("Saved: {name} can unlock here.").format(name=name))

    # --- removing

    def _ask_removal(self) -> None:
        """Say what it means, the first time; do it, the second."""
        key = self.list.current_key()
        name = next((row.title for row in self.list.rows() if row.key == key), "")
        self.accept(self.present)
        if key is None:
            return
        if self._asked != key:
            self._asked = str(key)
            self.removal_said.say(
                self.tr(
                    "{name} will not open this database any more; what {name} wrote stays. Press once more to remove, "
                    "with your passphrase typed below. Who kept an old copy of the files is kept out only by a new "
                    "passphrase of the database."
                ).format(name=name),
                "warn",
            )
            return
        self._prove(self.removal_said, partial(_shut_out, str(key), name), self._shut_out)

    def _shut_out(self, name: str) -> None:
        self._asked = ""
        self._clear()
        self.removal_said.say(self.tr("{name} was removed from this laptop.").format(name=name))

    # --- each of them

    def _prove(self, said: Said, step: Callable[[Store], str], done: Callable[[str], None]) -> None:
        present = self.present.text()
        if not present:
            self.refuse(
                said, self.present, self.tr("Type your own passphrase, or the database's, too.")
            )
            return
        self._busy(busy=True)
        said.say(self.tr("Checking your passphrase …"), "muted")
        keeper = self.context.keeper
        self.context.tasks.work(
            lambda: keeper.whose(present), partial(self._proved, said, step, done)
        )

    def _proved(
        self,
        said: Said,
        step: Callable[[Store], str],
        done: Callable[[str], None],
        keyholder: str | None,
    ) -> None:
        if keyholder is None:
            self._busy(busy=False)
            self.present.clear()
            self.refuse(said, self.present, self.tr("That passphrase does not open this database."))
            return
        self.context.tasks.write(step, partial(self._stepped, done), partial(self._failed, said))

    def _stepped(self, done: Callable[[str], None], name: str) -> None:
        self._busy(busy=False)
        done(name)
        self.refresh()

    def _failed(self, said: Said, error: Exception) -> None:
        self._busy(busy=False)
        said.say(sentence(error), "bad")

    def _clear(self) -> None:
        for line in (self.new, self.again, self.pin, self.present):
            line.clear()
        self.removal_said.say("")

    def _busy(self, *, busy: bool) -> None:
        for widget in (self.keep, self.remove):
            widget.setEnabled(not busy)


def _let_in(name: str, passphrase: str, pin: str, store: Store) -> str:
    with store.atomic():
        if pin:
            name = store.set_pin(name, pin).name
        if passphrase:
            name = store.set_own_passphrase(name, passphrase).name
    return name


def _shut_out(keyholder: str, name: str, store: Store) -> str:
    store.remove_keyholder(keyholder)
    return name
