"""The preview as a person waits for it: from the button in the window to the first page on the screen.

``python -m tests.benchmarks.preview [--photos FOLDER]`` seals an invented visit with 90 photos and findings for 60
pages in an encrypted database and presses *Make the PDF*, then again: from then on its compact photos are kept.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldsurvey.app import jobs
from fieldsurvey.store import Store
from fieldsurvey.survey.clock import SystemClock
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import find_instrument
from fieldsurvey.survey.model import VisitState
from tests.report.large_example import large_example

if TYPE_CHECKING:
    from collections.abc import Callable

AUTHOR, PASSPHRASE = "Ratna", "contoh"
PHOTOS, LIMIT_MS, PATIENCE_S = 90, 2000, 120
GLANCE_S = 3  # a person looks at the page before pressing its button


def make_visit(path: Path, photos: list[bytes]) -> str:
    """Make a sealed visit with these photos in a new encrypted database; return its id."""
    content = large_example(photos)
    shown = content.visit
    with Store.open(path, PASSPHRASE, create=True) as store:
        desk = Desk(store, author=AUTHOR, clock=SystemClock())
        visits = desk.visits
        stands = [replace(stand, id="") for stand in shown.stands]
        visit = visits.new(
            replace(shown.mall, id=""), stands, find_instrument("mpp-sidak"), assignment="ST/1"
        )
        started = SystemClock().now().isoformat()
        visits.change(visit, "visit", visit, started_at=started, ended_at=started)
        visits.add_all(visit, "person", [replace(person, id="") for person in shown.people])
        places = {stand.name: stand.id for stand in visits.snapshot(visit).stands}
        for data in photos:
            store.put_blob(data)
        visits.add_all(
            visit, "photo", [replace(p, id="", response="", key="") for p in shown.photos]
        )
        visits.add_all(
            visit,
            "finding",
            [replace(f, id="", target=places.get(f.target_name, "")) for f in shown.findings],
        )
        visits.move(visit, VisitState.ON_SITE)
        visits.move(visit, VisitState.COMPLETED)
        desk.seal(visit, override="untuk pengukuran")
    return visit


def waits(path: Path, visit: str, rounds: int) -> list[tuple[float, float]]:
    """Return the milliseconds from the button to the first page, and those of all processors until all is quiet."""
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.keeper import Keeper
    from fieldsurvey.ui.preferences import Preferences
    from fieldsurvey.ui.report.documents_page import DocumentsPage
    from fieldsurvey.ui.tasks import Tasks
    from fieldsurvey.ui.theme import load_fonts, make_theme

    application = QApplication([])
    load_fonts()
    theme, clock = make_theme("light", 11), SystemClock()
    with Store.open(path, PASSPHRASE) as store:
        keeper = Keeper(path, store.key, AUTHOR)  # as the window has it once it is unlocked
    tasks: Any = Tasks(lambda: Store.open(path, keeper.secret))
    settings = QSettings(str(path.with_suffix(".ini")), QSettings.Format.IniFormat)
    told: list[Exception] = []
    context = Context(
        tasks=tasks,
        author=AUTHOR,
        clock=clock,
        theme=theme,
        preferences=Preferences(settings),
        access=keeper.access,
        keeper=keeper,
        jobs=jobs,
        desk=lambda opened: Desk(opened, author=AUTHOR, clock=clock),
        show=lambda _text: None,
        tell=told.append,
    )
    page = DocumentsPage(context, visit)
    page.resize(1366, 768)
    page.show()
    page.entered()

    def until(reached: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not reached():
            application.processEvents()
            if told or time.monotonic() > deadline:
                raise told[0] if told else TimeoutError
            time.sleep(0.001)

    until(page.steps.make_button.isEnabled)
    until(lambda: not tasks.busy)
    time.sleep(GLANCE_S)
    found = []
    for _ in range(rounds):
        page.preview.clear()
        begun, worked = time.perf_counter(), _processor_s()
        page.steps.make_button.click()
        until(lambda: page.preview.is_drawn(1))
        took = time.perf_counter() - begun
        until(lambda: not tasks.busy)
        found.append((took * 1000, (_processor_s() - worked) * 1000))
        time.sleep(GLANCE_S)
    page.close()
    tasks.close()
    return found


def _processor_s() -> float:
    """Return the processor time of this process and of those that it waited for."""
    return sum(os.times()[:4])


def main() -> int:
    """Measure, print the figures as JSON on the last line, and say whether the limit holds."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.preview")
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--rounds", type=int, default=3, help="presses of the button")
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as place:
        folder = chosen.photos or Path(place)
        if not any(folder.glob("*.jpg")):
            from tests.benchmarks.report import make_photos

            make_photos(folder)
        photos = [path.read_bytes() for path in sorted(folder.glob("*.jpg"))[:PHOTOS]]
        path = Path(place) / "visit.db"
        found = waits(path, make_visit(path, photos), chosen.rounds)
    (first, worked), again = found[0], min(found[1:], default=found[0])
    print(
        json.dumps(
            {
                "first_ms": first,
                "first_cpu_ms": worked,
                "again_ms": again[0],
                "again_cpu_ms": again[1],
            }
        )
    )
    return int(first > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())
