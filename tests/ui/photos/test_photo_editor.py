"""The editor by real keys and mouse: every tool, undo, zoom; the screen shows what is rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from fieldsurvey.media import Arrow, Blur, Recipe, Words, edited_copy
from fieldsurvey.media.lettering import drawn
from fieldsurvey.survey.photo_edits import Recipes
from fieldsurvey.ui.photos.editor import PhotoEditor
from fieldsurvey.ui.photos.sketch import Sketch
from tests.ui.checks import SIZES, assert_accessible, assert_fits
from tests.ui.photos.conftest import shot
from tests.ui.visits.hands import CTRL, press

if TYPE_CHECKING:
    from fieldsurvey.store import Store
    from fieldsurvey.ui.photos.canvas import Canvas
    from fieldsurvey.ui.photos.page import PhotosPage

K = Qt.Key
FACE = "\U0001f600"  # a sign without a glyph: drawn by its code
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def editor(page: PhotosPage) -> PhotoEditor:
    """The editor of the present photo, opened by Enter."""
    press(K.Key_Return)
    (made,) = page.findChildren(PhotoEditor)
    made.activateWindow()
    QApplication.processEvents()
    made.canvas.setFocus()
    assert made.ready
    return made


def kept(page: PhotosPage, stocked: Store, visit: str) -> Recipe:
    present = page.grid.present()
    assert present is not None
    return Recipes.read(stocked, visit).of(present.sha256)


def test_everything_by_keys_and_kept_beside_the_original(
    editor: PhotoEditor, page: PhotosPage, stocked: Store, visit: str
) -> None:
    present = page.grid.present()
    assert present is not None
    original = stocked.blob(present.sha256)
    press("f")
    press(K.Key_Up)
    press(K.Key_Right, SHIFT)
    press("a")
    press("t")
    QTest.keyClicks(editor.line, "Loket 3")
    press(K.Key_Return)
    assert QApplication.focusWidget() is editor.canvas
    press(K.Key_Escape)
    press("c")
    for _ in range(3):
        press(K.Key_Left, SHIFT)
    press(K.Key_Return)
    press("r")
    recipe = editor.recipe
    assert (recipe.turn, len(recipe.marks)) == (1, 3)
    assert recipe.crop is not None
    assert recipe.crop[2] < 1
    (face,) = recipe.blurs
    assert face.round
    assert [m.text for m in recipe.marks.values() if isinstance(m, Words)] == ["Loket 3"]
    press(K.Key_Z, CTRL)
    assert editor.recipe.turn == 0
    press(K.Key_Y, CTRL)
    assert editor.recipe == recipe
    press("n")
    press(K.Key_Delete)
    assert len(editor.recipe.marks) == 2
    press(K.Key_Z, CTRL)
    press(K.Key_Return)  # done
    assert not page.findChildren(PhotoEditor)
    stored = kept(page, stocked, visit)
    assert (stored.turn, stored.crop) == (1, pytest.approx(recipe.crop, abs=1e-4))
    assert {name: mark.to_json() for name, mark in stored.marks.items()} == {
        name: mark.to_json() for name, mark in recipe.marks.items()
    }
    assert stocked.blob(present.sha256) == original
    edited = page.grid.present()
    assert edited is not None
    assert edited.recipe == stored


def test_a_blur_is_drawn_moved_and_pulled_by_hand(editor: PhotoEditor) -> None:
    canvas = editor.canvas
    editor.buttons["blur"].click()
    drag(canvas, (0.3, 0.3), (0.5, 0.6))
    ((name, first),) = editor.recipe.marks.items()
    assert isinstance(first, Blur)
    assert canvas.selected == name
    drag(canvas, (0.4, 0.45), (0.5, 0.45))
    moved = editor.recipe.marks[name]
    assert isinstance(moved, Blur)
    assert moved.box[0] == pytest.approx(first.box[0] + 0.1, abs=0.02)
    drag(canvas, (0.6, 0.6), (0.8, 0.8))
    pulled = editor.recipe.marks[name]
    assert isinstance(pulled, Blur)
    assert pulled.box[2:] == pytest.approx((0.8, 0.8), abs=0.02)
    editor.buttons["arrow"].click()
    tap(canvas, (0.2, 0.2))  # a tap sets one of the usual size
    assert any(isinstance(mark, Arrow) for mark in editor.recipe.marks.values())
    editor.discard.click()
    assert not editor.isVisible()


def test_discarded_and_looked_at_closely_nothing_is_kept(
    editor: PhotoEditor, page: PhotosPage, stocked: Store, visit: str
) -> None:
    press("+")
    press("+")
    assert editor.canvas._zoom > 1.5
    press(K.Key_Right)
    press("0")
    assert editor.canvas._zoom == 1
    press("b")
    editor.discard.click()
    assert kept(page, stocked, visit).blank


def test_it_fits_says_that_the_original_is_kept_and_every_control_has_a_name(
    editor: PhotoEditor,
) -> None:
    for width, height in SIZES:
        assert_fits(editor, (round(width * 0.94), round(height * 0.94)))
    assert_accessible(editor)
    assert "Asli tetap disimpan" in editor._kept.text()
    editor.discard.click()


@pytest.mark.parametrize("turn", [0, 1, 3])
def test_the_screen_shows_what_is_rendered(turn: int) -> None:
    data = shot(5)
    recipe = Recipe(
        turn,
        (0.1, 0.05, 0.9, 0.85),
        {
            "a": Blur((0.2, 0.2, 0.45, 0.5)),
            "b": Blur((0.6, 0.5, 0.8, 0.8), round=True),
            "c": Arrow((0.3, 0.7), (0.7, 0.3)),
            "d": Words((0.5, 0.7), f"Loket {FACE}"),
        },
    )
    sketch = Sketch(QImage.fromData(data), recipe)
    made = QImage(sketch.shape, QImage.Format.Format_RGB888)
    sketch.frame = made.rect().toRectF()
    painter = QPainter(made)
    painter.drawImage(0, 0, sketch.background(made.size()))
    sketch.draw_marks(painter)
    painter.end()
    rendered = QImage.fromData(edited_copy(data, recipe)).convertToFormat(
        QImage.Format.Format_RGB888
    )
    assert made.size() == rendered.size()
    difference = ImageChops.difference(_small(made), _small(rendered)).convert("L").tobytes()
    assert sum(difference) / len(difference) < 6
    assert max(difference) < 90


def _small(image: QImage) -> Image.Image:
    raw = bytes(image.constBits())
    size = (image.width(), image.height())
    whole = Image.frombuffer("RGB", size, raw, "raw", "RGB", image.bytesPerLine(), 1)
    return whole.resize((24, 24), Image.Resampling.BOX)


def spot(canvas: Canvas, share: tuple[float, float]) -> QPoint:
    """Return where a place of the photo is on the screen."""
    return canvas._sketch().to_screen(share).toPoint()


def drag(canvas: Canvas, begin: tuple[float, float], end: tuple[float, float]) -> None:
    first, last = spot(canvas, begin), spot(canvas, end)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, first)
    QTest.mouseMove(canvas, (first + last) / 2)
    QTest.mouseMove(canvas, last)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, last)
    QApplication.processEvents()


def tap(canvas: Canvas, place: tuple[float, float]) -> None:
    at = spot(canvas, place)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def test_what_has_no_glyph_is_named_beneath_the_text_and_drawn_by_its_code(
    editor: PhotoEditor,
) -> None:
    editor.line.setText("Loket é – ā")
    assert drawn(editor.line.text()) == "Loket é – ā"
    assert _warned(editor) == []
    editor.line.setText(f"Loket {FACE}")
    assert drawn(editor.line.text()) == "Loket [U+1F600]"
    (said,) = _warned(editor)
    assert FACE in said
    for size in SIZES:
        assert_fits(editor, size)
    editor.discard.click()


def _warned(editor: PhotoEditor) -> list[str]:
    found = editor.findChildren(QLabel)
    return [
        each.text() for each in found if "sebagai kode" in each.text() and each.isVisibleTo(editor)
    ]
