"""``fieldsurvey instrument``: list, show, check, import, export, band, diff."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from fieldsurvey.cli.instrument_import import NAME, export, import_

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session
    from fieldsurvey.scoring import Scheme
    from fieldsurvey.survey.catalogue import Offered
    from fieldsurvey.survey.manifest import Manifest

_as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@click.group()
def instrument() -> None:
    """Instruments: forms and scoring rules, versioned by year."""


instrument.add_command(import_)
instrument.add_command(export)


@instrument.command("list")
@_as_json
@click.pass_obj
def list_command(session: Session, *, as_json: bool) -> None:
    """List the instruments that are shipped, and those that the database holds."""
    with session.open_catalogue() as catalogue:
        found = catalogue.all()
    if as_json:
        click.echo(json.dumps([_offered(each) for each in found], ensure_ascii=False))
        return
    for each in found:
        origin = ["diimpor"] if each.imported else []
        if each.manifest is None:
            parts = [each.id, each.version, *origin, f"tidak dapat dipakai: {each.problem}"]
        else:
            standing = "resmi" if each.manifest.official else "tidak resmi"
            validity, title = _validity(each.manifest), each.manifest.title.id
            parts = [each.id, each.version, validity, standing, *origin, title]
        click.echo(" · ".join(parts))


@instrument.command()
@click.argument("name", metavar=NAME)
@_as_json
@click.pass_obj
def show(session: Session, name: str, *, as_json: bool) -> None:
    """Show an instrument: validity, forms, quotas, bands, and the tree with its weights."""
    with session.open_catalogue() as catalogue:
        found = catalogue.manifest(name)
    if as_json:
        click.echo(json.dumps(_heading(found) | _content(found.scheme), ensure_ascii=False))
        return
    click.echo("\n".join(_lines(found)))


@instrument.command()
@click.argument("name", metavar=NAME)
@_as_json
@click.pass_context
def check(ctx: click.Context, name: str, *, as_json: bool) -> None:
    """Check an instrument: its file, its forms, and that both fit. Exit 1 when they do not."""
    from fieldsurvey.survey.instrument_check import check as problems_of

    with ctx.obj.open_catalogue() as catalogue:
        found = catalogue.instrument(name)
    problems = problems_of(found)
    if as_json:
        rows = [asdict(each) for each in problems]
        click.echo(json.dumps({"id": found.id, "problems": rows}, ensure_ascii=False))
    else:
        for each in problems:
            click.echo(str(each), err=True)
        if not problems:
            click.echo(f"{found.id} {found.version}: in order ({len(found.forms)} forms)")
    if problems:
        ctx.exit(1)


# A score such as -5 is an unreadable figure (exit 1), not an unknown option (exit 2).
@instrument.command(context_settings={"ignore_unknown_options": True})
@click.argument("name", metavar=NAME)
@click.argument("score")
@click.option("--compliance", help="The figure of the second axis, for instruments that have one.")
@_as_json
@click.pass_obj
def band(session: Session, name: str, score: str, *, compliance: str | None, as_json: bool) -> None:
    """Print the category and zone of a SCORE by the rules of the instrument ID.

    The score is written with a comma or a point: 88,59 or 87.12.
    """
    from fieldsurvey.indonesia import parse_score
    from fieldsurvey.scoring import band_line, band_of, compliance_band, opinion_of, shown

    with session.open_catalogue() as catalogue:
        scheme = catalogue.manifest(name).scheme
    figure = shown(parse_score(score))
    found = band_of(scheme, figure)
    data = {"score": str(figure), "code": found.code, "label": found.label, "zone": found.zone}
    lines = [band_line(figure, found)]
    if compliance is not None:
        second = shown(parse_score(compliance))
        axis = compliance_band(scheme, second)
        opinion = opinion_of(scheme, found, axis)
        data |= {"compliance": str(second), "compliance_code": axis.code, "opinion": opinion}
        lines += [band_line(second, axis), opinion or "tanpa opini: hanya kategori"]
    click.echo(json.dumps(data, ensure_ascii=False) if as_json else "\n".join(lines))


@instrument.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@_as_json
@click.pass_obj
def diff(session: Session, old: str, new: str, *, as_json: bool) -> None:
    """Print what differs between two instruments: rules, bands, weights, indicators, and their forms.

    OLD and NEW are ids (ID@VERSION for an older version), folders or zips.
    """
    from fieldsurvey.survey.instrument_changes import instrument_changes

    with session.open_catalogue() as catalogue:
        lines = instrument_changes(catalogue.instrument(old), catalogue.instrument(new))
    if as_json:
        click.echo(json.dumps(lines, ensure_ascii=False))
    else:
        click.echo("\n".join(lines) if lines else "no difference in rules, bands, weights or forms")


def _offered(each: Offered) -> dict[str, object]:
    data: dict[str, object] = {"id": each.id, "version": each.version}
    data |= {} if each.manifest is None else _heading(each.manifest)
    return data | {"imported": each.imported, "problem": each.problem}


def _validity(found: Manifest) -> str:
    start = "" if found.valid_from is None else str(found.valid_from)
    end = "" if found.valid_until is None else str(found.valid_until)
    return f"{start}–{end}" if start or end else "–"


def _heading(found: Manifest) -> dict[str, object]:
    return {
        "id": found.id,
        "version": found.version,
        "title": {"id": found.title.id, "en": found.title.en},
        "official": found.official,
        "valid_from": None if found.valid_from is None else str(found.valid_from),
        "valid_until": None if found.valid_until is None else str(found.valid_until),
        "forms": dict(found.forms),
        "quota": dict(found.quota),
    }


def _content(scheme: Scheme) -> dict[str, object]:
    return {
        "bands": [
            {"code": each.code, "label": each.label, "zone": each.zone, "lower": str(each.lower)}
            for each in scheme.bands
        ],
        "dimensions": [
            {
                "id": dimension.id,
                "weight": str(dimension.weight),
                "weight_source": dimension.weight_source,
                "variables": [
                    {
                        "id": variable.id,
                        "weight": str(variable.weight),
                        "weight_source": variable.weight_source,
                        "indicators": [
                            {
                                "id": each.id,
                                "weight": str(each.weight),
                                "weight_source": each.weight_source,
                                "level": each.level,
                            }
                            for each in variable.indicators
                        ],
                    }
                    for variable in dimension.variables
                ],
            }
            for dimension in scheme.dimensions
        ],
        "sources": dict(scheme.sources),
    }


def _lines(found: Manifest) -> list[str]:
    scheme = found.scheme
    lines = [
        f"{found.id} · {found.version} · {'resmi' if found.official else 'tidak resmi'}",
        found.title.id,
        f"berlaku {_validity(found)}",
    ]
    lines += [f"formulir {name}: {workbook}" for name, workbook in found.forms.items()]
    lines += [f"kuota {name}: {count}" for name, count in found.quota.items()]
    lines.append(f"gerai tutup: {scheme.rules.closed_stand}")
    for band in scheme.bands:
        lines.append(
            " · ".join(filter(None, (band.code, f"≥ {band.lower}", band.label, band.zone)))
        )
    for dimension in scheme.dimensions:
        lines.append(f"{dimension.title.id} · {dimension.weight} % · {dimension.weight_source}")
        for variable in dimension.variables:
            lines.append(f"  {variable.title.id} · {variable.weight} · {variable.weight_source}")
            lines += [
                f"    {each.id} · {each.weight} · {each.weight_source} · {each.level}"
                f" · {each.title.id}"
                for each in variable.indicators
            ]
    return lines
