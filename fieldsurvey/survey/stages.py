"""The stages of a visit on site, with the times that the berita acara prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.survey.model import Event, VisitState

if TYPE_CHECKING:
    from datetime import datetime

    from fieldsurvey.survey.visits import Visits


def begin(visits: Visits, visit: str) -> None:
    """Begin a planned visit, or go on with a completed one; the first beginning stays in the records.

    Raises:
        VisitError: the visit is neither planned nor completed, or sealed.
    """
    with visits.records.atomic():
        visits.move(visit, VisitState.ON_SITE)
        if not visits.records.entities(visit, "visit")[0].fields.get("started_at"):
            visits.change(visit, "visit", visit, started_at=visits.clock.now().isoformat())


def complete(visits: Visits, visit: str) -> None:
    """Call a visit completed and note when it ended.

    Raises:
        VisitError: the visit is not on site.
    """
    with visits.records.atomic():
        visits.move(visit, VisitState.COMPLETED)
        visits.change(visit, "visit", visit, ended_at=visits.clock.now().isoformat())


def note(visits: Visits, visit: str, text: str, *, at: datetime | None = None) -> str:
    """Add a line to the chronology, now or at the moment it was begun; return its id.

    Raises:
        VisitError: the visit is sealed.
    """
    return visits.add(visit, "event", Event("", at or visits.clock.now(), text))
