"""Follow-up by keys: what is overdue says so, statuses need what proves them, earlier findings are looked at again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from fieldsurvey.survey.deadlines import read_calendar
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.followup import FollowUps, Status
from fieldsurvey.ui.followup.due_page import DuePage
from fieldsurvey.ui.followup.evidence_field import EvidenceField
from fieldsurvey.ui.followup.mended_dialog import MendedDialog
from fieldsurvey.ui.followup.page import FollowUpPage
from fieldsurvey.ui.followup.report_dialog import ReportDialog
from fieldsurvey.ui.theme import wear
from fieldsurvey.ui.visits import VisitList, VisitPage
from tests.ui.checks import SIZES, all_themes, assert_accessible, assert_fits
from tests.ui.conftest import AUTHOR
from tests.ui.visits.full_disk import Disk
from tests.ui.visits.hands import ALT, asked, back, press, shown, texts, the_list, titles

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.survey.followup import FollowUp
    from fieldsurvey.ui.context import Context
    from tests.ui.conftest import Heard
    from tests.ui.followup.conftest import Past

K = Qt.Key


def follow_up(store: Store, visit: str) -> FollowUps:
    return FollowUps(Desk(store, author=AUTHOR).visits, visit, read_calendar())


def of(store: Store, visit: str, condition: str) -> FollowUp:
    today = Desk(store, author=AUTHOR).visits.now(visit).date()
    found = follow_up(store, visit).all(today)
    return next(each for each in found if each.finding.condition == condition)


@pytest.fixture
def page(qtbot: QtBot, context: Context, past: Past) -> FollowUpPage:
    made = FollowUpPage(context, past.visit)
    shown(qtbot, made)
    return made


def test_what_is_overdue_says_so_in_a_word_with_a_sign_and_stands_first(page: FollowUpPage) -> None:
    assert_accessible(page)
    rows = the_list(page).rows()
    assert [row.cells[0].text for row in rows] == [
        "Lewat tenggat", "Lewat tenggat", "Segera", "Tanpa tenggat",
    ]  # fmt: skip
    assert all(row.icon and row.cells[0].icon for row in rows[:3])
    assert "7 hari kalender" in rows[0].detail
    assert "lewat 33 hari" in rows[0].detail
    assert "hari kerja" in rows[1].detail
    assert "Koordinator mal" in rows[0].detail
    assert any("2 lewat tenggat · 1 segera jatuh tempo" in text for text in texts(page))


def test_the_filters_are_walked_by_one_key(page: FollowUpPage) -> None:
    counts = []
    for _ in range(4):
        counts.append(len(the_list(page).rows()))
        press("f")
    assert counts == [4, 4, 2, 0]
    assert page.findings.filter.tabText(2) == "Lewat tenggat (2)"


def test_a_finding_is_settled_only_with_words_and_a_verifier(
    page: FollowUpPage, store: Store, past: Past, heard: Heard
) -> None:
    press(K.Key_Return)
    dialog = asked(page, ReportDialog)
    assert_accessible(dialog)
    press("3")
    press(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    assert any("tambahkan bukti" in text for text in texts(dialog))
    press("Papan dipasang.")
    press(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert any("Sebutkan siapa yang memeriksa" in text for text in texts(dialog))
    press("Ratna Wulandari")
    press(K.Key_Return)
    back(page)
    settled = of(store, past.visit, "Papan biaya tidak ada.")
    assert settled.status is Status.DONE
    assert settled.reports[-1].verifier == "Ratna Wulandari"
    assert heard.shown[-1] == "Tercatat."
    assert page.findings.filter.tabText(3) == "Selesai (1)"
    assert the_list(page).rows()[-1].cells[0].text == "Selesai"


def test_evidence_travels_with_the_report_and_is_shown_at_the_next_one(
    page: FollowUpPage, store: Store, past: Past, heard: Heard, tmp_path: Path
) -> None:
    proof = tmp_path / "papan.jpg"
    proof.write_bytes(b"a photo")
    press(K.Key_Return)
    dialog = asked(page, ReportDialog)
    dialog.findChild(EvidenceField).take([proof, proof])
    press("2")
    press("Papan dipesan.")
    press(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    back(page)
    report = of(store, past.visit, "Papan biaya tidak ada.").reports[-1]
    assert [store.blob(name) for name in report.evidence] == [b"a photo"]
    press(K.Key_Return)
    again = asked(page, ReportDialog)
    assert any("Dalam proses · Papan dipesan. · 1 berkas bukti" in text for text in texts(again))
    pulled = tmp_path / "dicabut.jpg"
    again.findChild(EvidenceField).take([pulled])
    press("2")
    press("Papan dipasang.")
    press(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    # What was typed stands there again, with what is wrong; it is written once the stick is back.
    assert any("dicabut.jpg" in text for text in texts(asked(page, ReportDialog)))
    assert len(of(store, past.visit, "Papan biaya tidak ada.").reports) == 1
    pulled.write_bytes(b"another photo")
    press(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    back(page)
    assert of(store, past.visit, "Papan biaya tidak ada.").reports[-1].note == "Papan dipasang."
    assert heard.told == []


def test_earlier_findings_are_brought_in_and_looked_at_where_they_were_found(
    qtbot: QtBot, context: Context, store: Store, past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = FollowUpPage(context, past.following)
    shown(qtbot, page)
    press(K.Key_2, ALT)
    assert any("4 temuan kunjungan lalu belum selesai" in text for text in texts(page))
    press("b")
    assert len(titles(the_list(page).rows())) == 4
    press(K.Key_Return)
    dialog = asked(page, MendedDialog)
    press("1")
    press("Belum sempat tersimpan.")
    disk = Disk(page, monkeypatch)
    disk.fill()
    press(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(dialog.isVisible)  # with what was typed, and what is wrong
    assert any("penuh" in text for text in texts(dialog))
    disk.make_room()
    dialog.reject()
    page.close()
    visit = VisitPage(context, past.following)
    shown(qtbot, visit)
    row = next(row for row in the_list(visit).rows() if row.code == "G01")
    assert "4 temuan lalu perlu dilihat" in row.detail
    the_list(visit).go_to(row.key)
    for more in (3, 2):
        press("l")
        dialog = asked(visit, MendedDialog)
        assert any(f"{more} lagi setelah ini" in text for text in texts(dialog))
        press("1")
        press("Sudah terpasang.")
        press(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
        back(visit)
    answers = [each.mended for each in follow_up(store, past.following).carried()]
    assert answers.count("diperbaiki") == 2
    row = next(row for row in the_list(visit).rows() if row.code == "G01")
    assert "2 temuan lalu perlu dilihat" in row.detail


def test_the_list_of_visits_reminds_and_leads_to_the_line(
    qtbot: QtBot, context: Context, past: Past
) -> None:
    visits = VisitList(context)
    shown(qtbot, visits)
    assert visits._due.text() == "2 lewat tenggat · 1 segera"
    row = next(row for row in the_list(visits).rows() if row.key == past.visit)
    assert "2 lewat tenggat" in row.spoken
    visits.close()
    due = DuePage(context)
    shown(qtbot, due)
    assert_accessible(due)
    opened: list[tuple[str, object]] = []
    due.opened.connect(lambda *where: opened.append(where))
    assert len(due.list.rows()) == 3
    press(K.Key_Return)
    assert opened[0][0] == past.visit
    due.close()
    page = FollowUpPage(context, past.visit)
    shown(qtbot, page)
    page.go_to(opened[0][1])
    assert (0, the_list(page).current_key()) == opened[0][1]


@pytest.mark.parametrize("size", SIZES)
def test_page_and_dialogs_fit(
    qtbot: QtBot, context: Context, past: Past, size: tuple[int, int]
) -> None:
    for theme in (
        all_themes() if size is SIZES[1] else all_themes()[:1]
    ):  # the smaller is the harder
        wear(QApplication.instance(), theme)  # type: ignore[arg-type]
        page = FollowUpPage(replace(context, theme=theme), past.visit)
        shown(qtbot, page)
        assert_fits(page, size)
        for key, kind in ((None, "s"), (K.Key_3, "a")):
            if key is not None:
                press(key, ALT)
            press(kind)
            dialog = asked(page, QDialog)
            qtbot.waitUntil(lambda dialog=dialog: dialog.height() <= size[1])
            assert_fits(dialog, (dialog.width(), dialog.height()))
            assert_accessible(dialog)
            assert dialog.width() <= size[0]
            dialog.reject()
            back(page)
        page.close()
