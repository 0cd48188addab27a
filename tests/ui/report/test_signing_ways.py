"""Signing in the window beside a certificate: ink on the pad, out to a service and back, on paper and scanned."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.app.sample_keys import make_ca, make_signer
from fieldsurvey.report import sign, verify
from fieldsurvey.report.document import places
from fieldsurvey.report.papers import make_berita_acara
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.signatures import Original, signatures
from fieldsurvey.ui.processes import Cancel, Worker
from fieldsurvey.ui.report.ink_dialog import InkDialog
from fieldsurvey.ui.report.sign_dialog import SignDialog
from tests.e2e.test_four_ways import serve
from tests.ui.checks import SIZES, assert_accessible, assert_fits
from tests.ui.conftest import make_context
from tests.ui.report.test_documents_page import dialog_of, open_page, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.ink_pad import InkPad
    from fieldsurvey.ui.theme import Theme
    from tests.ui.conftest import Heard


@pytest.fixture(scope="session")
def made_document(
    unsealed_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """The sample sealed anew, and its unsigned minutes; do not write here."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copy(unsealed_database, folder / "visit.db")
    with Store.open(folder / "visit.db", PASSPHRASE) as store:
        desk = Desk(store, author="R")
        visit = desk.visits.ids()[0]
        desk.seal(visit)
        make_berita_acara(desk, visit, folder / "ba.pdf", number="012/BA/2026")
    return folder / "visit.db", folder / "ba.pdf"


@pytest.fixture
def document(made_document: tuple[Path, Path], tmp_path: Path) -> Path:
    """A copy of the unsigned minutes."""
    return shutil.copy(made_document[1], tmp_path / "ba.pdf")


@pytest.fixture
def sealed_store(made_document: tuple[Path, Path], tmp_path: Path) -> Iterator[Store]:
    """A copy of the database that knows them, open."""
    shutil.copy(made_document[0], tmp_path / "sealed.db")
    with Store.open(tmp_path / "sealed.db", PASSPHRASE) as opened:
        yield opened


@pytest.fixture
def sealed_context(sealed_store: Store, theme: Theme, heard: Heard, tmp_path: Path) -> Context:
    """A context over it; everything runs at once."""
    return make_context(sealed_store, theme, heard, tmp_path)


@pytest.fixture
def sealed_visit(sealed_store: Store) -> str:
    """Its visit's id."""
    return Desk(sealed_store, author="R").visits.ids()[0]


def write_on(qtbot: QtBot, pad: InkPad) -> None:
    width, height = pad.width(), pad.height()
    left = Qt.MouseButton.LeftButton
    for part in (0.2, 0.5):
        qtbot.mousePress(pad, left, pos=QPoint(round(width * part), round(height * 0.7)))
        qtbot.mouseMove(pad, QPoint(round(width * (part + 0.15)), round(height * 0.2)))
        qtbot.mouseRelease(pad, left, pos=QPoint(round(width * (part + 0.3)), round(height * 0.6)))


def test_four_ways_in_the_window(
    qtbot: QtBot, document: Path, sealed_context: Context, sealed_store: Store,
    sealed_visit: str, tmp_path: Path, heard: Heard,
) -> None:  # fmt: skip
    page = open_page(qtbot, sealed_context, sealed_visit, document)
    first, second, third = [place.person for place in page._standing.waiting[:3]]  # type: ignore[union-attr]
    menu = page.steps.ways_button.menu()
    assert len(menu.actions()) == 4

    menu.actions()[0].trigger()
    dialog = dialog_of(page, InkDialog)
    assert isinstance(dialog, InkDialog)
    qtbot.waitUntil(dialog.pad.hasFocus)
    assert not dialog.accept_button.isEnabled()
    qtbot.keyClick(dialog.pad, Qt.Key.Key_Return)  # nothing is written yet
    assert dialog.isVisible()
    assert_accessible(dialog)
    for size in SIZES:
        assert dialog.minimumSizeHint().height() <= size[1]
    write_on(qtbot, dialog.pad)
    assert len(dialog.pad.strokes) == 2
    qtbot.keyClick(dialog.pad, Qt.Key.Key_Delete)
    assert dialog.pad.blank
    write_on(qtbot, dialog.pad)
    assert dialog.signer == first
    qtbot.keyClick(dialog.pad, Qt.Key.Key_Return)
    assert not dialog.isVisible(), dialog.problem()
    assert verify(document).signatures[0].device

    sent = tmp_path / "sent.pdf"
    page.ways.send_to(second, sent)
    page.ways.take_in(serve(make_ca("Otoritas Uji"), sent, second))
    assert "Diambil: ditandatangani" in heard.shown[-1]
    scan = tmp_path / "scan.jpg"
    Image.new("RGB", (60, 80), "white").save(scan)
    page.ways.keep(third, scan)
    assert not heard.told
    noted = signatures(sealed_store, sealed_visit)
    assert [each.person for each in noted] == [first, second, third]
    assert [each.original for each in noted] == [Original.FILE, Original.FILE, Original.PAPER]
    said = "\n".join(texts(page.steps))
    assert f"✓ {third}: di kertas; lembar itulah yang asli" in said
    assert "berkas ini yang asli; cetakannya salinan" in said
    for signed in (first, second, third):
        assert f"○ {signed}" not in said
    assert f"✓ {second}" in said
    page._verify()
    headlines = [verdict.headline for verdict in page.verification.verdicts]
    assert any("tidak tersertifikasi" in text for text in headlines)
    assert headlines[0].startswith("✓ 2 tanda tangan sah")
    lines = "\n".join(line for verdict in page.verification.verdicts for line in verdict.lines)
    assert f"Tinta di layar, TTE tidak tersertifikasi · {first} < Perangkat fieldsurvey" in lines
    assert f"PAdES B-B · {second} < Otoritas Uji · pencabutan tidak diketahui" in lines


