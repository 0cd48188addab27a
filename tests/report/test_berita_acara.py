"""The berita acara as other programs read it."""

import io
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from fieldsurvey.errors import FileProblem, ReportError
from fieldsurvey.report import BeritaAcara, PageSize, instrument_hash, make_berita_acara, seal_of
from fieldsurvey.survey.model import Event, Finding, Person, Reaction
from tests.report.report_example import HOST, LEAD, NAMES, REFUSER, SEAL, START, example, with_visit
from tests.report.signed_example import paper, run, text_of

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is missing")


def made(content: BeritaAcara, folder: Path) -> Path:
    return make_berita_acara(content, folder / "made.pdf").path


@needs_poppler
def test_it_says_what_the_template_asks_for() -> None:
    text = " ".join(text_of(paper().path).split())
    for expected in (
        "BERITA ACARA",
        "PEMERIKSAAN LAPANGAN (KUNJUNGAN TANPA PEMBERITAHUAN)",
        "Nomor: B/007/LM.11-21/VII/2024",
        "hari ini Kamis, tanggal dua puluh lima bulan Juli tahun dua ribu dua puluh empat "
        "(25-07-2024), pukul 09.10 s.d. 11.45 WITA",
        "PERWAKILAN PROVINSI KALIMANTAN TIMUR",
        "INSPEKTORAT DAERAH",
        "Surat Tugas Nomor ST/019/VII/2024 tanggal 22 Juli 2024",
        "11 (sebelas) dari 13 (tiga belas) gerai",
        "09.25 WITA",
        "7 (tujuh) temuan: 2 berat, 3 sedang, 2 ringan",
        "versi 2026.1",
        "Kategori A (Kualitas Tertinggi) · Zona hijau",
        "Bobot yang diasumsikan, tanpa sumber",
        "8 Agustus 2024",
        "menolak menandatangani Berita Acara dengan alasan: “belum berkoordinasi dengan dinas "
        "induk”. Penolakan ini disaksikan oleh Dina Oktaviani, S.I.P. dan Markus Tandirerung",
        "Demikian Berita Acara ini dibuat dengan sebenarnya dalam rangkap 2 (dua)",
        "Saksi-saksi",
        "Lampiran I – Daftar hadir",
        "Lampiran II – Dokumentasi foto",
        "0,50215° LS, 117,15364° BT",
        "Lampiran III – Rekapitulasi nilai",
        "Lampiran IV – Daftar dokumen yang diterima",
    ):
        assert expected in text, expected


@needs_poppler
def test_a_finding_names_its_photos_and_a_photo_its_question_and_findings(tmp_path: Path) -> None:
    content = example()
    one, two = content.visit.findings[:2]
    findings = (replace(one, photos=(1, 2)), replace(two, photos=(2,)))
    questions = {content.visit.photos[1].id: "B02 Persyaratan terpajang"}
    minutes = replace(with_visit(content, findings=findings), questions=questions)
    text = " ".join(text_of(make_berita_acara(minutes, tmp_path / "b.pdf").path).split())
    assert f"Butir {one.item}" in text
    assert "Foto 1, 2" in text
    first, second = (
        text.partition(f"Foto {n} {content.visit.photos[n - 1].target_name}")[2] for n in (1, 2)
    )
    assert "Bukti temuan nomor 1 Waktu" in first[:300]
    assert "Butir B02 Persyaratan terpajang Bukti temuan nomor 1, 2 Waktu" in second[:300]


@needs_poppler
def test_it_ends_in_the_words_of_the_office(tmp_path: Path) -> None:
    office = replace(example(), closing="Sekian {dokumen} <ini>, rangkap {rangkap}.")
    text = " ".join(text_of(made(office, tmp_path)).split())
    assert "Sekian Berita Acara <ini>, rangkap 2 (dua)." in text
    assert "Demikian Berita Acara" not in text


