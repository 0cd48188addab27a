"""All standings an office can compare: official results of its registry and the working scores of its visits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fieldsurvey.scoring import Standing
from fieldsurvey.survey.provinces import Provinces
from fieldsurvey.survey.results import Results, standings
from fieldsurvey.survey.score_table import figures, refresh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from fieldsurvey.survey.desk import Desk


def all_standings(
    desk: Desk,
    *,
    tell: Callable[[int, int], None] | None = None,
    warn: Callable[[str, str], None] | None = None,
) -> list[Standing]:
    """Return the official results, then the working scores of visits, oldest first, each with its province.

    Args:
        desk: the open database.
        tell: as in ``visit_standings``.
        warn: as there.
    """
    results, own = Results(desk.registry).all(), visit_standings(desk, tell=tell, warn=warn)
    told = [(each.mall, each.province) for each in own]
    told += [(each.mall, each.province) for each in results]
    provinces = Provinces(desk.registry, told)
    return [
        replace(each, province=each.province or provinces.of(each.mall))
        for each in (*standings(results, desk.catalogue.of_result), *own)
    ]


def visit_standings(
    desk: Desk,
    visits: Iterable[str] | None = None,
    *,
    tell: Callable[[int, int], None] | None = None,
    warn: Callable[[str, str], None] | None = None,
) -> list[Standing]:
    """Return the working scores of visits that began and are complete; the others have no score to compare.

    Args:
        desk: the open database.
        visits: ids; all visits by default.
        tell: as in ``score_table.refresh``.
        warn: called with each visit that cannot be scored here, and why.
    """
    wanted = None if visits is None else set(visits)
    problems = refresh(desk, wanted, tell=tell)
    for visit, problem in problems.items():
        if warn is not None:
            warn(visit, problem)
    return [
        Standing(
            each.facts.mall,
            int(each.facts.day[:4]),
            each.facts.instrument,
            each.total.score,
            each.total.band,
            False,
            f"kunjungan {each.facts.visit[:13]}",
            each.facts.province,
        )
        for each in figures(desk, wanted, without=problems)
        if each.total.score is not None and not each.too_few
    ]


def chosen(
    standings: Iterable[Standing],
    malls: Sequence[str] = (),
    years: Sequence[int] = (),
    provinces: Sequence[str] = (),
) -> list[Standing]:
    """Return the standings of these malls and provinces (a part of the name is enough) and years; empty means all."""

    def named(name: str, wanted: Sequence[str]) -> bool:
        return not wanted or any(part.casefold() in name.casefold() for part in wanted)

    return [
        each
        for each in standings
        if named(each.mall, malls)
        and named(each.province, provinces)
        and (not years or each.year in years)
    ]
