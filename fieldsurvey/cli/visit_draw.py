"""``fieldsurvey visit draw`` and ``visit protocol``: samples that anyone can repeat."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session
    from fieldsurvey.survey.samples import Sample

_as_json = click.option("--json", "json_", is_flag=True, help="Print data instead of text.")


@click.command()
@click.argument("visit", metavar="VISIT")
@click.argument("what", type=click.Choice(["stand", "product", "officer", "service_user"]))
@click.option(
    "--size",
    type=click.IntRange(1),
    help="How many (service users: at each stand); by default as Krejcie–Morgan or the quota asks.",
)
@click.option("--each-group", is_flag=True, help="Of every stand (products) or role (officers).")
@click.option("--every", type=click.IntRange(1), help="For service_user: ask every k-th one.")
@click.option("--replace", metavar="UNIT", help="A drawn unit that cannot be inspected.")
@click.option("--reason", default="", help="Why it is drawn again, or replaced; it is printed.")
@_as_json
@click.pass_obj
def draw(
    session: Session,
    visit: str,
    what: str,
    *,
    size: int | None,
    each_group: bool,
    every: int | None,
    replace: str | None,
    reason: str,
    json_: bool,
) -> None:
    """Draw a sample: the list is frozen and hashed first, the nonce made after.

    Service users are not on a list: with --every K their draw tells for each stand which leaving person to ask first,
    and how many there.
    """
    from fieldsurvey.survey.draws import draw_sample
    from fieldsurvey.survey.sample_protocol import drawn_lines
    from fieldsurvey.survey.samples import Samples

    if (what == "service_user") != (every is not None):
        raise click.UsageError("service_user goes with --every K, and only service_user")
    with session.open_desk() as desk:
        identity = desk.visits.find(visit)
        if replace is not None:
            new = Samples(desk.visits, identity).replace(what, replace, reason)
            click.echo(new.label if new else "daftar habis: tidak ada pengganti")
            return
        sample = draw_sample(
            *(desk, identity, what),
            size=size,
            each_group=each_group,
            every=every or 0,
            reason=reason,
        )
    if json_:
        click.echo(json.dumps(_data(sample), ensure_ascii=False, indent=1))
        return
    click.echo(f"daftar SHA-256 {sample.frame.digest} · nonce {sample.nonce}")
    for line in drawn_lines(sample):
        click.echo(line)


@click.command()
@click.argument("visit", metavar="VISIT")
@click.pass_obj
def protocol(session: Session, visit: str) -> None:
    """Print the protocol of a visit's samples: lists, hashes, nonces, replacements, what was reached."""
    from fieldsurvey.survey.sample_protocol import protocol_lines
    from fieldsurvey.survey.samples import Samples

    with session.open_desk() as desk:
        identity = desk.visits.find(visit)
        snapshot = desk.visits.snapshot(identity)
        samples = Samples(desk.visits, identity).all()
        quota = desk.instrument(identity).quota
    click.echo("\n".join(protocol_lines(snapshot, samples, quota)))


def _data(sample: Sample) -> dict[str, object]:
    data: dict[str, object] = {
        "what": sample.what,
        "letter": sample.frame.letter,
        "digest": sample.frame.digest,
        "nonce": sample.nonce,
        "units": [unit.id for unit in sample.frame.units],
        "drawn": [unit.id for unit in sample.drawn],
    }
    if sample.every:
        data |= {
            "every": sample.every,
            "per_place": sample.per_place,
            "starts": {unit.id: start for unit, start in sample.starts},
        }
    return data
