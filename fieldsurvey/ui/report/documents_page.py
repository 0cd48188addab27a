"""From a completed visit to a signed berita acara: what is missing, seal, make, look, print, sign, verify."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.survey.gaps import Gap, Weight
from fieldsurvey.survey.overview import Overviews
from fieldsurvey.ui.parts.dialogs import ConfirmDialog
from fieldsurvey.ui.report.document_steps import DocumentSteps
from fieldsurvey.ui.report.evidence_bar import EvidenceBar
from fieldsurvey.ui.report.other_papers import OtherPapers
from fieldsurvey.ui.report.preview import Preview
from fieldsurvey.ui.report.preview_bar import PreviewBar
from fieldsurvey.ui.report.print_counter import PrintCounter
from fieldsurvey.ui.report.signing_ways import SigningWays
from fieldsurvey.ui.report.standing import PaperRead, Standing, read_paper, read_standing
from fieldsurvey.ui.report.verification_panel import VerificationPanel
from fieldsurvey.ui.screen import Screen
from fieldsurvey.whole_file import beside

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtPrintSupport import QPrinter

    from fieldsurvey.report.examine import Examined
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.jobs import Made
    from fieldsurvey.ui.tasks import Cancel

_STEPS_SHARE = 0.38
_PREVIEW, _VERIFICATION = range(2)


class DocumentsPage(Screen):
    """Five steps at the left, the document at the right.

    Args:
        context: the tools.
        visit: the visit's id.
        parent: the owner.
    """

    #: Something is missing and the person wants to go there: the ``Gap``.
    jump = Signal(object)

    def __init__(self, context: Context, visit: str, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._visit = visit
        self._overviews = Overviews()
        self._standing: Standing | None = None
        self._shown: tuple[int, int] | None = None
        self._making: Cancel | None = None
        self._unread = False
        self._looked = False
        self.steps = DocumentSteps(self.theme, self)
        self.steps.jump.connect(self._jump)
        self.steps.stop.connect(self.stop_making)
        self.papers = OtherPapers(context, visit)
        self.papers.shown.connect(self._show_other)
        self.preview = Preview(context.tasks, self.theme)
        self.preview.settled.connect(self._looked_at)
        self.bar = PreviewBar(self.preview, self.theme)
        self.printing = PrintCounter(
            context, self.bar, lambda: self.in_view, lambda: self.preview.page_count
        )
        self.bar.copied.connect(self._ask_copy)
        self.verification = VerificationPanel(self.theme)
        self.evidence = EvidenceBar(context)
        self.evidence.changed.connect(self.verification.show_nothing)
        self.ways = SigningWays(context, self)
        self.ways.attach(self.steps.ways_button)
        self.ways.done.connect(self._signed)
        self._set_up_keys()
        self._lay_out()

    def title(self) -> str:
        """Return the page's name."""
        return self.tr("Documents")

    def entered(self) -> None:
        """Look how far the visit is; meanwhile a process loads what papers need, and makes their photos small."""
        self.context.tasks.prepare(
            self.context.jobs.ready_for_papers, (self.context.access, self._visit)
        )
        desk, visit, document = self.context.desk, self._visit, self.document
        self.context.tasks.read(
            lambda store: read_standing(desk(store), self._overviews, visit, document),
            self._visit_read,
        )

    def place(self) -> object:
        """Return the part at the right, and the page in view."""
        return self.tabs.currentIndex(), self.preview.page

    def go_to(self, place: object) -> None:
        """Show the same part again."""
        if isinstance(place, tuple):
            self.tabs.setCurrentIndex(place[0])

    @property
    def document(self) -> Path:
        """Where the PDF of this visit lies, or would lie."""
        remembered = self.context.preferences.text(f"documents/{self._visit}")
        if remembered:
            return Path(remembered)
        return self.context.access.path.parent / f"berita-acara-{self._visit[-12:]}.pdf"

    # --- parts

    def _set_up_keys(self) -> None:
        steps = self.steps
        for action, button, slot in (
            ("seal", steps.seal_button, self._seal),
            ("make-pdf", steps.make_button, self._make),
            ("sign", steps.sign_button, self.ways.with_certificate),
            ("verify", steps.verify_button, self._verify),
        ):
            button.clicked.connect(slot)
            button.setToolTip(self.on(action, button.click).toolTip())
        self.on("refresh", self.entered)
        self.on("panes", self._next_pane)

    def _lay_out(self) -> None:
        space = self.theme.space
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("Parts of the page"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.addTab(self.tr("Preview"))
        self.tabs.addTab(self.tr("Verification"))
        paper = QWidget()
        column = QVBoxLayout(paper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(1))
        column.addWidget(self.bar)
        column.addWidget(self.preview, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(paper)
        judged = QWidget()
        judging = QVBoxLayout(judged)
        judging.setContentsMargins(0, 0, 0, 0)
        judging.setSpacing(space(1))
        judging.addWidget(self.evidence)
        judging.addWidget(self.verification, 1)
        self._stack.addWidget(judged)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        right = QVBoxLayout()
        right.setSpacing(space(1))
        right.addWidget(self.tabs)
        right.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[space(2)] * 4)
        row.setSpacing(space(2))
        self.steps.add(self.papers)
        row.addWidget(self.steps)
        row.addLayout(right, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The document has the larger share of a narrow window."""
        super().resizeEvent(event)
        self.steps.setMaximumWidth(round(self.width() * _STEPS_SHARE))

    def _next_pane(self) -> None:
        ring: list[QWidget] = [
            self._first_step(),
            self.papers.kind,
            self.tabs,
            (self.preview, self.verification)[self.tabs.currentIndex()],
        ]
        here = next((n for n, pane in enumerate(ring) if pane.hasFocus()), -1)
        ring[(here + 1) % len(ring)].setFocus()

    def _first_step(self) -> QWidget:
        """Return where the work goes on: what is missing, else the next button."""
        ready = [b for b in self.steps.buttons if b.isEnabled() and b.property("kind") == "primary"]
        if ready:
            return ready[0]
        return self.steps.gaps if self.steps.gaps.isVisibleTo(self) else self.tabs

    # --- what is shown

    def _visit_read(self, standing: Standing) -> None:
        document = self.document  # it may have been made since it was asked
        self._standing = replace(standing, document=document)
        self.papers.stand(standing.overview)
        self.context.tasks.work(lambda: read_paper(document), partial(self._paper_read, document))

    def _paper_read(self, document: Path, paper: PaperRead) -> None:
        assert self._standing is not None
        if document != self._standing.document:
            return  # another one stands there by now, and is being read
        self._standing = replace(self._standing, paper=paper)
        self.ways.stand(self._standing)
        self.steps.show_standing(self._standing)
        stamp = _stamp(document) if paper.places else None
        if stamp is None:
            self.preview.clear()
        elif stamp != self._shown:
            self.preview.show_document(document)
        if stamp != self._shown:
            self.verification.show_nothing()
        self._shown = stamp
        if not self._looked:
            self._looked = True
            self._first_step().setFocus()
        if self._standing.known is not None:
            self.ways.note_unnoted(document, self._standing.known)

    # --- what is missing, seal

    def _jump(self, gap: object) -> None:
        if isinstance(gap, Gap):
            self.jump.emit(gap)

    def _seal(self) -> None:
        if self._standing is None:
            return
        dialog = ConfirmDialog(
            self.theme,
            self.tr("Seal the visit"),
            self.tr(
                "Answers, photos and findings are frozen and can no longer be changed. The document "
                "prints their digest, so that anybody can see later whether the data is still the same."
            ),
            [gap for gap in self._standing.gaps if gap.weight is not Weight.ADVICE],
            self.tr("Seal the visit"),
            self,
            sealing=True,
        )
        dialog.confirmed.connect(self._do_seal)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _do_seal(self, reason: str) -> None:
        desk, visit = self.context.desk, self._visit
        self.context.tasks.write(
            lambda store: desk(store).seal(visit, override=reason), self._sealed
        )

    def _sealed(self, _seal: object) -> None:
        self.context.show(self.tr("The visit is sealed."))
        self.entered()

    # --- the PDF

    def _make(self) -> None:
        out, standing, number = self.document, self._standing, self.steps.number.text().strip()
        if (
            standing is not None
            and standing.outdated
            and any(p.filled for p in standing.paper.places)
        ):
            out = beside(out)  # what was signed under an earlier seal stays as it is
        self.steps.show_making(making=True)
        jobs = self.context.jobs
        self._making = self.context.tasks.spawn(
            jobs.make_berita_acara,
            (self.context.access, self._visit, out, number, self.papers.size_name),
            self._made,
            self._not_made,
            tidy=partial(jobs.clear_parts, out),
        )
        self.steps.stop_button.setFocus()

    def stop_making(self) -> None:
        """Stop the making; what lay there before still does."""
        if self._making is not None:
            self._making.cancel()
            self._making = None
            self.steps.show_making(making=False)
            self.context.show(self.tr("Stopped. Nothing was written."))
            self._first_step().setFocus()

    def can_leave(self, then: object) -> None:
        """Stop what is being made, then leave."""
        self.stop_making()
        self.papers.stop()
        self.printing.stop()
        self.context.tasks.prepare(None)
        super().can_leave(then)  # type: ignore[arg-type]

    def _made(self, paper: Made) -> None:
        self._making = None
        self.steps.show_making(making=False)
        self.context.preferences.set_text(f"documents/{self._visit}", str(paper.path))
        self.context.show(self.tr("PDF made: {n} pages").format(n=paper.pages))
        self.tabs.setCurrentIndex(_PREVIEW)
        self._shown = _stamp(paper.path)
        self.verification.show_nothing()
        self._unread = True
        self.preview.show_document(paper.path)
        self.preview.setFocus()

    def _looked_at(self) -> None:
        """How far the visit is now is read while the new PDF is looked at, not before."""
        if self._unread:
            self._unread = False
            self.entered()

    def _not_made(self, error: Exception) -> None:
        self._making = None
        self.steps.show_making(making=False)
        self.context.tell(error)
        self.entered()

    def _show_other(self, path: Path | None) -> None:
        """Show a paper beside the berita acara, or the berita acara again."""
        self.tabs.setCurrentIndex(_PREVIEW)
        if path is None:
            self._shown = None  # what is read is shown, though it is the same
            self.entered()
            return
        self.preview.show_document(path)
        self.preview.setFocus()

    @property
    def in_view(self) -> Path:
        """The file that the preview shows: that is what is printed and copied."""
        return self.preview.path or self.document

    def _ask_copy(self) -> None:
        document = self.in_view
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save a copy"), str(Path.home() / document.name), "PDF (*.pdf)"
        )
        if chosen:
            self.save_copy(Path(chosen))

    def save_copy(self, target: Path) -> None:
        """Write a copy of what is in view; a signed file is never written over."""
        document = self.in_view

        def copy() -> Path:
            from fieldsurvey.report.document import read_document
            from fieldsurvey.report.writing import require_unsigned
            from fieldsurvey.whole_file import write_whole

            data = read_document(document)
            require_unsigned(target)
            write_whole(target, data)
            return target

        self.context.tasks.work(copy, self._copied, self.context.tell)

    def _copied(self, target: Path) -> None:
        self.context.show(self.tr("Copy saved: {name}").format(name=target.name))

    def print_on(self, printer: QPrinter) -> None:
        """Send what is in view to a printer that was chosen."""
        self.printing.print_on(printer)

    # --- signatures

    def _signed(self, said: str) -> None:
        self.context.show(said)
        self.entered()

    def _verify(self) -> None:
        self.steps.verify_button.setEnabled(False)
        self.context.show(self.tr("Verifying…"))
        self.context.tasks.spawn(
            self.context.jobs.examine_document,
            (self.context.access, self.document, self.evidence.trust, self.evidence.revocation),
            self._verified,
            self._not_verified,
        )

    def _verified(self, examined: Examined) -> None:
        assert self._standing is not None
        self.steps.verify_button.setEnabled(True)
        self.steps.show_verified(ok=examined.ok)
        self.verification.show_examined(examined, self._standing.overview.visit.mall.zone)
        self.context.show("")
        self.tabs.setCurrentIndex(_VERIFICATION)
        self.verification.setFocus()

    def _not_verified(self, error: Exception) -> None:
        self.steps.verify_button.setEnabled(True)
        self.context.tell(error)


def _stamp(document: Path) -> tuple[int, int] | None:
    """Return what tells one state of a file from the next; None where it is gone (a stick was pulled)."""
    try:
        found = document.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
