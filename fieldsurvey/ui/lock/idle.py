"""How long nobody has touched key or pointer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Callable

_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TabletPress,
    QEvent.Type.TabletMove,
}
_LOOK_MS = 5_000


def seconds() -> float:
    """Return the time of a clock that nobody sets; where the system has one, it goes on while the laptop sleeps."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class IdleWatch(QObject):
    """Says once that nobody has touched anything for so many minutes.

    It listens at the window that has the keyboard and at what has it there (a shortcut comes to that alone), not at
    every widget: a form of a hundred questions makes a hundred thousand events that are nobody's touch.

    Args:
        minutes: gives the limit of the moment.
        now: a clock in seconds.
        parent: the owner.
    """

    idle = Signal()

    def __init__(
        self,
        minutes: Callable[[], int],
        now: Callable[[], float] = seconds,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._minutes, self._now = minutes, now
        self._touched = now()
        self._watching = False
        self._heard: list[QObject] = []
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self.look)

    def watch(self) -> None:
        """Begin: this moment counts as a touch."""
        self._touched = self._now()
        if not self._watching:
            self._watching = True
            application = QGuiApplication.instance()
            assert isinstance(application, QGuiApplication)
            application.focusWindowChanged.connect(self._listen)
            application.focusObjectChanged.connect(self._listen)
            self._listen()
            self._look.start()

    def rest(self) -> None:
        """Stop."""
        if self._watching:
            self._watching = False
            self._look.stop()
            application = QGuiApplication.instance()
            assert isinstance(application, QGuiApplication)
            application.focusWindowChanged.disconnect(self._listen)
            application.focusObjectChanged.disconnect(self._listen)
            self._deafen()

    def look(self) -> bool:
        """Look at the clock; say and return whether the time is over."""
        over = self._watching and self._now() - self._touched >= self._minutes() * 60
        if over:
            self.rest()
            self.idle.emit()
        return over

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take note of a touch; one that comes too late (the laptop slept) is heard by nobody."""
        del watched
        if event.type() not in _TOUCHES or not self._watching:
            return False
        if self.look():
            return True
        self._touched = self._now()
        return False

    def _listen(self, _changed: QObject | None = None) -> None:
        self._deafen()
        here = (QGuiApplication.focusWindow(), QGuiApplication.focusObject())
        self._heard = [each for each in here if each is not None]
        for each in self._heard:
            each.installEventFilter(self)

    def _deafen(self) -> None:
        for each in self._heard:
            if shiboken6.isValid(each):
                each.removeEventFilter(self)
        self._heard = []
