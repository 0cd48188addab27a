"""A database without a passphrase: what runs beside the window opens it too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.app import jobs
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.registry_import import DryRun
from tests.ui.registry.office import fill_office, many_services

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.application import Application


def test_jobs_open_what_the_window_opened(
    qtbot: QtBot, start: Callable[[Path, str | None], Application], tmp_path: Path
) -> None:
    path = tmp_path / "office.db"
    with Store.open(path, None, create=True) as store:
        fill_office(Desk(store, author="Budi").registry)
    table = tmp_path / "service.csv"
    rows = ("mall,stand,name", *many_services(1))
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    application = start(path, "")
    qtbot.waitUntil(lambda: type(application.window.page).__name__ == "VisitList", timeout=20_000)
    access = application.access
    assert access is not None
    found = jobs.look_into_table(access, table, "service", None, lambda _step: None)
    assert isinstance(found, DryRun)
