"""What is missing before a visit is complete, and what would stand in the way of its seal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from fieldsurvey.survey.model import ResponseState, TargetKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fieldsurvey.survey.model import Reaction
    from fieldsurvey.survey.overview import FormLine, Overview

#: Who must have seen that somebody would not sign (domain.md §6.1).
FEWEST_WITNESSES = 2


class Weight(StrEnum):
    """How much a gap weighs: it forbids the seal, must be named and given a reason, or is worth a look."""

    FORBIDS = "forbids"
    NAMED = "named"
    ADVICE = "advice"


class GapKind(StrEnum):
    """Kinds of gaps, the gravest first."""

    CONFLICT = "conflict"
    DOUBLE = "double"
    FORK = "fork"
    REVIVAL = "revival"
    CODE = "code"
    UNFINISHED = "unfinished"
    STALE = "stale"
    FILES = "files"
    LAPTOPS = "laptops"
    LEAD = "lead"
    COUNTERPART = "counterpart"
    MALL_FORM = "mall-form"
    COMPLAINTS_FORM = "complaints-form"
    STAND_FORM = "stand-form"
    STAND_STATUS = "stand-status"
    QUOTA = "quota"
    CHRONOLOGY = "chronology"
    WITNESSES = "witnesses"


_WEIGHTS = {
    GapKind.CONFLICT: Weight.FORBIDS,
    GapKind.DOUBLE: Weight.FORBIDS,
    GapKind.FORK: Weight.FORBIDS,
    GapKind.UNFINISHED: Weight.NAMED,
    GapKind.FILES: Weight.NAMED,
    GapKind.LAPTOPS: Weight.NAMED,
}


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing.

    Attributes:
        kind: what it is.
        count: how many.
        wanted: of how many, 0 when that says nothing.
        line: the form it is about, None when it is about the visit.
        target: kind of the target for a quota.
    """

    kind: GapKind
    count: int = 1
    wanted: int = 0
    line: FormLine | None = None
    target: TargetKind | None = None

    @property
    def weight(self) -> Weight:
        """Return how much it weighs."""
        return _WEIGHTS.get(self.kind, Weight.ADVICE)


def gaps(overview: Overview) -> tuple[Gap, ...]:
    """Return what is missing, the gravest first."""
    order = list(GapKind)
    return tuple(sorted(_all(overview), key=lambda gap: order.index(gap.kind)))


def _all(overview: Overview) -> Iterator[Gap]:
    counted = (
        (GapKind.CONFLICT, len(overview.conflicts)),
        (GapKind.FORK, overview.forks),
        (GapKind.REVIVAL, len(overview.revivals)),
        (GapKind.CODE, len(overview.shared_codes)),
        (GapKind.FILES, overview.missing_files),
        (GapKind.LAPTOPS, overview.laptops_not_merged),
        (GapKind.LEAD, int(not overview.has_role("lead"))),
        (GapKind.COUNTERPART, int(not overview.has_role("counterpart"))),
        (GapKind.CHRONOLOGY, int(not overview.visit.events)),
        (GapKind.WITNESSES, len(_unwitnessed(overview))),
    )
    yield from (Gap(kind, count) for kind, count in counted if count)
    for line in overview.forms:
        if line.doubles > 1:
            yield Gap(GapKind.DOUBLE, line.doubles, line=line)
        if line.state in {ResponseState.DRAFT, ResponseState.RETURNED}:
            yield Gap(GapKind.UNFINISHED, line=line)
        elif line.stale:
            yield Gap(GapKind.STALE, line=line)
    for kind, gap in (
        (TargetKind.MALL, GapKind.MALL_FORM),
        (TargetKind.COMPLAINTS, GapKind.COMPLAINTS_FORM),
    ):
        found = [line for line in overview.forms if line.kind is kind and line.form == kind.value]
        if found and all(line.state is None for line in found):
            yield Gap(gap, line=found[0])
    yield from _of_stands(overview)
    for kind, wanted in overview.quota.items():
        have = sum(1 for line in overview.forms if line.kind is kind and line.finished)
        if have < wanted:
            yield Gap(GapKind.QUOTA, have, wanted, target=kind)


def _unwitnessed(overview: Overview) -> list[Reaction]:
    """Return the refusals to sign that fewer than two people saw (domain.md §6.1)."""
    return [
        reaction
        for reaction in overview.visit.reactions
        if reaction.kind == "refuse" and len(reaction.witnesses) < FEWEST_WITNESSES
    ]


def _of_stands(overview: Overview) -> Iterator[Gap]:
    seen = [stand for stand in overview.stands if stand.stand.status]
    unseen = len(overview.stands) - len(seen)
    if unseen:
        yield Gap(GapKind.STAND_STATUS, unseen, len(overview.stands))
    for stand in seen:
        if stand.form is not None and stand.form.state is None:
            yield Gap(GapKind.STAND_FORM, line=stand.form)
