"""Findings: drafted from the answers that the form calls findings, then edited by the team."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fieldsurvey.errors import VisitError
from fieldsurvey.survey.model import Finding, TargetKind
from fieldsurvey.survey.numbering import place_names
from fieldsurvey.survey.observations import (
    IS_OPEN,
    NAMESPACE,
    finding_rule,
    findings_of,
    item_of,
)
from fieldsurvey.survey.opening_checks import status_after
from fieldsurvey.survey.ports import Entry
from fieldsurvey.survey.registry import Registry
from fieldsurvey.survey.responses import counted
from fieldsurvey.survey.seals import require_open
from fieldsurvey.survey.templates import Template, read_templates
from fieldsurvey.survey.wordings import office_templates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldsurvey.survey.instruments import Instrument
    from fieldsurvey.survey.model import Visit
    from fieldsurvey.survey.templates import Templates
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
#: What a draft writes where a template says it.
_WORDED = ("cause", "effect", "deadline_kind")


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be done about a finding: action, who answers for it, days from the signing (domain.md §6.2)."""

    action: str
    owner: str
    deadline_days: int


def called_for(
    snapshot: Visit, instrument: Instrument, templates: Templates | None = None
) -> list[Finding]:
    """Return the findings that answers and opening checks call for now, whether or not the team has them.

    A finding's id follows from the response and the item's key, or from the stand met empty, so two laptops that draft
    the same finding make one. An answer that says what an opening check said makes no second finding. What is asked of
    a stand because it should be open is no finding when it is off schedule (domain.md §0 fact 5).

    Args:
        snapshot: the visit.
        instrument: the instrument it pins.
        templates: how the office words findings; None reads its file.

    Raises:
        FileProblem: the office's templates are faulty.
    """
    templates = read_templates() if templates is None else templates
    names, holders = place_names(snapshot), snapshot.stand_of_interviewed()
    off_schedule = {stand.id for stand in snapshot.stands if stand.status == "off-schedule"}
    drafted = {(each.response, each.key): each.id for each in snapshot.findings if each.response}
    unanswered = {each.id for each in snapshot.findings if not each.response}
    unanswered |= {identity for each in snapshot.findings for identity in each.merged}
    found = []
    for response in counted(snapshot.responses):
        if response.form == TargetKind.SERVICE_USER.value or response.form not in instrument.forms:
            continue  # interviews enter the minutes as aggregates only (domain.md §7 rule 4)
        form = instrument.form(response.form)
        session = form.start(
            values={k: v for k, v in response.values.items() if k not in response.locked},
            zone=snapshot.mall.zone,
        )
        target = holders.get(response.target) or response.target
        name = names.get(target, "")
        for draft in findings_of(form, session, target_name=name):
            if draft.opening and target in off_schedule:
                continue
            key = session.key(draft.ref)
            met = _opening_id(snapshot.id, target) if draft.opening == IS_OPEN else ""
            worded = Finding(
                id=drafted.get((response.id, key), "")
                or (met if met in unanswered else "")
                or str(uuid.uuid5(_FINDINGS, f"{snapshot.id} {response.id} {key}")),
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
            found.append(
                dated(reworded(worded, templates.of(draft.item, instrument.id)), templates)
            )
    told = {(finding.target, finding.item) for finding in found}
    empty = empty_stands(snapshot, instrument, templates)
    return found + [each for each in empty if (each.target, each.item) not in told]


def empty_stands(snapshot: Visit, instrument: Instrument, templates: Templates) -> list[Finding]:
    """Return a finding for each stand met empty, last, at a moment at which its schedule said open."""
    last = {check.stand: check for check in snapshot.opening_checks}
    rule = _opening_rule(instrument) or templates.opening
    worded = templates.of(rule.item, instrument.id) if rule.item else Template()
    names = place_names(snapshot)
    found = []
    for stand in snapshot.stands:
        check = last.get(stand.id)
        if check is None or status_after(check) != "closed" or stand.status != "closed":
            continue
        finding = Finding(
            id=_opening_id(snapshot.id, stand.id),
            number=0,
            target=stand.id,
            target_name=names[stand.id],
            item=rule.item,
            condition="",
            criterion="",
            classification="",
        )
        found.append(dated(reworded(reworded(finding, rule), worded), templates))
    return found


def _opening_id(visit: str, stand: str) -> str:
    return str(uuid.uuid5(_FINDINGS, f"{visit} {stand} opening"))


def reworded(finding: Finding, template: Template) -> Finding:
    """Return a finding in the words of a template; what the template leaves out stays."""
    fields = ("classification", "criterion", "cause", "effect", "action", "owner", "deadline_kind")
    given = {name: getattr(template, name) for name in fields if getattr(template, name)}
    if template.sentence:
        given["condition"] = template.condition(finding.target_name)
    if template.deadline_days is not None:
        given["deadline_days"] = template.deadline_days
    return replace(finding, **given)


def dated(finding: Finding, templates: Templates) -> Finding:
    """Return a finding with the deadline of its class, where it has none of its own."""
    of_class = templates.of_class.get(finding.classification)
    if of_class is None or finding.deadline_days is not None or finding.deadline is not None:
        return finding
    return replace(finding, deadline_days=of_class.days, deadline_kind=of_class.kind)


def _opening_rule(instrument: Instrument) -> Template | None:
    """Return how the instrument itself words an empty stand, None when it has no item for it."""
    if TargetKind.STAND.value not in instrument.forms:
        return None
    for definition in instrument.form(TargetKind.STAND.value).definitions:
        rule = finding_rule(definition)
        if rule is not None and definition.attributes.get(f"{NAMESPACE}opening") == IS_OPEN:
            criterion = definition.attributes.get(f"{NAMESPACE}criterion", "")
            return Template(
                item_of(definition),
                classification=rule.classification,
                sentence=rule.template,
                criterion=criterion,
            )
    return None


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
    templates: Templates | None = None,
) -> int:
    """Write a finding for each answer and empty stand that is one, unless the team has it or removed it.

    Args:
        visits: the visits of the database.
        visit: the visit's id.
        instrument: the instrument it pins.
        corrections: proposed corrective actions by item code.
        templates: how the office words findings; None for the words of its registry, over those of its file.

    Returns:
        How many were new.
    """
    return len(write_drafts(visits, visit, instrument, corrections, templates))


