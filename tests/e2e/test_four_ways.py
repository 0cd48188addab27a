"""Four people sign the minutes of one visit in four ways, and a stranger can check each of them."""

from __future__ import annotations

import io
import json
import shutil
import sys
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from PIL import Image

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.app.sample_keys import SampleCA, make_ca, make_signer
from fieldsurvey.cli import main
from fieldsurvey.report.document import places, read_document
from fieldsurvey.report.papers import make_berita_acara
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.model import Person, VisitState
from tests.report.signed_example import run
from tests.ui.small_visit import make_small_visit

if TYPE_CHECKING:
    from pathlib import Path

INK = {"strokes": [[[0.1, 0.2], [0.3, 0.05, 0.6], [0.5, 0.25]], [[0.6, 0.1], [0.9, 0.2]]]}
SERVICE = "Otoritas Pemerintah Contoh"
SECRET = "kata-sandi-kunci-yang-panjang"


class Office:
    """A folder with a database, an unsigned document and what its people bring along."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.opened: list[object] = ["--database", folder / "visit.db"]
        self.opened += ["--passphrase-file", folder / "passphrase.txt"]
        self.document = folder / "ba.pdf"
        self.own, self.service = make_ca("Otoritas Contoh"), make_ca(SERVICE)
        (folder / "trust.pem").write_bytes(self.own.pem + self.service.pem)
        (folder / "secret.txt").write_text(SECRET)
        (folder / "ink.json").write_text(json.dumps(INK))
        Image.new("RGB", (60, 80), "white").save(folder / "scan.jpg")
        self.visit = json.loads(self.does("visit", "list", "--json"))[0]["id"]
        found = places(self.document, read_document(self.document))
        self.people = [each.person for each in found]

    def run(self, *words: object) -> tuple[int, str, str]:
        """Run a command; return its exit code and what it said."""
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in (*words, *self.opened)])
        out, err = self._capsys.readouterr()
        assert isinstance(left.value.code, int)
        return left.value.code, out, err

    def does(self, *words: object) -> str:
        """Run a command that succeeds; return what it printed."""
        code, out, err = self.run(*words)
        assert code == 0, err
        return out

    def verified(self, *words: object, document: Path | None = None) -> dict[str, Any]:
        """Verify a document with the roots of the test and the database."""
        trust = ["--trust", self.folder / "trust.pem"]
        _, out, _ = self.run("verify", document or self.document, *trust, "--json", *words)
        found: dict[str, Any] = json.loads(out)
        return found

    def sign_with_certificate(self, person: str) -> None:
        key = self.folder / "key.p12"
        key.write_bytes(make_signer(self.own, person, passphrase=SECRET))
        self.does(
            *("sign", self.document, "--pkcs12", key, "--as", person),
            *("--pkcs12-passphrase-file", self.folder / "secret.txt"),
        )


def serve(ca: SampleCA, sent: Path, person: str, *, rewrite: bool = False) -> Path:
    """Sign as a service does: with its own software and key, in a field of its own."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

    data = sent.read_bytes()
    if rewrite:
        whole = io.BytesIO()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.save(whole)
        data = whole.getvalue()
    key = SimpleSigner.load_pkcs12_data(make_signer(ca, person), [], b"contoh")
    meta = PdfSignatureMetadata(field_name="BSrE_1", subfilter=SigSeedSubFilter.PADES)
    field = SigFieldSpec("BSrE_1", on_page=0, box=(10, 10, 90, 40))
    out = PdfSigner(meta, signer=key, new_field_spec=field).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(data)), output=io.BytesIO()
    )
    back = sent.with_stem(f"{sent.stem}-signed")
    back.write_bytes(out.getvalue())
    return back


@pytest.fixture(scope="module")
def unsigned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sealed visit with minutes that nobody has signed; do not write here."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "passphrase.txt").write_text(PASSPHRASE)
    visit = make_small_visit(folder / "visit.db", PASSPHRASE)
    with Store.open(folder / "visit.db", PASSPHRASE) as store:
        desk = Desk(store, author="uji")
        people = [Person("", f"Saksi {name}", "witness") for name in ("Satu", "Dua")]
        desk.visits.add_all(visit, "person", people)
        desk.visits.move(visit, VisitState.COMPLETED)
        desk.seal(visit)
        make_berita_acara(desk, visit, folder / "ba.pdf", number="012/BA/2026")
    return folder


