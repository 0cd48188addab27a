"""The lock: a window that nobody has touched for a while hides itself, and comes back as it was."""

from __future__ import annotations

from fieldsurvey.ui.lock.locking import Locking

__all__ = ["Locking"]
