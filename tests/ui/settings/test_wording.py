"""The office's words, typed in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.templates import Deadline
from fieldsurvey.survey.wordings import closing_words, office_templates
from fieldsurvey.ui.settings import SettingsScreen

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context


def test_words_are_kept_shown_and_refused_where_they_are_typed(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    screen = SettingsScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    screen.entered()
    screen.go_to("wording")
    panel, desk = screen.panels["wording"], Desk(store, author="x")
    assert panel.instrument.currentText() == "mpp-sidak"
    assert len(panel.list.rows()) > 50
    panel.list.go_to("B02")
    sentence = panel.lines["sentence"]
    assert "{gerai}" in sentence.placeholderText()
    sentence.setPlainText("Gerai {nama} begini.")
    qtbot.keyClick(panel.keep_words, Qt.Key.Key_Space)
    assert "Kurung kurawal" in panel.said.text()
    sentence.setPlainText("Gerai {gerai} begini.")
    qtbot.keyClick(panel.keep_words, Qt.Key.Key_Space)
    assert panel.said.text() == "Tersimpan: temuan B02 disusun demikian mulai sekarang."
    assert (
        office_templates(desk.registry).of("B02", "mpp-sidak").sentence == "Gerai {gerai} begini."
    )
    (row,) = [each for each in panel.list.rows() if each.key == "B02"]
    assert (row.title, row.detail) == ("Gerai {gerai} begini.", "kata kantor")

    # What is typed is saved by going to another item, to another part, and by leaving; nothing is overwritten.
    panel.lines["cause"].setPlainText("Tidak ada petugas.")
    panel.list.go_to("B03")
    assert office_templates(desk.registry).of("B02", "mpp-sidak").cause == "Tidak ada petugas."
    panel.lines["cause"].setPlainText("Papan rusak.")
    panel.closing.setPlainText("Sekian.")
    screen.go_to("backups")
    screen.go_to("wording")
    assert office_templates(desk.registry).of("B03", "mpp-sidak").cause == "Papan rusak."
    assert closing_words(desk.registry) == "Sekian."
    assert panel.lines["cause"].toPlainText() == "Papan rusak."
    left: list[str] = []
    panel.lines["sentence"].setPlainText("Begini {nama}.")
    screen.can_leave(lambda: left.append("left"))
    panel.list.go_to("B02")
    assert panel.list.current_key() == "B03"
    assert "Kurung kurawal" in panel.said.text()
    assert left == []
    panel.lines["sentence"].setPlainText("Begini.")
    screen.keep()  # as the lock asks for
    assert office_templates(desk.registry).of("B03", "mpp-sidak").sentence == "Begini."
    screen.can_leave(lambda: left.append("left"))
    assert left == ["left"]

    panel.closing.setPlainText("Sekian {gerai}.")
    qtbot.keyClick(panel.keep_closing, Qt.Key.Key_Space)
    assert "Kurung kurawal" in panel.closing_said.text()
    panel.closing.setPlainText("Sekian {dokumen} ini, rangkap {rangkap}.")
    qtbot.keyClick(panel.keep_closing, Qt.Key.Key_Space)
    assert closing_words(desk.registry) == "Sekian {dokumen} ini, rangkap {rangkap}."


def test_class_and_deadline_of_an_item_and_of_classes_are_kept_and_refused_in_place(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    screen = SettingsScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    screen.entered()
    registry = Desk(store, author="x").registry
    screen.go_to("wording")
    panel = screen.panels["wording"]
    panel.list.go_to("B02")
    assert panel.classification.currentText().startswith("seperti kata formulir: ")
    panel.classification.setCurrentText("berat")
    panel.term.days.setText("7,5")
    qtbot.keyClick(panel.keep_words, Qt.Key.Key_Space)
    assert "jumlah hari bulat" in panel.said.text()
    assert screen.focusWidget() is panel.term.days
    panel.term.days.setText("10")
    panel.list.go_to("B03")  # what is typed is saved by going on
    kept = office_templates(registry).of("B02", "mpp-sidak")
    assert (kept.classification, kept.deadline_days, kept.deadline_kind) == (
        "berat",
        10,
        "calendar",
    )
    panel.list.go_to("B02")
    assert (panel.classification.currentData(), panel.term.days.text()) == ("berat", "10")

    screen.go_to("deadlines")
    deadlines = screen.panels["deadlines"]
    term = deadlines.terms["berat"]
    term.days.setText("besok")
    screen.go_to("backups")
    assert screen.list.current_key() == "deadlines"
    assert "jumlah hari bulat" in deadlines.said.text()
    term.days.setText("7")
    term.kind.setCurrentIndex(1)
    qtbot.keyClick(deadlines.keep, Qt.Key.Key_Space)
    assert deadlines.said.text().startswith("Tersimpan")
    assert office_templates(registry).of_class == {"berat": Deadline(7, "working")}
    deadlines.refresh()
    assert term.typed() == ("7", "working")
