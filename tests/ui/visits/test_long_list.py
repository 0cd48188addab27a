"""A list of visits that is longer than what is read of it: pages, places kept, states with their counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton

from fieldsurvey.survey.line_ports import KeptLine, VisitLine
from fieldsurvey.survey.model import VisitState
from fieldsurvey.survey.visit_list import PAGE_ROWS
from fieldsurvey.ui.parts.row_list import RowList
from fieldsurvey.ui.parts.rows import Row, RowsModel
from fieldsurvey.ui.visits import VisitList
from tests.ui.checks import assert_accessible
from tests.ui.visits.hands import CTRL, press, shown, texts, the_list

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.theme import Theme

MANY = 400
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def _line(number: int) -> KeptLine:
    state = VisitState.PLANNED if number % 4 else VisitState.CANCELLED
    visit = f"00000000-{number:04}"
    line = VisitLine(
        visit, f"MPP {number:04}", "Kupang" if number % 2 else "Medan", state,
        date(2024 + number % 2, 5, 2), "mpp-sidak", "1", "Sidak", "Bali" if number % 3 else "Aceh",
    )  # fmt: skip
    return KeptLine(visit, line, words=f"{line.mall} {line.city}".casefold())


@pytest.fixture
def screen(qtbot: QtBot, context: Context, store: Store) -> VisitList:
    """The list, with very many visits beside the real one, which is newer than all of them."""
    made = VisitList(context)
    shown(qtbot, made)
    store.lines.keep([_line(number) for number in range(MANY)])
    press(Qt.Key.Key_F5)
    return made


def test_every_visit_is_shown_once_and_in_order_and_only_what_is_seen_is_read(
    screen: VisitList, visit: str
) -> None:
    rows = the_list(screen)
    assert rows.model().rowCount() == MANY + 1
    assert any("401 kunjungan" in text for text in texts(screen))
    keys = [row.key for row in rows.rows()]
    assert keys == [visit, *(_line(number).stream for number in reversed(range(MANY)))]
    assert sum(bool(row.detail) for row in rows.rows()) < MANY / 2
    met = []
    while not met or met[-1] != keys[-1]:
        met += [row.key for row in rows.rows_seen() if row.key not in met]
        assert all(row.detail for row in rows.rows_seen())
        press(Qt.Key.Key_PageDown)
    assert met == keys
    press(Qt.Key.Key_Home)
    assert rows.current_key() == visit


def test_the_first_page_is_shown_before_the_rest_and_a_place_beyond_it_is_found_again(
    qtbot: QtBot, screen: VisitList, context: Context
) -> None:
    screen.close()
    again, came = VisitList(context), list[int]()
    again.listing.came.connect(lambda listing: came.append(len(listing.ids)))
    again.go_to(_line(7).stream)
    shown(qtbot, again)
    assert came == [PAGE_ROWS, MANY + 1]
    assert the_list(again).current_key() == _line(7).stream
    assert all(row.detail for row in the_list(again).rows_seen())


def test_a_change_that_arrives_while_one_has_scrolled_keeps_the_place(
    screen: VisitList, store: Store
) -> None:
    rows, bar = the_list(screen), the_list(screen).verticalScrollBar()
    rows.go_to(_line(200).stream)
    bar.setValue(bar.value() + 37)
    seen = [row.key for row in rows.rows_seen()]
    top = rows.visualRect(rows.indexAt(QPoint(1, 1))).top()
    store.lines.keep([_line(number) for number in range(MANY, MANY + 30)])
    store.lines.keep([KeptLine(_line(350).stream, None)])
    changed = _line(199)
    assert changed.line is not None
    store.lines.keep([KeptLine(changed.stream, _other_mall(changed.line))])
    press(Qt.Key.Key_F5)
    assert rows.model().rowCount() == MANY + 30
    assert [row.key for row in rows.rows_seen()] == seen
    assert rows.visualRect(rows.indexAt(QPoint(1, 1))).top() == top
    assert rows.current_key() == _line(200).stream
    assert "MPP baru" in [row.title for row in rows.rows_seen()]
    assert rows.hasFocus()


def _other_mall(line: VisitLine) -> VisitLine:
    return VisitLine(
        line.id, "MPP baru", line.city, line.state, line.day, line.instrument, line.version, "Sidak"
    )


def test_states_are_chosen_by_keys_with_their_counts_and_remembered(
    qtbot: QtBot, screen: VisitList, context: Context
) -> None:
    press("f", CTRL | _SHIFT)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    (combo,) = screen.findChildren(QComboBox)
    lines = [combo.itemText(place) for place in range(combo.count())]
    assert {"Semua · 401", "Direncanakan · 300", "Dibatalkan · 100", "Di lokasi · 1"} <= set(lines)
    assert "Hanya di sini · 401" in lines
    combo.hidePopup()
    combo.setFocus()
    for _ in range(lines.index("Dibatalkan · 100")):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    rows = the_list(screen)
    assert rows.model().rowCount() == 100
    assert {row.cells[-1].text for row in rows.rows() if row.detail} == {"Dibatalkan"}
    assert any("100 dari 401 kunjungan" in text for text in texts(screen))
    assert combo.hasFocus()
    screen.close()
    again = VisitList(context)
    shown(qtbot, again)
    assert the_list(again).model().rowCount() == 100
    assert_accessible(again)
    press("f", CTRL)
    press("medan 0012")
    assert [row.title for row in the_list(again).rows()] == ["MPP 0012"]
    press("x")
    assert the_list(again).rows() == ()
    assert the_list(again).accessibleDescription().startswith("Tidak ada yang cocok")


def test_year_and_place_narrow_the_list_until_all_is_wanted_again(screen: VisitList) -> None:
    part = screen.findChild(QPushButton, "more-filters")
    menu = part.menu()
    menu.aboutToShow.emit()
    years, places, _ = [line.menu() for line in menu.actions()[:3]]
    assert [line.text() for line in years.actions()] == [
        "Semua",
        "2024 · 200",
        "2025 · 200",
        "2026 · 1",
    ]
    years.actions()[1].trigger()
    next(line for line in places.actions() if line.text().startswith("Aceh")).trigger()
    rows = the_list(screen)
    wanted = [n for n in reversed(range(MANY)) if n % 2 == 0 and n % 3 == 0]
    assert [row.key for row in rows.rows()] == [_line(number).stream for number in wanted]
    assert part.text() == "2024 · Aceh"
    menu.aboutToShow.emit()
    menu.actions()[-1].trigger()
    assert rows.model().rowCount() == MANY + 1
    assert part.text() == "Saring"


class _Asked(RowsModel):
    """Counts how often it is asked for a row."""

    asked = 0

    def row(self, place: int) -> Row:
        self.asked += 1
        return super().row(place)


def test_a_hundred_thousand_rows_are_asked_for_only_where_they_are_seen(
    qtbot: QtBot, theme: Theme
) -> None:
    model = _Asked()
    rows = RowList(theme, "uji", model=model)
    qtbot.addWidget(rows)
    rows.resize(600, 600)
    rows.show()
    rows.set_rows([Row(number, f"{number}") for number in range(100_000)])
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_Up):
        QTest.keyClick(rows, key)
    QApplication.processEvents()
    assert rows.current_key() == 99_998
    assert model.asked < 500


def test_headings_are_passed_over_and_shown_with_their_first_row(
    qtbot: QtBot, theme: Theme
) -> None:
    rows = RowList(theme, "uji")
    qtbot.addWidget(rows)
    rows.resize(400, 300)
    rows.show()
    rows.set_rows([Row(n, f"{n}", heading=n % 5 == 0) for n in range(40)])
    met = [rows.current_key()]
    while met[-1] != 39:
        QTest.keyClick(rows, Qt.Key.Key_Down)
        met.append(rows.current_key())
    assert met == [n for n in range(40) if n % 5]
    for key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_End):
        QTest.keyClick(rows, key)
        assert rows.current_key() % 5
    QTest.keyClick(rows, Qt.Key.Key_Home)
    assert rows.current_key() == 1
    assert rows.rows_seen()[0].heading
    for row in rows.seen():
        index = rows.model().index(row, 0)
        assert rows.indexAt(rows.visualRect(index).center()) == index
