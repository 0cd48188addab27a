"""Where printing is asked for: which printer, which pages, how far it is, and the way to stop it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtPrintSupport import QPrinter

    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.report.preview_bar import PreviewBar
    from fieldsurvey.ui.report.printing import PrintRun


class PrintCounter(QObject):
    """Prints what is in view.

    Args:
        context: the tools.
        bar: the bar over the preview, with its buttons to print and to stop.
        in_view: returns the file that is shown.
        pages: returns how many pages it has.
    """

    def __init__(
        self,
        context: Context,
        bar: PreviewBar,
        in_view: Callable[[], Path],
        pages: Callable[[], int],
    ) -> None:
        super().__init__(bar)
        self._context, self._bar = context, bar
        self._in_view, self._pages = in_view, pages
        self._run: PrintRun | None = None
        bar.printed.connect(self.ask)
        bar.stopped.connect(self.stop)

    def ask(self) -> None:
        """Ask for a printer, a range of pages and copies."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._bar)
        dialog.setMinMax(1, self._pages())
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.accepted.connect(partial(self.print_on, printer))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def print_on(self, printer: QPrinter) -> None:
        """Send the document to a printer that was chosen; one at a time."""
        from fieldsurvey.ui.report.printing import PrintRun

        if self._run is not None:
            return
        last = printer.toPage() or self._pages()
        pages = range(max(printer.fromPage(), 1), last + 1)
        self._run = PrintRun(self._context.tasks, printer, self._in_view(), pages, self)
        self._run.advanced.connect(self._advanced)
        self._run.finished.connect(self._finished)
        self._bar.show_printing(printing=True)
        self._run.start()

    def stop(self) -> None:
        """Send no more pages."""
        if self._run is not None:
            self._run.stop()
            self._context.show(self.tr("Printing was stopped."))

    def _advanced(self, sent: int, sheets: int) -> None:
        self._context.show(self.tr("Printing: {n} of {all} pages").format(n=sent, all=sheets))

    def _finished(self, error: object) -> None:
        run, self._run = self._run, None
        if run is not None:
            run.deleteLater()
        self._bar.show_printing(printing=False)
        if isinstance(error, Exception):
            self._context.tell(error)
