"""Scenes of access for people with special needs, and of complaints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.app.scenes.canvas import (
    DARK_WOOD,
    GREEN,
    HEIGHT,
    INK,
    PAPER,
    RED,
    STEEL,
    WIDTH,
    WOOD,
    YELLOW,
    shade,
)

if TYPE_CHECKING:
    from fieldsurvey.app.scenes.canvas import Canvas

_BLUE = "#1d5fa8"


def _wheelchair_sign(c: Canvas, x: float, y: float, size: float = 1.0) -> None:
    """Draw the international symbol of access in a blue square around (x, y)."""
    c.rect(x - 60 * size, y - 60 * size, 120 * size, 120 * size, _BLUE, radius=12 * size)
    c.disc(x - 8 * size, y - 38 * size, 9 * size, fill="white")
    body = ((-8, -26), (-6, 4), (20, 4), (32, 36))
    c.line([(x + dx * size, y + dy * size) for dx, dy in body], "white", 8 * size)
    c.arc(x - 6 * size, y + 14 * size, 30 * size, (40, 260), "white", width=7 * size)


def ramp(c: Canvas) -> None:
    """A ramp with a handrail beside the steps."""
    c.rect(0, 0, WIDTH, 560, c.upper)
    c.rect(0, 560, WIDTH, 400, "#b9b5ab")
    c.rect(840, 120, 300, 400, "#3c5566", edge=PAPER, line=10)
    c.line([(990, 120), (990, 520)], PAPER, 6)
    for step in range(4):
        c.rect(
            780 - step * 20, 520 + step * 56, 430 + step * 30, 58, shade("#a7a297", 1 - step * 0.06)
        )
    c.shape([(80, 800), (760, 520), (860, 520), (860, 580), (330, 860)], "#8f8a80")
    for low, high in (((90, 790), (770, 505)), ((330, 850), (850, 575))):
        c.line([(low[0], low[1] - 110), (high[0], high[1] - 110)], STEEL, 10)
        for part in range(5):
            x = low[0] + (high[0] - low[0]) * part / 4
            y = low[1] + (high[1] - low[1]) * part / 4
            c.line([(x, y), (x, y - 110)], STEEL, 8)
    _wheelchair_sign(c, 300, 300)


def guiding_block(c: Canvas, *, blocked: bool = False) -> None:
    """Yellow guiding blocks towards the door; a cupboard and pots may stand on them."""
    c.room(420)
    c.rect(490, 60, 300, 372, "#3c5566", edge=PAPER, line=10)
    c.line([(640, 60), (640, 432)], PAPER, 6)
    edges = []
    depth, gap = 434.0, 20.0
    while depth < HEIGHT:
        edges.append(depth)
        depth += gap
        gap *= 1.22
    edges.append(HEIGHT)
    for near, far in zip(edges[1:], edges, strict=False):
        wide_far, wide_near = 30 + (far - 434) * 0.21, 30 + (near - 434) * 0.21
        c.shape([(640 - wide_far, far), (640 + wide_far, far), (640 + wide_near, near - 3),
                 (640 - wide_near, near - 3)], YELLOW)  # fmt: skip
        for bar in (-0.6, -0.2, 0.2, 0.6):
            c.line([(640 + bar * wide_far, far + 3), (640 + bar * wide_near, near - 6)],
                   shade(YELLOW, 0.84), 5)  # fmt: skip
    if blocked:
        left = 520 + c.shift(40)
        c.rect(left, 400, 260, 330, DARK_WOOD)
        c.rect(left + 14, 414, 112, 300, WOOD)
        c.rect(left + 134, 414, 112, 300, WOOD)
        c.shape(
            [(left + 310, 640), (left + 430, 640), (left + 410, 780), (left + 330, 780)], "#a65b3f"
        )
        for tilt in (-70, -30, 20, 64):
            c.line([(left + 370, 640), (left + 370 + tilt, 500 - abs(tilt) // 2)], "#4f7a45", 22)


def wheelchair(c: Canvas) -> None:
    """A wheelchair ready for use."""
    c.room(700)
    c.disc(560, 690, 170, edge=INK, line=16)
    c.disc(560, 690, 150, edge=STEEL, line=4)
    c.disc(560, 690, 18, fill=STEEL)
    c.disc(850, 800, 56, edge=INK, line=14)
    c.line([(430, 300), (430, 380), (480, 560), (760, 560), (850, 760), (930, 770)], "#2f4f6f", 18)
    c.line([(380, 300), (436, 304)], INK, 20)
    c.rect(470, 520, 300, 50, "#23384e", radius=12)
    c.shape([(424, 340), (452, 330), (500, 530), (466, 540)], "#23384e")
    c.line([(500, 440), (700, 440), (720, 540)], STEEL, 12)
    _wheelchair_sign(c, 1080, 220)


def accessible_toilet(c: Canvas, *, storage: bool = False) -> None:
    """The accessible toilet: usable, or filled with boxes and brooms."""
    c.rect(0, 0, WIDTH, 700, "#d5dfdf")
    c.rect(0, 700, WIDTH, 260, "#a9b1b1")
    for x in range(0, WIDTH, 106):
        c.line([(x, 0), (x, 700)], "#bccaca", 2)
    for y in range(0, 700, 106):
        c.line([(0, y), (WIDTH, y)], "#bccaca", 2)
    c.rect(560, 380, 190, 150, "white", edge=STEEL, radius=16)
    c.disc(655, 610, 130, 56, "white", edge=STEEL, line=4)
    c.shape([(570, 630), (740, 630), (710, 790), (600, 790)], "#f1f1ee")
    c.line([(330, 500), (500, 500), (500, 690)], STEEL, 18)
    c.line([(820, 500), (990, 500)], STEEL, 18)
    _wheelchair_sign(c, 180, 180)
    if storage:
        for x, y, size in ((420, 560, 210), (640, 600, 240), (520, 380, 190), (860, 640, 200)):
            c.rect(x + c.shift(10), y, size, size, WOOD, edge=DARK_WOOD, line=4)
            c.rect(x, y + size * 0.42, size, 26, shade(WOOD, 1.25))
        for x in (330, 1110):
            c.line([(x, 220), (x + 30, 820)], DARK_WOOD, 14)
            c.shape([(x - 10, 800), (x + 70, 800), (x + 90, 900), (x - 30, 900)], YELLOW)


def accessible_parking(c: Canvas) -> None:
    """A wide bay with the symbol of access on the ground."""
    c.rect(0, 0, WIDTH, 360, shade(c.upper, 0.97))
    c.rect(0, 340, WIDTH, 24, "#7f9a62")
    c.rect(0, 360, WIDTH, 600, "#6f7379")
    c.shape([(420, 400), (860, 400), (1080, 920), (200, 920)], _BLUE)
    c.line([(420, 400), (200, 920)], PAPER, 12)
    c.line([(860, 400), (1080, 920)], PAPER, 12)
    _wheelchair_sign(c, 640, 660, 2.4)
    c.rect(930, 120, 14, 250, STEEL)
    _wheelchair_sign(c, 937, 150)


def priority_seats(c: Canvas) -> None:
    """Seats reserved for those who need them."""
    c.room(660)
    c.rect(230, 120, 820, 150, _BLUE, radius=12)
    c.text(640, 170, "KURSI PRIORITAS", 58, "white", bold=True)
    c.text(640, 232, "Disabilitas · Lansia · Ibu hamil · Anak", 36, "white")
    for seat in range(4):
        x = 290 + seat * 186
        c.rect(x, 440, 150, 170, YELLOW, radius=16)
        c.rect(x - 6, 600, 162, 46, shade(YELLOW, 0.85), radius=12)
        c.rect(x + 64, 646, 20, 120, STEEL)
    c.rect(270, 760, 740, 14, STEEL)


def lactation(c: Canvas, *, locked: bool = False) -> None:
    """The lactation room: open with a chair inside, or locked."""
    c.room(800)
    c.rect(400, 110, 480, 700, shade(c.lower, 0.75))
    if locked:
        c.rect(418, 128, 444, 680, "#d9b8c4")
        c.rect(800, 480, 46, 60, STEEL, radius=8)
        c.arc(823, 482, 18, (180, 360), INK, width=7)
        c.rect(500, 560, 240, 70, PAPER, edge=RED, line=4)
        c.text(620, 595, "DIKUNCI", 42, RED, bold=True)
    else:
        c.rect(418, 128, 444, 680, "#f4e6dc")
        c.rect(520, 520, 240, 190, "#b36a84", radius=30)
        c.rect(490, 620, 300, 120, "#9c5872", radius=26)
        c.rect(470, 300, 150, 120, "#d8ebf2", edge=PAPER, line=8)
    c.rect(470, 190, 340, 76, "#a3476b", radius=10)
    c.text(640, 228, "RUANG LAKTASI", 42, "white", bold=True)


def lift(c: Canvas) -> None:
    """A lift with its call buttons and the floor shown."""
    c.room(800)
    c.rect(380, 110, 520, 700, STEEL)
    c.rect(410, 190, 226, 620, "#c5ccd3")
    c.rect(644, 190, 226, 620, "#c5ccd3")
    c.line([(640, 190), (640, 810)], INK, 5)
    c.rect(560, 124, 160, 56, INK, radius=6)
    c.text(640, 152, str(c.chance.randint(1, 3)), 44, YELLOW, bold=True)
    c.rect(960, 430, 80, 160, "#dfe3e6", edge=STEEL, line=4, radius=10)
    c.disc(1000, 475, 22, fill=YELLOW)
    c.disc(1000, 545, 22, fill=PAPER, edge=STEEL)
    _wheelchair_sign(c, 1000, 320, 0.8)


def complaint_box(c: Canvas) -> None:
    """A complaint box with a code to scan."""
    c.room(740)
    c.rect(330, 330, 420, 420, "#c9403a", radius=10)
    c.rect(330, 300, 420, 60, shade("#c9403a", 0.8), radius=10)
    c.rect(450, 322, 180, 16, INK, radius=8)
    c.text(540, 470, "KOTAK", 62, "white", bold=True)
    c.text(540, 550, "PENGADUAN", 62, "white", bold=True)
    c.disc(540, 660, 26, fill=YELLOW)
    c.rect(830, 250, 290, 400, PAPER, edge=STEEL, line=6)
    c.text(975, 300, "LAPOR!", 50, RED, bold=True)
    c.rect(870, 350, 210, 210, "white", edge=INK)
    for row in range(14):
        for column in range(14):
            corner = (row < 4 or row > 9) and (column < 4 or column > 9) and not (row > 9 < column)
            if corner or c.chance.random() < 0.5:
                c.rect(877 + column * 14, 357 + row * 14, 14, 14, INK)
    c.text(975, 604, "Pindai untuk mengadu", 26)


def complaint_steps(c: Canvas) -> None:
    """The way of a complaint with its deadlines."""
    c.room(850)
    c.rect(160, 80, 960, 700, PAPER, edge=STEEL, line=10)
    c.text(640, 150, "PROSEDUR PENGADUAN", 52, RED, bold=True)
    rows = (
        ("Sampaikan pengaduan", "hari ini"),
        ("Verifikasi", "3 hari kerja"),
        ("Tindak lanjut", "14 hari kerja"),
        ("Jawaban kepada pengadu", "segera"),
    )
    for index, (words, time) in enumerate(rows):
        y = 270 + index * 126
        c.disc(240, y, 42, fill=c.accent)
        c.text(240, y, str(index + 1), 46, "white", bold=True)
        c.text(310, y, words, 42, anchor="lm")
        c.text(1070, y, time, 40, GREEN, bold=True, anchor="rm")


def phone_silent(c: Canvas) -> None:
    """A phone that called the complaint number in vain."""
    _phone(c, "#20262e")
    c.text(640, 250, "Nomor Pengaduan", 44, "white", bold=True)
    c.text(640, 310, "0800-000-0000", 40, "#c3ccd6")
    c.text(640, 430, "Tidak dijawab", 50, "#ff8a80", bold=True)
    c.text(640, 500, "3 panggilan · 5 menit", 34, "#c3ccd6")
    c.disc(640, 690, 66, fill=RED)
    c.rect(600, 678, 80, 24, "white", radius=10)


def phone_answered(c: Canvas) -> None:
    """A phone with a chat in which the complaint number answers."""
    _phone(c, "#e7ddd0")
    c.rect(440, 110, 400, 92, GREEN)
    c.text(640, 156, "Pengaduan MPP (contoh)", 31, "white", bold=True)
    for y, words, mine in ((240, "Selamat pagi, apakah\nnomor ini aktif?", True),
                           (390, "Selamat pagi. Aktif.\nAda yang dapat dibantu?", False),
                           (540, "Terima kasih, ini uji\nlayanan.", True)):  # fmt: skip
        x = 500 if mine else 456
        c.rect(x, y, 324, 116, "#d6f2c6" if mine else "white", radius=16)
        c.text(x + 162, y + 56, words, 29)
    c.text(640, 720, "dibalas dalam 6 menit", 28, "#5b6570")


def website(c: Canvas) -> None:
    """A web page with the services and their standards."""
    _phone(c, "white")
    c.rect(440, 110, 400, 100, c.accent)
    c.text(640, 160, "Standar Pelayanan", 38, "white", bold=True)
    for row in range(5):
        y = 236 + row * 112
        c.rect(462, y, 356, 92, "#eef1f4", radius=10)
        c.rect(478, y + 20, 190, 14, INK)
        c.rect(478, y + 52, 280, 9, "#b9b6ad")


def website_empty(c: Canvas) -> None:
    """A web page that has no content."""
    _phone(c, "white")
    c.rect(440, 110, 400, 100, c.accent)
    c.text(640, 160, "Standar Pelayanan", 38, "white", bold=True)
    c.text(640, 430, "Halaman belum\ntersedia", 50, STEEL, bold=True)
    c.text(640, 560, "Diperbarui: 2 Januari 2023", 28, STEEL)


def _phone(c: Canvas, screen: str) -> None:
    c.room(300)
    c.rect(0, 300, WIDTH, 660, WOOD)
    for y in range(330, HEIGHT, 74):
        c.line([(0, y), (WIDTH, y + c.shift(12))], shade(WOOD, 0.93), 4)
    c.rect(424, 44, 448, 880, shade(WOOD, 0.7), radius=54)
    c.rect(416, 34, 448, 880, "#14171b", radius=54)
    c.rect(440, 70, 400, 808, screen, radius=26)
    c.disc(640, 53, 7, fill=STEEL)


def register(c: Canvas) -> None:
    """The register of complaints, half filled."""
    c.rect(0, 0, WIDTH, HEIGHT, WOOD)
    c.shape([(120, 160), (640, 120), (640, 860), (90, 900)], PAPER)
    c.shape([(640, 120), (1160, 160), (1190, 900), (640, 860)], shade(PAPER, 0.97))
    c.line([(640, 120), (640, 860)], "#b9b6ad", 6)
    c.text(380, 200, "REGISTER PENGADUAN", 36, INK, bold=True)
    for row in range(12):
        y = 260 + row * 50
        c.line([(116 - row * 2, y + 20), (612, y)], "#b7c4d4", 2)
        c.line([(668, y), (1166 + row * 2, y + 20)], "#b7c4d4", 2)
        if row < 7:
            for x, wide in ((140, 60), (230, 160), (430, 130)):
                c.line([(x, y + 10), (x + wide, y + 4 + c.shift(3))], "#23408e", 5)
        if row < 2:
            c.line([(700, y + 6), (840, y + 10)], "#23408e", 5)


SCENES = {
    "ramp": ramp,
    "guiding_block": guiding_block,
    "guiding_block_blocked": lambda c: guiding_block(c, blocked=True),
    "wheelchair": wheelchair,
    "accessible_toilet": accessible_toilet,
    "accessible_toilet_storage": lambda c: accessible_toilet(c, storage=True),
    "accessible_parking": accessible_parking,
    "priority_seats": priority_seats,
    "lactation": lactation,
    "lactation_locked": lambda c: lactation(c, locked=True),
    "lift": lift,
    "complaint_box": complaint_box,
    "complaint_steps": complaint_steps,
    "phone_silent": phone_silent,
    "phone_answered": phone_answered,
    "website": website,
    "website_empty": website_empty,
    "register": register,
}
