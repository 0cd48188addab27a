"""The registry by keys: finding, adding, changing, ending, schedules, doubles, history."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QRadioButton

from fieldsurvey.errors import FigureError
from fieldsurvey.survey.ports import Conflict
from fieldsurvey.survey.registry_faults import Fault
from fieldsurvey.survey.registry_import import dry_run
from fieldsurvey.survey.registry_kinds import KIND
from fieldsurvey.survey.registry_plan import lines_of, registry_doubts
from fieldsurvey.survey.registry_schedule import versions_of
from fieldsurvey.survey.registry_table import rows_of
from fieldsurvey.ui.main_window import MainWindow
from fieldsurvey.ui.navigation import Navigation
from fieldsurvey.ui.registry.places import DOUBTS, EVERYTHING
from fieldsurvey.ui.registry.record_dialog import RecordDialog
from fieldsurvey.ui.registry.schedule_dialog import ScheduleDialog
from fieldsurvey.ui.registry.screen import RegistryScreen
from fieldsurvey.ui.registry.settle_dialog import SettleDialog
from fieldsurvey.ui.registry.shelf import place_of
from fieldsurvey.ui.registry.small_dialogs import EndDialog, HistoryDialog
from fieldsurvey.ui.registry.words import FAULTS, fault_text
from fieldsurvey.ui.theme import make_theme, wear
from tests.ui.checks import SIZES, assert_accessible, assert_fits
from tests.ui.visits.hands import asked, press, shown, texts

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QDialog
    from pytestqt.qtbot import QtBot

    from fieldsurvey.survey.registry import Registry
    from fieldsurvey.ui.context import Context

K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def screen(qtbot: QtBot, office: Context) -> RegistryScreen:
    made = RegistryScreen(office)
    shown(qtbot, made)
    return made


def field(dialog: QDialog, name: str) -> QLineEdit:
    fields = (each for each in dialog.findChildren(QLineEdit) if each.isVisible())
    return next(each for each in fields if each.accessibleName().startswith(name))


def retype(edit: QLineEdit, text: str) -> None:
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)


def on_the_list(screen: RegistryScreen) -> None:
    """Come back from a dialog, as a window manager does it, to the list."""
    screen.activateWindow()
    screen.list.setFocus()
    QApplication.processEvents()


def titles(screen: RegistryScreen) -> list[str]:
    return [row.title for row in screen.list.rows() if not row.heading]


def test_the_tree_leads_from_the_mall_to_the_stand(screen: RegistryScreen) -> None:
    assert screen.tree.hasFocus()
    assert titles(screen) == ["Mal Pelayanan Publik Kota Samarinda (Contoh)"]
    walked = []
    while not walked or not walked[-1].startswith("G01"):
        press(K.Key_Right)  # opens a place, then goes into it
        walked.append(str(screen.tree.currentIndex().data()))
    assert [text.split(" ")[0] for text in dict.fromkeys(walked)] == [
        "SMD",
        "Lantai",
        "Loket",
        "G01",
    ]
    press(K.Key_Return)
    assert screen.list.hasFocus()
    assert titles(screen) == [
        "Senin–Kamis 08.00–15.00",
        "Jumat 08.00–11.00",
        "Izin Gangguan (HO)",
        "Nomor Induk Berusaha",
        "front-office",
    ]
    (ended,) = [row for row in screen.list.rows() if row.title == "Izin Gangguan (HO)"]
    assert "s.d. 31-12-2017" in ended.detail
    assert ended.cells[0].text == "berakhir"


def test_the_search_filters_while_one_types(screen: RegistryScreen) -> None:
    screen.go_to((EVERYTHING, None))
    press(K.Key_F, CTRL)
    for letters, left in (("jaminan", 2), (" lns", 1), ("x", 0)):
        press(letters)
        assert len(titles(screen)) == left, letters
    assert "Ins" in screen.list.accessibleDescription()


def test_a_record_is_judged_while_it_is_typed_and_added(
    screen: RegistryScreen, registry: Registry
) -> None:
    screen.go_to((("mall", "smd"), None))
    press(K.Key_Insert)
    dialog = asked(screen, RecordDialog)
    assert isinstance(dialog, RecordDialog)
    assert_accessible(dialog)
    assert dialog.texts()["mall"] == "SMD"
    assert not dialog.go.isEnabled()
    press("g01")
    assert "Gerai SMD / g01 sudah ada".casefold() in " ".join(texts(dialog)).casefold()
    retype(field(dialog, "Kode"), "G09")
    press(K.Key_Tab)
    press("Pojok Baca")
    assert dialog.go.isEnabled()
    retype(field(dialog, "Berlaku sampai"), "31-13-2026")
    assert "Tulis tanggal seperti 31-12-2026." in texts(dialog)
    assert not dialog.go.isEnabled()
    retype(field(dialog, "Berlaku sampai"), "31-12-2027")
    press(K.Key_Return)
    added = rows_of(registry, "stand")[-1]
    assert (added["code"], added["name"], added["valid_until"]) == (
        "G09",
        "Pojok Baca",
        "2027-12-31",
    )
    line = screen.line()
    assert line is not None
    assert line.values["code"] == "G09"


def test_everywhere_else_it_asks_what_to_add(screen: RegistryScreen) -> None:
    screen.go_to((("stand", "smd", "g01"), None))
    press(K.Key_Insert)
    (menu,) = [each for each in screen.findChildren(QMenu) if each.isVisible()]
    assert [a.text().lstrip("&1234567 ") for a in menu.actions()] == [
        "Jadwal",
        "Layanan",
        "Petugas",
    ]
    QTest.keyClick(menu, K.Key_2)
    dialog = asked(screen, RecordDialog)
    assert isinstance(dialog, RecordDialog)
    assert (dialog.texts()["mall"], dialog.texts()["stand"]) == ("SMD", "G01")
    dialog.reject()


def test_enter_changes_a_record_and_history_says_who(
    screen: RegistryScreen, registry: Registry
) -> None:
    screen.go_to((("kind", "institution"), None))
    on_the_list(screen)
    press(K.Key_Home)
    press(K.Key_Return)
    dialog = asked(screen, RecordDialog)
    retype(field(dialog, "Kota"), "Samarinda")
    press(K.Key_Return)
    assert rows_of(registry, "institution")[0]["city"] == "Samarinda"
    on_the_list(screen)
    press("h")
    history = asked(screen, HistoryDialog)
    assert_accessible(history)
    found = history.findChildren(type(screen.list))[0].rows()
    assert (found[0].title, found[0].cells[0].text) == (
        "Kota/kabupaten: Samarinda",
        "Ratna Wulandari",
    )
    assert {row.cells[0].text for row in found[1:]} == {"Budi"}
    history.reject()


def test_del_ends_with_a_question_and_never_deletes(
    screen: RegistryScreen, registry: Registry
) -> None:
    screen.go_to((("kind", "service"), None))
    on_the_list(screen)
    press(K.Key_End)
    press(K.Key_Delete)
    dialog = asked(screen, EndDialog)
    assert_accessible(dialog)
    assert "Akhiri Nomor Induk Berusaha?" in texts(dialog)
    retype(field(dialog, "Hari"), "31-12-2014")
    assert "Catatan ini baru berlaku sejak 01-01-2015." in texts(dialog)
    assert not dialog.go.isEnabled()
    retype(field(dialog, "Hari"), "30-06-2026")
    press(K.Key_Return)
    assert len(rows_of(registry, "service")) == 2
    assert rows_of(registry, "service")[1]["valid_until"] == "2026-06-30"


def test_a_schedule_is_kept_by_weekday(screen: RegistryScreen, registry: Registry) -> None:
    screen.go_to((("mall", "smd"), None))
    on_the_list(screen)
    press(K.Key_Home)
    press("j")
    dialog = asked(screen, ScheduleDialog)
    assert isinstance(dialog, ScheduleDialog)
    assert_accessible(dialog)
    assert field(dialog, "Kamis: Istirahat mulai").text() == "12.00"
    dialog._version.setFocus()
    press(K.Key_Home)
    retype(field(dialog, "Berlaku sejak"), "01-12-2026")
    retype(field(dialog, "Sabtu: Buka"), "08.00")
    assert "Sabtu: jam buka dan jam tutup harus diisi keduanya" in texts(dialog)
    assert not dialog.go.isEnabled()
    retype(field(dialog, "Sabtu: Tutup"), "12.00")
    press(K.Key_Return)
    newer, older = versions_of(lines_of(registry, "schedule"), "SMD", "G01")
    assert (newer.valid_from, older.valid_until) == ("2026-12-01", "2026-11-30")
    assert newer.days[-1] == (6, ("08:00", "12:00", "", ""))


def test_a_double_is_settled_side_by_side(screen: RegistryScreen, registry: Registry) -> None:
    assert str(screen._model.index_of(DOUBTS).data()) == "Perlu diputuskan (1)"
    screen.go_to((DOUBTS, None))
    on_the_list(screen)
    press(K.Key_Home)
    press(K.Key_Return)
    dialog = asked(screen, SettleDialog)
    assert_accessible(dialog)
    (second,) = [
        b for b in dialog.findChildren(QRadioButton) if b.accessibleName().endswith("Sipil.")
    ]
    second.setFocus()
    press(K.Key_Space)
    dialog.go.setFocus()
    press(K.Key_Return)
    assert registry_doubts(registry) == []
    assert [row["name"][-6:] for row in rows_of(registry, "stand") if row["code"] == "G03"] == [
        "Sipil."
    ]
    assert len(rows_of(registry, "stand")) == 3
    assert str(screen._model.index_of(DOUBTS).data()) == "Perlu diputuskan (0)"


def test_two_that_are_two_are_not_asked_about_again(
    screen: RegistryScreen, registry: Registry
) -> None:
    screen.steps.settle(registry_doubts(registry)[0], screen._shelf)
    dialog = asked(screen, SettleDialog)
    assert isinstance(dialog, SettleDialog)
    dialog.two.setFocus()
    press(K.Key_Space)
    assert registry_doubts(registry) == []
    assert len(rows_of(registry, "stand")) == 4


def test_a_conflict_of_two_laptops_is_decided_here(
    screen: RegistryScreen, registry: Registry
) -> None:
    from fieldsurvey.journal import ChangeKey
    from fieldsurvey.survey.ports import Alternative
    from fieldsurvey.ui.parts.dialogs import DecideDialog

    stand = lines_of(registry, "stand")[0].entity
    now = screen.context.clock.now()
    values = ("Lantai 1", "Lantai 3")
    alternatives = tuple(
        Alternative(ChangeKey("d" * 8, n), value, "Budi", now) for n, value in enumerate(values)
    )
    screen._shelf = replace(
        screen._shelf, conflicts=(Conflict(stand, "stand", "floor", alternatives),)
    )
    screen.go_to((DOUBTS, None))
    on_the_list(screen)
    press(K.Key_Home)
    press(K.Key_Return)
    asked(screen, DecideDialog)
    press("2")
    press(K.Key_Return)
    assert lines_of(registry, "stand")[0].values["floor"] == "Lantai 3"


@pytest.mark.parametrize(("palette", "text_size"), [("light", 11), ("sunlight", 17), ("dark", 17)])
def test_it_fits_every_palette_and_size(
    qtbot: QtBot, office: Context, palette: str, text_size: int
) -> None:
    theme = make_theme(palette, text_size)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    wear(application, theme)
    screen = RegistryScreen(replace(office, theme=theme))
    shown(qtbot, screen)
    for key in (EVERYTHING, ("stand", "smd", "g01"), DOUBTS):
        screen.go_to((key, None))
        assert_accessible(screen)
        for size in SIZES:
            assert_fits(screen, (size[0], size[1] - 110))  # breadcrumbs and status bar


def test_f6_goes_round_the_parts(screen: RegistryScreen) -> None:
    for part in (screen.search, screen.list, screen.tree):
        press(K.Key_F6)
        assert part.hasFocus()


def test_a_stand_of_a_visit_is_found_in_the_registry(registry: Registry) -> None:
    mall = "mal pelayanan publik kota Samarinda (Contoh)"
    assert place_of(registry, mall, "G01") == ("stand", "smd", "g01")
    assert place_of(registry, mall, "G77") == ("mall", "smd")
    assert place_of(registry, "MPP lain", "G01") is None


def test_the_stands_of_a_visit_lead_to_their_schedule(
    qtbot: QtBot, context: Context, visit: str
) -> None:
    window = MainWindow(context.preferences)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    go = Navigation(window, lambda theme: replace(context, theme=theme))
    go.begin()
    page = go.open_visit(visit)
    window.activateWindow()
    page.panes.pane(0).list.setFocus()
    qtbot.waitUntil(page.panes.pane(0).list.hasFocus)
    press(K.Key_End)
    press("j")
    assert isinstance(window.page, RegistryScreen)


def test_every_fault_of_a_table_has_its_words(registry: Registry, tmp_path: Path) -> None:
    said = {"there is no {kind} {value}", "{kind} {value} is there already"}
    said.add("a day needs both opens and closes")
    for kind in KIND.values():
        for field in kind.fields:
            try:
                field.read("?")
            except FigureError as error:
                said.add(Fault.of(kind.name, 1, field.name, error).what)
    table = tmp_path / "schedule.csv"
    table.write_text(
        "mall,stand,days,opens,closes,break_from,break_to,valid_from,valid_until,lain\n"
        "SMD,G01,Senin,08.00,07.00,,,2026-01-01,,\n"
        "SMD,G77,Senin,08.00,15.00,,,2026-01-01,,\n"
        "BPN,G01,Senin,08.00,15.00,12.00,,2026-01-01,,\n"
        "SMD,G01,Selasa,08.00,15.00,07.00,08.30,2026-01-01,,\n"
        "SMD,G02,Selasa,08.00,15.00,,,2026-01-01,2025-01-01,\n"
        "SMD,G03,Selasa,08.00,15.00,,,2026-01-01,,\n"
        "SMD,G03,Selasa,08.00,15.00,,,2026-01-01,,\n"
        "SMD,G03,,08.00,15.00,,,2026-01-01,,\n",
        encoding="utf-8",
    )
    faults = dry_run(registry, table).faults
    said |= {fault.what for fault in faults}
    assert said == set(FAULTS)
    assert all(fault_text(fault) != str(fault.what) for fault in faults)
