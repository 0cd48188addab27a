"""What stands above the preview: the page and its number, enlargement, printing, a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from fieldsurvey.ui.icons import icon

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.ui.report.preview import Preview
    from fieldsurvey.ui.theme import Theme


class PreviewBar(QWidget):
    """A row of buttons over a preview.

    Args:
        preview: what it steers.
        theme: sizes and colours.
        parent: the owner.
    """

    #: The document is to be printed; a copy of it is to be saved.
    printed = Signal()
    copied = Signal()
    #: Printing is to be stopped.
    stopped = Signal()

    def __init__(self, preview: Preview, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.space(0.5))
        self.pages = QLabel()
        self.pages.setToolTip(self.tr("PgUp and PgDn turn pages, Home and End go to the ends"))
        self._row.addWidget(self.pages)
        self._row.addStretch(1)
        self._buttons = [
            self._button("zoom-out", self.tr("Smaller (-)"), lambda: preview.enlarge(-1)),
            self._button("zoom-in", self.tr("Larger (+)"), lambda: preview.enlarge(1)),
            self._button("print", self.tr("Print"), self.printed.emit),
            self._button("save", self.tr("Save a copy"), self.copied.emit),
        ]
        self.stop_button = self._button("close", self.tr("Stop printing"), self.stopped.emit)
        self.print_button = self._buttons[2]
        self.show_printing(printing=False)
        preview.moved.connect(self._show)
        self._show(preview.page, preview.page_count, preview.percent)

    def show_printing(self, *, printing: bool) -> None:
        """Offer to stop while pages are on their way to a printer."""
        self.stop_button.setVisible(printing)
        self.print_button.setVisible(not printing)

    def _button(self, drawing: str, text: str, act: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(drawing, self._theme))
        button.setIconSize(QSize(self._theme.icon, self._theme.icon))
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.clicked.connect(lambda _checked=False: act())
        self._row.addWidget(button)
        return button

    def _show(self, page: int, pages: int, percent: int) -> None:
        text = self.tr("Page {n} of {all}").format(n=page, all=pages)
        self.pages.setText(f"{text} · {percent} %" if pages else "")
        for button in self._buttons:
            button.setEnabled(bool(pages))
