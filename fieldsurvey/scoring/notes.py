"""What a report must print beside a score: standing, counts, closed stands, assumed weights."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from fieldsurvey.indonesia.numbers import format_decimal
from fieldsurvey.scoring.scheme import ASSUMED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fieldsurvey.scoring.result import Observation, Part, StandState
    from fieldsurvey.scoring.scheme import Scheme

_CLOSED_STAND = {
    "as-visible": "dihitung sejauh yang terlihat",
    "excluded": "tidak dihitung",
    "zero": "dihitung nol",
}
_LEVELS = {"dimension": "dimensi", "variable": "variabel", "indicator": "indikator"}


def notes_on(
    scheme: Scheme,
    dimensions: Sequence[Part],
    stands: Sequence[StandState],
    counted: Sequence[Observation],
    *,
    inspected: int,
) -> tuple[str, ...]:
    """Return the notes in the order they are printed.

    Args:
        scheme: the instrument's scheme.
        dimensions: the tree of the score.
        stands: the mall's stands as found.
        counted: the observations after the closed-stand rule.
        inspected: how many of the stands were inspected.
    """
    parts = list(_walk(dimensions))
    return tuple(
        note
        for note in (
            "" if scheme.official and scheme.sourced else "Nilai kerja, bukan nilai resmi.",
            scheme.remark.id if scheme.remark else "",
            _as_given(scheme),
            _missing(dimensions),
            _counts(inspected, stands, counted),
            _closed(scheme, stands),
            _unfounded(stands, "off-schedule", "di luar jadwal layanan"),
            _unfounded(stands, "no-schedule", "kosong dengan jadwal yang tidak diketahui"),
            _without_data(parts),
            _assumed(parts),
        )
        if note
    )


def _walk(parts: Sequence[Part]) -> Iterator[Part]:
    """Yield dimensions, variables and indicators, top down."""
    for part in parts:
        if part.level in _LEVELS:
            yield part
            yield from _walk(part.children)


def _as_given(scheme: Scheme) -> str:
    """Say what the weights reach when they are not divided by their sum (domain.md §0.6)."""
    if scheme.rules.weights == "relative":
        return ""
    sums = [
        sum((each.weight for each in variable.indicators), Decimal(0))
        for dimension in scheme.dimensions
        for variable in dimension.variables
    ]
    reach = format_decimal(min([*sums, Decimal(1)]) * 100)  # no score is above 100
    return f"Bobot indikator dipakai apa adanya; nilai tertinggi yang mungkin {reach}."


def _missing(dimensions: Sequence[Part]) -> str:
    missing = [part.title for part in dimensions if part.score is None]
    if not missing:
        return ""
    end = (
        "."
        if len(missing) == len(dimensions)
        else "; nilai sementara memakai bobot yang dinormalkan ulang."
    )
    return f"Belum lengkap: dimensi tanpa data: {'; '.join(missing)}{end}"


def _counts(inspected: int, stands: Sequence[StandState], counted: Sequence[Observation]) -> str:
    scored = sum(each.score is not None for each in counted)
    return (
        f"Gerai diperiksa: {inspected} dari {len(stands)}. "
        f"Jawaban yang dinilai: n = {scored}; tidak berlaku (TB): {len(counted) - scored}."
    )


def _closed(scheme: Scheme, stands: Sequence[StandState]) -> str:
    names = [stand.name or stand.id for stand in stands if stand.status == "closed"]
    rule = _CLOSED_STAND[scheme.rules.closed_stand]
    return (
        f"Gerai tutup pada jam layanan ({len(names)}): {'; '.join(names)}; {rule}." if names else ""
    )


def _unfounded(stands: Sequence[StandState], status: str, words: str) -> str:
    names = [stand.name or stand.id for stand in stands if stand.status == status]
    return f"Gerai {words} ({len(names)}), bukan temuan: {'; '.join(names)}." if names else ""


def _without_data(parts: Sequence[Part]) -> str:
    indicators = [part for part in parts if part.level == "indicator"]
    empty = [part.title for part in indicators if part.score is None]
    if not empty:
        return ""
    return (
        f"Indikator tanpa data, tidak dihitung ({len(empty)} dari {len(indicators)}): "
        f"{'; '.join(empty)}."
    )


def _assumed(parts: Sequence[Part]) -> str:
    groups = []
    for level, word in _LEVELS.items():
        all_of_level = [part for part in parts if part.level == level]
        assumed = [part.title for part in all_of_level if part.weight_source == ASSUMED]
        if assumed and len(assumed) == len(all_of_level):
            groups.append(f"semua {word} ({len(assumed)})")
        elif assumed:
            groups.append(f"{word} ({len(assumed)} dari {len(all_of_level)}): {'; '.join(assumed)}")
    return f"Bobot yang diasumsikan, tanpa sumber – {' · '.join(groups)}." if groups else ""
