"""``fieldsurvey registry numbering``, ``numbers`` and ``logo``: what an office's letters carry."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session

_REGISTER = click.Choice(["surat-tugas", "berita-acara", "adendum", "piagam"])


@click.command()
@click.argument("register", type=_REGISTER)
@click.option("--template", help="Of {urut}, {kode}, {bulan romawi} and {tahun}.")
@click.option("--code", help="The classification code.")
@click.pass_obj
def numbering(session: Session, register: str, *, template: str | None, code: str | None) -> None:
    """Show how a register numbers letters, or set it; numbers given out stay as they are."""
    from fieldsurvey.survey.letter_numbers import Pattern

    with session.open_desk(create=template is not None or code is not None) as desk:
        pattern = desk.numbering.pattern(register)
        if template is not None or code is not None:
            pattern = Pattern(template or pattern.template, code or pattern.code)
            desk.numbering.set_pattern(register, pattern, desk.visits.clock.now().date())
    click.echo(f"{register}: {pattern.template} · kode {pattern.code}")


@click.command()
@click.option("--register", type=_REGISTER, help="Only of this register.")
@click.option("--year", type=int, help="Only of this year.")
@click.option("--json", "json_", is_flag=True, help="Print data instead of text.")
@click.pass_obj
def numbers(session: Session, *, register: str | None, year: int | None, json_: bool) -> None:
    """List the numbers given out; those that two laptops gave to two visits are marked."""
    with session.open_desk() as desk:
        found = [
            each
            for each in desk.numbering.all()
            if register in {None, each.register} and year in {None, each.year}
        ]
    if json_:
        click.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1))
        return
    for each in found:
        line = f"{each.register} · {each.year} · {each.text} · kunjungan {each.visit[:13]}"
        others = ", ".join(visit[:13] for visit in each.disputed)
        click.echo(
            line
            + (" · dilepas" if each.released else "")
            + (f" · ! juga dipegang kunjungan {others}" if others else "")
        )


@click.command()
@click.argument("institution", metavar="CODE|NAME")
@click.argument("image", metavar="FILE", type=click.Path(path_type=Path))
@click.pass_obj
def logo(session: Session, institution: str, image: Path) -> None:
    """Keep the logo of an institution's letterhead: PNG or JPEG, at most 2 MiB."""
    from fieldsurvey.survey.letterheads import set_logo

    with session.open_desk() as desk:
        sha256 = set_logo(desk.registry, institution, image)
    click.echo(f"{institution}: logo · SHA-256 {sha256}")
