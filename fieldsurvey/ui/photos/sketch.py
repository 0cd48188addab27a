"""An edited photo on the screen: the same recipe, the same measures as ``media.render``, drawn by Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QTransform,
)

from fieldsurvey.media.edits import WHOLE, Arrow, Blur, Recipe, Words
from fieldsurvey.media.lettering import drawn
from fieldsurvey.media.render import EDGE, INK, LETTER, STROKE, arrow_head, cells_of, kept_inside
from fieldsurvey.ui.theme import FAMILY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.media.edits import Box, Point
    from fieldsurvey.ui.theme import Theme

_INK, _EDGE = QColor(*INK), QColor(*EDGE)
# On a photo the palette has no say: light on dark is seen on every ground.
_LIGHT, _DARK, _SHADE = QColor("#FFFFFF"), QColor("#000000"), QColor(0, 0, 0, 130)


class Sketch:
    """A photo and what is done to it, in a frame of the screen.

    Args:
        picture: the photo, upright.
        recipe: what is done to it.
        cropping: show what a crop leaves out, too.
    """

    def __init__(self, picture: QImage, recipe: Recipe, *, cropping: bool = False) -> None:
        self.picture = picture
        self.recipe = recipe
        self._shown = replace(recipe, crop=None) if cropping else recipe
        self.frame = QRectF()

    @property
    def shape(self) -> QSize:
        """The size of what is shown, in pixels of the photo."""
        left, upper, right, lower = self._shown.crop or WHOLE
        wide = max(1, round((right - left) * self.picture.width()))
        high = max(1, round((lower - upper) * self.picture.height()))
        return QSize(high, wide) if self._shown.turn % 2 else QSize(wide, high)

    def to_screen(self, point: Point) -> QPointF:
        """Return where a point of the original lies on the screen."""
        x, y = self._shown.to_result(point)
        frame = self.frame
        return QPointF(frame.left() + x * frame.width(), frame.top() + y * frame.height())

    def to_photo(self, point: QPointF) -> Point:
        """Return which point of the original lies at a point of the screen, inside the picture."""
        frame = self.frame
        x = (point.x() - frame.left()) / max(1.0, frame.width())
        y = (point.y() - frame.top()) / max(1.0, frame.height())
        x, y = self._shown.to_original((min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)))
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)

    def rectangle(self, box: Box) -> QRectF:
        """Return a box of the original on the screen."""
        first, second = self.to_screen((box[0], box[1])), self.to_screen((box[2], box[3]))
        return QRectF(first, second).normalized()

    def background(self, size: QSize) -> QImage:
        """Return the photo turned and cropped, without marks, in a size."""
        left, upper, right, lower = self._shown.crop or WHOLE
        wide, high = self.picture.width(), self.picture.height()
        part = self.picture.copy(
            round(left * wide),
            round(upper * high),
            max(1, round((right - left) * wide)),
            max(1, round((lower - upper) * high)),
        )
        if self._shown.turn:
            part = part.transformed(QTransform().rotate(90 * self._shown.turn))
        return part.scaled(
            size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )

    def draw_marks(self, painter: QPainter) -> None:
        """Draw blurs, then arrows and words."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.save()
        painter.setClipRect(self.frame)
        for blur in self.recipe.blurs:
            self._draw_blur(painter, blur)
        for identity in sorted(self.recipe.marks):
            mark = self.recipe.marks[identity]
            if isinstance(mark, Arrow):
                self._draw_arrow(painter, mark)
            elif isinstance(mark, Words) and self.frame.contains(self.to_screen(mark.at)):
                self._draw_words(painter, mark)
        painter.restore()

    def reach(self, identity: str) -> QPainterPath:
        """Return the area of the screen on which a mark can be taken hold of."""
        mark, path = self.recipe.marks.get(identity), QPainterPath()
        if isinstance(mark, Blur):
            path.addRect(self.rectangle(mark.box))
        elif isinstance(mark, Arrow):
            path.addRect(
                QRectF(self.to_screen(mark.tail), self.to_screen(mark.head))
                .normalized()
                .adjusted(-8, -8, 8, 8)
            )
        elif isinstance(mark, Words):
            path.addRect(self._room_of(mark))
        return path

    # --- drawing

    @property
    def _longer(self) -> float:
        """The longer side of the result on the screen: what measures are shares of."""
        size = self.rectangle(self.recipe.crop or WHOLE)
        return max(size.width(), size.height())

    def _draw_blur(self, painter: QPainter, blur: Blur) -> None:
        wide, high = self.picture.width(), self.picture.height()
        left, upper, right, lower = blur.box
        area = self.picture.copy(
            round(left * wide),
            round(upper * high),
            max(1, round((right - left) * wide)),
            max(1, round((lower - upper) * high)),
        )
        columns, rows = cells_of(area.width(), area.height())
        few = area.scaled(
            columns,
            rows,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        ).transformed(QTransform().rotate(90 * self._shown.turn))
        spot = self.rectangle(blur.box)
        painter.save()
        if blur.round:
            path = QPainterPath()
            path.addEllipse(spot)
            painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
        painter.drawImage(spot, few)
        painter.restore()

    def _draw_arrow(self, painter: QPainter, arrow: Arrow) -> None:
        tail, head = self.to_screen(arrow.tail), self.to_screen(arrow.head)
        corners = arrow_head((tail.x(), tail.y()), (head.x(), head.y()), self._longer)
        points = [QPointF(*corner) for corner in corners]
        behind = (points[1] + points[2]) / 2
        stroke = max(2.0, self._longer * STROKE)
        for color, wide in ((_EDGE, stroke * 1.7), (_INK, stroke)):
            pen = QPen(color, wide)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawLine(tail, behind)
            painter.setPen(QPen(color, wide - stroke) if wide > stroke else Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawPolygon(QPolygonF(points))

    def _draw_words(self, painter: QPainter, words: Words) -> None:
        font, room = self._font(), self._room_of(words)
        path = QPainterPath()
        metrics = QFontMetricsF(font)
        base = room.center().y() + (metrics.ascent() - metrics.descent()) / 2
        path.addText(QPointF(room.left(), base), font, drawn(words.text))
        pen = QPen(_EDGE, max(2.0, self._longer * LETTER / 4))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)
        painter.fillPath(path, _INK)

    def _room_of(self, words: Words) -> QRectF:
        metrics = QFontMetricsF(self._font())
        size = metrics.size(Qt.TextFlag.TextSingleLine, drawn(words.text) or " ")
        room = QRectF(0, 0, size.width(), size.height())
        frame, place = self.rectangle(self.recipe.crop or WHOLE), self.to_screen(words.at)
        x = kept_inside(place.x() - frame.left(), room.width(), frame.width())
        y = kept_inside(place.y() - frame.top(), room.height(), frame.height())
        room.moveCenter(frame.topLeft() + QPointF(x, y))
        return room

    def _font(self) -> QFont:
        font = QFont(FAMILY)
        font.setPixelSize(max(6, round(self._longer * LETTER)))
        font.setWeight(QFont.Weight.DemiBold)
        return font


def draw_crop(painter: QPainter, sketch: Sketch, theme: Theme, grips: Sequence[QPointF]) -> None:
    """Darken what a crop leaves out, and draw its grips."""
    kept = sketch.rectangle(sketch.recipe.crop or WHOLE)
    shade, inner = QPainterPath(), QPainterPath()
    shade.addRect(sketch.frame)
    inner.addRect(kept)
    painter.fillPath(shade.subtracted(inner), _SHADE)
    draw_grips(painter, kept, theme, grips)


def draw_grips(painter: QPainter, box: QRectF, theme: Theme, grips: Sequence[QPointF]) -> None:
    """Draw a box that is seen on any photo, and what it can be pulled by."""
    for color, style in ((_LIGHT, Qt.PenStyle.SolidLine), (_DARK, Qt.PenStyle.DashLine)):
        painter.setPen(QPen(color, theme.ring, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
    side = theme.space(1.5)
    painter.setPen(QPen(_DARK, theme.ring))
    painter.setBrush(_LIGHT)
    for grip in grips:
        painter.drawRect(QRectF(grip.x() - side / 2, grip.y() - side / 2, side, side))
