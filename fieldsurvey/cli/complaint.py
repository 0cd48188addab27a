"""``fieldsurvey complaint``: complaints received on site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session
    from fieldsurvey.survey.complaints import Complaints
    from fieldsurvey.survey.desk import Desk


@click.group()
def complaint() -> None:
    """Complaints received during a visit."""


@complaint.command()
@click.argument("visit", metavar="VISIT")
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
    for what, label in (
        ("reply", "tanggapan"),
        ("complete", "kelengkapan"),
        ("decide", "keputusan"),
    ):
        click.echo(f"{label} paling lambat {taken.due[what].isoformat()}")


@complaint.command("list")
@click.argument("visit", metavar="VISIT")
@click.pass_obj
def list_(session: Session, visit: str) -> None:
    """List the complaints of a visit: receipt, subject, deadlines; no names."""
    with session.open_desk() as desk:
        for each in _complaints(desk, visit).all():
            click.echo(
                f"{each.receipt}  {each.about or '–'}  keputusan sampai {each.due['decide'].isoformat()}"
            )


def _complaints(desk: Desk, visit: str) -> Complaints:
    from fieldsurvey.survey.complaints import Complaints
    from fieldsurvey.survey.deadlines import read_calendar

    return Complaints(desk.visits, desk.visits.find(visit), read_calendar())
