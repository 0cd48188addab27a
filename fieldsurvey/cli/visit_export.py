"""``fieldsurvey visit export`` and ``visit exports``: tables for others, and who took them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session


@click.command()
@click.argument("visit", metavar="VISIT")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "xlsx", "json", "geojson"]),
    default="xlsx",
    show_default=True,
)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="A file; for csv a folder."
)
@click.option(
    "--private", is_flag=True, help="With private answers, times and places of interviews."
)
@click.option("--reason", default="", help="Why private answers leave; kept in the export log.")
@click.pass_obj
def export(
    session: Session, visit: str, *, form: str, out: Path, private: bool, reason: str
) -> None:
    """Write a visit as tables. Private answers stay out, and the export is logged."""
    from fieldsurvey.export import Disclosure, visit_tables, write_tables
    from fieldsurvey.survey.exports import log_export, require_reason

    require_reason(private=private, reason=reason)
    with session.open_desk() as desk:
        identity = desk.visits.find(visit)
        tables = visit_tables(
            desk.visits.snapshot(identity),
            desk.instrument(identity),
            desk.score(identity),
            Disclosure(private=private),
        )
        files = write_tables(tables, out, form)
        digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
        log_export(desk.visits, identity, form, digests, private=private, reason=reason)
    click.echo(f"{out}: {', '.join(table.name for table in tables)}")


@click.command("export-columns")
@click.option("--instrument", default="mpp-sidak", show_default=True, help="Whose forms.")
@click.option("--private", is_flag=True, help="With the columns of private answers.")
def export_columns(*, instrument: str, private: bool) -> None:
    """Print what each column of an export holds, as Markdown; no database is needed."""
    from fieldsurvey.export import Disclosure, columns_of, document
    from fieldsurvey.survey.instruments import find_instrument

    found = find_instrument(instrument)
    click.echo(document(found.id, columns_of(found, Disclosure(private=private))), nl=False)


@click.command()
@click.argument("visit", metavar="VISIT")
@click.pass_obj
def exports(session: Session, visit: str) -> None:
    """Print the export log of a visit."""
    from fieldsurvey.survey.exports import exports as log

    with session.open_desk() as desk:
        for each in log(desk.visits, desk.visits.find(visit)):
            private = f" · data pribadi: {each.reason}" if each.private else ""
            click.echo(
                f"{each.at} · {each.by} · {each.format} · {', '.join(each.files or {})}{private}"
            )
