"""Our own small icons, drawn in one colour and tinted by the palette."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from fieldsurvey.paths import resources_folder

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

    from fieldsurvey.ui.theme import Theme


def icon(name: str, theme: Theme, color: str = "text") -> QIcon:
    """Return an icon of ``resources/icons`` in a colour of the theme.

    Args:
        name: file name without ``.svg``.
        theme: whose colours.
        color: a name of ``Theme.colors``.
    """
    return _icon(name, theme.icon, theme.colors[color], theme.colors["disabled"])


@lru_cache(maxsize=512)
def _icon(name: str, side: int, normal: str, disabled: str) -> QIcon:
    made = QIcon()
    for size in (side, 2 * side):  # the second for dense screens
        for mode, shade in ((QIcon.Mode.Normal, normal), (QIcon.Mode.Disabled, disabled)):
            made.addPixmap(_tinted(_shape(name, size), shade), mode)
    return made


def _tinted(shape: QPixmap, color: str) -> QPixmap:
    """Return a shape in another colour: to fill is a tenth of the work of drawing it again."""
    pixmap = shape.copy()
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), QColor(color))
    painter.end()
    return pixmap


@lru_cache(maxsize=512)
def _shape(name: str, size: int) -> QPixmap:
    """Return a drawing in black, the same for all palettes."""
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _drawing(name).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


@lru_cache(maxsize=128)
def _drawing(name: str) -> QSvgRenderer:
    """Return a file's drawing, read once."""
    from PySide6.QtSvg import QSvgRenderer

    text = (resources_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(text.replace("currentColor", "#000000").encode()))
