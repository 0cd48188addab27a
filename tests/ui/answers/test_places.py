"""Places as people type and paste them, and an order by keys: read, shown again, held by the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from fieldsurvey.ui.answers.location import PointQuestion, PointsQuestion
from fieldsurvey.ui.answers.places import (
    Place,
    place_in_words,
    places_of,
    read_place,
    read_places,
    shown_place,
)
from fieldsurvey.ui.answers.rank import RankQuestion
from tests.scenario import scenario
from tests.ui.answers.bench import LiveBench
from tests.ui.answers.test_question_widgets import Bench, view

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.theme import Theme

SAMARINDA = "-0.5021 117.1537 0 0"
FORM = """
    | survey  |           |       |           |
    |         | type      | name  | label     |
    |         | geopoint  | titik | Lokasi    |
    |         | geotrace  | garis | Jalan     |
    |         | geoshape  | luas  | Halaman   |
    |         | rank gerai| urut  | Urutkan   |
    | choices |           |       |           |
    |         | list_name | name  | label     |
    |         | gerai     | a     | Paspor    |
    |         | gerai     | b     | KTP       |
    |         | gerai     | c     | Pajak     |
"""


@pytest.mark.parametrize(
    "text",
    [
        "-0.5021, 117.1537",
        "-0.5021,117.1537",
        "-0.5021 117.1537",
        "(-0.5021, 117.1537)",
        "−0,5021; 117,1537",
        "-0,5021 117,1537",
        "-0,5021, 117,1537",
        "0.5021 LS 117.1537 BT",
        "0,5021° LS, 117,1537° BT",
        "117.1537° E, 0.5021° S",
        "0°30'7,56\" LS 117°09'13,32\" BT",
        "0°30′07.56″S 117°9′13.32″E",
        "geo:-0.5021,117.1537",
        "https://www.google.com/maps/place/MPP/@-0.6,117.2,17z/data=!3m1!3d-0.5021!4d117.1537",
        "https://maps.google.com/?q=-0.5021,117.1537",
        "https://www.openstreetmap.org/#map=17/-0.5021/117.1537",
    ],
)
def test_a_place_is_read_however_it_was_written(text: str) -> None:
    assert (read_place(text).lexical, read_place(text).problem) == (SAMARINDA, "")


def test_what_a_receiver_sends_is_read_with_its_height() -> None:
    read = read_place("$GPGGA,060509.00,0030.126,S,11709.222,E,1,08,0.9,12.5,M,54.7,M,,*4A")
    assert places_of(read.lexical) == [Place(-0.5021, 117.1537, 12.5)]
    read = read_place("geo:-0.5021,117.1537,12;u=35")
    assert places_of(read.lexical) == [Place(-0.5021, 117.1537, 12, 35)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Samarinda", "place"),
        ("-0.5021", "place"),
        ("0,50", "place"),
        ("-0,5021,117,1537", "place"),
        ("0°75' LS 117° BT", "place"),
        ("0.5 LS 0.6 LS", "place"),
        ("https://contoh.id/mpp", "place"),
        ("geo:-0.5021,117.1537,1.2.3", "place"),
        ("geo:-0.5021,117.1537;u=.", "place"),
        ("$GPGGA,060509.00,0030.126,S,11709.222,E,1,08,0.9,-,M,54.7,M,,*4A", "place"),
        ("117.1537, -0.5021", "earth"),
        ("-0.5021, 181", "earth"),
    ],
)
def test_what_is_no_place_is_never_guessed(text: str, problem: str) -> None:
    assert (read_place(text).lexical, read_place(text).problem) == (text, problem)


def test_a_place_is_not_handed_over_in_the_middle_of_a_figure() -> None:
    typed = "-0.5021, 117.1537"
    assert [n for n in range(1, len(typed) + 1) if read_place(typed[:n]).finished] == [len(typed)]


def test_lines_and_areas_say_how_many_places_they_need() -> None:
    assert read_places("-0.1 117.1\n\n-0.2 117.2\n").lexical == "-0.1 117.1 0 0; -0.2 117.2 0 0"
    assert read_places("-0.1 117.1").problem == "line"
    assert read_places("-0.1 117.1\n-0.2 117.2", closed=True).problem == "area"
    area = read_places("-0.1 117.1\n-0.2 117.2\n-0.3 117.1", closed=True)
    assert area.lexical.split("; ")[0] == area.lexical.split("; ")[-1]
    assert len(places_of(area.lexical)) == 4
    assert read_places("-0.1 117.1\nSamarinda").problem == "place"


def test_a_place_is_shown_as_typed_and_as_a_map_prints_it() -> None:
    assert shown_place("-0.5021 117.1537 0.0 5.0") == "-0.5021, 117.1537"
    assert place_in_words("-0.5021 117.1537 0.0 5.0") == "0,5021° LS · 117,1537° BT · ± 5 m"
    assert place_in_words("1.5 -117 0 0") == "1,5° LU · 117° BB"
    assert shown_place("dekat pasar") == "dekat pasar"
    assert place_in_words("dekat pasar") == ""


def test_a_place_reaches_the_engine(qtbot: QtBot, theme: Theme) -> None:
    session = scenario(FORM)
    bench = LiveBench(qtbot, theme, session, "/data/titik")
    assert isinstance(bench.widget, PointQuestion)
    bench.widget.focus_answer()
    bench.press("0,5021 LS 117,1537 BT")
    bench.press(Qt.Key.Key_Return)
    assert places_of(session.get("/data/titik")) == [Place(-0.5021, 117.1537)]
    assert bench.widget.line.text() in {"0,5021 LS 117,1537 BT", "-0.5021, 117.1537"}
    assert bench.widget.echo.text() == "0,5021° LS · 117,1537° BT"
    bench.widget.focus_answer()
    bench.press("117.1537, -0.5021")
    bench.press(Qt.Key.Key_Return)
    assert bench.widget.problem().startswith("Lokasi ini tidak ada")
    assert session.violation("/data/titik") is not None, "what could not be read is not final"


def test_an_area_reaches_the_engine_closed(qtbot: QtBot, theme: Theme) -> None:
    session = scenario(FORM)
    bench = LiveBench(qtbot, theme, session, "/data/luas")
    assert isinstance(bench.widget, PointsQuestion)
    bench.widget.focus_answer()
    for at, line in enumerate(("-0.1, 117.1", "-0.2, 117.2", "-0.3, 117.1")):
        if at:
            bench.press(Qt.Key.Key_Return)
        bench.press(line)
    bench.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(places_of(session.get("/data/luas"))) == 4
    assert session.violation("/data/luas") is None
    assert bench.widget.problem() == ""


def order(widget: RankQuestion) -> list[str]:
    return [row.words.text() for row in widget.list.rows]


def test_a_digit_puts_the_row_at_hand_on_that_place(qtbot: QtBot, theme: Theme) -> None:
    session = scenario(FORM)
    bench = LiveBench(qtbot, theme, session, "/data/urut")
    widget = bench.widget
    assert isinstance(widget, RankQuestion)
    widget.focus_answer()
    assert session.get("/data/urut") == "", "shown is not answered"
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Down)
    bench.press("1")
    assert session.get("/data/urut") == "c a b"
    assert order(widget) == ["Pajak", "Paspor", "KTP"]
    bench.press("3")
    assert session.get("/data/urut") == "a b c"
    bench.press("9")
    assert session.get("/data/urut") == "a b c", "there is no ninth place"


def test_a_held_row_is_carried_by_the_arrows(qtbot: QtBot, theme: Theme) -> None:
    session = scenario(FORM)
    bench = LiveBench(qtbot, theme, session, "/data/urut")
    bench.widget.focus_answer()
    bench.press(Qt.Key.Key_Space)
    bench.press(Qt.Key.Key_Space)
    assert session.get("/data/urut") == "a b c", "put down where it was: this order is meant"
    bench.press(Qt.Key.Key_Space)
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Space)
    assert session.get("/data/urut") == "b a c"
    bench.press(Qt.Key.Key_Up)
    assert session.get("/data/urut") == "b a c", "put down, it stays"


def test_by_hand_the_buttons_move_a_row(qtbot: QtBot, theme: Theme) -> None:
    choices = (("a", "Paspor"), ("b", "KTP"))
    bench = Bench(qtbot, theme, view("rank", value="a b", choices=choices))
    assert isinstance(bench.widget, RankQuestion)
    first, last = bench.widget.list.rows
    assert (first.up.isEnabled(), last.down.isEnabled()) == (False, False)
    qtbot.mouseClick(last.up, Qt.MouseButton.LeftButton)
    assert bench.said == ["b a"]


def test_a_choice_that_came_later_is_last_and_one_that_went_stays(
    qtbot: QtBot, theme: Theme
) -> None:
    choices = (("a", "Paspor"), ("b", "KTP"))
    bench = Bench(qtbot, theme, view("rank", value="lama b", choices=choices))
    assert isinstance(bench.widget, RankQuestion)
    assert order(bench.widget) == ["lama", "KTP", "Paspor"]
    assert bench.said == []
