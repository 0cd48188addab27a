"""``fieldsurvey visit table``: the working scores of all visits, by mall, province or nation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

import click

from fieldsurvey.cli.visit_results import read_years, tell, warn

if TYPE_CHECKING:
    from fieldsurvey.cli.session import Session


@click.command()
@click.option(
    "--by", type=click.Choice(["mall", "province", "nation"]), default="mall", show_default=True
)
@click.option("--years", multiple=True, help="2021, 2021,2023 or 2021-2023; repeatable.")
@click.option("--instrument", "instruments", multiple=True, help="Id; repeatable.")
@click.option("--json", "json_", is_flag=True, help="Print data instead of text.")
@click.pass_obj
def table(
    session: Session,
    *,
    by: Literal["mall", "province", "nation"],
    years: tuple[str, ...],
    instruments: tuple[str, ...],
    json_: bool,
) -> None:
    """Table the scores of all visits; each mall counts with its latest visit of a year.

    A response is scored once, when it changes; the table is added up from what is kept.
    """
    from fieldsurvey.survey.national import table as made
    from fieldsurvey.survey.national import table_data, table_lines
    from fieldsurvey.survey.score_table import dimension_titles, figures, refresh

    wanted = read_years(years)
    with session.open_desk() as desk:
        problems = refresh(desk, tell=tell)
        chosen = (
            each
            for each in figures(desk, without=problems)
            if (not wanted or int(each.facts.day[:4]) in wanted)
            and (not instruments or each.facts.instrument in instruments)
        )
        tables = made(chosen, by)
        titles = dimension_titles(desk)
    for visit, problem in problems.items():
        warn(visit, problem)
    if json_:
        click.echo(json.dumps(table_data(tables), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(table_lines(tables, titles) or ["Belum ada kunjungan yang dinilai."]))
