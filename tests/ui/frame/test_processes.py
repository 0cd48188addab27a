"""A process that waits for its job: loaded beforehand, used once, and never left behind."""

from __future__ import annotations

import importlib
import multiprocessing
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fieldsurvey.ui.processes import Cancel, Spare

if TYPE_CHECKING:
    from collections.abc import Callable

#: Nothing of ours loads it.
RARE = "colorsys"


def loaded(name: str) -> bool:
    """Run in a process of its own: say whether a module was loaded before."""
    return name in sys.modules


def get_ready(name: str, go_on: Callable[[], bool]) -> None:
    """Run in a process of its own, before its job: load a module."""
    del go_on
    importlib.import_module(name)


def work_on(path: Path, go_on: Callable[[], bool]) -> None:
    """Run in a process of its own, before its job: work until something is asked for, then fail."""
    path.touch()
    while go_on():
        pass
    path.write_text("stopped")
    raise ValueError


def leave(_nothing: str) -> None:
    """Run in a process of its own: leave without a word."""
    sys.exit(3)


def test_a_warm_process_does_the_next_job_and_no_other() -> None:
    spare = Spare()
    spare.prepare(get_ready, (RARE,))
    spare.prepare(get_ready, (RARE,))
    assert len(multiprocessing.active_children()) == 1
    assert spare.take().run(loaded, (RARE,), Cancel(), None) == (True, True)
    assert spare.take().run(loaded, (RARE,), Cancel(), None) == (True, False)
    assert multiprocessing.active_children() == []
    spare.prepare(get_ready, (RARE,))
    spare.dismiss()
    assert multiprocessing.active_children() == []
    spare.close()
    spare.prepare(get_ready, (RARE,))
    assert multiprocessing.active_children() == []


def test_one_that_died_waiting_is_replaced_and_one_that_dies_working_is_told() -> None:
    spare = Spare()
    spare.prepare(get_ready, (RARE,))
    (process,) = multiprocessing.active_children()
    process.kill()
    process.join()
    with pytest.raises(ChildProcessError):
        spare.take().run(leave, ("",), Cancel(), None)
    assert multiprocessing.active_children() == []


def test_what_it_does_while_it_waits_ends_when_it_is_asked_and_harms_nothing(
    tmp_path: Path,
) -> None:
    spare, sign = Spare(), tmp_path / "sign"
    spare.prepare(work_on, (sign,))
    assert spare.take().run(Path.read_text, (sign,), Cancel(), None) == (True, "stopped")
