"""After an unclean stop: what was answered since a response was opened. The journal itself needs no repair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from fieldsurvey.survey.ports import Records


@dataclass(frozen=True, slots=True)
class Recovered:
    """What the journal holds since a response was last opened here.

    Attributes:
        answers: how many questions have an answer that was given or changed since.
        last_at: when the last of them was saved, None when nothing was.
        last_key: node key of that question, "" when there is none.
    """

    answers: int = 0
    last_at: datetime | None = None
    last_key: str = ""


def recovered_since(
    records: Records,
    visit: str,
    response: str,
    after: int,
    is_question: Callable[[str], bool],
    defaults: Mapping[str, str | None],
) -> Recovered:
    """Return what this device wrote into a response after a number of its own.

    Args:
        records: the store.
        visit: the stream.
        response: the entity.
        after: this device's sequence number when the response was opened.
        is_question: whether a node key is one that a person answers; what the form notes by itself does not count.
        defaults: node key → what a new response says by itself; that does not count either, while it stands alone.
    """
    given: dict[str, bool] = {}
    found = Recovered()
    for entry in records.history(visit, response):
        change = entry.change
        ours = change.device == records.device and change.seq > after
        if not (ours and change.field.startswith("/") and is_question(change.field)):
            continue
        if change.field in given or entry.value != defaults.get(change.field):
            given[change.field] = entry.value not in {None, ""}
            found = Recovered(sum(given.values()), change.confirmed_at, change.field)
    return found
