"""Letterheads in the settings: kept in the registry, so that new visits and documents take them from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.letterheads import institution_of
from fieldsurvey.ui.settings import SettingsScreen

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context


def test_a_letterhead_is_kept_with_its_logo(
    qtbot: QtBot, context: Context, store: Store, tmp_path: Path
) -> None:
    screen = SettingsScreen(context)
    qtbot.addWidget(screen)
    screen.show()
    screen.entered()
    screen.go_to("letterheads")
    panel, desk = screen.panels["letterheads"], Desk(store, author="x")
    assert panel.which.currentText() == "Instansi baru"
    assert not panel.choose.isEnabled()
    qtbot.keyClick(panel.name, Qt.Key.Key_Return)
    assert "nama instansi" in panel.said.text()
    panel.name.setText("Inspektorat Daerah")
    qtbot.keyClick(panel.name, Qt.Key.Key_Return)
    assert "kodenya" in panel.said.text()
    panel.code.setText("INSP")
    panel.lines.setPlainText("PEMERINTAH KOTA\n\nINSPEKTORAT DAERAH\n")
    panel.address.setText("Jalan Contoh 1")
    qtbot.keyClick(panel.code, Qt.Key.Key_Return)
    assert panel.said.text() == "Tersimpan: kunjungan baru mengambil alih kop ini."
    found = institution_of(desk.registry, "INSP")
    assert found is not None
    assert found.letterhead == ("PEMERINTAH KOTA", "INSPEKTORAT DAERAH", "Jalan Contoh 1")

    (tmp_path / "bukan.png").write_text("bukan gambar")
    panel.take_logo(tmp_path / "bukan.png")
    assert panel.logo_said.property("kind") == "bad"
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill("navy")
    image.save(str(tmp_path / "logo.png"))
    panel.take_logo(tmp_path / "logo.png")
    assert "Tersimpan" in panel.logo_said.text()
    assert not panel.logo.pixmap().isNull()
    found = institution_of(desk.registry, "INSP")
    assert found is not None
    assert store.blob(found.logo) == (tmp_path / "logo.png").read_bytes()

    # What is typed is saved by choosing another one, and by going to another part of the settings.
    panel.city.setText("Samarinda")
    panel.which.setCurrentIndex(panel.which.count() - 1)
    panel.which.activated.emit(panel.which.currentIndex())
    assert panel.name.text() == ""
    panel.which.setCurrentIndex(0)
    panel.which.activated.emit(0)
    assert panel.city.text() == "Samarinda"
    panel.address.setText("Jalan Contoh 2")
    screen.go_to("backups")
    screen.go_to("letterheads")
    assert panel.address.text() == "Jalan Contoh 2"
    found = institution_of(desk.registry, "INSP")
    assert found is not None
    assert found.letterhead[-1] == "Jalan Contoh 2"

    # A second one may not take the code of the first.
    panel.which.setCurrentIndex(panel.which.count() - 1)
    panel.which.activated.emit(panel.which.currentIndex())
    panel.name.setText("Lain")
    panel.code.setText("insp")
    qtbot.keyClick(panel.code, Qt.Key.Key_Return)
    assert "dipakai instansi lain" in panel.said.text()
