"""``fieldsurvey visit import-results`` and ``visit compare``: years and malls side by side."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session
    from fieldsurvey.scoring import Standing
    from fieldsurvey.survey.desk import Desk
    from fieldsurvey.survey.results import OfficialResult, Plan

_as_json = click.option("--json", "json_", is_flag=True, help="Print data instead of text.")


@click.command("import-results")
@click.argument("table", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@click.option(
    "--replace", is_flag=True, help="Take the file's score where another one is held already."
)
@_as_json
@click.pass_obj
def import_results(
    session: Session, table: Path, *, dry_run: bool, replace: bool, json_: bool
) -> None:
    """Read official results of past years: columns mall, year, instrument, score, source.

    A result that contradicts one already held is listed and left; exit 1 then, unless --replace.
    """
    from fieldsurvey.survey.results import Results, read_results, validity_warnings

    if not session.database.exists():
        # A faulty table must not leave a new, empty database behind.
        read_results(table)
    with session.open_desk(create=not dry_run) as desk:
        arriving = read_results(table, desk.catalogue.of_result)
        warnings = validity_warnings(arriving, desk.catalogue.of_result)
        results = Results(desk.registry)
        plan = results.plan(arriving)
        if not dry_run:
            results.keep(plan, replace_differing=replace)
    if json_:
        click.echo(json.dumps(_plan_data(plan, warnings), ensure_ascii=False, indent=1))
    else:
        click.echo(
            f"baru {len(plan.new)}, sudah ada {len(plan.same)}, berbeda {len(plan.differing)}"
        )
        for held, other in plan.differing:
            click.echo(f"  ! {_name(held)}: tersimpan {held.score}, dalam berkas {other.score}")
    for warning in warnings:
        click.echo(f"fieldsurvey: warning: {warning}", err=True)
    if plan.differing and not replace:
        raise SystemExit(1)


def read_years(texts: tuple[str, ...]) -> list[int]:
    """Read ``2021``, ``2021,2023`` or ``2021-2023``, of an option given any number of times."""
    years: list[int] = []
    for part in (part for text in texts for part in text.split(",")):
        found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{4}))?", part.strip())
        if found is None:
            raise click.BadParameter(f"write years as 2021, 2021,2023 or 2021-2023, not {part!r}")
        years += range(int(found[1]), int(found[2] or found[1]) + 1)
    return years


@click.command()
@click.argument("visits", metavar="[VISIT | OLD NEW]", nargs=-1)
@click.option("--mall", "malls", multiple=True, help="A mall, or a part of its name; repeatable.")
@click.option("--years", multiple=True, help="2021, 2021,2023 or 2021-2023; repeatable.")
@click.option("--province", "provinces", multiple=True, help="A province; repeatable.")
@click.option(
    "--rank",
    "scope",
    type=click.Choice(["province", "nation"]),
    help="Only rank the malls: in each province, or in the nation.",
)
@click.option("--units", is_flag=True, help="What each unit (DPMPTSP …) does to its city's score.")
@_as_json
@click.pass_obj
def compare(
    session: Session,
    visits: tuple[str, ...],
    *,
    malls: tuple[str, ...],
    years: tuple[str, ...],
    provinces: tuple[str, ...],
    scope: str | None,
    units: bool,
    json_: bool,
) -> None:
    """Compare years and malls; with two visits, what moved the score between them; with one, what holds it down.

    Each score keeps the instrument and categories of its own year. Working scores of visits are marked. Malls are
    ranked by instrument and year, official results apart from working scores.
    """
    from fieldsurvey.survey.standings import all_standings, chosen

    if len(visits) > 2 or (visits and (scope or units)):
        raise click.UsageError(
            "give one visit, or two with the older one first, without --rank and --units"
        )
    wanted = read_years(years)
    with session.open_desk() as desk:
        if len(visits) == 2:
            data, lines = _two(desk, *visits)
        elif visits:
            data, lines = _one(desk, *visits)
        elif units:
            data, lines = _units(desk, malls, wanted)
        else:
            data, lines = _all(
                chosen(all_standings(desk, tell=tell, warn=warn), malls, wanted, provinces), scope
            )
    click.echo(json.dumps(data, ensure_ascii=False, indent=1) if json_ else "\n".join(lines))


def tell(done: int, waiting: int) -> None:
    """Say on stderr how far the scoring of many visits is."""
    if waiting > 1 and done % 25 == 0:
        click.echo(f"fieldsurvey: scoring visit {done + 1} of {waiting} …", err=True)


def warn(visit: str, problem: str) -> None:
    """Say on stderr that a visit is left out."""
    click.echo(f"fieldsurvey: warning: visit {visit[:13]} is left out: {problem}", err=True)


def _all(shown: list[Standing], scope: str | None) -> tuple[object, list[str]]:
    from fieldsurvey.survey.comparison import comparison_data, comparison_lines
    from fieldsurvey.survey.ranked import ranking_data, ranking_lines

    nothing = ["Tidak ada nilai untuk dibandingkan: impor hasil dengan `visit import-results`."]
    if scope is None:
        return comparison_data(shown), comparison_lines(shown) or nothing
    by_province = scope == "province"
    lines = ranking_lines(shown, by_province=by_province)
    return ranking_data(shown, by_province=by_province), lines or nothing


def _units(desk: Desk, malls: tuple[str, ...], years: list[int]) -> tuple[object, list[str]]:
    from fieldsurvey.survey.results import Results
    from fieldsurvey.survey.units import city_data, city_lines, city_years

    found = [
        each
        for each in city_years(Results(desk.registry).all(), desk.catalogue.of_result)
        if (not malls or any(name.casefold() in each.mall.casefold() for name in malls))
        and (not years or each.year in years)
    ]
    nothing = ["Tidak ada nilai unit: impor hasil yang kolom unit-nya terisi."]
    return city_data(found), city_lines(found) or nothing


def _one(desk: Desk, text: str) -> tuple[object, list[str]]:
    from fieldsurvey.survey.comparison import loss_lines, one_visit_data
    from fieldsurvey.survey.units import share_lines, shares_data, visit_shares

    visit = desk.visits.find(text)
    result = desk.score(visit)
    shares = visit_shares(desk.visits.snapshot(visit), desk.instrument(visit), result)
    data = one_visit_data(result) | {"units": shares_data(shares)}
    return data, [*loss_lines(result), *share_lines(shares, result.score)]


def _two(desk: Desk, old: str, new: str) -> tuple[object, list[str]]:
    from fieldsurvey.scoring import common_score, unit_movements
    from fieldsurvey.survey import units
    from fieldsurvey.survey.comparison import common_lines, movement_lines, two_visits_data
    from fieldsurvey.survey.crosswalk import crosswalk

    visits = [desk.visits.find(old), desk.visits.find(new)]
    before, after = (desk.score(visit) for visit in visits)
    names = crosswalk(*(desk.instrument(visit) for visit in visits))
    common = common_score(before, after, names)
    data, lines = two_visits_data(before, after, common), common_lines(common)
    if before.instrument == after.instrument:
        moved = unit_movements(
            *(
                units.visit_shares(desk.visits.snapshot(visit), desk.instrument(visit), result)
                for visit, result in zip(visits, (before, after), strict=True)
            )
        )
        data |= {"units": units.movements_data(moved)}
        lines = [*movement_lines(before, after), *units.movement_lines(moved), *lines]
    return data, lines


def _plan_data(plan: Plan, warnings: list[str]) -> dict[str, object]:
    return {
        "new": [_result_data(each) for each in plan.new],
        "same": [_result_data(each) for each in plan.same],
        "differing": [
            {**_result_data(other), "held": str(held.score)} for held, other in plan.differing
        ],
        "warnings": warnings,
    }


def _result_data(each: OfficialResult) -> dict[str, object]:
    return {
        "mall": each.mall,
        "year": each.year,
        "instrument": each.instrument,
        "score": str(each.score),
        "source": each.source,
    }


def _name(each: OfficialResult) -> str:
    return f"{each.mall} {each.year} ({each.instrument})"
