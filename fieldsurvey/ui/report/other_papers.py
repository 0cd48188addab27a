"""The papers beside the berita acara: choose one and the sheet it is printed on, make it, look at it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.theme import dress
from fieldsurvey.whole_file import beside

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.report import Paper
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.tasks import Cancel

#: kind, as ``report.kinds`` names it → what it is called, and what it is for or needs.
KINDS = {
    "summary": (
        QT_TRANSLATE_NOOP("OtherPapers", "Summary report"),
        QT_TRANSLATE_NOOP(
            "OtherPapers", "Charts, years, a map of the stands, and why the score is what it is."
        ),
    ),
    "attendance": (
        QT_TRANSLATE_NOOP("OtherPapers", "Attendance list"),
        QT_TRANSLATE_NOOP("OtherPapers", "To be signed with a pen; can be made before the visit."),
    ),
    "protocol": (
        QT_TRANSLATE_NOOP("OtherPapers", "Sampling protocol"),
        QT_TRANSLATE_NOOP("OtherPapers", "What was drawn, and how anyone can draw it again."),
    ),
    "paper-form": (
        QT_TRANSLATE_NOOP("OtherPapers", "Blank paper forms"),
        QT_TRANSLATE_NOOP("OtherPapers", "For when a laptop dies: every question with its code."),
    ),
    "addendum": (
        QT_TRANSLATE_NOOP("OtherPapers", "Addendum"),
        QT_TRANSLATE_NOOP(
            "OtherPapers",
            "Corrections, and what arrived after the seal. The berita acara must be made first.",
        ),
    ),
    "certificate": (
        QT_TRANSLATE_NOOP("OtherPapers", "Certificate"),
        QT_TRANSLATE_NOOP("OtherPapers", "Needs a sealed visit with a complete score."),
    ),
}
SIZES = ("A4", "F4")
_NUMBERED = ("addendum", "certificate")
_LETTERS = 8
_SIZE = "paper"  # the preference: an office prints on one sheet


class OtherPapers(QFrame):
    """A card with the choice; what was made is shown by whoever listens.

    Args:
        context: the tools.
        visit: the visit's id.
        parent: the owner.
    """

    #: A paper to show: its path, or None for the berita acara.
    shown = Signal(object)

    def __init__(self, context: Context, visit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._visit = context, visit
        self._making: Cancel | None = None
        dress(self, "card")
        title = QLabel(self.tr("Other papers"))
        dress(title, "strong")
        self.kind = StillCombo()
        self.kind.setAccessibleName(self.tr("Kind of paper"))
        for kind, (name, _hint) in KINDS.items():
            self.kind.addItem(self.tr(name), kind)
        self.size_choice = StillCombo()
        self.size_choice.setAccessibleName(self.tr("Paper size, also of the berita acara"))
        self.size_choice.addItems(SIZES)
        self.size_choice.setCurrentText(context.preferences.text(_SIZE) or SIZES[0])
        self.number = QLineEdit()
        self.number.setAccessibleName(self.tr("Number of this paper"))
        self.number.setPlaceholderText(self.tr("Number (may stay empty)"))
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        dress(self.hint, "small")
        self.make_button = QPushButton(self.tr("Make this paper"))
        self.back_button = QPushButton(self.tr("Show the berita acara"))
        self.back_button.setVisible(False)
        self._lay_out(title)
        self.kind.currentIndexChanged.connect(self._explain)
        self.size_choice.currentTextChanged.connect(partial(context.preferences.set_text, _SIZE))
        self.make_button.clicked.connect(self.make)
        self.back_button.clicked.connect(self._back)
        self._explain()

    @property
    def size_name(self) -> str:
        """The sheet that papers are printed on."""
        return self.size_choice.currentText()

    def make(self) -> None:
        """Make the chosen paper beside the database; a signed one is never written over."""
        from fieldsurvey.report.document import carries_signature

        kind = str(self.kind.currentData())
        out = self._context.access.path.parent / f"{kind}-{self._visit[-12:]}.pdf"
        if carries_signature(out):
            out = beside(out)
        self._show_busy(busy=True)
        number = self.number.text().strip() if kind in _NUMBERED else ""
        self._making = self._context.tasks.spawn(
            self._context.jobs.make_paper,
            (self._context.access, self._visit, kind, out, number, self.size_name),
            self._made,
            self._not_made,
            tidy=partial(self._context.jobs.clear_parts, out),
        )

    def stop(self) -> None:
        """Stop the making; what lay there before still does."""
        if self._making is not None:
            self._making.cancel()
            self._making = None
            self._show_busy(busy=False)

    def _lay_out(self, title: QLabel) -> None:
        space = self._context.theme.space
        column = QVBoxLayout(self)
        column.setContentsMargins(*[space(1.5)] * 4)
        column.setSpacing(space(1))
        column.addWidget(title)
        for combo in (self.kind, self.size_choice):
            # The widest entry must not widen the column of the steps; the open list shows it whole.
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            combo.setMinimumContentsLength(_LETTERS)
        for widget in (
            self.kind,
            self.size_choice,
            self.number,
            self.hint,
            self.make_button,
            self.back_button,
        ):
            column.addWidget(widget)

    def _explain(self) -> None:
        kind = str(self.kind.currentData())
        self.hint.setText(self.tr(KINDS[kind][1]))
        self.number.setVisible(kind in _NUMBERED)

    def _show_busy(self, *, busy: bool) -> None:
        self.make_button.setEnabled(not busy)
        self.make_button.setText(
            self.tr("Making the paper…") if busy else self.tr("Make this paper")
        )

    def _made(self, paper: Paper) -> None:
        self._making = None
        self._show_busy(busy=False)
        self._context.show(self.tr("PDF made: {n} pages").format(n=paper.pages))
        self._show(paper.path)

    def _not_made(self, error: Exception) -> None:
        self._making = None
        self._show_busy(busy=False)
        self._context.tell(error)

    def _show(self, path: Path | None) -> None:
        self.back_button.setVisible(path is not None)
        self.shown.emit(path)

    def _back(self) -> None:
        self._show(None)
        self.make_button.setFocus()
