"""One choice to press: key cap, mark, words. Real radio buttons and check boxes, so screen readers know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPaintEvent

    from fieldsurvey.ui.theme import Theme

_WRAP = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
_TALLEST = 10_000
#: A word longer than this many units may break: it must not push the page wider than the screen.
_LONGEST_WORD = 16


class Face:
    """How a choice looks: measures and paints a button.

    Args:
        theme: sizes and colours.
        round_mark: a circle (one of several) rather than a box (any of several).
        scale: mark above the words, as a point of a scale, rather than beside them.
    """

    def __init__(self, theme: Theme, *, round_mark: bool, scale: bool = False) -> None:
        self.theme = theme
        self.round_mark = round_mark
        self.scale = scale
        self.cap = ""
        self.caps = False  # leave room for a key cap, so that all choices line up
        self.first = self.last = False
        self.font = theme.font()
        self.strong = theme.font(strong=True)
        self.cap_font = theme.font("small", strong=True)
        # What is chosen is set in strong letters: always leave room for them.
        self.metrics = QFontMetrics(self.strong)

    def least(self, text: str) -> QSize:
        """Return the least size at which every word can be read."""
        unit = self.theme.unit
        word = max((self.metrics.horizontalAdvance(w) for w in text.split()), default=0)
        word = min(word, _LONGEST_WORD * unit)
        width = word + 2 * unit if self.scale else self._before() + word + unit * 3 // 2
        return QSize(width + 2, self.theme.target)

    def natural(self, text: str) -> QSize:
        """Return the size with the words on one line."""
        words = self.metrics.horizontalAdvance(text) + 2
        width = (
            words + self.theme.space(2)
            if self.scale
            else self._before() + words + self.theme.space(1.5)
        )
        size = self.least(text)
        width = max(width, size.width())
        return QSize(width, self.height(text, width))

    def height(self, text: str, width: int) -> int:
        """Return the height at a width, in pixels."""
        theme = self.theme
        if self.scale:
            words = self._words(text, width - theme.space(1))
            return max(theme.target, theme.space(2) + self._side() + theme.space(0.75) + words)
        words = self._words(text, width - self._before() - theme.space(1.5))
        return max(theme.target, words + theme.space(1.5))

    def paint(self, button: QAbstractButton, label: str) -> None:
        """Paint the button as it is now."""
        painter = QPainter(button)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, hot = button.isChecked(), button.underMouse() and button.isEnabled()
        self._body(painter, button, chosen=chosen, hot=hot)
        ink = self.theme.color("text" if button.isEnabled() else "disabled")
        if self.scale:
            self._paint_scale(painter, button, label, ink, chosen=chosen)
        else:
            self._paint_row(painter, button, label, ink, chosen=chosen)
        painter.end()

    # -- parts -----------------------------------------------------------------------------------

    def _body(self, painter: QPainter, button: QAbstractButton, *, chosen: bool, hot: bool) -> None:
        theme = self.theme
        focus = button.hasFocus()
        pen = theme.ring if focus or (chosen and theme.name == "sunlight") else theme.hairline
        edge = "focus" if focus else "accent" if chosen else "edge" if hot else "line"
        if not button.isEnabled():
            edge = "line"
        fill = "accent_soft" if chosen else "surface"
        inset = pen / 2 + 0.25
        rect = QRectF(button.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(theme.color(edge), pen))
        painter.setBrush(theme.color(fill))
        radius = theme.space(0.75)
        painter.drawRoundedRect(rect, radius, radius)
        if hot and not chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            soft = theme.color("accent_soft")
            soft.setAlphaF(0.5)
            painter.setBrush(soft)
            painter.drawRoundedRect(rect, radius, radius)

    def _paint_row(
        self, painter: QPainter, button: QAbstractButton, ink: QColor, *, chosen: bool
    ) -> None:
        theme = self.theme
        # Key cap and mark stand beside the first line of the words when these wrap.
        width = button.width() - self._before() - theme.space(1.5)
        words = self._words(label, width)
        line = self.metrics.height()
        top = (button.height() - words) // 2
        middle = top + line / 2 + 0.5 if words > line * 1.5 else button.height() / 2
        x = float(theme.space(1.25))
        if self.caps:
            self._paint_cap(painter, QPointF(x, middle), chosen=chosen, enabled=button.isEnabled())
            x += self._cap_side() + theme.space(1)
        side = self._side()
        self._paint_mark(painter, QRectF(x, middle - side / 2, side, side), button, chosen=chosen)
        painter.setPen(ink)
        painter.setFont(self.strong if chosen else self.font)
        painter.drawText(
            QRect(self._before(), top - 1, width, words + 2), int(_LEFT | _WRAP), label
        )

    def _paint_scale(
        self, painter: QPainter, button: QAbstractButton, ink: QColor, *, chosen: bool
    ) -> None:
        theme = self.theme
        side = self._side()
        top = theme.space(1)
        centre = button.width() / 2
        middle = top + side / 2
        painter.setPen(QPen(theme.color("line"), theme.hairline + 1))
        reach = side / 2 + theme.space(0.75)
        if not self.first:
            painter.drawLine(QPointF(theme.ring, middle), QPointF(centre - reach, middle))
        if not self.last:
            painter.drawLine(
                QPointF(centre + reach, middle), QPointF(button.width() - theme.ring, middle)
            )
        if self.caps and self.cap:
            self._paint_cap(
                painter,
                QPointF(centre - side / 2, middle),
                chosen=chosen,
                enabled=button.isEnabled(),
                side=side,
            )
        else:
            self._paint_mark(
                painter, QRectF(centre - side / 2, top, side, side), button, chosen=chosen
            )
        painter.setPen(ink)
        painter.setFont(self.strong if chosen else self.font)
        y = top + side + theme.space(0.75)
        margin = theme.space(0.5)
        rect = QRect(margin, y, button.width() - 2 * margin, button.height() - y)
        painter.drawText(rect, int(_CENTRE | _WRAP), label)

    def _paint_cap(
        self, painter: QPainter, at: QPointF, *, chosen: bool, enabled: bool, side: int = 0
    ) -> None:
        if not self.cap:
            return
        theme = self.theme
        side = side or self._cap_side()
        rect = QRectF(at.x(), at.y() - side / 2, side, side).adjusted(0.5, 0.5, -0.5, -0.5)
        filled = chosen and self.scale
        ink = "on_accent" if filled else "accent" if chosen else "muted"
        painter.setPen(QPen(theme.color("accent" if chosen else "edge"), theme.hairline))
        painter.setBrush(theme.color("accent" if filled else "surface" if chosen else "sunken"))
        radius = side / 2 if self.scale else theme.space(0.5)
        painter.drawRoundedRect(rect, radius, radius)
        painter.setPen(theme.color(ink if enabled else "disabled"))
        painter.setFont(self.cap_font)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), self.cap)

    def _paint_mark(
        self, painter: QPainter, rect: QRectF, button: QAbstractButton, *, chosen: bool
    ) -> None:
        theme = self.theme
        rect = rect.adjusted(0.75, 0.75, -0.75, -0.75)
        edge = "accent" if chosen else "edge"
        painter.setPen(
            QPen(theme.color(edge if button.isEnabled() else "disabled"), theme.hairline + 0.5)
        )
        painter.setBrush(theme.color("accent" if chosen and not self.round_mark else "surface"))
        if self.round_mark:
            painter.drawEllipse(rect)
        else:
            painter.drawRoundedRect(rect, rect.width() / 5, rect.width() / 5)
        if not chosen:
            return
        side = rect.width()
        if self.round_mark:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(rect.center(), side * 0.27, side * 0.27)
            return
        pen = QPen(theme.color("on_accent"), max(2.0, side / 8))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        corner = rect.topLeft()
        painter.drawPolyline(
            [
                corner + QPointF(side * x, side * y)
                for x, y in ((0.24, 0.52), (0.43, 0.71), (0.77, 0.31))
            ]
        )

    # -- sizes -----------------------------------------------------------------------------------

    def _side(self) -> int:
        return self.theme.space(3.25) if self.scale else self.theme.space(2.25)

    def _cap_side(self) -> int:
        return self.theme.space(2.75)

    def _before(self) -> int:
        cap = self._cap_side() + self.theme.space(1) if self.caps else 0
        return self.theme.space(1.25) + cap + self._side() + self.theme.space(1.25)

    def _words(self, text: str, width: int) -> int:
        """Return the height of the words wrapped to a width."""
        box = self.metrics.boundingRect(
            QRect(0, 0, max(1, width), _TALLEST), int(_LEFT | _WRAP), text
        )
        return max(self.metrics.height(), box.height())


if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object  # mixed in: PySide allows one Qt base only


class _Row(_Button):
    """What radio and check options share."""

    face: Face
    value: str
    label: str

    def set_up(self, value: str, label: str, face: Face) -> None:
        """Take the choice's value, words and looks."""
        self.value, self.label, self.face = value, label, face
        self.setText(label.replace("&", "&&"))  # no Alt key hides in a label
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def nextCheckState(self) -> None:
        """Change nothing: the group decides."""

    def hitButton(self, pos: QPoint) -> bool:
        """Return True: the whole row can be pressed."""
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        """Return the size with the words on one line."""
        return self.face.natural(self.label)

    def minimumSizeHint(self) -> QSize:
        """Return the size that holds the longest word."""
        return self.face.least(self.label)

    def hasHeightForWidth(self) -> bool:
        """Return True: words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width."""
        return self.face.height(self.label, width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the face."""
        del event
        self.face.paint(self, self.label)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave keys to the group."""
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Leave keys to the group."""
        event.ignore()


class RadioOption(_Row, QRadioButton):
    """One of several choices.

    Args:
        value: lexical value of the choice; label: its words; face: how it looks.
        parent: the group, which handles keys and decides what is chosen.
    """

    entered = Signal(object)

    def __init__(self, value: str, label: str, face: Face, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAutoExclusive(False)
        self.set_up(value, label, face)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the group."""
        super().focusInEvent(event)
        self.entered.emit(self)


class CheckOption(_Row, QCheckBox):
    """Any of several choices; arguments as for `RadioOption`."""

    entered = Signal(object)

    def __init__(self, value: str, label: str, face: Face, parent: QWidget) -> None:
        super().__init__(parent)
        self.set_up(value, label, face)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the group."""
        super().focusInEvent(event)
        self.entered.emit(self)


Option = RadioOption | CheckOption
