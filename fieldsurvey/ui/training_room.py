"""Training beside one's own visits: offered, marked, and opened as an application of its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldsurvey.ui.application import Application
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.jobs import Training
    from fieldsurvey.ui.main_window import MainWindow
    from fieldsurvey.ui.theme import Theme
    from fieldsurvey.ui.training import TrainingBand, TrainingPage


class TrainingRoom(QObject):
    """What one application knows of training: it offers one, or is one.

    Args:
        window: its window, hidden while one trains.
        make: makes the application of a training, on its database with the passphrase that everybody knows.
        inside: it is itself one that ``make`` made, so that one can go back.
    """

    def __init__(
        self, window: MainWindow, make: Callable[[Path, str], Application], *, inside: bool
    ) -> None:
        super().__init__(window)
        self._window, self._make, self.inside = window, make, inside
        self._context: Callable[[Theme], Context] | None = None
        #: The training that is open.
        self.application: Application | None = None
        #: This training is to be removed when it is left.
        self.unwanted = False

    def enter(self, context: Callable[[Theme], Context]) -> None:
        """A database is open: say above every page that it is for training, if it is."""
        from fieldsurvey.survey.training import in_training

        self._context = context
        self._tools().tasks.read(in_training, self._mark)

    def offer(self) -> None:
        """Show the page that offers the training; in a training it shows nothing."""
        if not self._window.banded:
            self._window.open_page(self._page)

    def close(self) -> None:
        """Close the training, when one's own window closes."""
        if self.application is not None:
            self.application.window.close()

    def _tools(self) -> Context:
        assert self._context is not None
        return self._context(self._window.theme)

    def _page(self, theme: Theme) -> TrainingPage:
        from fieldsurvey.ui.training import TrainingPage as Offer

        assert self._context is not None
        page = Offer(self._context(theme))
        page.begun.connect(self._go)
        return page

    # --- there

    def _mark(self, training: bool) -> None:
        if training:
            self._window.wear_band(self._band)

    def _band(self, theme: Theme) -> TrainingBand:
        from fieldsurvey.ui.training import TrainingBand as Band

        band = Band(theme, inside=self.inside)
        band.left.connect(self._window.close)
        band.removed.connect(self._leave_unwanted)
        return band

    def _leave_unwanted(self) -> None:
        self.unwanted = True
        self._window.close()

    # --- and back

    def _go(self, training: Training) -> None:
        if self.application is not None:
            return
        self._window.back()
        self.application = self._make(training.path, training.passphrase)
        # Connected last: its own application has closed everything by then.
        self.application.window.leaving.connect(partial(self._return, training))
        self.application.window.setGeometry(self._window.geometry())
        self.application.begin()
        self._window.hide()

    def _return(self, training: Training) -> None:
        assert self.application is not None
        left, self.application = self.application, None
        self._window.show()  # before the other is gone: an application without windows ends
        self._window.activateWindow()
        self._window.take_looks()
        if left.training.unwanted:
            tools = self._tools()
            folder = training.path.parent.parent
            tools.tasks.work(partial(tools.jobs.remove_training, folder), self._tell_removed)
        left.deleteLater()

    def _tell_removed(self, _nothing: None) -> None:
        self._window.show_message(self.tr("The training was removed."))
