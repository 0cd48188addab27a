"""Each kind of question alone, with real keys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from fieldsurvey.ui.answers import (
    Medium,
    NodeView,
    QuestionWidget,
    widget_for,
)
from fieldsurvey.ui.answers.choices import SelectManyQuestion, SelectOneQuestion
from fieldsurvey.ui.answers.files import UploadQuestion
from fieldsurvey.ui.form.files import read_file
from fieldsurvey.ui.theme import Theme, make_theme, wear
from tests.ui.answers.gallery import gallery
from tests.ui.checks import PALETTES, SIZES, TEXT_SIZES, assert_accessible, assert_fits

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

YES_NO = (("ya", "Ya"), ("tidak", "Tidak"), ("tb", "TB (tidak berlaku)"))
MANY = tuple((f"v{n}", f"Pilihan {n}") for n in range(1, 13))


class Bench:
    """A widget in a window, and what it said."""

    def __init__(self, qtbot: QtBot, theme: Theme, view: NodeView) -> None:
        self.qtbot = qtbot
        self.widget: QuestionWidget = widget_for(view, theme)
        self.said: list[str] = []
        self.advanced = 0
        self.attached: list[object] = []
        self.window = QWidget()
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.widget)
        self.elsewhere = QPushButton("lain")
        layout.addWidget(self.elsewhere)
        qtbot.addWidget(self.window)
        self.window.resize(800, 500)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        QApplication.processEvents()
        self.widget.answered.connect(self._answered)
        self.widget.advance.connect(self._advance)
        self.widget.attached.connect(lambda _ref, what: self.attached.append(what))
        self.widget.worked.connect(lambda call, done: done(call()))
        self.widget.focus_answer()

    def _answered(self, ref: str, value: str) -> None:
        assert ref == self.widget.view.ref
        self.said.append(value)
        self.widget.show_node(replace(self.widget.view, value=value))

    def _advance(self) -> None:
        self.advanced += 1

    def press(self, keys: str | Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        if isinstance(keys, str):
            self.qtbot.keyClicks(target, keys)
        else:
            self.qtbot.keyClick(target, keys, modifier or Qt.KeyboardModifier.NoModifier)

    def leave(self) -> None:
        self.elsewhere.setFocus()


def view(control: str = "input", datatype: str = "string", **more: object) -> NodeView:
    return NodeView("/data/q", label="Pertanyaan", control=control, datatype=datatype, **more)  # type: ignore[arg-type]


def test_a_digit_chooses_and_goes_on(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("select1", choices=YES_NO, appearance="columns-pack"))
    bench.press("2")
    assert bench.said == ["tidak"]
    assert bench.advanced == 1
    bench.press("9")
    assert bench.said == ["tidak"], "there is no ninth choice"


def test_zero_is_the_tenth(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("select1", choices=MANY))
    bench.press("0")
    assert bench.said == ["v10"]


def test_arrows_look_and_space_chooses(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("select1", choices=YES_NO))
    bench.press(Qt.Key.Key_Down)
    assert bench.said == []
    bench.press(Qt.Key.Key_Space)
    assert bench.said == ["tidak"]
    assert bench.advanced == 0


def test_enter_takes_the_row_that_was_looked_at(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("select1", choices=YES_NO))
    bench.press(Qt.Key.Key_Return)
    assert (bench.said, bench.advanced) == ([], 1), "Enter at once is no answer"
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Return)
    assert (bench.said, bench.advanced) == (["tidak"], 2)


def test_letters_look_for_a_label(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("select1", choices=YES_NO))
    bench.press("t")
    bench.press(Qt.Key.Key_Space)
    assert bench.said == ["tidak"]


def test_delete_clears(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("select1", choices=YES_NO, value="ya"))
    bench.press(Qt.Key.Key_Delete)
    assert bench.said == [""]


def test_a_click_chooses(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("select1", choices=YES_NO))
    assert isinstance(bench.widget, SelectOneQuestion)
    qtbot.mouseClick(bench.widget.list.rows[2], Qt.MouseButton.LeftButton)
    assert bench.said == ["tb"]


def test_several_keep_the_order_of_the_list(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("select", choices=MANY))
    assert isinstance(bench.widget, SelectManyQuestion)
    bench.press("31")
    assert bench.said[-1] == "v1 v3"
    bench.press("3")
    assert bench.said[-1] == "v1"
    bench.press(Qt.Key.Key_Return)
    assert bench.advanced == 1


def test_a_choice_that_went_stays_visible(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("select1", choices=YES_NO, value="dulu"))
    assert isinstance(bench.widget, SelectOneQuestion)
    assert [row.text() for row in bench.widget.list.rows if row.isChecked()] == ["dulu"]


def test_readonly_choices_stay(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("select1", choices=YES_NO, value="ya", readonly=True))
    bench.press("2")
    bench.press(Qt.Key.Key_Delete)
    assert bench.said == []


@pytest.mark.parametrize(
    ("datatype", "typed", "lexical", "shown"),
    [
        ("int", "12", "12", "12"),
        ("int", "0", "0", "0"),
        ("decimal", "1,5", "1.5", "1,5"),
        ("decimal", "1.5", "1.5", "1,5"),
        ("time", "1405", "14:05:00.000", "14.05"),
        ("time", "9.30", "09:30:00.000", "09.30"),
        ("date", "25072024", "2024-07-25", "25-07-2024"),
        ("string", "Loket 1 & 2", "Loket 1 & 2", "Loket 1 & 2"),
    ],
)
def test_typed_answers(
    qtbot: QtBot, theme: Theme, datatype: str, typed: str, lexical: str, shown: str
) -> None:
    bench = Bench(qtbot, theme, view("input", datatype))
    bench.press(typed)
    bench.press(Qt.Key.Key_Return)
    bench.leave()
    assert bench.said[-1] == lexical
    assert bench.advanced == 1
    assert bench.widget.line.text() == shown  # type: ignore[attr-defined]
    assert bench.widget.problem() == ""


def test_a_pause_answers(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("input", "int"))
    bench.press("7")
    assert bench.said == []
    assert bench.widget.pending()
    qtbot.waitUntil(lambda: bench.said == ["7"], timeout=2000)


def test_an_unfinished_time_waits_until_it_is_left(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("input", "time"))
    bench.press("9")
    qtbot.wait(650)
    assert bench.said == [], "9 may become 930"
    bench.leave()
    assert bench.said == ["09:00:00.000"]


def test_an_ambiguous_number_is_asked_back(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("input", "decimal"))
    bench.press("1.500")
    bench.press(Qt.Key.Key_Return)
    assert "dua cara" in bench.widget.problem()
    assert bench.advanced == 0, "nothing is accepted before it is clear"
    bench.press(Qt.Key.Key_Return)
    assert bench.advanced == 0, "Enter pressed twice is no answer to the question"
    bench.press("1")
    assert bench.said[-1] == "1500"
    assert bench.widget.problem() == ""
    assert bench.advanced == 1


def test_words_in_a_number_are_kept_and_flagged(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("input", "int"))
    bench.press("banyak")
    bench.leave()
    assert bench.said == ["banyak"]
    assert bench.widget.problem().startswith("Ini bukan angka")


def test_several_lines(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("input", "string", appearance="multiline"))
    bench.press("satu")
    bench.press(Qt.Key.Key_Return)
    bench.press("dua")
    bench.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert bench.said == ["satu\ndua"]
    assert bench.advanced == 1


def test_a_photo_is_dropped_or_pasted(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    bench = Bench(qtbot, theme, view("upload", "binary", mediatype="image/*"))
    assert isinstance(bench.widget, UploadQuestion)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.jpg"))])
    drop = QDropEvent(
        QPointF(3, 3), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    bench.widget.dropEvent(drop)
    assert bench.attached == [tmp_path / "a.jpg"]
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(image)
    bench.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    pasted = bench.attached[1]
    assert isinstance(pasted, QImage)
    kept = read_file(pasted, None, photo=True)
    assert kept.data.startswith(b"\x89PNG")
    assert QImage.fromData(kept.data).pixelColor(0, 0) == image.pixelColor(0, 0)
    bench.press(Qt.Key.Key_Return)
    assert bench.advanced == 1


def test_removing_a_photo_asks_once_more(qtbot: QtBot, theme: Theme) -> None:
    shown = view(
        "upload", "binary", mediatype="image/*", value="a.jpg", media=(Medium("m1", "pintu.jpg"),)
    )
    bench = Bench(qtbot, theme, shown)
    gone: list[str] = []
    bench.widget.detached.connect(lambda _ref, medium: gone.append(medium))
    remove = next(b for b in bench.widget.findChildren(QPushButton) if b.text() == "Hapus")
    remove.click()
    assert gone == []
    remove.click()
    assert gone == ["m1"]


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("text", TEXT_SIZES)
@pytest.mark.parametrize("width", [width for width, _ in SIZES])
def test_the_gallery_fits_and_speaks(
    qtbot: QtBot, application: QApplication, palette: str, text: int, width: int
) -> None:
    made = make_theme(palette, text)
    wear(application, made)
    window = gallery(made)
    qtbot.addWidget(window)
    assert_fits(window, (width, 5000))
    assert_accessible(window)
