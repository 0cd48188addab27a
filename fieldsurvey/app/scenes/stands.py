"""Scenes at a stand: the counter, what it publishes, and its promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.app.scenes.canvas import (
    DARK_WOOD,
    GREEN,
    INK,
    PAPER,
    RED,
    STEEL,
    WOOD,
    YELLOW,
    shade,
)

if TYPE_CHECKING:
    from fieldsurvey.app.scenes.canvas import Canvas

# Frame and ground of notice boards: cork, felt, whiteboard.
_BOARDS = ((DARK_WOOD, "#c9a678"), (STEEL, "#3f6b57"), (STEEL, "#3d5a80"), (STEEL, "#eef0ee"))

STANDARDS = ("PERSYARATAN", "PROSEDUR", "JANGKA WAKTU", "BIAYA/TARIF", "PRODUK", "PENGADUAN")


def _counter(c: Canvas, sign: str) -> None:
    """Draw the booth: back wall, sign above, desk with glass and number."""
    c.room()
    c.rect(180, 90, 920, 560, shade(c.upper, 0.94))
    c.rect(150, 70, 980, 96, c.accent, radius=6)
    c.text(640, 118, sign, 46, "white", bold=True)
    for x in (150, 1086):
        c.rect(x, 166, 44, 640, shade(c.lower, 0.86))


def _desk(c: Canvas) -> None:
    c.shape([(110, 600), (1170, 600), (1200, 640), (80, 640)], WOOD)
    c.rect(96, 640, 1088, 210, DARK_WOOD)
    for x in (130, 484, 838):
        c.rect(x, 668, 312, 150, shade(DARK_WOOD, 1.15))
    c.rect(96, 850, 1088, 16, "#3d2d22")
    c.rect(560, 690, 160, 90, PAPER, radius=8)
    c.text(640, 735, "LOKET", 40, INK, bold=True)


def _screen(c: Canvas, x: float, *, on: bool = True) -> None:
    c.rect(x, 470, 190, 122, "#22262c", radius=6)
    c.rect(x + 9, 479, 172, 100, "#9cc7e6" if on else "#30353c")
    c.rect(x + 82, 592, 26, 14, "#22262c")


def staffed(c: Canvas) -> None:
    """Two officers at work behind the desk."""
    _counter(c, "LAYANAN GERAI")
    places = [270, 480, 660, 860]
    c.chance.shuffle(places)
    c.sheet(places[0] - 75, 200 + c.shift(20), 150, 190, "ALUR")
    if c.chance.random() < 0.6:
        c.sheet(places[1] - 75, 200 + c.shift(20), 150, 190, "SYARAT")
    c.person(places[2] + c.shift(30), 410, 1.25, scarf=True)
    c.person(places[3] + c.shift(30), 410, 1.25)
    _desk(c)
    _screen(c, places[0] - 95)
    _screen(c, places[1] - 95)


def empty(c: Canvas) -> None:
    """Nobody, screens dark, a sign that says closed and nothing more."""
    _counter(c, "LAYANAN GERAI")
    for x in (430 + c.shift(30), 750 + c.shift(30)):
        c.rect(x, 400, 130, 170, "#3a4048", radius=26)
        c.rect(x + 52, 560, 26, 50, STEEL)
    _desk(c)
    _screen(c, 240, on=False)
    _screen(c, 870, on=False)
    c.line([(585, 470), (640, 420), (695, 470)], INK, 4)
    c.rect(500, 470, 280, 120, RED, radius=10)
    c.text(640, 530, "TUTUP", 84, "white", bold=True)


def unattended(c: Canvas) -> None:
    """An empty booth without any notice; chairs before it are taken."""
    _counter(c, "LAYANAN GERAI")
    c.rect(560, 400, 130, 170, "#3a4048", radius=26)
    c.rect(612, 560, 26, 50, STEEL)
    _desk(c)
    _screen(c, 860, on=False)
    for x in (200, 460, 860):
        c.disc(x + c.shift(30), 640, 62, 70, "#2a211c")
        c.rect(
            x - 100, 700, 200, 220, c.chance.choice(("#5b6f8a", "#7a5a5a", "#56705a")), radius=60
        )
        c.rect(x - 120, 800, 240, 160, shade(c.accent, 1.1), radius=14)


def notice(c: Canvas) -> None:
    """Closed, with a notice that says where to go instead."""
    _counter(c, "LAYANAN GERAI")
    _desk(c)
    c.rect(380, 240, 520, 340, PAPER, edge=RED, line=6, radius=8)
    c.text(640, 295, "HARI INI TUTUP", 50, RED, bold=True)
    c.text(640, 390, "Petugas mengikuti kegiatan dinas", 33, INK)
    c.text(640, 490, "Layanan dialihkan ke\nmeja informasi lantai 1", 40, INK, bold=True)


def badge_missing(c: Canvas) -> None:
    """An officer at the desk whose lanyard has no card."""
    _counter(c, "LAYANAN GERAI")
    c.person(640 + c.shift(60), 330, 1.75, badge=False)
    _desk(c)
    _screen(c, 230)


def leaflet_old(c: Canvas) -> None:
    """A printed price list of another year beside the current web page."""
    c.rect(0, 0, 1280, 960, WOOD)
    for y in range(30, 960, 74):
        c.line([(0, y), (1280, y + c.shift(12))], shade(WOOD, 0.93), 4)
    c.rect(110, 120, 520, 700, shade(WOOD, 0.75))
    c.rect(100, 108, 520, 700, PAPER)
    c.text(360, 180, "TARIF LAYANAN", 50, c.accent, bold=True)
    c.text(360, 250, "Tahun 2024", 46, RED, bold=True)
    c.rect(720, 60, 440, 840, "#14171b", radius=50)
    c.rect(744, 96, 392, 768, "white", radius=24)
    c.rect(744, 96, 392, 90, c.accent)
    c.text(940, 142, "Tarif layanan", 38, "white", bold=True)
    c.text(940, 250, "Tahun 2026", 46, GREEN, bold=True)
    for row, (printed, online) in enumerate((("Rp50.000", "Rp35.000"), ("Rp100.000", "Rp75.000"),
                                             ("Rp25.000", "Rp0"))):  # fmt: skip
        y = 370 + row * 130
        c.rect(150, y - 8, 190, 14, "#b9b6ad")
        c.text(580, y, printed, 42, INK, anchor="rm")
        c.rect(776, y - 6, 130, 12, "#b9b6ad")
        c.text(1110, y, online, 40, INK, anchor="rm")


def off_schedule(c: Canvas) -> None:
    """Closed by the published schedule, and saying so."""
    _counter(c, "LAYANAN GERAI")
    _desk(c)
    c.rect(400, 250, 480, 330, PAPER, edge=c.accent, line=6, radius=8)
    c.text(640, 305, "JADWAL GERAI INI", 40, c.accent, bold=True)
    c.text(640, 400, "Senin – Kamis\n08.00 – 12.00", 46, INK)
    c.text(640, 520, "Di luar jadwal: meja informasi lt. 1", 27, INK)


_FULL_WEEK = (
    ("Senin – Kamis", "08.00 – 15.00"),
    ("Jumat", "08.00 – 11.00"),
    ("Istirahat", "12.00 – 13.00"),
)
_THREE_DAYS = (
    ("Senin", "08.00 – 15.00"),
    ("Rabu", "08.00 – 15.00"),
    ("Jumat", "08.00 – 11.00"),
)


def hours(c: Canvas, rows: tuple[tuple[str, str], ...] = _FULL_WEEK) -> None:
    """The opening hours, written at the counter."""
    c.room(760)
    c.rect(330, 120, 620, 560, STEEL, radius=12)
    c.rect(346, 136, 588, 528, PAPER, radius=6)
    c.rect(346, 136, 588, 96, c.accent, radius=6)
    c.text(640, 184, "JAM LAYANAN", 54, "white", bold=True)
    for row, (day, time) in enumerate(rows):
        y = 300 + row * 92
        c.text(390, y, day, 40, anchor="lm")
        c.text(890, y, time, 42, bold=True, anchor="rm")
        c.line([(390, y + 44), (890, y + 44)], "#cfcabd", 2)
    c.text(640, 610, "Di luar jam ini gerai tutup", 30, RED, bold=True)


def bare_glass(c: Canvas) -> None:
    """Bare glass where a notice should be."""
    c.room(720)
    c.rect(250, 90, 780, 590, "#c3d4da", edge=STEEL, line=14)
    c.shape([(330, 660), (520, 110), (600, 110), (410, 660)], "#d6e3e7")
    c.shape([(700, 660), (890, 110), (920, 110), (730, 660)], "#d6e3e7")
    for x, y in ((540, 250), (740, 250), (540, 450), (740, 450)):
        c.rect(x, y, 34, 12, "#eee6c0")
    c.rect(420, 680, 440, 20, STEEL)


def _board(c: Canvas, title: str, sheets: tuple[str, ...], gaps: tuple[str, ...] = ()) -> None:
    """Draw a framed notice board of two by three sheets; those in ``gaps`` are missing."""
    c.room(850)
    frame, ground = c.chance.choice(_BOARDS)
    shuffled = c.chance.sample(sheets, len(sheets))
    c.rect(120, 70, 1040, 730, frame, radius=6)
    c.rect(142, 92, 996, 686, ground)
    c.rect(142, 92, 996, 84, c.accent)
    c.text(640, 134, title, 44, "white", bold=True)
    for index, heading in enumerate(shuffled):
        x, y = 178 + index % 3 * 316, 204 + index // 3 * 286
        if heading not in gaps:
            c.sheet(x + c.shift(4), y + c.shift(4), 290, 258, heading)
            for pin in (14, 276):
                c.disc(x + pin, y + 44, 6, fill=RED)
            continue
        c.rect(x, y, 290, 258, None, edge=shade(ground, 0.82), line=3)
        for px, py in ((x + 12, y + 12), (x + 268, y + 12), (x + 12, y + 236), (x + 268, y + 236)):
            c.disc(px, py, 6, fill=YELLOW)


def board_full(c: Canvas) -> None:
    """All six published components."""
    _board(c, "STANDAR PELAYANAN", STANDARDS)


def board_no_price(c: Canvas) -> None:
    """Standards without time and price."""
    _board(c, "STANDAR PELAYANAN", STANDARDS, ("JANGKA WAKTU", "BIAYA/TARIF"))


def board_some(c: Canvas) -> None:
    """Requirements and procedure only."""
    _board(
        c, "STANDAR PELAYANAN", STANDARDS, ("JANGKA WAKTU", "BIAYA/TARIF", "PRODUK", "PENGADUAN")
    )


def board_bare(c: Canvas) -> None:
    """A board with nothing on it but its title."""
    _board(c, "INFORMASI", STANDARDS, STANDARDS)


def price_list(c: Canvas) -> None:
    """A table of prices and times."""
    c.room(850)
    c.rect(230, 60, 820, 750, STEEL, radius=10)
    c.rect(244, 74, 792, 722, PAPER)
    c.rect(244, 74, 792, 96, c.accent)
    c.text(640, 122, "BIAYA DAN JANGKA WAKTU", 44, "white", bold=True)
    rows = (("Permohonan baru", "Rp0", "3 hari"), ("Perpanjangan", "Rp0", "1 hari"),
            ("Perubahan data", "Rp0", "2 hari"), ("Salinan", "Rp5.000", "30 menit"),
            ("Legalisasi", "Rp0", "15 menit"))  # fmt: skip
    for row, (name, price, time) in enumerate(rows):
        y = 240 + row * 96
        c.text(280, y, name, 38, anchor="lm")
        c.text(760, y, price, 38, GREEN, bold=True, anchor="rm")
        c.text(1000, y, time, 38, anchor="rm")
        c.line([(280, y + 46), (1000, y + 46)], "#cfcabd", 2)
    c.text(640, 748, "Tidak ada pungutan di luar tarif ini", 32, RED, bold=True)


def flow_chart(c: Canvas) -> None:
    """A procedure as a chart of boxes."""
    c.room(850)
    c.rect(140, 60, 1000, 740, PAPER, edge=STEEL, line=10)
    c.text(640, 120, "ALUR PELAYANAN", 50, c.accent, bold=True)
    steps = ("Ambil nomor\nantrean", "Serahkan\nberkas", "Periksa\nkelengkapan",
             "Terima\nhasil", "Tanda tangan\npejabat", "Proses\ndan verifikasi")  # fmt: skip
    places = [(180, 210), (500, 210), (820, 210), (180, 510), (500, 510), (820, 510)]
    for (x, y), words in zip(places, steps, strict=True):
        c.rect(x, y, 270, 180, shade(c.lower, 1.06), edge=c.accent, line=4, radius=18)
        c.text(x + 135, y + 90, words, 34, INK, bold=True)
    for x, way in ((450, 1), (770, 1), (450, -1), (770, -1)):
        y = 300 if way == 1 else 600
        tip, tail = (x + 46, x + 6) if way == 1 else (x + 4, x + 44)
        c.line([(tail, y), (tip, y)], c.accent, 6)
        c.shape([(tip, y), (tip - way * 18, y - 14), (tip - way * 18, y + 14)], c.accent)
    c.line([(955, 392), (955, 506)], c.accent, 6)
    c.shape([(955, 508), (940, 488), (970, 488)], c.accent)


def promise(c: Canvas) -> None:
    """The signed promise of service in its frame."""
    _frame(c, "MAKLUMAT PELAYANAN")
    c.text(
        640,
        410,
        "Dengan ini kami menyatakan sanggup\nmenyelenggarakan pelayanan sesuai standar\n"
        "yang telah ditetapkan, dan apabila tidak\nmenepati janji ini, kami siap menerima\n"
        "sanksi sesuai peraturan perundang-undangan.",
        34,
    )
    c.text(830, 580, "Kepala Unit", 26)
    c.line([(760, 640), (790, 606), (812, 648), (846, 604), (872, 640), (905, 622)], "#23408e", 4)
    c.line([(750, 662), (910, 662)], INK, 2)


def promise_unsigned(c: Canvas) -> None:
    """A promise without sanction and without signature."""
    _frame(c, "MAKLUMAT PELAYANAN")
    c.text(640, 400, "Kami berjanji memberikan\npelayanan dengan senyum,\nsapa, dan salam.", 44)
    c.line([(750, 662), (910, 662)], INK, 2)


def _frame(c: Canvas, title: str) -> None:
    c.room(850)
    plant = c.chance.choice((70, 1110, None, None))
    if plant is not None:
        for tilt in (-70, -30, 20, 64):
            c.line([(plant + 40, 700), (plant + 40 + tilt, 500 - abs(tilt) // 2)], "#4f7a45", 24)
        c.rect(plant - 20, 680, 120, 180, "#a65b3f", radius=10)
    c.rect(262, 82, 764, 706, shade(c.lower, 0.8))
    c.rect(250, 70, 780, 700, "#b48a2c")
    c.rect(268, 88, 744, 664, "#8a6a20")
    c.rect(280, 100, 720, 640, PAPER)
    c.disc(640, 168, 42, fill=shade(c.accent, 1.1))
    c.text(640, 168, "KTW", 30, "white", bold=True)
    c.text(640, 252, title, 50, INK, bold=True)
    c.line([(380, 290), (900, 290)], "#b48a2c", 4)


def bare_wall(c: Canvas) -> None:
    """A wall with a nail and a lighter patch: what should hang there does not."""
    c.room(780)
    left, cupboard = 390 + c.shift(150), c.chance.choice((90, 260, 820, 1010))
    c.rect(left, 150, 500, 420, shade(c.upper, 1.04))
    c.disc(left + 250, 140, 7, fill=INK)
    c.rect(1040, 420, 60, 88, PAPER, edge=STEEL, radius=6)
    c.disc(1070, 464, 12, fill=STEEL)
    tall = c.chance.choice((220, 330, 420))
    c.rect(cupboard, 780 - tall, 190, tall, DARK_WOOD)
    for drawer in range(tall // 100):
        c.rect(cupboard + 16, 780 - tall + 18 + drawer * 100, 158, 84, WOOD)


def survey_result(c: Canvas) -> None:
    """Results of the satisfaction survey as bars."""
    c.room(850)
    c.rect(180, 60, 920, 740, PAPER, edge=STEEL, line=10)
    c.text(640, 118, "INDEKS KEPUASAN MASYARAKAT", 42, c.accent, bold=True)
    c.text(640, 168, "Triwulan III 2026 · n = 152", 30)
    for index in range(9):
        height = 250 + c.chance.randint(0, 150)
        x = 232 + index * 92
        c.rect(x, 690 - height, 62, height, shade(c.accent, 0.9 + index % 3 * 0.15))
        c.text(x + 31, 718, f"U{index + 1}", 26)
    c.line([(216, 690), (1060, 690)], INK, 3)


def compensation(c: Canvas) -> None:
    """A notice of what one gets when the service is late."""
    c.room(850)
    c.rect(240, 110, 800, 620, YELLOW, radius=20)
    c.rect(262, 132, 756, 576, PAPER, radius=12)
    c.text(640, 210, "KOMPENSASI LAYANAN", 52, RED, bold=True)
    c.text(640, 400, "Bila layanan terlambat tanpa\npenjelasan, Anda berhak atas\n"
           "antrean prioritas dan\npengantaran dokumen gratis.", 42)  # fmt: skip
    c.text(640, 620, "Minta formulir kepada petugas", 32, INK, bold=True)


SCENES = {
    "counter_staffed": staffed,
    "counter_empty": empty,
    "counter_off_schedule": off_schedule,
    "counter_unattended": unattended,
    "counter_notice": notice,
    "badge_missing": badge_missing,
    "leaflet_old": leaflet_old,
    "hours": hours,
    "hours_three_days": lambda c: hours(c, _THREE_DAYS),
    "bare_glass": bare_glass,
    "board_full": board_full,
    "board_no_price": board_no_price,
    "board_some": board_some,
    "board_bare": board_bare,
    "price_list": price_list,
    "flow_chart": flow_chart,
    "promise": promise,
    "promise_unsigned": promise_unsigned,
    "wall_no_promise": bare_wall,
    "wall_no_survey": bare_wall,
    "survey_result": survey_result,
    "compensation": compensation,
}
