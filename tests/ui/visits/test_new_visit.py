"""A new visit by keys alone: mall, letter, instrument with its warning, team."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox

from fieldsurvey.survey.clock import ScriptedClock
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.instruments import load_instrument
from fieldsurvey.survey.registry_plan import apply_import, plan_import
from fieldsurvey.survey.registry_table import read_table, rows_of
from fieldsurvey.survey.samples import Samples
from fieldsurvey.ui.registry.record_dialog import RecordDialog
from fieldsurvey.ui.visits import VisitList
from fieldsurvey.ui.visits.import_bundle import ImportDialog
from fieldsurvey.ui.visits.new_visit import NewVisitDialog
from tests.survey.instrument_example import TOML, files
from tests.ui.checks import assert_accessible
from tests.ui.conftest import AUTHOR
from tests.ui.visits.hands import CTRL, asked, button, press, shown, snapshot, texts

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context

TAB = Qt.Key.Key_Tab


@pytest.fixture
def in_season(qtbot: QtBot, context: Context) -> VisitList:
    """The list on a day on which the usual instrument is valid."""
    clock = ScriptedClock(datetime(2026, 11, 23, 2, 0, tzinfo=UTC), timedelta(seconds=1))
    screen = VisitList(replace(context, clock=clock))
    shown(qtbot, screen)
    return screen


def test_a_whole_visit_is_entered_without_a_mouse(
    qtbot: QtBot, in_season: VisitList, store: Store
) -> None:
    press(Qt.Key.Key_N, CTRL)
    dialog = asked(in_season, NewVisitDialog)
    assert_accessible(dialog)
    for text in ("MPP Baru", "Samarinda", None, "G01 Perizinan", None, "B/113/XI/2026"):
        if text is not None:
            press(text)
        press(TAB)
    press("31-02-2026")
    assert "Tulis tanggal surat seperti 18-11-2026." in texts(dialog)
    press(Qt.Key.Key_A, CTRL)
    press("20-11-2026")
    press(TAB)
    press(TAB)
    press("Budi Contoh")
    press(Qt.Key.Key_Return)
    press("Sari Contoh")
    with qtbot.waitSignal(in_season.opened) as caught:
        press(Qt.Key.Key_Return, CTRL)
    made = snapshot(store, str(caught.args[0]))
    assert (made.mall.name, made.mall.city) == ("MPP Baru", "Samarinda")
    assert (made.assignment, made.assignment_date) == ("B/113/XI/2026", date(2026, 11, 20))
    assert made.instrument.id == "mpp-sidak"
    assert [(person.role, person.name) for person in made.people] == [
        ("lead", AUTHOR),
        ("member", "Budi Contoh"),
        ("member", "Sari Contoh"),
    ]
    assert [stand.code for stand in made.stands] == ["G01"]


def test_an_instrument_out_of_its_validity_warns_and_stays_possible(
    qtbot: QtBot, context: Context
) -> None:
    before = ScriptedClock(datetime(2021, 6, 1, 2, 0, tzinfo=UTC), timedelta(seconds=1))
    screen = VisitList(replace(context, clock=before))
    shown(qtbot, screen)
    press(Qt.Key.Key_N, CTRL)
    dialog = asked(screen, NewVisitDialog)
    press("MPP Lama")
    assert any("mpp-sidak berlaku sejak 01-01-2022" in text for text in texts(dialog))
    for _ in range(4):
        press(TAB)
    press(Qt.Key.Key_Home)
    assert not any("berlaku" in text for text in texts(dialog) if text)
    press(Qt.Key.Key_End)
    press("Sidak")
    assert any("mpp-sidak berlaku sejak 01-01-2022" in text for text in texts(dialog))
    assert button(dialog, "Buat kunjungan").isEnabled()


def test_a_mall_and_an_instrument_of_the_office_can_be_chosen(
    qtbot: QtBot, in_season: VisitList, store: Store, tmp_path: Path
) -> None:
    desk = Desk(store, author="x")
    for kind, rows in (
        ("mall", "code,name,city,zone\nSMD,MPP Samarinda,Kota Samarinda,Asia/Makassar\n"),
        ("stand", "mall,code,name\nSMD,G01,Perizinan\nSMD,G02,Kependudukan\n"),
    ):
        table = tmp_path / f"{kind}.csv"
        table.write_text(rows, encoding="utf-8")
        apply_import(desk.registry, plan_import(desk.registry, read_table(table, kind)))
    desk.catalogue.keep(load_instrument(files(TOML.replace("2024-12-31", "2030-12-31"))))
    press(Qt.Key.Key_N, CTRL)
    dialog = asked(in_season, NewVisitDialog)
    assert_accessible(dialog)
    press(TAB, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_Down)
    instrument = next(
        combo for combo in dialog.findChildren(QComboBox) if combo.accessibleName() == "Instrumen"
    )
    instrument.setCurrentIndex(instrument.findText("Instrumen mini 2024.1"))
    with qtbot.waitSignal(in_season.opened) as caught:
        press(Qt.Key.Key_Return, CTRL)
    made = snapshot(store, str(caught.args[0]))
    assert (made.mall.name, made.mall.zone) == ("MPP Samarinda", "Asia/Makassar")
    assert [stand.code for stand in made.stands] == ["G01", "G02"]
    assert (made.instrument.id, made.instrument.version) == ("mini", "2024.1")


def test_a_mall_that_was_chosen_by_mistake_leaves_nothing_behind(
    qtbot: QtBot, in_season: VisitList, store: Store, tmp_path: Path
) -> None:
    desk = Desk(store, author="x")
    table = tmp_path / "mall.csv"
    table.write_text(
        "code,name,address,city,zone\n"
        "SMD,MPP Samarinda,Jalan Basuki Rahmat 1,Kota Samarinda,Asia/Makassar\n"
    )
    apply_import(desk.registry, plan_import(desk.registry, read_table(table, "mall")))
    press(Qt.Key.Key_N, CTRL)
    dialog = asked(in_season, NewVisitDialog)
    for row in (1, 0):
        dialog._registered.setCurrentIndex(row)
    dialog._name.setText("MPP Bontang")
    dialog._city.setText("Bontang")
    with qtbot.waitSignal(in_season.opened) as caught:
        dialog.go.click()
    made = snapshot(store, str(caught.args[0])).mall
    assert (made.name, made.city) == ("MPP Bontang", "Bontang")
    assert made.address == ""


def test_a_mall_that_is_not_listed_is_added_to_the_registry_and_chosen(
    in_season: VisitList, store: Store
) -> None:
    press(Qt.Key.Key_N, CTRL)
    dialog = asked(in_season, NewVisitDialog)
    press("MPP Bontang")
    listed = button(dialog, "Mal belum terdaftar …")
    listed.setFocus()
    press(Qt.Key.Key_Space)
    added = asked(dialog, RecordDialog)
    assert isinstance(added, RecordDialog)
    assert added.texts()["name"] == "MPP Bontang"
    press("BTG")
    press(Qt.Key.Key_Return)
    assert [r["code"] for r in rows_of(Desk(store, author="x").registry, "mall")] == ["BTG"]
    assert dialog._registered.currentData() == "BTG"
    assert dialog._name.text() == "MPP Bontang"
    dialog.reject()


def test_the_draws_are_made_with_the_visit_once_there_is_a_letter(
    qtbot: QtBot, in_season: VisitList, store: Store
) -> None:
    press(Qt.Key.Key_N, CTRL)
    dialog = asked(in_season, NewVisitDialog)
    draws = [box for box in dialog.findChildren(QCheckBox) if box.isVisible()]
    assert not any(box.isEnabled() for box in draws), "no stands and no letter yet"
    for text in ("MPP Baru", None, None, "G01 Perizinan", None, "B/113/XI/2026"):
        if text is not None:
            press(text)
        press(TAB)
    assert draws[0].text() == "gerainya: 1 dari 1 (Krejcie–Morgan)"
    for box in draws:
        box.setFocus()
        press(Qt.Key.Key_Space)
    with qtbot.waitSignal(in_season.opened) as caught:
        press(Qt.Key.Key_Return, CTRL)
    visit = str(caught.args[0])
    samples = Samples(Desk(store, author=AUTHOR).visits, visit).all()
    assert [(sample.what, sample.every) for sample in samples] == [
        ("stand", 0),
        ("service_user", 5),
    ]
    assert all(sample.nonce and sample.frame.letter == "B/113/XI/2026" for sample in samples)


def test_a_package_leads_to_the_import(in_season: VisitList) -> None:
    press(Qt.Key.Key_N, CTRL)
    button(asked(in_season, NewVisitDialog), "Dari paket …").click()
    assert asked(in_season, ImportDialog).isVisible()
