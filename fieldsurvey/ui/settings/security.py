"""Passphrases, and how soon the window locks itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from fieldsurvey.ui.first_run.passphrase_fields import refusal
from fieldsurvey.ui.preferences import LOCK_MINUTES
from fieldsurvey.ui.settings.panel import Panel, Said
from fieldsurvey.ui.settings.recovery_key import NewKeyDialog, ProveKeyDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.keeper import Keeper

_DATABASES_OWN = ""


class SecurityPanel(Panel):
    """Another passphrase, whichever one knows; minutes until the window locks."""

    #: The database has another key: what was made with the old one is to be made anew. With what is to be said.
    rekeyed = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent=parent)
        self.heading(self.tr("Automatic lock"))
        self.minutes = QLineEdit(str(context.preferences.lock_minutes))
        self.minutes.setMaximumWidth(self.theme.space(16))
        self.minutes.editingFinished.connect(self._keep_minutes)
        self.field(
            self.tr("Minutes without a key or pointer, 1 to 60"),
            self.minutes,
            self.tr(
                "The window then hides itself until a PIN or passphrase is typed. What you were doing stays."
            ),
        )
        self.lock_said = Said()
        self.add(self.lock_said)
        self.heading(self.tr("Change the passphrase"))
        self.add_told()
        self.old = self.secret(self.tr("The present passphrase"))
        self.new = self.secret(
            self.tr("The new passphrase"), self.tr("At least 8 characters; several words are best.")
        )
        self.again = self.secret(self.tr("The new passphrase once more"))
        for line in (self.old, self.new, self.again):
            line.returnPressed.connect(self._change)
        self.change = self.button(
            self.tr("Change the passphrase"), self._change, kind="primary", sign="lock"
        )
        self.row(self.change)
        self.said = Said()
        self.add(self.said)
        self.heading(self.tr("Recovery key"))
        self.prove = self.button(self.tr("Try the recovery key …"), self._prove)
        self.renew = self.button(self.tr("Make a new one …"), self._renew)
        self.row(self.prove, self.renew)
        plain = context.keeper.key is None
        for widget in (self.old, self.new, self.again, self.change, self.prove, self.renew):
            widget.setEnabled(not plain)
        if plain:
            self.said.say(
                self.tr("This database has no passphrase: whoever holds this disk can read it."),
                "warn",
            )

    def add_told(self) -> None:
        """Say which passphrase is changed."""
        from fieldsurvey.ui.answers.paper import wrapped

        self.add(
            wrapped(
                "muted",
                self.tr(
                    "Type the passphrase of the database, or your own if you have one: the one you type is changed. "
                    "For the database's, the whole file is encrypted anew, which takes a while."
                ),
            )
        )

    def take_place(self, said: str) -> None:
        """Say again what was said before this panel was made anew."""
        self.said.say(said)

    # --- the lock

    def _keep_minutes(self) -> None:
        text = self.minutes.text().strip()
        least, most = LOCK_MINUTES
        if not (text.isascii() and text.isdecimal() and least <= int(text) <= most):
            self.refuse_minutes()
            return
        self.accept(self.minutes)
        if int(text) != self.context.preferences.lock_minutes:
            self.context.preferences.lock_minutes = int(text)
            self.lock_said.say(self.tr("Saved: locks after %n minutes.", "", int(text)))

    def refuse_minutes(self) -> None:
        """Say what is wanted; the keyboard may go on, as the old number stays in force."""
        from fieldsurvey.ui.answers.paper import mark_invalid

        mark_invalid(self.minutes, wrong=True)
        self.lock_said.say(
            self.tr("Write a whole number of minutes, 1 to 60. {n} stays in force.").format(
                n=self.context.preferences.lock_minutes
            ),
            "bad",
        )

    # --- the recovery key

    def _prove(self) -> None:
        ProveKeyDialog(self.context, self).open()

    def _renew(self) -> None:
        """Make a new key; whoever has written it down proves it at once."""
        dialog = NewKeyDialog(self.context, self)
        dialog.accepted.connect(self._prove)
        dialog.open()

    # --- the passphrase

    def _change(self) -> None:
        old, new = self.old.text(), self.new.text()
        refused = refusal(new, (self.context.author,))
        self.accept(self.old, self.new, self.again)
        if not old:
            self.refuse(self.said, self.old, self.tr("Type the present passphrase first."))
        elif new == old:
            self.refuse(self.said, self.new, self.tr("This is the present one; choose another."))
        elif refused:
            self.refuse(self.said, self.new, refused)
        elif new != self.again.text():
            self.refuse(self.said, self.again, self.tr("The two new passphrases differ."))
        else:
            self._busy(busy=True)
            self.said.say(self.tr("Checking the present passphrase …"), "muted")
            keeper = self.context.keeper
            self.context.tasks.work(
                partial(keeper.whose, old), partial(self._known, new), self._failed
            )

    def _known(self, new: str, keyholder: str | None) -> None:
        if keyholder is None:
            self._busy(busy=False)
            self.old.clear()
            self.refuse(self.said, self.old, self.tr("That is not a passphrase of this database."))
        elif keyholder == _DATABASES_OWN:
            self.said.say(self.tr("Encrypting the database anew …"), "muted")
            keeper = self.context.keeper
            self.context.tasks.alone(
                partial(_rekey, keeper, new, self.context.preferences.login_opens),
                self._rekeyed,
                self._failed,
            )
        else:
            self.context.tasks.write(
                partial(_own, keyholder, new), lambda _done: self._owned(), self._failed
            )

    def _rekeyed(self, _nothing: None) -> None:
        self._done()
        self.rekeyed.emit(
            self.tr("The new passphrase opens the database; older backups open with the old one.")
        )

    def _owned(self) -> None:
        self._done()
        self.said.say(self.tr("Your own passphrase was changed; the database's stays."))

    def _failed(self, error: Exception) -> None:
        from fieldsurvey.ui.messages import sentence

        self._busy(busy=False)
        self.said.say(sentence(error), "bad")

    def _done(self) -> None:
        self._busy(busy=False)
        for line in (self.old, self.new, self.again):
            line.clear()

    def _busy(self, *, busy: bool) -> None:
        for widget in (self.old, self.new, self.again, self.change):
            widget.setEnabled(not busy)


def _rekey(keeper: Keeper, passphrase: str, by_login: bool, store: Store) -> None:
    store.change_passphrase(passphrase)
    keeper.secret = store.key  # before the reader opens its store again
    if by_login and store.key is not None:
        from fieldsurvey.store.login_keyring import renew

        renew(keeper.path, store.key)


def _own(keyholder: str, passphrase: str, store: Store) -> None:
    name = next(each.name for each in store.keyholders() if each.id == keyholder)
    store.set_own_passphrase(name, passphrase)
