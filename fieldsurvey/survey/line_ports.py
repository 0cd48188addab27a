"""What the list of visits needs of a store: a line a visit kept beside the journal, found and counted there.

What is kept follows from the journal; it may be thrown away at any time (as ``survey.score_ports``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from fieldsurvey.survey.model import VisitState


class Mark(StrEnum):
    """What a list can be narrowed to besides a state of design §2."""

    DECIDE = "decide"
    OVERDUE = "overdue"
    NEAR = "near"
    UNSIGNED = "unsigned"
    SIGNED = "signed"
    HELD = "held"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit in the list.

    Attributes:
        day: when it began, at the site; before that the day of the letter of assignment, None without one.
        title: of the instrument, Indonesian; ``""`` when it has not arrived.
        stands: how many; ``seen`` of them have their state noted.
        asked, wanted: service users whose interview is finished, and the instrument's quota of them.
        to_decide: conflicts and doubles that wait.
        sealed: facts are frozen.
        signed: a document of it that is not void carries a signature.
        copies: how many others have said that they hold all of it.
        overdue, near: deadlines that have passed, and that are near, on the day of the question.
        problem: why it cannot be shown whole, ``""`` when it can.
    """

    id: str
    mall: str
    city: str
    state: VisitState
    day: date | None
    instrument: str
    version: str
    title: str
    province: str = ""
    sample: bool = False
    training: bool = False
    stands: int = 0
    seen: int = 0
    asked: int = 0
    wanted: int = 0
    to_decide: int = 0
    sealed: bool = False
    signed: bool = False
    copies: int = 0
    overdue: int = 0
    near: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class KeptLine:
    """What is kept of a stream.

    Attributes:
        stream: the visit's id.
        line: None for a stream that is no visit (a registry).
        archived: it is off the list.
        words: what it is found by, folded.
        findings, complaints: days by which something is due that is not done.
        partial: something of it has not arrived, so it is looked at again whenever the list is opened.
    """

    stream: str
    line: VisitLine | None
    archived: bool = False
    words: str = ""
    findings: tuple[date, ...] = ()
    complaints: tuple[date, ...] = ()
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is searched for: folded, and the states whose name in the window's language holds it."""

    text: str
    states: tuple[VisitState, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list shows.

    Attributes:
        archived: the archived visits, instead of the others.
        only: a state or a mark; None for all.
        year: of the visit's day; ``province`` and ``instrument`` (its id) as the visit has them; empty for all.
        words: each must be found.
    """

    archived: bool = False
    only: VisitState | Mark | None = None
    year: str = ""
    province: str = ""
    instrument: str = ""
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Horizon:
    """The day on which deadlines are judged, and the last day that counts as near."""

    today: date
    near: date


@dataclass(frozen=True, slots=True)
class Facets:
    """How many visits there are of each year, province and instrument, archived ones apart."""

    years: Mapping[str, int] = field(default_factory=dict)
    provinces: Mapping[str, int] = field(default_factory=dict)
    instruments: Mapping[str, int] = field(default_factory=dict)


class LineKeeping(Protocol):
    """Where the lines of visits are kept."""

    def stamp(self) -> str:
        """Return what the lines kept were made by."""
        ...

    def begin(self, stamp: str) -> None:
        """Make every line out of date, and note what they are made by from now on."""
        ...

    def stale(self, most: int) -> list[str]:
        """Return streams whose line is missing or older than their journal, the newest first."""
        ...

    def count_stale(self) -> int:
        """Return how many there are."""
        ...

    def partial(self) -> bool:
        """Say whether a line that is up to date waits for something that has not arrived."""
        ...

    def doubt_partial(self) -> None:
        """Make the lines that wait for something out of date."""
        ...

    def keep(self, lines: Iterable[KeptLine]) -> None:
        """Keep lines in place of older ones, in one transaction."""
        ...

    def ids(self, wanted: Wanted, horizon: Horizon, most: int | None = None) -> list[str]:
        """Return the visits to show, the newest first; not more than ``most``."""
        ...

    def lines(self, visits: Sequence[str], horizon: Horizon) -> dict[str, VisitLine]:
        """Return the lines of some visits."""
        ...

    def count(self, *, archived: bool) -> int:
        """Return how many visits there are in the list, or in the archive."""
        ...

    def counts(self, wanted: Wanted, horizon: Horizon) -> dict[VisitState | Mark | None, int]:
        """Return how many visits each state and mark would show in place of ``wanted.only``."""
        ...

    def facets(self, *, archived: bool) -> Facets:
        """Return by what the list can be narrowed."""
        ...

    def due(self, horizon: Horizon) -> tuple[int, int]:
        """Return how many deadlines of all visits have passed, and how many are near."""
        ...

    def reminding(self, horizon: Horizon) -> list[str]:
        """Return the visits that have a deadline that has passed or is near, oldest first."""
        ...
