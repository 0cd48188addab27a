"""The photo that is edited: marks are set, moved and pulled by mouse, finger or keys; nothing touches the original."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QSizePolicy, QWidget

from fieldsurvey.journal import new_id
from fieldsurvey.media.edits import LEAST, WHOLE, Arrow, Blur, Recipe, Words
from fieldsurvey.ui.photos.grips import (
    BOX_GRIPS,
    box_between,
    grip_place,
    grips_of,
    moved,
    moved_box,
    pulled,
    pulled_box,
)
from fieldsurvey.ui.photos.sketch import Sketch, draw_crop, draw_grips
from fieldsurvey.ui.photos.tools import Tool

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from fieldsurvey.media.edits import Box, Mark, Point
    from fieldsurvey.ui.theme import Theme


_FIT, _MOST = 1.0, 6.0
_NEW = 0.12  # half of a new mark's side, as a share of what is shown
_STEP, _FINE = 0.02, 0.004  # of what is shown, a press of an arrow key
_SLIP = 6  # pixels: less is a tap


@dataclass
class _Hold:
    """What the hand holds: a grip of a mark or of the crop, a whole mark, a new mark, or the picture itself."""

    start: QPointF
    before: Recipe
    mark: str = ""
    grip: int = -1
    crop: bool = False
    pan: QPointF | None = None
    new: bool = False


class Canvas(QWidget):
    """A photo with its marks.

    Args:
        theme: sizes and colours.
        parent: the editor.
    """

    #: The recipe was changed by hand: the new one.
    changed = Signal(object)
    #: Another mark is chosen, or none.
    chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture = QImage()
        self.recipe = Recipe()
        self.selected = ""
        self.tool = Tool.SELECT
        self.readonly = False
        self._zoom, self._middle = _FIT, QPointF(0.5, 0.5)
        self._hold: _Hold | None = None
        self._ready: tuple[object, QImage] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.space(24), theme.space(18))
        self.setAccessibleName(self.tr("The photo"))
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.grabGesture(Qt.GestureType.PinchGesture)

    # -- what is shown ---------------------------------------------------------------------------

    def show_photo(self, picture: QImage, recipe: Recipe) -> None:
        """Show a photo, upright, and what is done to it."""
        self._picture = picture
        self.show_recipe(recipe)

    def show_recipe(self, recipe: Recipe) -> None:
        """Show something else done to it; nothing is told."""
        self.recipe = recipe
        if self.selected not in recipe.marks:
            self.choose("")
        self.update()

    def choose(self, mark: str) -> None:
        """Choose a mark, or none."""
        if mark != self.selected:
            self.selected = mark
            self.chosen.emit()
        self.update()

    def take(self, tool: Tool) -> None:
        """Take a tool in hand."""
        self.tool = tool
        crosses = tool not in {Tool.SELECT, Tool.CROP}
        self.setCursor(Qt.CursorShape.CrossCursor if crosses else Qt.CursorShape.ArrowCursor)
        self.update()

    def zoom(self, factor: float) -> None:
        """Look closer, or from further away; 0 shows the whole photo."""
        self._zoom = min(max(self._zoom * factor, _FIT), _MOST) if factor else _FIT
        self.update()

    # -- what is done ----------------------------------------------------------------------------

    def add(self, tool: Tool, text: str = "") -> None:
        """Set a new mark in the middle of what is seen."""
        sketch = self._sketch()
        seen = sketch.frame.intersected(QRectF(self.rect()))
        centre, reach = seen.center(), QPointF(seen.width() * _NEW, seen.height() * _NEW)
        self._set_new(tool, sketch, centre - reach, centre + reach, text)

    def remove(self) -> None:
        """Take the chosen mark away."""
        if self.selected:
            marks = {
                name: mark for name, mark in self.recipe.marks.items() if name != self.selected
            }
            self.selected = ""
            self._change(replace(self.recipe, marks=marks))
            self.chosen.emit()

    def turn(self, quarters: int) -> None:
        """Turn the photo clockwise."""
        self._change(replace(self.recipe, turn=(self.recipe.turn + quarters) % 4))

    def write(self, text: str) -> None:
        """Let the chosen words say something else."""
        mark = self.recipe.marks.get(self.selected)
        if isinstance(mark, Words) and mark.text != text:
            self._put(self.selected, replace(mark, text=text))
            self.changed.emit(self.recipe)

    def next_mark(self) -> None:
        """Choose the next mark."""
        names = sorted(self.recipe.marks)
        if names:
            here = names.index(self.selected) + 1 if self.selected in names else 0
            self.choose(names[here % len(names)])

    def nudge(self, right: int, down: int, *, pull: bool = False, fine: bool = False) -> None:
        """Move what is chosen by a step of the screen, or pull its far end; without anything chosen, look elsewhere."""
        sketch = self._sketch()
        step = (_FINE if fine else _STEP) * max(sketch.frame.width(), sketch.frame.height())
        step /= self._zoom
        by = QPointF(right * step, down * step)
        if self.tool is Tool.CROP:
            box = self.recipe.crop or WHOLE
            grip = BOX_GRIPS[4]
            end = sketch.to_photo(sketch.to_screen(grip_place(box, grip)) + by)
            box = pulled_box(box, grip, end) if pull else moved_box(box, self._apart(sketch, by))
            self._crop(box)
            self.changed.emit(self.recipe)
        elif self.selected:
            mark = self.recipe.marks[self.selected]
            last = 4 if isinstance(mark, Blur) else 1
            places = grips_of(mark)
            if pull and places:
                mark = pulled(mark, last, sketch.to_photo(sketch.to_screen(places[last]) + by))
            else:
                mark = moved(mark, self._apart(sketch, by))
            self._put(self.selected, mark)
            self.changed.emit(self.recipe)
        else:
            self._look_at(QPointF(right, down) * (0.1 / self._zoom))

    # -- the hand --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of something, or begin a new mark."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._picture.isNull() or event.button() != Qt.MouseButton.LeftButton:
            return
        place = event.position()
        self._hold = _Hold(place, self.recipe)
        if self.readonly:
            self._hold.pan = QPointF(self._middle)
        elif self.tool is Tool.CROP:
            self._hold.crop = True
            self._hold.grip = self._near(place, self._crop_grips())
        elif self.tool is Tool.SELECT:
            self._take_hold(place)
        else:
            self._hold.new = True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held."""
        hold = self._hold
        if hold is None:
            return
        place, sketch = event.position(), self._sketch()
        by = self._apart(sketch, place - hold.start)
        if hold.pan is not None:
            frame = sketch.frame
            away = place - hold.start
            self._middle = hold.pan - QPointF(away.x() / frame.width(), away.y() / frame.height())
            self._look_at(QPointF())
        elif hold.crop:
            box = hold.before.crop or WHOLE
            if hold.grip >= 0:
                self._crop(pulled_box(box, BOX_GRIPS[hold.grip], sketch.to_photo(place)))
            else:
                self._crop(moved_box(box, by))
        elif hold.new and (place - hold.start).manhattanLength() > _SLIP:
            hold.new = False
            self._set_new(self.tool, sketch, hold.start, place, "", told=False)
            hold.mark, hold.grip = self.selected, 1 if self.tool is Tool.ARROW else 4
        elif hold.mark:
            mark = hold.before.marks.get(hold.mark)
            if hold.grip >= 0:
                held = self.recipe.marks[hold.mark]
                self._put(hold.mark, pulled(held, hold.grip, sketch.to_photo(place)))
            elif mark is not None:
                self._put(hold.mark, moved(mark, by))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: what was done is told."""
        hold, self._hold = self._hold, None
        if hold is None:
            return
        if hold.new:  # a tap sets a mark of the usual size there
            sketch = self._sketch()
            reach = QPointF(sketch.frame.width() * _NEW, sketch.frame.height() * _NEW) / self._zoom
            place = event.position()
            self._set_new(self.tool, sketch, place - reach, place + reach, "", told=False)
        if self.recipe != hold.before:
            self.changed.emit(self.recipe)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and wheel zoom; the wheel alone looks elsewhere."""
        steps = event.angleDelta().y() / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1.2**steps)
        else:
            self._look_at(QPointF(0, -0.1 * steps / self._zoom))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Two fingers zoom."""
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._hold = None
                self.zoom(pinch.scaleFactor())
                return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide it."""
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew."""
        super().resizeEvent(event)
        self._ready = None

    # -- within ----------------------------------------------------------------------------------

    def _take_hold(self, place: QPointF) -> None:
        hold, sketch = self._hold, self._sketch()
        assert hold is not None
        mark = self.recipe.marks.get(self.selected)
        if mark is not None:
            hold.grip = self._near(place, [sketch.to_screen(each) for each in grips_of(mark)])
            if hold.grip >= 0:
                hold.mark = self.selected
                return
        under = [name for name in self.recipe.marks if sketch.reach(name).contains(place)]
        # What lies on top was set last; a blur lies beneath the rest.
        under.sort(key=lambda name: (not isinstance(self.recipe.marks[name], Blur), name))
        self.choose(under[-1] if under else "")
        hold.mark = self.selected
        if not under:
            hold.pan = QPointF(self._middle)

    def _set_new(
        self,
        tool: Tool,
        sketch: Sketch,
        begin: QPointF,
        end: QPointF,
        text: str,
        *,
        told: bool = True,
    ) -> None:
        first, second = sketch.to_photo(begin), sketch.to_photo(end)
        mark: Mark
        if tool is Tool.ARROW:
            mark = Arrow(first, second)
        elif tool is Tool.WORDS:
            mark = Words(sketch.to_photo((begin + end) / 2), text or self.tr("Text"))
        else:
            mark = Blur(box_between(first, second), round=tool is Tool.ROUND)
        name = new_id()
        self._put(name, mark)
        self.take(Tool.SELECT)
        self.choose(name)
        if told:
            self.changed.emit(self.recipe)

    def _put(self, name: str, mark: Mark) -> None:
        self.recipe = replace(self.recipe, marks={**self.recipe.marks, name: mark})
        self.update()

    def _crop(self, box: Box) -> None:
        whole = all(abs(a - b) < LEAST / 2 for a, b in zip(box, WHOLE, strict=True))
        self.recipe = replace(self.recipe, crop=None if whole else box)
        self.update()

    def _change(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.update()
        self.changed.emit(recipe)

    def _apart(self, sketch: Sketch, by: QPointF) -> Point:
        """Return a way on the screen as one in the photo."""
        here = sketch.frame.center()
        first, second = sketch.to_photo(here), sketch.to_photo(here + by)
        return second[0] - first[0], second[1] - first[1]

    def _look_at(self, by: QPointF) -> None:
        half = 0.5 / self._zoom
        x = min(max(self._middle.x() + by.x(), half), 1 - half)
        y = min(max(self._middle.y() + by.y(), half), 1 - half)
        self._middle = QPointF(x, y)
        self.update()

    def _near(self, place: QPointF, grips: list[QPointF]) -> int:
        """Return the grip under a finger, -1 when none is."""
        reach = self._theme.target / 2
        found = [((grip - place).manhattanLength(), at) for at, grip in enumerate(grips)]
        near = [each for each in found if each[0] <= reach]
        return min(near)[1] if near else -1

    def _crop_grips(self) -> list[QPointF]:
        sketch, box = self._sketch(), self.recipe.crop or WHOLE
        return [sketch.to_screen(grip_place(box, grip)) for grip in BOX_GRIPS]

    def _sketch(self) -> Sketch:
        """Return the photo in its frame: as large as it fits, times the zoom, around the middle that one looks at."""
        made = Sketch(self._picture, self.recipe, cropping=self.tool is Tool.CROP)
        pad = self._theme.space(1)
        room = QSizeF(self.width() - 2 * pad, self.height() - 2 * pad)
        size = QSizeF(made.shape).scaled(room, Qt.AspectRatioMode.KeepAspectRatio) * self._zoom
        middle = QPointF(self.width() / 2, self.height() / 2)
        away = QPointF(
            (self._middle.x() - 0.5) * size.width(), (self._middle.y() - 0.5) * size.height()
        )
        frame = QRectF(QPointF(), size)
        frame.moveCenter(middle - (away if self._zoom > _FIT else QPointF()))
        made.frame = frame
        return made

    # -- painting --------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the photo, what is done to it, and the grips of what is chosen."""
        theme, painter = self._theme, QPainter(self)
        painter.fillRect(self.rect(), theme.color("sunken"))
        if not self._picture.isNull():
            sketch = self._sketch()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(sketch.frame, self._scaled(sketch))
            sketch.draw_marks(painter)
            if self.tool is Tool.CROP:
                draw_crop(painter, sketch, theme, self._crop_grips())
            elif self.selected in self.recipe.marks and not self.readonly:
                grips = grips_of(self.recipe.marks[self.selected])
                box = sketch.reach(self.selected).boundingRect()
                draw_grips(painter, box, theme, [sketch.to_screen(place) for place in grips])
        ring = theme.ring if self.hasFocus() else theme.hairline
        painter.setPen(QPen(theme.color("focus" if self.hasFocus() else "line"), ring))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        painter.end()

    def _scaled(self, sketch: Sketch) -> QImage:
        """Return the photo at the size of its frame, scaled once; looked at closely, in all its pixels."""
        cropping = self.tool is Tool.CROP
        size = sketch.frame.size().toSize() if self._zoom == _FIT else sketch.shape
        key = (size, self.recipe.turn, None if cropping else self.recipe.crop)
        if self._ready is None or self._ready[0] != key:
            self._ready = (key, sketch.background(size))
        return self._ready[1]
