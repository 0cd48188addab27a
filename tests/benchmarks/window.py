"""Process start to the first usable window, beside a bare PySide6 QMainWindow in the same run.

``python -m tests.benchmarks.window``: medians over the rounds of the start of every day (the page that unlocks) and of
the first start of all (the page that welcomes), their ratios, the time to unlock apart, and then how it feels
(``tests.ui.felt``).
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from fieldsurvey.store import Store

ROUNDS = 15
LIMIT = 1.6

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.show()
QTimer.singleShot(0, lambda: (print(time.time()), application.quit()))
application.exec()
"""

#: The real command; only the moment of the first page is listened for, by what is loaded by then.
OURS = """
import sys, time
from pathlib import Path
import fieldsurvey.app.build as build
make = build.make_application
def listen(*what):
    application = make(*what)
    from PySide6.QtCore import QTimer
    begin = application.begin
    def begun():
        begin()
        def look():
            if application.window.page is None:
                QTimer.singleShot(0, look)
                return
            print(time.time())
            application.window.close()
        QTimer.singleShot(0, look)
    application.begin = begun
    return application
build.make_application = listen
from fieldsurvey.cli import main
main(["--database", str(Path(sys.argv[1]) / "v.db")])
"""


def started(code: str, folder: str) -> float:
    """Return seconds from spawning the process to its window, with bytecode at hand as on any laptop."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": folder,
        "PYTHONPYCACHEPREFIX": f"{folder}/bytecode",
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-c", code, folder],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return float(done.stdout.split()[-1]) - begun


def main() -> None:
    """Measure in turn, so that the machine's mood meets all three."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as empty:
        Store.open(Path(folder) / "v.db", "contoh", create=True).close()
        runs = ((BARE, folder), (OURS, folder), (OURS, empty))
        for run in runs:
            started(*run)
        rounds = [[started(*run) for run in runs] for _ in range(ROUNDS)]
        bare, daily, first = (statistics.median(column) for column in zip(*rounds, strict=True))
        print(f"bare QMainWindow      {bare * 1000:7.0f} ms")
        for name, took in (("the page that unlocks", daily), ("the very first start", first)):
            held = "yes" if took / bare <= LIMIT else "NO"
            print(
                f"{name:22s}{took * 1000:6.0f} ms  {took / bare:5.2f} ×  (limit {LIMIT})  held: {held}"
            )
        print(f"unlocking (Argon2id)  {unlocking(Path(folder)) * 1000:7.0f} ms, once a thread")
        felt(Path(folder))


def felt(folder: Path) -> None:
    """Print how the window feels: keys, badge, stalls; each part in a process of its own."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(folder)}
    for part in ("keys", "visit"):
        done = subprocess.run(
            [sys.executable, "-m", "tests.ui.felt", part],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        print(done.stdout + (done.stderr if done.returncode else ""), end="")


def unlocking(folder: Path) -> float:
    """Return seconds to open an encrypted database."""
    begun = time.perf_counter()
    Store.open(folder / "v.db", "contoh").close()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
