"""What the closing talk shows, a widget each: the score, its parts beside the time before, each finding."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldsurvey.indonesia import format_decimal
from fieldsurvey.ui.parts.words import day_text
from fieldsurvey.ui.report.bars import ZONES, ScaleBar
from fieldsurvey.ui.report.compared import ComparedBars, Radar, difference, shown_figure
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldsurvey.survey.closing_talk import ClosingTalk, Figure
    from fieldsurvey.survey.model import Finding
    from fieldsurvey.ui.theme import Theme

Maker = tuple[str, "Callable[[], QWidget]"]
"""A title, and what makes the widget when it is shown."""

_CLASSES = {"ringan": "warn", "sedang": "warn", "berat": "bad"}


class Slides(QObject):
    """Makes the slides of a talk, each when it is shown.

    Args:
        theme: the projector's.
        talk: what is shown.
    """

    def __init__(self, theme: Theme, talk: ClosingTalk) -> None:
        super().__init__()
        self._theme, self._talk = theme, talk

    def makers(self) -> list[Maker]:
        """Return the slides in order; what there is nothing of has none."""
        talk = self._talk
        made: list[Maker] = [(talk.visit.mall.name, self._total)]
        if any(each.score is not None for each in talk.dimensions):
            made.append((self.tr("Score by dimension"), partial(self._bars, talk.dimensions)))
        if len(talk.profile) > 2:
            made.append((self.tr("Profile"), self._profile))
        if talk.strongest:
            made.append((self.tr("What is strongest"), partial(self._bars, talk.strongest)))
            made.append((self.tr("What is weakest"), partial(self._bars, talk.weakest)))
        for finding in talk.findings:
            title = self.tr("Finding {number} of {count}").format(
                number=finding.number, count=len(talk.findings)
            )
            made.append((title, partial(self._finding, finding)))
        if not talk.findings:
            made.append((self.tr("Findings"), self._no_findings))
        return made

    # --- the slides

    def _total(self) -> QWidget:
        talk = self._talk
        inside, column = self._column()
        row, beside = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(self._theme.space(3))
        figure = self._label(shown_figure(talk.total), "figure", row)
        figure.setAccessibleName(self.tr("Score"))
        row.addLayout(beside, 1)
        column.addLayout(row)
        band = None if talk.total.hidden else talk.score.band
        if band is not None:
            color, sign = ZONES.get(band.zone, ("", "•"))
            zone = self.tr("{sign} Zone {zone}").format(sign=sign, zone=band.zone)
            pill = self._label(
                zone if band.zone else f"{sign} {band.code}", f"pill-{color}", beside
            )
            beside.setAlignment(pill, Qt.AlignmentFlag.AlignLeft)
            self._label(f"{band.code} · {band.label}", "heading", beside)
        if talk.total.score is not None and talk.bands:
            column.addWidget(ScaleBar(talk.total.score, talk.bands, self._theme))
        elif not talk.score.complete:
            self._label(self.tr("The score is not complete yet."), "warn", column)
        self._label(self._compared(talk.total), "body", column)
        if not talk.score.official:
            self._label(self.tr("A working figure, not an official result."), "strong", column)
        self._label(f"{talk.title} · {talk.score.version}", "muted", column)
        column.addStretch(1)
        return inside

    def _compared(self, total: Figure) -> str:
        """Return a sentence on the time before."""
        day = self._talk.earlier_day
        if day is None or total.earlier is None:
            return self.tr("No earlier visit by the same instrument to compare with.")
        said = self.tr("The visit of {day}: {figure}").format(
            day=day_text(day), figure=format_decimal(total.earlier)
        )
        moved = difference(total)
        return f"{said} ({moved})" if moved else said

    def _bars(self, figures: Sequence[Figure]) -> QWidget:
        inside, column = self._column()
        column.addWidget(ComparedBars(self._theme, self.tr("Figures from 0 to 100"), figures), 1)
        self._legend(figures, column)
        return inside

    def _profile(self) -> QWidget:
        inside, column = self._column()
        column.addWidget(Radar(self._theme, self.tr("Profile"), self._talk.profile), 1)
        self._legend(self._talk.profile, column)
        return inside

    def _finding(self, finding: Finding) -> QWidget:
        inside, column = self._column()
        self._label(finding.target_name, "heading", column)
        kind = finding.classification
        if kind:
            pill = self._label(kind.capitalize(), f"pill-{_CLASSES.get(kind, 'accent')}", column)
            column.setAlignment(pill, Qt.AlignmentFlag.AlignLeft)
        self._label(finding.condition, "body", column)
        facts = QGridLayout()
        facts.setHorizontalSpacing(self._theme.space(2))
        facts.setVerticalSpacing(self._theme.space(1))
        facts.setColumnStretch(1, 1)
        for name, text in (
            (self.tr("Criterion"), finding.criterion),
            (self.tr("Improvement"), finding.action),
            (self.tr("Deadline"), self._deadline(finding)),
        ):
            if text:
                at, top = facts.rowCount(), Qt.AlignmentFlag.AlignTop
                facts.addWidget(self._made(name, "strong", wrapped=False), at, 0, top)
                facts.addWidget(self._made(text, "body"), at, 1)
        column.addLayout(facts)
        column.addStretch(1)
        return inside

    def _no_findings(self) -> QWidget:
        inside, column = self._column()
        self._label(self.tr("No findings."), "heading", column)
        column.addStretch(1)
        return inside

    def _deadline(self, finding: Finding) -> str:
        if finding.deadline is not None:
            return day_text(finding.deadline)
        if finding.deadline_days is None:
            return ""
        if finding.deadline_kind == "working":
            return self.tr("%n working days from the signing", "", finding.deadline_days)
        return self.tr("%n days from the signing", "", finding.deadline_days)

    # --- pieces

    def _legend(self, figures: Sequence[Figure], column: QVBoxLayout) -> None:
        """Say what the second bar or outline is, and what is held back."""
        day = self._talk.earlier_day
        if day is not None and any(each.earlier is not None for each in figures):
            self._label(
                self.tr("Dashed: the visit of {day}").format(day=day_text(day)), "muted", column
            )
        if any(each.hidden for each in figures):
            self._label(
                self.tr("n < 5: fewer than five people answered; not shown."), "muted", column
            )

    def _column(self) -> tuple[QWidget, QVBoxLayout]:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space(1))
        return inside, column

    def _label(self, text: str, kind: str, column: QBoxLayout) -> QLabel:
        label = self._made(text, kind, wrapped=kind != "figure" and not kind.startswith("pill"))
        column.addWidget(label)
        return label

    def _made(self, text: str, kind: str, *, wrapped: bool = True) -> QLabel:
        label = QLabel(text)
        label.setWordWrap(wrapped)
        label.setTextFormat(Qt.TextFormat.PlainText)
        dress(label, kind)
        return label
