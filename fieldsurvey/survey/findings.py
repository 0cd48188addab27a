"""Findings: drafted from the answers that the form calls findings, then edited by the team."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.survey.model import Finding, TargetKind
from fieldsurvey.survey.observations import findings_of
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.responses import counted
from fieldsurvey.survey.seals import require_open

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.model import Visit
    from fieldsurvey.survey.visits import Visits

_FINDINGS = uuid.UUID("0192f0a5-6f1e-7c1a-9d51-0f5e1d5a7e10")
_KIND = "finding"

#: What a draft writes; the rest of a finding is the team's own, and numbers and photos follow from the others.
_DRAFTED = (
    "number",
    "target",
    "target_name",
    "item",
    "condition",
    "criterion",
    "classification",
    "response",
    "key",
    "action",
    "owner",
    "deadline_days",
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be done about a finding: action, who answers for it, days from the signing (domain.md §6.2)."""

    action: str
    owner: str
    deadline_days: int


def called_for(snapshot: Visit, instrument: Instrument) -> list[Finding]:
    """Return the findings that the answers call for now, whether or not the team has them.

    A finding's id follows from the response and the item's key, so two laptops that draft the same finding make one.

    Args:
        snapshot: the visit.
        instrument: the instrument it pins.
    """
    names = {stand.id: stand.name or stand.code for stand in snapshot.stands}
    names[snapshot.mall.id] = snapshot.mall.name
    holders = snapshot.stand_of_interviewed()
    codes = {officer.id: officer.code for officer in snapshot.officers}
    found = []
    for response in counted(snapshot.responses):
        if response.form == TargetKind.SERVICE_USER.value or response.form not in instrument.forms:
            continue  # interviews enter the minutes as aggregates only (domain.md §7 rule 4)
        form = instrument.form(response.form)
        session = form.start(
            values={k: v for k, v in response.values.items() if k not in response.locked}
        )
        target = holders.get(response.target) or response.target
        name = names.get(target) or codes.get(target, "")
        for draft in findings_of(form, session, target_name=name):
            key = session.key(draft.ref)
            found.append(
                Finding(
                    id=str(uuid.uuid5(_FINDINGS, f"{snapshot.id} {response.id} {key}")),
                    number=0,
                    target=target,
                    target_name=name,
                    item=draft.item,
                    condition=draft.sentence,
                    criterion=draft.criterion,
                    classification=draft.classification,
                    response=response.id,
                    key=key,
                )
            )
    return found


def not_yet_drafted(
    visits: Visits, visit: str, called: Sequence[Finding], have: Sequence[Finding]
) -> list[Finding]:
    """Return those of the findings called for that were never drafted: what the team removed stays removed."""
    ids = {finding.id for finding in have}
    return [
        finding
        for finding in called
        if finding.id not in ids and not visits.records.history(visit, finding.id, "item")
    ]


def draft_findings(
    visits: Visits,
    visit: str,
    instrument: Instrument,
    corrections: Mapping[str, Correction] | None = None,
) -> int:
    """Write a finding for each answer that the form calls one, unless the team has it or removed it.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        instrument: the instrument it pins.
        corrections: proposed corrective actions by item code.

    Returns:
        How many were new.
    """
    return len(write_drafts(visits, visit, instrument, corrections))


def write_drafts(
    visits: Visits,
    visit: str,
    instrument: Instrument,
    corrections: Mapping[str, Correction] | None = None,
) -> list[str]:
    """Do as `draft_findings`; return the ids of the new findings.

    Raises:
        VisitError: there is something to write and the visit is sealed.
    """
    snapshot = visits.snapshot(visit)
    new = not_yet_drafted(visits, visit, called_for(snapshot, instrument), snapshot.findings)
    entries: list[Entry] = []
    for finding in new:
        fields: dict[str, object] = {name: getattr(finding, name) for name in _DRAFTED}
        correction = (corrections or {}).get(finding.item)
        if correction is not None:
            fields |= {
                "action": correction.action,
                "owner": correction.owner,
                "deadline_days": correction.deadline_days,
            }
        entries += [Entry(_KIND, finding.id, name, value) for name, value in fields.items()]
    if entries:
        require_open(visits.records, visit, "findings")
        visits.records.write(visit, entries, author=visits.author, at=visits.clock.now())
    return [finding.id for finding in new]


def revise_finding(
    visits: Visits,
    visit: str,
    finding: str,
    values: Mapping[str, object],
    *,
    given: Mapping[str, object] | None = None,
) -> None:
    """Change fields of a finding in one transaction.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        finding: the finding's id.
        values: new values by field name.
        given: what the fields must still hold: an undo must not silently take back another's words.

    Raises:
        VisitError: the visit is sealed, the finding is gone, or a field no longer holds what was given.
    """
    record = visits.records.entity(visit, finding)
    if record is None:
        raise VisitError(what="this finding was removed meanwhile; nothing was changed")
    changed = [name for name, value in (given or {}).items() if record.fields.get(name) != value]
    if changed:
        raise VisitError(
            what=f"the finding's {', '.join(changed)} was changed by somebody else meanwhile; nothing was undone"
        )
    visits.change(visit, _KIND, finding, **values)


def remove_findings(visits: Visits, visit: str, findings: Sequence[str]) -> None:
    """Take findings out of the minutes in one transaction; `restore_findings` brings them back.

    Raises:
        VisitError: the visit is sealed.
    """
    require_open(visits.records, visit, "findings")
    with visits.records.atomic():
        for finding in findings:
            visits.records.delete(visit, finding, author=visits.author, at=visits.clock.now())


def restore_findings(visits: Visits, visit: str, findings: Sequence[str]) -> None:
    """Bring removed findings back as they were, in one transaction.

    Raises:
        VisitError: the visit is sealed.
    """
    require_open(visits.records, visit, "findings")
    with visits.records.atomic():
        for finding in findings:
            visits.records.restore(visit, finding, author=visits.author, at=visits.clock.now())
