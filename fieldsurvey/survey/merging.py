"""Findings that say the same are merged into one, and split again, losing nothing (``survey.merged``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.seals import require_open

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fieldsurvey.survey.visits import Visits

_FIELD = "merged_into"


def merge_findings(visits: Visits, visit: str, into: str, others: Sequence[str]) -> None:
    """Merge findings into one of the visit, in one transaction: a change for each that goes.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        into: id of the finding that stays.
        others: ids of those that go into it.

    Raises:
        VisitError: the visit is sealed, one of them does not stand among its findings, or one would go into itself.
    """
    require_open(visits.records, visit, "findings")
    shown = {finding.id for finding in visits.snapshot(visit).findings}
    if not others or into in others:
        raise VisitError(what="name the finding that stays and other ones that go into it")
    if not shown.issuperset({into, *others}):
        raise VisitError(what="only findings of the visit that stand in its list can be merged")
    entries = [Entry("finding", other, _FIELD, into) for other in dict.fromkeys(others)]
    visits.records.write(visit, entries, author=visits.author, at=visits.clock.now())


def split_finding(visits: Visits, visit: str, finding: str) -> int:
    """Let the findings that went into one stand for themselves again; return how many.

    Raises:
        VisitError: the visit is sealed, or nothing was merged into the finding.
    """
    require_open(visits.records, visit, "findings")
    shown = next((f for f in visits.snapshot(visit).findings if f.id == finding), None)
    if shown is None or not shown.merged:
        raise VisitError(what="nothing was merged into this finding")
    split_findings(visits, visit, shown.merged)
    return len(shown.merged)


def split_findings(visits: Visits, visit: str, merged: Iterable[str]) -> None:
    """Let findings that went into another one stand for themselves again.

    Raises:
        VisitError: the visit is sealed.
    """
    require_open(visits.records, visit, "findings")
    entries = [Entry("finding", each, _FIELD, "") for each in merged]
    visits.records.write(visit, entries, author=visits.author, at=visits.clock.now())
