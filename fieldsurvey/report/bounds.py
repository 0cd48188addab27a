"""What a PDF from outside may cost: a few kilobytes can unpack to gigabytes, or send a reader round for hours.

The bounds hold for the process that reads: a command, or a job of the window, neither of which does anything else.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from fieldsurvey.errors import FileProblem, PdfTooCostly

if TYPE_CHECKING:
    from collections.abc import Iterator

_MIB = 1024 * 1024
#: Minutes with photos as they were taken come to some hundred megabytes.
_MOST_BYTES = 1024 * _MIB
#: Readers copy what they read a few times; the rest is for what is packed inside.
_MEMORY, _COPIES = 1024 * _MIB, 8
_SECONDS, _SECONDS_A_MIB = 120.0, 2.0
_AGAIN_S = 1.0
#: The bound on memory is the whole process's: who set it last must not leave another's behind.
_ALONE = threading.Lock()
_bounded: ContextVar[bool] = ContextVar("bounded", default=False)


class _TimeIsUp(BaseException):
    """Raised in the thread that reads; no ``except Exception`` of a reader swallows it."""


@contextmanager
def bounded(
    path: Path, *, seconds: float | None = None, memory: int | None = None
) -> Iterator[None]:
    """Read a PDF within bounds of size, time and, where the system can (Linux), memory; inside another it adds none.

    Args:
        path: the PDF.
        seconds: how long it may take; by default minutes, and more for a larger file.
        memory: bytes that may come on top of what the process has; by default a gibibyte, and more for a larger file.

    Raises:
        PdfTooCostly: it is too large, or takes more time or memory than a document of a visit does.
        FileProblem: it cannot be read.
    """
    if _bounded.get():
        yield
        return
    size = _size(path)
    deadline = _Deadline(_SECONDS + size / _MIB * _SECONDS_A_MIB if seconds is None else seconds)
    token = _bounded.set(True)
    try:
        with _memory(_MEMORY + _COPIES * size if memory is None else memory):
            try:
                deadline.begin()
                yield
            finally:
                deadline.end()
    except _TimeIsUp:
        raise PdfTooCostly(path=path, what="takes too long to read") from None
    except MemoryError:
        raise PdfTooCostly(path=path, what="takes too much memory to read") from None
    finally:
        _bounded.reset(token)


def _size(path: Path) -> int:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise FileProblem(path=path, what=error.strerror or "cannot be read") from error
    if size > _MOST_BYTES:
        raise PdfTooCostly(path=path, what=f"is larger than {_MOST_BYTES // _MIB} MiB")
    return size


@contextmanager
def _memory(more: int) -> Iterator[None]:
    """Let this process grow by so many bytes; what asks for more gets a MemoryError."""
    if sys.platform != "linux":
        yield  # Windows and macOS know no such bound for a process that runs
    else:
        import resource

        with _ALONE:
            used = int(Path("/proc/self/statm").read_bytes().split()[0]) * resource.getpagesize()
            soft, hard = resource.getrlimit(resource.RLIMIT_AS)
            known = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
            resource.setrlimit(resource.RLIMIT_AS, (min([used + more, *known]), hard))
            try:
                yield
            finally:
                resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


class _Deadline:
    """Interrupts the thread that began it, on any system, when its time is up."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._reader = ctypes.c_ulong(threading.get_ident())
        self._lock, self._over = threading.Lock(), threading.Event()
        self._watch = threading.Thread(target=self._wait, name="deadline", daemon=True)

    def begin(self) -> None:
        self._watch.start()

    def end(self) -> None:
        with self._lock:
            self._over.set()
            # What was sent and has not arrived is withdrawn.
            ctypes.pythonapi.PyThreadState_SetAsyncExc(self._reader, None)

    def _wait(self) -> None:
        patience = self._seconds
        while not self._over.wait(patience):
            patience = _AGAIN_S  # whoever swallows it gets it again
            with self._lock:
                if not self._over.is_set():
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        self._reader, ctypes.py_object(_TimeIsUp)
                    )
