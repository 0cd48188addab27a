"""The explained score as a tree for a view: dimension → variable → indicator → stand → answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from fieldsurvey.indonesia import format_decimal
from fieldsurvey.scoring import ASSUMED
from fieldsurvey.survey.explained import shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fieldsurvey.scoring import MallScore, Part
    from fieldsurvey.survey.explained import Question

NAME, BASIS, WEIGHT, COST, SCORE = range(5)
#: Gives the ``Branch`` itself.
BRANCH_ROLE = Qt.ItemDataRole.UserRole + 1
#: The figure as a float from 0 to 100, None when there is none: for the bar.
FIGURE_ROLE = Qt.ItemDataRole.UserRole + 2
#: Whether the text is strong, and whether it stands back.
STRONG_ROLE, MUTED_ROLE = Qt.ItemDataRole.UserRole + 3, Qt.ItemDataRole.UserRole + 4

NO_FIGURE = "–"
_FULL = 100
_COLUMNS = 5
_FIGURES = {WEIGHT, COST}
_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


@dataclass(eq=False)
class Branch:
    """A part in its place in the tree.

    Attributes:
        part: the part.
        question: for an answer, what was asked.
        above: the branch it grows from.
        place: its row there.
        words: its own text and that of everything above it, for searching.
        share: how much of the whole score rests on it, 0 to 1.
        below: its branches.
    """

    part: Part
    question: Question | None
    above: Branch | None
    place: int
    words: str
    share: Fraction
    below: list[Branch] = field(default_factory=list)

    @cached_property
    def cost(self) -> Decimal:
        """Points of the whole score (0 to 100) that are lost here."""
        if self.part.score is None:
            return Decimal(0)
        lost = self.share * (_FULL - Fraction(self.part.score))
        return Decimal(lost.numerator) / Decimal(lost.denominator)

    @property
    def path(self) -> tuple[int, ...]:
        """The places from the root to it."""
        return (*(self.above.path if self.above else ()), self.place)

    @property
    def way(self) -> tuple[Branch, ...]:
        """The branches above it, the root first."""
        return () if self.above is None else (*self.above.way, self.above)


class ScoreModel(QAbstractItemModel):
    """Read-only tree over the parts of a score; sifted, a list of the answers that are left.

    Args:
        score: what is shown.
        questions: (response, scored node) → what was asked.
        parent: the owner.
    """

    def __init__(
        self,
        score: MallScore,
        questions: Mapping[tuple[str, str], Question],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._questions = questions
        self._roots = self._grow_all(score.dimensions, None, Fraction(1))
        self._leaves = list(_leaves(self._roots))
        self._list: list[Branch] | None = None

    def _grow_all(
        self, parts: Sequence[Part], above: Branch | None, whole: Fraction
    ) -> list[Branch]:
        each = zip(parts, shares(parts, whole), strict=True)
        return [self._grow(part, above, place, share) for place, (part, share) in enumerate(each)]

    def _grow(self, part: Part, above: Branch | None, place: int, share: Fraction) -> Branch:
        question = self._questions.get((part.response, part.ref)) if part.response else None
        own = f"{part.id} {part.title} {part.answer}"
        if question is not None:
            own = f"{part.id} {question.label} {question.answer} {question.place} {question.asked}"
        words = f"{above.words if above else ''} {own.casefold()}"
        branch = Branch(part, question, above, place, words, share)
        branch.below = self._grow_all(part.children, branch, share)
        return branch

    @property
    def sifted(self) -> bool:
        """Whether it is a list of answers now."""
        return self._list is not None

    def sift(self, text: str, *, lost: bool) -> None:
        """Keep the answers that hold every word of a text and, if ``lost``, cost points, the dearest first.

        With no text and ``lost`` false it is the whole tree again.
        """
        words = text.casefold().split()
        self.beginResetModel()
        if not words and not lost:
            self._list = None
        else:
            kept = [
                leaf
                for leaf in self._leaves
                if all(word in leaf.words for word in words) and (leaf.cost or not lost)
            ]
            self._list = sorted(kept, key=lambda leaf: -leaf.cost) if lost else kept
        self.endResetModel()

    def index_of(self, branch: Branch) -> QModelIndex:
        """Return where a branch is shown, an invalid index when it is not."""
        if self._list is None:
            return self.createIndex(branch.place, NAME, branch)
        found = (row for row, leaf in enumerate(self._list) if leaf is branch)
        row = next(found, None)
        return QModelIndex() if row is None else self.createIndex(row, NAME, branch)

    def branch_at(self, path: Sequence[int]) -> Branch | None:
        """Return the branch at the end of a path of places, None when there is none."""
        found, level = None, self._roots
        for place in path:
            if not 0 <= place < len(level):
                return None
            found = level[place]
            level = found.below
        return found

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """Return the index of a child."""
        below = self._below(parent)
        if not (0 <= row < len(below) and 0 <= column < _COLUMNS) or parent.column() > 0:
            return QModelIndex()
        return self.createIndex(row, column, below[row])

    def parent(self, child: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]  # QObject has one too
        """Return the index of the part that a part belongs to."""
        if self._list is not None or not child.isValid():
            return QModelIndex()
        above = child.internalPointer().above
        return QModelIndex() if above is None else self.createIndex(above.place, 0, above)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return how many parts a part has."""
        return 0 if parent.column() > 0 else len(self._below(parent))

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        del parent
        return _COLUMNS

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("Part"),
                self.tr("Rests on"),
                self.tr("Weight"),
                self.tr("Costs"),
                self.tr("Score"),
            )[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _FIGURES:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows or says."""
        if not index.isValid():
            return None
        branch: Branch = index.internalPointer()
        column = index.column()
        if role == BRANCH_ROLE:
            return branch
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(branch, column)
        if role == FIGURE_ROLE:
            return None if branch.part.score is None else float(branch.part.score)
        if role == STRONG_ROLE:
            return branch.part.level == "dimension" and column != BASIS
        if role == MUTED_ROLE:
            return column in {BASIS, WEIGHT} or branch.part.score is None
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _FIGURES:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(branch, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._hint(branch, column)
        return None

    def _shown(self, branch: Branch, column: int) -> str:
        part = branch.part
        match column:
            case 0:
                return _name(branch)
            case 1:
                return self._basis(branch)
            case 2:
                mark = "*" if part.weight_source == ASSUMED else ""
                return "" if part.weight is None else format_decimal(part.weight, None) + mark
            case 3:
                return f"−{format_decimal(branch.cost)}" if branch.cost else ""
            case _:
                if part.score is None:
                    return self.tr("n/a") if part.level == "item" else NO_FIGURE
                return format_decimal(part.score)

    def _basis(self, branch: Branch) -> str:
        """Return what a figure rests on: how many of what, or the answer and where it was given."""
        part, question, count = branch.part, branch.question, len(branch.below)
        if part.level == "item":
            if question is None:
                return part.answer
            answer = question.answer or part.answer
            return f"{answer} · {_where(question)}"
        if part.level == "dimension":
            text = self.tr("%n variables", "", count)
        elif part.level == "variable":
            text = self.tr("%n indicators", "", count)
        elif part.level == "indicator" and branch.below and branch.below[0].part.level == "target":
            text = self.tr("%n stands", "", count)
        else:
            return self.tr("%n answers", "", part.n)
        return f"{text} · n = {part.n}"

    def _spoken(self, branch: Branch, column: int) -> str:
        text = self._shown(branch, column)
        if column == NAME:
            return f"{text}: {self._shown(branch, SCORE)}"
        return f"{self.headerData(column, Qt.Orientation.Horizontal)} {text}" if text else ""

    def _hint(self, branch: Branch, column: int) -> str | None:
        if column == WEIGHT and branch.part.weight_source == ASSUMED:
            return self.tr("No source gives this weight: it is assumed to be equal.")
        if column == COST and branch.cost:
            return self.tr("Points of the whole score that are lost here.")
        return self._shown(branch, column) if column in {NAME, BASIS} else None

    def _below(self, parent: Index) -> list[Branch]:
        if parent.isValid():
            return parent.internalPointer().below
        return self._roots if self._list is None else self._list


def _leaves(branches: Sequence[Branch]) -> Iterator[Branch]:
    for branch in branches:
        if branch.below:
            yield from _leaves(branch.below)
        else:
            yield branch


def _name(branch: Branch) -> str:
    part = branch.part
    if part.level == "item":
        return branch.question.label if branch.question else part.id
    return f"{part.title} ({part.answer})" if part.answer else part.title or part.id


def _where(question: Question) -> str:
    return f"{question.place} · {question.asked}" if question.asked else question.place
