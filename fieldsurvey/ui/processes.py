"""Jobs in processes of their own, and one process kept warm: started, made ready, waiting for what to do.

To start a process and load what makes a PDF takes a second; a person who looks at the page with the button does not
notice it, a person who pressed the button does.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

_POLL_S = 0.1


class Cancel:
    """Stops a spawned job; whatever it had half written is the job's own business (write beside, then rename)."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    def cancel(self) -> None:
        """Ask for the stop; neither ``done`` nor ``failed`` is called afterwards."""
        self._asked.set()

    @property
    def cancelled(self) -> bool:
        """Whether the stop was asked for."""
        return self._asked.is_set()


class Worker:
    """A process that does one job and is gone.

    What the job is given goes through a pipe: nothing of it is seen in how the process was called.

    Args:
        ready: a top-level function that it runs before it is asked for anything.
        args: what that is given, beside ``go_on``, which says whether it is still asked for nothing.
    """

    def __init__(
        self, ready: Callable[..., object] | None = None, args: tuple[object, ...] = ()
    ) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_serve, args=(theirs, ready, args), daemon=True)
        self._process.start()
        theirs.close()

    @property
    def alive(self) -> bool:
        """Whether it still waits for a job."""
        return self._process.is_alive()

    def run(
        self,
        job: Callable[..., object],
        args: tuple[object, ...],
        cancel: Cancel,
        hear: Callable[[object], None] | None,
    ) -> tuple[bool, Any]:
        """Return whether the job succeeded, and its result or error; the process is gone then.

        Args:
            job: a top-level function.
            args: what it is given.
            cancel: stops it.
            hear: takes what it tells on its way; the job is then given a callable ``tell``.
        """
        try:
            self._pipe.send((job, args, hear is not None))
            while not cancel.cancelled:
                if wait([self._pipe, self._process.sentinel], timeout=_POLL_S):
                    if not self._pipe.poll():
                        message = f"the job stopped with exit code {self._process.exitcode}"
                        raise ChildProcessError(message)
                    succeeded, parcel = self._pipe.recv()
                    if succeeded is not None:
                        return succeeded, parcel
                    if hear is not None:
                        hear(parcel)
            return False, None
        except (EOFError, BrokenPipeError) as error:
            message = "the job stopped without a word"
            raise ChildProcessError(message) from error
        finally:
            self.end()

    def end(self) -> None:
        """Stop the process, whatever it does."""
        self._pipe.close()
        self._process.terminate()
        self._process.join()
        self._process.close()


class Spare:
    """At most one warm process, for whoever asks next. Its calls may come from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._closed = False

    def prepare(self, ready: Callable[..., object], args: tuple[object, ...] = ()) -> None:
        """Start one that runs this before anything else, unless one waits already."""
        with self._lock:
            if not self._closed and (self._worker is None or not self._worker.alive):
                self._drop()
                self._worker = Worker(ready, args)

    def take(self) -> Worker:
        """Return the warm process, or a fresh one."""
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None and worker.alive:
            return worker
        if worker is not None:
            worker.end()
        return Worker()

    def dismiss(self) -> None:
        """End the one that waits."""
        with self._lock:
            self._drop()

    def close(self) -> None:
        """End the one that waits and start no other."""
        with self._lock:
            self._closed = True
            self._drop()

    def _drop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()


def _serve(
    pipe: Connection, ready: Callable[..., object] | None, given: tuple[object, ...]
) -> None:
    """Run in the child: get ready, wait for the job, send what it tells, then its result or error, and leave."""
    # Stopped half way, a job still clears away what it has half written.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if ready is not None:
        with suppress(Exception):  # what is amiss the job itself will say
            ready(*given, go_on=lambda: not pipe.poll())
    try:
        job, args, tells = pipe.recv()
    except EOFError:  # nobody wants it any more
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        return
    more = {"tell": lambda news: pipe.send((None, news))} if tells else {}
    try:
        parcel: tuple[bool, object] = (True, job(*args, **more))
    except Exception as error:  # noqa: BLE001  the parent shows it
        parcel = (False, error)
    try:
        pipe.send(parcel)
    finally:
        pipe.close()
        # From here on nothing is half written: being stopped while leaving is no error to be printed.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
