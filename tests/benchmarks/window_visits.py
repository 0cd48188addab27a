"""A list of 100,000 visits in the window: first rows, scrolled by keys, wheel and bar, searched, brought up to date.

Run as ``python -m tests.benchmarks.window_visits [DATABASE]``; in the real window, over an encrypted database. That is
made first, through the journal (``many_visits``: some minutes of a processor), or kept as DATABASE for the next time.
The exit code is 0 when every limit holds.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldsurvey.app.build import make_application
from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.ui.parts.row_list import RowList
from fieldsurvey.ui.visits import VisitList
from tests.benchmarks.many_visits import make_many_visits
from tests.benchmarks.window_large import (
    FRAME_P99_S,
    KEY_P99_S,
    KEY_S,
    Timer,
    Took,
    Verdict,
    pressed,
    tell_stalls,
    wheeled,
)
from tests.ui.felt import PaintWatch, StallWatch
from tests.ui.frame.typing_process import rest, rows_wait, until

if TYPE_CHECKING:
    from fieldsurvey.ui.application import Application

VISITS = 100_000
#: From the page standing there to its first rows.
FIRST_ROWS_S = 0.5
_FRAMES, _PATIENCE_S = 400, 300
_WORDS = ("bandung", "2025", "kupang 0012")
_CTRL = Qt.KeyboardModifier.ControlModifier


class ListWatch:
    """Says when the list was answered: by other visits, or by the same ones."""

    def __init__(self, visits: VisitList) -> None:
        self.came = False
        visits.listing.came.connect(self._come)

    def _come(self, _listing: object) -> None:
        self.came = True


def scroll(visits: VisitList, view: RowList, verdict: Verdict, watch: StallWatch) -> None:
    """Scroll by keys, by the wheel, and by dragging the bar to and fro."""
    watch.step = "scrolling by keys"
    keys = [Qt.Key.Key_PageDown] * 200 + [Qt.Key.Key_End, Qt.Key.Key_Home] * 5
    keys += [Qt.Key.Key_Down, Qt.Key.Key_PageUp] * 95
    took = [pressed(visits, key) for key in keys]
    verdict.keys("a key in the list → painted", took, FRAME_P99_S, FRAME_P99_S)
    watch.step = "scrolling by the wheel"
    took = [wheeled(view, -1 if turn % 50 < 40 else 1) for turn in range(_FRAMES)]
    verdict.keys("the wheel → painted", took, FRAME_P99_S, FRAME_P99_S)
    watch.step = "the bar dragged"
    longest = view.verticalScrollBar().maximum()
    took = [_dragged(view, turn * 7919 * 61 % longest) for turn in range(_FRAMES)]
    verdict.keys("the bar dragged → painted", took, FRAME_P99_S, FRAME_P99_S)
    until(lambda: all(row.detail for row in view.rows_seen()), "the rows seen last")


def _dragged(view: RowList, at: int) -> Took:
    """Put the scroll bar somewhere, as a pointer drags it."""
    watch = PaintWatch()
    view.viewport().installEventFilter(watch)
    timer = Timer()
    view.verticalScrollBar().setValue(at)
    while not watch.painted:
        QApplication.processEvents()
    took = timer.took()
    view.viewport().removeEventFilter(watch)
    return took


def search(visits: VisitList, view: RowList, verdict: Verdict, watch: StallWatch) -> None:
    """Type words into the search, letter by letter, waiting for what each finds, and take them back."""
    watch.step = "searching"
    QTest.keyClick(view, Qt.Key.Key_F, _CTRL)
    shown, typed = [], []
    for word in _WORDS:
        for letter in (*word, *[Qt.Key.Key_Backspace] * len(word)):
            answered, timer = ListWatch(visits), Timer()
            typed.append(pressed(visits, letter))
            until(partial(getattr, answered, "came"), "what was found")
            shown.append(timer.took().wall_s)
    verdict.keys("a letter in the search → painted", typed, KEY_S, KEY_P99_S)
    print(f"{'  → what it finds is shown, median':<58}{statistics.median(shown) * 1000:9.1f} ms")


def measure(application: Application, path: Path) -> bool:
    """Measure all of it; say whether the limits held."""
    verdict, watch, timer = Verdict(), StallWatch(), Timer()
    application.begin()
    until(lambda: isinstance(application.window.page, VisitList), "the list", _PATIENCE_S)
    print(f"{'the database opened, the page stands there':<58}{timer.took().wall_s * 1000:9.1f} ms")
    timer = Timer()
    until(lambda: rows_wait(application.window), "its rows", _PATIENCE_S)
    view, visits = QApplication.focusWidget(), application.window.page
    assert isinstance(view, RowList)
    assert isinstance(visits, VisitList)
    size = path.stat().st_size / 1e6
    note = f"({view.model().rowCount()} visits, {size:.0f} MB)"
    verdict.say("the page → its first rows", timer.took().wall_s, FIRST_ROWS_S, "ms", note)
    watch.start()
    scroll(visits, view, verdict, watch)
    search(visits, view, verdict, watch)
    watch.step = "coming back to the list"
    answered, timer = ListWatch(visits), Timer()
    visits.entered()
    until(lambda: answered.came, "the list again")
    print(f"{'the list brought up to date':<58}{timer.took().wall_s * 1000:9.1f} ms")
    rest(0.3)
    tell_stalls(watch, verdict)
    return verdict.held


def main(arguments: list[str]) -> int:
    """Measure in this process; 1 when a limit is missed."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = str(Path(folder) / "settings")
        path = Path(arguments[0]) if arguments else Path(folder) / "visit.db"
        if not path.exists():
            timer = Timer()
            make_many_visits(path, VISITS)
            took = timer.took()
            print(
                f"{'made through the journal':<58}{took.wall_s:9.1f} s  ({took.work_s:.0f} s of work)"
            )
        application = make_application(path, PASSPHRASE)
        held = measure(application, path)
        application.window.close()
        until(lambda: application.tasks is None, "the end")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
