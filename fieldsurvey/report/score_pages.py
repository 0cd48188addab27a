"""Section E and the recapitulation: figures with their weights, counts, standing and limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from reportlab.platypus import Flowable, KeepTogether

from fieldsurvey.indonesia import format_decimal
from fieldsurvey.report.fonts import ACCENT, TINT
from fieldsurvey.report.layout import WORKING_VALUE
from fieldsurvey.report.shapes import Decoration
from fieldsurvey.report.tables import marked, paragraph, plain, section, subsection, table
from fieldsurvey.scoring.scheme import ASSUMED
from fieldsurvey.survey.disclosure import FEWEST, asked_users, hidden_at_stand, hidden_figures

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from fieldsurvey.scoring.result import MallScore, Part, StandScore
    from fieldsurvey.survey.model import Visit

HIDDEN = f"n < {FEWEST}"
_TITLE = "Nilai sementara"
_NO_SCORE = "Pemeriksaan ini tidak menghasilkan nilai."
_NO_FIGURE = "–"
_BAR = 5  # points high
_KEPT_ROWS = 16  # a table no longer than this stays on one page
_ASSUMED_MARK = "*"
_ASSUMED_HEAD = f"({_ASSUMED_MARK}\N{NO-BREAK SPACE}diasumsikan)"
_ASSUMED_NOTE = (
    f"{_ASSUMED_MARK} Bobot diasumsikan sama besar di antara unsur setingkat: tidak ada sumber yang "
    "menyebutkannya."
)
_HIDDEN_NOTE = (
    f"“{HIDDEN}”: nilai tidak ditampilkan karena kurang dari lima pengguna layanan yang menjawab, "
    "atau karena nilai itu dapat dihitung darinya."
)


class Scored(Protocol):
    """What figures are printed of: a berita acara or a summary."""

    @property
    def visit(self) -> Visit:
        """The snapshot."""

    @property
    def score(self) -> MallScore | None:
        """Its score, None when it was not scored."""

    @property
    def instrument_title(self) -> str:
        """Name of the instrument, in Indonesian."""

    @property
    def instrument_notes(self) -> tuple[str, ...]:
        """Validity and the like, printed beside the score."""


def provisional_score(content: Scored) -> list[Flowable]:
    """Return section E: the score by dimension and by stand, or that there is none."""
    score = content.score
    if score is None:
        reference = content.visit.instrument
        used = f"Instrumen: {content.instrument_title}; kode {reference.id}, versi {reference.version}."
        return section("E.", _TITLE, [paragraph(f"{_NO_SCORE} {used}")])
    hidden = hidden_figures(score, asked_users(content.visit))
    body = [
        _instrument(content, score),
        dimension_table(score, hidden),
        *score_notes(content, score, hidden=bool(hidden)),
    ]
    return section("E.", _TITLE, body) + (_stands(content, score) if score.stands else [])


def recapitulation(content: Scored) -> list[Flowable]:
    """Return the appendix with every variable and indicator of the score."""
    score = content.score
    if score is None:
        return [paragraph(_NO_SCORE)]
    hidden = hidden_figures(score, asked_users(content.visit))
    flowables: list[Flowable] = [_instrument(content, score)]
    for dimension in score.dimensions:
        rows: list[list[object]] = []
        tinted: list[tuple[object, ...]] = []
        for variable in dimension.children:
            path: tuple[str, ...] = (dimension.id, variable.id)
            tinted.append(("BACKGROUND", (0, len(rows) + 1), (-1, len(rows) + 1), TINT))
            rows.append(_line(variable, path in hidden, "cell-bold"))
            rows += [
                _line(indicator, (*path, indicator.id) in hidden, "cell")
                for indicator in variable.children
            ]
        rows.append(
            _line(dimension, (dimension.id,) in hidden, "cell-bold", f"Dimensi {dimension.title}")
        )
        part = subsection(
            f"Dimensi {dimension.title}",
            [
                table(
                    ["Variabel dan indikator", _weight_head("Bobot", [dimension]), "n", "Nilai"],
                    rows,
                    [102, 27, 14, 22],
                    right=[1, 2, 3],
                    total=True,
                    extra=tinted,
                )
            ],
        )
        flowables += [KeepTogether(part)] if len(rows) <= _KEPT_ROWS else part
    assumed = any(_has_assumed(part) for part in score.dimensions)
    return [
        *flowables,
        *([paragraph(_ASSUMED_NOTE, "note")] if assumed else []),
        *([paragraph(_HIDDEN_NOTE, "note")] if hidden else []),
    ]


def _instrument(content: Scored, score: MallScore) -> Flowable:
    title = content.instrument_title
    said = score.official or WORKING_VALUE.casefold() in title.casefold()
    standing = "" if said else f" <b>{WORKING_VALUE}.</b>"
    return marked(
        f"Instrumen: {plain(title)}; kode {plain(score.instrument)}, versi "
        f"{plain(score.version)}.{standing}"
    )


def dimension_table(score: MallScore, hidden: frozenset[tuple[str, ...]]) -> Flowable:
    """Return the dimensions with weight, count and figure, and what they give together.

    Args:
        score: of the visit.
        hidden: paths of the figures that must not be printed.
    """
    rows = []
    for part in score.dimensions:
        title, *figures = _line(part, (part.id,) in hidden, "cell")
        rows.append([title, _Bar(None if (part.id,) in hidden else part.score), *figures])
    total = score.score if score.complete else score.provisional
    label = paragraph(total_label(score), "cell-bold")
    assumed = any(part.weight_source == ASSUMED for part in score.dimensions)
    head = f"Bobot (%) {_ASSUMED_HEAD}" if assumed else "Bobot (%)"
    rows.append([label, "", "", "", _figure(total, () in hidden, bold=True)])
    return table(
        ["Dimensi", "", head, "n", "Nilai (0–100)"],
        rows,
        [50, 46, 27, 16, 26],
        right=[2, 3, 4],
        total=True,
        extra=[("SPAN", (0, -1), (3, -1)), ("VALIGN", (1, 1), (1, -2), "MIDDLE")],
    )


class _Bar(Decoration):
    """A score between 0 and 100 as a bar beside its figure; None leaves the track empty."""

    def __init__(self, score: Decimal | None) -> None:
        super().__init__()
        self._share = 0.0 if score is None else float(score) / 100

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        del height
        self.width = width
        return width, _BAR

    def paint(self) -> None:
        self.canv.setFillColor(TINT)
        self.canv.rect(0, 0, self.width, _BAR, stroke=0, fill=1)
        self.canv.setFillColor(ACCENT)
        self.canv.rect(0, 0, self.width * self._share, _BAR, stroke=0, fill=1)


def total_label(score: MallScore) -> str:
    """Return what the total is called, with its category and zone where it has them."""
    if not score.complete:
        return "Belum lengkap – nilai sementara dengan bobot yang dinormalkan ulang, tanpa zona"
    if score.band is None:
        return "Nilai keseluruhan"
    band = score.band
    zone = f" · Zona {band.zone}" if band.zone else ""
    return f"Nilai keseluruhan · Kategori {band.code} ({band.label}){zone}"


def weight_figure(part: Part) -> str:
    """Return a weight as printed, marked when no source gives it (design §3)."""
    if part.weight is None:
        return _NO_FIGURE
    mark = _ASSUMED_MARK if part.weight_source == ASSUMED else ""
    return format_decimal(part.weight, None) + mark


def _weight_head(word: str, parts: Sequence[Part]) -> str:
    """Return the head of a column of weights; it is repeated on every page, and says there what the mark means."""
    return f"{word} {_ASSUMED_HEAD}" if any(map(_has_assumed, parts)) else word


def _line(part: Part, hidden: bool, style: str, title: str = "") -> list[object]:
    return [
        paragraph(title or part.title, style),
        weight_figure(part),
        HIDDEN.removeprefix("n ") if hidden else str(part.n),
        _figure(part.score, hidden, bold=style == "cell-bold"),
    ]


def _figure(value: Decimal | None, hidden: bool, *, bold: bool = False) -> Flowable:
    if hidden:
        return paragraph(HIDDEN, "cell-right")
    text = _NO_FIGURE if value is None else format_decimal(value)
    return paragraph(text, "cell-right-bold" if bold else "cell-right")


def score_notes(content: Scored, score: MallScore, *, hidden: bool) -> list[Flowable]:
    """Return what must be printed beside a score: its limits, assumed weights, why figures are hidden."""
    lines = [*content.instrument_notes, *score.notes]
    if any(part.weight_source == ASSUMED for part in score.dimensions):
        lines.append(_ASSUMED_NOTE)
    if hidden:
        lines.append(_HIDDEN_NOTE)
    return [paragraph(line, "note", bullet="•") for line in lines]


def _stands(content: Scored, score: MallScore) -> list[Flowable]:
    users = asked_users(content.visit)
    names = {stand.id: stand.name for stand in content.visit.stands}
    titles: dict[str, str] = {}
    for stand in score.stands:
        titles.update({part.id: part.title for part in stand.dimensions})
    banded = any(stand.band is not None for stand in score.stands)
    rows = [
        [
            names.get(stand.stand) or stand.name or stand.stand,
            *_stand_figures(stand, list(titles), hidden_at_stand(stand, users)),
            *([_zone(stand)] if banded else []),
        ]
        for stand in score.stands
    ]
    figures = len(titles) + 1
    head = ["Gerai", *titles.values(), "Bagian gerai", *(["Kategori"] if banded else [])]
    widths = [165 - 21 * figures - 27 * banded, *[21] * figures, *[27] * banded]
    intro = paragraph(
        "Rata-rata indikator tingkat gerai pada tiap dimensi. Angka ini bagian dari nilai "
        "keseluruhan, bukan nilai tersendiri bagi gerai atau instansi penyelenggaranya."
    )
    return subsection(
        "Bagian gerai", [intro, table(head, rows, widths, right=range(1, figures + 1))]
    )


def _stand_figures(
    stand: StandScore, dimensions: Sequence[str], hidden: frozenset[tuple[str, ...]]
) -> list[Flowable]:
    own = {part.id: part.score for part in stand.dimensions}
    return [
        *(_figure(own.get(each), (each,) in hidden) for each in dimensions),
        _figure(stand.score, () in hidden, bold=True),
    ]


def _zone(stand: StandScore) -> str:
    if stand.band is None:
        return _NO_FIGURE
    return " · ".join(filter(None, (stand.band.code, stand.band.zone)))


def _has_assumed(part: Part) -> bool:
    return part.weight_source == ASSUMED or any(_has_assumed(child) for child in part.children)
