"""What the tables of scores need of a store: item scores kept per response, so that no form is run again for them.

What is kept follows from the journal and from the pinned instrument; it may be thrown away at any time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from fieldsurvey.scoring import PlaceSums


@dataclass(frozen=True, slots=True)
class Share:
    """What one response gives one indicator.

    Attributes:
        place: id of what its answers count for: a stand, the mall, or who was asked elsewhere.
        answers: how many of them have a score.
        high, low: the sum of their scores, as ``scoring.halves`` gives it.
        not_applicable: how many answers do not apply (TB).
    """

    indicator: str
    place: str
    answers: int
    high: int
    low: int
    not_applicable: int


@dataclass(frozen=True, slots=True)
class ScoredResponse:
    """The shares of a response; ``stamp`` tells whether they still follow from its answers."""

    response: str
    stamp: str
    shares: Sequence[Share]


@dataclass(frozen=True, slots=True)
class ScoredVisit:
    """What tables say of a visit besides its figures.

    Attributes:
        day: when it began, at the site, ISO 8601; "" before.
        instrument, version: pinned; ``manifest`` is the SHA-256 of its instrument.toml.
        state: of the visit, as in ``model.VisitState``.
        sample: training data.
        stands, inspected: how many stands there are, and how many were inspected.
    """

    visit: str
    mall: str
    province: str
    region: str
    day: str
    instrument: str
    version: str
    manifest: str
    state: str
    sample: bool
    stands: int
    inspected: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many responses, scored answers and answers that do not apply a visit's figures rest on."""

    responses: int
    answers: int
    not_applicable: int


class ScoreKeeping(Protocol):
    """Where the scores of responses are kept."""

    def outdated(self) -> list[tuple[str, int]]:
        """Return the visits whose kept scores are missing or older than their journal, each with a mark."""
        ...

    def stamps(self, visit: str) -> dict[str, str]:
        """Return response → stamp of what is kept of a visit."""
        ...

    def keep(
        self,
        facts: ScoredVisit,
        mark: int,
        *,
        changed: Iterable[ScoredResponse],
        gone: Iterable[str],
        unseen: Sequence[tuple[str, str]],
    ) -> None:
        """Keep what a visit's responses give, in one transaction.

        Args:
            facts: of the visit.
            mark: from ``outdated``: what changed since stays out of date.
            changed: responses that are new or were scored anew.
            gone: responses that count no more.
            unseen: (indicator, closed stand) that count 0 where nothing of it was recorded at the stand.
        """
        ...

    def visits(self) -> Iterator[ScoredVisit]:
        """Yield the visits kept, oldest first."""
        ...

    def reading_through(self) -> AbstractContextManager[None]:
        """Keep little in memory while everything is read once, from end to end."""
        ...

    def sums(self, visit: str) -> list[PlaceSums]:
        """Return the sums of a visit for each indicator and number of answers at a place."""
        ...

    def counts(self, visit: str) -> Counts:
        """Return what a visit's figures rest on."""
        ...
