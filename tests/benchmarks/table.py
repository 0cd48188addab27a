"""The table of the benchmark: which work, which figures of both engines, which limit."""

from __future__ import annotations

from dataclasses import dataclass

Figures = dict[str, float | str]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table before it is measured.

    Attributes:
        work: what is done.
        figure: name of the figure in both engines' figures.
        of_theirs: the most that ours may be, as a part of JavaRosa's; None without such a limit.
        most: the most that ours may be, in its own unit; None without such a limit.
        own: name of our figure when it is another one.
        against: name of the figure of ours that stands in JavaRosa's place.
    """

    work: str
    figure: str
    of_theirs: float | None = None
    most: float | None = None
    own: str | None = None
    against: str | None = None

    @property
    def unit(self) -> str:
        """The unit of its figures."""
        return "MB" if self.figure.endswith("_mb") else "ms"


ROWS = (
    Row("flat_5000: load from XForm, warm", "flat.load_warm_ms", 1.0),
    Row("flat_5000: answer with all recalculation, median", "flat.pass1.all.median_ms", 1.0),
    Row("flat_5000: answer with all recalculation, p95", "flat.pass1.all.p95_ms", 1.0),
    Row("flat_5000: head of the 1,000-link chain, median", "flat.chain_head.median_ms", 1.0),
    Row("flat_5000: whole-form problems()", "flat.validate_ms", 0.05),
    Row("repeat, 1,000 rows: whole-form problems()", "repeat.validate_ms", 0.05),
    Row("repeat, 1,000 rows: add, median of the last tenth", "repeat.add_repeat_last10pct.median_ms", 0.3),
    Row("repeat: add the 10,000th row (beside: ours, the 10th)", "far.far_ms", 2.0, against="far.near_ms"),
    Row("repeat, 1,000 rows: answer inside, median of the last tenth", "repeat.answer_inside_last10pct.median_ms", 0.3),
    Row("flat_5000: cascade step among 5,000 choices, median", "flat.cascade_village_choices_5000.median_ms", most=5.0),
    Row("flat_5000: peak RSS with the form open", "flat.peak_rss_mb", most=150.0, own="open.peak_rss_mb"),
    Row("flat_5000: load, first in the process", "flat.load_cold_ms"),
    Row("flat_5000: second pass, median", "flat.pass2.all.median_ms"),
    Row("flat_5000: second pass, p95", "flat.pass2.all.p95_ms"),
    Row("flat_5000: form-wide relevance switch, median", "flat.relevance_switch.median_ms"),
    Row("flat_5000: write XML", "flat.serialize_ms"),
    Row("flat_5000: peak RSS after all of the above", "flat.peak_rss_mb"),
    Row("repeat: fill 1,000 rows", "repeat.fill_wall_ms"),
    Row("repeat, 1,000 rows: change one quantity, median", "repeat.change_qty_full.median_ms"),
    Row("repeat, 1,000 rows: change what all rows read, median", "repeat.change_discount_all_rows.median_ms"),
    Row("repeat, 1,000 rows: delete the first, median", "repeat.delete_first_row.median_ms"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A measured line of the table.

    Attributes:
        row: what was measured.
        theirs: JavaRosa's figure.
        ours: our figure.
    """

    row: Row
    theirs: float
    ours: float

    @property
    def work(self) -> str:
        """What is done."""
        return self.row.work

    @property
    def ratio(self) -> float:
        """Our figure as a multiple of JavaRosa's."""
        return self.ours / self.theirs

    @property
    def held(self) -> bool | None:
        """Whether the limit holds; None when there is none."""
        row = self.row
        if row.of_theirs is not None:
            return self.ratio <= row.of_theirs
        return None if row.most is None else self.ours <= row.most

    def cells(self) -> tuple[str, ...]:
        """Return the cells as they are printed."""
        row = self.row
        limit = f"≤ {row.of_theirs:g}×" if row.of_theirs is not None else ""
        if row.most is not None:
            limit = f"≤ {row.most:g} {row.unit}"
        held = {True: "yes", False: "NO", None: ""}[self.held]
        figures = (f"{_short(f)} {row.unit}" for f in (self.theirs, self.ours))
        return (self.work, *figures, f"{_short(self.ratio)}×", limit, held)


def _short(figure: float) -> str:
    """Return three figures that count."""
    if figure >= 100:
        return f"{figure:,.0f}"
    return (
        f"{figure:.1f}" if figure >= 10 else f"{figure:.2f}" if figure >= 0.1 else f"{figure:.4f}"
    )


def lines(theirs: Figures, own: Figures) -> list[Line]:
    """Return the table."""
    return [
        Line(
            row,
            float(own[row.against] if row.against else theirs[row.figure]),
            float(own[row.own or row.figure]),
        )
        for row in ROWS
    ]
