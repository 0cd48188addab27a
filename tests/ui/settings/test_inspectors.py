"""Inspectors let in and out by the settings; what each of them writes carries their name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.errors import WrongPassphrase
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.ui.settings import SettingsScreen
from fieldsurvey.ui.unlock import UnlockPage
from fieldsurvey.ui.visits import VisitList

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.application import Application
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.settings.inspectors import InspectorsPanel

OWN, PIN = "milik budi sendiri", "24680"


@pytest.fixture
def panel(qtbot: QtBot, context: Context) -> InspectorsPanel:
    """The panel in its screen, with the keyboard."""
    screen = SettingsScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    screen.entered()
    screen.go_to("inspectors")
    return screen.panels["inspectors"]


def give(qtbot: QtBot, panel: InspectorsPanel, **texts: str) -> str:
    """Type into the fields and press Enter; return what was said."""
    for name, text in texts.items():
        getattr(panel, name).setText(text)
    qtbot.keyClick(panel.present, Qt.Key.Key_Return)
    return panel.said.text()


def test_each_mistake_is_said_and_nobody_comes_in_by_it(
    qtbot: QtBot, panel: InspectorsPanel, store: Store
) -> None:
    for texts, said in (
        ({"name": ""}, "nama pemeriksa"),
        ({"name": "Budi"}, "kata sandi, PIN"),
        ({"new": "pendek", "again": "pendek"}, "8 karakter"),
        ({"new": "budi1234", "again": "budi1234"}, "mudah ditebak"),
        ({"new": OWN, "again": OWN + "x"}, "tidak sama"),
        ({"again": OWN, "pin": "123"}, "4 sampai 8"),
        ({"pin": "١٢٣٤"}, "4 sampai 8"),
        ({"pin": PIN, "present": ""}, "Ketik juga kata sandi Anda"),
        ({"present": "bukan yang ini"}, "tidak membuka"),
    ):
        assert said in give(qtbot, panel, **texts)
    assert store.keyholders() == []


def test_an_inspector_comes_in_and_goes_again(
    qtbot: QtBot, panel: InspectorsPanel, store: Store
) -> None:
    said = give(qtbot, panel, name="Budi", new=OWN, again=OWN, pin=PIN, present=PASSPHRASE)
    assert said == "Tersimpan: Budi dapat membuka kunci di sini."
    (budi,) = store.keyholders()
    assert (budi.name, budi.opens, budi.has_pin) == ("Budi", True, True)
    assert [row.title for row in panel.list.rows()] == ["Budi"]
    assert panel.new.text() == panel.pin.text() == panel.present.text() == ""
    # Own passphrases let others in and out, too; removing says first what it means.
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert "Tekan sekali lagi" in panel.removal_said.text()
    assert store.keyholders()
    panel.present.setText(OWN)
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert panel.removal_said.text() == "Budi dikeluarkan dari laptop ini."
    assert store.keyholders() == []


def test_who_opens_by_their_own_passphrase_writes_in_their_name(
    qtbot: QtBot, small_folder: Path, tmp_path: Path, start: Callable[..., Application]
) -> None:
    path = tmp_path / "visit.db"
    path.write_bytes((small_folder / "visit.db").read_bytes())
    with Store.open(path, PASSPHRASE) as store:
        store.set_own_passphrase("Budi Santoso", OWN)
    application = start(path, None)
    qtbot.waitUntil(lambda: isinstance(application.window.page, UnlockPage))
    application.window.page.given.emit("Orang Lain", OWN)
    qtbot.waitUntil(lambda: isinstance(application.window.page, VisitList), timeout=10_000)
    page = application.window.page
    assert page.context.author == application.preferences.author == "Budi Santoso"
    # What a job in a process of its own is handed opens the database, and writes in that name.
    access = application.access
    assert access is not None
    assert OWN not in repr(access)
    application.window.close()
    qtbot.waitUntil(lambda: application.tasks is None)
    with Store.open(access.path, access.passphrase) as store:
        desk = Desk(store, author=access.author)
        visit = desk.visits.ids()[0]
        desk.visits.change(
            visit, "stand", desk.visits.snapshot(visit).stands[0].id, note="oleh Budi"
        )
        assert store.changes(visit)[-1].author == "Budi Santoso"
    with pytest.raises(WrongPassphrase):
        Store.open(path, PIN)
