"""Printing the very PDF that was made: its pages as pictures, one after the other, in a process of their own.

Qt holds Python while it draws a page of nine million pixels (measured: a second), in whatever thread;
so neither the pages nor the painting touch the process of the window.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout, QPainter

from fieldsurvey.ui.report.pdf_pages import render_page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtPrintSupport import QPrinter

    from fieldsurvey.ui.tasks import Cancel, TaskRunner

#: Sharp enough for small print; a page of A4 is 9 million pixels.
_DOTS_PER_INCH = 300
_KEEP = Qt.AspectRatioMode.KeepAspectRatio


@dataclass(frozen=True, slots=True)
class PrintSettings:
    """What a person chose of a printer, in values that travel to another process.

    Attributes:
        name: the printer; ``""`` prints into ``file``.
        file: a PDF to print into.
        copies, collate: how many, and whether set by set.
        duplex, colour, source: numbers of Qt's modes.
        size: name of the sheet as Qt calls it, with its width and height in millimetres.
        landscape: which way the sheet lies.
        resolution: dots an inch.
    """

    name: str
    file: str
    copies: int
    collate: bool
    duplex: int
    colour: int
    source: int
    size: tuple[str, float, float]
    landscape: bool
    resolution: int


def settings_of(printer: QPrinter) -> PrintSettings:
    """Return what was chosen."""
    from PySide6.QtGui import QPageSize

    sheet = printer.pageLayout().pageSize()
    millimetres = sheet.size(QPageSize.Unit.Millimeter)
    return PrintSettings(
        printer.printerName() if not printer.outputFileName() else "",
        printer.outputFileName(),
        printer.copyCount(),
        printer.collateCopies(),
        printer.duplex().value,
        printer.colorMode().value,
        printer.paperSource().value,
        (sheet.name(), millimetres.width(), millimetres.height()),
        printer.pageLayout().orientation() == QPageLayout.Orientation.Landscape,
        printer.resolution(),
    )


def print_pages(
    path: Path,
    pages: Sequence[int],
    chosen: PrintSettings,
    *,
    tell: Callable[[tuple[int, int]], None],
) -> int:
    """Print pages; runs in a process of its own.

    Args:
        path: the PDF.
        pages: numbers of the pages, from 1.
        chosen: the printer.
        tell: takes how many sheets have been sent, and of how many.

    Returns:
        How many were sent.

    Raises:
        ReportError: the printer does not answer, or a page cannot be shown.
    """
    from fieldsurvey.errors import ReportError

    # Held until the end: a printer needs an application, in a process that shows no window.
    application = QGuiApplication.instance() or QGuiApplication([])
    printer, painter = _printer(chosen), QPainter()
    if not painter.begin(printer):
        raise ReportError(what="the printer does not answer")
    own = 1 if printer.supportsMultipleCopies() else chosen.copies
    order = list(pages) * own if chosen.collate else [n for n in pages for _ in range(own)]
    room = printer.paperRect(printer.Unit.Inch)
    width = round(room.width() * min(_DOTS_PER_INCH, printer.resolution()))
    for sent, number in enumerate(order, 1):
        picture = render_page(path, number - 1, width)
        if sent > 1:
            printer.newPage()
        image = QImage(
            picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32
        )
        paper = painter.viewport()
        fitted = image.size().scaled(paper.size(), _KEEP)
        left = (paper.width() - fitted.width()) // 2
        painter.drawImage(QRect(left, 0, fitted.width(), fitted.height()), image)
        tell((sent, len(order)))
    painter.end()
    del application
    return len(order)


def _printer(chosen: PrintSettings) -> QPrinter:
    from PySide6.QtCore import QSizeF
    from PySide6.QtGui import QPageSize
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if chosen.file:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(chosen.file)
    else:
        printer.setPrinterName(chosen.name)
    name, width, height = chosen.size
    printer.setPageSize(QPageSize(QSizeF(width, height), QPageSize.Unit.Millimeter, name))
    ways = QPageLayout.Orientation
    printer.setPageOrientation(ways.Landscape if chosen.landscape else ways.Portrait)
    printer.setResolution(chosen.resolution)
    printer.setCopyCount(chosen.copies)
    printer.setCollateCopies(chosen.collate)
    printer.setDuplex(QPrinter.DuplexMode(chosen.duplex))
    printer.setColorMode(QPrinter.ColorMode(chosen.colour))
    printer.setPaperSource(QPrinter.PaperSource(chosen.source))
    printer.setFullPage(True)  # the document brings its own margins
    return printer


class PrintRun(QObject):
    """Sends pages to a printer and says how far it is; can be stopped.

    Args:
        tasks: where it runs.
        printer: where the pages go, as the person set it up.
        path: the PDF.
        pages: numbers of the pages, from 1.
        parent: the owner.
    """

    #: So many sheets have been sent, of so many.
    advanced = Signal(int, int)
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
        self._tasks, self._path, self._pages = tasks, path, list(pages)
        self._chosen = settings_of(printer)
        self._running: Cancel | None = None

    def start(self) -> None:
        """Begin."""
        into = self._chosen.file
        self._running = self._tasks.spawn(
            print_pages,
            (self._path, self._pages, self._chosen),
            self._sent,
            self._fail,
            told=self._advance,
            tidy=partial(Path(into).unlink, missing_ok=True) if into else None,
        )

    def stop(self) -> None:
        """Send no more."""
        if self._running is not None:
            self._running.cancel()
            self._running = None
            self.finished.emit(None)

    # Bound methods: what arrives after this object is gone is dropped.

    def _advance(self, sent: tuple[int, int]) -> None:
        self.advanced.emit(*sent)

    def _sent(self, _sheets: int) -> None:
        self._running = None
        self.finished.emit(None)

    def _fail(self, error: Exception) -> None:
        self._running = None
        self.finished.emit(error)
