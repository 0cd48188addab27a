"""How many changes a device has given away, noted beside its database.

An old copy of the file that somebody puts back by hand would write again under numbers that others
hold already: a fork. The copy does not know, so the note lies outside it. A database that has less
than it gave away is a new device. Without the note a fork comes of it, which is kept and shown.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fieldsurvey.whole_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.store.driver import Link

_ENDING = "-given"


def note(link: Link, device: str) -> None:
    """Note what a device has written, before any of it leaves; call it outside a transaction."""
    written = _written(link, device)
    if written > _noted(link.path, device):
        text = json.dumps({"device": device, "changes": written})
        write_whole(_beside(link.path), text.encode())


def is_short(link: Link, device: str) -> bool:
    """Whether a database holds less of its own device than that has given away."""
    return _written(link, device) < _noted(link.path, device)


def _written(link: Link, device: str) -> int:
    row = link.one("SELECT coalesce(sum(seq), 0) FROM tip WHERE device = ?", (device,))
    return int(row[0]) if row else 0


def _noted(path: Path, device: str) -> int:
    """Return the number noted; 0 where the note is missing, of another device or not readable."""
    try:
        found = json.loads(_beside(path).read_text(encoding="utf-8"))
        return int(found["changes"]) if found["device"] == device else 0
    except (OSError, ValueError, TypeError, KeyError):
        return 0


def _beside(path: Path) -> Path:
    return path.with_name(path.name + _ENDING)
