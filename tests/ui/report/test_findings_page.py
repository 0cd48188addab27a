"""Findings by keys: drafted, worded, added by hand, taken out, brought back, undone; photos and provenance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.errors import VisitError
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.finding_sheet import read_sheet
from fieldsurvey.survey.model import VisitState
from fieldsurvey.survey.wordings import keep_class_deadline
from fieldsurvey.ui.report.finding_dialog import FindingDialog
from fieldsurvey.ui.report.findings_model import FindingsModel
from fieldsurvey.ui.report.findings_page import FindingsPage
from fieldsurvey.ui.report.merge_dialog import MergeDialog
from fieldsurvey.ui.tasks import Tasks
from fieldsurvey.ui.theme import Theme, wear
from tests.ui.checks import SIZES, all_themes, assert_accessible, assert_fits
from tests.ui.conftest import AUTHOR, make_context

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.survey.model import Finding
    from fieldsurvey.ui.context import Context
    from tests.ui.conftest import Heard

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def findings(store: Store, visit: str) -> tuple[Finding, ...]:
    return Desk(store, author="R").visits.snapshot(visit).findings


def open_page(qtbot: QtBot, context: Context, visit: str) -> FindingsPage:
    page = FindingsPage(context, visit)
    qtbot.addWidget(page)
    page.resize(*SIZES[0])
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.entered()
    return page


@pytest.fixture
def answered(store: Store, visit: str) -> str:
    """The small visit with two answers that call for findings."""
    desk = Desk(store, author="Bayu")
    response = desk.responses(visit).open("stand", desk.visits.target(visit, "stand", "G01"))
    for ref in ("/data/bagian_a/a01", "/data/bagian_a/a02"):
        response.set(ref, "tidak")
    response.save()
    return visit


def test_drafts_are_counted_made_and_undone(
    qtbot: QtBot, context: Context, store: Store, answered: str
) -> None:
    page = open_page(qtbot, context, answered)
    assert page.draft.text() == "Susun dari jawaban (2 baru)"
    page.draft.setFocus()
    qtbot.keyClick(page.draft, Qt.Key.Key_Space)
    assert len(findings(store, answered)) == 2
    assert page.tabs.tabText(0) == "Dalam berita acara (2)"
    assert not page.draft.isEnabled()
    assert "diisi oleh Bayu" in page.editor.origin.text()
    qtbot.keyClick(page.table, Qt.Key.Key_Z, CTRL)
    assert findings(store, answered) == ()
    assert page.tabs.tabText(1) == "Dikeluarkan (2)"
    qtbot.keyClick(page.table, Qt.Key.Key_Z, CTRL | SHIFT)
    assert len(findings(store, answered)) == 2


def test_words_are_saved_by_themselves_and_taken_back(
    qtbot: QtBot, context: Context, store: Store, answered: str, heard: Heard
) -> None:
    page = open_page(qtbot, context, answered)
    page.draft.click()
    page.editor.action.setFocus()
    qtbot.keyClicks(page.editor.action, "Membuka gerai")
    qtbot.waitUntil(lambda: findings(store, answered)[0].action == "Membuka gerai")
    assert page.editor.action.toPlainText() == "Membuka gerai"
    assert heard.shown[-1] == "Temuan tersimpan"
    qtbot.keyClicks(page.editor.action, " besok")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert findings(store, answered)[0].action == "Membuka gerai besok"
    assert page.editor.finding is not None
    assert page.editor.finding.id == findings(store, answered)[1].id
    for expected in ("Membuka gerai", ""):
        qtbot.keyClick(page.table, Qt.Key.Key_Z, CTRL)
        assert findings(store, answered)[0].action == expected
    qtbot.keyClick(page.table, Qt.Key.Key_Z, CTRL | SHIFT)
    assert findings(store, answered)[0].action == "Membuka gerai"
    assert page.editor.action.toPlainText() == "Membuka gerai"


def test_class_and_deadline_are_chosen_by_keys(
    qtbot: QtBot, context: Context, store: Store, answered: str
) -> None:
    page = open_page(qtbot, context, answered)
    page.draft.click()
    page.editor.classification.setCurrentIndex(0)
    page.editor.classification.setFocus()
    qtbot.keyClick(page.editor.classification, Qt.Key.Key_End)
    page.editor.deadline.setFocus()
    qtbot.keyClick(page.editor.deadline, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: findings(store, answered)[0].deadline_days == 30)
    assert findings(store, answered)[0].classification == "berat"


def test_another_s_words_are_not_taken_back(
    qtbot: QtBot, context: Context, store: Store, answered: str, heard: Heard
) -> None:
    page = open_page(qtbot, context, answered)
    page.draft.click()
    page.editor.cause.setFocus()
    qtbot.keyClicks(page.editor.cause, "Papan rusak")
    left: list[bool] = []
    page.can_leave(lambda: left.append(True))
    assert left == [True]
    first = findings(store, answered)[0]
    Desk(store, author="Lain").visits.change(answered, "finding", first.id, cause="Papan hilang")
    qtbot.keyClick(page.table, Qt.Key.Key_Z, CTRL)
    assert findings(store, answered)[0].cause == "Papan hilang"
    assert "changed by somebody else" in str(heard.told[-1])


def test_one_is_added_by_hand_taken_out_and_brought_back(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    keep_class_deadline(Desk(store, author="R").registry, "berat", "10", "working")
    page = open_page(qtbot, context, visit)
    qtbot.keyClick(page, Qt.Key.Key_N, CTRL)
    (dialog,) = page.findChildren(FindingDialog)
    assert_accessible(dialog)
    qtbot.keyClick(dialog.place, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.condition, Qt.Key.Key_Return, CTRL)
    assert dialog.isVisible()
    assert dialog.problem.text() == "Tuliskan apa yang ditemukan."
    qtbot.keyClicks(dialog.condition, "Pintu darurat terkunci.")
    qtbot.keyClick(dialog.classification.focusProxy(), Qt.Key.Key_3)
    qtbot.keyClick(dialog.condition, Qt.Key.Key_Return, CTRL)
    (made,) = findings(store, visit)
    stand = Desk(store, author="R").visits.snapshot(visit).stands[0]
    assert (made.condition, made.classification) == ("Pintu darurat terkunci.", "berat")
    assert (made.deadline_days, made.deadline_kind) == (10, "working")
    assert page.editor.deadline.currentText() == "10 hari kerja"
    assert page.editor.typed() == {}
    assert (made.target, made.item, made.response) == (stand.id, "", "")
    assert "Ditulis sendiri oleh" in page.editor.origin.text()

    page.editor.move.setFocus()
    qtbot.keyClick(page.editor.move, Qt.Key.Key_Space)
    assert findings(store, visit) == ()
    page.tabs.setFocus()
    qtbot.keyClick(page.tabs, Qt.Key.Key_Right)
    assert page.editor.condition.toPlainText() == "Pintu darurat terkunci."
    assert page.editor.condition.isReadOnly()
    page.editor.move.setFocus()
    qtbot.keyClick(page.editor.move, Qt.Key.Key_Space)
    assert findings(store, visit)[0].condition == "Pintu darurat terkunci."


def test_photos_appear_from_other_threads(
    qtbot: QtBot, unsealed_store: Store, unsealed_visit: str, theme: Theme, heard: Heard, tmp_path: Path,
) -> None:  # fmt: skip
    proved = next(f for f in findings(unsealed_store, unsealed_visit) if f.photos)
    tasks = Tasks(lambda: Store.open(unsealed_store.path, PASSPHRASE))
    try:
        context = make_context(unsealed_store, theme, heard, tmp_path)
        page = open_page(qtbot, replace(context, tasks=tasks), unsealed_visit)
        page.go_to(proved.id)
        qtbot.waitUntil(lambda: page.editor.photos.shown == len(proved.photos), timeout=30_000)
        qtbot.waitUntil(lambda: not tasks.busy, timeout=30_000)
        assert not heard.told
    finally:
        tasks.close()


def test_under_a_seal_all_can_be_read_and_nothing_written(
    qtbot: QtBot, sample_context: Context, sample_store: Store, sample_visit: str
) -> None:
    page = open_page(qtbot, sample_context, sample_visit)
    before = findings(sample_store, sample_visit)
    assert len(before) == 25
    page.editor.condition.setFocus()
    qtbot.keyClicks(page.editor.condition, "x")
    page.can_leave(lambda: None)
    assert findings(sample_store, sample_visit) == before
    assert not page.draft.isEnabled()
    assert not page.add.isEnabled()
    assert not page.editor.move.isVisible()


def test_a_seal_that_came_meanwhile_holds_nobody_on_the_page(
    qtbot: QtBot, context: Context, store: Store, answered: str, heard: Heard
) -> None:
    """Words that can never be written any more are told of, once; the way out stays open."""
    page = open_page(qtbot, context, answered)
    page.draft.click()
    desk = Desk(store, author="Bayu")
    for state in (VisitState.ON_SITE, VisitState.COMPLETED):
        if desk.visits.snapshot(answered).state is not state:
            desk.visits.move(answered, state)
    desk.seal(answered, override="uji")
    page.editor.action.setPlainText("Membuka gerai")
    left: list[bool] = []
    page.can_leave(lambda: left.append(True))
    assert left == [True]
    assert isinstance(heard.told[-1], VisitError)
    assert findings(store, answered)[0].action == ""


def test_the_sheet_names_origins_and_what_was_removed(
    unsealed_store: Store, unsealed_visit: str
) -> None:
    desk = Desk(unsealed_store, author=AUTHOR)
    sheet = read_sheet(desk, unsealed_visit, count_new=True)
    assert (len(sheet.findings), sheet.removed, sheet.new) == (25, (), 0)
    assert all(sheet.origins[finding.id].surveyor for finding in sheet.findings)
    gone = sheet.findings[3]
    desk.records.delete(unsealed_visit, gone.id, author="R", at=desk.visits.clock.now())
    after = read_sheet(desk, unsealed_visit, count_new=False)
    assert after.new is None
    (kept,) = after.removed
    assert kept == replace(gone, number=0, photos=())
    QAbstractItemModelTester(FindingsModel(), QAbstractItemModelTester.FailureReportingMode.Fatal)


@pytest.mark.parametrize("size", SIZES)
def test_it_fits_and_speaks_in_every_theme(
    qtbot: QtBot, unsealed_store: Store, unsealed_visit: str, heard: Heard, tmp_path: Path, size: tuple[int, int],
) -> None:  # fmt: skip
    for theme in all_themes():
        wear(QApplication.instance(), theme)  # type: ignore[arg-type]
        page = FindingsPage(make_context(unsealed_store, theme, heard, tmp_path), unsealed_visit)
        qtbot.addWidget(page)
        page._load()
        assert_fits(page, size)
        assert_accessible(page)
        page.add.click()
        (dialog,) = page.findChildren(FindingDialog)
        QApplication.processEvents()
        assert_fits(dialog, (dialog.width(), dialog.height()))
        assert_accessible(dialog)
        assert dialog.width() <= size[0]
        assert dialog.height() <= size[1]
        dialog.close()
        page.hide()


def test_findings_that_say_the_same_are_merged_split_and_undone(
    qtbot: QtBot, context: Context, store: Store, answered: str, heard: Heard
) -> None:
    page = open_page(qtbot, context, answered)
    assert not page.merge.isVisible()
    page.draft.click()
    first, second = findings(store, answered)
    page.go_to(first.id)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_B, CTRL)
    (dialog,) = page.findChildren(MergeDialog)
    assert_accessible(dialog)
    assert_fits(dialog, (dialog.width(), dialog.height()))
    assert not dialog.go.isEnabled()
    qtbot.keyClick(dialog._list, Qt.Key.Key_Space)
    dialog.go.click()
    page.activateWindow()
    QApplication.processEvents()
    (one,) = findings(store, answered)
    assert (one.id, one.merged) == (first.id, (second.id,))
    assert "1 temuan lain digabungkan" in page.editor.origin.text()
    qtbot.keyClick(page.table, Qt.Key.Key_B, CTRL | SHIFT)
    assert len(findings(store, answered)) == 2
    qtbot.keyClick(page.table, Qt.Key.Key_Z, CTRL)
    assert len(findings(store, answered)) == 1
    qtbot.keyClick(page.table, Qt.Key.Key_Z, CTRL)
    assert {each.id for each in findings(store, answered)} == {first.id, second.id}
    assert not heard.told
