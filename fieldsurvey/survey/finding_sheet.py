"""The findings of a visit as one edits them: those in the minutes, those taken out, where each comes from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from fieldsurvey.survey.findings import called_for, not_yet_drafted
from fieldsurvey.survey.model import Finding
from fieldsurvey.survey.photo_edits import Recipes
from fieldsurvey.survey.wordings import office_templates

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.model import Photo
    from fieldsurvey.survey.ports import History

_KIND = "finding"
_FIELDS = {field.name for field in fields(Finding)} - {
    "id",
    "photos",
    "deadline",
    "classes",
    "merged",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a finding comes from.

    Attributes:
        form: form of the answer that called for it, ``""`` when somebody wrote it freely.
        surveyor: who filled that form.
        begun_by: who brought the finding into the visit.
        changed_by, changed_at: who worded it last, and when.
    """

    form: str
    surveyor: str
    begun_by: str
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class FindingSheet:
    """What a page of findings shows.

    Attributes:
        findings: as the minutes print them.
        removed: those that were taken out, as they stood.
        origins: id of a finding → where it comes from.
        photos: number of a photo → the photo; recipes: what is done to them.
        places: id → name of what a finding may be about, the mall first.
        new: how many more the answers call for; None when that was not asked.
        zone: the site's time zone.
        sealed: whether they are frozen.
    """

    findings: tuple[Finding, ...]
    removed: tuple[Finding, ...]
    origins: Mapping[str, Origin]
    photos: Mapping[int, Photo]
    recipes: Recipes
    places: Mapping[str, str]
    new: int | None
    zone: str
    sealed: bool


def read_sheet(desk: Desk, visit: str, *, count_new: bool) -> FindingSheet:
    """Gather what a page of findings shows.

    Args:
        desk: the open database.
        visit: the visit's id.
        count_new: also count what the answers call for; every answer is replayed for it.

    Raises:
        VisitError: the database holds no such visit.
    """
    snapshot = desk.visits.snapshot(visit)
    written = _histories(desk, visit)
    here = {identity for each in snapshot.findings for identity in (each.id, *each.merged)}
    removed = tuple(
        _as_it_stood(identity, history)
        for identity, history in written.items()
        if identity not in here
    )
    responses = {response.id: response for response in snapshot.responses}
    origins = {}
    for finding in (*snapshot.findings, *removed):
        history = written.get(finding.id)
        if not history:
            continue
        response = responses.get(finding.response)
        last = history[-1].change
        origins[finding.id] = Origin(
            form=response.form if response else "",
            surveyor=response.author if response else "",
            begun_by=history[0].change.author,
            changed_by=last.author,
            changed_at=last.confirmed_at,
        )
    new = None
    if count_new:
        called = called_for(snapshot, desk.instrument(visit), office_templates(desk.registry))
        new = len(not_yet_drafted(desk.visits, visit, called, snapshot.findings))
    places = {snapshot.mall.id: snapshot.mall.name}
    places |= {stand.id: stand.name or stand.code for stand in snapshot.stands}
    return FindingSheet(
        findings=snapshot.findings,
        removed=removed,
        origins=origins,
        photos={photo.number: photo for photo in snapshot.photos},
        recipes=Recipes.read(desk.records, visit),
        places=places,
        new=new,
        zone=snapshot.mall.zone,
        sealed=snapshot.seal is not None,
    )


def _histories(desk: Desk, visit: str) -> dict[str, list[History]]:
    """Return the changes of every finding that ever was, in the order in which they came into the visit."""
    entities = dict.fromkeys(change.entity for change in desk.records.changes(visit, (_KIND,)))
    return {identity: desk.records.history(visit, identity) for identity in entities}


def _as_it_stood(identity: str, history: list[History]) -> Finding:
    values: dict[str, Any] = defaultdict(str)
    for step in history:
        if step.change.field in _FIELDS:
            values[step.change.field] = step.value
    known = {name: values[name] for name in _FIELDS if name != "deadline_days"}
    known["number"] = 0
    return Finding(id=identity, deadline_days=values.get("deadline_days"), **known)
