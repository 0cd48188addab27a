"""The export log of a visit: who took what out, when and why (domain.md §7 rule 7). It travels with the visit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.survey.visits import from_record

if TYPE_CHECKING:
    from fieldsurvey.survey.visits import Visits

#: Kind of the entity; a seal leaves it open.
EXPORT = "export"


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """One export; ``files`` maps file name → SHA-256."""

    id: str
    at: str
    by: str
    format: str
    private: bool = False
    reason: str = ""
    files: dict[str, str] | None = None


def require_reason(*, private: bool, reason: str) -> None:
    """Refuse an export of private answers without a reason.

    Raises:
        VisitError: private and no reason.
    """
    if private and not reason.strip():
        raise VisitError(
            what="private answers leave only with a reason: it is kept in the export log"
        )


def log_export(
    visits: Visits, visit: str, form: str, files: dict[str, str], *, private: bool, reason: str
) -> None:
    """Write an export into the log."""
    visits.add_fields(
        visit,
        EXPORT,
        at=visits.now(visit).isoformat(),
        by=visits.author,
        format=form,
        private=private,
        reason=reason.strip(),
        files=files,
    )


def exports(visits: Visits, visit: str) -> list[ExportRecord]:
    """Return the export log of a visit, oldest first."""
    return [from_record(ExportRecord, record) for record in visits.records.entities(visit, EXPORT)]
