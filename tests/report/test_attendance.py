"""The attendance list as it is read."""

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from fieldsurvey.errors import StoreError
from fieldsurvey.report import PageSize
from fieldsurvey.report.attendance import make_attendance
from fieldsurvey.report.kinds import Kind
from fieldsurvey.survey.model import Institution, Person
from tests.report.papers_example import (
    bare_paper,
    never_blank,
    pages_of,
    sizes_of,
    text_of,
    visit_paper,
)
from tests.report.report_example import NAMES


@pytest.mark.parametrize(("size", "wanted"), [(PageSize.A4, (210, 297)), (PageSize.F4, (215, 330))])
def test_it_lists_who_is_named_and_leaves_lines(
    tmp_path: Path, size: PageSize, wanted: tuple[int, int]
) -> None:
    paper = make_attendance(visit_paper(Kind.ATTENDANCE, size=size), tmp_path / "x.pdf")
    text = text_of(paper.path)
    assert all(name in text for name in NAMES.values())
    for expected in (
        "DAFTAR HADIR",
        "CONTOH – BUKAN DOKUMEN RESMI",
        "Kamis, 25 Juli 2024",
        "09.10 s.d. 11.45 WITA",
        "Nomor ST/019/VII/2024 tanggal 22 Juli 2024",
        "Tanda tangan",
        "15.",
        "ruang tanda tangan dan cap",
        "DH-",
    ):
        assert expected in text, expected
    assert not paper.fields, "it is signed with a pen"
    assert sizes_of(paper.path) == {wanted}
    never_blank(paper.path)


def test_before_anything_is_known_it_is_lines_and_dots(tmp_path: Path) -> None:
    paper = make_attendance(bare_paper(Kind.ATTENDANCE), tmp_path / "x.pdf")
    text = text_of(paper.path)
    assert "Hari, tanggal …………" in text
    assert "…………" in text.split("Mengetahui, Ketua Tim Pemeriksa")[1]
    assert "16." in text
    assert "CONTOH" not in text


def test_sixty_people_repeat_the_head_on_every_page(tmp_path: Path) -> None:
    people = tuple(Person(f"p{n}", f"Orang Nomor {n:03d}", "member") for n in range(60))
    plain = visit_paper(Kind.ATTENDANCE)
    many = replace(plain, visit=replace(plain.visit, people=people))
    pages = pages_of(make_attendance(many, tmp_path / "x.pdf").path)
    assert len(pages) > 3
    assert all("Nama, NIP/NIK" in page for page in pages[:-1])
    assert "Orang Nomor 059" in " ".join(pages)


def test_each_institution_has_its_own_logo_and_a_missing_one_is_left_out(tmp_path: Path) -> None:
    image = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((20, 20, 280, 280), fill=(200, 30, 30, 255))
    drawn = io.BytesIO()
    image.save(drawn, "PNG")

    def load(sha256: str) -> bytes:
        if sha256 != "a" * 64:
            raise StoreError(path="blobs", what="has not arrived")
        return drawn.getvalue()

    heads = (
        Institution("i1", "Kantor Satu", ("KANTOR SATU",), logo="a" * 64),
        Institution("i2", "Kantor Dua", ("KANTOR DUA",), logo="b" * 64),
    )
    paper = replace(visit_paper(Kind.ATTENDANCE, institutions=heads), load=load)
    made = make_attendance(paper, tmp_path / "x.pdf")
    assert "KANTOR SATU" in text_of(made.path)
    assert "KANTOR DUA" in text_of(made.path)
    with pypdfium2.PdfDocument(made.path) as document:
        picture = document[0].render(scale=1).to_pil().convert("HSV")
    row = [picture.crop((x, 105, x + 1, 106)).tobytes() for x in range(picture.width)]
    red = [x for x, (_hue, saturation, value) in enumerate(row) if saturation > 150 and value > 150]
    assert red, "the first logo is drawn"
    assert max(red) < picture.width / 2
