"""The window over what is large: a form of 5,000 questions in sections and on one page, 1,000 entries.

Run as ``python -m tests.benchmarks.window_large [PART…]``. A part is a process of its own, in the real window (on the
display when there is one, else off the screen), over an encrypted database made through the use cases. A key is
measured from its event to the end of the painting that it brings about, everything else that it starts in the same turn
of the event loop included. The exit code is 0 when every limit holds.

On a laden machine a wall clock tells of the others: beside it stands the processor time of the GUI thread, and of
several rounds the quickest counts.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QWidget

from fieldsurvey.app.build import make_application
from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.ui.form import FormScreen
from fieldsurvey.ui.parts.row_list import RowList
from fieldsurvey.ui.visits import VisitList
from tests.benchmarks.large_visit import PAGE, ROWS, SECTIONS, make_large_visit
from tests.ui.felt import STALL_S, PaintWatch, StallWatch
from tests.ui.frame.typing_process import rows_wait, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fieldsurvey.survey.model import TargetKind
    from fieldsurvey.ui.application import Application
    from tests.benchmarks.large_visit import LargeVisit

#: What runs when no part is named.
PARTS = ("sections", "page", "entries")
OPEN_S, KEY_S, KEY_P99_S, ENTRY_RATIO, FRAME_P99_S = 1.5, 0.016, 0.050, 2.0, 0.033
_OPENINGS, _KEYS = 5, 300
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_PLAIN = Qt.KeyboardModifier.NoModifier


class Took(NamedTuple):
    """How long something took: by the clock, and of it on the processor in the GUI thread."""

    wall_s: float
    work_s: float


class Timer:
    """Takes both times from now on."""

    def __init__(self) -> None:
        self._wall, self._work = time.perf_counter(), time.thread_time()

    def took(self) -> Took:
        """Return both times since it was made."""
        return Took(time.perf_counter() - self._wall, time.thread_time() - self._work)


class Verdict:
    """Prints a line a limit, and remembers whether all held."""

    def __init__(self) -> None:
        self.held = True

    def say(self, work: str, figure: float, limit: float, unit: str, note: str = "") -> None:
        """Print one line: what, how much, the limit, whether it holds."""
        holds = figure <= limit
        self.held = self.held and holds
        scale = 1000 if unit == "ms" else 1
        print(
            f"{work:<58}{figure * scale:9.1f} {unit:<3} limit {limit * scale:7.1f}  "
            f"{'yes' if holds else 'NO':<4}{note}",
            flush=True,
        )

    def keys(self, work: str, took: list[Took], median_s: float | None, p99_s: float) -> None:
        """Print median and 99th percentile of some keys or frames."""
        for name, limit, of in (("median", median_s, statistics.median), ("p99", p99_s, _p99)):
            if limit is not None:
                wall, work_s = of([t.wall_s for t in took]), of([t.work_s for t in took])
                note = f"({len(took)} keys; processor {work_s * 1000:.1f} ms)"
                self.say(f"{work}, {name}", wall, limit, "ms", note)


def _p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[98]


def fill_large_form(application: Application, large: LargeVisit, kind: TargetKind) -> bool:
    """Open a form of 5,000 questions again and again, then fill in it; say whether the limits held."""
    verdict, watch = Verdict(), StallWatch()
    watch.start()
    openings = []
    for turn in range(_OPENINGS + 1):
        watch.step = f"opening {turn + 1}"
        openings.append(_opened(application, large, kind))
        if turn < _OPENINGS:
            _leave(application)
    print(f"{'first opening, its definition read':<58}{openings[0].wall_s * 1000:9.1f} ms")
    verdict.say("opening, definition cached", min(o.wall_s for o in openings[1:]), OPEN_S, "ms")
    screen = application.window.page
    assert isinstance(screen, FormScreen)
    until(lambda: screen.face.pages.page is not None and screen.face.pages.page.whole, "its page")
    watch.step = "filling"
    verdict.keys("key → painted", list(_filled(screen)), KEY_S, KEY_P99_S)
    watch.step = "leaving"
    _leave(application)
    tell_stalls(watch, verdict)
    return verdict.held


def _opened(application: Application, large: LargeVisit, kind: TargetKind) -> Took:
    """Open a form and return how long it took until a question waited for keys."""
    timer = Timer()
    assert application.navigation is not None
    screen = application.navigation.open_form(large.visit, kind.value, large.targets[kind])
    until(lambda: isinstance(screen, FormScreen) and _waits(screen), "a question")
    return timer.took()


def _waits(screen: FormScreen) -> bool:
    """Whether the window shows a question that waits for keys."""
    focus = QApplication.focusWidget()
    return (
        screen.sitting is not None
        and bool(screen.sitting.walk.question)
        and focus is not None
        and screen.face.pages.isAncestorOf(focus)
    )


def _leave(application: Application) -> None:
    window = application.window
    window.back()
    until(lambda: isinstance(window.page, VisitList) and rows_wait(window), "the list")


def _filled(screen: FormScreen) -> Iterator[Took]:
    """Fill as a person does: digits and words into fields, a choice by its key, Enter to go on."""
    assert screen.sitting is not None
    turn = 0
    while turn < _KEYS:
        field = QApplication.focusWidget()
        control = screen.sitting.look(screen.sitting.walk.question)
        keys = "4" if isinstance(field, QLineEdit) else "12"[turn % 2]
        if isinstance(field, QLineEdit):
            field.selectAll()
        typed = control is not None and control.control == "input"
        for key in (*keys, *((Qt.Key.Key_Return,) if typed else ())):
            yield pressed(screen, key)
            turn += 1
        if screen.sitting.walk.question == (control.ref if control else ""):
            yield pressed(screen, Qt.Key.Key_Down, _CTRL)
            turn += 1
        QTest.qWait(15)


def pressed(window: QWidget, key: Qt.Key | str, modifier: Qt.KeyboardModifier = _PLAIN) -> Took:
    """Press a key where the focus is; return how long until something was painted for it."""
    # One filter on the window: one on every widget in it would itself be a third of what a key costs.
    watch = PaintWatch(QEvent.Type.UpdateRequest)
    window.window().installEventFilter(watch)
    focus = QApplication.focusWidget()
    assert focus is not None
    timer = Timer()
    if isinstance(key, str):
        QTest.keyClicks(focus, key, modifier)
    else:
        QTest.keyClick(focus, key, modifier)
    while not watch.painted:
        QApplication.processEvents()
    took = timer.took()
    watch.deleteLater()
    return took


def add_entries(application: Application, large: LargeVisit) -> bool:
    """Add 1,000 entries to a repeat by its key; say whether the last ones come as quickly as the first."""
    verdict, watch = Verdict(), StallWatch()
    watch.start()
    _opened(application, large, ROWS)
    screen = application.window.page
    assert isinstance(screen, FormScreen)
    _go_to_the_entries(screen)
    took: list[Took] = []
    for turn in range(1000):
        watch.step = f"entry {turn + 2}"
        took.append(pressed(screen, Qt.Key.Key_N, _CTRL | _SHIFT))
        if turn % 10 == 0:
            QTest.qWait(20)
    early, late = (
        statistics.median(t.work_s for t in took[a:b]) for a, b in ((5, 15), (990, 1000))
    )
    print(f"{'adding the 10th entry':<58}{early * 1000:9.1f} ms")
    print(f"{'adding the 1,000th entry':<58}{late * 1000:9.1f} ms")
    verdict.say("the 1,000th entry beside the 10th", late / early, ENTRY_RATIO, "×")
    watch.step = "leaving"
    _leave(application)
    tell_stalls(watch, verdict)
    return verdict.held


def _go_to_the_entries(screen: FormScreen) -> None:
    assert screen.sitting is not None
    while screen.face.pages.listing is None:
        screen.sitting.act("next-section")
        QApplication.processEvents()


def wheeled(view: QAbstractScrollArea, notches: int) -> Took:
    """Turn the wheel over a list; return how long until it was painted for it."""
    watch = PaintWatch()
    viewport = view.viewport()
    viewport.installEventFilter(watch)
    at = QPointF(viewport.rect().center())
    event = QWheelEvent(
        at,
        QPointF(viewport.mapToGlobal(at)),
        QPoint(0, 0),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        _PLAIN,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    timer = Timer()
    QApplication.postEvent(viewport, event)
    while not watch.painted:
        QApplication.processEvents()
    took = timer.took()
    viewport.removeEventFilter(watch)
    return took


def tell_stalls(watch: StallWatch, verdict: Verdict) -> None:
    """Print when the GUI thread was held, by its own work or waiting for another thread's."""
    found = watch.stop()
    ours = [s for s in found if s.work_s > STALL_S or s.wall_s > 10 * STALL_S]
    longest = max((stall.work_s for stall in found), default=0.0)
    verdict.say("longest work of the GUI thread in one go", longest, STALL_S, "ms")
    waited = max((stall.wall_s for stall in found), default=0.0)
    print(f"{'  by the clock, other processes included':<58}{waited * 1000:9.1f} ms")
    for stall in ours:
        print(f"  {stall.step}: {stall.wall_s * 1000:.0f} ms, work {stall.work_s * 1000:.0f} ms")
        print(f"    {stall.where}")


