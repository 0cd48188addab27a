"""What a stranger finds on the disk after lock, PIN, other passphrases, keyring, backup: nothing that was planted."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

import keyring
import pytest
from keyrings.alt.file import PlaintextKeyring
from PySide6.QtCore import Qt

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.store import FileKey, Store
from fieldsurvey.store.login_keyring import recall
from fieldsurvey.survey.desk import Desk
from fieldsurvey.ui.crash import make_report
from fieldsurvey.ui.form import FormScreen
from fieldsurvey.ui.unlock import UnlockPage
from fieldsurvey.ui.visits import VisitList
from tests.store.test_store_strings import found
from tests.ui.form.driving import A, go

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.application import Application

OWN, OFFICE = "milik wartini sendiri", "kata kantor yang baru"
PIN, COLLEAGUE = "86420975", "Rahasia Kolega Wartini"
PLANTED = [f"Rahasia{number:02}Wartini" for number in range(20)]


@pytest.fixture
def passing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for all that is temporary, and a keyring elsewhere."""
    folder = tmp_path / "disk" / "tmp"
    folder.mkdir(parents=True)
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Path]:
    """A keyring in a file, called safe for this test; it holds a key by its nature, and nothing else."""
    before = keyring.get_keyring()

    class Safe(PlaintextKeyring):
        priority = 5
        file_path = str(tmp_path / "keyring.cfg")

    keyring.set_keyring(Safe())
    yield tmp_path / "keyring.cfg"
    keyring.set_keyring(before)


def test_nothing_planted_is_readable(
    qtbot: QtBot,
    small_folder: Path,
    tmp_path: Path,
    passing: Path,
    kept: Path,
    start: Callable[..., Application],
    capfd: pytest.CaptureFixture[str],
) -> None:
    path = passing.parent / "visit.db"
    path.write_bytes((small_folder / "visit.db").read_bytes())
    with Store.open(path, PASSPHRASE) as store:
        store.set_own_passphrase("Ani", OWN)
        store.set_pin("Ani", PIN)
        store.set_own_passphrase(COLLEAGUE, OWN + OWN)
        desk = Desk(store, author=COLLEAGUE)
        visit = desk.visits.ids()[0]
        stand = desk.visits.snapshot(visit).stands[0].id
        for text in PLANTED:
            desk.visits.change(visit, "stand", stand, note=text)

    application = start(path, None)
    window = application.window
    qtbot.waitUntil(lambda: isinstance(window.page, UnlockPage))
    window.page.given.emit("Ani", OWN)
    qtbot.waitUntil(lambda: isinstance(window.page, VisitList), timeout=10_000)
    qtbot.waitUntil(lambda: application.locking is not None)

    # Typed, locked half way, and unlocked by the PIN.
    page = application.navigation.open_form(visit, "stand", stand)
    assert isinstance(page, FormScreen)
    qtbot.waitUntil(
        lambda: page.sitting is not None and page.face.pages.page is not None, timeout=10_000
    )
    go(qtbot, page, A + "n_produk")
    qtbot.keyClicks(window.focusWidget() or page, "97531864")
    application.locking.lock()
    cover = application.locking.screen
    qtbot.waitUntil(lambda: cover.who.count() == 1, timeout=10_000)
    cover.line.setText(PIN)
    qtbot.keyClick(cover.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not application.locking.locked, timeout=10_000)

    # The keyring, another passphrase of the database, a backup.
    application.navigation.open_settings("login")
    login = window.page.panels["login"]
    login.present.setText(OWN)
    login.begin.click()
    qtbot.waitUntil(lambda: application.preferences.login_opens, timeout=10_000)
    window.page.go_to("security")
    before = window.page
    security = before.panels["security"]
    for line, text in (
        (security.old, PASSPHRASE),
        (security.new, OFFICE),
        (security.again, OFFICE),
    ):
        line.setText(text)
    security.change.click()
    qtbot.waitUntil(lambda: window.page not in {None, before}, timeout=20_000)
    window.page.go_to("backups")
    window.page.panels["backups"].now.click()
    qtbot.waitUntil(lambda: application.tasks.busy == 0, timeout=20_000)
    access = application.access
    assert access is not None
    key = access.passphrase
    assert isinstance(key, FileKey)
    try:
        raise RuntimeError(PLANTED[0], key, access)
    except RuntimeError as error:
        (passing / "crash.txt").write_text(make_report(error) + repr(access) + repr(error.args[1]))
    window.close()
    qtbot.waitUntil(lambda: application.tasks is None)

    (passing / "said.txt").write_text("".join(capfd.readouterr()))
    application.preferences._settings.sync()
    (passing / "settings.ini").write_bytes((tmp_path / "s.ini").read_bytes())
    secrets = [OWN, OFFICE, PIN, COLLEAGUE, "97531864", key.clause, key.clause[2:34]]
    assert len(list(passing.parent.glob("visit.db*"))) >= 4  # with keyholders, a backup, and theirs
    assert found(passing.parent, [*PLANTED, *secrets]) == set()
    # The keyring holds what opens the file, the new key by now, and nothing else of it.
    assert recall(path).key == key
    assert found(kept.parent, [OWN, OFFICE, PIN, *PLANTED]) == set()
    # The control: it is all there, for who knows the passphrase.
    with Store.open(path, OFFICE) as store:
        record = store.entity(visit, stand)
        assert record is not None
        assert record.fields["note"] == PLANTED[-1]
        assert [each.name for each in store.keyholders()] == ["Ani", COLLEAGUE]
