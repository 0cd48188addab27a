"""Verifying: every way we know to change a signed document is found."""

# mypy: disable-error-code="no-untyped-call"
# pyHanko is typed in part only.

import datetime as dt
import io
import json
import re
import shutil
from pathlib import Path

import pikepdf
import pytest
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from fieldsurvey.app.sample_keys import SAMPLE_PASSPHRASE, make_ca, make_signer
from fieldsurvey.errors import FileProblem, ReportError
from fieldsurvey.report import Verification, seal_of, sign, verify
from tests.report.report_example import HOST, LEAD, NAMES
from tests.report.signed_example import (
    authority_file,
    key_of,
    paper,
    revocation_list,
    run,
    sign_as,
    signed,
)

OVERLAY = b"q 1 0 0 rg 100 500 300 80 re f Q"


def verified(tmp_path: Path, data: bytes, trust: Path | None = None) -> Verification:
    path = tmp_path / "verified.pdf"
    path.write_bytes(data)
    return verify(path, trust)


def written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def drawn_over(data: bytes) -> bytes:
    """Paint a box over the first page in an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    box = writer.add_object(generic.StreamObject(stream_data=OVERLAY))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), box])
    writer.update_container(page)
    return written(writer)


def test_an_intact_document_without_and_with_trust() -> None:
    unknown = verify(signed())
    assert unknown.ok
    assert {each.trusted for each in unknown.signatures} == {None}
    assert any("rantai tidak dikenal" in note for note in unknown.notes)
    known = verify(signed(), authority_file())
    assert known.ok
    assert {each.trusted for each in known.signatures} == {True}
    assert not any("rantai" in note for note in known.notes)


def test_another_authority_does_not_vouch(tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    other.write_bytes(make_ca("Otoritas Lain").pem)
    found = verify(signed(), other)
    assert not found.ok
    assert len(found.problems) == 3
    assert "tidak sampai ke otoritas tepercaya" in found.problems[0]


def test_who_has_not_signed_is_listed() -> None:
    note = next(note for note in verify(signed()).notes if note.startswith("belum menandatangani"))
    assert "Bayu Prasetyo, S.AP. (TTD_3)" in note
    assert NAMES[LEAD] not in note


def test_a_document_without_signatures_is_a_problem() -> None:
    found = verify(paper().path)
    assert found.problems == ("dokumen tidak memuat tanda tangan",)
    assert found.signatures == ()


@pytest.mark.parametrize("place", ["first revision", "second signature", "last signature"])
def test_a_flipped_byte_is_found(tmp_path: Path, place: str) -> None:
    data = bytearray(signed().read_bytes())
    # The claimed time stands in clear in each signature's own revision.
    times = [found.end() for found in re.finditer(rb"/M \(D[^)]{9}", data)]
    at = {"first revision": 5000, "second signature": times[1], "last signature": times[2]}[place]
    data[at] ^= 1
    found = verified(tmp_path, bytes(data))
    assert not found.ok
    broken = [each.intact for each in found.signatures].count(False)
    assert broken == {"first revision": 3, "second signature": 2, "last signature": 1}[place]
    if shutil.which("pdfsig"):
        assert run("pdfsig", str(tmp_path / "verified.pdf")).count("Digest Mismatch") >= broken


def test_a_page_drawn_over_is_found_although_digests_hold(tmp_path: Path) -> None:
    found = verified(tmp_path, drawn_over(signed().read_bytes()))
    assert not found.ok
    assert all(each.intact and each.changed for each in found.signatures)
    assert "dokumen diubah setelah tanda tangan ini" in found.problems[0]
    if shutil.which("pdfsig"):  # which by itself is fooled: why we do not rely on it
        report = run("pdfsig", str(tmp_path / "verified.pdf"))
        assert report.count("Signature is Valid") == 3
        assert "- Total document signed" not in report


def test_drawing_between_two_signatures_is_found(tmp_path: Path) -> None:
    path = Path(shutil.copy(paper().path, tmp_path / "a.pdf"))
    sign_as(path, LEAD)
    drawn = drawn_over(path.read_bytes())
    path.write_bytes(drawn)
    # Other software signs regardless.
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

    key = SimpleSigner.load_pkcs12_data(key_of(HOST), [], SAMPLE_PASSPHRASE.encode())
    out = PdfSigner(PdfSignatureMetadata(field_name="TTD_1"), signer=key).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(drawn)), output=io.BytesIO()
    )
    found = verified(tmp_path, out.getvalue())
    assert [each.changed for each in found.signatures] == [True, False]
    assert found.signatures[1].level == "not PAdES"


def test_a_spare_field_for_a_signature_added_later_is_allowed(tmp_path: Path) -> None:
    path = Path(shutil.copy(signed(), tmp_path / "a.pdf"))
    with path.open("r+b") as file:
        writer = IncrementalPdfFileWriter(file)
        append_signature_field(writer, SigFieldSpec("EXTRA", on_page=0))
        writer.write_in_place()
    sign(path, key_of(HOST), SAMPLE_PASSPHRASE, "Bukan Pihak", field="EXTRA")
    found = verify(path)
    assert found.ok, found.problems
    assert len(found.signatures) == 4


def test_a_certificate_expired_when_signing_is_found(tmp_path: Path) -> None:
    """Our own `sign` refuses; other software may not, so the file is made with pyHanko itself."""
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

    now = dt.datetime.now(dt.UTC)
    ca = make_ca("Otoritas Contoh")
    old = make_signer(ca, NAMES[LEAD], now - dt.timedelta(days=9), now - dt.timedelta(days=2))
    key = SimpleSigner.load_pkcs12_data(old, [], SAMPLE_PASSPHRASE.encode())
    meta = PdfSignatureMetadata(field_name="TTD_2", subfilter=SigSeedSubFilter.PADES)
    out = PdfSigner(meta, signer=key).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(paper().path.read_bytes())), output=io.BytesIO()
    )
    found = verified(tmp_path, out.getvalue())
    assert found.signatures[0].expired
    assert not found.ok
    assert "tidak berlaku saat menandatangani" in found.problems[0]


def test_a_revoked_certificate_is_found(tmp_path: Path) -> None:
    """The list of revoked certificates is carried by the document itself (DSS)."""
    from asn1crypto import crl as asn1_crl
    from pyhanko.sign.validation.dss import DocumentSecurityStore

    ca = make_ca("Otoritas Contoh")
    p12 = make_signer(ca, NAMES[LEAD])
    listed = revocation_list(ca, [p12])
    path = Path(shutil.copy(paper().path, tmp_path / "a.pdf"))
    sign(path, p12, SAMPLE_PASSPHRASE, NAMES[LEAD])
    with path.open("r+b") as file:
        DocumentSecurityStore.add_dss(
            file,
            sig_contents=None,
            certs=list(load_certs_from_pemder_data(ca.pem)),
            crls=[asn1_crl.CertificateList.load(listed)],
        )
    root = tmp_path / "root.pem"
    root.write_bytes(ca.pem)
    for trust in (root, None):
        found = verify(path, trust)
        assert found.signatures[0].revoked
        assert any("sudah dicabut" in problem for problem in found.problems)


@pytest.mark.parametrize("share", [0.2, 0.7, 0.99])
def test_a_truncated_file_is_a_problem(tmp_path: Path, share: float) -> None:
    data = signed().read_bytes()
    found = verified(tmp_path, data[: int(len(data) * share)])
    assert not found.ok


@pytest.mark.parametrize("data", [b"", b"garbage", b"%PDF-1.4\n%%EOF", b"\xff" * 5000])
def test_garbage_is_a_problem_in_one_line(tmp_path: Path, data: bytes) -> None:
    found = verified(tmp_path, data)
    assert len(found.problems) == 1
    assert "\n" not in found.problems[0]
    with pytest.raises(ReportError):
        seal_of(tmp_path / "verified.pdf")


def test_an_encrypted_file_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    with pikepdf.open(paper().path) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "terenkripsi" in verify(path).problems[0]


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="No such file"):
        verify(tmp_path / "none.pdf")
    with pytest.raises(FileProblem, match="No such file"):
        verify(signed(), tmp_path / "none.pem")
    junk = tmp_path / "junk.pem"
    junk.write_bytes(b"junk")
    with pytest.raises(FileProblem, match="no certificate"):
        verify(signed(), junk)


def test_the_result_is_data() -> None:
    data = json.loads(json.dumps(verify(signed(), authority_file()).to_json()))
    assert data["ok"] is True
    assert data["signatures"][0]["signer"] == NAMES[LEAD]
    assert data["signatures"][0]["time"].endswith("+00:00")
