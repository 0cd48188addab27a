"""Scenes of the building: outside, waiting hall, toilets, safety."""

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
    YELLOW,
    shade,
)

if TYPE_CHECKING:
    from fieldsurvey.app.scenes.canvas import Canvas

_SKY = "#cfe3ee"
_ASPHALT = "#6f7379"


def _outside(c: Canvas, horizon: float = 560) -> None:
    c.rect(0, 0, WIDTH, horizon, _SKY)
    for x, y, r in ((180, 120, 60), (250, 100, 74), (330, 128, 56), (980, 90, 52), (1050, 80, 66)):
        c.disc(x + c.shift(30), y, r, r * 0.5, "#e8f2f7")
    c.rect(0, horizon, WIDTH, HEIGHT - horizon, _ASPHALT)
    c.rect(0, horizon - 14, WIDTH, 22, "#7f9a62")


def _building(c: Canvas) -> None:
    c.rect(150, 170, 980, 390, shade(c.upper, 0.97))
    c.shape([(110, 176), (1170, 176), (1100, 110), (180, 110)], "#8a4b3a")
    for row in range(2):
        for column in range(8):
            x = 190 + column * 114
            c.rect(x, 262 + row * 140, 82, 92, "#7ea6bd", edge=PAPER, line=5)
    c.rect(560, 400, 160, 160, "#3c5566", edge=PAPER, line=6)
    c.line([(640, 400), (640, 560)], PAPER, 4)


def street_no_sign(c: Canvas) -> None:
    """The building from the road: trees, a fence, no name."""
    _outside(c)
    _building(c)
    c.shape([(0, 700), (WIDTH, 700), (WIDTH, HEIGHT), (0, HEIGHT)], "#54585d")
    for x in range(20, WIDTH, 210):
        c.rect(x, 828, 120, 12, "#e9e6da")
    for x in (60, 1090):
        c.rect(x + 60, 380, 26, 260, DARK_WOOD)
        c.disc(x + 73, 330, 130, 120, "#4f7a45")
        c.disc(x + 20, 370, 80, 76, "#5c8a50")
    for x in range(0, WIDTH, 46):
        c.rect(x, 610, 12, 84, PAPER)
    c.rect(0, 632, WIDTH, 10, PAPER)


def street_sign(c: Canvas) -> None:
    """The building with its name on a board by the road."""
    _outside(c)
    _building(c)
    c.rect(300, 470, 18, 300, STEEL)
    c.rect(962, 470, 18, 300, STEEL)
    c.rect(250, 420, 780, 210, c.accent, edge=PAPER, line=8, radius=8)
    c.text(640, 492, "MAL PELAYANAN PUBLIK", 58, "white", bold=True)
    c.text(640, 572, "KOTA TANJUNG WANA", 44, "white")


def parking(c: Canvas) -> None:
    """Marked bays with a few cars and motorcycles."""
    _outside(c, 430)
    for x in range(-200, 1500, 210):
        c.line([(640 + (x - 640) * 0.5, 450), (x, 900)], PAPER, 6)
    for x, y, colour in ((240, 520, "#b8bfc7"), (570, 500, "#8c2f2f"), (880, 530, "#2f4f6f")):
        _car(c, x + c.shift(16), y, colour)
    c.rect(1120, 200, 16, 260, STEEL)
    c.rect(1070, 150, 116, 116, "#1d5fa8", radius=14)
    c.text(1128, 208, "P", 84, "white", bold=True)


def _car(c: Canvas, x: float, y: float, colour: str) -> None:
    c.disc(x + 100, y + 132, 120, 16, shade(_ASPHALT, 0.8))
    c.rect(x, y + 50, 200, 76, colour, radius=20)
    c.shape([(x + 30, y + 54), (x + 56, y), (x + 146, y), (x + 174, y + 54)], colour)
    c.shape([(x + 48, y + 52), (x + 66, y + 12), (x + 138, y + 12), (x + 156, y + 52)], "#c7dbe4")
    for wheel in (44, 158):
        c.disc(x + wheel, y + 126, 24, fill=INK)
        c.disc(x + wheel, y + 126, 10, fill=STEEL)


