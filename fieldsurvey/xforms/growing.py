"""Building something large without the cyclic collector walking it again and again as it grows."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_UNSEEN = 500_000  # objects: three forms of 5,000 questions that share their expressions


class _Grown:
    """What this process knows of what it built.

    Attributes:
        unseen: how many objects went to the oldest generation since all of them were last looked at.
        stays: whether it froze what it began with; to count what is frozen takes a walk over all of it.
    """

    unseen = 0
    stays = False


@contextmanager
def growing() -> Iterator[None]:
    """Hold the collector while the block builds what stays, and put that into the oldest generation at once.

    Freezing and unfreezing does so without a walk, but the collector then does not know how much came; so when much
    has, it is told to look at everything: forms that were dropped go then.

    A process that has frozen what it began with (the window) means what grows to stay as well: it stays frozen, because
    to walk one form of 5,000 questions takes longer than a key may wait.
    """
    if not gc.isenabled():
        yield
        return
    _Grown.stays = _Grown.stays or gc.get_freeze_count() > 0
    if _Grown.unseen > MOST_UNSEEN and not _Grown.stays:
        gc.collect()
        _Grown.unseen = 0
    gc.disable()
    try:
        yield
        _Grown.unseen += gc.get_count()[0]
        gc.freeze()
        if not _Grown.stays:
            gc.unfreeze()
    finally:
        gc.enable()
