"""The classes of a finding: a list of the office with a version, of which a finding may have several.

The forms of maladministration are counted with several labels a report, and practice adds new ones (domain.md §3.2). A
visit pins the list that was valid when it was made, so that an old finding keeps the words it was given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.survey.model import Taxonomy
from fieldsurvey.survey.rules import open_rules

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from fieldsurvey.survey.visits import Visits


def read_taxonomy(path: Path | None = None) -> Taxonomy:
    """Read the list of an office.

    Args:
        path: the file; by default the one in ``resources/rules``.

    Raises:
        FileProblem: it cannot be read, a key is unknown or missing, or a class stands twice.
    """
    top = open_rules("classification.toml", path)
    classes: dict[str, str] = {}
    for table in top.tables("class"):
        name = table.identifier()
        if name in classes:
            table.fault(f"the class {name!r} stands twice")
        classes[name] = table.text("label")
        table.done()
    if not classes:
        top.fault("at least one [[class]] must be written")
    read = Taxonomy(
        top.identifier(), top.text("version"), top.text("title"), top.text("source", ""), classes
    )
    top.done()
    return read


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
