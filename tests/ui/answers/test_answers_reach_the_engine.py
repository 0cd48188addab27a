"""What a person types or chooses is what the engine holds: every control over a live form."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QTableView

from fieldsurvey.ui.answers.drop_down import DropDownQuestion
from fieldsurvey.ui.answers.long_text import LongTextQuestion
from fieldsurvey.ui.answers.moment import DateQuestion, zone_name
from fieldsurvey.ui.answers.number import NumberQuestion
from fieldsurvey.ui.answers.typed import TextQuestion
from tests.scenario import scenario
from tests.ui.answers.bench import LiveBench
from tests.ui.checks import assert_accessible

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.theme import Theme
    from fieldsurvey.xforms import FormSession

KEYPAD = Qt.KeyboardModifier.KeypadModifier
CTRL = Qt.KeyboardModifier.ControlModifier

FORM = """
    | survey |                    |       |              |               |                       |                    |
    |        | type               | name  | label        | appearance    | constraint            | constraint_message |
    |        | text               | t     | Kata         |               |                       |                    |
    |        | text               | lama  | Cerita       | multiline     |                       |                    |
    |        | integer            | n     | Jumlah       |               | . <= 99               | Paling banyak 99.  |
    |        | decimal            | d     | Rata-rata    |               |                       |                    |
    |        | integer            | rp    | Besarnya     | thousands-sep |                       |                    |
    |        | time               | jam   | Waktu        |               |                       |                    |
    |        | date               | hari  | Tanggal      |               |                       |                    |
    |        | select_one yt      | satu  | Ada?         | columns-pack  |                       |                    |
    |        | select_one yt      | mini  | Ada?         | minimal       |                       |                    |
    |        | select_one yt      | skala | Seberapa?    | likert        |                       |                    |
    |        | select_multiple yt | beda  | Apa saja?    |               |                       |                    |
    |        | acknowledge        | ok    | Sudah?       |               |                       |                    |
    |        | range              | r     | Nilai        |               |                       |                    |
    |        | range              | bintang | Bersih?    | rating        |                       |                    |
    |        | note               | cat   | Bacakan      |               |                       |                    |
    | choices |                   |       |              |               |                       |                    |
    |        | list_name          | name  | label        |               |                       |                    |
    |        | yt                 | ya    | Ya           |               |                       |                    |
    |        | yt                 | tidak | Tidak        |               |                       |                    |
    |        | yt                 | tb    | TB (tidak berlaku) |         |                       |                    |
