"""Findings: drafted from the answers that the form calls findings, then edited by the team."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldsurvey.survey.model import TargetKind
from fieldsurvey.survey.observations import findings_of
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.responses import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.visits import Visits

_FINDINGS = uuid.UUID("0192f0a5-6f1e-7c1a-9d51-0f5e1d5a7e10")


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be done about a finding: action, who answers for it, days from the signing (domain.md §6.2)."""

    action: str
    owner: str
    deadline_days: int


def draft_findings(
    visits: Visits,
    visit: str,
    instrument: Instrument,
    corrections: Mapping[str, Correction] | None = None,
) -> int:
    """Write a finding for each answer that the form calls one, unless the team already has it.

    A finding's id follows from the response and the item's key, so two laptops that draft the same finding make one.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        instrument: the instrument it pins.
        corrections: proposed corrective actions by item code.

    Returns:
        How many were new.
    """
    snapshot = visits.snapshot(visit)
    have = {finding.id for finding in snapshot.findings}
    names = {target.id: target.name for target in visits.targets(visit)}
    stands = snapshot.stand_of_interviewed()
    entries: list[Entry] = []
    new = 0
    for response in counted(snapshot.responses):
        if response.form == TargetKind.SERVICE_USER.value or response.form not in instrument.forms:
            continue  # interviews enter the minutes as aggregates only (domain.md §7 rule 4)
        form = instrument.form(response.form)
        session = form.start(
            values={k: v for k, v in response.values.items() if k not in response.locked}
        )
        target = stands.get(response.target) or response.target
        name = names.get(target, "")
        for draft in findings_of(form, session, target_name=name):
            key = session.key(draft.ref)
            identity = str(uuid.uuid5(_FINDINGS, f"{visit} {response.id} {key}"))
            if identity in have:
                continue
            correction = (corrections or {}).get(draft.item)
            fields: dict[str, object] = {
                "number": 0,
                "target": target,
                "target_name": name,
                "item": draft.item,
                "condition": draft.sentence,
                "criterion": draft.criterion,
                "classification": draft.classification,
                "response": response.id,
                "key": key,
                "action": correction.action if correction else "",
                "owner": correction.owner if correction else "",
                "deadline_days": correction.deadline_days if correction else None,
            }
            entries += [Entry("finding", identity, field, value) for field, value in fields.items()]
            new += 1
    if entries:
        visits.records.write(visit, entries, author=visits.author, at=visits.clock.now())
    return new
