"""What other laptops changed in a response since it was opened here (design §7: it waits, and is told)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from fieldsurvey.journal.change import ChangeKey
from fieldsurvey.journal.cursor import Cursor

if TYPE_CHECKING:
    from fieldsurvey.survey.ports import Records


def changed_meanwhile(
    records: Records, visit: str, response: str, seen: Cursor, looked: Cursor
) -> tuple[Cursor, tuple[tuple[str, int], ...]]:
    """Return how far others' changes were looked at, and (author, how many answers) of them all, sorted.

    Only the cursor is read when nothing arrived since the last look: then nothing is counted.

    Args:
        records: where it is read.
        visit: the visit's id.
        response: the response's id.
        seen: what was known of the visit when the response was opened.
        looked: how far was looked the last time; ``seen`` the first time.
    """
    held = records.cursor(visit)
    others = Cursor({device: held[device] for device in held if device != records.device})
    if all(looked.covers(ChangeKey(*tip)) for tip in others.items()):
        return looked, ()
    changed = {
        (each.change.author, each.change.field)
        for each in records.history(visit, response)
        if each.change.field.startswith("/")
        and each.change.device != records.device
        and not seen.covers(each.change.key)
    }
    return others, tuple(sorted(Counter(author for author, _ in changed).items()))
