"""Training: a database of its own with an invented visit, which never leaves the laptop (design §5).

That a visit is for training is a fact of it in the journal, so it is told on every screen and page. What is made
beside it in the same database is for training too, and no exchange takes anything from there or puts anything into it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from fieldsurvey.errors import TrainingStays

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldsurvey.survey.ports import History

#: Field of a visit.
TRAINING = "training"


class _Kept(Protocol):
    def first_stream(self) -> str | None: ...

    def history(self, stream: str, entity: str, field: str | None = None) -> list[History]: ...


def is_training(records: _Kept, visit: str) -> bool:
    """Whether a visit is for training."""
    return any(each.change.value is True for each in records.history(visit, visit, TRAINING))


def in_training(records: _Kept) -> bool:
    """Whether a database is for training: the first thing that was made in it is a visit that says so."""
    first = records.first_stream()
    return first is not None and is_training(records, first)


def refuse_training(records: _Kept, visits: Iterable[str] = ()) -> None:
    """Keep training apart from work.

    Args:
        records: the database.
        visits: those that are about to leave it; none when something is about to come.

    Raises:
        TrainingStays: the database, or one of the visits, is for training.
    """
    if in_training(records) or any(is_training(records, visit) for visit in visits):
        raise TrainingStays(
            what="this is training: it is not sent, and real visits do not come here"
        )
