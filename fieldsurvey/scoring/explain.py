"""A score explained down to its answers: as lines of Indonesian text, or as data for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.indonesia.numbers import format_decimal
from fieldsurvey.scoring.scheme import ASSUMED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from fieldsurvey.scoring.result import Band, MallScore, Part, StandScore

_NO_FIGURE = "–"


def explain_lines(result: MallScore, *, answers: bool = True) -> list[str]:
    """Return the tree as lines of text: the mall, dimensions down to items, stands, notes.

    Args:
        result: the score.
        answers: down to the answers; otherwise dimensions only.
    """
    lines = [_headline(result)]
    for dimension in result.dimensions:
        tree = list(_lines(dimension, 1))
        lines += tree if answers else tree[:1]
    if result.stands:
        lines.append("Bagian gerai")
        for stand in result.stands:
            lines += _stand_lines(stand)
    if result.notes:
        lines.append("Catatan")
        lines += [f"  {note}" for note in result.notes]
    return lines


def explain_dict(result: MallScore) -> dict[str, object]:
    """Return the tree as data for JSON; figures are strings with a point: exact."""
    return {
        "instrument": result.instrument,
        "version": result.version,
        "official": result.official,
        "complete": result.complete,
        "score": _text(result.score),
        "provisional": _text(result.provisional),
        "band": _band(result.band),
        "missing": list(result.missing),
        "dimensions": _parts(result.dimensions),
        "stands": [
            {
                "stand": stand.stand,
                "name": stand.name,
                "score": _text(stand.score),
                "band": _band(stand.band),
                "dimensions": _parts(stand.dimensions),
            }
            for stand in result.stands
        ],
        "notes": list(result.notes),
    }


def band_line(score: Decimal, band: Band) -> str:
    """Return ``87,12 · B · Kualitas Tinggi · hijau``; a band without a zone ends with its label."""
    return " · ".join(filter(None, (format_decimal(score), band.code, band.label, band.zone)))


def _headline(result: MallScore) -> str:
    name = f"{result.instrument} {result.version}"
    if result.score is None:
        provisional = result.provisional
        tail = "" if provisional is None else f" · nilai sementara {format_decimal(provisional)}"
        return f"{name}: belum lengkap{tail}"
    if result.band is None:
        return f"{name}: {format_decimal(result.score)}"
    return f"{name}: {band_line(result.score, result.band)}"


def _lines(part: Part, depth: int) -> Iterator[str]:
    figure = _NO_FIGURE if part.score is None else format_decimal(part.score)
    yield f"{'  ' * depth}{_name(part)}: {figure}{_basis(part)}"
    for child in part.children:
        yield from _lines(child, depth + 1)


def _name(part: Part) -> str:
    if part.level == "item":
        return f"{part.id} = {part.answer}"
    return f"{part.title} ({part.answer})" if part.answer else part.title


def _basis(part: Part) -> str:
    """Return what the figure rests on: the weight, and the count of answers."""
    if part.level == "item":
        return " (TB)" if part.score is None else ""
    weight = ""
    if part.weight is not None:
        assumed = ", diasumsikan" if part.weight_source == ASSUMED else ""
        weight = f" · bobot {format_decimal(part.weight, None)}{assumed}"
    return f"{weight} · n = {part.n}"


def _stand_lines(stand: StandScore) -> Iterator[str]:
    figure = _NO_FIGURE if stand.score is None else format_decimal(stand.score)
    if stand.score is not None and stand.band is not None:
        figure = band_line(stand.score, stand.band)
    yield f"  {stand.name or stand.stand}: {figure}"
    for dimension in stand.dimensions:
        own = _NO_FIGURE if dimension.score is None else format_decimal(dimension.score)
        yield f"    {dimension.title}: {own} · n = {dimension.n}"


def _parts(parts: Sequence[Part]) -> list[dict[str, object]]:
    return [_part(part) for part in parts]


def _part(part: Part) -> dict[str, object]:
    data: dict[str, object] = {
        "id": part.id,
        "level": part.level,
        "score": _text(part.score),
        "n": part.n,
    }
    if part.title:
        data["title"] = part.title
    if part.weight is not None:
        data |= {"weight": str(part.weight), "weight_source": part.weight_source}
    if part.answer:
        data["answer"] = part.answer
    if part.level == "item":
        data |= {"target": part.target, "response": part.response, "ref": part.ref}
    if part.children:
        data["children"] = _parts(part.children)
    return data


def _band(band: Band | None) -> dict[str, str] | None:
    if band is None:
        return None
    return {"code": band.code, "label": band.label, "zone": band.zone, "lower": str(band.lower)}


def _text(figure: Decimal | None) -> str | None:
    return None if figure is None else str(figure)
