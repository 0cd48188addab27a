"""Signing: several people, one after the other; whatever does not fit is told in one line."""

import datetime as dt
import os
import shutil
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldsurvey.app.sample_keys import SAMPLE_PASSPHRASE, make_signer
from fieldsurvey.errors import (
    AlreadySigned,
    DocumentUnnumbered,
    FieldSurveyError,
    FileBusy,
    FileProblem,
    SigningError,
)
from fieldsurvey.report import make_berita_acara, sign, verify
from fieldsurvey.report.ink import ink_of
from fieldsurvey.report.sign import sign_with_ink
from fieldsurvey.whole_file import clear_parts, write_whole
from tests.report.report_example import HOST, LEAD, NAMES, REFUSER, example, with_visit
from tests.report.signed_example import SIGNERS, authority, key_of, paper, run, sign_as, signed

NOW = dt.datetime.now(dt.UTC)
DAY = dt.timedelta(days=1)
needs_pdfsig = pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler is missing")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copy(paper().path, tmp_path / "ba.pdf"))


def refused(copy: Path, match: str, **changes: Any) -> None:
    """Sign with something that does not fit; the document must stay as it was."""
    before = copy.read_bytes()
    wanted: dict[str, Any] = {
        "pkcs12": key_of(LEAD),
        "passphrase": SAMPLE_PASSPHRASE,
        "signer": NAMES[LEAD],
    }
    with pytest.raises(FieldSurveyError, match=match) as caught:
        sign(copy, **{**wanted, **changes})
    assert "\n" not in str(caught.value)
    assert SAMPLE_PASSPHRASE not in str(caught.value).split()
    assert copy.read_bytes() == before
    assert list(copy.parent.iterdir()) == [copy]


def test_three_people_sign_in_a_row_and_all_hold() -> None:
    found = verify(signed())
    assert found.ok
    assert [each.signer for each in found.signatures] == [NAMES[person] for person in SIGNERS]
    assert [each.covers for each in found.signatures] == ["revision", "revision", "file"]
    assert {each.level for each in found.signatures} == {"B-B"}


def test_signing_appends_and_never_certifies() -> None:
    data, unsigned = signed().read_bytes(), paper().path.read_bytes()
    assert data.startswith(unsigned)
    with pikepdf.open(signed()) as pdf:
        assert "/Perms" not in pdf.Root
        values = [field.V for field in pdf.Root.AcroForm.Fields if "/V" in field]
        assert len(values) == 3
        assert {str(value.SubFilter) for value in values} == {"/ETSI.CAdES.detached"}
        assert all("/Reference" not in value for value in values)


@needs_pdfsig
def test_an_independent_reader_agrees() -> None:
    report = run("pdfsig", str(signed()))
    assert report.count("Signature is Valid") == 3
    assert report.count("issuer isn't Trusted") == 3
    assert report.count("not signed") == 3 + 2  # the spare ones


