"""Equal cells, as many side by side as fit: what lays out choices and photos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayoutItem, QWidget


class PackLayout(QLayout):
    """Lays out its items in equal columns; hidden ones leave no gap.

    Args:
        parent: whose layout it is.
        gap: between cells, in pixels.
        columns: most columns; 0 for as many as fit.
        widest: no cell is wider than this, in pixels; 0 for no limit.
        whole: either all side by side or one below the other: the points of a scale do not wrap.
        stretch: cells share the whole width rather than take what they need.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        gap: int,
        columns: int = 0,
        widest: int = 0,
        whole: bool = False,
        stretch: bool = False,
    ) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.gap = gap
        self.columns = columns
        self.widest = widest
        self.whole = whole
        self.stretch = stretch
        self.setContentsMargins(0, 0, 0, 0)

    def columns_at(self, width: int) -> int:
        """Return how many cells stand side by side at a width."""
        return self._grid(width)[0]

    def addItem(self, item: QLayoutItem) -> None:
        """See QLayout."""
        self._items.append(item)

    def count(self) -> int:
        """See QLayout."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # None past the end, as Qt asks
        """See QLayout."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # as itemAt
        """See QLayout."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """See QLayout: takes the width there is."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """See QLayout."""
        return True

    def heightForWidth(self, width: int) -> int:
        """See QLayout."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """See QLayout."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """See QLayout: all side by side."""
        shown = self._shown()
        if not shown:
            return QSize(0, 0)
        columns = min(len(shown), self.columns or len(shown))
        width = columns * self._widest_hint(shown) + (columns - 1) * self.gap
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        """See QLayout: one column of the narrowest cells."""
        size = QSize(0, 0)
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _widest_hint(self, shown: list[QLayoutItem]) -> int:
        width = max(item.sizeHint().width() for item in shown)
        return min(width, self.widest) if self.widest else width

    def _grid(self, width: int) -> tuple[int, int]:
        """Return the columns and the width of a cell."""
        shown = self._shown()
        if not shown:
            return 1, width
        wanted = self._widest_hint(shown)
        most = min(len(shown), self.columns or len(shown))
        least = max(item.minimumSize().width() for item in shown)
        if self.columns > 1 or self.whole:
            # So many columns were asked for: they are held as long as every word fits.
            wanted = least if (width + self.gap) // most >= least + self.gap else wanted
        fit = max(1, min(most, (width + self.gap) // (wanted + self.gap)))
        if self.whole and fit < len(shown):
            fit = 1
        if not self.columns:
            fit = -(-len(shown) // -(-len(shown) // fit))  # rows of like length
        share = (width - (fit - 1) * self.gap) // fit
        natural = self._widest_hint(shown)
        if fit > 1 and not self.stretch and not self.whole and self.columns < 2:
            share = min(share, natural)
        elif self.widest:
            share = min(share, self.widest)
        return fit, max(1, share)

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        shown = self._shown()
        columns, width = self._grid(rect.width())
        y = rect.y()
        for start in range(0, len(shown), columns):
            row = shown[start : start + columns]
            height = max(
                item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
                for item in row
            )
            if move:
                for place, item in enumerate(row):
                    x = rect.x() + place * (width + self.gap)
                    item.setGeometry(QRect(x, y, width, height))
            y += height + self.gap
        return max(0, y - self.gap - rect.y())
