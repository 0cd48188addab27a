"""The document as it will be printed: its pages in a column, rendered off the GUI thread as they come into view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from fieldsurvey.ui.report.pdf_pages import load_pdfium, page_sizes, render_page
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from fieldsurvey.ui.report.pdf_pages import PagePicture, PageSize
    from fieldsurvey.ui.tasks import TaskRunner
    from fieldsurvey.ui.theme import Theme

#: Steps of enlargement, 1 is the width of the view.
ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
_WHOLE = ZOOMS.index(1.0)
#: So many pictures are kept; a page of 2,000 pixels takes 20 MB.
_KEPT = 6


class Preview(QScrollArea):
    """Shows a PDF. Keys: PgUp and PgDn turn pages, + and - enlarge, 0 fits the width, Home and End.

    Args:
        tasks: where pages are rendered, one at a time.
        theme: sizes.
        parent: the owner.
    """

    #: The page in view (from 1), of how many, and the enlargement in percent; 0 pages when there is no document.
    moved = Signal(int, int, int)
    #: The page in view shows its picture, or why it has none.
    settled = Signal()

    def __init__(self, tasks: TaskRunner, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._theme = tasks, theme
        self._path: Path | None = None
        self._sizes: list[PageSize] = []
        self._pages: list[QLabel] = []
        self._drawn: dict[int, int] = {}
        self._rendering = False
        self._generation = 0
        self._zoom = _WHOLE
        tasks.work(load_pdfium)
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("Preview of the document"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._scrolled)
        self.clear()

    @property
    def path(self) -> Path | None:
        """The document that is shown."""
        return self._path

    @property
    def page_count(self) -> int:
        """How many pages it has."""
        return len(self._pages)

    @property
    def page(self) -> int:
        """The page in view, from 1; 0 without a document."""
        if not self._pages:
            return 0
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        passed = sum(1 for label in self._pages if label.geometry().top() <= middle)
        return max(1, passed)

    @property
    def percent(self) -> int:
        """The enlargement; 100 is the width of the view."""
        return round(ZOOMS[self._zoom] * 100)

    def is_drawn(self, page: int) -> bool:
        """Whether a page (from 1) shows its picture."""
        return page - 1 in self._drawn

    def clear(self, text: str = "") -> None:
        """Show no document, and why."""
        self._generation += 1
        self._path, self._sizes, self._pages, self._drawn = None, [], [], {}
        empty = QLabel(text or self.tr("No document yet"))
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty.setWordWrap(True)
        dress(empty, "muted")
        self.setWidget(empty)
        self.moved.emit(0, 0, self.percent)

    def show_document(self, path: Path) -> None:
        """Show the pages of a PDF; one that is shown already stays on its page."""
        self._generation += 1
        wanted, at = self._generation, self.page if path == self._path else 1

        def read(sizes: list[PageSize]) -> None:
            if wanted == self._generation:
                self._path, self._sizes = path, sizes
                self._make_pages()
                self.go_to_page(at)

        def failed(_error: Exception) -> None:
            if wanted == self._generation:
                self.clear(self.tr("This file cannot be shown as a PDF."))
                self.settled.emit()

        self._tasks.work(lambda: page_sizes(path), read, failed)

    def go_to_page(self, page: int) -> None:
        """Bring a page (from 1) into view."""
        if self._pages:
            label = self._pages[min(max(page, 1), len(self._pages)) - 1]
            self.verticalScrollBar().setValue(label.geometry().top() - self._theme.space(1))
            self._scrolled()

    def enlarge(self, steps: int) -> None:
        """Make pages larger or smaller; 0 fits the width again."""
        wanted = _WHOLE if steps == 0 else min(max(self._zoom + steps, 0), len(ZOOMS) - 1)
        if wanted != self._zoom:
            self._zoom = wanted
            self._resize_pages()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages and enlarge."""
        page = self.page
        keys = {
            Qt.Key.Key_PageDown: lambda: self.go_to_page(page + 1),
            Qt.Key.Key_Space: lambda: self.go_to_page(page + 1),
            Qt.Key.Key_PageUp: lambda: self.go_to_page(page - 1),
            Qt.Key.Key_Home: lambda: self.go_to_page(1),
            Qt.Key.Key_End: lambda: self.go_to_page(self.page_count),
            Qt.Key.Key_Plus: lambda: self.enlarge(1),
            Qt.Key.Key_Equal: lambda: self.enlarge(1),
            Qt.Key.Key_Minus: lambda: self.enlarge(-1),
            Qt.Key.Key_0: lambda: self.enlarge(0),
        }
        act = keys.get(Qt.Key(event.key()))
        if act is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        else:
            act()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages follow the width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._resize_pages()

    # --- pages

    def _make_pages(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(*[self._theme.space(1)] * 4)
        column.setSpacing(self._theme.space(2))
        self._pages, self._drawn = [], {}
        for number in range(len(self._sizes)):
            label = QLabel(self.tr("Page {n} of {all}").format(n=number + 1, all=len(self._sizes)))
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setFrameShape(QFrame.Shape.Box)
            dress(label, "muted")
            self._pages.append(label)
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(inside)
        self._resize_pages()

    def _resize_pages(self) -> None:
        if not self._pages:
            return
        page = self.page
        self._generation += 1
        self._drawn.clear()
        room = self.viewport().width() - 2 * self._theme.space(1)
        width = max(self._theme.space(20), round(room * ZOOMS[self._zoom]))
        for label, size in zip(self._pages, self._sizes, strict=True):
            label.setFixedSize(width, round(width * size.height / size.width))
        layout = self.widget().layout()
        assert layout is not None
        layout.activate()
        self.widget().resize(self.widget().sizeHint())
        self.go_to_page(page)

    def _scrolled(self) -> None:
        self.moved.emit(self.page, self.page_count, self.percent)
        self._draw_next()

    def _draw_next(self) -> None:
        """Render the page nearest to the one in view that has no picture yet; one at a time."""
        if self._rendering or self._path is None:
            return
        at = self.page - 1
        near = sorted(
            range(max(0, at - 1), min(at + 2, self.page_count)), key=lambda n: abs(n - at)
        )
        number = next((n for n in near if n not in self._drawn), None)
        if at in self._drawn:
            self.settled.emit()
        if number is None:
            return
        self._rendering = True
        path, wanted = self._path, self._generation
        ratio = self.devicePixelRatioF()
        width = round(self._pages[number].width() * ratio)

        def ready(picture: PagePicture) -> None:
            self._rendering = False
            if wanted == self._generation:
                self._put(number, picture, ratio)
            self._draw_next()

        def failed(_error: Exception) -> None:
            self._rendering = False
            if wanted == self._generation:
                self._drawn[number] = 0
                self._pages[number].setText(self.tr("This page cannot be shown."))
            self._draw_next()

        self._tasks.work(lambda: render_page(path, number, width), ready, failed)

    def _put(self, number: int, picture: PagePicture, ratio: float) -> None:
        image = QImage(
            picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32
        )
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(ratio)
        spoken = self._pages[number].text() or self._pages[number].accessibleName()
        self._pages[number].setAccessibleName(spoken)
        self._pages[number].setPixmap(pixmap)
        self._drawn[number] = picture.width
        far = sorted(self._drawn, key=lambda n: abs(n - number))[_KEPT:]
        for each in far:
            del self._drawn[each]
            self._pages[each].setText(self._pages[each].accessibleName())
