"""``fieldsurvey instrument import`` and ``export``: an office edits an instrument with Excel and a text editor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session

#: What an instrument is called on the command line.
NAME = "ID[@VERSION]|FOLDER|ZIP"


@click.command("import")
@click.argument("source", metavar="FOLDER|FILE.zip", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check it, and store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def import_(ctx: click.Context, source: Path, *, dry_run: bool, as_json: bool) -> None:
    """Check an instrument and store it, frozen, in the office's registry. Exit 1 when it does not fit.

    A version keeps its content for ever: what was edited needs a new version in its instrument.toml.
    """
    from fieldsurvey.survey.instrument_check import check
    from fieldsurvey.survey.instrument_files import read_files
    from fieldsurvey.survey.instruments import load_instrument

    session: Session = ctx.obj
    files = read_files(source)
    found = load_instrument(files, source)
    problems = check(found)
    for each in problems:
        click.echo(f"{source}: {each}", err=True)
    if problems:
        ctx.exit(1)
    new = False
    if not dry_run:
        with session.open_desk(create=True) as desk:
            new = desk.catalogue.keep(found)
    if as_json:
        data = {"id": found.id, "version": found.version, "new": new, "files": found.sha256}
        click.echo(json.dumps(data, ensure_ascii=False))
        return
    what = (
        "in order, nothing stored" if dry_run else "imported" if new else "here already, unchanged"
    )
    click.echo(f"{found.id} {found.version}: {what} ({len(found.forms)} forms)")
    for name, sha256 in found.sha256.items():
        click.echo(f"  {name} · SHA-256 {sha256}")


@click.command()
@click.argument("name", metavar=NAME)
@click.argument("folder", metavar="NEWFOLDER", type=click.Path(path_type=Path))
@click.pass_obj
def export(session: Session, name: str, folder: Path) -> None:
    """Copy an instrument into a new folder, to edit it there and import it again."""
    from fieldsurvey.survey.instrument_review import write_to_edit

    with session.open_catalogue() as catalogue:
        files = catalogue.files(name)
    for path in write_to_edit(files, folder):
        click.echo(str(path))
