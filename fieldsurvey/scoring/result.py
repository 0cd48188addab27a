"""The result of scoring: a tree that explains every figure down to the answers it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal  # noqa: TC003  dataclass fields are read at run time by asdict users


@dataclass(frozen=True, slots=True)
class Observation:
    """One scored answer.

    ``score`` is in [0, 1], None when the item does not apply (TB) and so leaves the denominator.
    """

    indicator: str
    item: str
    target: str
    target_kind: str
    response: str
    ref: str
    answer: str
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class StandState:
    """A stand of the mall as found.

    ``status`` is ``open``, ``closed`` (the published schedule says open), ``off-schedule``,
    ``no-schedule`` (empty, and no schedule is known) or ``""`` (not visited).
    """

    id: str
    name: str = ""
    status: str = "open"


@dataclass(frozen=True, slots=True)
class Band:
    """A category of an instrument's year: ``lower`` is its lower bound on 0–100, inclusive."""

    code: str
    label: str
    zone: str
    lower: Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """A node of the explained score.

    Attributes:
        level: ``dimension``, ``variable``, ``indicator``, ``target`` or ``item``.
        weight: its weight among its siblings, None for a mean.
        weight_source: ``"assumed"`` when no source gives the weight (design §3), else the source.
        score: 0–100 with two decimals, None when nothing feeds it.
        n: how many observations (items that apply) feed it.
        answer: for an item, the answer as given; for a stand counted zero unseen, ``"tutup"``.
        target: for an item, the id of what it was answered for; its ``id`` is the item's code.
        response: for an item, the response that holds the answer.
        ref: for an item, the node of the form.
    """

    id: str
    title: str
    level: str
    score: Decimal | None
    n: int
    weight: Decimal | None = None
    weight_source: str = ""
    answer: str = ""
    children: tuple[Part, ...] = ()
    target: str = ""
    response: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class StandScore:
    """A stand's share ("bagian gerai"): per dimension the mean of its stand indicators.

    Attributes:
        score: its dimensions by their weights, renormalised over those it has data in.
        band: only where the scheme declares ``stand_zone`` and every dimension listed has data.
    """

    stand: str
    dimensions: tuple[Part, ...]
    score: Decimal | None
    band: Band | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class MallScore:
    """The score of a visit.

    Attributes:
        official: by an official scheme none of whose weights is assumed; else "nilai kerja".
        complete: every dimension has data; otherwise "belum lengkap": no score, no band (domain.md
            §1.2).
        score: 0–100, two decimals, half-up; None when incomplete.
        provisional: the score on renormalised weights when incomplete, to be labelled as such.
        missing: ids of the dimensions without data.
        notes: what the report must print: assumed weights, closed stands, counts.
    """

    instrument: str
    version: str
    official: bool
    complete: bool
    score: Decimal | None
    provisional: Decimal | None
    band: Band | None
    dimensions: tuple[Part, ...]
    missing: tuple[str, ...]
    stands: tuple[StandScore, ...]
    notes: tuple[str, ...] = ()
