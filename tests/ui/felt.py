"""How the window feels under the fingers: key → paint, answer → badge, and every stall of a scripted visit.

Run by ``python -m tests.benchmarks.window`` in a process of its own, over a real database and the composition root.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldsurvey.app.build import make_application
from fieldsurvey.app.demo import PASSPHRASE
from tests.ui.frame.typing_process import go_to_the_question, press, reach_the_form, rest, until
from tests.ui.small_visit import make_small_visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from fieldsurvey.ui.form import FormScreen
    from fieldsurvey.ui.main_window import MainWindow

TIMES = 100
STALL_S = 0.05
_BEAT_MS = 5
_REST_S = 0.3
_CTRL = Qt.KeyboardModifier.ControlModifier
_PLAIN = Qt.KeyboardModifier.NoModifier
_CHOICE = "/data/bagian_a/a01"


class Stall(NamedTuple):
    """The GUI thread did not answer: during what, how long, how much of it was work, and where."""

    step: str
    wall_s: float
    work_s: float
    where: str


class StallWatch(QObject):
    """A timer beats on the GUI thread; a thread looks where that thread is when the beat stays away."""

    def __init__(self) -> None:
        super().__init__()
        self.step = ""
        self.found: list[Stall] = []
        self._where = ""
        self._gui = threading.get_ident()
        self._clock = time.pthread_getcpuclockid(self._gui)
        self._end = threading.Event()
        self._last, self._worked = time.monotonic(), time.clock_gettime(self._clock)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._thread = threading.Thread(target=self._look, daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._last, self._worked = time.monotonic(), time.clock_gettime(self._clock)
        self._timer.start(_BEAT_MS)
        self._thread.start()

    def stop(self) -> list[Stall]:
        """End, and return what was found."""
        self._timer.stop()
        self._end.set()
        self._thread.join()
        return self.found

    def _beat(self) -> None:
        now, worked = time.monotonic(), time.clock_gettime(self._clock)
        if now - self._last > STALL_S:
            self.found.append(
                Stall(self.step, now - self._last, worked - self._worked, self._where)
            )
        self._last, self._worked, self._where = now, worked, ""

    def _look(self) -> None:
        while not self._end.wait(_BEAT_MS / 1000):
            if time.monotonic() - self._last > STALL_S and not self._where:
                self._where = _place(sys._current_frames()[self._gui])


def _place(frame: FrameType | None) -> str:
    """Say where a thread is; no source is read for it, which would hold the interpreter while the thread wants it."""
    stack = []
    while frame is not None:
        stack.append((frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name))
        frame = frame.f_back
    stack.reverse()
    ours = [place for place in stack if "/fieldsurvey/" in place[0]]
    shown = [*ours[-4:], *([stack[-1]] if not ours or stack[-1] != ours[-1] else [])]
    return " › ".join(
        f"{'/'.join(Path(file).parts[-2:])}:{line} {name}" for file, line, name in shown
    )


class PaintWatch(QObject):
    """Counts the paintings of one widget; of a whole window with its requests to update (``UpdateRequest``)."""

    def __init__(self, told_by: QEvent.Type = QEvent.Type.Paint) -> None:
        super().__init__()
        self._told_by = told_by
        self.painted = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Count and pass on."""
        del watched
        self.painted += event.type() == self._told_by
        return False


def key_to_paint(screen: FormScreen) -> list[float]:
    """Return seconds from a digit's key to the field painted with it."""
    go_to_the_question(screen)
    field = QApplication.focusWidget()
    watch = PaintWatch()
    field.installEventFilter(watch)
    took = []
    for turn in range(TIMES):
        before = watch.painted
        begun = time.perf_counter()
        QTest.keyClick(field, str(turn % 9 + 1) if turn % 2 == 0 else Qt.Key.Key_Backspace)
        while watch.painted == before:
            QApplication.processEvents()
        took.append(time.perf_counter() - begun)
    field.removeEventFilter(watch)
    return took


def answer_to_badge(screen: FormScreen) -> list[float]:
    """Return seconds from a choice's key to the badge that says it is saved."""
    took = []
    for turn in range(TIMES):
        while screen.sitting.walk.question != _CHOICE:
            press(Qt.Key.Key_Up, _CTRL)
        until(lambda: _saved(screen), "a badge at rest")
        begun = time.perf_counter()
        QTest.keyClick(QApplication.focusWidget(), "12"[turn % 2])
        while not _saved(screen):
            QApplication.processEvents()
        took.append(time.perf_counter() - begun)
    return took


def _saved(screen: FormScreen) -> bool:
    return not screen.face.head.badge.text().startswith(("Menyimpan", "Mengetik"))


def whole_visit(window: MainWindow, watch: StallWatch) -> None:
    """Go through the window as an inspector does, by keys."""

    def step(name: str, does: Callable[[], object]) -> None:
        watch.step = name
        window.activateWindow()  # a window manager's part, when something over the window has closed
        does()
        rest(_REST_S)

    def fill(section: int) -> None:
        for key in "1211":
            press(key)
        step(f"section {section + 2}", lambda: press(Qt.Key.Key_Right, _CTRL))

    watch.step = "unlock, list, visit, form"
    reach_the_form(window, stopped=False)
    for section in range(6):
        fill(section)
    step("next problem", lambda: press(Qt.Key.Key_F8))
    step("palette, in the form", lambda: press(Qt.Key.Key_F9))
    step("finish", lambda: press(Qt.Key.Key_J, _CTRL))
    step("leave the form", lambda: press(Qt.Key.Key_Escape))
    step("language", lambda: press(Qt.Key.Key_L, _CTRL))
    step("language back", lambda: press(Qt.Key.Key_L, _CTRL))
    step("larger text", lambda: press(Qt.Key.Key_Plus, _CTRL))
    visit = window.page
    for number, name in enumerate(("score", "findings", "documents")):
        step(name, lambda number=number: press("123"[number], _CTRL))
        while window.page is not visit:
            step(f"leave {name}", lambda: press(Qt.Key.Key_Escape))


def main(part: str) -> None:
    """Measure one part, ``keys`` or ``visit``, and print."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "visit.db"
        make_small_visit(database, PASSPHRASE)
        application = make_application(database, PASSPHRASE)
        application.begin()
        if part == "keys":
            screen = reach_the_form(application.window, stopped=False)
            report("answer → badge", answer_to_badge(screen))
            report("key → paint", key_to_paint(screen))
        else:
            watch = StallWatch()
            watch.start()
            whole_visit(application.window, watch)
            tell_stalls(watch.stop())
        application.window.close()
        until(lambda: application.tasks is None, "the end")


def report(name: str, seconds: list[float]) -> None:
    """Print median and p99."""
    p99 = statistics.quantiles(seconds, n=100)[98]
    median = statistics.median(seconds)
    print(f"{name:<22}{median * 1000:6.1f} ms  p99 {p99 * 1000:6.1f} ms  ({len(seconds)} keys)")


def tell_stalls(found: list[Stall]) -> None:
    """Print the stalls that are work of ours; what a busy machine took away is only counted."""
    ours = [stall for stall in found if stall.work_s > STALL_S]
    print(
        f"GUI stalls > 50 ms     {len(ours) or 'none'}; by a busy machine: {len(found) - len(ours)}"
    )
    for stall in ours:
        print(
            f"  {stall.step}: {stall.wall_s * 1000:.0f} ms, of it work {stall.work_s * 1000:.0f} ms"
        )
        print(f"    {stall.where}")


if __name__ == "__main__":
    main(sys.argv[1])
