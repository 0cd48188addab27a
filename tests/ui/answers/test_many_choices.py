"""Long lists, scales and columns, with real keys."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from fieldsurvey.ui.answers import NodeView, QuestionFrame
from fieldsurvey.ui.answers.choices import ChoiceQuestion
from fieldsurvey.ui.answers.digits import filled, said_by
from fieldsurvey.ui.theme import Theme, make_theme, wear
from tests.ui.answers.test_question_widgets import Bench, view
from tests.ui.checks import PALETTES, TEXT_SIZES, assert_accessible, assert_fits

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PARTS = (
    "1. Dasar hukum", "2. Persyaratan", "3. Sistem, mekanisme, dan prosedur",
    "4. Jangka waktu penyelesaian", "5. Biaya/tarif", "6. Produk pelayanan",
    "7. Sarana, prasarana, dan/atau fasilitas", "8. Kompetensi pelaksana", "9. Pengawasan internal",
    "10. Penanganan pengaduan, saran, dan masukan", "11. Jumlah pelaksana", "12. Jaminan pelayanan",
)  # fmt: skip
MANY = tuple((f"k{n}", label) for n, label in enumerate(PARTS, 1))
SCALE = tuple(
    enumerate(
        ("0 – tidak ada / sangat buruk", "1 – buruk", "2 – cukup", "3 – baik", "4 – sangat baik")
    )
)
POINTS = tuple((str(n), label) for n, label in SCALE)


def shown(bench: Bench) -> list[str]:
    assert isinstance(bench.widget, ChoiceQuestion)
    return [row.label for row in bench.widget.list.rows if row.isVisible()]


def test_letters_filter_and_digits_follow(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("select", choices=MANY))
    bench.press("jam")
    assert shown(bench) == ["12. Jaminan pelayanan"]
    bench.press("1")
    assert bench.said == ["k12"], "a digit is the nth choice that shows"
    bench.press(Qt.Key.Key_Escape)
    assert len(shown(bench)) == 12
    bench.press("PENG")
    assert shown(bench) == [
        "9. Pengawasan internal",
        "10. Penanganan pengaduan, saran, dan masukan",
    ]
    bench.press(Qt.Key.Key_Backspace)
    bench.press("y")
    assert shown(bench) == ["4. Jangka waktu penyelesaian"]


class Layouts(QObject):
    """Counts how often a widget was asked to lay itself out."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.asked = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        self.asked += event.type() == QEvent.Type.LayoutRequest
        return False


def test_choosing_lays_nothing_out_again(qtbot: QtBot, theme: Theme) -> None:
    question = view("select1", choices=MANY)
    bench = Bench(qtbot, theme, question)
    assert isinstance(bench.widget, ChoiceQuestion)
    rows = bench.widget.list.rows
    before = [row.geometry() for row in rows]
    QApplication.processEvents()
    layouts = Layouts(bench.widget)
    bench.widget.show_node(replace(question, value="k7"))
    QApplication.processEvents()
    assert [row.isChecked() for row in rows] == [value == "k7" for value, _ in MANY]
    assert (layouts.asked, [row.geometry() for row in rows]) == (0, before)
    bench.widget.show_node(replace(question, choices=MANY[:3]))
    QApplication.processEvents()
    assert layouts.asked


def test_enter_takes_what_the_filter_left(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("select1", choices=MANY))
    bench.press("biaya")
    bench.press(Qt.Key.Key_Return)
    assert (bench.said, bench.advanced) == (["k5"], 1)


def test_what_nothing_fits_can_be_taken_back(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("select1", choices=MANY))
    bench.press("xyz")
    assert shown(bench) == []
    bench.press("1")
    bench.press(Qt.Key.Key_Space)
    assert bench.said == []
    bench.press(Qt.Key.Key_Escape)
    assert len(shown(bench)) == 12


def test_a_key_held_down_chooses_once(qtbot: QtBot, theme: Theme) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    bench = Bench(qtbot, theme, view("select1", choices=POINTS))
    target = QApplication.focusWidget()
    assert target is not None
    for again in (False, True, True):
        press = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_2, Qt.KeyboardModifier.NoModifier, "2", again
        )
        QApplication.sendEvent(target, press)
    assert (bench.said, bench.advanced) == (["2"], 1)


@pytest.mark.parametrize(
    ("labels", "keys"),
    [
        (("Lengkap", "Sebagian", "Tidak ada"), "123"),
        (("0 – buruk", "1 – cukup", "2 – baik", "TB"), "0123"),
        (("1 – tidak percaya", "2 – percaya", "Tidak tahu"), "123"),
        (("3 – baik", "2 – cukup", "1 – buruk"), "321"),
        (("Di bawah 18 tahun", "18–25 tahun", "26–35 tahun", "56 tahun ke atas"), "1234"),
        (("0", "1", "2"), "012"),
        (("1. Satu", "3. Tiga"), "12"),
        (tuple(f"{n}. Bagian" for n in range(1, 13)), "1234567890  "),
        (tuple(f"{n} – nilai" for n in range(11)), "0123456789 "),
        ((), ""),
    ],
)
def test_a_digit_means_what_the_label_says(labels: tuple[str, ...], keys: str) -> None:
    assert filled(said_by(labels)) == [key.strip() for key in keys]


