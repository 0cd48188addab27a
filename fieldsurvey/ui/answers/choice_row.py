"""One choice: key cap, mark, words. Real radio buttons and check boxes, so that screen readers know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QImage, QPaintEvent

    from fieldsurvey.ui.theme import Theme

    _Button = QAbstractButton
else:
    _Button = object  # mixed in: PySide allows one Qt base only

_BESIDE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_BELOW = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter
_TALLEST = 10_000


class ChoiceRow(_Button):
    """One choice of a ``ChoiceList``, which takes the focus and the keys for it."""

    def set_up(self, theme: Theme) -> None:
        """Take the theme; called once by the constructors below."""
        self._theme = theme
        self.cap = ""
        self.current = False
        self.many = False
        #: A point of a scale: mark above the words.
        self.scale = False
        self.first = self.last = False
        self.label = ""
        self._picture: QPixmap | None = None
        # What is chosen is set in strong letters: always leave room for them.
        self._metrics = QFontMetrics(theme.font(strong=True))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def say(self, label: str) -> None:
        """Take the words."""
        self.label = label
        self.setText(label.replace("&", "&&"))  # no Alt key hides in a label
        self.setAccessibleName(label)

    def show_picture(self, picture: QImage | None) -> None:
        """Show a picture beside the words, None for none."""
        if picture is None:
            self._picture = None
            return
        width, height = self._theme.space(12), self._theme.space(8)
        self._picture = QPixmap.fromImage(picture).scaled(
            width,
            height,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )

    def mark(self, *, chosen: bool) -> None:
        """Show whether it is chosen."""
        # Qt calls only an exclusive button a radio button, and never lets the last of these be unchecked.
        exclusive = self.autoExclusive()
        self.setAutoExclusive(False)
        self.setChecked(chosen)
        self.setAutoExclusive(exclusive)

    def nextCheckState(self) -> None:
        """The form says what is chosen, not the click."""

    def hitButton(self, pos: QPoint) -> bool:
        """Return whether a press there counts: the whole row can be pressed."""
        return self.rect().contains(pos)

    # -- sizes -----------------------------------------------------------------------------------

    def width_wanted(self) -> int:
        """Return the width with the words on one line, in pixels."""
        return self._indent + self._metrics.horizontalAdvance(self.label) + self._pad * 2

    def width_needed(self, *, scale: bool) -> int:
        """Return the least width, in pixels: the longest word."""
        word = max((self._metrics.horizontalAdvance(w) for w in self.label.split()), default=0)
        return word + (self._theme.space(2) if scale else self._indent + self._pad)

    def height_at(self, width: int, *, scale: bool) -> int:
        """Return the height that the words need at a width."""
        theme = self._theme
        if scale:
            words = self._words(width - theme.space(1))
            return max(theme.target, theme.space(2.75) + self._dot + words)
        picture = 0 if self._picture is None else self._picture.height()
        words = self._words(width - self._indent - self._pad)
        return max(theme.target, max(words, picture) + theme.space(2))

    def sizeHint(self) -> QSize:
        """Return the size on one line."""
        return QSize(self.width_wanted(), self._theme.target)

    def minimumSizeHint(self) -> QSize:
        """Return no size: the list arranges its rows."""
        return QSize(0, 0)

    @property
    def _pad(self) -> int:
        return self._theme.space(1.5)

    @property
    def _indent(self) -> int:
        room = 0 if self._picture is None else self._picture.width() + self._pad
        return self._pad + self._theme.space(4) + self._mark + self._pad + room

    @property
    def _mark(self) -> int:
        return self._theme.space(2.25)

    @property
    def _dot(self) -> int:
        return self._theme.space(3.5)

    def _words(self, width: int) -> int:
        box = QRect(0, 0, max(1, width), _TALLEST)
        flags = self._flags(_BESIDE, width)
        return max(
            self._metrics.height(), self._metrics.boundingRect(box, flags, self.label).height()
        )

    def _flags(self, alignment: Qt.AlignmentFlag, width: int) -> int:
        """Return how the words are set: a word is broken only where it does not fit a line alone."""
        longest = max((self._metrics.horizontalAdvance(w) for w in self.label.split()), default=0)
        wrap = Qt.TextFlag.TextWrapAnywhere if longest > width else Qt.TextFlag.TextWordWrap
        return int(wrap | alignment)

    # -- painting --------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_body(painter)
        ink = self._theme.color("text" if self.isEnabled() or self.isChecked() else "disabled")
        if self.scale:
            self._draw_point(painter, ink)
        else:
            self._draw_row(painter, ink)
        painter.end()

    def _draw_body(self, painter: QPainter) -> None:
        theme, chosen = self._theme, self.isChecked()
        ring = theme.ring if self.current else theme.hairline
        if theme.name == "sunlight" and chosen:
            ring = max(ring, theme.ring)
        hover = self.underMouse() and self.isEnabled()
        edge = "focus" if self.current else "accent" if chosen else "edge" if hover else "line"
        if self.scale and edge == "line":
            return  # the points of a scale are held together by its line, not by boxes
        painter.setPen(QPen(theme.color(edge), ring))
        painter.setBrush(theme.color("accent_soft" if chosen or hover else "surface"))
        half = ring / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, theme.space(0.75), theme.space(0.75))

    def _draw_row(self, painter: QPainter, ink: QColor) -> None:
        theme, unit = self._theme, self._theme.space()
        width = self.width() - self._indent - unit
        words, line = self._words(width), self._metrics.height()
        # Cap and mark stand beside the first line when the words wrap.
        top = (self.height() - words) / 2
        middle = top + line / 2 if words > line * 1.5 else self.height() / 2
        x, side = self._pad, theme.space(3)
        if self.cap:
            self._draw_cap(painter, QRectF(x, middle - side / 2, side, side))
        x += side + unit
        self._draw_mark(painter, QRectF(x, middle - self._mark / 2, self._mark, self._mark))
        if self._picture is not None:
            left = self._indent - self._pad - self._picture.width()
            painter.drawPixmap(left, (self.height() - self._picture.height()) // 2, self._picture)
        painter.setFont(theme.font("body", strong=self.isChecked()))
        painter.setPen(ink)
        painter.drawText(
            QRect(self._indent, 0, width, self.height()), self._flags(_BESIDE, width), self.label
        )

    def _draw_point(self, painter: QPainter, ink: QColor) -> None:
        theme, side = self._theme, self._dot
        top, centre = theme.space(1), self.width() / 2
        middle, reach = top + side / 2, side / 2 + theme.space(0.75)
        painter.setPen(QPen(theme.color("line"), theme.hairline + 1))
        if not self.first:
            painter.drawLine(QPointF(0, middle), QPointF(centre - reach, middle))
        if not self.last:
            painter.drawLine(QPointF(centre + reach, middle), QPointF(self.width(), middle))
        dot = QRectF(centre - side / 2, top, side, side)
        if self.cap:
            self._draw_dot(painter, dot)
        else:
            self._draw_mark(painter, dot)
        painter.setFont(theme.font("body", strong=self.isChecked()))
        painter.setPen(ink)
        y, side_gap = top + side + theme.space(0.75), theme.space(0.5)
        room = QRect(side_gap, y, self.width() - 2 * side_gap, self.height() - y)
        painter.drawText(room, self._flags(_BELOW, room.width()), self.label)

    def _draw_cap(self, painter: QPainter, box: QRectF) -> None:
        theme = self._theme
        painter.setPen(QPen(theme.color("edge"), theme.hairline))
        painter.setBrush(theme.color("window"))
        painter.drawRoundedRect(box, theme.space(0.5), theme.space(0.5))
        self._write_cap(painter, box, "text")

    def _draw_dot(self, painter: QPainter, box: QRectF) -> None:
        theme, chosen = self._theme, self.isChecked()
        painter.setPen(QPen(theme.color("accent" if chosen else "edge"), max(2, theme.hairline)))
        painter.setBrush(theme.color("accent" if chosen else "surface"))
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        self._write_cap(painter, box, "on_accent" if chosen else "text")

    def _write_cap(self, painter: QPainter, box: QRectF, color: str) -> None:
        painter.setFont(self._theme.font("small", strong=True))
        painter.setPen(self._theme.color(color if self.isEnabled() else "disabled"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self.cap)

    def _draw_mark(self, painter: QPainter, box: QRectF) -> None:
        theme, chosen = self._theme, self.isChecked()
        painter.setPen(QPen(theme.color("accent" if chosen else "edge"), max(2, theme.hairline)))
        painter.setBrush(theme.color("accent" if chosen and self.many else "surface"))
        box = box.adjusted(1, 1, -1, -1)
        side = box.width()
        if not self.many:
            painter.drawEllipse(box)
            if chosen:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("accent"))
                painter.drawEllipse(box.center(), side * 0.27, side * 0.27)
            return
        painter.drawRoundedRect(box, side / 5, side / 5)
        if chosen:
            pen = QPen(theme.color("on_accent"), max(2.0, side / 8))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            tick = ((0.24, 0.53), (0.43, 0.72), (0.77, 0.30))
            painter.drawPolyline([box.topLeft() + QPointF(side * x, side * y) for x, y in tick])


class RadioRow(ChoiceRow, QRadioButton):
    """One of several.

    Args:
        theme: sizes and colours.
        parent: the list.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.set_up(theme)


class CheckRow(ChoiceRow, QCheckBox):
    """Any of several; arguments as for ``RadioRow``."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.set_up(theme)
        self.many = True
