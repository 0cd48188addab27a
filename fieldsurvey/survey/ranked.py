"""Rankings of malls in words and as data: who stands where, among how many, and who could not be placed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldsurvey.indonesia import format_decimal
from fieldsurvey.scoring import rankings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fieldsurvey.scoring import Place, Ranking, Standing

_UNPLACED = (
    "Provinsi tidak diketahui, tidak diperingkatkan: {malls}. Isi kolom province pada tabel hasil, atau daftarkan "
    "mal dan wilayahnya dengan `registry import`."
)


def ranking_lines(standings: Sequence[Standing], *, by_province: bool, least: int = 1) -> list[str]:
    """Return each ranking as Indonesian text: its title with n, then a line a place.

    Args:
        standings: with their provinces.
        by_province: within each province instead of the nation.
        least: leave out rankings of fewer malls.
    """
    lines = []
    for each in rankings(standings, by_province=by_province):
        if each.n >= least:
            lines.append(_title(each, by_province=by_province))
            lines += [_place(place, each) for place in each.places]
    if by_province and (malls := _unplaced(standings)):
        lines.append(_UNPLACED.format(malls=", ".join(malls)))
    return lines


def ranking_data(standings: Sequence[Standing], *, by_province: bool) -> dict[str, Any]:
    """Return the rankings as data for JSON; scores are strings with a point: exact."""
    return {
        "scope": "province" if by_province else "nation",
        "rankings": [
            {
                "year": each.year,
                "instrument": each.instrument,
                "official": each.official,
                "province": each.province,
                "n": each.n,
                "places": [
                    {
                        "rank": place.rank,
                        "mall": place.standing.mall,
                        "score": str(place.standing.score),
                        "zone": place.standing.band.zone if place.standing.band else "",
                        "code": place.standing.band.code if place.standing.band else "",
                        "source": place.standing.source,
                    }
                    for place in each.places
                ],
            }
            for each in rankings(standings, by_province=by_province)
        ],
        "without_province": _unplaced(standings) if by_province else [],
    }


def figure_words(each: Standing) -> str:
    """Return ``88,59 hijau (A)``; a code that its own label repeats ("Sedang", "Kepatuhan Sedang") is left out."""
    if each.band is None:
        return format_decimal(each.score)
    known = each.band.code.casefold() in each.band.label.casefold().split()
    code = "" if known else f" ({each.band.code})"
    return f"{format_decimal(each.score)} {each.band.zone or each.band.label}{code}"


def _title(each: Ranking, *, by_province: bool) -> str:
    scope = f"Provinsi {each.province}" if by_province else "nasional"
    kind = "hasil resmi" if each.official else "nilai kerja, bukan nilai resmi"
    return f"Peringkat {scope} {each.year} ({each.instrument}; {kind}; n = {each.n})"


def _place(place: Place, within: Ranking) -> str:
    shared = sum(other.rank == place.rank for other in within.places) > 1
    tie = " (nilai sama)" if shared else ""
    return f"  {place.rank}. {place.standing.mall} {figure_words(place.standing)}{tie}"


def _unplaced(standings: Iterable[Standing]) -> list[str]:
    return sorted({each.mall for each in standings if not each.province})
