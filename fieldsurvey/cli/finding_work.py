"""``fieldsurvey finding``: draft, merge, split, remove, classes, classify, deadlines, carry, mended."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.followup import FollowUps

_visit = click.argument("visit", metavar="VISIT")
_number = click.argument("number", metavar="NUMBER|ID")
_others = click.argument("others", metavar="NUMBER|ID …", nargs=-1, required=True)


@click.command()
@_visit
@click.option(
    "--templates",
    type=click.Path(path_type=Path),
    help="A findings.toml in place of resources/rules/findings.toml.",
)
@click.option("--json", "json_", is_flag=True, help="Print data instead of text.")
@click.pass_obj
def draft(session: Session, visit: str, *, templates: Path | None, json_: bool) -> None:
    """Write a finding for each answer and empty stand that is one; those the team has or removed stay as they are."""
    from fieldsurvey.survey.findings import write_drafts
    from fieldsurvey.survey.templates import read_templates

    with session.open_desk() as desk:
        identity = desk.visits.find(visit)
        new = write_drafts(
            desk.visits,
            identity,
            desk.instrument(identity),
            templates=read_templates(templates) if templates else None,
        )
        found = [each for each in desk.visits.snapshot(identity).findings if each.id in new]
    if json_:
        rows = [{"id": f.id, "number": f.number, "condition": f.condition} for f in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for each in found:
        click.echo(f"{each.number:>3}  {each.classification:<7} {each.condition}")


@click.command()
@_visit
@_number
@_others
@click.pass_obj
def merge(session: Session, visit: str, number: str, others: tuple[str, ...]) -> None:
    """Merge findings that say the same into one; `split` takes it back."""
    from fieldsurvey.survey.merging import merge_findings

    with session.open_desk() as desk:
        followups = followups_of(desk, visit)
        gone = [followups.find(other).id for other in others]
        into = followups.find(number).id
        merge_findings(desk.visits, desk.visits.find(visit), into, gone)


@click.command()
@_visit
@_number
@click.pass_obj
def split(session: Session, visit: str, number: str) -> None:
    """Let the findings that were merged into one stand for themselves again; prints how many."""
    from fieldsurvey.survey.merging import split_finding

    with session.open_desk() as desk:
        one = followups_of(desk, visit).find(number)
        click.echo(split_finding(desk.visits, desk.visits.find(visit), one.id))


@click.command()
@_visit
@_others
@click.pass_obj
def remove(session: Session, visit: str, others: tuple[str, ...]) -> None:
    """Take findings out of the minutes; the journal keeps them."""
    from fieldsurvey.survey.findings import remove_findings

    with session.open_desk() as desk:
        followups = followups_of(desk, visit)
        gone = [followups.find(other).id for other in others]
        remove_findings(desk.visits, desk.visits.find(visit), gone)


@click.command()
@click.argument("visit", metavar="[VISIT]", required=False)
@click.pass_obj
def classes(session: Session, visit: str | None) -> None:
    """Print the classes that VISIT pins, or the office's list of today."""
    from fieldsurvey.survey.classifying import pinned_taxonomy
    from fieldsurvey.survey.taxonomy import read_taxonomy

    if visit is None:
        found = read_taxonomy()
    else:
        with session.open_desk() as desk:
            found = pinned_taxonomy(desk.visits, desk.visits.find(visit))
    click.echo(f"{found.title} ({found.id} {found.version})")
    for name, label in found.classes.items():
        click.echo(f"  {name:<28} {label}")


@click.command()
@_visit
@_number
@click.argument("names", metavar="CLASS …", nargs=-1)
@click.pass_obj
def classify(session: Session, visit: str, number: str, names: tuple[str, ...]) -> None:
    """Give a finding its classes, one or several of those that `classes VISIT` prints; none clears them."""
    from fieldsurvey.survey.classifying import classify as give

    with session.open_desk() as desk:
        one = followups_of(desk, visit).find(number)
        give(desk.visits, desk.visits.find(visit), one.id, names)


@click.command()
@click.option(
    "--class",
    "classification",
    type=click.Choice(["ringan", "sedang", "berat"]),
    help="Set the deadline of this class.",
)
@click.option("--days", type=click.IntRange(0, 3660), help="Days from the signing; none without.")
@click.option("--working-days", is_flag=True, help="Count working days.")
@click.pass_obj
def deadlines(
    session: Session, *, classification: str | None, days: int | None, working_days: bool
) -> None:
    """Print the office's deadline of each class, or set one; it holds for findings made from now on."""
    from fieldsurvey.survey.wordings import keep_class_deadline, office_templates

    if classification is None and (days is not None or working_days):
        raise click.UsageError("--days goes with --class")
    with session.open_desk() as desk:
        if classification is not None:
            text, kind = (
                "" if days is None else str(days),
                "working" if working_days else "calendar",
            )
            keep_class_deadline(desk.registry, classification, text, kind)
        of_class = office_templates(desk.registry).of_class
    for name in ("ringan", "sedang", "berat"):
        own = of_class.get(name)
        click.echo(f"{name:<7} {f'{own.days} {own.kind} days' if own else '–'}")


@click.command()
@_visit
@click.argument("earlier", metavar="EARLIER")
@click.pass_obj
def carry(session: Session, visit: str, earlier: str) -> None:
    """Bring what is not settled of an EARLIER visit into VISIT: was it mended?"""
    with session.open_desk() as desk:
        click.echo(followups_of(desk, visit).carry_from(desk.visits.find(earlier)))


@click.command()
@_visit
@click.argument("carried", metavar="ID")
@click.argument("answer", type=click.Choice(["diperbaiki", "sebagian", "belum"]))
@click.option("--note", default="")
@click.pass_obj
def mended(session: Session, visit: str, carried: str, answer: str, note: str) -> None:
    """Answer for a carried finding whether it was mended."""
    from fieldsurvey.errors import VisitError
    from fieldsurvey.survey.followup import Mended

    with session.open_desk() as desk:
        followups = followups_of(desk, visit)
        fitting = [each.id for each in followups.carried() if each.id.startswith(carried)]
        if len(fitting) != 1:
            raise VisitError(what=f"{carried!r} names no one carried finding: see `finding list`")
        followups.answer(fitting[0], Mended(answer), note)


def followups_of(desk: Desk, visit: str) -> FollowUps:
    """Return the follow-up of the visit that a text names."""
    from fieldsurvey.survey.followup import FollowUps

    return FollowUps(desk.visits, desk.visits.find(visit), desk.calendar)
