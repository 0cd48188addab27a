"""``fieldsurvey visit forms``: which version of the instrument a visit uses, and taking another one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.new_version import Orphan


@click.command()
@click.argument("visit_id", metavar="VISIT")
@click.option(
    "--take",
    "name",
    metavar="INSTRUMENT",
    help="Use this version from now on: ID, ID@VERSION, or a folder.",
)
@click.option(
    "--dry-run", is_flag=True, help="With --take: say what it would bring, and change nothing."
)
@click.option("--json", "json_", is_flag=True, help="Print data instead of text.")
@click.pass_obj
def forms(session: Session, visit_id: str, name: str | None, *, dry_run: bool, json_: bool) -> None:
    """Show which version of its instrument a visit uses and which answers it does not ask for; or take another one.

    Nothing is lost by it: answers without a question are kept, and count again when their question is back.
    """
    from fieldsurvey.survey.new_version import orphans, take_version

    with session.open_desk() as desk:
        visit = desk.visits.find(visit_id)
        instrument = desk.instrument(visit) if name is None else desk.catalogue.instrument(name)
        if name is not None and not dry_run:
            take_version(desk.visits, visit, instrument)
        left = orphans(desk.visits.snapshot(visit), instrument)
        lines = [_line(desk, visit, each) for each in left]
    if json_:
        rows = [{"form": f, "target": t, "key": key, "value": value} for f, t, key, value in lines]
        data = {"instrument": instrument.id, "version": instrument.version, "orphans": rows}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    would = "akan memakai" if dry_run and name else "memakai"
    click.echo(f"Kunjungan {would} {instrument.id} {instrument.version}.")
    if lines:
        click.echo(
            f"{len(lines)} jawaban tersimpan tanpa pertanyaan di versi ini, tidak ikut dinilai:"
        )
    for form, target, key, value in lines:
        click.echo(f"  {form} {target} {key}: {value}")


def _line(desk: Desk, visit: str, orphan: Orphan) -> tuple[str, str, str, str]:
    codes = {target.id: target.code for target in desk.visits.targets(visit)}
    return orphan.form, codes.get(orphan.target, orphan.target), orphan.key, orphan.value