@needs_poppler
def test_every_page_with_an_assumed_weight_says_what_the_mark_means() -> None:
    pages = text_of(paper().path).split("\f")
    marked = [page for page in pages if re.search(r"\b[0-9]+(,[0-9]+)?\*", page)]
    assert marked
    for page in marked:
        assert "(* diasumsikan)" in " ".join(page.split())


@needs_poppler
def test_it_lists_its_annexes_and_has_room_for_initials() -> None:
    text = text_of(paper().path)
    joined = " ".join(text.split())
    assert "Bagian yang tidak terpisahkan dari Berita Acara ini: Lampiran I Daftar hadir;" in joined
    assert text.count("paraf PIHAK I\n") == text.count("paraf PIHAK II\n") == paper().pages


@needs_poppler
def test_without_a_number_there_are_dots_and_the_paper_says_so(tmp_path: Path) -> None:
    text = " ".join(text_of(made(with_visit(example(), number=""), tmp_path)).split())
    assert "Nomor: …………/…………/…………/…………" in text
    assert "mengikat naskah dengan kode dokumen BA-0192F3A4-1" in text
    assert "belum ditetapkan" not in text_of(paper().path)


@needs_poppler
def test_a_refusal_has_room_for_the_witnesses_that_lack(tmp_path: Path) -> None:
    refusal = Reaction(REFUSER, "refuse", "tidak sepakat", ("p-witness1",))
    text = " ".join(text_of(made(with_visit(example(), reactions=(refusal,)), tmp_path)).split())
    assert "disaksikan oleh Dina Oktaviani, S.I.P. dan ………… sebagai saksi" in text


def test_it_fits_f4_as_well(tmp_path: Path) -> None:
    f4 = make_berita_acara(replace(example(), size=PageSize.F4), tmp_path / "f4.pdf")
    assert f4.pages <= paper().pages
    for made_paper, width, height in ((paper(), 210, 297), (f4, 215, 330)):
        document = pypdfium2.PdfDocument(made_paper.path)
        sizes = {tuple(round(edge / 72 * 25.4) for edge in page.get_size()) for page in document}
        assert sizes == {(width, height)}
        for field in made_paper.fields:
            assert 88 < field.box[1] < field.box[3] < height / 25.4 * 72 - 68, "inside the text"


@needs_poppler
def test_every_page_says_which_it_is_and_that_it_is_a_sample() -> None:
    pages = text_of(paper().path).split("\f")[:-1]
    assert len(pages) == paper().pages >= 6
    for number, page in enumerate(pages, 1):
        assert f"Halaman {number} dari {len(pages)}" in page
        assert "CONTOH – BUKAN DOKUMEN RESMI" in page
        assert "Nilai kerja, bukan nilai resmi" in page
        assert "BA-0192F3A4-1" in page
        assert SEAL[:8] in page


@needs_poppler
def test_official_papers_carry_no_banner(tmp_path: Path) -> None:
    content = example(sample=False)
    assert content.score is not None
    official = replace(content, score=replace(content.score, official=True, notes=()))
    text = text_of(made(official, tmp_path))
    assert "CONTOH" not in text
    assert "Nilai kerja" not in text


@needs_poppler
def test_all_fonts_are_embedded() -> None:
    rows = run("pdffonts", str(paper().path)).splitlines()[2:]
    assert len(rows) >= 4
    assert all(re.search(r"\byes +yes +yes +\d+ +\d+$", row) for row in rows), rows


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is missing")
def test_the_file_is_well_formed() -> None:
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", str(paper().path))


def test_properties_and_language() -> None:
    with pikepdf.open(paper().path) as pdf:
        assert str(pdf.Root.Lang) == "id-ID"
        assert str(pdf.docinfo["/Title"]).startswith("Berita Acara Pemeriksaan Lapangan – Mal")
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    assert made(example(), tmp_path).read_bytes() == paper().path.read_bytes()


