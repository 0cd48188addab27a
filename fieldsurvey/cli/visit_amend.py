"""``fieldsurvey visit amend``: note what a sealed berita acara should have said; its addendum prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session


@click.command()
@click.argument("visit", metavar="VISIT")
@click.option("--part", required=True, help="Which part of the text, e.g. “D, temuan 3”.")
@click.option("--printed", default="", help="What stands there.")
@click.option("--correct", required=True, help="What should stand there.")
@click.option("--reason", required=True, help="Why.")
@click.pass_obj
def amend(
    session: Session, visit: str, *, part: str, printed: str, correct: str, reason: str
) -> None:
    """Note a correction of a sealed visit's berita acara, for `report --kind addendum`."""
    from fieldsurvey.survey.amendments import Amendment, keep_amendment

    with session.open_desk() as desk:
        amendment = Amendment(part, printed, correct, reason)
        keep_amendment(desk.visits, desk.visits.find(visit), amendment)
