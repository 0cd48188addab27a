"""The steps of a small visit in the real window, by keys alone: from a stand met to minutes on the screen."""

from __future__ import annotations

from tests.ui.keyboard import ALT, CTRL, Hands, K

LEAD, POSITION = "Ratna Contoh, S.H.", "Pemeriksa Ahli Madya"
COUNTERPART = "Wayan Contoh, S.E."


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
    hands.row(LEAD, POSITION)
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