def test_the_seal_travels_inside() -> None:
    seal = seal_of(paper().path)
    assert seal["visit"] == example().visit.id
    assert seal["seal"] == SEAL
    assert seal["number"] == "B/007/LM.11-21/VII/2024"
    assert seal["instrument"] == {
        "id": "mpp-sidak",
        "version": "2026.1",
        "hash": instrument_hash({"instrument.toml": "ab" * 32}),
    }
    assert seal["zone"] == "Asia/Makassar"


def test_everyone_but_the_refuser_has_a_place_to_sign() -> None:
    names = [field.person for field in paper().fields]
    expected = [field.person for field in paper().fields if not field.spare]
    assert sorted(expected) == sorted(name for key, name in NAMES.items() if key != REFUSER)
    assert set(names) - set(expected) == {"Tempat cadangan 1", "Tempat cadangan 2"}
    boxes = {field.person: field for field in paper().fields}
    host, lead = boxes[NAMES[HOST]], boxes[NAMES[LEAD]]
    assert host.page == lead.page
    assert host.box[2] < lead.box[0], "PIHAK KEDUA stands on the left"
    with pikepdf.open(paper().path) as pdf:
        fields = list(pdf.Root.AcroForm.Fields)
        assert [str(field.TU) for field in fields] == names
        assert all(str(field.FT) == "/Sig" and "/V" not in field for field in fields)


def test_nothing_private_is_inside() -> None:
    everything = _decoded(paper().path)
    for secret in (b"KUTIPAN-RAHASIA", b"KAMERA-RAHASIA", b"WAJAH-PENGGUNA", b"R-001"):
        assert secret not in everything
    if shutil.which("pdftotext"):
        text = text_of(paper().path)
        assert "WAJAH-PENGGUNA" not in text
        assert "KUTIPAN-RAHASIA" not in text


def test_photos_lie_upright() -> None:
    """Photo 3 is stored lying; its dark edge is on top as everywhere else."""
    found = []
    with pikepdf.open(paper().path) as pdf:
        for page in pdf.pages:
            for _, raw in sorted(page.get_images().items()):
                found.append(pikepdf.PdfImage(raw).as_pil_image().convert("L"))
    assert len(found) == 7
    for image in found:
        assert image.width > image.height
        assert _brightness(image, top=True) < 60 < _brightness(image, top=False)


@pytest.mark.skipif(shutil.which("zbarimg") is None, reason="zbar is missing")
def test_the_qr_code_reads(tmp_path: Path) -> None:
    page = pypdfium2.PdfDocument(paper().path)[2]
    picture = tmp_path / "page.png"
    page.render(scale=150 / 72).to_pil().save(picture)
    read = run("zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", str(picture))
    assert read.splitlines() == ["BA-0192F3A4-1", SEAL, "fieldsurvey verify FILE.pdf"]


@needs_poppler
def test_few_users_stay_hidden(tmp_path: Path) -> None:
    text = "".join(text_of(made(example(users=3), tmp_path), "-layout").split())
    assert "tanpaidentitas:kurangdarilimaorang" in text
    assert "Output24,24<5n<5" in text
    assert re.search(r"Nilaikeseluruhan·KategoriB\(KualitasTinggi\)·Zonahijaun<5", text)
    assert "Penundaanberlarut1*<5n<5" in text


@needs_poppler
def test_an_incomplete_score_has_no_zone(tmp_path: Path) -> None:
    text = " ".join(text_of(made(example(users=0), tmp_path)).split())
    assert "Belum lengkap – nilai sementara dengan bobot yang dinormalkan ulang, tanpa zona" in text
    assert "Zona hijau" not in text


