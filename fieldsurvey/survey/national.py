"""Tables of an office's own visits: a line a mall, a province, or the nation, for each year and instrument.

A mall counts with its latest visit of the year. The mean of a province or the nation is the plain mean of the scores
that its malls show (two decimals), so that anyone can add it up again from the table of malls; a visit that is
incomplete ("belum lengkap", domain.md §1.2) is counted and shown apart and moves no mean. Surveys of people alone show
no figure for fewer than five of them (domain.md §7 rule 4, §8).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from fieldsurvey.indonesia import folded, format_decimal
from fieldsurvey.scoring import FEWEST, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fieldsurvey.scoring import Band
    from fieldsurvey.survey.score_table import Figures

Scope = Literal["mall", "province", "nation"]

_NATION = "Indonesia"
_UNKNOWN = "(provinsi tidak diketahui)"


@dataclass(frozen=True, slots=True)
class Section:
    """What one table is of: visits of a year by one instrument."""

    year: int
    instrument: str


@dataclass(slots=True)
class Row:
    """A line: a mall, a province or the nation.

    Attributes:
        malls: how many; ``complete`` of them have a score and count in the mean.
        mean: of their scores, two decimals; None when none is complete.
        provisional: of a mall that is incomplete, on renormalised weights.
        bands: category code → how many malls.
        dimensions: id → mean over the malls that have data in it.
        responses, answers, not_applicable, inspected, stands: sums over the malls' latest visits.
        sample: training data is among them.
    """

    name: str
    malls: int = 0
    complete: int = 0
    mean: Decimal | None = None
    provisional: Decimal | None = None
    band: Band | None = None
    bands: Counter[str] = field(default_factory=Counter)
    dimensions: dict[str, Decimal] = field(default_factory=dict)
    responses: int = 0
    answers: int = 0
    not_applicable: int = 0
    inspected: int = 0
    stands: int = 0
    sample: bool = False


def table(figures: Iterable[Figures], scope: Scope) -> dict[Section, list[Row]]:
    """Return the rows of each section, sections by year and instrument, rows by name.

    Args:
        figures: of the visits, oldest first (``score_table.figures``).
        scope: what a row is.
    """
    latest: dict[Section, dict[tuple[str, str], Figures]] = {}
    for each in figures:
        facts = each.facts
        section = Section(int(facts.day[:4]), facts.instrument)
        mall = (folded(facts.mall), facts.region)
        latest.setdefault(section, {})[mall] = each
    return {
        section: _rows(latest[section].values(), scope)
        for section in sorted(latest, key=lambda s: (s.year, s.instrument))
    }


def _rows(malls: Iterable[Figures], scope: Scope) -> list[Row]:
    groups: dict[tuple[str, str], list[Figures]] = {}
    for each in malls:
        facts = each.facts
        key = {
            "mall": (facts.mall, facts.region),
            "province": (facts.province or _UNKNOWN, ""),
            "nation": (_NATION, ""),
        }[scope]
        groups.setdefault(key, []).append(each)
    return [_row(name, groups[name, region], scope) for name, region in sorted(groups)]


def _row(name: str, malls: Sequence[Figures], scope: Scope) -> Row:
    row = Row(name, malls=len(malls))
    scores: list[Decimal] = []
    dimensions: dict[str, list[Decimal]] = {}
    for each in malls:
        row.responses += each.counts.responses
        row.answers += each.counts.answers
        row.not_applicable += each.counts.not_applicable
        row.inspected += each.facts.inspected
        row.stands += each.facts.stands
        row.sample |= each.facts.sample
        if each.too_few:
            continue
        for part, figure in each.total.dimensions.items():
            if figure is not None:
                dimensions.setdefault(part, []).append(figure)
        if each.total.score is not None:
            scores.append(each.total.score)
            row.bands[each.total.band.code if each.total.band else ""] += 1
        if scope == "mall":
            row.provisional, row.band = each.total.provisional, each.total.band
    row.complete, row.mean = len(scores), _mean(scores)
    row.dimensions = {part: mean for part, found in dimensions.items() if (mean := _mean(found))}
    return row


def _mean(figures: Sequence[Decimal]) -> Decimal | None:
    return shown(Fraction(sum(figures, Decimal(0))) / len(figures)) if figures else None


def table_lines(tables: Mapping[Section, Sequence[Row]], titles: Mapping[str, str]) -> list[str]:
    """Return the tables as Indonesian text.

    Args:
        tables: from ``table``.
        titles: dimension id → title; an id without one is printed itself.
    """
    lines = []
    for section, rows in tables.items():
        lines.append(f"{section.year} · {section.instrument} · nilai kerja, bukan nilai resmi")
        lines += [f"  {_words(row, titles)}" for row in rows]
    return lines


def table_data(tables: Mapping[Section, Sequence[Row]]) -> list[dict[str, Any]]:
    """Return the tables as data for JSON; figures are strings with a point: exact."""
    return [
        {
            "year": section.year,
            "instrument": section.instrument,
            "official": False,
            "rows": [
                {
                    "name": row.name,
                    "malls": row.malls,
                    "complete": row.complete,
                    "score": _text(row.mean),
                    "provisional": _text(row.provisional),
                    "band": row.band.code if row.band else None,
                    "zone": row.band.zone if row.band else None,
                    "bands": dict(sorted(row.bands.items())),
                    "dimensions": {part: _text(mean) for part, mean in row.dimensions.items()},
                    "responses": row.responses,
                    "answers": row.answers,
                    "not_applicable": row.not_applicable,
                    "inspected": row.inspected,
                    "stands": row.stands,
                    "sample": row.sample,
                }
                for row in rows
            ],
        }
        for section, rows in tables.items()
    ]


def _words(row: Row, titles: Mapping[str, str]) -> str:
    parts = [f"{titles.get(part, part)} {format_decimal(m)}" for part, m in row.dimensions.items()]
    many = f"mal lengkap {row.complete} dari {row.malls}" if row.malls > 1 else ""
    bands = ", ".join(f"{code or '–'} {count}" for code, count in sorted(row.bands.items()))
    basis = (
        f"isian {row.responses}, jawaban {row.answers}, TB {row.not_applicable}, "
        f"gerai {row.inspected} dari {row.stands}"
    )
    return " · ".join(
        filter(
            None,
            (
                f"{row.name}: {_headline(row)}",
                many,
                f"kategori {bands}" if row.malls > 1 and bands else "",
                *parts,
                basis,
                "CONTOH" if row.sample else "",
            ),
        )
    )


def _headline(row: Row) -> str:
    if row.mean is not None:
        band = " ".join(filter(None, (row.band.code, row.band.zone))) if row.band else ""
        return f"{format_decimal(row.mean)} {band}".strip()
    if row.provisional is not None:
        return f"belum lengkap, nilai sementara {format_decimal(row.provisional)}"
    return "belum lengkap" if row.dimensions else f"– (tanpa data, atau kurang dari {FEWEST} orang)"


def _text(figure: Decimal | None) -> str | None:
    return None if figure is None else str(figure)
