"""``fieldsurvey visit archive``: a finished visit leaves the list once others hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session


@click.command()
@click.argument("visit", metavar="VISIT")
@click.option("--undo", is_flag=True, help="Put it back into the list.")
@click.option("--receipts", is_flag=True, help="Say who holds it, and change nothing.")
@click.pass_obj
def archive(session: Session, visit: str, *, undo: bool, receipts: bool) -> None:
    """Take a sealed, closed or cancelled visit off the list, once two other places hold all of it.

    Nothing is deleted: `visit list --archived` shows it, and `visit show` reads it as before.
    """
    from fieldsurvey.survey import archive as archives

    with session.open_store() as store:
        desk = session.desk_over(store)
        identity = desk.visits.find(visit)
        if undo:
            archives.bring_back(desk.visits, identity)
        elif not receipts:
            archives.archive(desk.visits, store, identity)
        held = archives.copies(store, store, identity)
        alone = archives.only_here(store, store, identity)
        archived = archives.is_archived(store, identity)
    click.echo(f"{identity}: {'diarsipkan' if archived else 'dalam daftar'}")
    for copy in held:
        click.echo(str(copy))
    for line in alone:
        click.echo(f"! hanya di sini: {line}")
