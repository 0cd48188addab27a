"""``fieldsurvey finding``: list, due, add, update; the rest of the group is in ``finding_work``."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldsurvey.cli.finding_work import (
    carry,
    classes,
    classify,
    deadlines,
    draft,
    followups_of,
    mended,
    merge,
    remove,
    split,
)

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session
    from fieldsurvey.survey.followup import FollowUp

as_json = click.option("--json", "json_", is_flag=True, help="Print data instead of text.")
_FIELDS = ("condition", "criterion", "classification", "cause", "effect", "action", "owner")
_on = click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day to look from; today by default.",
)
_CLASSES = click.Choice(["ringan", "sedang", "berat"])
_STANDING = {
    "done": "selesai",
    "overdue": "lewat tenggat",
    "near": "segera jatuh tempo",
    "open": "",
    "": "",
}


@click.group()
def finding() -> None:
    """Findings of a visit and what became of them."""


for command in (draft, merge, split, remove, classes, classify, deadlines, carry, mended):
    finding.add_command(command)


@finding.command("list")
@click.argument("visit", metavar="VISIT")
@click.option("--due", is_flag=True, help="Only those overdue or near their deadline.")
@_on
@as_json
@click.pass_obj
def list_(session: Session, visit: str, *, due: bool, day: datetime | None, json_: bool) -> None:
    """List findings with class, deadline and status; then those carried from earlier visits."""
    with session.open_desk() as desk:
        followups = followups_of(desk, visit)
        found = followups.all(_today(day))
        carried = followups.carried()
    if due:
        found = [each for each in found if each.standing in {"overdue", "near"}]
    if json_:
        rows = [_data(each) for each in found]
        old = [
            {"id": c.id, "condition": c.condition, "mended": c.mended, "note": c.note}
            for c in carried
        ]
        click.echo(json.dumps({"findings": rows, "carried": old}, ensure_ascii=False, indent=1))
        return
    for each in found:
        one = each.finding
        click.echo(f"{one.number:>3}  {one.classification:<7} {one.target_name}: {one.condition}")
        until = (
            ""
            if each.due is None
            else f" · sampai {each.due.isoformat()} {_STANDING[each.standing]}".rstrip()
        )
        click.echo(
            f"     {each.status.value}{until} · {one.action or 'tanpa tindakan'} · {one.owner or '–'}"
        )
    for old_one in carried:
        click.echo(
            f"  ~  {old_one.id[:13]} {old_one.condition} · kini: {old_one.mended or 'belum dijawab'}"
        )


@finding.command("due")
@_on
@as_json
@click.pass_obj
def due_(session: Session, *, day: datetime | None, json_: bool) -> None:
    """List what is overdue or near its deadline, of all visits: the reminder of an office."""
    from fieldsurvey.survey.followup import due_everywhere

    with session.open_desk() as desk:
        found = due_everywhere(desk.visits, desk.calendar, _today(day))
    if json_:
        rows = [{"visit": r.visit, "mall": r.mall} | _data(r.follow_up) for r in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for each in found:
        one, when = each.follow_up.finding, each.follow_up
        click.echo(
            f"{when.due} {_STANDING[when.standing]:<18} {each.mall} no. {one.number} "
            f"{one.target_name}: {one.action or one.condition} · {one.owner or '–'}"
        )


@finding.command()
@click.argument("visit", metavar="VISIT")
@click.option("--condition", required=True, help="What was found.")
@click.option("--criterion", default="", help="The rule it breaks.")
@click.option("--class", "classification", type=_CLASSES, default="ringan", show_default=True)
@click.option("--stand", default="", metavar="CODE", help="The stand; the mall by default.")
@click.option("--action", default="", help="What is to be done.")
@click.option("--owner", default="", help="Who answers for it.")
@click.option("--days", type=click.IntRange(0, 3660), help="Deadline in days from the signing.")
@click.option("--working-days", is_flag=True, help="Count working days.")
@click.pass_obj
def add(
    session: Session, /, visit: str, *, days: int | None, working_days: bool, **values: str
) -> None:
    """Add a finding by hand; prints its id. Without --days it gets the deadline of its class (`finding deadlines`)."""
    from fieldsurvey.survey.findings import add_finding
    from fieldsurvey.survey.model import Finding

    with session.open_desk() as desk:
        identity = desk.visits.find(visit)
        snapshot = desk.visits.snapshot(identity)
        code = values["stand"]
        target = desk.visits.target(identity, "stand" if code else "mall", code or snapshot.mall.id)
        made = Finding(
            id="",
            number=0,
            target=target.id,
            target_name=target.name,
            item="",
            condition=values["condition"],
            criterion=values["criterion"],
            classification=values["classification"],
            action=values["action"],
            owner=values["owner"],
            deadline_days=days,
            deadline_kind="working" if working_days else "",
        )
        click.echo(add_finding(desk.visits, identity, made))


@finding.command()
@click.argument("visit", metavar="VISIT")
@click.argument("number", metavar="NUMBER|ID")
@click.option("--condition")
@click.option("--criterion")
@click.option("--class", "classification", type=_CLASSES)
@click.option("--cause")
@click.option("--effect")
@click.option("--action")
@click.option("--owner")
@click.option("--days", type=click.IntRange(0, 3660), help="Deadline in days from the signing.")
@click.option("--working-days/--calendar-days", default=None, help="How they are counted.")
@click.option("--status", type=click.Choice(["belum", "proses", "selesai", "tidak-dilaksanakan"]))
@click.option("--note", default="", help="What was done, or why not.")
@click.option(
    "--evidence", multiple=True, type=click.Path(path_type=Path), help="A file that proves it."
)
@click.option("--verifier", default="", help="Who checked it.")
@click.pass_obj
def update(
    session: Session,
    /,
    visit: str,
    number: str,
    *,
    days: int | None,
    working_days: bool | None,
    status: str | None,
    note: str,
    evidence: tuple[Path, ...],
    verifier: str,
    **values: str | None,
) -> None:
    """Change a finding before the seal; with --status, write down what became of it after the seal."""
    from fieldsurvey.media import read_evidence
    from fieldsurvey.survey.followup import Status

    changed: dict[str, object] = {
        name: values[name] for name in _FIELDS if values.get(name) is not None
    }
    if days is not None:
        changed["deadline_days"] = days
    if working_days is not None:
        changed["deadline_kind"] = "working" if working_days else "calendar"
    if not changed and status is None:
        raise click.UsageError("say what changes, for example --owner or --status")
    files = tuple(map(read_evidence, evidence))
    with session.open_desk() as desk, desk.records.atomic():
        followups = followups_of(desk, visit)
        one = followups.find(number)
        if changed:
            desk.visits.change(desk.visits.find(visit), "finding", one.id, **changed)
        if status is not None:
            followups.report(one.id, Status(status), note=note, evidence=files, verifier=verifier)


def _data(each: FollowUp) -> dict[str, object]:
    one = each.finding
    return {
        "id": one.id,
        "number": one.number,
        "target": one.target_name,
        "item": one.item,
        "condition": one.condition,
        "classification": one.classification,
        "classes": list(one.classes),
        "merged": list(one.merged),
        "action": one.action,
        "owner": one.owner,
        "due": None if each.due is None else each.due.isoformat(),
        "standing": each.standing,
        "status": each.status.value,
        "reports": [
            {"status": r.status, "note": r.note, "verifier": r.verifier, "at": r.at, "by": r.by}
            for r in each.reports
        ],
    }


def _today(day: datetime | None) -> date:
    return (day or datetime.now(UTC).astimezone()).date()
