"""The way to signed minutes in five steps: what is missing, seal, PDF, signatures, verification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.survey.signatures import Original
from fieldsurvey.ui.parts.dialogs import gap_rows
from fieldsurvey.ui.parts.row_list import RowList
from fieldsurvey.ui.printed_codes import PrintedCodes
from fieldsurvey.ui.report.verification_words import moment_text
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from fieldsurvey.ui.report.standing import Standing
    from fieldsurvey.ui.theme import Theme

_ROWS_SHOWN, _ROW_UNITS = 3, 7.5
_WIDTH_UNITS, _LEAST_UNITS = 46, 28
_SECOND_MS = 1000


class DocumentSteps(QScrollArea):
    """Shows how far the visit is; the one thing to do next is the coloured button.

    Args:
        theme: colours and sizes.
        parent: the owner.
    """

    #: Enter on something that is missing: the gap.
    jump = Signal(object)
    #: The making is to be stopped.
    stop = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWidgetResizable(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("The way to signed minutes"))
        self.gaps = RowList(theme, self.tr("What is missing"))
        self.gaps.opened.connect(self.jump)
        self.seal_button = QPushButton(self.tr("Seal the visit"))
        # Until the visit is read: a key must not fall into nothing.
        self.seal_button.setEnabled(False)
        self.number = QLineEdit()
        self.number.setAccessibleName(self.tr("Number of the document"))
        self.number.setPlaceholderText(self.tr("Number (may stay empty)"))
        warned = QWidget()
        PrintedCodes.beneath(warned, self.number)
        self.make_button = QPushButton(self.tr("Make the PDF"))
        self.stop_button = QPushButton(self.tr("Stop"))
        self.stop_button.clicked.connect(self.stop)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(self.tr("Making the PDF…"))
        self._elapsed = QLabel()
        self._seconds = 0
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self._tick)
        self.sign_button = QPushButton(self.tr("Sign"))
        self.ways_button = QPushButton(self.tr("Other ways to sign"))
        self.verify_button = QPushButton(self.tr("Verify"))
        self._inside = QWidget(self)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(1.5))
        self._steps = [
            self._step(self.gaps),
            self._step(self.seal_button),
            self._step(
                *(self.number, warned),
                *(self.make_button, self._elapsed, self._busy, self.stop_button),
            ),
            self._step(self.sign_button, self.ways_button),
            self._step(self.verify_button),
        ]
        self._column.addStretch(1)
        self.setWidget(self._inside)
        self.show_making(making=False)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The buttons of the steps, in their order."""
        return self.seal_button, self.make_button, self.sign_button, self.verify_button

    def add(self, card: QWidget) -> None:
        """Put another card below the steps."""
        self._column.insertWidget(self._column.count() - 1, card)

    def show_standing(self, standing: Standing) -> None:
        """Show how far the visit is."""
        self._show_gaps(standing)
        self._show_seal(standing)
        self._show_paper(standing)
        self._show_signatures(standing)
        self._say(4, "○" if not standing.signed else "•", self.tr("Verify"), "")
        self.verify_button.setEnabled(standing.signed > 0)
        self.verify_button.setVisible(standing.signed > 0)
        self._mark_next(standing)

    def show_verified(self, *, ok: bool) -> None:
        """Show what verifying found."""
        if ok:
            self._say(4, "✓", self.tr("Verified: it holds"), "")
        else:
            self._say(
                4, "✗", self.tr("Not to be relied on"), self.tr("See the result beside."), "bad"
            )

    def show_making(self, *, making: bool) -> None:
        """Show that the PDF is being made, and for how long already."""
        for widget in (self._busy, self._elapsed, self.stop_button):
            widget.setVisible(making)
        for widget in (self.number, self.make_button):
            widget.setVisible(not making and widget.isEnabled())
        self._seconds = -1
        if making:
            self._tick()
            self._second.start()
        else:
            self._second.stop()

    def sizeHint(self) -> QSize:
        """As wide as lines of a good length need; a narrow window gives less."""
        return QSize(self._theme.space(_WIDTH_UNITS), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the width at which the buttons still show their text."""
        return QSize(self._theme.space(_LEAST_UNITS), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break at the width of the column."""
        super().resizeEvent(event)
        self._inside.setMaximumWidth(self.viewport().width())

    # --- steps

    def _step(self, *widgets: QWidget) -> tuple[QLabel, QLabel]:
        card = QFrame()
        dress(card, "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(*[self._theme.space(1.5)] * 4)
        box.setSpacing(self._theme.space(1))
        title, detail = QLabel(), QLabel()
        for label in (title, detail):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            box.addWidget(label)
        for widget in widgets:
            box.addWidget(widget)
        self._column.addWidget(card)
        return title, detail

    def _say(self, step: int, sign: str, text: str, detail: str, kind: str = "muted") -> None:
        title, below = self._steps[step]
        title.setText(f"{sign}  {step + 1}. {text}")
        dress(title, {"✓": "good", "✗": "bad", "!": "warn"}.get(sign, "strong"))
        below.setText(detail)
        below.setVisible(bool(detail))
        dress(below, kind)

    def _show_gaps(self, standing: Standing) -> None:
        gaps = standing.gaps
        self.gaps.set_rows(gap_rows(gaps))
        self.gaps.setVisible(bool(gaps))
        rows = min(len(gaps), _ROWS_SHOWN)
        self.gaps.setFixedHeight(
            self._theme.space(_ROW_UNITS * max(rows, 1)) + 2 * self._theme.ring
        )
        if standing.sealed:
            self._say(0, "✓", self.tr("Completed"), "")
        elif gaps:
            detail = self.tr("Enter goes there; Esc comes back.")
            self._say(0, "!", self.tr("%n things are missing", "", len(gaps)), detail)
        else:
            self._say(0, "✓", self.tr("Nothing is missing"), "")

    def _show_seal(self, standing: Standing) -> None:
        visit = standing.overview.visit
        self.seal_button.setVisible(visit.seal is None)
        self.seal_button.setEnabled(standing.completed and not standing.barred)
        if visit.seal is not None:
            said = self.tr("{time} by {author} · {digest}").format(
                time=moment_text(visit.seal.sealed_at, visit.mall.zone),
                author=visit.seal.sealed_by,
                digest=visit.seal.digest[:8],
            )
            late = visit.seal.late_changes
            if late:
                said += "\n" + self.tr(
                    "%n changes arrived after the seal and are not in the document: write an addendum.",
                    "",
                    late,
                )
            self._say(1, "!" if late else "✓", self.tr("Sealed"), said, "warn" if late else "small")
            return
        if not standing.completed:
            detail = self.tr("Complete the visit first, on its page.")
        elif standing.barred:
            detail = self.tr("What is marked red must be decided first.")
        else:
            detail = self.tr(
                "Sealing freezes answers, photos and findings; the document prints their digest."
            )
        self._say(1, "○", self.tr("Seal"), detail, "small")

    def _show_paper(self, standing: Standing) -> None:
        # What cannot be done now is not shown, only said; while the PDF is made its progress stands there.
        wanted = standing.sealed and not standing.signed
        for widget in (self.make_button, self.number):
            widget.setEnabled(wanted)
            widget.setVisible(wanted and not self._second.isActive())
        if standing.signed:
            detail = self.tr("Signed, so it is never replaced. Corrections are an addendum.")
            self._say(2, "✓", standing.document.name, detail, "small")
        elif standing.made:
            detail = self.tr("It can be made again until somebody signs.")
            self._say(2, "✓", standing.document.name, detail, "small")
        elif standing.outdated:
            detail = self.tr(
                "The PDF beside was made under an earlier seal and is void. Make it again."
            )
            self._say(2, "!", self.tr("Berita acara as PDF"), detail, "warn")
        else:
            self._say(2, "○", self.tr("Berita acara as PDF"), "")

    def _show_signatures(self, standing: Standing) -> None:
        self.sign_button.setEnabled(bool(standing.free))
        self.sign_button.setVisible(bool(standing.free))
        self.ways_button.setVisible(standing.made)
        if not standing.made:
            self._say(3, "○", self.tr("Signatures"), "")
            return
        waiting = set(standing.waiting)
        who = {each.field: each.person for each in standing.noted if each.field}
        lines = [
            f"{'✓' if place.filled else '○'} {who.get(place.name) or place.person or place.name}"
            for place in standing.places
            if place.filled or place in waiting
        ]
        for each in standing.elsewhere:
            where = (
                self.tr("{person}: on paper; that sheet is the original")
                if each.original == Original.PAPER
                else self.tr("{person}: {name}, a file of its own, is an original too")
            )
            lines.append("✓ " + where.format(person=each.person, name=each.name))
        if standing.signed:
            lines.append(self.tr("For the others this file is the original; a print is a copy."))
        have = standing.signed + len({each.person for each in standing.elsewhere})
        text = self.tr("{n} of {all} signed").format(n=have, all=have + len(waiting))
        self._say(3, "○" if waiting else "✓", text, "\n".join(lines), "small")

    def _mark_next(self, standing: Standing) -> None:
        """Colour the one button that comes next."""
        following = self.seal_button
        if standing.sealed:
            following = self.make_button
        if standing.made:
            following = self.sign_button if standing.waiting else self.verify_button
        for button in self.buttons:
            dress(button, "primary" if button is following else "plain")

    def _tick(self) -> None:
        self._seconds += 1
        self._elapsed.setText(self.tr("Making the PDF… {n} s").format(n=self._seconds))
