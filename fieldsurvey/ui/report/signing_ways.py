"""The ways to sign beside a certificate: ink on screen, out to a service and back, on paper and scanned."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QPushButton, QWidget

from fieldsurvey.ui.report.ink_dialog import InkDialog
from fieldsurvey.ui.report.sign_dialog import SignDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.report.originals import Returned
    from fieldsurvey.report.unnoted import KnownPapers
    from fieldsurvey.survey.signatures import Signature
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.report.standing import Standing

_SCANS = "PDF, JPEG, PNG, TIFF (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"


class SigningWays(QObject):
    """Runs each way for the document that stands, from the question to the note in the visit.

    Args:
        context: the tools.
        page: the owner, over which questions are asked.
    """

    #: A signature or a note was made: what to say of it.
    done = Signal(str)

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self._standing: Standing | None = None
        self._tried: set[tuple[Path, int]] = set()

    def stand(self, standing: Standing) -> None:
        """Take the document that is to be signed from here on."""
        self._standing = standing

    def attach(self, button: QPushButton) -> None:
        """Give a button the menu of the other ways."""
        menu = QMenu(button)
        for text, act in (
            (self.tr("Ink on screen…"), self.with_ink),
            (self.tr("Send out to a service (BSrE)…"), self.send_out),
            (self.tr("Take back what a service signed…"), self.take_back),
            (self.tr("Signed on paper: keep the scan…"), self.keep_scan),
        ):
            menu.addAction(text).triggered.connect(partial(self._run, act))
        button.setMenu(menu)

    def with_certificate(self) -> None:
        """Ask for a certificate file and its passphrase."""
        if self._standing is None:
            return
        dialog = SignDialog(self._context, self._standing.document, self._standing.free, self._page)
        dialog.accepted.connect(partial(self.done.emit, self.tr("Signed.")))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def with_ink(self) -> None:
        """Let somebody write on the screen."""
        assert self._standing is not None
        dialog = InkDialog(self._context, self._standing.document, self._standing.free, self._page)
        dialog.accepted.connect(partial(self.done.emit, self.tr("Signed.")))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def send_out(self) -> None:
        """Write a copy for a service and note who is to sign it."""
        assert self._standing is not None
        person = self._ask_who(self.tr("Who is to sign it elsewhere?"))
        if not person:
            return
        document = self._standing.document
        suffix = self.tr("to-sign")
        start = document.with_stem(f"{document.stem}-{suffix}")
        chosen, _ = QFileDialog.getSaveFileName(
            self._page, self.tr("Send out to a service (BSrE)…"), str(start), "PDF (*.pdf)"
        )
        if chosen:
            self.send_to(person, Path(chosen))

    def send_to(self, person: str, out: Path) -> None:
        """Write the copy for a person into a file."""
        assert self._standing is not None
        self._spawn(self._context.jobs.send_out, (self._standing.document, person, out), self._sent)

    def take_back(self) -> None:
        """Take in a file that a service signed."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._page, self.tr("Take back what a service signed…"), "", "PDF (*.pdf)"
        )
        if chosen:
            self.take_in(Path(chosen))

    def take_in(self, returned: Path) -> None:
        """Take in the file that came back."""
        assert self._standing is not None
        self._spawn(self._context.jobs.take_back, (returned, self._standing.document), self._taken)

    def keep_scan(self) -> None:
        """Keep the scan of a sheet that was signed with a pen."""
        person = self._ask_who(self.tr("Who signed on paper?"))
        if not person:
            return
        chosen, _ = QFileDialog.getOpenFileName(
            self._page, self.tr("Signed on paper: keep the scan…"), "", _SCANS
        )
        if chosen:
            self.keep(person, Path(chosen))

    def keep(self, person: str, scan: Path) -> None:
        """Keep a scan as that of a person's sheet."""
        assert self._standing is not None
        self._spawn(
            self._context.jobs.keep_scan, (self._standing.document, scan, [person]), self._kept
        )

    def note_unnoted(self, document: Path, known: KnownPapers) -> None:
        """Find what a crash left signed and unnoted in the document's folder, and note it.

        Args:
            document: the document that stands.
            known: what the visit knows of its papers.
        """
        tried = frozenset(self._tried)

        def look() -> list[tuple[Path, int]]:
            from fieldsurvey.report.unnoted import unnoted_files

            paths = unnoted_files(document.parent, known, first=document)
            found = [(path, path.stat().st_size) for path in paths]
            return [each for each in found if each not in tried]

        self._context.tasks.work(look, self._unnoted_found)

    def _unnoted_found(self, found: list[tuple[Path, int]]) -> None:
        if found and self._standing is not None:
            self._tried.update(found)  # one that does not hold is not asked again at each look
            paths = [path for path, _ in found]
            self._spawn(
                self._context.jobs.adopt_signatures,
                (self._standing.overview.visit.id, paths),
                self._adopted,
            )

    def _adopted(self, noted: list[Signature]) -> None:
        if noted:
            text = self.tr("Found signed and not noted, and noted now: {names} ({files}).")
            names = ", ".join(each.person for each in noted)
            files = ", ".join(dict.fromkeys(each.name for each in noted))
            self.done.emit(text.format(names=names, files=files))

    def _run(self, act: Callable[[], None], _checked: bool = False) -> None:
        if self._standing is not None and self._standing.made:
            act()

    def _ask_who(self, question: str) -> str:
        assert self._standing is not None
        names = [place.person for place in self._standing.waiting]
        text, given = QInputDialog.getItem(
            self._page, self.tr("Sign"), question, names, 0, editable=True
        )
        return text.strip() if given else ""

    def _spawn(
        self, job: Callable[..., object], words: tuple[object, ...], done: Callable[..., None]
    ) -> None:
        arguments = (self._context.access, *words)
        self._context.tasks.spawn(job, arguments, done, self._context.tell)

    def _sent(self, _digest: str) -> None:
        self.done.emit(self.tr("Written and noted. Take it back here once it is signed."))

    def _taken(self, returned: Returned) -> None:
        if returned.warning:
            kept = self.tr("Kept beside as an original of its own: {name}.")
            text = f"{kept.format(name=returned.path.name)} {returned.warning}"
        else:
            text = self.tr("Taken in: signed by {names}.").format(names=", ".join(returned.people))
        self.done.emit(text)

    def _kept(self, _digest: str) -> None:
        self.done.emit(self.tr("The scan is kept with the visit; the sheet is the original."))