@pytest.fixture
def office(unsigned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    shutil.copytree(unsigned, tmp_path / "office")
    return Office(tmp_path / "office", capsys)


def test_four_people_sign_in_four_ways(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    one, two, three, four = office.people[:4]
    caplog.set_level(0)
    office.sign_with_certificate(one)
    before = office.document.read_bytes()
    sent = office.folder / "out.pdf"
    assert "SHA-256" in office.does("sign", "export", office.document, "--as", two, "--out", sent)
    assert "belum kembali" in office.does("sign", "status", office.visit)
    back = serve(office.service, sent, two)
    taken = office.does("sign", "import", back, "--into", office.document)
    assert "original: file" in taken
    assert office.document.read_bytes().startswith(before)
    ink = ["--strokes", office.folder / "ink.json", "--as", three]
    assert "tidak tersertifikasi" in office.does("sign", "ink", office.document, *ink)
    scan = office.folder / "scan.jpg"
    office.does("sign", "scan", office.document, scan, "--as", four)

    found = office.verified()
    assert found["ok"], found["problems"]
    assert [each["signer"] for each in found["signatures"]] == [one, two, three]
    assert [each["trusted"] for each in found["signatures"]] == [True, True, True]
    assert [bool(each["device"]) for each in found["signatures"]] == [False, False, True]
    assert any(note.startswith(f"{four}: tanda tangan basah") for note in found["notes"])
    said = office.does("sign", "status", office.visit)
    for name, way in (
        (one, "sertifikat elektronik"),
        (two, "layanan TTE (BSrE)"),
        (three, "tinta di layar, TTE tidak tersertifikasi"),
        (four, "tanda tangan basah di kertas"),
    ):
        assert f"{name}: {way}" in said
    assert said.count("asli: berkas PDF ba.pdf") == 3
    assert "asli: lembar kertas; pindaiannya scan.jpg" in said
    rows = json.loads(office.does("sign", "status", office.visit, "--json"))
    assert not rows["away"]
    on_paper = rows["signatures"][-1]
    assert on_paper["kept"]
    _, _, told = office.run("visit", "unseal", office.visit)
    assert "is signed" in told

    # Passphrases: neither in what was logged, nor where a process shows how it was called.
    assert SECRET not in caplog.text + said + told
    assert SECRET not in " ".join(sys.argv)
    assert SECRET.encode() not in b"".join(p.read_bytes() for p in office.folder.glob("*.db*"))
    if shutil.which("pdfsig") and shutil.which("certutil"):
        store = f"sql:{office.folder}"
        run("certutil", "-N", "-d", store, "--empty-password")
        for name, ca in (("own", office.own), ("service", office.service)):
            (office.folder / f"{name}.pem").write_bytes(ca.pem)
            place = ["-t", "C,C,C", "-i", f"{office.folder}/{name}.pem"]
            run("certutil", "-A", "-d", store, "-n", name, *place)
        report = run("pdfsig", "-nssdir", store, "-no-ocsp", str(office.document))
        assert report.count("Signature is Valid") == 3
        assert report.count("Certificate is Trusted") == 2  # ink is certified by nobody


def test_what_a_service_rewrote_is_kept_beside_with_a_warning(office: Office) -> None:
    one, two, *_ = office.people
    office.sign_with_certificate(one)
    before = office.document.read_bytes()
    sent = office.folder / "out.pdf"
    office.does("sign", "export", office.document, "--as", two, "--out", sent)
    back = serve(office.service, sent, two, rewrite=True)
    code, out, err = office.run("sign", "import", back, "--into", office.document)
    assert code == 0
    assert "original: separate" in out
    assert "peringatan: Layanan menulis ulang berkas" in err
    assert "Isi halamannya sama" in err
    kept = office.folder / "ba-2.pdf"
    assert kept.read_bytes() == back.read_bytes()
    assert office.document.read_bytes() == before
    notes = office.verified()["notes"]
    assert any("menandatangani berkas tersendiri" in note for note in notes)
    assert "asli: berkas tersendiri ba-2.pdf" in office.does("sign", "status", office.visit)


@pytest.mark.full
def test_two_who_signed_at_the_same_time_both_keep_their_file(office: Office) -> None:
    one, two, *_ = office.people
    sent = office.folder / "out.pdf"
    office.does("sign", "export", office.document, "--as", two, "--out", sent)
    office.sign_with_certificate(one)
    before = office.document.read_bytes()
    back = serve(office.service, sent, two)
    _, out, err = office.run("sign", "import", back, "--into", office.document)
    assert "original: separate" in out
    assert "ditandatangani orang lain" in err
    assert office.document.read_bytes() == before
    kept = office.verified(document=office.folder / "ba-2.pdf")
    assert kept["ok"], kept["problems"]


@pytest.mark.full
def test_what_is_no_signed_return_is_refused(office: Office) -> None:
    one, two, *_ = office.people
    sent, back = office.folder / "out.pdf", office.folder / "back.pdf"
    office.does("sign", "export", office.document, "--as", two, "--out", sent)
    code, _, err = office.run("sign", "export", office.document, "--as", two, "--out", sent)
    assert (code, "exists already" in err) == (1, True)
    served = serve(office.service, sent, two).read_bytes()
    for data, told in (
        (sent.read_bytes(), "holds nothing that the document does not have"),
        (served[:5000] + b"X" + served[5001:], "does not hold; nothing was kept"),
        (b"bukan PDF", "nothing was kept"),
    ):
        back.write_bytes(data)
        code, _, err = office.run("sign", "import", back, "--into", office.document)
        assert code == 1
        assert told in err
        assert err.count("\n") == 1
    (office.folder / "scan.txt").write_text("bukan pindaian")
    code, _, err = office.run(
        "sign", "scan", office.document, office.folder / "scan.txt", "--as", one
    )
    assert (code, "not a scan" in err) == (1, True)
    assert office.verified()["codes"] == ["unsigned"]
    assert not json.loads(office.does("sign", "status", office.visit, "--json"))["signatures"]


@pytest.mark.full
def test_an_earlier_state_and_another_text_are_told(office: Office) -> None:
    one, two, *_ = office.people
    office.sign_with_certificate(one)
    early = office.folder / "early.pdf"
    shutil.copy(office.document, early)
    office.sign_with_certificate(two)
    assert office.verified()["ok"]
    assert office.verified(document=early)["codes"] == ["older"]
    assert office.run("verify", early)[0] == 1
    other = office.folder / "other.pdf"
    with pikepdf.open(office.document) as pdf:
        pdf.save(other)
    assert {"resaved", "not-as-made"} <= set(office.verified(document=other)["codes"])