@needs_pdfsig
@pytest.mark.skipif(shutil.which("certutil") is None, reason="nss tools are missing")
def test_an_independent_reader_trusts_the_chain(tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_bytes(authority().pem)
    store = f"sql:{tmp_path}"
    run("certutil", "-N", "-d", store, "--empty-password")
    run("certutil", "-A", "-d", store, "-n", "r", "-t", "C,C,C", "-i", f"{tmp_path}/root.pem")
    report = run("pdfsig", "-nssdir", store, "-no-ocsp", str(signed()))
    assert report.count("Signature is Valid") == 3
    assert report.count("Certificate is Trusted") == 3


def test_the_field_shows_who_signed_and_when() -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is missing")
    text = run("pdftotext", str(signed()), "-")
    assert text.count("Ditandatangani secara elektronik") == 3
    assert "WITA (jam komputer)" in text
    assert "Penerbit sertifikat: Otoritas Contoh" in text


def test_a_copy_can_be_signed_instead(copy: Path, tmp_path: Path) -> None:
    before = copy.read_bytes()
    out = tmp_path / "signed.pdf"
    sign_as(copy, LEAD, out=out)
    assert copy.read_bytes() == before
    assert verify(out).ok


def test_the_file_keeps_its_permissions(copy: Path) -> None:
    copy.chmod(0o640)
    sign_as(copy, LEAD)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o640


def test_a_name_is_matched_without_regard_to_case_and_spaces(copy: Path) -> None:
    name = "  " + NAMES[HOST].upper().replace(" ", "  ")
    assert sign(copy, key_of(HOST), SAMPLE_PASSPHRASE, name).field == "TTD_1"


def test_the_only_free_field_needs_no_name(tmp_path: Path) -> None:
    people = tuple(p for p in example().visit.people if p.id in {LEAD, REFUSER})
    one = make_berita_acara(with_visit(example(), people=people), tmp_path / "one.pdf")
    assert [field.person for field in one.fields if not field.spare] == [NAMES[LEAD]]
    signed_by_other = sign(one.path, key_of(HOST), SAMPLE_PASSPHRASE, "Orang Lain")
    assert signed_by_other.field == "TTD_1"
    assert any("disediakan untuk Ratna" in note for note in verify(one.path).notes)


def test_whoever_was_not_expected_signs_in_a_spare_place(copy: Path) -> None:
    sign(copy, key_of(HOST), SAMPLE_PASSPHRASE, "Orang Lain", field="TTD_CADANGAN_1")
    found = verify(copy)
    assert found.ok
    assert not any("disediakan untuk" in note or "Tempat cadangan" in note for note in found.notes)
    text = run("pdftotext", str(copy), "-") if shutil.which("pdftotext") else "Naskah asli:"
    assert "Naskah asli:" in text


def test_a_wrong_passphrase_is_refused(copy: Path) -> None:
    refused(copy, "passphrase does not open it", passphrase="salah")
    refused(copy, "passphrase does not open it", passphrase="")
    refused(copy, "not a PKCS#12 file", pkcs12=b"not a key at all")


def test_certificates_out_of_time_are_refused(copy: Path) -> None:
    old = make_signer(authority(), NAMES[LEAD], NOW - 9 * DAY, NOW - DAY)
    refused(copy, "expired on", pkcs12=old)
    young = make_signer(authority(), NAMES[LEAD], NOW + DAY, NOW + 9 * DAY)
    refused(copy, "not valid before", pkcs12=young)


def test_unknown_fields_and_people_are_refused(copy: Path) -> None:
    refused(copy, r"no signature field 'TTD_77'; it has TTD_1, TTD_2", field="TTD_77")
    refused(copy, "no signature field for 'Siapa Saja'; free: .*--field", signer="Siapa Saja")
    refused(copy, "no signature field for", signer=NAMES[REFUSER])


def test_a_field_takes_one_signature(copy: Path) -> None:
    sign_as(copy, LEAD)
    refused(copy, "TTD_2 of Ratna .* is signed already")
    refused(copy, "is signed already", field="TTD_2", signer=NAMES[HOST])


@pytest.mark.parametrize("data", [b"", b"Hello, not a PDF", b"%PDF-1.7\n" + b"\x00" * 300])
def test_what_is_no_pdf_is_refused(copy: Path, data: bytes) -> None:
    copy.write_bytes(data)
    refused(copy, "not a PDF, or a damaged one")


def test_an_encrypted_pdf_is_refused(copy: Path) -> None:
    with pikepdf.open(paper().path) as pdf:
        pdf.save(copy, encryption=pikepdf.Encryption(owner="a", user="b"))
    refused(copy, "encrypted")


def test_nobody_signs_below_changed_content(copy: Path) -> None:
    data = bytearray(signed().read_bytes())
    data[4000] ^= 1
    copy.write_bytes(data)
    refused(copy, "no longer holds", signer=NAMES["p-member"])


def test_an_unreachable_time_stamp_authority_is_told(copy: Path) -> None:
    refused(copy, "gave no time stamp; nothing was written", tsa="http://127.0.0.1:9/tsa")


def test_a_folder_that_takes_no_files_is_told(copy: Path, tmp_path: Path) -> None:
    locked = Path("/proc") if os.geteuid() == 0 else tmp_path / "locked"
    if locked.parent == tmp_path:
        locked.mkdir(mode=0o500)
    if not locked.is_dir():
        pytest.skip("no folder here that refuses root")
    with pytest.raises(FileProblem, match="/ba"):
        sign_as(copy, LEAD, out=locked / "ba.pdf")


def test_a_missing_folder_and_file_are_told(copy: Path, tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="the folder does not exist"):
        sign_as(copy, LEAD, out=tmp_path / "none" / "out.pdf")
    with pytest.raises(FileProblem, match="No such file"):
        sign_as(tmp_path / "none.pdf", LEAD)


def test_pyhanko_says_nothing_on_its_own(copy: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SigningError):
        sign(copy, b"junk", "x", NAMES[LEAD])
    assert capfd.readouterr() == ("", "")


def test_a_wrong_passphrase_and_a_foreign_file_are_told_apart(copy: Path) -> None:
    key = key_of(LEAD)
    for code, data, passphrase in (
        ("report.signing.passphrase", key, "salah"),
        ("report.signing.key", b"%PDF-1.7 not a key", SAMPLE_PASSPHRASE),
        ("report.signing.key", b"", SAMPLE_PASSPHRASE),
        ("report.signing.key", key[:-40], SAMPLE_PASSPHRASE),
    ):
        with pytest.raises(SigningError) as caught:
            sign(copy, data, passphrase, NAMES[LEAD])
        assert caught.value.code == code


def test_what_a_pen_is_to_number_is_not_signed_digitally(tmp_path: Path) -> None:
    content = with_visit(example(), photos=(), findings=(), responses=(), events=(), number="")
    path = make_berita_acara(replace(content, score=None), tmp_path / "ba.pdf").path
    refused(path, "has no number")
    with pytest.raises(DocumentUnnumbered):
        sign_with_ink(
            path, Ed25519PrivateKey.generate(), ink_of([[[0.1, 0.2], [0.9, 0.4]]]), NAMES[LEAD]
        )


def test_minutes_are_never_made_over_a_signed_file(tmp_path: Path) -> None:
    out = Path(shutil.copy(signed(), tmp_path / "ba.pdf"))
    before = out.read_bytes()
    with pytest.raises(AlreadySigned, match="carries a signature"):
        make_berita_acara(example(), out)
    out.write_bytes(before[: len(before) // 2] + b"/ByteRange")  # damaged, and signed all the same
    with pytest.raises(AlreadySigned):
        make_berita_acara(example(), out)
    assert list(tmp_path.iterdir()) == [out]


def test_a_file_that_may_not_be_written_is_busy() -> None:
    folder = Path("/sys")  # where nobody may make a file, whoever runs the test
    if not folder.is_dir():
        pytest.skip("no such folder on this system")
    with pytest.raises(FileBusy, match=r"ba\.pdf"):
        write_whole(folder / "ba.pdf", b"")


def test_what_a_stopped_writer_left_is_cleared(tmp_path: Path) -> None:
    out, other = tmp_path / "ba[1].pdf", tmp_path / ".other.pdf.abc.part"
    other.touch()
    (tmp_path / ".ba[1].pdf.abc123.part").write_bytes(b"names of people")
    out.write_bytes(b"done")
    clear_parts(out)
    assert sorted(tmp_path.iterdir()) == sorted([out, other])
