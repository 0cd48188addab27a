"""All question widgets with labels as they occur, one picture a palette: for eyes, not for asserts.

``QT_QPA_PLATFORM=offscreen python -m tests.ui.answers.gallery FOLDER [POINTS]``
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from fieldsurvey.ui.answers import Medium, NodeView, QuestionFrame
from fieldsurvey.ui.answers.drop_down import DropDownQuestion
from fieldsurvey.ui.answers.moment import DateQuestion
from fieldsurvey.ui.answers.view import FS
from fieldsurvey.ui.i18n import speak
from fieldsurvey.ui.theme import Theme, load_fonts, make_theme, wear
from tests.ui.checks import PALETTES

YES_NO = (("ya", "Ya"), ("tidak", "Tidak"), ("tb", "TB (tidak berlaku)"))
COMPLETE = (
    ("lengkap", "Lengkap"),
    ("sebagian", "Sebagian"),
    ("tidak_ada", "Tidak ada"),
    ("tb", "TB (tidak berlaku)"),
)
SCALE = (
    ("0", "0 – tidak ada / sangat buruk"),
    ("1", "1 – buruk"),
    ("2", "2 – cukup"),
    ("3", "3 – baik"),
    ("4", "4 – sangat baik"),
)
PARTS = tuple(
    (f"k{n}", f"{n}. {label}")
    for n, label in enumerate(
        (
            "Dasar hukum",
            "Persyaratan",
            "Sistem, mekanisme, dan prosedur",
            "Jangka waktu penyelesaian",
            "Biaya/tarif",
            "Produk pelayanan",
            "Sarana, prasarana, dan/atau fasilitas",
            "Kompetensi pelaksana",
            "Pengawasan internal",
            "Penanganan pengaduan, saran, dan masukan",
            "Jumlah pelaksana",
        ),
        1,
    )
)


def _photo() -> QImage:
    image = QImage(160, 120, QImage.Format.Format_RGB32)
    image.fill(0xFF6B8FA3)
    return image


LEFT = (
    NodeView(
        "/a",
        control="note",
        label="Bacakan: “Selamat pagi. Kami dari tim pemeriksa pelayanan publik. "
        "Kami ingin bertanya **sekitar lima menit**.”",
    ),
    NodeView(
        "/b",
        control="select1",
        label="P01. Sarana pengaduan tersedia (loket/kotak/telepon/WA/QR/LAPOR!)",
        hint="Lengkap = ada sarana tatap muka dan jarak jauh; sebagian = salah satu.",
        choices=COMPLETE,
        appearance="columns-pack",
        value="tidak_ada",
        required=True,
        evidence="photo-if=tidak_ada",
        proof="insisted",
        comment="Petugas menyebut nomor WA kepala gerai.",
    ),
    NodeView(
        "/c",
        control="upload",
        datatype="binary",
        mediatype="image/*",
        label="Foto P01",
        hint="Wajib bila jawabannya “Tidak ada”.",
        required=True,
        value="x.jpg",
        media=(Medium("1", "meja-pengaduan.jpg", "image/jpeg", 4, _photo()),),
    ),
    NodeView(
        "/d",
        control="select1",
        label="P02. Nomor/tautan pengaduan AKTIF saat diuji",
        choices=YES_NO,
        appearance="columns-pack",
        required=True,
        evidence="screenshot document",
        value="ya",
        proof="given",
    ),
    NodeView(
        "/e", datatype="time", label="P02. Waktu uji", value="14:05:00.000+08:00", required=True
    ),
    NodeView("/f", datatype="date", label="Tanggal surat keputusan", value="2024-07-25"),
    NodeView(
        "/g",
        control="select1",
        label="D03. Ruang tunggu: kursi cukup",
        choices=SCALE,
        appearance="likert",
        value="3",
    ),
    NodeView(
        "/h",
        label="Catatan P03",
        hint="Tanpa nama orang.",
        appearance="multiline",
        value="Nomor yang tertera di papan adalah nomor pribadi petugas loket; "
        "ketika diuji pukul 14.05 tidak dijawab.",
    ),
)
RIGHT = (
    NodeView(
        "/i",
        control="select",
        label="K1. Sebutkan komponen standar pelayanan yang Saudara ketahui.",
        choices=PARTS,
        value="k1 k3 k5",
    ),
    NodeView(
        "/j",
        datatype="decimal",
        label="P09. Rata-rata hari penyelesaian (hari kerja)",
        value="1,500",
        violation="",
        violation_kind="constraint",
        required=True,
    ),
    NodeView(
        "/k",
        datatype="int",
        appearance="thousands-sep",
        label="M06. Berapa besarnya (Rp)?",
        value="125000",
    ),
    NodeView(
        "/l",
        datatype="int",
        label="P08. … di antaranya selesai",
        value="14",
        violation="Yang selesai tidak dapat melebihi yang masuk.",
        violation_kind="constraint",
        required=True,
    ),
    NodeView(
        "/m", control="select1", label="Peran petugas", choices=COMPLETE, appearance="minimal"
    ),
    NodeView(
        "/n", control="trigger", label="Saya telah menjelaskan tujuan pemeriksaan kepada petugas."
    ),
    NodeView(
        "/o",
        label="Mengapa P05 tidak berlaku (TB)?",
        hint="Tanpa nama orang.",
        required=True,
        violation="TB memerlukan alasan.",
        violation_kind="required",
    ),
    NodeView(
        "/q",
        label="Nama petugas yang ditemui",
        required=True,
        locked=True,
        attributes={FS + "private": "yes"},
    ),
    NodeView("/r", label="Nomor ruang", value="12", readonly=True),
    NodeView(
        "/s",
        control="select1",
        label="Ada?",
        choices=YES_NO,
        appearance="columns-pack",
        value="ya",
        readonly=True,
    ),
    NodeView("/t", datatype="time", label="P03. Waktu mulai", required=True),
    NodeView("/p", datatype="geopoint", label="Letak gerai", value="-6.2 106.8 0 0"),
)


def gallery(theme: Theme) -> QWidget:
    """Return a window with every kind of question."""
    window = QWidget()
    row = QHBoxLayout(window)
    for views in (LEFT, RIGHT):
        column = QVBoxLayout()
        column.setSpacing(theme.space(1.5))
        for view in views:
            column.addWidget(QuestionFrame(theme, view))
        column.addStretch(1)
        row.addLayout(column, 1)
    return window


def main(folder: Path, points: int) -> None:
    """Write one picture a palette."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    load_fonts()
    speak(application, "id")
    folder.mkdir(parents=True, exist_ok=True)
    for palette in PALETTES:
        theme = make_theme(palette, points)
        wear(application, theme)
        window = gallery(theme)
        window.resize(1366 if points < 15 else 1700, 100)
        window.show()
        application.processEvents()
        window.grab().save(str(folder / f"answers-{palette}-{points}.png"))
        _open(window, application, folder / f"open-{palette}-{points}")
        window.close()


def _open(window: QWidget, application: QApplication, stem: Path) -> None:
    """Write pictures of what opens over a page, and of the keyboard's place."""
    window.activateWindow()
    for frame in window.findChildren(QuestionFrame):
        if frame.view.ref in {"/b", "/i", "/l"}:
            frame.widget.focus_answer()
            frame.set_current(True)
            application.processEvents()
            frame.grab().save(f"{stem}-focus{frame.view.ref[1:]}.png")
        if isinstance(frame.widget, DateQuestion):
            frame.widget.open_calendar()
            application.processEvents()
            assert frame.widget.calendar is not None
            frame.widget.calendar.grab().save(f"{stem}-calendar.png")
            frame.widget.calendar.close()
        if isinstance(frame.widget, DropDownQuestion):
            frame.widget.combo.showPopup()
            application.processEvents()
            frame.widget.combo.view().window().grab().save(f"{stem}-list.png")
            frame.widget.combo.hidePopup()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 11)
