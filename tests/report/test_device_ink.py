"""Ink on screen: drawn as it was written, bound to the file by the device, and never taken for a certificate."""

import json
import shutil
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from fieldsurvey.errors import EarlierSignatureBroken, InkUnfit, SigningError
from fieldsurvey.journal import device_id
from fieldsurvey.report import verify
from fieldsurvey.report.device_certificate import device_certificate, device_of
from fieldsurvey.report.ink import Ink, ink_of, read_ink
from fieldsurvey.report.sign import sign_with_ink
from tests.report.report_example import HOST, LEAD, NAMES
from tests.report.signed_example import (
    authority_file,
    brief_paper,
    brief_signed,
    paper,
    run,
    sign_as,
    text_of,
)
from tests.report.test_archivable import failures
from tests.report.test_attacks import codes, draw, flip, updated

DEVICE = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
DEVICE_ID = device_id(DEVICE.public_key().public_bytes_raw())
WRITTEN = ink_of([[[0.1, 0.2], [0.3, 0.05, 0.6], [0.5, 0.25]], [[0.6, 0.1], [0.9, 0.2]]])


@pytest.fixture
def inked(tmp_path: Path) -> Path:
    """A document that one person signed with a certificate and one with ink."""
    path = Path(shutil.copy(brief_paper().path, tmp_path / "ba.pdf"))
    sign_as(path, LEAD)
    sign_with_ink(path, DEVICE, WRITTEN, NAMES[HOST])
    return path


def test_ink_is_drawn_as_strokes_and_labelled(inked: Path) -> None:
    assert "TTE tidak tersertifikasi" in text_of(inked)
    assert f"Perangkat fieldsurvey {DEVICE_ID[:8]}" in text_of(inked)
    with pikepdf.open(inked) as pdf:
        field = next(f for f in pdf.Root.AcroForm.Fields if str(f.TU) == NAMES[HOST])
        look = field.AP.N.Resources.XObject
        drawn = b"".join(form.read_bytes() for form in look.values())
    assert drawn.count(b" l") >= 3  # lines of a stroke, no picture
    assert b"Do" not in drawn


def test_verifying_says_what_ink_is_worth(inked: Path) -> None:
    found = verify(inked)
    assert found.ok, found.problems
    certified, ink = found.signatures
    assert (certified.device, ink.device) == ("", DEVICE_ID)
    assert ink.signer == NAMES[HOST]
    assert ink.trusted is None
    assert "uncertified" in {note.code for note in found.notes}


def test_authorities_do_not_vouch_for_ink_but_the_database_does(
    inked: Path, tmp_path: Path
) -> None:
    assert codes(verify(inked, authority_file())) == {"untrusted"}
    known = verify(inked, authority_file(), devices=frozenset({DEVICE_ID}))
    assert known.ok, known.problems
    assert [each.trusted for each in known.signatures] == [True, True]
    strange = verify(inked, authority_file(), devices=frozenset({"0" * 32}))
    assert codes(strange) == {"device-unknown"}
    own = tmp_path / "device.pem"
    own.write_bytes(device_certificate(DEVICE).public_bytes(Encoding.PEM))
    assert verify(inked, (authority_file(), own)).ok


def test_an_independent_reader_checks_the_signature_over_ink(inked: Path) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("poppler is missing")
    assert run("pdfsig", str(inked)).count("Signature is Valid") == 2


def test_a_document_with_ink_stays_archivable(tmp_path: Path) -> None:
    path = Path(shutil.copy(paper().path, tmp_path / "ba.pdf"))
    sign_with_ink(path, DEVICE, WRITTEN, NAMES[HOST])
    assert failures(path) == frozenset()


def test_ink_is_bound_to_every_page(inked: Path) -> None:
    data = inked.read_bytes()
    inked.write_bytes(updated(data, draw))
    assert {"changed", "drawn"} <= codes(verify(inked))
    inked.write_bytes(flip(data, 5000))
    assert "altered-text" in codes(verify(inked))


def test_ink_does_not_go_below_what_was_altered(tmp_path: Path) -> None:
    path = tmp_path / "ba.pdf"
    path.write_bytes(flip(brief_signed().read_bytes(), 5000))
    with pytest.raises(EarlierSignatureBroken):
        sign_with_ink(path, DEVICE, WRITTEN, "Bayu Prasetyo, S.AP.")
    path.write_bytes(brief_signed().read_bytes())
    with pytest.raises(SigningError, match="no signature field"):
        sign_with_ink(path, DEVICE, WRITTEN, "Siapa Saja")


def test_a_device_has_one_certificate_and_cannot_be_imitated() -> None:
    own = device_certificate(DEVICE)
    assert own == device_certificate(DEVICE)
    other = device_certificate(Ed25519PrivateKey.generate()).public_bytes(Encoding.DER)
    der = own.public_bytes(Encoding.DER)
    assert device_of(der, [other]) is None
    assert device_of(der, [der]) == (DEVICE_ID, der)


@pytest.mark.parametrize(
    "text",
    [
        "junk",
        "{}",
        "[]",
        '{"strokes": []}',
        '{"strokes": [[[0.5, 0.5]]]}',
        '{"strokes": [[[0.1, 0.1], [2, 0.2]]]}',
        '{"strokes": [[["a", 1]]]}',
        '{"strokes": [[[NaN, 0.1], [0.5, 0.2]]]}',
        '{"strokes": 5}',
        json.dumps({"strokes": [[[0.1, 0.1], [0.9, 0.4]] * 20_000]}),
    ],
)
def test_what_is_no_ink_is_told_in_a_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ink.json"
    path.write_text(text)
    with pytest.raises(InkUnfit) as caught:
        read_ink(path)
    assert "\n" not in str(caught.value)


def test_ink_in_a_file_is_the_ink_that_was_written(tmp_path: Path) -> None:
    path = tmp_path / "ink.json"
    path.write_text(json.dumps({"strokes": WRITTEN.strokes}))
    assert read_ink(path) == WRITTEN == Ink(WRITTEN.strokes)
