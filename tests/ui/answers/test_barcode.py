"""Bar codes: typed, scanned, or read from a photo."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import segno
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QTransform

from fieldsurvey.ui.answers.barcode import BarcodeQuestion, code_in, photo_of
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


def test_aphoto_of_is_read_from_its_file(picture: QImage, tmp_path: Path) -> None:
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


def test_a_picture_from_the_clipboard_is_its_code(bench: Bench, picture: QImage) -> None:
    QGuiApplication.clipboard().setImage(picture)
    bench.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert bench.said == [CODE]
    assert bench.widget.problem() == ""


def test_words_from_the_clipboard_are_words(bench: Bench) -> None:
    mime = QMimeData()
    mime.setText("899-123")
    QGuiApplication.clipboard().setMimeData(mime)
    bench.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    bench.press(Qt.Key.Key_Return)
    assert bench.said == ["899-123"]


def test_aphoto_of_without_a_code_is_explained_and_costs_nothing(bench: Bench) -> None:
    bench.press("lama")
    bench.press(Qt.Key.Key_Return)
    blank = QImage(300, 300, QImage.Format.Format_RGB32)
    blank.fill(QColor("white"))
    assert isinstance(bench.widget, BarcodeQuestion)
    bench.widget.take(blank)
    assert bench.widget.problem().startswith("Kode dalam foto ini tidak terbaca")
    assert bench.said == ["lama"]
    assert bench.widget.line.text() == "lama"