def test_the_digit_of_a_scale_is_the_point_of_the_scale(qtbot: QtBot, theme: Theme) -> None:
    choices = (*POINTS, ("tb", "TB (tidak berlaku)"))
    for digit, value in (("0", "0"), ("3", "3"), ("5", "tb")):
        bench = Bench(qtbot, theme, view("select1", choices=choices, appearance="columns-pack"))
        bench.press(digit)
        assert bench.said == [value]


def test_a_scale_lies_flat_where_it_fits(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("select1", choices=POINTS, appearance="likert"))
    assert isinstance(bench.widget, ChoiceQuestion)
    rows = bench.widget.list.rows
    assert len({row.y() for row in rows}) == 1
    bench.press(Qt.Key.Key_Right)
    bench.press(Qt.Key.Key_Return)
    assert bench.said == ["1"]
    bench.window.resize(260, 700)
    QApplication.processEvents()
    assert len({row.y() for row in rows}) == 5


def test_arrows_follow_the_columns(qtbot: QtBot, theme: Theme) -> None:
    choices = tuple((str(n), f"Pilihan {n}") for n in range(6))
    bench = Bench(qtbot, theme, view("select1", choices=choices, appearance="columns-3"))
    assert isinstance(bench.widget, ChoiceQuestion)
    assert len({row.y() for row in bench.widget.list.rows}) == 2
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Right)
    bench.press(Qt.Key.Key_Space)
    assert bench.said == ["4"]


def test_choices_that_come_later(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("select1"))
    bench.press("1")
    bench.press(Qt.Key.Key_Return)
    assert (bench.said, bench.advanced) == ([], 1), "no choices, nothing to choose, the way is free"
    bench.widget.show_node(view("select1", choices=POINTS))
    bench.press("1")
    assert bench.said == ["1"]


def test_a_label_hides_no_alt_key(qtbot: QtBot, theme: Theme) -> None:
    bench = Bench(qtbot, theme, view("select1", choices=(("a", "Sarana &Prasarana"),)))
    assert isinstance(bench.widget, ChoiceQuestion)
    row = bench.widget.list.rows[0]
    assert row.shortcut().isEmpty()
    assert row.accessibleName() == "Sarana &Prasarana"


@pytest.mark.parametrize(
    ("control", "role"),
    [("select1", QAccessible.Role.RadioButton), ("select", QAccessible.Role.CheckBox)],
)
def test_screen_readers_know_what_the_rows_are(
    qtbot: QtBot, theme: Theme, control: str, role: QAccessible.Role
) -> None:
    bench = Bench(qtbot, theme, view(control, choices=POINTS, value="1"))
    assert isinstance(bench.widget, ChoiceQuestion)
    rows = [QAccessible.queryAccessibleInterface(row) for row in bench.widget.list.rows]
    assert {row.role() for row in rows} == {role}
    assert [bool(row.state().checked) for row in rows] == [False, True, False, False, False]


LONG = (
    "Apakah Bapak/Ibu pernah mengalami permintaan uang, barang, atau jasa di luar tarif resmi yang "
    "diumumkan oleh penyelenggara pelayanan publik di gerai ini dalam dua belas bulan terakhir?"
)
ANSWERS = tuple(
    (str(n), f"{n} – mempertanggungjawabkan penyelenggaraan pelayanan secara berkesinambungan")
    for n in range(4)
)


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("text", TEXT_SIZES)
@pytest.mark.parametrize("size", [(640, 3400), (1000, 3400)], ids=str)
def test_long_labels_are_never_cut(
    qtbot: QtBot, application: QApplication, palette: str, text: int, size: tuple[int, int]
) -> None:
    made = make_theme(palette, text)
    wear(application, made)
    window = QWidget()
    layout = QVBoxLayout(window)
    frames = [
        QuestionFrame(made, NodeView("/data/q", label=LONG, hint=LONG, required=True, **more))  # type: ignore[arg-type]
        for more in (
            {"control": "select1", "choices": ANSWERS, "appearance": "likert"},
            {"control": "select1", "choices": ANSWERS, "appearance": "columns-2", "value": "2"},
            {"datatype": "int", "appearance": "thousands-sep", "value": "987654321"},
            {"datatype": "date", "value": "2024-07-25"},
            {"datatype": "time", "violation": LONG, "violation_kind": "constraint"},
        )
    ]
    for frame in frames:
        layout.addWidget(frame)
    layout.addStretch(1)
    qtbot.addWidget(window)
    assert_fits(window, size)
    assert_accessible(window)
    for frame in frames:
        if isinstance(frame.widget, ChoiceQuestion):
            choices = frame.widget.list
            assert choices.height() >= choices.heightForWidth(choices.width()) - 1
            for row in choices.rows:
                assert row.height() >= row.height_at(row.width(), scale=row.scale), row.label
                assert row.height() >= 44
                assert choices.rect().contains(row.geometry())
    wear(application, make_theme("light", 11))
