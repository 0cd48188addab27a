"""Pages of a PDF in a scrolling column, rendered by pypdfium2 off the GUI thread."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from pathlib import Path

    from fieldsurvey.ui.tasks import TaskRunner
    from fieldsurvey.ui.theme import Theme

_POINTS = 72
_A4_WIDTH_PT = 595.28
_WIDTH_UNITS = 80


def count_pages(path: Path) -> int:
    """Return how many pages a PDF has."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def render_page(path: Path, number: int, width: int) -> bytes:
    """Return one page as PNG bytes: values travel between threads, widgets do not.

    Args:
        path: the PDF.
        number: the page, from 0.
        width: in pixels.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        page = document[number]
        bitmap = page.render(scale=width / page.get_width(), may_draw_forms=True)
        out = io.BytesIO()
        bitmap.to_pil().save(out, "PNG", compress_level=1)
        return out.getvalue()
    finally:
        document.close()


class Preview(QScrollArea):
    """Shows a PDF; each page appears when it is ready.

    Args:
        tasks: where pages are rendered.
        theme: sizes.
        parent: the owner.
    """

    def __init__(self, tasks: TaskRunner, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._theme = tasks, theme
        self._pages: list[QLabel] = []
        self._generation = 0
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("Preview of the document"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clear()

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return len(self._pages)

    def clear(self) -> None:
        """Show nothing."""
        self._generation += 1
        self._pages = []
        empty = QLabel(self.tr("No document yet"))
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        dress(empty, "muted")
        self.setWidget(empty)

    def show_document(self, path: Path) -> None:
        """Show the pages of a PDF."""
        self._generation += 1
        wanted = self._generation

        def counted(pages: int) -> None:
            if wanted == self._generation:
                self._make_pages(path, pages, wanted)

        self._tasks.work(lambda: count_pages(path), counted)

    def _make_pages(self, path: Path, pages: int, wanted: int) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setSpacing(self._theme.space(2))
        width = self._theme.space(_WIDTH_UNITS)
        height = round(width * 841.89 / _A4_WIDTH_PT)
        self._pages = []
        for number in range(pages):
            label = QLabel(self.tr("Page {n} of {all}").format(n=number + 1, all=pages))
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setFixedSize(width, height)
            label.setFrameShape(QFrame.Shape.Box)
            dress(label, "muted")
            self._pages.append(label)
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(inside)
        for number in range(pages):
            self._render(path, number, width, wanted)

    def _render(self, path: Path, number: int, width: int, wanted: int) -> None:
        def ready(png: bytes) -> None:
            if wanted == self._generation:
                self._pages[number].setPixmap(QPixmap.fromImage(QImage.fromData(png)))

        self._tasks.work(lambda: render_page(path, number, width), ready)
