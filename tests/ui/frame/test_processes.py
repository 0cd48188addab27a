"""A process that waits for its job: loaded beforehand, used once, and never left behind."""

from __future__ import annotations

import multiprocessing
import sys

import pytest

from fieldsurvey.ui.processes import Cancel, Spare

#: Nothing of ours loads it.
RARE = "colorsys"


def loaded(name: str) -> bool:
    """Run in a process of its own: say whether a module was loaded before."""
    return name in sys.modules


def leave(_nothing: str) -> None:
    """Run in a process of its own: leave without a word."""
    sys.exit(3)


def test_a_warm_process_does_the_next_job_and_no_other() -> None:
    spare = Spare()
    spare.prepare((RARE,))
    spare.prepare((RARE,))
    assert len(multiprocessing.active_children()) == 1
    assert spare.take().run(loaded, (RARE,), Cancel(), None) == (True, True)
    assert spare.take().run(loaded, (RARE,), Cancel(), None) == (True, False)
    assert multiprocessing.active_children() == []
    spare.prepare((RARE,))
    spare.dismiss()
    assert multiprocessing.active_children() == []
    spare.close()
    spare.prepare((RARE,))
    assert multiprocessing.active_children() == []


def test_one_that_died_waiting_is_replaced_and_one_that_dies_working_is_told() -> None:
    spare = Spare()
    spare.prepare((RARE,))
    (process,) = multiprocessing.active_children()
    process.kill()
    process.join()
    with pytest.raises(ChildProcessError):
        spare.take().run(leave, ("",), Cancel(), None)
    assert multiprocessing.active_children() == []