def waiting_hall(c: Canvas) -> None:
    """Rows of chairs before the counters."""
    c.room(520)
    for x in range(60, 1200, 235):
        c.rect(x, 150, 200, 62, c.accent, radius=6)
        c.text(x + 100, 182, f"LOKET {x // 235 + 1}", 32, "white", bold=True)
        c.rect(x, 380, 200, 128, DARK_WOOD)
        c.rect(x, 366, 200, 16, shade(DARK_WOOD, 1.4))
    for row in range(3):
        y, size = 520 + row * 130, 1.0 + row * 0.28
        for seat in range(7):
            at = 640 + (seat - 3) * 158 * size
            c.rect(at - 58 * size, y, 116 * size, 84 * size, shade(c.accent, 1.15), radius=12)
            c.rect(at - 62 * size, y + 78 * size, 124 * size, 24 * size, c.accent, radius=8)
        c.rect(640 - 560 * size, y + 102 * size, 1120 * size, 9, STEEL)


def queue_display(c: Canvas, *, on: bool = True) -> None:
    """A hanging screen that calls the next number."""
    c.room(800)
    c.rect(430, 0, 16, 150, STEEL)
    c.rect(834, 0, 16, 150, STEEL)
    c.rect(220, 140, 840, 480, "#1d2126", radius=14)
    c.rect(244, 164, 792, 432, "#123a5c" if on else "#2a2e34")
    if on:
        c.text(640, 240, "NOMOR ANTREAN", 52, "#cfe6f7")
        c.text(640, 390, f"B {c.chance.randint(11, 88):03d}", 190, "white", bold=True)
        c.text(640, 540, f"LOKET {c.chance.randint(2, 39)}", 62, YELLOW, bold=True)
    c.rect(560, 690, 160, 240, STEEL, radius=10)
    c.rect(584, 714, 112, 80, "#9cc7e6" if on else "#30353c")
    c.rect(606, 826, 68, 10, INK)


def info_desk(c: Canvas) -> None:
    """The information desk with an officer."""
    c.room()
    c.rect(420, 110, 440, 110, GREEN, radius=12)
    c.text(640, 166, "INFORMASI", 66, "white", bold=True)
    c.person(600 + c.shift(50), 390, 1.3, scarf=True)
    c.shape([(230, 590), (1050, 590), (1100, 640), (180, 640)], "#e7e0d2")
    c.rect(190, 640, 900, 230, GREEN)
    c.disc(640, 755, 70, fill=PAPER)
    c.text(640, 752, "i", 110, GREEN, bold=True)


def toilet_doors(c: Canvas) -> None:
    """Two doors, for men and for women."""
    c.room(800)
    for x, word, colour in ((240, "PRIA", "#2f5f8f"), (720, "WANITA", "#a3476b")):
        c.rect(x, 150, 320, 660, shade(c.lower, 0.75))
        c.rect(x + 16, 166, 288, 640, "#d9d4c8")
        c.disc(x + 274, 500, 14, fill=STEEL)
        c.rect(x + 70, 230, 180, 190, colour, radius=12)
        c.disc(x + 160, 272, 20, fill="white")
        wide, narrow = (16, 34) if word == "WANITA" else (30, 20)
        c.shape([(x + 160 - wide, 298), (x + 160 + wide, 298), (x + 160 + narrow, 360),
                 (x + 160 - narrow, 360)], "white")  # fmt: skip
        c.text(x + 160, 392, word, 36, "white", bold=True)


def washbasin(c: Canvas, *, soap: bool = False) -> None:
    """A basin under a mirror; the soap holder is empty."""
    c.rect(0, 0, WIDTH, HEIGHT, "#d5dfdf")
    for x in range(0, WIDTH, 106):
        c.line([(x, 0), (x, HEIGHT)], "#bccaca", 2)
    for y in range(0, HEIGHT, 106):
        c.line([(0, y), (WIDTH, y)], "#bccaca", 2)
    c.rect(360, 70, 520, 360, "#e9f1f3", edge=STEEL, line=8)
    c.shape([(420, 420), (600, 80), (660, 80), (480, 420)], "#f6fafb")
    c.disc(620, 640, 300, 110, "#f7f7f3", edge=STEEL, line=4)
    c.disc(620, 630, 220, 70, "#dfe4e4")
    c.disc(620, 640, 22, 9, INK)
    c.rect(600, 480, 40, 110, STEEL, radius=10)
    c.rect(600, 476, 40, 70, STEEL, radius=10)
    c.rect(1000, 330, 110, 180, PAPER, edge=STEEL, line=4, radius=12)
    c.rect(1016, 346, 78, 90, GREEN if soap else "#eef0ee", edge=STEEL)
    c.text(1055, 478, "SABUN", 26, INK, bold=True)
    c.rect(90, 250, 190, 260, PAPER, edge=STEEL)
    c.text(185, 284, "LEMBAR KONTROL", 21, INK, bold=True)
    for row in range(6):
        c.line([(104, 320 + row * 30), (266, 320 + row * 30)], "#b9b6ad", 2)
        if row < 2 or soap:
            c.line([(226, 336 + row * 30), (234, 342 + row * 30), (248, 326 + row * 30)], GREEN, 4)


