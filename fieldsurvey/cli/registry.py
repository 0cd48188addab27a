"""``fieldsurvey registry``: list, import, export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldsurvey.cli.registry_letters import logo, numbering, numbers

if TYPE_CHECKING:
    from datetime import datetime

    from fieldsurvey.cli.session import Session
    from fieldsurvey.survey.registry_plan import Plan

_KINDS = click.Choice(["region", "mall", "institution", "stand", "service", "schedule", "officer"])


@click.group()
def registry() -> None:
    """The office's registry: regions, malls, institutions, stands, services, schedules, officers."""


registry.add_command(numbering)
registry.add_command(numbers)
registry.add_command(logo)


@registry.command("list")
@click.argument("kind", type=_KINDS)
@click.option("--json", "json_", is_flag=True, help="Print data instead of text.")
@click.pass_obj
def list_(session: Session, kind: str, *, json_: bool) -> None:
    """List the records of a kind."""
    from fieldsurvey.survey.registry_table import rows_of

    with session.open_desk() as desk:
        rows = rows_of(desk.registry, kind)
    if json_:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(" · ".join(value for value in row.values() if value))


@registry.command("import")
@click.argument("table", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--kind", type=_KINDS, help="Of a CSV; by default its file name.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@click.option(
    "--end-others",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Services and schedules of the same malls that the file no longer lists end on this day.",
)
@click.pass_obj
def import_(
    session: Session, table: Path, *, kind: str | None, dry_run: bool, end_others: datetime | None
) -> None:
    """Take in a CSV of one kind, or a workbook with a sheet a kind. Nothing is deleted or merged."""
    from fieldsurvey.survey.registry_plan import apply_import, plan_import
    from fieldsurvey.survey.registry_table import read_table

    lines = read_table(table, kind)
    with session.open_desk(create=not dry_run) as desk:
        ends_on = end_others.date() if end_others else None
        plan = plan_import(desk.registry, lines, ends_on=ends_on)
        if not dry_run:
            apply_import(desk.registry, plan)
    for text in _told(plan):
        click.echo(text)


@registry.command()
@click.argument("visit_id", metavar="VISIT")
@click.option("--dry-run", is_flag=True, help="Say what would be taken, and write nothing.")
@click.pass_obj
def propose(session: Session, visit_id: str, *, dry_run: bool) -> None:
    """Take the stands that a VISIT met and the registry does not have. Nothing is changed or merged."""
    from fieldsurvey.survey.registry_plan import apply_import, plan_import
    from fieldsurvey.survey.registry_proposals import proposed_stands

    with session.open_desk() as desk:
        snapshot = desk.visits.snapshot(desk.visits.find(visit_id))
        plan = plan_import(desk.registry, proposed_stands(desk.registry, snapshot))
        if not dry_run:
            apply_import(desk.registry, plan)
    for text in _told(plan):
        click.echo(text)


@registry.command()
@click.pass_obj
def check(session: Session) -> None:
    """List what a person should look at: doubles, overlapping schedules, fields that two laptops wrote differently."""
    from fieldsurvey.survey.registry_plan import registry_doubts

    with session.open_desk() as desk:
        found = [doubt.what for doubt in registry_doubts(desk.registry)]
        conflicts = desk.registry.conflicts()
    for conflict in conflicts:
        values = " | ".join(str(each.value) for each in conflict.alternatives)
        found.append(f"{conflict.kind} {conflict.field}: {values}; impor yang benar sekali lagi")
    click.echo("\n".join(f"? {line}" for line in found) or "tidak ada yang perlu diperiksa")


@registry.command()
@click.argument("code")
@click.pass_obj
def region(session: Session, code: str) -> None:
    """Say which region a CODE is of: 64.02 is Kemendagri's, 6403 BPS's. The two differ inside one province."""
    from contextlib import ExitStack

    from fieldsurvey.survey.regions import region_of

    with ExitStack() as stack:
        there = session.names_database
        desk = stack.enter_context(session.open_desk()) if there else None
        reading = region_of(code, desk.registry if desk else None)
    found, other = reading.region, reading.otherwise
    click.echo(
        f"{found.name} ({found.kind}, {found.province}) · Kemendagri {found.kemendagri} · BPS {found.bps}"
    )
    if other:
        click.echo(
            f"! tanpa titik dibaca sebagai kode BPS; kode Kemendagri {other.kemendagri} adalah {other.name}"
        )


@registry.command()
@click.argument("out", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--kind", type=_KINDS, help="Of a CSV; by default its file name.")
@click.pass_obj
def export(session: Session, out: Path, *, kind: str | None) -> None:
    """Write a kind as CSV, or everything as a workbook (.xlsx): also the blank form to fill in."""
    from fieldsurvey.errors import FileProblem
    from fieldsurvey.survey.registry_kinds import KIND
    from fieldsurvey.survey.registry_table import csv_of, workbook_of
    from fieldsurvey.whole_file import write_whole

    name = kind or out.stem
    if out.suffix.lower() != ".xlsx" and name not in KIND:
        raise FileProblem(path=out, what=f"{name!r} is no kind of the registry: {', '.join(KIND)}")
    if out.exists():
        raise FileProblem(path=out, what="exists already: choose another name")
    with session.open_desk() as desk:
        whole = out.suffix.lower() == ".xlsx"
        data = workbook_of(desk.registry) if whole else csv_of(desk.registry, name)
    write_whole(out, data)
    click.echo(str(out))


def _told(plan: Plan) -> list[str]:
    lines = [f"baru {len(plan.new)}, berubah {len(plan.changed)}, tetap {plan.same}"]
    lines += [f"  + {line.kind.name} {' / '.join(line.key)}" for line in plan.new]
    for change in plan.changed:
        columns = "; ".join(
            f"{name}: {old or '–'} → {new}" for name, (old, new) in change.columns.items()
        )
        lines.append(f"  ~ {change.line.kind.name} {' / '.join(change.line.key)}: {columns}")
    lines += [f"  ? {doubt.line.place}: {doubt.what}" for doubt in plan.suspected]
    return lines
