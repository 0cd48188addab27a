"""A day and a time of day in one line, over a live form."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt

from fieldsurvey.ui.answers.moment import DateTimeQuestion
from fieldsurvey.ui.answers.readings import moment_in
from tests.scenario import scenario
from tests.ui.answers.bench import LiveBench

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.theme import Theme

FORM = """
    | survey |          |      |                  |
    |        | type     | name | label            |
    |        | dateTime | saat | Kapan terjadi?   |
"""


@pytest.fixture
def bench(qtbot: QtBot, theme: Theme) -> LiveBench:
    return LiveBench(qtbot, theme, scenario(FORM), "/data/saat")


@pytest.mark.parametrize(
    "keys", ["25-07-2024 14.05", "25/7/2024 1405", "25 Juli 2024 14:05", "  25072024   14.05 "]
)
def test_a_day_and_a_time_are_read(bench: LiveBench, keys: str) -> None:
    bench.press(keys)
    bench.press(Qt.Key.Key_Return)
    assert bench.value.startswith("2024-07-25T14:05:00.000")
    assert bench.advanced == 1
    assert bench.session.violation(bench.ref) is None
    assert isinstance(bench.widget, DateTimeQuestion)
    assert bench.widget.echo.text().startswith("Kamis, 25 Juli 2024 · ")
    bench.leave()
    assert bench.widget.line.text() == "25-07-2024 14.05"
    bench.widget.focus_answer()
    bench.leave()
    assert len(bench.said) == 1, "looking at it again says nothing"


@pytest.mark.parametrize(
    "keys", ["25-07-2024", "14.05", "25-07-24 14.05", "31-02-2024 10.00", "besok"]
)
def test_what_is_not_both_is_kept_and_explained(bench: LiveBench, keys: str) -> None:
    bench.press(keys)
    bench.press(Qt.Key.Key_Return)
    assert bench.advanced == 0
    assert bench.frame.error == "Tulis tanggal lalu jam, seperti 25-07-2024 14.05."
    assert bench.widget.line.text() == keys  # type: ignore[attr-defined]
    assert bench.value == keys


def test_a_letter_gives_this_minute(bench: LiveBench) -> None:
    bench.press("s")
    assert bench.value[16:23] == ":00.000"
    assert not bench.widget.pending()


def test_a_moment_is_that_of_the_site(qtbot: QtBot, theme: Theme) -> None:
    """Whatever zone the laptop is set to."""
    site = ZoneInfo("Asia/Jayapura")
    bench = LiveBench(qtbot, theme, scenario(FORM), "/data/saat", site)
    bench.press("25-07-2024 00.30")
    bench.leave()
    assert datetime.fromisoformat(bench.value) == datetime(2024, 7, 25, 0, 30, tzinfo=site)
    assert bench.widget.line.text() == "25-07-2024 00.30"  # type: ignore[attr-defined]
    assert bench.widget.echo.text() == "Kamis, 25 Juli 2024 · WIT"  # type: ignore[attr-defined]
    bench.widget.focus_answer()
    bench.leave()
    assert len(bench.said) == 1


def test_a_stored_moment_at_the_end_of_the_calendar_is_shown() -> None:
    assert moment_in("9999-12-31T23:59:59.000+00:00", ZoneInfo("Asia/Makassar")).startswith(
        "9999-12-31T23:59"
    )
