"""The preview as a person waits for it: from the button in the window to the first page on the screen.

``python -m tests.benchmarks.preview [--photos FOLDER] [--rounds N]`` seals an invented visit with 90 photos and
findings for 60 pages in an encrypted database, of which no paper was ever made, and presses *Make the PDF*. Three times
are told, medians over N rounds (3):

==========  ==================================================================================================
first       the window just opened on the page of documents, a glance of three seconds at it, the button pressed
again       pressed again on the same page: the quickest of the presses after the first one
at once     another window on another such database, pressed as soon as the button can be pressed
==========  ==================================================================================================
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
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
from tests.benchmarks.report import make_photos
from tests.report.large_example import large_example

if TYPE_CHECKING:
    from collections.abc import Callable

AUTHOR, PASSPHRASE = "Ratna", "contoh"
PHOTOS, PRESSES, LIMIT_MS, PATIENCE_S = 90, 3, 2000, 120
GLANCE_S = 3  # a person looks at the page before pressing its button
MADE = "visit.db"


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
        found = visits.add_all(
            visit,
            "finding",
            [replace(f, id="", target=places.get(f.target_name, "")) for f in shown.findings],
        )
        taken = [
            replace(photo, id="", response="", key="", finding=finding)
            for photo, finding in zip(shown.photos, found, strict=False)
        ]
        visits.add_all(visit, "photo", taken)
        visits.move(visit, VisitState.ON_SITE)
        visits.move(visit, VisitState.COMPLETED)
        desk.seal(visit, override="untuk pengukuran")
    return visit


def waits(path: Path, visit: str, rounds: int, glance_s: float) -> list[tuple[float, float]]:
    """Return the milliseconds from the button to the first page, and those of all processors until all is quiet.

    Args:
        path: the database, of which no window was open in this process.
        visit: the visit's id.
        rounds: presses of the button.
        glance_s: for how long the page is looked at before each of them.
    """
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.keeper import Keeper
    from fieldsurvey.ui.preferences import Preferences
    from fieldsurvey.ui.report.documents_page import DocumentsPage
    from fieldsurvey.ui.tasks import Tasks
    from fieldsurvey.ui.theme import load_fonts, make_theme

    application = QApplication.instance() or QApplication([])
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

    def look_at(seconds: float) -> None:
        until_then = time.monotonic() + seconds
        until(lambda: time.monotonic() >= until_then)

    until(page.steps.make_button.isEnabled)
    look_at(glance_s)
    found = []
    for _ in range(rounds):
        page.preview.clear()
        begun, worked = time.perf_counter(), _processor_s()
        page.steps.make_button.click()
        until(lambda: page.preview.is_drawn(1))
        took = time.perf_counter() - begun
        until(lambda: not tasks.busy)
        found.append((took * 1000, (_processor_s() - worked) * 1000))
        look_at(glance_s)
    page.close()
    tasks.close()
    return found


def _processor_s() -> float:
    """Return the processor time of this process and of those that it waited for."""
    return sum(os.times()[:4])


def apart(place: Path, visit: str, rounds: int, glance_s: float) -> list[tuple[float, float]]:
    """Open the window on a copy of the database, in a process of its own; see `waits`."""
    path = Path(tempfile.mkdtemp(dir=place)) / MADE  # beside which its papers will lie
    shutil.copy(place / MADE, path)
    command = [sys.executable, "-m", "tests.benchmarks.preview", "--window", str(path), visit,
               str(rounds), str(glance_s)]  # fmt: skip
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return [(took, worked) for took, worked in json.loads(done.stdout.splitlines()[-1])]


def opened_twice(place: Path, visit: str) -> dict[str, float]:
    """Open the window for one who looks at the page first, then for one in a hurry; return the figures."""
    first, *others = apart(place, visit, PRESSES, GLANCE_S)
    (hasty,) = apart(place, visit, 1, 0)
    told = {"first": first, "again": min(others), "at_once": hasty}
    figures = {f"{name}_ms": took for name, (took, _) in told.items()}
    return figures | {f"{name}_cpu_ms": worked for name, (_, worked) in told.items()}


def main() -> int:
    """Measure, print the figures as JSON on the last line, and say whether the limits hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.preview")
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--rounds", type=int, default=3, help="windows opened in turn")
    parser.add_argument("--window", nargs=4, metavar=("DATABASE", "VISIT", "ROUNDS", "GLANCE"))
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if chosen.window:
        database, visit, rounds, glance = chosen.window
        print(json.dumps(waits(Path(database), visit, int(rounds), float(glance))))
        return 0
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        folder = chosen.photos or place
        if not any(folder.glob("*.jpg")):
            make_photos(folder)
        photos = [path.read_bytes() for path in sorted(folder.glob("*.jpg"))[:PHOTOS]]
        visit = make_visit(place / MADE, photos)
        found = [opened_twice(place, visit) for _ in range(chosen.rounds)]
    figures = {name: statistics.median(each[name] for each in found) for name in found[0]}
    print(json.dumps({name: round(value) for name, value in figures.items()}))
    return int(max(figures["first_ms"], figures["again_ms"]) > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())
