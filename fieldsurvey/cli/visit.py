"""``fieldsurvey visit``: make, look at, score, seal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fieldsurvey.cli.visit_amend import amend
from fieldsurvey.cli.visit_archive import archive
from fieldsurvey.cli.visit_decide import conflicts, decide, keep, revive, same
from fieldsurvey.cli.visit_draw import draw, protocol
from fieldsurvey.cli.visit_export import export, export_columns, exports
from fieldsurvey.cli.visit_forms import forms
from fieldsurvey.cli.visit_letter import letter, team
from fieldsurvey.cli.visit_on_site import (
    cancel,
    confirm_time,
    meet,
    move,
    move_response,
    opening,
    openings,
)
from fieldsurvey.cli.visit_package import join, package
from fieldsurvey.cli.visit_papers import documents, reply
from fieldsurvey.cli.visit_privacy import destroy_private, retention, withdraw
from fieldsurvey.cli.visit_results import compare, import_results
from fieldsurvey.cli.visit_secret import closed_annex, open_annex, secret
from fieldsurvey.cli.visit_table import table

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session

as_json = click.option("--json", "json_", is_flag=True, help="Print data instead of text.")


@click.group()
def visit() -> None:
    """Visits: new, list, show, score, seal, unseal, compare, table, conflicts, results of past years."""


visit.add_command(import_results)
visit.add_command(compare)
visit.add_command(table)
visit.add_command(amend)
visit.add_command(documents)
visit.add_command(reply)
visit.add_command(move)
visit.add_command(cancel)
visit.add_command(confirm_time)
visit.add_command(meet)
visit.add_command(opening)
visit.add_command(openings)
visit.add_command(move_response)
visit.add_command(conflicts)
visit.add_command(decide)
visit.add_command(keep)
visit.add_command(same)
visit.add_command(revive)
visit.add_command(draw)
visit.add_command(archive)
visit.add_command(letter)
visit.add_command(team)
visit.add_command(package)
visit.add_command(join)
visit.add_command(protocol)
visit.add_command(forms)
visit.add_command(retention)
visit.add_command(destroy_private)
visit.add_command(withdraw)
visit.add_command(secret)
visit.add_command(closed_annex)
visit.add_command(open_annex)
visit.add_command(export)
visit.add_command(export_columns)
visit.add_command(exports)


@visit.command()
@click.option(
    "--instrument",
    default="mpp-sidak",
    show_default=True,
    help="Id, shipped or imported (ID@VERSION for an older version), or a folder with an instrument.toml.",
)
@click.option(
    "--mall",
    "mall_file",
    type=click.Path(path_type=Path),
    help="A mall.toml: the mall and its stands.",
)
@click.option("--registry-mall", metavar="CODE", help="A mall of the registry, as it is today.")
@click.option(
    "--name",
    default="Mal Pelayanan Publik",
    show_default=True,
    help="Name of the mall, without --mall.",
)
@click.option(
    "--zone",
    default="Asia/Makassar",
    show_default=True,
    help="Time zone of the mall, without --mall.",
)
@click.option(
    "--stand", "stands", multiple=True, metavar="CODE=NAME", help="A stand, without --mall."
)
@click.option(
    "--officer", "officers", multiple=True, metavar="CODE", help="An officer to interview."
)
@click.option(
    "--service-user", "users", multiple=True, metavar="CODE", help="A service user to interview."
)
@click.option("--assignment", default="", help="Number of the letter of assignment.")
@as_json
@click.pass_obj
def new(
    session: Session,
    *,
    instrument: str,
    mall_file: Path | None,
    registry_mall: str | None,
    name: str,
    zone: str,
    stands: tuple[str, ...],
    officers: tuple[str, ...],
    users: tuple[str, ...],
    assignment: str,
    json_: bool,
) -> None:
    """Make a visit and print its id."""
    from fieldsurvey.survey.malls import read_mall
    from fieldsurvey.survey.model import Mall, Officer, ServiceUser, Stand
    from fieldsurvey.survey.registry_malls import mall_of

    if mall_file is not None:
        mall, mall_stands = read_mall(mall_file)
    else:
        mall = Mall("", name, zone=zone)
        pairs = [text.partition("=") for text in stands]
        mall_stands = [Stand("", code, title or code) for code, _, title in pairs]
    with session.open_desk(create=True) as desk:
        if registry_mall is not None:
            today = desk.visits.clock.now().date()
            mall, mall_stands = mall_of(desk.registry, registry_mall, today)
        identity = desk.visits.new(
            mall, mall_stands, desk.catalogue.instrument(instrument), assignment=assignment
        )
        desk.visits.add_all(identity, "officer", [Officer("", code) for code in officers])
        desk.visits.add_all(identity, "service_user", [ServiceUser("", code) for code in users])
    click.echo(json.dumps({"id": identity}) if json_ else identity)


@visit.command(name="list")
@click.option("--archived", is_flag=True, help="Those that were archived, instead.")
@as_json
@click.pass_obj
def list_(session: Session, *, archived: bool, json_: bool) -> None:
    """List the visits of the database; archived ones stay aside."""
    from fieldsurvey.survey.archive import is_archived

    with session.open_desk() as desk:
        rows = [
            desk.summary(identity)
            for identity in desk.visits.ids()
            if is_archived(desk.records, identity) == archived
        ]
    if json_:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(f"{row['id']}  {row['state']:<12} {row['instrument']:<22} {row['mall']}")


@visit.command()
@click.argument("visit_id", metavar="VISIT")
@as_json
@click.pass_obj
def show(session: Session, visit_id: str, *, json_: bool) -> None:
    """Show a visit: targets, responses, answers, and what of it is held where."""
    from fieldsurvey.cli.sync import whereabouts_lines
    from fieldsurvey.sync.whereabouts import whereabouts

    with session.open_store() as store:
        desk = session.desk_over(store)
        data = desk.describe(visit_id)
        held = whereabouts(store, desk.visits.find(visit_id))
    if json_:
        # The same on every laptop that holds the same; where it is held, `sync status --json` says.
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    click.echo(
        f"{data['mall']['name']} · {data['state']} · {data['instrument']['id']} {data['instrument']['version']}"
    )
    click.echo(
        f"stands {len(data['stands'])}, officers {len(data['officers'])}, users {len(data['service_users'])}"
    )
    for response in data["responses"]:
        answered = sum(1 for value in response["values"].values() if value)
        click.echo(
            f"  {response['form']:<13} {response['target_code']:<8} {response['state']:<9} {answered} answers"
        )
    for double in data["doubles"]:
        click.echo(
            f"  ! {double['form']} {double['target_code']} was filled {len(double['responses'])} times"
        )
    for conflict in data["conflicts"]:
        click.echo(
            f"  ! conflict: {conflict['entity']} {conflict['field']}: {len(conflict['heads'])} values"
        )
    click.echo("\n".join(whereabouts_lines(held)))


@visit.command()
@click.argument("visit_id", metavar="VISIT")
@click.option("--explain", is_flag=True, help="Down to the answers.")
@as_json
@click.pass_obj
def score(session: Session, visit_id: str, *, explain: bool, json_: bool) -> None:
    """Score a visit by the instrument it pins."""
    from fieldsurvey.survey.score_words import score_data, score_lines

    with session.open_desk() as desk:
        visit = desk.visits.find(visit_id)
        parts = desk.visits.snapshot(visit), desk.instrument(visit), desk.score(visit)
    if json_:
        click.echo(json.dumps(score_data(*parts), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(score_lines(*parts, answers=explain)))


@visit.command()
@click.argument("visit_id", metavar="VISIT")
@click.option(
    "--override", default="", help="Reason to seal in spite of what is missing; it is printed."
)
@click.pass_obj
def seal(session: Session, visit_id: str, *, override: str) -> None:
    """Seal a completed visit: its inspection facts stay as they are from here on."""
    with session.open_desk() as desk:
        click.echo(desk.seal(desk.visits.find(visit_id), override=override).digest)


@visit.command()
@click.argument("visit_id", metavar="VISIT")
@click.pass_obj
def unseal(session: Session, visit_id: str) -> None:
    """Open a sealed visit again; possible before the first signature."""
    from fieldsurvey.report.adopt import adopt_all

    with session.open_desk() as desk:
        visit = desk.visits.find(visit_id)
        adopt_all(desk, visit, session.database.parent)
        desk.unseal(visit)
