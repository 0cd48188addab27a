"""Runs cases in a process of their own and ends it when one takes too long."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from tests.fuzz.cases import Case

PATIENCE = 20.0  # seconds for one case, on a machine that may be busy
HANG = "hang: no answer in time"
PROJECT = Path(__file__).parents[2]


class Watchdog:
    """A worker process, started again after each hang and each death."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self.patience = patience
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def verdict(self, case: Case) -> str:
        """Return "fine", "hang", "death" or the exception and its place.

        A case hangs when it does so twice, the second time with three times the patience: other work may have had
        the processor.
        """
        said = self._asked(case, self.patience)
        return self._asked(case, 3 * self.patience) if said == HANG else said

    def _asked(self, case: Case, patience: float) -> str:
        process = self._running()
        assert process.stdin is not None
        try:
            process.stdin.write(case.to_json() + "\n")
            process.stdin.flush()
            answer = self._lines.get(timeout=patience)
        except queue.Empty:
            self.stop()
            return HANG
        except BrokenPipeError:
            answer = ""
        if not answer:
            self.stop()
            return "death: the process ended"
        return answer.strip()

    def stop(self) -> None:
        """End the worker."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.fuzz.worker"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="ascii", cwd=PROJECT,
            )  # fmt: skip
            lines: queue.SimpleQueue[str] = queue.SimpleQueue()

            def listen() -> None:
                assert process.stdout is not None
                for line in process.stdout:
                    lines.put(line)
                lines.put("")

            threading.Thread(target=listen, daemon=True).start()
            self._process, self._lines = process, lines
        return self._process


def kind_of(verdict: str) -> str:
    """Return what two finds have in common when they are one: the exception and its place, without its words."""
    return ":".join(verdict.split(":")[:2])