def write_drafts(
    visits: Visits,
    visit: str,
    instrument: Instrument,
    corrections: Mapping[str, Correction] | None = None,
    templates: Templates | None = None,
) -> list[str]:
    """Do as `draft_findings`; return the ids of the new findings.

    Raises:
        VisitError: there is something to write and the visit is sealed.
    """
    snapshot = visits.snapshot(visit)
    if templates is None:
        templates = office_templates(Registry(visits.records, visits.clock, visits.author))
    called = called_for(snapshot, instrument, templates)
    new = not_yet_drafted(visits, visit, called, snapshot.findings)
    entries = _now_answered(called, snapshot.findings)
    for finding in new:
        fields: dict[str, object] = {name: getattr(finding, name) for name in _DRAFTED}
        fields |= {name: getattr(finding, name) for name in _WORDED if getattr(finding, name)}
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


def _now_answered(called: Sequence[Finding], have: Sequence[Finding]) -> list[Entry]:
    """Return the entries that tie a finding of an opening check to the answer that says the same since."""
    unanswered = {finding.id for finding in have if not finding.response}
    return [
        Entry(_KIND, finding.id, name, getattr(finding, name))
        for finding in called
        if finding.id in unanswered and finding.response
        for name in ("response", "key")
    ]


def add_finding(visits: Visits, visit: str, finding: Finding) -> str:
    """Write a finding that the team words itself; return its id. Without a deadline it gets that of its class.

    Raises:
        VisitError: the visit is sealed.
    """
    templates = office_templates(Registry(visits.records, visits.clock, visits.author))
    return visits.add(visit, _KIND, dated(finding, templates))


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
