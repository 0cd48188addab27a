"""Malls and years side by side: official results beside the working scores of this database's visits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldsurvey.indonesia import format_decimal
from fieldsurvey.scoring import Standing, movements, ranking, trends

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from fieldsurvey.scoring import Common, MallScore, Movement, Step
    from fieldsurvey.survey.desk import Desk

_CHANGED = "Peringatan: instrumen berubah ({old} → {new}); selisih {difference} bukan perubahan mutu yang sebanding."
_STANDING = "Peringatan: {year} adalah nilai kerja, bukan nilai resmi; selisih {difference} tidak sebanding."


def visit_standings(desk: Desk, visits: Iterable[str] | None = None) -> list[Standing]:
    """Return the working scores of visits that began and are complete; the others have no score to compare.

    Args:
        desk: the open database.
        visits: ids; all visits by default.
    """
    found = []
    for visit in desk.visits.ids() if visits is None else visits:
        snapshot = desk.visits.snapshot(visit)
        if snapshot.started_at is None:
            continue
        result = desk.score(visit)
        if result.score is not None:
            year = snapshot.started_at.year
            found.append(
                Standing(
                    snapshot.mall.name,
                    year,
                    result.instrument,
                    result.score,
                    result.band,
                    False,
                    f"kunjungan {visit[:13]}",
                )
            )
    return found


def chosen(
    standings: Iterable[Standing], malls: Sequence[str] = (), years: Sequence[int] = ()
) -> list[Standing]:
    """Return the standings of these malls (a part of the name is enough) and years; empty means all."""
    names = [name.casefold() for name in malls]
    return [
        each
        for each in standings
        if (not names or any(name in each.mall.casefold() for name in names))
        and (not years or each.year in years)
    ]


def comparison_lines(standings: Sequence[Standing]) -> list[str]:
    """Return the comparison as Indonesian text: a line a mall, warnings under it, a ranking for each year."""
    lines = []
    for trend in trends(standings):
        lines.append(f"{trend.mall} " + " → ".join(map(_standing, trend.standings)))
        lines += [f"  {text}" for step in trend.steps if (text := _step(step))]
    for (year, instrument), group in _by_year(standings).items():
        if len(group) > 1:
            lines.append(f"Peringkat {year} ({instrument})")
            lines += [
                f"  {place.rank}. {place.standing.mall} {_figure(place.standing)}"
                for place in ranking(group)
            ]
    return lines


def comparison_data(standings: Sequence[Standing]) -> dict[str, Any]:
    """Return the comparison as data for JSON; scores are strings with a point: exact."""
    return {
        "malls": [
            {
                "mall": trend.mall,
                "standings": [
                    {
                        "year": each.year,
                        "instrument": each.instrument,
                        "score": str(each.score),
                        "zone": each.band.zone if each.band else "",
                        "code": each.band.code if each.band else "",
                        "official": each.official,
                        "source": each.source,
                    }
                    for each in trend.standings
                ],
                "steps": [
                    {
                        "from": step.old.year,
                        "to": step.new.year,
                        "difference": str(step.difference),
                        "comparable": step.comparable,
                    }
                    for step in trend.steps
                ],
            }
            for trend in trends(standings)
        ],
        "rankings": [
            {
                "year": year,
                "instrument": instrument,
                "places": [
                    {"rank": p.rank, "mall": p.standing.mall, "score": str(p.standing.score)}
                    for p in ranking(group)
                ],
            }
            for (year, instrument), group in _by_year(standings).items()
        ],
    }


def movement_lines(old: MallScore, new: MallScore, most: int = 10) -> list[str]:
    """Return what moved the score between two visits by the same instrument, the strongest first."""
    moved = movements(old, new)
    lines = ["Yang paling menggerakkan nilai", *map(_movement, moved[:most])]
    return lines if moved else ["Tidak ada indikator yang menggerakkan nilai."]


def common_lines(common: Common | None) -> list[str]:
    """Return the score over the indicators that two instruments have in common."""
    if common is None:
        return ["Kedua kunjungan tidak mempunyai indikator yang sama."]
    figures = f"{format_decimal(common.old)} → {format_decimal(common.new)}"
    return [
        f"Nilai atas {common.shared} indikator yang sama: {figures} (bobot instrumen yang lebih baru; tanpa zona)",
        f"  hanya yang lama: {', '.join(common.only_old) or '–'}",
        f"  hanya yang baru: {', '.join(common.only_new) or '–'}",
    ]


def two_visits_data(old: MallScore, new: MallScore, common: Common | None) -> dict[str, Any]:
    """Return what moved the score between two visits, and their common score, as data for JSON."""

    def text(score: Decimal | None) -> str | None:
        return None if score is None else str(score)

    same = old.instrument == new.instrument
    return {
        "instruments": [old.instrument, new.instrument],
        "scores": [text(old.score), text(new.score)],
        "movements": [
            {
                "indicator": each.id,
                "title": each.title,
                "old": text(each.old),
                "new": text(each.new),
                "points": str(each.points),
            }
            for each in (movements(old, new) if same else [])
        ],
        "common": common
        and {
            "old": str(common.old),
            "new": str(common.new),
            "indicators": common.shared,
            "only_old": list(common.only_old),
            "only_new": list(common.only_new),
        },
    }


def _by_year(standings: Iterable[Standing]) -> dict[tuple[int, str], list[Standing]]:
    groups: dict[tuple[int, str], list[Standing]] = {}
    for each in sorted(standings, key=lambda each: (each.year, each.instrument)):
        groups.setdefault((each.year, each.instrument), []).append(each)
    return groups


def _standing(each: Standing) -> str:
    kind = "" if each.official else " [nilai kerja]"
    return f"{each.year} {_figure(each)}{kind}"


def _figure(each: Standing) -> str:
    if each.band is None:
        return format_decimal(each.score)
    # A code that its own label repeats ("Sedang", "Kepatuhan Sedang") says no more than the zone does.
    known = each.band.code.casefold() in each.band.label.casefold().split()
    code = "" if known else f" ({each.band.code})"
    return f"{format_decimal(each.score)} {each.band.zone or each.band.label}{code}"


def _step(step: Step) -> str:
    difference = f"{'+' if step.difference > 0 else ''}{format_decimal(step.difference)}"
    if step.old.instrument != step.new.instrument:
        return _CHANGED.format(
            old=step.old.instrument, new=step.new.instrument, difference=difference
        )
    if not step.comparable:
        unofficial = step.old if not step.old.official else step.new
        return _STANDING.format(year=unofficial.year, difference=difference)
    return f"Selisih {step.old.year}–{step.new.year}: {difference}"


def _movement(each: Movement) -> str:
    def text(score: Decimal | None) -> str:
        return "–" if score is None else format_decimal(score)

    sign = "+" if each.points > 0 else ""
    return (
        f"  {sign}{format_decimal(each.points)}  {each.title} ({text(each.old)} → {text(each.new)})"
    )
