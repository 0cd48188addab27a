"""What other laptops changed in a response since it was opened here (design §7: it waits, and is told)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from fieldsurvey.journal.change import ChangeKey

if TYPE_CHECKING:
    from fieldsurvey.journal.cursor import Cursor
    from fieldsurvey.survey.ports import Records


def changed_meanwhile(
    records: Records, visit: str, response: str, seen: Cursor
) -> tuple[tuple[str, int], ...]:
    """Return (author, how many answers) of what arrived from others, sorted; quick when nothing did.

    Args:
        records: where it is read.
        visit: the visit's id.
        response: the response's id.
        seen: what was known of the visit when the response was opened.
    """
    tips = records.cursor(visit).items()
    if all(seen.covers(ChangeKey(*tip)) or tip[0] == records.device for tip in tips):
        return ()
    changed = {
        (each.change.author, each.change.field)
        for each in records.history(visit, response)
        if each.change.field.startswith("/")
        and each.change.device != records.device
        and not seen.covers(each.change.key)
    }
    return tuple(sorted(Counter(author for author, _ in changed).items()))