def run(part: str, folder: Path) -> bool:
    """Measure one part; say whether its limits held."""
    path = folder / "visit.db"
    large = make_large_visit(path)
    work: dict[str, Callable[[Application], bool]] = {
        "sections": lambda application: fill_large_form(application, large, SECTIONS),
        "page": lambda application: fill_large_form(application, large, PAGE),
        "entries": lambda application: add_entries(application, large),
    }
    return _in_the_window(path, work[part])


def _in_the_window(path: Path, work: Callable[[Application], bool]) -> bool:
    application = make_application(path, PASSPHRASE)
    timer = Timer()
    application.begin()
    until(lambda: isinstance(application.window.page, VisitList), "the list", patience_s=300)
    until(lambda: rows_wait(application.window), "its rows", patience_s=300)
    rows = QApplication.focusWidget()
    assert isinstance(rows, RowList)
    note = f"the list stands there ({rows.model().rowCount()} visits)"
    print(f"{note:<58}{timer.took().wall_s * 1000:9.1f} ms")
    held = work(application)
    application.window.close()
    until(lambda: application.tasks is None, "the end")
    return held


def main(parts: list[str]) -> int:
    """Run each part in a process of its own, or one part here."""
    if len(parts) == 2 and parts[0] == "here":
        with tempfile.TemporaryDirectory() as folder:
            return 0 if run(parts[1], Path(folder)) else 1
    environment = dict(os.environ)
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    held = True
    for part in parts or PARTS:
        print(f"— {part}", flush=True)
        with tempfile.TemporaryDirectory() as settings:
            environment["XDG_CONFIG_HOME"] = settings
            command = [sys.executable, "-m", "tests.benchmarks.window_large", "here", part]
            held = not subprocess.run(command, check=False, env=environment).returncode and held
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
