"""Which zone local time is of: the machine's, or one that a form is filled for.

An expression meets local time in many places (a dateTime without an offset, the day of a moment, what is written), deep
below where anyone knows the form. So the zone is a context variable, read only where a time is turned into local time.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

_ZONE: ContextVar[tzinfo | None] = ContextVar("zone", default=None)


def to_local(time: datetime) -> datetime:
    """Return a time in the zone in force; one without an offset is of that zone already.

    Raises:
        OverflowError: it lies outside the years 1 to 9999 there.
    """
    zone = _ZONE.get()
    if zone is not None and time.tzinfo is None:
        return time.replace(tzinfo=zone)
    return time.astimezone(zone)


@contextmanager
def in_zone(zone: tzinfo | None) -> Iterator[None]:
    """Let local time be that of a zone, in this thread; None is the machine's."""
    token = _ZONE.set(zone)
    try:
        yield
    finally:
        _ZONE.reset(token)
