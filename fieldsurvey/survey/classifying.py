"""Giving a finding its classes, of the list that its visit pins (``survey.taxonomy``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.survey.taxonomy import read_taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldsurvey.survey.model import Taxonomy
    from fieldsurvey.survey.visits import Visits


def classify(visits: Visits, visit: str, finding: str, classes: Iterable[str]) -> None:
    """Give a finding its classes, in place of those it had; one change.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        finding: the finding's id.
        classes: ids of the list that the visit pins.

    Raises:
        VisitError: the visit is sealed, or its list has no such class.
    """
    given = list(dict.fromkeys(classes))
    taxonomy = pinned_taxonomy(visits, visit)
    unknown = [name for name in given if name not in taxonomy.classes]
    if unknown:
        raise VisitError(
            what=f"the list {taxonomy.id} {taxonomy.version} has no class {', '.join(unknown)}; it has: "
            + ", ".join(taxonomy.classes)
        )
    visits.change(visit, "finding", finding, classes=given)


def pinned_taxonomy(visits: Visits, visit: str) -> Taxonomy:
    """Return the list that a visit pins; a visit made before there was one takes the office's list of today.

    Raises:
        FileProblem: the office's list is needed and faulty.
    """
    pinned = visits.snapshot(visit).taxonomy
    return pinned if pinned.classes else read_taxonomy()
