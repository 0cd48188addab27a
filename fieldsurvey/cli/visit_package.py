"""``fieldsurvey visit package`` and ``visit join``: prepared in the office, opened on a laptop, ready to go."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldsurvey.cli.bundle import passphrase_option
from fieldsurvey.cli.session import Session, operator, read_secret

if TYPE_CHECKING:
    from fieldsurvey.sync.package import Joined

_as_json = click.option("--json", "json_", is_flag=True, help="Print data instead of text.")


@click.command()
@click.argument("visit", metavar="VISIT")
@click.option("--out", required=True, metavar="FILE", type=click.Path(path_type=Path))
@click.option("--to", metavar="KEY.pub", multiple=True, help="The public key of a laptop.")
@passphrase_option
@_as_json
@click.pass_obj
def package(
    session: Session,
    visit: str,
    *,
    out: Path,
    to: tuple[str, ...],
    bundle_passphrase_file: Path | None,
    json_: bool,
) -> None:
    """Write a prepared visit to one encrypted file: letter, team, instrument, stands, draws, keys."""
    from fieldsurvey.sync import read_public_key
    from fieldsurvey.sync.package import write_package

    if not to and bundle_passphrase_file is None:
        raise click.UsageError("give --to KEY.pub or --bundle-passphrase-file P")
    devices = [read_public_key(Path(name)) for name in to]
    passphrase = read_secret(bundle_passphrase_file) if bundle_passphrase_file else None
    with session.open_store() as store:
        desk = session.desk_over(store)
        identity = desk.visits.find(visit)
        summary, ready = write_package(
            desk, store, identity, out, devices=devices, passphrase=passphrase
        )
    if json_:
        data = {"path": str(out), "visit": identity, "addressees": summary.addressees}
        click.echo(json.dumps(data | asdict(ready), ensure_ascii=False, indent=1))
        return
    click.echo(f"{out}: {summary.size} bytes, untuk {', '.join(summary.addressees)}")
    for line in ready.held:
        click.echo(f"  {line}")
    for line in ready.missing:
        click.echo(f"  ! {line}")


@click.command()
@click.argument("package", metavar="FILE", type=click.Path(path_type=Path))
@passphrase_option
@click.option("--as", "inspector", metavar="NAME", default="", help="Who of the team you are.")
@_as_json
@click.pass_obj
def join(
    session: Session,
    *,
    package: Path,
    bundle_passphrase_file: Path | None,
    inspector: str,
    json_: bool,
) -> None:
    """Take a visit in from a package, or from a bundle of its lead when it runs already."""
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.parties import team_of
    from fieldsurvey.sync import show_bundle
    from fieldsurvey.sync.package import join as join_visit

    passphrase = read_secret(bundle_passphrase_file) if bundle_passphrase_file else None
    if not session.database.exists():
        # A file that is no package must not leave a new, empty database behind.
        show_bundle(package)
    with session.open_store(create=True) as store:
        desk = Desk(store, author=inspector or operator())
        joined = join_visit(desk, store, package, passphrase=passphrase, inspector=inspector)
        summary = desk.summary(joined.visit)
        people = desk.visits.snapshot(joined.visit).people
    team = [person.name for person in team_of(people)]
    if json_:
        arrival = asdict(joined.imported)
        data = summary | {"inspector": joined.inspector, "team": team, "problem": joined.problem}
        click.echo(json.dumps(data | {"imported": arrival}, ensure_ascii=False, indent=1))
        return
    click.echo(f"{summary['id']}  {summary['state']}  {summary['instrument']}  {summary['mall']}")
    for line in _lines(joined, team):
        click.echo(f"  {line}")


def _lines(joined: Joined, team: list[str]) -> list[str]:
    lines = [f"tim: {'; '.join(team) or 'belum ada'}"]
    if joined.inspector:
        lines.append(f"laptop ini: {joined.inspector}")
    else:
        lines.append("! siapa Anda? ulangi dengan --as NAMA, salah satu dari tim")
    if joined.problem:
        lines.append(f"! belum dapat dikerjakan di sini: {joined.problem}")
    locked = sum(arrival.locked for arrival in joined.imported.arrivals)
    if locked:
        lines.append(
            f"! {locked} jawaban rahasia terkunci: minta bundel yang dialamatkan ke laptop ini"
        )
    return lines
