"""Our own small icons, drawn in one colour and tinted by the palette."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from fieldsurvey.paths import resources_folder

if TYPE_CHECKING:
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
    for mode, shade in ((QIcon.Mode.Normal, normal), (QIcon.Mode.Disabled, disabled)):
        for size in (side, 2 * side):  # the second for dense screens
            made.addPixmap(_pixmap(name, shade, size), mode)
    return made


@lru_cache(maxsize=512)
def _pixmap(name: str, color: str, size: int) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    drawing = _drawing(name).replace("currentColor", color)
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


@lru_cache(maxsize=128)
def _drawing(name: str) -> str:
    """Return a file's text, read once."""
    return (resources_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
