"""``fieldsurvey visit retention``, ``destroy-private`` and ``withdraw``: private answers and their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.retention import Retention

_reason = click.option("--reason", required=True, help="Why; the destruction log prints it.")


@click.command()
@click.pass_obj
def retention(session: Session) -> None:
    """List ended visits that still hold private answers, and until when they may."""
    with session.open_desk() as desk:
        for each in _retention(desk).due():
            click.echo(
                f"{each.visit}  {each.mall}  {len(each.entities)} isian  sampai {each.until.isoformat()}"
            )


@click.command("destroy-private")
@click.argument("visit", metavar="VISIT")
@_reason
@click.pass_obj
def destroy_private(session: Session, visit: str, *, reason: str) -> None:
    """Destroy the private answers of a closed or cancelled visit; prints the record of it."""
    from fieldsurvey.survey.retention import destruction_lines

    with session.open_desk() as desk:
        identity = desk.visits.find(visit)
        kept = _retention(desk)
        kept.destroy(identity, reason)
        lines = destruction_lines(desk.visits.snapshot(identity).mall.name, kept.log(identity))
    click.echo("\n".join(lines))


@click.command()
@click.argument("visit", metavar="VISIT")
@click.argument("code", metavar="CODE")
@_reason
@click.pass_obj
def withdraw(session: Session, visit: str, code: str, *, reason: str) -> None:
    """A service user takes the consent back: the interview no longer counts and its private answers are destroyed."""
    with session.open_desk() as desk:
        _retention(desk).withdraw(desk.visits.find(visit), code, reason)


def _retention(desk: Desk) -> Retention:
    from fieldsurvey.survey.retention import Retention, private_days

    return Retention(desk, private_days())
