"""What holds of every document on paper: fonts that lack a character, codes that read, photos that travel."""

import shutil
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.colors import Color, white

from fieldsurvey.report import make_berita_acara, seal_of
from fieldsurvey.report.flowables import Text
from fieldsurvey.report.fonts import SAMPLE, SAMPLE_TINT, TINT, styles
from fieldsurvey.report.glyphs import lacking, printable
from fieldsurvey.report.kinds import Kind
from fieldsurvey.report.photos import PhotoSize
from fieldsurvey.report.score_figures import heat_look
from tests.report.every_kind import made
from tests.report.large_example import large_example
from tests.report.report_example import example
from tests.report.signed_example import folder, run

WHATSAPP = 5_000_000  # bytes


@cache
def large() -> Path:
    """Return a berita acara of 60 pages with 90 photos as noisy as a camera's, compact."""
    noise = Image.effect_noise((640, 480), 42).convert("RGB")
    photos = []
    for number in range(90):
        image = noise.copy()
        image.paste((number, 90, 160), (15 * (number % 30), 40, 15 * (number % 30) + 150, 300))
        out = folder() / "photo.jpg"
        image.save(out, quality=90)
        photos.append(out.read_bytes())
    path = folder() / "large.pdf"
    assert make_berita_acara(large_example(photos), path).pages >= 60
    return path


def test_a_report_of_sixty_pages_can_be_sent_by_phone() -> None:
    assert large().stat().st_size < WHATSAPP
    with pikepdf.open(large()) as pdf:
        sizes = {
            max(int(image.Width), int(image.Height))
            for page in pdf.pages
            for image in page.get_images().values()
        }
    assert sizes == {640}


@pytest.mark.parametrize("kind", [*Kind, "large"])
def test_no_heading_stands_alone_at_the_foot_of_a_page(kind: Kind | str) -> None:
    """What follows a heading begins on its page."""
    path = made(kind).path if isinstance(kind, Kind) else large()
    headings = {each[role] for each in seal_of(path)["printed"] for role in each if role[0] == "H"}
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            lines = [line.strip() for line in page.get_textpage().get_text_bounded().splitlines()]
            text = lines[: next(at for at, line in enumerate(lines) if line.startswith("Halaman "))]
            assert text[-1] not in headings


def test_the_head_of_a_table_is_repeated_and_said_once() -> None:
    tables = [each["Table"] for each in seal_of(large())["printed"] if "Table" in each]
    (findings,) = (table for table in tables if table[0][-1] == "Klasifikasi")
    assert sum(row == findings[0] for row in findings) == 1
    with pypdfium2.PdfDocument(large()) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    assert sum("Klasifikasi" in page for page in pages) > 10


def test_full_size_photos_keep_their_pixels(tmp_path: Path) -> None:
    paper = make_berita_acara(replace(example(), photo_size=PhotoSize.FULL), tmp_path / "full.pdf")
    with pikepdf.open(paper.path) as pdf:
        images = [image for page in pdf.pages for image in page.get_images().values()]
        assert {int(image.Width) for image in images} == {960}
        assert all(b"KAMERA-RAHASIA" not in image.read_raw_bytes() for image in images)


def test_what_is_read_in_colour_is_read_in_grey() -> None:
    """Every text and figure stands out by its lightness alone (4.5 : 1, WCAG 2.2 no. 1.4.3), on white and on tint."""
    inks = {style.textColor for name, style in styles().items() if name != "heat-dark"} | {SAMPLE}
    assert min(contrast(ink, paper) for ink in inks for paper in (white, TINT)) >= 4.5
    assert contrast(SAMPLE, SAMPLE_TINT) >= 4.5
    for value in map(Decimal, range(101)):
        style, ground = heat_look(value)
        assert contrast(styles()[style].textColor, ground) >= 4.5, value


def contrast(one: Color, other: Color) -> float:
    """Return the ratio of two colours' lightness, 1 to 21, as WCAG 2.2 defines it."""
    dark, light = sorted(map(_luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    linear: list[float] = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.rgb()
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("stand_out", ["sarana", "<b>sarana</b>"])
def test_a_paragraph_that_is_parted_fits_the_room_of_its_first_part(stand_out: str) -> None:
    said = f"Indikator tanpa data: pengetahuan tentang standar; {stand_out} gerai. " * 9
    style = styles()["note"]
    for width in range(150, 330, 4):
        high = Text(said, style).wrap(width, 900)[1]
        for room in (high / 3, high / 2, high - 2 * style.leading):
            text = Text(said, style)
            text.wrap(width, room)
            first, _rest = text.split(width, room)
            assert first.wrap(width, room)[1] <= room


@pytest.mark.skipif(shutil.which("zbarimg") is None, reason="zbar is missing")
@pytest.mark.parametrize("kind", list(Kind))
def test_the_code_of_every_kind_reads_from_a_print(kind: Kind, tmp_path: Path) -> None:
    path, picture = made(kind).path, tmp_path / "page.png"
    with pypdfium2.PdfDocument(path) as document:
        sheet = document[len(document) - 1].render(scale=150 / 72, grayscale=True).to_pil()
        sheet.crop((0, sheet.height * 3 // 4, sheet.width, sheet.height)).save(picture)
    read = run("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", str(picture))
    assert read.splitlines()[0] == seal_of(path)["document"]


def test_what_the_fonts_lack_is_printed_by_its_code() -> None:
    assert printable("Gerai 😀 名") == "Gerai [U+1F600] [U+540D]"
    assert printable("a\u200db\ufe0f\x07\u202e") == "ab"
    assert printable("cafe\u0301 ≤ 5 ○ ☐") == "café ≤ 5 ○ ☐"
    assert printable("\ue000") == "[U+E000]"
    assert lacking("Gerai 😀 名 😀 ○ é") == ("😀", "名")
    assert lacking("Gerai") == lacking("e\u0301\u200d") == ()


def test_every_european_letter_is_in_the_fonts() -> None:
    """So that a window need not load them to know."""
    assert not lacking("".join(map(chr, range(0x20, 0x180))))
