"""A photo answer in a form opens in the editor, and then shows what others would see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldsurvey.media import Blur
from fieldsurvey.survey.photo_edits import Recipes
from fieldsurvey.ui.answers.files import MediumRow
from fieldsurvey.ui.photos.editor import PhotoEditor
from tests.ui.form.driving import A, go, open_form, press, stand_of, values
from tests.ui.photos.conftest import shot

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.form import FormScreen


def test_a_photo_answer_is_blurred_from_the_form(
    qtbot: QtBot, context: Context, store: Store, visit: str, tmp_path: Path
) -> None:
    path = tmp_path / "loket.jpg"
    path.write_bytes(shot(5))
    screen = open_form(qtbot, context, visit, stand_of(store, visit))
    press(qtbot, "2")  # "Tidak" asks for a photo
    go(qtbot, screen, A + "a01_foto")
    screen.face.pages.page.attached.emit(A + "a01_foto", path)
    QApplication.processEvents()
    row = row_of(screen)
    assert row.edit.text() == "Sunting…"
    before = row._medium.preview.copy()
    row.edit.setFocus()
    QTest.keyClick(row.edit, Qt.Key.Key_Space)
    (editor,) = screen.findChildren(PhotoEditor)
    QTest.keyClick(editor.canvas, "B")
    for _ in range(10):
        QTest.keyClick(editor.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(editor.canvas, Qt.Key.Key_Escape)
    QTest.keyClick(editor.canvas, Qt.Key.Key_Escape)
    (record,) = store.entities(visit, "photo")
    sha256 = str(record.fields["sha256"])
    (mark,) = Recipes.read(store, visit).of(sha256).marks.values()
    assert isinstance(mark, Blur)
    assert store.blob(sha256) == path.read_bytes()
    assert str(values(store, visit)[A + "a01_foto"]).startswith(sha256[:16])
    QApplication.processEvents()
    assert row_of(screen)._medium.preview != before


def row_of(screen: FormScreen) -> MediumRow:
    """Return the one photo that is attached, as the form shows it."""
    (row,) = (each for each in screen.findChildren(MediumRow) if each.isVisible())
    return row
