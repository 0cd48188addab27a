"""The keyring of the machine's login, with a real backend that writes a file; off by default, never in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import keyring
import pytest
from keyring.backends import fail
from keyrings.alt.file import PlaintextKeyring
from PySide6.QtWidgets import QLabel

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.errors import KeyringUnavailable
from fieldsurvey.store import Store, login_keyring
from fieldsurvey.ui.settings import SettingsScreen
from fieldsurvey.ui.settings.login import LoginPanel
from fieldsurvey.ui.unlock import UnlockPage
from fieldsurvey.ui.visits import VisitList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.application import Application
    from fieldsurvey.ui.context import Context

OWN = "milik budi sendiri"


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[PlaintextKeyring]:
    """A keyring in a file, called safe for this test."""
    before = keyring.get_keyring()

    class Safe(PlaintextKeyring):
        priority = 5
        file_path = str(tmp_path / "keyring.cfg")

    made = Safe()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def path(small_folder: Path, tmp_path: Path) -> Path:
    path = tmp_path / "visit.db"
    path.write_bytes((small_folder / "visit.db").read_bytes())
    return path


def said(application: Application) -> str:
    """Return what the page at hand says."""
    return " ".join(label.text() for label in application.window.page.findChildren(QLabel))


def test_the_login_opens_it_in_the_inspectors_name_until_it_is_ended(
    qtbot: QtBot, path: Path, start: Callable[..., Application], backend: PlaintextKeyring
) -> None:
    with Store.open(path, PASSPHRASE) as store:
        budi = store.set_own_passphrase("Budi", OWN)
    first = start(path, None)
    qtbot.waitUntil(lambda: isinstance(first.window.page, UnlockPage))
    assert not first.preferences.login_opens
    first.window.page.given.emit("Budi", OWN)
    qtbot.waitUntil(lambda: isinstance(first.window.page, VisitList), timeout=10_000)
    first.navigation.open_settings("login")
    screen = first.window.page
    assert isinstance(screen, SettingsScreen)
    panel = screen.panels["login"]
    panel.present.setText("bukan yang ini")
    panel.begin.click()
    qtbot.waitUntil(lambda: "tidak membuka" in panel.said.text(), timeout=10_000)
    panel.present.setText(OWN)
    panel.begin.click()
    qtbot.waitUntil(lambda: first.preferences.login_opens, timeout=10_000)
    first.window.close()
    qtbot.waitUntil(lambda: first.tasks is None)

    second = start(path, None)
    qtbot.waitUntil(lambda: isinstance(second.window.page, VisitList), timeout=10_000)
    assert second.window.page.context.author == "Budi"
    second.window.close()
    qtbot.waitUntil(lambda: second.tasks is None)

    # Whose inspector was removed, and whose passphrase was changed, opens nothing; the page that asks says so.
    with Store.open(path, PASSPHRASE) as store:
        store.remove_keyholder(budi.id)
    third = start(path, None)
    qtbot.waitUntil(
        lambda: isinstance(third.window.page, UnlockPage) and "keyring" in said(third),
        timeout=10_000,
    )
    third.window.page.given.emit("Ani", PASSPHRASE)
    qtbot.waitUntil(lambda: isinstance(third.window.page, VisitList), timeout=10_000)
    third.navigation.open_settings("login")
    panel = third.window.page.panels["login"]
    panel.end.click()
    qtbot.waitUntil(lambda: "melupakan" in panel.said.text(), timeout=10_000)
    assert not third.preferences.login_opens
    with pytest.raises(KeyringUnavailable, match="keeps nothing"):
        login_keyring.recall(path)


def test_it_opens_in_the_name_of_whose_passphrase_was_typed(
    qtbot: QtBot, context: Context, store: Store, backend: PlaintextKeyring
) -> None:
    store.set_own_passphrase("Budi", OWN)
    panel = LoginPanel(context)
    qtbot.addWidget(panel)
    for typed, name in ((OWN, "Budi"), (PASSPHRASE, context.author)):
        panel.present.setText(typed)
        panel.begin.click()
        assert login_keyring.recall(store.path).name == name


def test_a_machine_without_a_safe_keyring_keeps_nothing(path: Path, tmp_path: Path) -> None:
    with Store.open(path, PASSPHRASE) as store:
        assert store.key is not None
        kept = login_keyring.Kept(store.key, "Budi")
    before = keyring.get_keyring()
    plain = PlaintextKeyring()
    plain.file_path = str(tmp_path / "open.cfg")
    try:
        for unsafe in (fail.Keyring(), plain):
            keyring.set_keyring(unsafe)
            with pytest.raises(KeyringUnavailable, match="the passphrase opens it as before"):
                login_keyring.keep(path, kept)
    finally:
        keyring.set_keyring(before)
    assert not (tmp_path / "open.cfg").exists()


def test_what_a_keyring_keeps_is_bound_to_one_database_and_one_key(
    path: Path, tmp_path: Path, backend: PlaintextKeyring
) -> None:
    with Store.open(path, PASSPHRASE) as store:
        assert store.key is not None
        login_keyring.keep(path, login_keyring.Kept(store.key, "Budi"))
        assert login_keyring.recall(path) == login_keyring.Kept(store.key, "Budi")
        other = tmp_path / "other.db"
        Store.open(other, PASSPHRASE, create=True).close()
        with pytest.raises(KeyringUnavailable, match="keeps nothing"):
            login_keyring.recall(other)
    login_keyring.forget(path)
    login_keyring.forget(path)
