"""Printing the very PDF that was made: its pages as pictures, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QImage, QPainter

from fieldsurvey.ui.report.pdf_pages import render_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtPrintSupport import QPrinter

    from fieldsurvey.ui.report.pdf_pages import PagePicture
    from fieldsurvey.ui.tasks import TaskRunner

#: Sharp enough for small print; a page of A4 is 9 million pixels.
_DOTS_PER_INCH = 300
_KEEP = Qt.AspectRatioMode.KeepAspectRatio


class PrintRun(QObject):
    """Sends pages to a printer; each is rendered off the GUI thread while the one before is on its way.

    Args:
        tasks: where pages are rendered.
        printer: where they go, as the person set it up.
        path: the PDF.
        pages: numbers of the pages, from 1.
        parent: the owner.
    """

    #: So many pages have been sent.
    advanced = Signal(int)
    #: All were sent, or why not (an exception, else None).
    finished = Signal(object)

    def __init__(
        self,
        tasks: TaskRunner,
        printer: QPrinter,
        path: Path,
        pages: Sequence[int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._printer, self._path = tasks, printer, path
        self._pages = list(pages)
        self._sent = 0
        self._painter = QPainter()

    def start(self) -> None:
        """Begin."""
        from fieldsurvey.errors import ReportError

        self._printer.setFullPage(True)  # the document brings its own margins
        if not self._painter.begin(self._printer):
            self.finished.emit(ReportError(what="the printer does not answer"))
            return
        self._next()

    def _next(self) -> None:
        if self._sent == len(self._pages):
            self._painter.end()
            self.finished.emit(None)
            return
        number = self._pages[self._sent] - 1
        room = self._printer.paperRect(self._printer.Unit.Inch)
        width = round(room.width() * min(_DOTS_PER_INCH, self._printer.resolution()))
        path = self._path
        self._tasks.work(lambda: render_page(path, number, width), self._send, self._fail)

    def _send(self, picture: PagePicture) -> None:
        if self._sent:
            self._printer.newPage()
        image = QImage(
            picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32
        )
        paper = self._painter.viewport()
        fitted = image.size().scaled(paper.size(), _KEEP)
        left = (paper.width() - fitted.width()) // 2
        self._painter.drawImage(QRect(left, 0, fitted.width(), fitted.height()), image)
        self._sent += 1
        self.advanced.emit(self._sent)
        self._next()

    def _fail(self, error: Exception) -> None:
        self._painter.end()
        self._printer.abort()
        self.finished.emit(error)
