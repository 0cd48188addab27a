"""Whether the machine's login opens the database, through its keyring; off unless it is wished."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fieldsurvey.errors import KeyringUnavailable
from fieldsurvey.ui.settings.panel import Panel, Said

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.keeper import Keeper


class LoginPanel(Panel):
    """Hands the key to the keyring of the machine, or has it forgotten there."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            self.tr(
                "If you wish, the keyring of this machine keeps what opens the database: then whoever is logged in "
                "here as you opens it without a passphrase. Only for a machine of your own, whose login has a good "
                "password. The lock asks for your PIN or passphrase all the same."
            ),
            parent,
        )
        self.state = Said()
        self.add(self.state)
        self.present = self.secret(
            self.tr("Your passphrase, or the database's"),
            self.tr("To begin; to end it, none is asked for."),
        )
        self.present.returnPressed.connect(self._begin)
        self.begin = self.button(
            self.tr("Let my login open it"), self._begin, kind="primary", sign="unlock"
        )
        self.end = self.button(self.tr("Ask for the passphrase again"), self._end, sign="lock")
        self.row(self.begin, self.end)
        self.said = Said()
        self.add(self.said)

    def refresh(self) -> None:
        """Say how it stands."""
        on = self.context.preferences.login_opens
        self.state.say(
            self.tr("The login of this machine opens the database.")
            if on
            else self.tr("The database is opened by a passphrase."),
            "warn" if on else "good",
        )
        self.begin.setEnabled(self.context.keeper.key is not None)
        self.end.setEnabled(on)

    def _begin(self) -> None:
        present = self.present.text()
        self.accept(self.present)
        if not present:
            self.refuse(self.said, self.present, self.tr("Type your passphrase first."))
            return
        self.begin.setEnabled(False)
        self.said.say(self.tr("Checking your passphrase …"), "muted")
        self.context.tasks.read(
            partial(_hand_over, self.context.keeper, present), self._begun, self._failed
        )

    def _begun(self, right: bool) -> None:
        self.present.clear()
        if not right:
            self.refresh()
            self.refuse(
                self.said, self.present, self.tr("That passphrase does not open this database.")
            )
            return
        self.context.preferences.login_opens = True
        self.refresh()
        self.said.say(self.tr("Saved: from the next start on, your login opens the database."))

    def _end(self) -> None:
        # Asked no more, whatever becomes of what is kept there.
        self.context.preferences.login_opens = False
        self.context.tasks.work(partial(_take_back, self.context.keeper), self._ended, self._failed)

    def _ended(self, _nothing: None) -> None:
        self.refresh()
        self.said.say(self.tr("Saved: the keyring has forgotten the key."))

    def _failed(self, error: Exception) -> None:
        self.refresh()
        self.said.say(
            self.tr(
                "The keyring of this machine cannot be used: {why}. The passphrase opens as before."
            ).format(why=error.params["what"] if isinstance(error, KeyringUnavailable) else error),
            "bad",
        )


def _hand_over(keeper: Keeper, passphrase: str, store: Store) -> bool:
    """Have the keyring keep the key, in the name of whose passphrase it is; the database's own is everybody's."""
    from fieldsurvey.store.login_keyring import Kept, keep

    keyholder = keeper.whose(passphrase)
    if keyholder is None or keeper.key is None:
        return False
    names = {each.id: each.name for each in store.keyholders()}
    keep(keeper.path, Kept(keeper.key, names.get(keyholder, keeper.author), keyholder))
    return True


def _take_back(keeper: Keeper) -> None:
    from fieldsurvey.store.login_keyring import forget

    forget(keeper.path)
