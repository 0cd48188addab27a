"""The note beside the database that says which responses are open: what is left after a crash says what to look at.

It names entities and times, never an answer. The journal needs no repair; the note only lets the window say at its next
start what it found (``ui.form.recovery``).
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class OpenMark:
    """A response that is being filled.

    Attributes:
        visit, form, target, ordinal: its slot.
        response: its entity.
        seq: this device's last change in the stream when it was opened.
        opened_at: when, aware.
    """

    visit: str
    form: str
    target: str
    ordinal: int
    response: str
    seq: int
    opened_at: datetime

    @property
    def slot(self) -> tuple[str, str, str, int]:
        """Its slot as a key."""
        return (self.visit, self.form, self.target, self.ordinal)


class OpenMarks:
    """The note of one database.

    Args:
        database: its file.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".open-forms")

    def all(self) -> list[OpenMark]:
        """Return what the note says, the latest opened last; a note that cannot be read says nothing."""
        try:
            rows = json.loads(self._path.read_text(encoding="utf-8"))
            marks = [
                OpenMark(**(row | {"opened_at": datetime.fromisoformat(row["opened_at"])}))
                for row in rows
            ]
        except (OSError, ValueError, TypeError, KeyError):
            return []
        return sorted(marks, key=lambda mark: mark.opened_at)

    def put(self, mark: OpenMark) -> None:
        """Note that a response is open."""
        self._keep([other for other in self.all() if other.slot != mark.slot] + [mark])

    def remove(self, visit: str, form: str, target: str, ordinal: int) -> None:
        """Note that a response was left in order."""
        slot = (visit, form, target, ordinal)
        marks = self.all()
        left = [mark for mark in marks if mark.slot != slot]
        if len(left) != len(marks):
            self._keep(left)

    def clear(self) -> None:
        """Forget everything."""
        self._keep([])

    def _keep(self, marks: list[OpenMark]) -> None:
        # A disk that is full keeps no note; the answers themselves say so loudly enough.
        with contextlib.suppress(OSError):
            if not marks:
                self._path.unlink(missing_ok=True)
                return
            rows = [asdict(mark) | {"opened_at": mark.opened_at.isoformat()} for mark in marks]
            beside = self._path.with_name(self._path.name + ".new")
            beside.write_text(json.dumps(rows), encoding="utf-8")
            beside.replace(self._path)
