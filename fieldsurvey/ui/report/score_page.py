"""The score of a visit, explained down to the answers it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.indonesia import format_decimal
from fieldsurvey.ui.report.bars import ScoreBar
from fieldsurvey.ui.report.score_model import NAME, ScoreModel
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.scoring import MallScore, Part, StandScore
    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context

#: zone → (pill, sign): never by colour alone.
_ZONES = {"hijau": ("pill-good", "▲"), "kuning": ("pill-warn", "◆"), "merah": ("pill-bad", "▼")}
_NO_FIGURE = "–"


class ScorePage(Screen):
    """Shows figure, category and zone, the dimensions, the tree below them, and each stand's share.

    Args:
        context: the tools.
        visit: the visit's id.
        parent: the owner.
    """

    def __init__(self, context: Context, visit: str, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._visit = visit
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(*[self.theme.space(2)] * 4)
        self._body.setSpacing(self.theme.space(2))
        self._waiting = QLabel(self.tr("Working out the score…"))
        dress(self._waiting, "muted")
        self._body.addWidget(self._waiting, 1, Qt.AlignmentFlag.AlignTop)
        self._shown: QWidget | None = None

    def title(self) -> str:
        """Return the page's name."""
        return self.tr("Score")

    def entered(self) -> None:
        """Score anew: answers may have changed."""

        def work_out(store: Store) -> MallScore:
            return self.context.desk(store).score(self._visit)

        self.context.tasks.read(work_out, self.show_score)

    def show_score(self, score: MallScore) -> None:
        """Show a score."""
        self._waiting.hide()
        if self._shown is not None:
            self._body.removeWidget(self._shown)
            self._shown.deleteLater()
        self._shown = QWidget()
        columns = QHBoxLayout(self._shown)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(self.theme.space(2))
        columns.addWidget(self._summary(score), 2)
        columns.addWidget(self._tree(score), 3)
        self._body.insertWidget(0, self._shown, 1)

    def _summary(self, score: MallScore) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.space(2))
        column.addWidget(self._headline(score))
        column.addWidget(self._dimensions(score))
        if score.stands:
            column.addWidget(self._stands(score.stands))
        if score.notes:
            notes = QLabel("\n".join(f"• {note}" for note in score.notes))
            notes.setWordWrap(True)
            dress(notes, "small")
            column.addWidget(notes)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setAccessibleName(self.tr("Score"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _headline(self, score: MallScore) -> QWidget:
        card, column = self._card()
        row = QHBoxLayout()
        figure = QLabel(format_decimal(score.score) if score.score is not None else _NO_FIGURE)
        font = self.theme.font("title", strong=True)
        font.setPointSizeF(font.pointSizeF() * 1.8)
        figure.setFont(font)
        figure.setStyleSheet(f"font-size: {font.pointSizeF():.0f}pt")
        figure.setAccessibleName(self.tr("Score"))
        row.addWidget(figure)
        row.addSpacing(self.theme.space(2))
        words = QVBoxLayout()
        if score.band is not None:
            pill, sign = _ZONES.get(score.band.zone, ("pill", "•"))
            zone = QLabel(self.tr("{sign} Zone {zone}").format(sign=sign, zone=score.band.zone))
            dress(zone, pill)
            words.addWidget(zone, 0, Qt.AlignmentFlag.AlignLeft)
            category = QLabel(f"{score.band.code} · {score.band.label}")
            dress(category, "heading")
            words.addWidget(category)
        elif not score.complete:
            unfinished = QLabel(self.tr("Not complete yet: no category and no zone."))
            unfinished.setWordWrap(True)
            dress(unfinished, "warn")
            words.addWidget(unfinished)
            if score.provisional is not None:
                text = self.tr("Provisional figure on the parts so far: {figure}")
                provisional = QLabel(text.format(figure=format_decimal(score.provisional)))
                provisional.setWordWrap(True)
                words.addWidget(provisional)
        row.addLayout(words, 1)
        column.addLayout(row)
        if not score.official:
            working = QLabel(self.tr("A working figure, not an official result."))
            dress(working, "note")
            column.addWidget(working)
        return card

    def _dimensions(self, score: MallScore) -> QWidget:
        card, column = self._card(self.tr("Dimensions"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.theme.space(2))
        grid.setVerticalSpacing(self.theme.space(1))
        for row, part in enumerate(score.dimensions):
            grid.addWidget(QLabel(part.title), row, 0)
            grid.addWidget(
                ScoreBar(None if part.score is None else float(part.score), self.theme), row, 1
            )
            figure = QLabel(_figure(part))
            dress(figure, "strong")
            grid.addWidget(figure, row, 2, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        return card

    def _stands(self, stands: tuple[StandScore, ...]) -> QWidget:
        card, column = self._card(self.tr("Share of each stand"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.theme.space(2))
        grid.setVerticalSpacing(self.theme.space(0.5))
        for row, stand in enumerate(stands):
            name = QLabel(stand.name or stand.stand)
            name.setWordWrap(True)
            grid.addWidget(name, row, 0)
            value = None if stand.score is None else float(stand.score)
            grid.addWidget(ScoreBar(value, self.theme), row, 1)
            text = _NO_FIGURE if stand.score is None else format_decimal(stand.score)
            grid.addWidget(QLabel(text), row, 2, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        return card

    def _tree(self, score: MallScore) -> QWidget:
        view = QTreeView()
        view.setAccessibleName(self.tr("How the score comes about"))
        view.setModel(ScoreModel(score, view))
        view.setUniformRowHeights(True)
        view.setAlternatingRowColors(True)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        header = view.header()
        header.setStretchLastSection(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        view.expandToDepth(0)
        view.setFocus()
        return view

    def _card(self, heading: str = "") -> tuple[QFrame, QVBoxLayout]:
        card = QFrame()
        dress(card, "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(*[self.theme.space(2)] * 4)
        column.setSpacing(self.theme.space(1.5))
        if heading:
            label = QLabel(heading)
            dress(label, "heading")
            column.addWidget(label)
        return card, column


def _figure(part: Part) -> str:
    return _NO_FIGURE if part.score is None else format_decimal(part.score)
