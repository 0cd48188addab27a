"""Bar codes: typed, scanned, or read from a photo."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import segno
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QTransform

from fieldsurvey.ui.answers.barcode import code_in, photo_of
from tests.ui.answers.test_question_widgets import Bench, view

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.theme import Theme

CODE = "MPP/2026/G-07"


@pytest.fixture(scope="module")
def picture() -> QImage:
    data = io.BytesIO()
    segno.make(CODE).save(data, kind="png", scale=8, border=6)
    return QImage.fromData(data.getvalue()).convertToFormat(QImage.Format.Format_RGB32)


@pytest.fixture
def bench(qtbot: QtBot, theme: Theme) -> Bench:
    return Bench(qtbot, theme, view("input", "barcode"))


@pytest.mark.parametrize("degrees", [0, 90, 17])
def test_a_code_is_read_however_it_lies(picture: QImage, degrees: int) -> None:
    assert code_in(picture.transformed(QTransform().rotate(degrees))) == CODE


def test_a_photo_is_read_from_its_file(picture: QImage, tmp_path: Path) -> None:
    large = QImage(4000, 3000, QImage.Format.Format_RGB32)
    large.fill(QColor("white"))
    painter = QPainter(large)
    painter.drawImage(900, 700, picture.scaled(1500, 1500))
    painter.end()
    large.save(str(tmp_path / "kode.jpg"))
    assert max(photo_of(tmp_path / "kode.jpg").size().toTuple()) == 1600
    assert code_in(photo_of(tmp_path / "kode.jpg")) == CODE
    (tmp_path / "bukan.jpg").write_text("bukan foto")
    assert code_in(photo_of(tmp_path / "bukan.jpg")) == ""


def test_a_picture_from_the_clipboard_is_handed_on_to_be_read(
    bench: Bench, picture: QImage
) -> None:
    given: list[tuple[str, QImage]] = []
    bench.widget.scanned.connect(lambda ref, photo: given.append((ref, photo)))
    QGuiApplication.clipboard().setImage(picture)
    bench.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [(ref, code_in(photo)) for ref, photo in given] == [(bench.widget.view.ref, CODE)]
    assert bench.said == []


def test_words_from_the_clipboard_are_words(bench: Bench) -> None:
    mime = QMimeData()
    mime.setText("899-123")
    QGuiApplication.clipboard().setMimeData(mime)
    bench.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    bench.press(Qt.Key.Key_Return)
    assert bench.said == ["899-123"]
