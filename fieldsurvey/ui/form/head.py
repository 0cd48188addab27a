"""The head of the form: what is filled for whom, how far it is, and whether it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from fieldsurvey.ui.form.badge import SavedBadge
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from fieldsurvey.ui.form.outline import Standing
    from fieldsurvey.ui.theme import Theme

_FEW = 12


class _Line(QLabel):
    """One line that is cut with an ellipsis where room is short; the tooltip has all of it."""

    def setText(self, text: str) -> None:
        """Show other words."""
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters."""
        return QSize(
            self.fontMetrics().averageCharWidth() * _FEW, super().minimumSizeHint().height()
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what there is room for."""
        painter = QPainter(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


class FormHead(QFrame):
    """The strip above the sections.

    Args:
        theme: sizes and colours.
        parent: the owner.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, "band")
        self.badge = SavedBadge()
        self._target = _Line()
        dress(self._target, "strong")
        self._title = ""
        self._form = _Line()
        self._form.setAccessibleName(self.tr("Where you are in the form"))
        dress(self._form, "small")
        self._state = QLabel()
        dress(self._state, "pill")
        self._percent = QLabel()
        dress(self._percent, "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(theme.space(12))
        self._bar.setAccessibleName(self.tr("Progress"))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._target)
        names.addWidget(self._form)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(3), theme.space(), theme.space(3), theme.space())
        row.setSpacing(theme.space(1.5))
        row.addLayout(names, 1)
        for widget in (self._state, self._percent, self._bar, self.badge):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_names(self, target: str, form: str) -> None:
        """Say what is filled for whom."""
        self._target.setText(target)
        self._title = form
        self.show_place([])

    def show_place(self, trail: Sequence[str]) -> None:
        """Say where in the form the person is.

        Args:
            trail: the sections around the question, the outermost first.
        """
        text = "  ›  ".join((self._title, *trail))
        self._form.setText(text)

    def show_state(self, standing: Standing, *, locked: bool, stale: bool) -> None:
        """Say how far it is."""
        share = standing.answered / standing.relevant if standing.relevant else 1.0
        self._bar.setValue(round(share * 100))
        self._percent.setText(
            self.tr("{answered} of {relevant} answered").format(
                answered=standing.answered, relevant=standing.relevant
            )
        )
        if stale:
            text, kind = self.tr("To be checked again"), "pill-warn"
        elif locked:
            text, kind = self.tr("Finished"), "pill-good"
        else:
            text, kind = self.tr("Draft"), "pill"
        dress(self._state, kind)
        self._state.setText(text)
        self._state.updateGeometry()
