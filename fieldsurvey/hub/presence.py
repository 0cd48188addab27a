"""Who has been at the hub since it opened."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieldsurvey.journal import Peer

_PRESENT_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Visitor:
    """A laptop that came.

    Attributes:
        device: its id.
        name: what its owner calls it.
        last: when it last spoke, monotonic seconds.
        changes: new changes it brought.
        files: new files it brought.
    """

    device: str
    name: str
    last: float
    changes: int = 0
    files: int = 0

    @property
    def present(self) -> bool:
        """Whether it spoke just now."""
        return time.monotonic() - self.last < _PRESENT_SECONDS


class Presence:
    """Notes callers; read from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._visitors: dict[str, Visitor] = {}

    def note(self, peer: Peer, *, changes: int = 0, files: int = 0) -> None:
        """Note that a peer spoke, and what it brought."""
        with self._lock:
            seen = self._visitors.get(peer.device) or Visitor(peer.device, peer.name, 0.0)
            self._visitors[peer.device] = replace(
                seen,
                last=time.monotonic(),
                changes=seen.changes + changes,
                files=seen.files + files,
            )

    def visitors(self) -> list[Visitor]:
        """Return who came, in the order of their first visit."""
        with self._lock:
            return list(self._visitors.values())
