"""``fieldsurvey complaint``: complaints received on site, and what became of them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session
    from fieldsurvey.survey.complaints import Complaint, Complaints
    from fieldsurvey.survey.desk import Desk

_LATE = {"reply": "tanggapan", "complete": "kelengkapan", "decide": "keputusan"}
_day = click.DateTime(["%Y-%m-%d"])
_visit = click.argument("visit", metavar="VISIT")
_receipt = click.argument("receipt", metavar="RECEIPT")
_on = click.option("--on", "day", type=_day, help="The day to look from; today by default.")
_json = click.option("--json", "json_", is_flag=True, help="Print data instead of text.")


@click.group()
def complaint() -> None:
    """Complaints received during a visit."""


@complaint.command()
@_visit
@click.option("--text", required=True, help="What is complained of.")
@click.option("--about", default="", help="The stand or service.")
@click.option("--name", "complainant", default="", help="The complainant; blank for anonymous.")
@click.option("--contact", default="")
@click.option("--open-identity", is_flag=True, help="The identity need not be kept secret.")
@click.pass_obj
def add(session: Session, /, visit: str, *, open_identity: bool, **values: str) -> None:
    """Take a complaint and print its receipt number and what is due when."""
    with session.open_desk() as desk:
        taken = _complaints(desk, visit).receive(secret=not open_identity, **values)
    click.echo(taken.receipt)
    for what, label in _LATE.items():
        click.echo(f"{label} paling lambat {taken.due[what].isoformat()}")


@complaint.command()
@_visit
@_receipt
@click.option("--out", type=click.Path(path_type=Path), help="Write it to a text file.")
@click.pass_obj
def receipt(session: Session, visit: str, receipt: str, out: Path | None) -> None:
    """Print the receipt that the complainant takes home."""
    from fieldsurvey.survey.complaints import receipt_lines
    from fieldsurvey.whole_file import write_whole

    with session.open_desk() as desk:
        found = _complaints(desk, visit).find(receipt)
        mall = desk.visits.snapshot(desk.visits.find(visit)).mall
    text = "\n".join(receipt_lines(found, mall.name, mall.zone))
    if out is None:
        click.echo(text)
    else:
        write_whole(out, f"{text}\n".encode())


@complaint.command()
@_visit
@_receipt
@click.option(
    "--status",
    required=True,
    type=click.Choice(["diterima", "diteruskan", "ditanggapi", "selesai", "ditolak"]),
)
@click.option("--on", "day", type=_day, help="When; today at the site by default.")
@click.option("--note", default="", help="What was done, or why it is refused; kept private.")
@click.option(
    "--evidence", multiple=True, type=click.Path(path_type=Path), help="A file that proves it."
)
@click.option("--incomplete", is_flag=True, help="The answer is that the file is not complete.")
@click.option("--completed", type=_day, help="The day on which the file became complete.")
@click.pass_obj
def update(
    session: Session,
    visit: str,
    receipt: str,
    *,
    status: str,
    day: datetime | None,
    note: str,
    evidence: tuple[Path, ...],
    incomplete: bool,
    completed: datetime | None,
) -> None:
    """Write down how far a complaint is."""
    from fieldsurvey.media import read_evidence
    from fieldsurvey.survey.complaint_steps import ComplaintStatus

    with session.open_desk() as desk:
        complaints = _complaints(desk, visit)
        complaints.step(
            complaints.find(receipt),
            ComplaintStatus(status),
            day=day.date() if day else None,
            note=note,
            evidence=tuple(map(read_evidence, evidence)),
            incomplete=incomplete,
            completed=completed.date() if completed else None,
        )


@complaint.command("list")
@_visit
@click.option("--overdue", is_flag=True, help="Only those whose deadline has passed.")
@_on
@_json
@click.pass_obj
def list_(
    session: Session, visit: str, *, overdue: bool, day: datetime | None, json_: bool
) -> None:
    """List the complaints of a visit: receipt, subject, status, deadlines; no names."""
    today = _today(day)
    with session.open_desk() as desk:
        found = [
            each for each in _complaints(desk, visit).all() if not overdue or each.overdue(today)
        ]
    _print([(each, "") for each in found], today, json_=json_)


@complaint.command("overdue")
@_on
@_json
@click.pass_obj
def overdue_(session: Session, *, day: datetime | None, json_: bool) -> None:
    """List the complaints of all visits whose deadline has passed; no names."""
    today = _today(day)
    with session.open_desk() as desk:
        found = [
            (each, str(desk.summary(visit)["mall"]))
            for visit in desk.visits.ids()
            for each in _complaints(desk, visit).all()
            if each.overdue(today)
        ]
    _print(found, today, json_=json_)


@complaint.command()
@_visit
@_receipt
@click.option("--reason", required=True, help="Why the identity is looked at; kept in the log.")
@click.pass_obj
def show(session: Session, visit: str, receipt: str, *, reason: str) -> None:
    """Print a complaint with the complainant's identity and words; who looked and why is logged."""
    from fieldsurvey.survey.exports import log_export, require_reason

    require_reason(private=True, reason=reason)
    with session.open_desk() as desk:
        found = _complaints(desk, visit).find(receipt)
        identity = desk.visits.find(visit)
        log_export(
            desk.visits, identity, f"pengaduan {found.receipt}", {}, private=True, reason=reason
        )
    for label, value in (
        ("pengadu", found.complainant),
        ("kontak", found.contact),
        ("isi", found.text),
        *((f"{step.day} {step.status}", step.note) for step in found.steps),
    ):
        click.echo(f"{label}: {'terkunci' if value is None else value or '–'}")


def _print(found: list[tuple[Complaint, str]], today: date, *, json_: bool) -> None:
    if json_:
        rows = [
            {
                "receipt": each.receipt,
                "mall": mall,
                "about": each.about,
                "status": each.status.value,
                "due": {what: day.isoformat() for what, day in each.due.items()},
                "overdue": each.overdue(today),
                "steps": [
                    {"status": step.status, "day": step.day, "evidence": list(step.evidence)}
                    for step in each.steps
                ],
            }
            for each, mall in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for each, mall in found:
        late = ", ".join(_LATE[what] for what in each.overdue(today))
        click.echo(
            f"{each.receipt}  {f'{mall}  ' if mall else ''}{each.about or '–'}  {each.status.value}  "
            f"keputusan sampai {each.due['decide'].isoformat()}{f'  LEWAT: {late}' if late else ''}"
        )


def _today(day: datetime | None) -> date:
    return (day or datetime.now(UTC).astimezone()).date()


def _complaints(desk: Desk, visit: str) -> Complaints:
    from fieldsurvey.survey.complaints import Complaints

    return Complaints(desk.visits, desk.visits.find(visit), desk.calendar)
