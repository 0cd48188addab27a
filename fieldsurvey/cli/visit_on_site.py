"""``fieldsurvey visit``, on site: time confirmed, stands met, states, a response moved to its right target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import datetime

    from fieldsurvey.cli.session import Session

_visit = click.argument("visit_id", metavar="VISIT")


@click.command("confirm-time")
@_visit
@click.argument("wall", metavar="HH.MM")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day at the site.")
@click.pass_obj
def confirm_time(session: Session, visit_id: str, wall: str, day: datetime | None) -> None:
    """Confirm the time at the site; later changes of this laptop carry its offset, and what they note is corrected."""
    from fieldsurvey.survey.arrival import clock_notes
    from fieldsurvey.survey.arrival import confirm_time as confirm

    with session.open_desk() as desk:
        identity = desk.visits.find(visit_id)
        check = confirm(desk.visits, identity, wall, day.date() if day else None)
        zone = desk.visits.snapshot(identity).mall.zone
    click.echo("\n".join(clock_notes([check], zone)) or "Jam laptop benar.")


@click.command()
@_visit
@click.argument("stand", metavar="STAND")
@click.option(
    "--found", type=click.Choice(["staffed", "empty"]), required=True, help="How it was met."
)
@click.option("--at", "moment", metavar="HH.MM", help="When, at the site, today; now by default.")
@click.option("--note", default="", help="What else was seen.")
@click.pass_obj
def opening(
    session: Session, visit_id: str, stand: str, *, found: str, moment: str | None, note: str
) -> None:
    """Check whether a STAND is open as its published schedule says for this moment."""
    from fieldsurvey.survey.arrival import today_at
    from fieldsurvey.survey.opening_checks import check_line, check_opening

    with session.open_desk() as desk:
        identity = desk.visits.find(visit_id)
        target = desk.visits.target(identity, "stand", stand)
        at = today_at(desk.visits, identity, moment) if moment else None
        check = check_opening(
            desk.visits, identity, target.id, found, desk.calendar, at=at, note=note
        )
        snapshot = desk.visits.snapshot(identity)
    (met,) = (each for each in snapshot.stands if each.id == target.id)
    click.echo(check_line(check, met, snapshot.mall.zone))


@click.command()
@_visit
@click.pass_obj
def openings(session: Session, visit_id: str) -> None:
    """List the opening checks of a visit."""
    from fieldsurvey.survey.opening_checks import check_line

    with session.open_desk() as desk:
        snapshot = desk.visits.snapshot(desk.visits.find(visit_id))
    stands = {stand.id: stand for stand in snapshot.stands}
    for check in snapshot.opening_checks:
        if check.stand in stands:
            click.echo(check_line(check, stands[check.stand], snapshot.mall.zone))


@click.command()
@_visit
@click.argument("kind", type=click.Choice(["service_user", "officer"]))
@click.option("--stand", default="", metavar="CODE", help="The stand where they are met.")
@click.pass_obj
def meet(session: Session, visit_id: str, kind: str, *, stand: str) -> None:
    """Add somebody to interview under the next code, R-001 and so on; never a name."""
    from fieldsurvey.survey.codes import add_next
    from fieldsurvey.survey.model import TargetKind

    with session.open_desk() as desk:
        identity = desk.visits.find(visit_id)
        where = desk.visits.target(identity, "stand", stand).id if stand else ""
        click.echo(add_next(desk.visits, identity, TargetKind(kind), stand=where)[1])


@click.command("move-response")
@_visit
@click.argument("response", metavar="RESPONSE")
@click.option("--to", "code", metavar="CODE", help="The target it belongs to.")
@click.option("--undo", is_flag=True, help="Take your last move of it back.")
@click.pass_obj
def move_response(
    session: Session, visit_id: str, response: str, *, code: str | None, undo: bool
) -> None:
    """Move a RESPONSE that was filled for the wrong target; its answers and their history go along."""
    from fieldsurvey.survey.moves import find_response, undo_move
    from fieldsurvey.survey.moves import move_response as move_it

    if undo == (code is not None):
        raise click.UsageError("say --to CODE or --undo")
    with session.open_desk() as desk:
        visits, identity = desk.visits, desk.visits.find(visit_id)
        found = find_response(visits, identity, response)
        if code is None:
            target = visits.target(identity, found.form, undo_move(visits, identity, found.id))
            taken = []
        else:
            target = visits.target(identity, found.form, code)
            taken = move_it(visits, identity, found.id, target)
    click.echo(f"{found.form} {found.id[:13]} → {target.code} {target.name}")
    for other in taken:
        click.echo(f"  ! {found.form} {target.code} was filled already, by response {other}")


@click.command()
@_visit
@click.argument("state", type=click.Choice(["on-site", "completed", "followed-up", "closed"]))
@click.pass_obj
def move(session: Session, visit_id: str, state: str) -> None:
    """Move a visit to another state; its beginning and end are noted with the time."""
    from fieldsurvey.survey.model import VisitState
    from fieldsurvey.survey.stages import begin, complete

    with session.open_desk() as desk:
        visits, identity = desk.visits, desk.visits.find(visit_id)
        match VisitState(state):
            case VisitState.ON_SITE:
                begin(visits, identity)
            case VisitState.COMPLETED:
                complete(visits, identity)
            case other:
                visits.move(identity, other)


@click.command()
@_visit
@click.option("--reason", required=True, help="Why; it stays with the visit.")
@click.pass_obj
def cancel(session: Session, visit_id: str, reason: str) -> None:
    """Call a visit off; what was recorded stays."""
    from fieldsurvey.survey.stages import cancel as call_off

    with session.open_desk() as desk:
        call_off(desk.visits, desk.visits.find(visit_id), reason)
