"""A whole visit from no database to verified minutes: the real application with its threads, and nothing but keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from fieldsurvey.app.sample_keys import make_ca, make_signer
from tests.ui.first_run.driving import OFFICE, go_through
from tests.ui.keyboard import ALT, CTRL, CTRL_SHIFT, Hands, K

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.application import Application

LEAD = "Ratna Contoh, S.H."
COUNTERPART = "Wayan Contoh, S.E."
PASSPHRASE = "kata sandi panjang"


def test_a_whole_visit_from_nothing(
    qtbot: QtBot, tmp_path: Path, start: Callable[[Path, str | None], Application]
) -> None:
    key = tmp_path / "kunci.p12"
    key.write_bytes(make_signer(make_ca("Otoritas Uji"), LEAD, passphrase="benar"))
    window = start(tmp_path / "visit.db", None).window
    window.resize(1366, 768)
    qtbot.waitActive(window)
    hands = Hands(qtbot, window)
    go_through(hands, LEAD, PASSPHRASE)
    plan(hands)
    begin_and_meet_the_stand(hands)
    fill_the_form(hands)
    note_what_happened(hands)
    finish_the_visit(hands)
    score_and_findings(hands)
    seal_and_print(hands)
    hands.sign(LEAD, key, "benar")
    hands.see(f"✓ {LEAD}")
    hands.press(K.Key_V, CTRL_SHIFT)
    hands.see("1 tanda tangan sah dan segel cocok dengan data")


def plan(hands: Hands) -> None:
    hands.on("VisitList")
    hands.see("Belum ada kunjungan")
    hands.press(K.Key_N, CTRL)
    hands.dialog()
    hands.type("MPP Contoh")
    for name, text in (
        ("Kota", "Samarinda"),
        ("Gerai", "G01 Perizinan"),
        ("Nomor surat tugas", "B/113/XI/2026"),
        ("Tanggal surat tugas", "20-11-2026"),
    ):
        hands.tab_to(name)
        hands.type(text)
    hands.choose(hands.tab_to("Instrumen"), "SOP")
    lead = hands.tab_to("Ketua tim")
    assert isinstance(lead, QLineEdit)
    assert lead.text() == LEAD, "who unlocked the database leads"
    hands.press(K.Key_Return)


def begin_and_meet_the_stand(hands: Hands) -> None:
    hands.on("VisitPage")
    hands.row("G01, Perizinan", "Belum dicatat")
    hands.tab_to("Mulai kunjungan")
    hands.press(K.Key_Space)
    hands.see("Pukul berapa di sini?")
    hands.press(K.Key_Return)
    hands.see("Akhiri kunjungan")
    hands.press(K.Key_1, ALT)
    hands.row("G01, Perizinan")
    hands.press(K.Key_1)
    hands.row("G01, Perizinan", "Buka")


def fill_the_form(hands: Hands) -> None:
    hands.press(K.Key_Return)
    hands.on("FormScreen")
    hands.asked("Berapa layanan")
    hands.press(K.Key_Return)
    hands.asked("Layanan")
    hands.press(K.Key_Return)
    hands.asked("Nama layanan")
    hands.type("Izin usaha mikro")
    hands.press(K.Key_Return)
    for name, digit in (
        ("S01", K.Key_1),
        ("S02", K.Key_2),
        ("S03", K.Key_1),
        ("S04", K.Key_3),
        ("S05", K.Key_4),
        ("S06", K.Key_1),
    ):
        hands.asked(name)
        hands.press(digit)
    hands.press(K.Key_J, CTRL)
    hands.see("Semua yang wajib sudah dijawab.")
    hands.press(K.Key_Return)
    hands.see("Tetap nyatakan selesai?")
    hands.press(K.Key_Return)
    hands.on("VisitPage")
    hands.row("G01, Perizinan", "Selesai")


def note_what_happened(hands: Hands) -> None:
    hands.press(K.Key_3, ALT)
    hands.press(K.Key_1)
    hands.row("Tim tiba di lokasi.")
    hands.press(K.Key_4, ALT)
    hands.row(LEAD, OFFICE)
    hands.press(K.Key_Return)
    hands.dialog()
    hands.tab_to("Jabatan")
    hands.type("Pemeriksa Ahli Madya")
    hands.press(K.Key_Return)
    hands.row(LEAD, "Pemeriksa Ahli Madya")
    hands.press(K.Key_B)
    hands.dialog()
    hands.type(COUNTERPART)
    hands.tab_to("Jabatan")
    hands.type("Kepala Unit Perizinan")
    hands.press(K.Key_Return)
    hands.row(COUNTERPART, "Kepala Unit Perizinan")


def finish_the_visit(hands: Hands) -> None:
    hands.tab_to("Akhiri kunjungan")
    hands.press(K.Key_Space)
    hands.dialog()
    hands.press(K.Key_Return)
    hands.see("Lanjut mengisi")


def score_and_findings(hands: Hands) -> None:
    hands.press(K.Key_1, CTRL)
    hands.on("ScorePage")
    hands.see("79,17")
    hands.press(K.Key_Escape)
    hands.on("VisitPage")
    hands.press(K.Key_2, CTRL)
    hands.on("FindingsPage")
    hands.see("Susun dari jawaban (1 baru)")
    hands.tab_to("Susun dari jawaban")
    hands.press(K.Key_Space)
    hands.see("SOP layanan yang diperiksa di gerai Perizinan belum ditetapkan dengan keputusan.")
    hands.press(K.Key_Escape)
    hands.on("VisitPage")


def seal_and_print(hands: Hands) -> None:
    hands.press(K.Key_3, CTRL)
    hands.on("DocumentsPage")
    hands.asked("Segel kunjungan")
    hands.press(K.Key_Space)
    hands.dialog()
    hands.press(K.Key_Return)
    hands.see("Disegel")
    hands.tab_to("nomor")
    hands.type("012/BA/2026")
    hands.press(K.Key_P, CTRL)
    hands.see("0 dari 2 sudah menandatangani")
