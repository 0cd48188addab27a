"""``fieldsurvey visit reply`` and ``visit documents``: what the inspected party answers, and the papers of a visit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session
    from fieldsurvey.survey.ports import Record

_KINDS = ("agree", "agree-with-notes", "refuse", "reply", "none")


@click.command()
@click.argument("visit", metavar="VISIT")
@click.option("--as", "person", required=True, help="Who of the inspected party replies.")
@click.option(
    "--kind",
    type=click.Choice(_KINDS),
    default="reply",
    show_default=True,
    help="Agrees, agrees with notes, refuses to sign, replies without agreeing; none takes it back.",
)
@click.option("--text", default="", help="The notes, the reason of a refusal, or the reply.")
@click.option("--witness", "witnesses", multiple=True, help="Who saw a refusal: give it twice.")
@click.pass_obj
def reply(
    session: Session, visit: str, *, person: str, kind: str, text: str, witnesses: tuple[str, ...]
) -> None:
    """Note what the inspected party answers, before the seal: section G of the berita acara prints it."""
    from fieldsurvey.errors import VisitError
    from fieldsurvey.survey.gaps import FEWEST_WITNESSES
    from fieldsurvey.survey.parties import keep_reaction, person_named

    if witnesses and kind != "refuse":
        raise click.UsageError("--witness goes with --kind refuse")
    with session.open_desk() as desk:
        identity = desk.visits.find(visit)
        replying = person_named(desk.visits, identity, person, "counterpart")
        seen = [person_named(desk.visits, identity, name).id for name in witnesses]
        if replying.id in seen or len(set(seen)) < len(seen):
            raise VisitError(what="each witness of a refusal is another person than who refuses")
        noted = "" if kind == "none" else kind
        keep_reaction(desk.visits, identity, replying.id, noted, text, seen)
    if kind == "refuse" and len(seen) < FEWEST_WITNESSES:
        click.echo(f"! penolakan perlu {FEWEST_WITNESSES} saksi; baru {len(seen)}")


@click.command()
@click.argument("visit", metavar="VISIT")
@click.option("--json", "json_", is_flag=True, help="Print data instead of text.")
@click.pass_obj
def documents(session: Session, visit: str, *, json_: bool) -> None:
    """List the papers of a visit: number, code, digest, and whether somebody signed."""
    from fieldsurvey.report.document_records import DOCUMENT
    from fieldsurvey.survey.signatures import signatures

    with session.open_desk() as desk:
        identity = desk.visits.find(visit)
        papers = desk.records.entities(identity, DOCUMENT)
        signed = signatures(desk.records, identity)
    counts = {each.id: sum(one.document == each.id for one in signed) for each in papers}
    if json_:
        rows = [_data(each) | {"signatures": counts[each.id]} for each in papers]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for each in papers:
        found = _data(each)
        standing = "batal" if found["void"] else f"{counts[each.id]} tanda tangan"
        number = found["number"] or "belum bernomor"
        digest = str(found["sha256"])[:8] or "belum dibuat"
        click.echo(f"{found['kind']:<14}{number:<24}{found['code']}  {digest}  {standing}")


def _data(paper: Record) -> dict[str, object]:
    """Return what is known of a paper, and nothing of its content."""
    known: dict[str, object] = {
        name: paper.fields.get(name) or ""
        for name in ("kind", "number", "code", "sha256", "signed")
    }
    return known | {"void": bool(paper.fields.get("void"))}