def test_what_a_crash_left_unnoted_is_noted_when_the_page_is_opened(
    qtbot: QtBot, document: Path, sealed_context: Context, sealed_store: Store,
    sealed_visit: str, heard: Heard,
) -> None:  # fmt: skip
    person = next(p.person for p in places(document, document.read_bytes()) if not p.spare)
    key = make_signer(make_ca("Otoritas Uji"), person, passphrase="kunci")
    sign(document, key, "kunci", person)
    page = open_page(qtbot, sealed_context, sealed_visit, document)
    assert [each.person for each in signatures(sealed_store, sealed_visit)] == [person]
    said = [text for text in heard.shown if person in text]
    assert said == [
        f"Ditemukan sudah ditandatangani tetapi belum tercatat, dan sekarang dicatat: {person} (ba.pdf)."
    ]
    page.entered()
    assert len(signatures(sealed_store, sealed_visit)) == 1
    assert not heard.told


def how_called(passphrase: str) -> tuple[str, bytes]:
    """Run in a process of its own: return what it was given, and what others can see of how it was called."""
    return passphrase, b"".join(
        Path(f"/proc/self/{name}").read_bytes() for name in ("cmdline", "environ")
    )


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="no /proc on this system")
def test_a_passphrase_is_not_seen_in_how_a_process_is_called() -> None:
    secret = "kata-sandi-yang-tidak-boleh-terlihat"
    succeeded, (given, seen) = Worker().run(how_called, (secret,), Cancel(), None)
    assert succeeded
    assert given == secret
    assert secret.encode() not in seen


@pytest.mark.full
def test_a_rewritten_return_is_kept_beside_and_told(
    qtbot: QtBot, document: Path, sealed_context: Context, sealed_visit: str, tmp_path: Path,
    heard: Heard,
) -> None:  # fmt: skip
    page = open_page(qtbot, sealed_context, sealed_visit, document)
    (person, *_) = [place.person for place in page._standing.waiting]  # type: ignore[union-attr]
    before = document.read_bytes()
    page.ways.send_to(person, tmp_path / "sent.pdf")
    page.ways.take_in(serve(make_ca("Otoritas Uji"), tmp_path / "sent.pdf", person, rewrite=True))
    assert "Disimpan sebagai asli tersendiri: ba-2.pdf." in heard.shown[-1]
    assert document.read_bytes() == before
    assert "berkas tersendiri, juga asli" in "\n".join(texts(page.steps))


def test_without_an_authority_a_trusted_time_is_given_up_only_on_request(
    qtbot: QtBot, document: Path, sealed_context: Context, sealed_visit: str, tmp_path: Path
) -> None:
    page = open_page(qtbot, sealed_context, sealed_visit, document)
    page.steps.sign_button.click()
    dialog = dialog_of(page, SignDialog)
    assert isinstance(dialog, SignDialog)
    key = tmp_path / "key.p12"
    name = dialog.place.currentText()
    key.write_bytes(make_signer(make_ca("Otoritas Uji"), name, passphrase="benar"))
    dialog.key.setText(str(key))
    dialog.tsa.setText("http://127.0.0.1:9/tsa")
    qtbot.keyClicks(dialog.passphrase, "benar")
    before = document.read_bytes()
    qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "stempel waktu" in dialog.problem()[0]
    assert document.read_bytes() == before
    assert dialog.without_time.isVisible()
    QApplication.processEvents()
    assert_fits(dialog, (dialog.width(), dialog.height()))
    qtbot.keyClick(dialog.without_time, Qt.Key.Key_Space)
    assert not dialog.isVisible()
    assert [each.level for each in verify(document).signatures] == ["B-B"]
