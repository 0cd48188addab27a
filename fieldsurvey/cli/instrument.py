"""``fieldsurvey instrument``: list, show, check, band, diff."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldsurvey.scoring import Scheme
    from fieldsurvey.survey.instruments import Manifest

_as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@click.group()
def instrument() -> None:
    """Instruments: forms and scoring rules, versioned by year."""


@instrument.command("list")
@_as_json
def list_command(*, as_json: bool) -> None:
    """List the instruments that are shipped."""
    from fieldsurvey.survey.instruments import list_instruments

    found = list_instruments()
    if as_json:
        click.echo(json.dumps([_heading(each) for each in found], ensure_ascii=False))
        return
    for each in found:
        standing = "resmi" if each.official else "tidak resmi"
        click.echo(f"{each.id} · {each.version} · {_validity(each)} · {standing} · {each.title.id}")


@instrument.command()
@click.argument("name", metavar="ID|FOLDER")
@_as_json
def show(name: str, *, as_json: bool) -> None:
    """Show an instrument: validity, forms, quotas, bands, and the tree with its weights."""
    from fieldsurvey.survey.instruments import find_manifest

    found = find_manifest(name)
    if as_json:
        click.echo(json.dumps(_heading(found) | _content(found.scheme), ensure_ascii=False))
        return
    click.echo("\n".join(_lines(found)))


@instrument.command()
@click.argument("name", metavar="ID|FOLDER")
@_as_json
@click.pass_context
def check(ctx: click.Context, name: str, *, as_json: bool) -> None:
    """Check an instrument: its file, its forms, and that both fit. Exit 1 when they do not."""
    from fieldsurvey.survey.instrument_check import check as problems_of
    from fieldsurvey.survey.instruments import find_instrument

    found = find_instrument(name)
    problems = problems_of(found)
    if as_json:
        rows = [{"form": each.form, "ref": each.ref, "what": each.what} for each in problems]
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
@click.argument("name", metavar="ID")
@click.argument("score")
@click.option("--compliance", help="The figure of the second axis, for instruments that have one.")
@_as_json
def band(name: str, score: str, *, compliance: str | None, as_json: bool) -> None:
    """Print the category and zone of a SCORE by the rules of the instrument ID.

    The score is written with a comma or a point: 88,59 or 87.12.
    """
    from fieldsurvey.indonesia import parse_score
    from fieldsurvey.scoring import band_line, band_of, compliance_band, opinion_of, shown
    from fieldsurvey.survey.instruments import find_manifest

    scheme = find_manifest(name).scheme
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
def diff(old: str, new: str, *, as_json: bool) -> None:
    """Print the rules, bands, weights and indicators that differ between two instruments."""
    from fieldsurvey.scoring import scheme_changes
    from fieldsurvey.survey.instruments import find_manifest

    lines = scheme_changes(find_manifest(old).scheme, find_manifest(new).scheme)
    if as_json:
        click.echo(json.dumps(lines, ensure_ascii=False))
    else:
        click.echo("\n".join(lines) if lines else "no difference in rules, bands or weights")


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
