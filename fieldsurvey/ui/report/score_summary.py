"""The score in one glance, and how the part at hand comes about: the column beside the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.indonesia import format_decimal
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.report.bars import ZONES, ScaleBar
from fieldsurvey.ui.report.score_model import NO_FIGURE
from fieldsurvey.ui.report.score_words import ScoreWords
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.scoring import MallScore
    from fieldsurvey.survey.explained import Explained
    from fieldsurvey.ui.report.score_model import Branch
    from fieldsurvey.ui.theme import Theme


class ScoreSummary(QScrollArea):
    """Two cards, the whole score and the part that is looked at; and the way to the projector.

    Args:
        theme: colours and sizes.
        parent: the owner.
    """

    #: The question behind the answer at hand is wanted.
    asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = ScoreWords(self)
        self._explained: Explained | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("The score and how it comes about"))
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(2))
        self._whole: QWidget = QWidget()
        self._column.addWidget(self._whole)
        self.present_button = QPushButton(icon("projector", theme), self.tr("On the projector"))
        self.present_button.setEnabled(False)
        self._column.addWidget(self.present_button)  # above the part, which may be long
        self._part, box = self._card()
        self._way = self._label("", "small", box)
        self._heading = self._label("", "heading", box)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.space(1))
        box.addLayout(self._lines)
        self.open_question = QPushButton(self.tr("Go to the question (Enter)"))
        self.open_question.clicked.connect(self.asked)
        box.addWidget(self.open_question)
        self._part.hide()
        self._column.addWidget(self._part)
        self._column.addStretch(1)
        self.setWidget(self._inside)

    def show_score(self, explained: Explained) -> None:
        """Show a score."""
        self._explained = explained
        fresh = self._headline(explained)
        self._column.replaceWidget(self._whole, fresh)
        self._whole.deleteLater()
        self._whole = fresh

    def show_part(self, branch: Branch | None) -> None:
        """Show how a part comes about."""
        self._part.setVisible(branch is not None)
        if branch is None or self._explained is None:
            return
        part = branch.part
        title = branch.question.label if branch.question else part.title or part.id
        if part.level != "item":
            title = f"{title}: {NO_FIGURE if part.score is None else format_decimal(part.score)}"
        self._heading.setText(title)
        way = " › ".join(above.part.title or above.part.id for above in branch.way)
        self._way.setText(way)
        self._way.setVisible(bool(way))
        while self._lines.count():
            item = self._lines.takeAt(0)
            if item is not None and item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        for number, line in enumerate(self._words.way_to(branch, self._explained.sources)):
            self._label(line, "plain" if number == 0 else "small", self._lines)
        self.open_question.setVisible(branch.question is not None)
        self.open_question.setToolTip(
            self.tr("The visit is sealed: its answers can only be read.")
            if self._explained.sealed
            else ""
        )

    def _headline(self, explained: Explained) -> QFrame:
        score, theme = explained.score, self._theme
        card, box = self._card()
        figure = QLabel(NO_FIGURE if score.score is None else format_decimal(score.score))
        dress(figure, "figure")
        figure.setAccessibleName(self.tr("Score"))
        box.addWidget(figure)
        box.addWidget(self._zone(score), 0, Qt.AlignmentFlag.AlignLeft)
        if score.band is not None:
            self._label(f"{score.band.code} · {score.band.label}", "heading", box)
        if score.score is not None and explained.bands:
            box.addWidget(ScaleBar(score.score, explained.bands, theme))
            following = self._words.to_next(score.score, explained.bands)
            if following:
                self._label(following, "small", box)
        if not score.complete:
            self._unfinished(score, box)
        if not score.official:
            self._label(self.tr("A working figure, not an official result."), "strong", box)
        self._label(f"{explained.title} · {score.version}", "small", box)
        if explained.warning:
            self._label(f"! {explained.warning}", "warn", box)
        return card

    def _zone(self, score: MallScore) -> QLabel:
        if score.band is not None:
            color, sign = ZONES.get(score.band.zone, ("", "•"))
            text = self.tr("{sign} Zone {zone}").format(sign=sign, zone=score.band.zone)
            zone = QLabel(text if score.band.zone else f"{sign} {score.band.code}")
            dress(zone, f"pill-{color}" if color else "pill")
            return zone
        zone = QLabel("○ " + self.tr("Not complete"))
        dress(zone, "pill-warn")
        zone.setVisible(not score.complete)
        return zone

    def _unfinished(self, score: MallScore, box: QVBoxLayout) -> None:
        titles = {part.id: part.title for part in score.dimensions}
        missing = ", ".join(titles.get(one, one) for one in score.missing)
        self._label(
            self.tr("Without data: {missing}. No category and no zone before that.").format(
                missing=missing
            ),
            "warn",
            box,
        )
        if score.provisional is not None:
            text = self.tr("Provisional figure on the parts so far: {figure}")
            self._label(text.format(figure=format_decimal(score.provisional)), "plain", box)

    def _card(self) -> tuple[QFrame, QVBoxLayout]:
        card = QFrame()
        dress(card, "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(*[self._theme.space(2)] * 4)
        box.setSpacing(self._theme.space(1))
        return card, box

    def _label(self, text: str, kind: str, box: QVBoxLayout) -> QLabel:
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        dress(label, kind)
        box.addWidget(label)
        return label
