"""A score as pictures and in words: bars, radar, a map of the stands, and what costs the most points."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak

from fieldsurvey.indonesia import format_decimal
from fieldsurvey.report.charts import Bar, Series, bar_chart, radar_chart, shade
from fieldsurvey.report.score_pages import HIDDEN, dimension_table, score_notes, weight_figure
from fieldsurvey.report.tables import paragraph, section, subsection, table
from fieldsurvey.scoring import shown
from fieldsurvey.survey.disclosure import FEWEST, asked_users, hidden_figures, too_few
from fieldsurvey.survey.explained import shares
from fieldsurvey.survey.profile import figures_of, profile_axes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from reportlab.platypus import Flowable

    from fieldsurvey.report.score_pages import Scored
    from fieldsurvey.scoring import Band, MallScore, Part
    from fieldsurvey.survey.disclosure import Path

_COLUMNS = 14  # indicators beside each other in a map
_LIGHT = 0.54  # darker cells have white figures: where white and black stand out alike
_DARKEST = 0.78
_LOW = 50  # a stand below it is named as a cause
_CAUSES, _NAMED = 10, 4
_NOTHING = "–"
_MAP = "Peta gerai dan indikator"
_MAP_ROOM = 65 * mm


class _Loss(NamedTuple):
    """An indicator and the points of the whole score that it misses."""

    part: Part
    above: str
    points: Fraction


def dimensions(letters: Iterator[str], content: Scored, bands: Sequence[Band]) -> list[Flowable]:
    """Return the section with the dimensions as bars, the lower bounds of the categories marked."""
    score = content.score
    assert score is not None  # noqa: S101  a summary is of a scored visit
    hidden = hidden_figures(score, asked_users(content.visit))
    bars = [_bar(part, (part.id,) in hidden, not score.complete) for part in score.dimensions]
    marks = [(band.code, float(band.lower)) for band in bands]
    body = [
        bar_chart("Nilai per dimensi", bars, marks=marks),
        dimension_table(score, hidden),
        *score_notes(content, score, hidden=bool(hidden)),
    ]
    return section(f"{next(letters)}.", "Nilai per dimensi", body)


def profile(
    letters: Iterator[str], content: Scored, earlier: MallScore | None, names: tuple[str, str]
) -> list[Flowable]:
    """Return the section with a radar, this visit and the one before; nothing when there are too few axes.

    Args:
        letters: of the sections to come.
        content: whose score.
        earlier: of the visit before by the same instrument.
        names: what this visit and that one are called.
    """
    score = content.score
    assert score is not None  # noqa: S101  a summary is of a scored visit
    hidden = hidden_figures(score, asked_users(content.visit))
    axes = profile_axes(score)
    if not axes:
        return []
    series = [
        Series(names[0], tuple(None if path in hidden else part.score for path, part in axes))
    ]
    if earlier is not None:
        past = dict(figures_of(earlier))
        values = [past[path].score if path in past else None for path, _ in axes]
        series.append(Series(names[1], tuple(values)))
    chart = radar_chart("Profil", [part.title for _, part in axes], series)
    note = "Makin jauh dari tengah makin baik (0–100)."
    if any(value is None for value in series[0].values):
        note += " Sumbu tanpa titik: tidak ada data, atau tidak ditampilkan."
    return section(f"{next(letters)}.", "Profil", [chart, paragraph(note, "note")])


def stand_map(letters: Iterator[str], content: Scored) -> list[Flowable]:
    """Return the section with a table of stands and indicators for each dimension, shaded and with figures."""
    score = content.score
    assert score is not None  # noqa: S101  a summary is of a scored visit
    users = asked_users(content.visit)
    names = {stand.id: f"{stand.code} {stand.name}".strip() for stand in content.visit.stands}
    order = [stand.stand for stand in score.stands]
    intro = paragraph(
        "Nilai setiap gerai pada indikator tingkat gerai (0–100); makin gelap makin rendah, titik berarti tidak "
        "dinilai. Angka ini bagian dari nilai keseluruhan, bukan nilai tersendiri bagi gerai."
    )
    maps: list[list[Flowable]] = []
    for dimension in score.dimensions:
        own = [
            indicator
            for variable in dimension.children
            for indicator in variable.children
            if any(child.level == "target" for child in indicator.children)
        ]
        for first in range(0, len(own), _COLUMNS):
            more = " (lanjutan)" if first else ""
            part = own[first : first + _COLUMNS]
            title = f"Dimensi {dimension.title}{more}"
            maps.append(_map(title, part, first, order, names, users))
    if not maps:
        none = paragraph("Tidak ada indikator tingkat gerai yang dinilai pada kunjungan ini.")
        return section(f"{next(letters)}.", _MAP, [none])
    return [
        CondPageBreak(_MAP_ROOM),  # heading, words and the first stands of the first map
        *section(f"{next(letters)}.", _MAP, [intro]),
        *(flowable for each in maps for flowable in each),
    ]


def explanation(letters: Iterator[str], content: Scored) -> list[Flowable]:
    """Return the section that says how the score comes about, and what costs the most points."""
    score = content.score
    assert score is not None  # noqa: S101  a summary is of a scored visit
    hidden = hidden_figures(score, asked_users(content.visit))
    lost = sorted(_losses(score, hidden), key=lambda each: (-each.points, each.part.id))
    lost = [each for each in lost if shown(each.points)][:_CAUSES]
    names = {stand.id: stand.code or stand.name for stand in content.visit.stands}
    users = asked_users(content.visit)
    body: list[Flowable] = [paragraph(text) for text in _sum(score, hidden)]
    if not lost:
        body.append(paragraph("Tidak ada indikator yang menurunkan nilai."))
        return section(f"{next(letters)}.", "Penjelasan nilai", body)
    rows = [
        [
            [paragraph(each.part.title, "cell"), paragraph(each.above, "cell-muted")],
            _NOTHING if each.part.score is None else format_decimal(each.part.score),
            f"−{format_decimal(shown(each.points))}",
            _cause(each.part, names, users),
        ]
        for each in lost
    ]
    head = ["Yang paling menurunkan nilai", "Nilai", "Poin", "Sebab terbesar"]
    note = "Poin: berapa poin nilai keseluruhan hilang karena indikator itu tidak mencapai 100."
    body += [table(head, rows, [66, 17, 17, 65], right=[1, 2]), paragraph(note, "note")]
    return section(f"{next(letters)}.", "Penjelasan nilai", body)


def _bar(part: Part, hidden: bool, provisional: bool) -> Bar:
    if hidden:
        return Bar(part.title, None, HIDDEN)
    if part.score is None:
        return Bar(part.title, None, "tanpa data")
    return Bar(part.title, part.score, format_decimal(part.score), hatched=provisional)


def _map(
    title: str,
    indicators: Sequence[Part],
    first: int,
    order: Sequence[str],
    names: Mapping[str, str],
    users: Mapping[str, str],
) -> list[Flowable]:
    cells = [{child.id: child for child in indicator.children} for indicator in indicators]
    rows: list[list[object]] = []
    shades: list[tuple[object, ...]] = []
    for stand in order:
        row: list[object] = [names.get(stand, stand)]
        for column, found in enumerate(cells, 1):
            part = found.get(stand)
            row.append(_heat(part, users))
            if part is not None and part.score is not None and not too_few(part, users):
                place = (column, len(rows) + 1)
                shades.append(("BACKGROUND", place, place, heat_look(part.score)[1]))
        rows.append(row)
    numbers = [str(first + number) for number in range(1, len(indicators) + 1)]
    said = "; ".join(
        f"{number} {indicator.title}" for number, indicator in zip(numbers, indicators, strict=True)
    )
    widths = [52.0, *[113 / max(len(indicators), 7)] * len(indicators)]
    heat = table(
        ["Gerai", *numbers], rows, widths, extra=[("ALIGN", (1, 0), (-1, -1), "CENTER"), *shades]
    )
    return subsection(title, [heat, paragraph(f"Indikator: {said}.", "note")])


def _heat(part: Part | None, users: Mapping[str, str]) -> Flowable:
    if part is None or part.score is None:
        return paragraph("·", "heat")
    if too_few(part, users):
        return paragraph("n<5", "heat")
    return paragraph(format_decimal(part.score, 0), heat_look(part.score)[0])


def heat_look(score: Decimal) -> tuple[str, Color]:
    """Return the style of a figure in a heat table, and the grey it stands on."""
    dark = _DARKEST * shade(score)
    return "heat-dark" if dark > _LIGHT else "heat", Color(1 - dark, 1 - dark, 1 - dark)


def _sum(score: MallScore, hidden: frozenset[Path]) -> list[str]:
    """Return the sum that gives the total, in figures; nothing of it while a figure must stay hidden."""
    total = score.score if score.complete else score.provisional
    fed = [part for part in score.dimensions if part.score is not None]
    if hidden or total is None or not fed:
        return []
    weight = sum((Fraction(part.weight or 0) for part in fed), Fraction(0))
    terms = " + ".join(
        f"{weight_figure(part)} × {format_decimal(part.score)}"
        for part in fed
        if part.weight is not None and part.score is not None
    )
    over = format_decimal(shown(weight))
    kind = "Nilai" if score.complete else "Nilai sementara (dimensi tanpa data tidak dihitung)"
    return [
        f"{kind} = ({terms}) ÷ {over} = {format_decimal(total)}. Setiap angka dibulatkan untuk ditampilkan; "
        "perhitungannya memakai pecahan tepat."
    ]


def _losses(score: MallScore, hidden: frozenset[Path]) -> Iterator[_Loss]:
    for dimension, whole in _shared(score.dimensions, Fraction(1)):
        for variable, part in _shared(dimension.children, whole):
            for indicator, share in _shared(variable.children, part):
                if (dimension.id, variable.id, indicator.id) in hidden or indicator.score is None:
                    continue
                points = share * (100 - Fraction(indicator.score))
                yield _Loss(indicator, f"{dimension.title} – {variable.title}", points)


def _shared(parts: Sequence[Part], whole: Fraction) -> Iterator[tuple[Part, Fraction]]:
    return zip(parts, shares(parts, whole), strict=True)


def _cause(indicator: Part, names: Mapping[str, str], users: Mapping[str, str]) -> str:
    """Return where an indicator is low: the stands by name, or how many of the answers; of few users no count."""
    stands = [child for child in indicator.children if child.level == "target"]
    if stands:
        fed = [child for child in stands if child.score is not None]
        low = sorted(
            (c for c in fed if _score(c) < _LOW), key=lambda c: (_score(c), names.get(c.id, c.id))
        )
        if not low:
            return f"tersebar di {len(fed)} gerai"
        named = ", ".join(names.get(child.id, child.id) for child in low[:_NAMED])
        more = f" dan {len(low) - _NAMED} lainnya" if len(low) > _NAMED else ""
        return f"di bawah {_LOW} pada {len(low)} dari {len(fed)} gerai: {named}{more}"
    fed = [child for child in indicator.children if child.score is not None]
    low = [child for child in fed if _score(child) < _LOW]
    few = 0 < len(low) < FEWEST and any(child.response in users for child in low)
    counted = "kurang dari lima" if few else str(len(low))
    return f"{counted} dari {len(fed)} jawaban di bawah {_LOW}"


def _score(part: Part) -> float:
    return 0.0 if part.score is None else float(part.score)