"""


@pytest.fixture
def session() -> FormSession:
    return scenario(FORM)


@pytest.mark.parametrize(
    ("name", "keys", "held"),
    [
        ("t", "Loket 3 & 4", "Loket 3 & 4"),
        ("n", "12", "12"),
        ("n", "0", "0"),
        ("d", "1,5", "1.5"),
        ("d", "1.5", "1.5"),
        ("d", "1.234,5", "1234.5"),
        ("d", "-2,25", "-2.25"),
        ("rp", "125.000", "125000"),
        ("rp", "Rp125.000", "125000"),
        ("hari", "25072024", "2024-07-25"),
        ("hari", "25/7/2024", "2024-07-25"),
        ("hari", "25 Juli 2024", "2024-07-25"),
        ("r", "7", "7"),
    ],
)
def test_enter_hands_over_and_goes_on(
    qtbot: QtBot, theme: Theme, session: FormSession, name: str, keys: str, held: str
) -> None:
    bench = LiveBench(qtbot, theme, session, f"/data/{name}")
    bench.press(keys)
    bench.press(Qt.Key.Key_Return)
    assert (bench.value, bench.said, bench.advanced) == (held, [held], 1)
    assert session.violation(bench.ref) is None
    bench.leave()
    assert bench.said == [held], "leaving says nothing twice"
    assert not bench.widget.pending()


@pytest.mark.parametrize("keys", ["14.05", "1405", "14:05"])
def test_a_time_is_held_with_its_zone(
    qtbot: QtBot, theme: Theme, session: FormSession, keys: str
) -> None:
    bench = LiveBench(qtbot, theme, session, "/data/jam")
    bench.press(keys)
    bench.leave()
    assert bench.value.startswith("14:05:00.000")
    assert bench.value[12] in "+-"
    assert bench.widget.line.text() == "14.05"  # type: ignore[attr-defined]
    assert not bench.widget.pending()
    bench.widget.focus_answer()
    bench.leave()
    assert len(bench.said) == 1, "a time that is only looked at says nothing"


@pytest.mark.parametrize(
    ("zone", "name"), [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")]
)
def test_a_time_is_that_of_the_clock_in_the_hall(
    qtbot: QtBot, theme: Theme, session: FormSession, zone: str, name: str
) -> None:
    """Whatever zone the laptop is set to: an inspector types what the clock on the wall says (domain.md §9)."""
    site = ZoneInfo(zone)
    bench = LiveBench(qtbot, theme, session, "/data/jam", site)
    bench.press("14.05")
    bench.leave()
    held = datetime.combine(datetime.now(site).date(), time.fromisoformat(bench.value))
    assert held.astimezone(site).time() == time(14, 5)
    assert bench.widget.line.text() == "14.05"  # type: ignore[attr-defined]
    assert bench.widget.echo.text() == name  # type: ignore[attr-defined]
    assert not bench.widget.pending()
    bench.widget.focus_answer()
    bench.leave()
    assert len(bench.said) == 1, "a time that is only looked at says nothing"


def test_long_text_over_two_lines(qtbot: QtBot, theme: Theme, session: FormSession) -> None:
    bench = LiveBench(qtbot, theme, session, "/data/lama")
    bench.press("satu")
    bench.press(Qt.Key.Key_Return)
    bench.press("dua")
    assert bench.advanced == 0
    bench.press(Qt.Key.Key_Return, CTRL)
    assert (bench.value, bench.advanced) == ("satu\ndua", 1)


@pytest.mark.parametrize("name", ["lama", "t"])
def test_characters_that_documents_print_as_codes_are_named(
    qtbot: QtBot, theme: Theme, session: FormSession, name: str
) -> None:
    bench = LiveBench(qtbot, theme, session, f"/data/{name}")
    widget = bench.widget
    assert isinstance(widget, TextQuestion | LongTextQuestion)

    def written(text: str) -> str:
        if isinstance(widget, TextQuestion):
            widget.line.setText("")
            widget.line.insert(text)  # as typed: keys of a test have no emoji
            widget.line.textEdited.emit(text)
        else:
            widget.pad.setPlainText(text)
        widget.commit()
        return widget.codes.text

    assert written("café ≤ 5") == ""
    assert "😡 名" in written("Marah 😡 sekali, 名 😡")
    widget.clear()
    assert widget.codes.text == ""


def test_choices_by_digit(qtbot: QtBot, theme: Theme, session: FormSession) -> None:
    for name in ("satu", "skala"):
        bench = LiveBench(qtbot, theme, session, f"/data/{name}")
        bench.press("2")
        assert (bench.value, bench.advanced) == ("tidak", 1)
        bench.press(Qt.Key.Key_Delete)
        assert bench.value == ""


def test_several_by_digit_and_space(qtbot: QtBot, theme: Theme, session: FormSession) -> None:
    bench = LiveBench(qtbot, theme, session, "/data/beda")
    bench.press("3")
    bench.press("1")
    assert bench.value == "ya tb"
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Space)
    assert bench.value == "ya tidak tb"
    bench.press(Qt.Key.Key_Return)
    assert (bench.value, bench.advanced) == ("ya tidak tb", 1)


def test_something_is_acknowledged_and_taken_back(
    qtbot: QtBot, theme: Theme, session: FormSession
) -> None:
    bench = LiveBench(qtbot, theme, session, "/data/ok")
    bench.press("1")
    assert bench.value == "OK"
    bench.press(Qt.Key.Key_Space)
    assert bench.value == ""


def test_a_drop_down_list_changes_only_when_opened(
    qtbot: QtBot, theme: Theme, session: FormSession
) -> None:
    bench = LiveBench(qtbot, theme, session, "/data/mini")
    assert isinstance(bench.widget, DropDownQuestion)
    combo: QComboBox = bench.widget.combo
    assert combo.itemText(0) == "— belum dijawab —"
    bench.press(Qt.Key.Key_Down)
    assert bench.said == [], "an arrow opens the list"
    popup = combo.view()
    bench.qtbot.keyClick(popup, Qt.Key.Key_Down)
    bench.qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert bench.value == "ya"
    bench.press(Qt.Key.Key_Delete)
    assert bench.value == ""
    bench.press(Qt.Key.Key_Return)
    assert bench.advanced == 1


def test_a_constraint_is_told_and_the_answer_kept(
    qtbot: QtBot, theme: Theme, session: FormSession
) -> None:
    bench = LiveBench(qtbot, theme, session, "/data/n")
    bench.press("120")
    bench.press(Qt.Key.Key_Return)
    assert bench.value == "120"
    assert bench.frame.error == "Paling banyak 99."


def test_a_range_knows_its_bounds(qtbot: QtBot, theme: Theme, session: FormSession) -> None:
    bench = LiveBench(qtbot, theme, session, "/data/r")
    assert bench.widget.line.placeholderText() == "1 – 10"  # type: ignore[attr-defined]
    bench.press("11")
    bench.press(Qt.Key.Key_Return)
    assert bench.advanced == 0
    assert "batas" in bench.frame.error


class TestFigures:
    def test_the_keypad_point_is_a_comma(
        self, qtbot: QtBot, theme: Theme, session: FormSession
    ) -> None:
        bench = LiveBench(qtbot, theme, session, "/data/d")
        bench.press("1")
        bench.press(Qt.Key.Key_Period, KEYPAD)
        bench.press("5")
        assert bench.widget.line.text() == "1,5"  # type: ignore[attr-defined]
        bench.leave()
        assert bench.value == "1.5"

    def test_the_keypad_point_groups_rupiah(
        self, qtbot: QtBot, theme: Theme, session: FormSession
    ) -> None:
        bench = LiveBench(qtbot, theme, session, "/data/rp")
        bench.press("125")
        bench.press(Qt.Key.Key_Period, KEYPAD)
        bench.press("000")
        assert isinstance(bench.widget, NumberQuestion)
        assert "seratus dua puluh lima ribu rupiah" in bench.widget.echo.text()
        bench.leave()
        assert bench.value == "125000"
        assert bench.widget.line.text() == "125.000"

    @pytest.mark.parametrize(("digit", "held"), [("1", "1500"), ("2", "1.500")])
    def test_what_is_meant_is_asked_and_sticks(
        self, qtbot: QtBot, theme: Theme, session: FormSession, digit: str, held: str
    ) -> None:
        bench = LiveBench(qtbot, theme, session, "/data/d")
        bench.press("1.500")
        bench.press(Qt.Key.Key_Return)
        assert session.violation(bench.ref) is not None, "what is not clear cannot be final"
        assert bench.advanced == 0
        assert isinstance(bench.widget, NumberQuestion)
        assert [row.label for row in bench.widget.meanings.rows] == [
            "1500 – seribu lima ratus",
            "1,500 – satu koma lima nol nol",
        ]
        bench.press(digit)
        assert (bench.value, bench.advanced) == (held, 1)
        assert session.violation(bench.ref) is None
        bench.widget.focus_answer()
        bench.leave()
        assert bench.value == held, "looking at it again asks nothing and changes nothing"
        assert bench.widget.problem() == ""

    def test_a_pause_asks_but_stores_nothing(
        self, qtbot: QtBot, theme: Theme, session: FormSession
    ) -> None:
        bench = LiveBench(qtbot, theme, session, "/data/d")
        bench.press("1.500")
        qtbot.waitUntil(lambda: bool(bench.widget.problem()), timeout=2000)
        assert bench.said == []
        assert bench.widget.pending()
        bench.press("0")
        assert bench.widget.problem() == "", "1.5000 is clear"
        bench.leave()
        assert bench.value == "1.5000"

    def test_three_decimals_stored_elsewhere_are_left_alone(
        self, qtbot: QtBot, theme: Theme, session: FormSession
    ) -> None:
        session.set("/data/d", "1.125")
        bench = LiveBench(qtbot, theme, session, "/data/d")
        assert bench.widget.line.text() == "1,125"  # type: ignore[attr-defined]
        bench.leave()
        assert (bench.said, bench.value, bench.widget.problem()) == ([], "1.125", "")

    def test_a_word_is_kept_and_cannot_be_final(
        self, qtbot: QtBot, theme: Theme, session: FormSession
    ) -> None:
        bench = LiveBench(qtbot, theme, session, "/data/n")
        bench.press("banyak")
        bench.press(Qt.Key.Key_Return)
        assert (bench.value, bench.advanced) == ("banyak", 0)
        assert session.violation(bench.ref) is not None
        assert bench.frame.error.startswith("Ini bukan angka")


class TestMoments:
    def test_a_letter_gives_the_present(
        self, qtbot: QtBot, theme: Theme, session: FormSession
    ) -> None:
        bench = LiveBench(qtbot, theme, session, "/data/jam")
        bench.press("s")
        assert bench.value[5:12] == ":00.000"
        bench = LiveBench(qtbot, theme, session, "/data/hari")
        bench.press("h")
        assert len(bench.value) == 10

    def test_the_day_is_said_in_full(
        self, qtbot: QtBot, theme: Theme, session: FormSession
    ) -> None:
        bench = LiveBench(qtbot, theme, session, "/data/hari")
        bench.press("25-07-2024")
        assert isinstance(bench.widget, DateQuestion)
        assert bench.widget.echo.text() == "Kamis, 25 Juli 2024"

    def test_a_day_is_taken_from_the_calendar(
        self, qtbot: QtBot, theme: Theme, session: FormSession
    ) -> None:
        session.set("/data/hari", "2024-07-25")
        bench = LiveBench(qtbot, theme, session, "/data/hari")
        bench.press(Qt.Key.Key_F4)
        assert isinstance(bench.widget, DateQuestion)
        calendar = bench.widget.calendar
        assert calendar is not None
        assert calendar.month.selectedDate() == QDate(2024, 7, 25)
        assert_accessible(calendar)
        days = calendar.month.findChild(QTableView)
        bench.qtbot.keyClick(days, Qt.Key.Key_Right)
        assert bench.said == [], "looking at a day takes nothing"
        bench.qtbot.keyClick(days, Qt.Key.Key_Return)
        assert bench.value == "2024-07-26"
        assert QApplication.focusWidget() is bench.widget.line

    def test_escape_leaves_the_day(self, qtbot: QtBot, theme: Theme, session: FormSession) -> None:
        session.set("/data/hari", "2024-07-25")
        bench = LiveBench(qtbot, theme, session, "/data/hari")
        for _ in range(2):
            bench.press(Qt.Key.Key_F4)
            assert isinstance(bench.widget, DateQuestion)
            assert bench.widget.calendar is not None
            days = bench.widget.calendar.month.findChild(QTableView)
            bench.qtbot.keyClick(days, Qt.Key.Key_Down)
            bench.qtbot.keyClick(days, Qt.Key.Key_Escape)
        assert (bench.said, bench.value) == ([], "2024-07-25")

    def test_a_day_without_century_is_asked(
        self, qtbot: QtBot, theme: Theme, session: FormSession
    ) -> None:
        bench = LiveBench(qtbot, theme, session, "/data/hari")
        bench.press("25-07-24")
        bench.press(Qt.Key.Key_Return)
        assert bench.advanced == 0
        assert "empat angka" in bench.frame.error

    def test_zones_have_their_names(self) -> None:
        from datetime import timedelta

        hours = {7: "WIB", 8: "WITA", 9: "WIT", 0: "UTC+0", -7: "UTC-7"}
        for hour, name in hours.items():
            assert zone_name(timedelta(hours=hour)) == name
        assert zone_name(timedelta(hours=5, minutes=30)) == "UTC+5.30"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("t", ("a", "b")),
        ("lama", ("a", "b\nc")),
        ("n", ("1", "x")),
        ("d", ("1.500", "1,500")),
        ("rp", ("125000", "7")),
        ("jam", ("14:05:00.000", "09:00:00.000")),
        ("hari", ("2024-07-25", "besok")),
        ("satu", ("ya", "tidak")),
        ("mini", ("ya", "tb")),
        ("skala", ("ya", "tb")),
        ("beda", ("ya tb", "tidak")),
        ("ok", ("OK", "")),
    ],
)
def test_showing_never_says_anything(
    qtbot: QtBot, theme: Theme, session: FormSession, name: str, values: tuple[str, str]
) -> None:
    bench = LiveBench(qtbot, theme, session, f"/data/{name}")
    for value in (*values, "", values[0]):
        session.set(bench.ref, value)
        bench.frame.show_node(bench.look())
    bench.leave()
    assert bench.said == []
    assert not bench.widget.pending()


def test_undo_takes_the_place_of_what_is_typed(
    qtbot: QtBot, theme: Theme, session: FormSession
) -> None:
    session.set("/data/t", "lama")
    bench = LiveBench(qtbot, theme, session, "/data/t")
    bench.press("baru")
    session.set("/data/t", "dari undo")
    bench.frame.show_node(bench.look())
    assert bench.widget.line.text() == "dari undo"  # type: ignore[attr-defined]
    bench.leave()
    assert bench.said == []


def test_a_change_of_the_label_leaves_what_is_typed(
    qtbot: QtBot, theme: Theme, session: FormSession
) -> None:
    bench = LiveBench(qtbot, theme, session, "/data/t")
    bench.press("setengah")
    bench.frame.show_node(bench.look())
    assert bench.widget.pending()
    bench.leave()
    assert bench.value == "setengah"


def test_a_digit_gives_so_many_points(qtbot: QtBot, theme: Theme, session: FormSession) -> None:
    bench = LiveBench(qtbot, theme, session, "/data/bintang")
    bench.press("4")
    assert (bench.value, bench.advanced) == ("4", 1)
    bench.widget.focus_answer()
    bench.press("2")
    assert (bench.value, bench.said) == ("2", ["4", "2"])


def test_guidance_stands_beneath_the_hint(qtbot: QtBot, theme: Theme) -> None:
    session = scenario(
        """
        | survey |      |      |         |            |                  |
        |        | type | name | label   | hint       | guidance_hint    |
        |        | text | q    | Petugas | Nama saja. | Lihat papan nama. |
        """
    )
    bench = LiveBench(qtbot, theme, session, "/data/q")
    assert bench.look().guidance == "Lihat papan nama."
    shown = [label.text() for label in bench.frame.findChildren(QLabel) if label.isVisible()]
    assert shown.index("Nama saja.") < shown.index("Lihat papan nama.")
    assert "Lihat papan nama." in bench.widget.focusProxy().accessibleDescription()
