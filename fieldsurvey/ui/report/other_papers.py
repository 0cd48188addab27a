"""The papers beside the berita acara: choose one and the sheet it is printed on, make it, look at it, sign it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.errors import FileProblem
from fieldsurvey.survey.amendments import keep_amendment
from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.parts.asking import write_asked
from fieldsurvey.ui.preferences import PAPERS
from fieldsurvey.ui.printed_codes import PrintedCodes
from fieldsurvey.ui.report.annex_dialog import AnnexDialog
from fieldsurvey.ui.report.signing_ways import SigningWays
from fieldsurvey.ui.report.standing import PaperRead, Standing, read_paper
from fieldsurvey.ui.theme import dress
from fieldsurvey.whole_file import beside

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.survey.amendments import Amendment
    from fieldsurvey.survey.overview import Overview
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.jobs import Made
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
_NUMBERED = ("addendum", "certificate")
_LETTERS = 8


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
        self._overview: Overview | None = None
        self._path: Path | None = None
        dress(self, "card")
        title = QLabel(self.tr("Other papers"))
        dress(title, "strong")
        self.kind = StillCombo()
        self.kind.setAccessibleName(self.tr("Kind of paper"))
        for kind, (name, _hint) in KINDS.items():
            self.kind.addItem(self.tr(name), kind)
        self.size_choice = StillCombo()
        self.size_choice.setAccessibleName(self.tr("Paper size, also of the berita acara"))
        self.size_choice.addItems(PAPERS)
        self.size_choice.setCurrentText(context.preferences.paper)
        self.number = QLineEdit()
        self.number.setAccessibleName(self.tr("Number of this paper"))
        self.number.setPlaceholderText(self.tr("Number (may stay empty)"))
        self.next_number = QCheckBox(self.tr("Next of the register"))
        self.next_number.setMinimumHeight(context.theme.target)
        dress(self.next_number, "choice")
        self.next_number.toggled.connect(self.number.setDisabled)
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        dress(self.hint, "small")
        self.make_button = QPushButton(self.tr("Make this paper"))
        self.open_button = QPushButton(self.tr("Show this paper"))
        self.sign_button = QPushButton(self.tr("Sign this paper"))
        self.ways_button = QPushButton(self.tr("Other ways to sign it"))
        self.correct_button = QPushButton(self.tr("Note a correction…"))
        self.annex_button = QPushButton(self.tr("Closed annex…"))
        self.annex_button.setToolTip(self.tr("What was said in confidence, encrypted"))
        self.back_button = QPushButton(self.tr("Show the berita acara"))
        self._ways = SigningWays(context, self)
        self._ways.attach(self.ways_button)
        self._ways.done.connect(self._signed)
        self._lay_out(title)
        self.kind.currentIndexChanged.connect(self._explain)
        self.size_choice.currentTextChanged.connect(self._keep_paper)
        self.make_button.clicked.connect(self.make)
        self.open_button.clicked.connect(self._open)
        self.sign_button.clicked.connect(self._ways.with_certificate)
        self.back_button.clicked.connect(self._back)
        self.correct_button.clicked.connect(self.correct)
        self.annex_button.clicked.connect(self.write_annex)
        self._show_buttons(signing=False)
        self._explain()

    @property
    def size_name(self) -> str:
        """The sheet that papers are printed on."""
        return self.size_choice.currentText()

    def stand(self, overview: Overview) -> None:
        """Take how far the visit is: a paper of an earlier seal is not to be signed."""
        self._overview = overview

    def make(self) -> None:
        """Make the chosen paper beside the database; a signed one is never written over."""
        from fieldsurvey.report.document import carries_signature
        from fieldsurvey.report.paper_numbers import NEXT

        kind = str(self.kind.currentData())
        out = self._first()
        try:
            if carries_signature(out):
                out = beside(out)
        except FileProblem as error:
            self._context.tell(error)
            return
        self._show_busy(busy=True)
        number = self.number.text().strip() if kind in _NUMBERED else ""
        if self.next_number.isChecked():
            number = NEXT
        self._making = self._context.tasks.spawn(
            self._context.jobs.make_paper,
            (self._context.access, self._visit, kind, out, number, self.size_name),
            self._made,
            self._not_made,
            tidy=partial(self._context.jobs.clear_parts, out),
        )

    def correct(self) -> None:
        """Ask for a correction that the addendum is to say."""
        from fieldsurvey.ui.report.correction_dialog import CorrectionDialog

        dialog = CorrectionDialog(self._context.theme, self)
        dialog.kept.connect(self._note)
        dialog.open()

    def _note(self, amendment: Amendment) -> None:
        desk, visit = self._context.desk, self._visit
        write_asked(
            self._context,
            self,
            lambda store: keep_amendment(desk(store).visits, visit, amendment),
            self._noted,
        )

    def _noted(self, _identity: str) -> None:
        self._context.show(self.tr("The correction is noted: make the addendum."))
        self.make_button.setFocus()

    def stop(self) -> None:
        """Stop the making; what lay there before still does."""
        if self._making is not None:
            self._making.cancel()
            self._making = None
            self._show_busy(busy=False)

    def _keep_paper(self, paper: str) -> None:
        self._context.preferences.paper = paper  # an office prints on one sheet

    def _lay_out(self, title: QLabel) -> None:
        space = self._context.theme.space
        column = QVBoxLayout(self)
        column.setContentsMargins(*[space(1.5)] * 4)
        column.setSpacing(space(1))
        column.addWidget(title)
        warned = QWidget()
        PrintedCodes.beneath(warned, self.number)
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
            warned,
            self.next_number,
            self.hint,
            self.correct_button,
            self.make_button,
            self.open_button,
            self.sign_button,
            self.ways_button,
            self.annex_button,
            self.back_button,
        ):
            column.addWidget(widget)

    def write_annex(self) -> None:
        """Ask for the passphrase of the closed annex, and write it."""
        dialog = AnnexDialog(self._context, self._visit, self)
        dialog.written.connect(self._annex_written)
        dialog.open()

    def _annex_written(self, path: Path, entries: int) -> None:
        said = self.tr("Closed annex written: {file}, %n entries", "", entries)
        self._context.show(said.format(file=path.name))

    def _first(self) -> Path:
        """Return where a paper of the chosen kind is made."""
        name = f"{self.kind.currentData()}-{self._visit[-12:]}.pdf"
        return self._context.access.path.parent / name

    def _latest(self) -> Path | None:
        """Return the paper of the chosen kind that was made last, None before there is one."""
        first = self._first()
        made = [*first.parent.glob(f"{first.stem}-*.pdf"), *first.parent.glob(first.name)]
        return max(made, key=lambda path: path.stat().st_mtime_ns, default=None)

    def _explain(self) -> None:
        kind = str(self.kind.currentData())
        self.hint.setText(self.tr(KINDS[kind][1]))
        self.open_button.setVisible(self._latest() is not None)
        self.number.setVisible(kind in _NUMBERED)
        self.next_number.setVisible(kind in _NUMBERED)
        self.next_number.setChecked(False)
        self.correct_button.setVisible(kind == "addendum")

    def _show_busy(self, *, busy: bool) -> None:
        self.make_button.setEnabled(not busy)
        self.make_button.setText(
            self.tr("Making the paper…") if busy else self.tr("Make this paper")
        )

    def _made(self, paper: Made) -> None:
        self._making = None
        self.next_number.setChecked(False)  # made again, the paper keeps the number it took
        self._show_busy(busy=False)
        self._context.show(self.tr("PDF made: {n} pages").format(n=paper.pages))
        self._show(paper.path)

    def _open(self) -> None:
        path = self._latest()
        if path is not None:
            self._show(path)

    def _paper_read(self, path: Path, paper: PaperRead) -> None:
        """Offer to sign what waits for signatures; the places of one paper are not those of another."""
        if path != self._path or self._overview is None:
            return
        standing = Standing(self._overview, path, paper)
        self._ways.stand(standing)
        self._show_buttons(signing=bool(standing.free))

    def _signed(self, said: str) -> None:
        self._context.show(said)
        self._show(self._path)

    def _show_buttons(self, *, signing: bool) -> None:
        self.back_button.setVisible(self._path is not None)
        for button in (self.sign_button, self.ways_button):
            button.setVisible(signing)

    def _not_made(self, error: Exception) -> None:
        self._making = None
        self._show_busy(busy=False)
        self._context.tell(error)

    def _show(self, path: Path | None) -> None:
        self._path = path
        self._show_buttons(signing=False)
        self._explain()
        self.shown.emit(path)
        if path is not None:
            self._context.tasks.work(lambda: read_paper(path), partial(self._paper_read, path))

    def _back(self) -> None:
        self._show(None)
        self.make_button.setFocus()
