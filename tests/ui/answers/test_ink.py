"""Written by hand: strokes on a pad, a signature, a drawing, a photo drawn upon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from fieldsurvey.ui.answers import Medium
from fieldsurvey.ui.answers.drawing import AnnotateQuestion, SignatureQuestion
from fieldsurvey.ui.form.files import read_file
from fieldsurvey.ui.ink_pad import InkPad
from tests.ui.answers.test_question_widgets import Bench, view

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.theme import Theme

K = Qt.Key


def write(pad: InkPad, *places: tuple[float, float]) -> None:
    """Draw one stroke with the mouse, in parts of the paper's width and height."""
    paper = pad.image(1000)
    high = pad.width() * paper.height() / paper.width()
    points = [QPoint(round(x * pad.width()), round(y * high)) for x, y in places]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(pad, point)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=points[-1])


def dark(picture: QImage, x: float, y: float) -> bool:
    """Say whether there is ink near a place."""
    at = QPoint(round(x * picture.width()), round(y * picture.height()))
    near = [QPoint(at.x() + dx, at.y() + dy) for dx in range(-3, 4) for dy in range(-3, 4)]
    return any(
        QColor(picture.pixel(point)).lightness() < 120
        for point in near
        if picture.rect().contains(point)
    )


def test_strokes_are_kept_by_the_width_and_taken_back_one_by_one(
    qtbot: QtBot, theme: Theme
) -> None:
    pad = InkPad(theme)
    qtbot.addWidget(pad)
    pad.resize(500, 200)
    pad.show()
    write(pad, (0.1, 0.5), (0.5, 0.5), (0.9, 0.5))
    write(pad, (0.5, 0.1), (0.5, 0.9))
    assert [len(stroke) for stroke in pad.strokes] == [3, 2]
    assert pad.strokes[0][0] == pytest.approx((0.1, 0.2, 1.0), abs=0.01)
    picture = pad.image(600)
    assert dark(picture, 0.5, 0.5)
    assert dark(picture, 0.5, 0.85)
    QTest.keyClick(pad, K.Key_Backspace)
    assert not dark(pad.image(600), 0.5, 0.85)
    QTest.keyClick(pad, K.Key_Delete)
    assert pad.blank


def test_nobody_writes_on_what_may_only_be_read(qtbot: QtBot, theme: Theme) -> None:
    pad = InkPad(theme)
    qtbot.addWidget(pad)
    pad.resize(500, 200)
    pad.show()
    write(pad, (0.1, 0.5), (0.9, 0.5))
    pad.set_readonly(True)
    write(pad, (0.1, 0.1), (0.9, 0.1))
    QTest.keyClick(pad, K.Key_Delete)
    assert len(pad.strokes) == 1


def test_a_signature_is_attached_when_it_is_done(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(
        qtbot, theme, view("upload", "binary", appearance="signature", mediatype="image/*")
    )
    widget = bench.widget
    assert isinstance(widget, SignatureQuestion)
    assert widget.pad.isVisible()
    assert not widget.keep.isVisible()
    write(widget.pad, (0.2, 0.6), (0.4, 0.3), (0.8, 0.7))
    assert widget.keep.isVisible()
    assert bench.attached == []
    assert widget.pending()
    bench.press(K.Key_Return)
    (picture,) = bench.attached
    assert isinstance(picture, QImage)
    assert dark(picture, 0.2, 0.6)
    kept = read_file(picture, None, photo=True)
    assert kept.media_type == "image/png"
    assert QImage.fromData(kept.data) == picture, "packed off the window's thread, every point kept"
    assert (bench.advanced, widget.pending()) == (1, False)


def test_what_is_signed_is_shown_and_can_be_signed_again(qtbot: QtBot, theme: Theme) -> None:
    shown = view(
        "upload", "binary", appearance="signature", mediatype="image/*",
        value="ttd.png", media=(Medium("m1", "ttd.png", "image/png"),),
    )  # fmt: skip
    bench = Bench(qtbot, theme, shown)
    widget = bench.widget
    assert isinstance(widget, SignatureQuestion)
    assert not widget.pad.isVisible()
    bench.press(K.Key_Space)
    assert widget.pad.isVisible()
    write(widget.pad, (0.2, 0.6), (0.8, 0.6))
    qtbot.mouseClick(widget.wipe, Qt.MouseButton.LeftButton)
    assert not widget.pending()
    assert bench.attached == []


def test_what_was_written_is_not_lost_when_another_question_comes(
    qtbot: QtBot, theme: Theme
) -> None:
    shown = view("upload", "binary", appearance="draw", mediatype="image/*")
    bench = Bench(qtbot, theme, shown)
    write(bench.widget.pad, (0.2, 0.6), (0.8, 0.6))
    bench.widget.show_node(
        view("upload", "binary", appearance="draw").__class__("/data/other", control="upload")
    )
    assert len(bench.attached) == 1


def test_a_photo_is_drawn_upon_and_itself_stays_untouched(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    photo = QImage(3000, 1500, QImage.Format.Format_RGB32)
    photo.fill(QColor("#E0E0E0"))
    file = tmp_path / "meja.jpg"
    photo.save(str(file))
    bench = Bench(
        qtbot, theme, view("upload", "binary", appearance="annotate", mediatype="image/*")
    )
    widget = bench.widget
    assert isinstance(widget, AnnotateQuestion)
    assert not widget.pad.isVisible()
    widget._give(file)
    assert bench.attached == [file], "the photo itself, as it was"
    assert widget.pad.isVisible()
    write(widget.pad, (0.3, 0.3), (0.7, 0.3))
    bench.press(K.Key_Return)
    drawn = bench.attached[1]
    assert isinstance(drawn, QImage)
    assert (drawn.width(), drawn.height()) == (2000, 1000)
    assert dark(drawn, 0.5, 0.3)
    assert not dark(drawn, 0.5, 0.8)
    assert not widget.pad.isVisible()


def test_a_photo_from_the_clipboard_can_be_drawn_upon(qtbot: QtBot, theme: Theme) -> None:
    photo = QImage(80, 40, QImage.Format.Format_RGB32)
    photo.fill(QColor("white"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    photo.save(buffer, "PNG")
    bench = Bench(
        qtbot, theme, view("upload", "binary", appearance="annotate", mediatype="image/*")
    )
    bench.widget._give(bytes(buffer.data().data()))
    assert bench.widget.pad.isVisible()
    bench.widget.pad.clear()
    bench.widget._give(b"not a picture")
    assert not bench.widget.pad.isVisible(), "what is no picture is attached, not drawn upon"


def test_a_photo_to_draw_upon_is_not_read_by_the_window(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    photo = QImage(300, 150, QImage.Format.Format_RGB32)
    photo.fill(QColor("white"))
    photo.save(str(tmp_path / "meja.png"))
    bench = Bench(
        qtbot, theme, view("upload", "binary", appearance="annotate", mediatype="image/*")
    )
    widget = bench.widget
    assert isinstance(widget, AnnotateQuestion)
    asked: list[tuple[Callable[[], object], Callable[[object], None]]] = []
    widget.worked.disconnect()
    widget.worked.connect(lambda call, done: asked.append((call, done)))
    widget._give(tmp_path / "meja.png")
    assert not widget.pad.isVisible()
    bench.elsewhere.setFocus()
    ((call, done),) = asked
    done(call())
    assert widget.pad.isVisible()
    assert bench.elsewhere.hasFocus(), "whoever went on meanwhile stays there"
