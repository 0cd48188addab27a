"""Checks that hold for every widget of every screen."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QLayout,
    QScrollBar,
    QWidget,
)

from fieldsurvey.ui.theme import Theme, make_theme

#: (width, height) in logical pixels: a 1366×768 laptop at 100 % and at 125 %.
SIZES = ((1366, 768), (1093, 614))
PALETTES = ("light", "dark", "sunlight")
TEXT_SIZES = (11, 17)  # 17 of 11 pt: a little over 150 %
#: A pixel of rounding is not an overlap.
_SLACK = 1


def all_themes() -> list[Theme]:
    """Return every palette at both text sizes."""
    return [make_theme(palette, size) for palette in PALETTES for size in TEXT_SIZES]


def assert_accessible(widget: QWidget) -> None:
    """Every widget below (and with) this one that takes the focus says what it is."""
    nameless = [
        _describe(child)
        for child in _visible(widget)
        if child.focusPolicy() != Qt.FocusPolicy.NoFocus
        and child.isEnabled()
        and child.focusProxy() is None
        and not isinstance(child, QScrollBar)
        and not _speaks(child)
    ]
    assert not nameless, f"focusable without an accessible name: {nameless}"


def assert_fits(widget: QWidget, size: tuple[int, int] = SIZES[0]) -> None:
    """Shown at this size, no widget is smaller than its minimumSizeHint and no siblings overlap."""
    widget.resize(*size)
    widget.show()
    QApplication.processEvents()
    QApplication.sendPostedEvents()
    QApplication.processEvents()
    assert (widget.width(), widget.height()) == size, (
        f"{_describe(widget)} wants {widget.width()}×{widget.height()}, more than {size[0]}×{size[1]}"
    )
    faults = []
    for child in _visible(widget):
        if child is not widget and _laid_out(child):
            need = child.minimumSizeHint()
            if child.hasHeightForWidth():
                # The hint's height is that at the least width; lines break less at this one.
                lines = child.heightForWidth(child.width())
                need.setHeight(min(need.height(), lines))
            if need.isValid() and (
                child.width() + _SLACK < min(need.width(), child.maximumWidth())
                or child.height() + _SLACK < min(need.height(), child.maximumHeight())
            ):
                faults.append(
                    f"{_describe(child)} is {child.width()}×{child.height()}, needs {need.width()}×{need.height()}"
                )
        if child.layout() is not None:
            faults += _overlaps(child, child.layout())
    assert not faults, f"at {size}: " + "; ".join(faults)


def _overlaps(parent: QWidget, layout: QLayout) -> list[str]:
    items = [
        item.widget()
        for index in range(layout.count())
        if (item := layout.itemAt(index)).widget() is not None and item.widget().isVisible()
    ]
    found = [
        f"{_describe(a)} overlaps {_describe(b)}"
        for a, b in itertools.combinations(items, 2)
        if _shrunk(a.geometry()).intersects(_shrunk(b.geometry()))
    ]
    outer = parent.rect()
    found += [
        f"{_describe(child)} sticks out of {_describe(parent)}"
        for child in items
        if not outer.adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(child.geometry())
    ]
    for index in range(layout.count()):
        inner = layout.itemAt(index).layout()
        if inner is not None:
            found += _overlaps(parent, inner)
    return found


def _shrunk(rect: QRect) -> QRect:
    return rect.adjusted(_SLACK, _SLACK, -_SLACK, -_SLACK)


def _laid_out(child: QWidget) -> bool:
    parent = child.parentWidget()
    return (
        parent is not None and parent.layout() is not None and parent.layout().indexOf(child) >= 0
    )


def _visible(widget: QWidget) -> list[QWidget]:
    return [
        child
        for child in [widget, *widget.findChildren(QWidget)]
        if child.isVisibleTo(widget) or child is widget
    ]


def _speaks(child: QWidget) -> bool:
    if child.accessibleName():
        return True
    if isinstance(child, QAbstractButton | QLabel) and child.text():
        return True
    if any(label.buddy() is child for label in child.window().findChildren(QLabel)):
        return True
    # The viewport of a scroll area speaks through the area; an editor inside a combo through the combo.
    parent = child.parentWidget()
    return (
        isinstance(parent, QAbstractScrollArea)
        and parent.viewport() is child
        and bool(parent.accessibleName())
    )


def _describe(widget: QWidget) -> str:
    name = widget.objectName() or widget.accessibleName() or getattr(widget, "text", str)()
    where = widget.mapTo(widget.window(), QPoint(0, 0))
    return f"{type(widget).__name__}({str(name)[:40]!r} at {where.x()},{where.y()})"
