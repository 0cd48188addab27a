"""How far the visit is and who did what: the panel at the side of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.survey.overview import ASKED
from fieldsurvey.ui.parts.words import KINDS, ROLES, say
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.survey.overview import Overview
    from fieldsurvey.ui.theme import Theme

_WIDTH_UNITS = 38


class SummaryPanel(QScrollArea):
    """Progress, counters, shares and roles; made anew with each overview.

    Args:
        theme: colours and sizes.
        parent: the owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cards: object = None
        self.setFixedWidth(theme.space(_WIDTH_UNITS))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_overview(self, overview: Overview) -> None:
        """Show what is known now; cards are made anew only when one of them says something else."""
        cards = (self._counts(overview), overview.shares, overview.visit.people)
        if cards == self._cards:
            return
        self._cards = cards
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 0, self._theme.space(), 0)
        box.setSpacing(self._theme.space(1.5))
        box.addWidget(self._progress(overview))
        shares = [
            (share.author, " · ".join(part for part in (
                self.tr("%n stands", "", share.stands) if share.stands else "",
                self.tr("{finished} of {begun} finished").format(
                    finished=share.finished, begun=share.begun),
            ) if part))
            for share in overview.shares
        ]  # fmt: skip
        if shares:
            box.addWidget(self._table(self.tr("Who does what"), shares))
        people = [
            (person.name, say(ROLES.get(person.role, ""))) for person in overview.visit.people
        ]
        if people:
            box.addWidget(self._table(self.tr("Team and counterparts"), people))
        box.addStretch(1)
        self.setWidget(inside)

    def _counts(self, overview: Overview) -> list[tuple[str, int, int]]:
        """Return (what, have, wanted) of each counter."""
        done, expected = overview.tally()
        seen = sum(1 for line in overview.stands if line.stand.status)
        counts = [
            (self.tr("Forms finished"), done, expected),
            (self.tr("Stands seen"), seen, len(overview.stands)),
        ]
        for kind in ASKED:
            have = sum(1 for line in overview.of_kind(kind) if line.finished)
            if wanted := overview.quota.get(kind, 0):
                counts.append((say(KINDS[kind]), have, wanted))
        return counts

    def _progress(self, overview: Overview) -> QFrame:
        card, box = self._card(self.tr("Progress"))
        for text, have, wanted in self._counts(overview):
            box.addWidget(self._counter(text, have, wanted))
        return card

    def _counter(self, text: str, have: int, wanted: int) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(self._theme.space(0.5))
        name, number = QLabel(text), QLabel(f"{have} / {wanted}")
        name.setWordWrap(True)
        dress(number, "good" if have >= wanted else "strong")
        bar = QProgressBar()
        bar.setRange(0, max(1, wanted))
        bar.setValue(min(have, wanted))
        bar.setTextVisible(False)
        bar.setAccessibleName(text)
        grid.addWidget(name, 0, 0)
        grid.addWidget(number, 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(bar, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        return holder

    def _table(self, heading: str, lines: list[tuple[str, str]]) -> QFrame:
        card, box = self._card(heading)
        for name, text in lines:
            first, second = QLabel(name), QLabel(text)
            for label in (first, second):
                label.setWordWrap(True)
            dress(second, "small")
            pair = QVBoxLayout()
            pair.setSpacing(0)
            pair.addWidget(first)
            pair.addWidget(second)
            box.addLayout(pair)
        return card

    def _card(self, heading: str) -> tuple[QFrame, QVBoxLayout]:
        card = QFrame()
        dress(card, "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(*[self._theme.space(2)] * 4)
        box.setSpacing(self._theme.space())
        label = QLabel(heading)
        label.setWordWrap(True)
        dress(label, "heading")
        box.addWidget(label)
        return card, box


class SummaryDialog(QDialog):
    """The facts and the summary, where the page itself has no room for them.

    Args:
        overview: the visit.
        facts: what is known of it, fact by fact.
        theme: colours and sizes.
        parent: the owner.
    """

    def __init__(
        self, overview: Overview, facts: Sequence[str], theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(overview.visit.mall.name)
        box = QVBoxLayout(self)
        box.setContentsMargins(*[theme.space(3)] * 4)
        box.setSpacing(theme.space())
        for text, kind in ((overview.visit.mall.name, "heading"), (" · ".join(facts), "muted")):
            label = QLabel(text)
            label.setWordWrap(True)
            dress(label, kind)
            box.addWidget(label)
        panel = SummaryPanel(theme)
        panel.setFixedWidth(theme.space(2 * _WIDTH_UNITS))
        panel.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        panel.setAccessibleName(self.tr("Summary"))
        panel.show_overview(overview)
        box.addWidget(panel, 1)
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        box.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        panel.setFocus()
        edge, room = theme.space(4), parent.window().size()
        self.setMaximumHeight(room.height() - edge)
        self.resize(self.sizeHint().width(), room.height() - edge)