@needs_poppler
def test_a_bare_visit_still_makes_minutes(tmp_path: Path) -> None:
    content = example(sample=False)
    bare = with_visit(
        replace(content, score=None, seal="", legal_basis=()),
        number="", assignment="", assignment_date=None, ended_at=None, institutions=(), stands=(),
        events=(), findings=(), reactions=(), photos=(), documents_received=(), seal=None,
        people=tuple(p for p in content.visit.people if p.id in {LEAD, HOST}),
    )  # fmt: skip
    text = text_of(made(bare, tmp_path))
    assert "Nomor: …" in text
    assert "belum disegel" in text
    assert "Tidak ada temuan" in text
    assert "tidak menghasilkan nilai. Instrumen: Sidak MPP 74 butir; kode mpp-sidak" in " ".join(
        text.split()
    )
    assert "Saksi-saksi" not in text


@needs_poppler
def test_long_and_odd_text_is_neither_clipped_nor_markup(tmp_path: Path) -> None:
    words = [f"kata{n}" for n in range(1500)]
    finding = Finding(
        "f", 1, "s-0", "Gerai <b>&amp; \x00\x07 Rekan", "A01", " ".join(words), "x" * 400, "berat"
    )
    event = Event("e", START, "baris satu\nbaris dua <font color='red'>" + "😀")
    text = text_of(
        made(with_visit(example(), findings=(finding,), events=(event,)), tmp_path), "-layout"
    )
    joined = re.sub(r"\s+", "", text)
    assert all(word in text for word in words)
    assert "Gerai<b>&amp;" in joined
    assert "<fontcolor='red'>" in joined
    assert joined.count("x" * 10) >= 20


@needs_poppler
def test_many_signatories_each_get_a_place(tmp_path: Path) -> None:
    content = example()
    many = tuple(
        Person(f"p{n}", f"Orang Nomor {n}", "lead" if n == 0 else "member") for n in range(10)
    )
    host = tuple(p for p in content.visit.people if p.role == "counterpart")
    made_paper = make_berita_acara(with_visit(content, people=many + host), tmp_path / "many.pdf")
    assert len(made_paper.fields) == 11 + 2
    assert all(field.box[1] > 24 and field.box[3] < 800 for field in made_paper.fields)


@needs_poppler
def test_a_photo_that_has_not_arrived_is_named(tmp_path: Path) -> None:
    content = example()
    lost = replace(content.visit.photos[0], sha256="f" * 64)
    text = text_of(made(with_visit(content, photos=(lost,)), tmp_path))
    assert "Berkas foto belum diterima" in text
    assert "f" * 16 in text


def test_deadlines_count_from_the_signing() -> None:
    content = example()
    assert content.deadline(content.visit.findings[0]) == date(2024, 8, 1)
    fixed = replace(content.visit.findings[0], deadline=date(2024, 9, 2))
    assert content.deadline(fixed) == date(2024, 9, 2)


def test_a_visit_without_start_or_parties_is_refused() -> None:
    content = example()
    with pytest.raises(ReportError, match="no start"):
        with_visit(content, started_at=None)
    team = tuple(p for p in content.visit.people if p.role != "counterpart")
    with pytest.raises(ReportError, match="inspected party"):
        with_visit(content, people=team)


def test_an_unwritable_folder_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="folder does not exist"):
        make_berita_acara(example(), tmp_path / "missing" / "x.pdf")
    blocked = tmp_path / "x.pdf"
    blocked.mkdir()
    with pytest.raises(FileProblem):
        make_berita_acara(example(), blocked)
    assert list(tmp_path.iterdir()) == [blocked]


def _brightness(image: Image.Image, *, top: bool) -> float:
    band = image.crop((0, 0, image.width, 40) if top else (0, 100, image.width, image.height))
    return sum(band.resize((16, 16)).tobytes()) / 256


def _decoded(path: Path) -> bytes:
    """Return all bytes of a PDF with its streams unpacked."""
    out = io.BytesIO()
    with pikepdf.open(path) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream):
                out.write(item.read_raw_bytes())
                if item.get("/Filter") == pikepdf.Name.FlateDecode:
                    out.write(item.read_bytes())
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()