def extinguisher(c: Canvas, *, expired: bool = False) -> None:
    """A fire extinguisher on the wall with its inspection tag."""
    c.room(820)
    c.shape([(560, 130), (720, 130), (640, 230)], RED)
    c.text(640, 160, "APAR", 34, "white", bold=True)
    c.rect(550, 330, 180, 420, RED, radius=60)
    c.rect(550, 480, 180, 110, PAPER)
    c.text(640, 515, "CO2", 34, INK, bold=True)
    c.text(640, 558, "6 kg", 28)
    c.rect(612, 280, 56, 66, INK, radius=8)
    c.line([(668, 300), (790, 330), (800, 520)], INK, 14)
    c.shape([(784, 515), (816, 515), (836, 590), (764, 590)], INK)
    c.line([(600, 320), (470, 400)], STEEL, 3)
    c.rect(380, 395, 150, 190, YELLOW if expired else PAPER, edge=STEEL, radius=6)
    c.text(455, 425, "BERLAKU S.D.", 20, INK, bold=True)
    c.text(455, 490, "03/2026" if expired else "08/2027", 36, RED if expired else GREEN, bold=True)


def evacuation_map(c: Canvas) -> None:
    """A floor plan with the way out."""
    c.room(850)
    c.rect(170, 70, 940, 720, PAPER, edge=GREEN, line=14)
    c.rect(170, 70, 940, 96, GREEN)
    c.text(640, 118, "JALUR EVAKUASI – LANTAI 2", 48, "white", bold=True)
    c.rect(240, 220, 800, 470, None, edge=INK, line=6)
    for x in range(240, 1040, 160):
        c.rect(x, 220, 160, 140, None, edge=INK, line=4)
        c.rect(x, 550, 160, 140, None, edge=INK, line=4)
    c.line([(320, 455), (960, 455)], GREEN, 12)
    c.shape([(1010, 455), (950, 422), (950, 488)], GREEN)
    c.disc(430, 455, 22, fill=RED)
    c.text(640, 736, "TITIK KUMPUL: HALAMAN DEPAN", 38, GREEN, bold=True)


def directory(c: Canvas) -> None:
    """A directory of stands by floor."""
    c.room(860)
    c.rect(250, 40, 780, 790, STEEL, radius=14)
    c.rect(266, 56, 748, 758, PAPER)
    c.rect(266, 56, 748, 90, c.accent)
    c.text(640, 101, "DIREKTORI GERAI", 50, "white", bold=True)
    for floor in range(3):
        y = 170 + floor * 214
        c.rect(290, y, 96, 190, shade(c.accent, 1.1), radius=8)
        c.text(338, y + 95, str(3 - floor), 82, "white", bold=True)
        for row in range(5):
            c.rect(420, y + 14 + row * 36, 330 + row * 37 % 130, 12, "#b9b6ad")
            c.rect(930, y + 12 + row * 36, 52, 18, shade(c.accent, 1.25), radius=4)


def vision(c: Canvas) -> None:
    """Vision, mission and motto on the wall."""
    c.room(850)
    c.rect(170, 90, 940, 650, shade(c.accent, 0.9), radius=10)
    c.text(640, 170, "VISI", 58, "white", bold=True)
    c.text(640, 250, "Pelayanan yang dekat, pasti, dan ramah", 40, "white")
    c.text(640, 370, "MISI", 58, "white", bold=True)
    c.text(640, 490, "1. Satu pintu untuk semua urusan\n2. Waktu dan biaya yang pasti\n"
           "3. Ramah bagi kelompok rentan", 36, "white")  # fmt: skip
    c.text(640, 660, "“Mudah, Murah, Ramah”", 50, YELLOW, bold=True)


SCENES = {
    "street_no_sign": street_no_sign,
    "street_sign": street_sign,
    "parking": parking,
    "waiting_hall": waiting_hall,
    "queue_display": queue_display,
    "queue_display_off": lambda c: queue_display(c, on=False),
    "info_desk": info_desk,
    "toilet_doors": toilet_doors,
    "washbasin": lambda c: washbasin(c, soap=True),
    "washbasin_no_soap": washbasin,
    "extinguisher": extinguisher,
    "extinguisher_expired": lambda c: extinguisher(c, expired=True),
    "evacuation_map": evacuation_map,
    "directory": directory,
    "vision": vision,
}
