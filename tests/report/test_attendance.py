"""The attendance list as it is read."""

from dataclasses import replace
from pathlib import Path

import pytest

from fieldsurvey.report import PageSize
from fieldsurvey.report.attendance import make_attendance
from fieldsurvey.report.kinds import Kind
from fieldsurvey.survey.model import Person
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


def test_a_hundred_people_repeat_the_head_on_every_page(tmp_path: Path) -> None:
    people = tuple(Person(f"p{n}", f"Orang Nomor {n:03d}", "member") for n in range(100))
    plain = visit_paper(Kind.ATTENDANCE)
    many = replace(plain, visit=replace(plain.visit, people=people))
    pages = pages_of(make_attendance(many, tmp_path / "x.pdf").path)
    assert len(pages) > 5
    assert all("Nama, NIP/NIK" in page for page in pages[:-1])
    assert "Orang Nomor 099" in " ".join(pages)
