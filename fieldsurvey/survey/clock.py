"""The time as the survey room sees it: a port, so that a visit can be replayed at its own hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Gives aware local time."""

    def now(self) -> datetime:
        """Return the present moment with its UTC offset."""
        ...


class SystemClock:
    """The machine's clock in the machine's zone."""

    def now(self) -> datetime:
        """Return the present moment with the machine's UTC offset."""
        return datetime.now().astimezone()


class ScriptedClock:
    """A clock that a script moves: the sample visit happens at the hours written in its data.

    Args:
        start: the first moment, aware.
        step: how far each reading moves it, so that no two changes share a moment.
    """

    def __init__(self, start: datetime, step: timedelta = timedelta(seconds=1)) -> None:
        self._moment = start
        self._step = step

    def now(self) -> datetime:
        """Return the scripted moment, then move on by one step."""
        moment = self._moment
        self._moment += self._step
        return moment

    def go_to(self, moment: datetime) -> None:
        """Move to a moment, forwards only."""
        self._moment = max(self._moment, moment)
