"""``fieldsurvey visit letter`` and ``visit team``: what the office prepares before an unannounced visit."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session
    from fieldsurvey.survey.desk import Desk

_as_json = click.option("--json", "json_", is_flag=True, help="Print data instead of text.")
_DAY = click.DateTime(["%Y-%m-%d"])
_LATER = "belum ada"


@click.command()
@click.argument("visit", metavar="VISIT")
@click.option("--number", metavar="TEXT", help="The number that the office has issued.")
@click.option("--reserve", is_flag=True, help="Reserve the next number of the office's register.")
@click.option(
    "--ordinal", type=click.IntRange(1), help="Reserve this running number of the register."
)
@click.option("--same-as", "other", metavar="VISIT", help="The letter of this visit, for both.")
@click.option("--later", is_flag=True, help="The number comes later: … stands in its place.")
@click.option("--berita-acara", "minutes", is_flag=True, help="Reserve that of the minutes, too.")
@click.option("--date", "dated", type=_DAY, help="Date of the letter.")
@click.option("--issuer", help="Who signed it.")
@click.option("--position", help="As what.")
@click.option("--subject", help="What it assigns.")
@click.option("--from", "period_from", type=_DAY, help="First day of the assignment.")
@click.option("--until", "period_until", type=_DAY, help="Last day of the assignment.")
@click.option(
    "--scan",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Scan of the signed letter: PDF or JPEG.",
)
@_as_json
@click.pass_obj
def letter(
    session: Session,
    /,
    visit: str,
    *,
    number: str | None,
    reserve: bool,
    ordinal: int | None,
    other: str | None,
    later: bool,
    minutes: bool,
    scan: Path | None,
    json_: bool,
    **facts: str | datetime | None,
) -> None:
    """Show the letter of assignment of a visit, after writing what the options say."""
    from fieldsurvey.survey import letters

    ways = (number is not None, reserve or ordinal is not None, other is not None, later)
    if sum(ways) > 1:
        message = "give one of --number, --reserve (or --ordinal), --same-as, --later"
        raise click.UsageError(message)
    known = {
        name: value.date() if isinstance(value, datetime) else value
        for name, value in facts.items()
        if value is not None
    }
    with session.open_desk() as desk:
        identity = desk.visits.find(visit)
        with desk.records.atomic():
            letters.keep_letter(desk.visits, identity, **known)
            if number is not None:
                letters.enter_letter(desk, identity, number)
            elif reserve or ordinal is not None:
                letters.reserve_letter(desk, identity, ordinal=ordinal or 0)
            elif other is not None:
                letters.share_letter(desk, identity, desk.visits.find(other))
            elif later:
                letters.number_later(desk, identity)
            if minutes:
                letters.reserve_minutes(desk, identity)
            if scan is not None:
                letters.attach_scan(desk.visits, identity, scan)
        _show(desk, identity, json_=json_)


def _show(desk: Desk, visit: str, *, json_: bool) -> None:
    from fieldsurvey.indonesia import long_date
    from fieldsurvey.survey.letter_numbers import REGISTERS
    from fieldsurvey.survey.letters import also_numbered, letter_of, reserved_minutes
    from fieldsurvey.survey.parties import team_of

    found, snapshot = letter_of(desk.visits, visit), desk.visits.snapshot(visit)
    held = {register: desk.numbering.of_visit(register, visit) for register in REGISTERS}
    disputed = {name: each.disputed for name, each in held.items() if each and each.disputed}
    team = team_of(snapshot.people)
    minutes = snapshot.number or reserved_minutes(desk.visits, visit)
    if json_:
        data = asdict(found) | {
            "minutes": minutes,
            "disputed": disputed,
            "also_numbered": also_numbered(desk, visit),
            "team": [asdict(person) for person in team],
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=1, default=date.isoformat))
        return
    days = [long_date(day) for day in (found.period_from, found.period_until) if day]
    scan = f"{found.scan.name} · {found.scan.media_type}" if found.scan else ""
    lines = {
        "Surat tugas": found.number,
        "Tanggal": long_date(found.dated) if found.dated else "",
        "Penanda tangan": ", ".join(filter(None, (found.issuer, found.position))),
        "Perihal": found.subject,
        "Masa tugas": " s.d. ".join(days),
        "Pindaian": scan,
        "Berita acara": minutes,
        "Tim": "; ".join(f"{person.name} ({person.role})" for person in team),
    }
    for label, text in lines.items():
        click.echo(f"{label + ':':<16}{text or _LATER}")
    for other in also_numbered(desk, visit):
        click.echo(f"! nomor ini juga tertulis pada kunjungan {other[:13]}")
    for register, visits in disputed.items():
        click.echo(
            f"! nomor {register} ini juga dipegang kunjungan {', '.join(v[:13] for v in visits)}: "
            "ambil nomor lain dengan --reserve di salah satunya"
        )


@click.command()
@click.argument("visit", metavar="VISIT")
@click.option("--add", metavar="NAME", help="A person to add.")
@click.option(
    "--role",
    type=click.Choice(["lead", "member", "counterpart", "witness"]),
    default="member",
    show_default=True,
)
@click.option("--position", default="", help="Position of the person.")
@click.option("--rank", default="", help="Rank of the person.")
@click.option("--staff-number", default="", help="NIP or another number of the person.")
@click.option(
    "--institution",
    default="",
    metavar="CODE|NAME",
    help="Institution: a code of the registry brings its letterhead along.",
)
@click.option("--remove", metavar="NAME", help="A person to take out.")
@_as_json
@click.pass_obj
def team(
    session: Session,
    visit: str,
    *,
    add: str | None,
    role: str,
    position: str,
    rank: str,
    staff_number: str,
    institution: str,
    remove: str | None,
    json_: bool,
) -> None:
    """List who stands in the minutes of a visit: add or remove a person first, institutions with their letterheads."""
    from fieldsurvey.survey.letterheads import adopt_institution
    from fieldsurvey.survey.model import Person
    from fieldsurvey.survey.parties import keep_person, person_named, remove_person

    with session.open_desk() as desk:
        identity = desk.visits.find(visit)
        if remove is not None:
            remove_person(desk.visits, identity, person_named(desk.visits, identity, remove).id)
        if add is not None:
            name = adopt_institution(desk, identity, institution) if institution else ""
            person = Person("", add, role, position, staff_number, rank, name)
            keep_person(desk.visits, identity, person)
        snapshot = desk.visits.snapshot(identity)
    if json_:
        data = {
            "people": [asdict(person) for person in snapshot.people],
            "institutions": [asdict(each) for each in snapshot.institutions],
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    for person in snapshot.people:
        click.echo(" · ".join(filter(None, (person.role, person.name, person.institution))))
    for each in snapshot.institutions:
        click.echo(f"kop: {' / '.join(each.letterhead) or each.name}")
