"""A list of 2,000 services comes into a registry in the window, which answers all the while.

``python -m tests.benchmarks.registry_import``: every stall of the GUI thread, by the wall clock and by what of it was
work; 1 when any work took longer than the limit.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldsurvey.app.build import make_application
from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.ui.registry.import_page import ImportPage
from fieldsurvey.ui.visits import VisitList
from tests.ui.felt import StallWatch
from tests.ui.frame.typing_process import until
from tests.ui.registry.office import fill_office, many_services

if TYPE_CHECKING:
    from fieldsurvey.ui.application import Application

ROWS = 2000
LIMIT_S = 0.2


def main() -> int:
    """Measure one import."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, table = folder / "office.db", folder / "service.csv"
        with Store.open(path, PASSPHRASE, create=True) as store:
            fill_office(Desk(store, author="Budi").registry)
        lines = ("mall,stand,name", *many_services(ROWS))
        table.write_text("\n".join(lines) + "\n", encoding="utf-8")
        application = make_application(path, PASSPHRASE)
        application.begin()
        until(lambda: application.tasks is not None and not application.tasks.busy, "the window")
        page = _open_import(application)
        watch = StallWatch()
        watch.start()
        page.file.setText(str(table))
        QTest.keyClick(page.file, Qt.Key.Key_Return)
        until(lambda: bool(page.said.text()), "what it would change", patience_s=120)
        QTest.keyClick(page.apply, Qt.Key.Key_Space)
        until(
            lambda: application.tasks is not None and not application.tasks.busy,
            "the rows",
            patience_s=120,
        )
        stalls = watch.stop()
        application.window.close()
        until(lambda: application.tasks is None, "the end")
    for stall in stalls:
        print(f"{stall.wall_s:8.3f} s, {stall.work_s:.3f} s of work: {stall.where}")
    longest = max((stall.work_s for stall in stalls), default=0.0)
    held = longest < LIMIT_S
    print(
        f"{ROWS} rows: longest work {longest * 1000:.0f} ms, limit {LIMIT_S * 1000:.0f} ms",
        "✓" if held else "✗",
    )
    return 0 if held else 1


def _open_import(application: Application) -> ImportPage:
    window = application.window
    until(lambda: isinstance(window.page, VisitList), "the list")
    assert application.navigation is not None
    application.navigation.open_registry_import()
    assert isinstance(window.page, ImportPage)
    return window.page


if __name__ == "__main__":
    sys.exit(main())
