"""Malls and years side by side: official results beside the working scores of this database's visits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldsurvey.indonesia import format_decimal
from fieldsurvey.scoring import losses, movements, trends
from fieldsurvey.survey.ranked import figure_words, ranking_data, ranking_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from fieldsurvey.scoring import Common, MallScore, Movement, Standing, Step

_CHANGED = "Peringatan: instrumen berubah ({old} → {new}); selisih {difference} bukan perubahan mutu yang sebanding."
_STANDING = "Peringatan: {year} adalah nilai kerja, bukan nilai resmi; selisih {difference} tidak sebanding."


def comparison_lines(standings: Sequence[Standing]) -> list[str]:
    """Return the comparison as Indonesian text: a line a mall, warnings under it, a ranking for each year."""
    lines = []
    for trend in trends(standings):
        lines.append(f"{trend.mall} " + " → ".join(map(_standing, trend.standings)))
        lines += [f"  {text}" for step in trend.steps if (text := _step(step))]
    return lines + ranking_lines(standings, by_province=False, least=2)


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
        "rankings": ranking_data(standings, by_province=False)["rankings"],
    }


def movement_lines(old: MallScore, new: MallScore, most: int = 10) -> list[str]:
    """Return what moved the score between two visits by the same instrument, the strongest first."""
    moved = movements(old, new)
    lines = ["Yang paling menggerakkan nilai", *map(_movement, moved[:most])]
    return lines if moved else ["Tidak ada indikator yang menggerakkan nilai."]


def loss_lines(result: MallScore, most: int = 10) -> list[str]:
    """Return what holds the score of one visit down most: points that an indicator leaves of 100."""
    found = losses(result)
    if not found:
        return ["Tidak ada indikator yang menahan nilai."]
    return [
        "Yang paling menahan nilai",
        *(
            f"  -{format_decimal(each.points)}  {each.title} ({format_decimal(each.score)})"
            for each in found[:most]
        ),
    ]


def one_visit_data(result: MallScore) -> dict[str, Any]:
    """Return what holds the score of one visit down as data for JSON."""
    return {
        "instrument": result.instrument,
        "score": None if result.score is None else str(result.score),
        "losses": [
            {
                "indicator": each.id,
                "title": each.title,
                "score": str(each.score),
                "points": str(each.points),
            }
            for each in losses(result)
        ],
    }


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


def _standing(each: Standing) -> str:
    kind = "" if each.official else " [nilai kerja]"
    return f"{each.year} {figure_words(each)}{kind}"


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
