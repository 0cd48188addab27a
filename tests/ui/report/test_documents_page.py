"""From a completed visit to signed minutes, by keys: seal, make, look, print, sign, verify; and what goes wrong."""

from __future__ import annotations

import shutil
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from fieldsurvey.app.demo import PASSPHRASE
from fieldsurvey.app.sample_keys import make_ca, make_signer
from fieldsurvey.errors import AlreadySigned
from fieldsurvey.report.remarks import SENTENCES, remark
from fieldsurvey.store import Store
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.gaps import GapKind
from fieldsurvey.survey.ports import Entry
from fieldsurvey.ui.main_window import MainWindow
from fieldsurvey.ui.navigation import Navigation
from fieldsurvey.ui.parts.dialogs import ConfirmDialog
from fieldsurvey.ui.report.documents_page import DocumentsPage
from fieldsurvey.ui.report.pdf_pages import page_sizes, render_page
from fieldsurvey.ui.report.preview import ZOOMS
from fieldsurvey.ui.report.printing import PrintRun
from fieldsurvey.ui.report.sign_dialog import SignDialog
from fieldsurvey.ui.report.standing import read_paper
from fieldsurvey.ui.report.verification_words import REMARKS, remark_text
from fieldsurvey.ui.tasks import Tasks
from fieldsurvey.ui.theme import wear
from fieldsurvey.ui.visits import VisitPage
from tests.ui.checks import SIZES, all_themes, assert_accessible, assert_fits
from tests.ui.conftest import AUTHOR, make_context

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.theme import Theme
    from tests.ui.conftest import Heard

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
DAY = timedelta(days=1)
LEAD = "Ratna Contoh, S.H."


@pytest.fixture
def signed_pdf(demo: Path, tmp_path: Path) -> Path:
    """A copy of the sample's signed minutes."""
    return Path(shutil.copy(demo / "berita-acara.pdf", tmp_path / "signed.pdf"))


def texts(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def open_page(
    qtbot: QtBot, context: Context, visit: str, document: Path | None = None
) -> DocumentsPage:
    if document is not None:
        context.preferences.set_text(f"documents/{visit}", str(document))
    page = DocumentsPage(context, visit)
    qtbot.addWidget(page)
    page.resize(*SIZES[0])
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.entered()
    return page


def dialog_of(page: QWidget, kind: type[QDialog]) -> QDialog:
    found = [each for each in page.findChildren(kind) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def test_sealed_made_signed_and_verified_by_keys(
    qtbot: QtBot, unsealed_context: Context, unsealed_store: Store, unsealed_visit: str, tmp_path: Path,
) -> None:  # fmt: skip
    page = open_page(qtbot, unsealed_context, unsealed_visit)
    qtbot.waitUntil(page.steps.seal_button.hasFocus)
    qtbot.keyClick(page.steps.seal_button, Qt.Key.Key_Space)
    question = dialog_of(page, ConfirmDialog)
    assert any("dibekukan" in text for text in texts(question))
    qtbot.keyClick(question, Qt.Key.Key_Return)
    assert Desk(unsealed_store, author="R").visits.snapshot(unsealed_visit).seal is not None
    qtbot.waitUntil(page.steps.make_button.isVisible)

    page.steps.number.setFocus()
    qtbot.keyClicks(page.steps.number, "012/BA/2026")
    qtbot.keyClick(page.steps.number, Qt.Key.Key_P, CTRL)
    assert page.document.is_file()
    assert page.preview.page_count == len(page_sizes(page.document)) >= 20
    assert unsealed_store.entities(unsealed_visit, "document")[-1].fields["number"] == "012/BA/2026"

    key = tmp_path / "key.p12"
    key.write_bytes(make_signer(make_ca("Otoritas Uji"), LEAD, passphrase="benar"))
    before = page.document.read_bytes()
    qtbot.keyClick(page.preview, Qt.Key.Key_G, CTRL | SHIFT)
    dialog = dialog_of(page, SignDialog)
    assert isinstance(dialog, SignDialog)
    dialog.place.setCurrentText(LEAD)
    qtbot.keyClicks(dialog.key, str(key))
    qtbot.keyClicks(dialog.passphrase, "benar")
    qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert dialog.passphrase.text() == ""
    assert page.document.read_bytes().startswith(before)
    assert unsealed_store.entities(unsealed_visit, "document")[-1].fields["signed"]
    assert not page.steps.make_button.isVisible()
    assert f"✓ {LEAD}" in "\n".join(texts(page.steps))

    qtbot.keyClick(page.preview, Qt.Key.Key_V, CTRL | SHIFT)
    headlines = [verdict.headline for verdict in page.verification.verdicts]
    assert headlines[0] == "✓ 1 tanda tangan sah dan segel cocok dengan data"
    assert f"✓ {LEAD}: sah, tidak ada yang diubah sesudahnya" in headlines
    assert any(text.startswith("• Belum menandatangani: ") for text in headlines)
    assert "✓ Segel cocok dengan data" in headlines
    assert page.verification.hasFocus()


def test_each_fault_of_signing_has_its_own_headline(
    qtbot: QtBot, unsealed_context: Context, unsealed_store: Store, unsealed_visit: str, tmp_path: Path,
) -> None:  # fmt: skip
    Desk(unsealed_store, author="R").seal(unsealed_visit)
    page = open_page(qtbot, unsealed_context, unsealed_visit)
    page.steps.make_button.click()
    page.steps.sign_button.click()
    dialog = dialog_of(page, SignDialog)
    assert isinstance(dialog, SignDialog)
    before = page.document.read_bytes()
    authority, now = make_ca("Otoritas Uji"), datetime.now(UTC)
    good, old, photo = tmp_path / "good.p12", tmp_path / "old.p12", tmp_path / "photo.p12"
    good.write_bytes(make_signer(authority, LEAD, passphrase="benar"))
    old.write_bytes(make_signer(authority, LEAD, now - 9 * DAY, now - DAY, passphrase="benar"))
    photo.write_bytes(b"\xff\xd8\xff\xe0 not a key")
    headlines = set()
    for key, passphrase, said, advice in (
        (good, "salah", "Kata sandi tidak cocok", "Caps Lock"),
        (old, "benar", "Sertifikat kedaluwarsa", "penerbitnya"),
        (photo, "benar", "bukan berkas sertifikat", ".p12"),
        (tmp_path / "none.p12", "benar", "tidak dapat dibaca", "tempat lain"),
        (good, "benar", "belum bernomor", "pena"),
    ):
        dialog.key.setText(str(key))
        dialog.passphrase.clear()
        qtbot.keyClicks(dialog.passphrase, passphrase)
        qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Return)
        assert dialog.isVisible()
        headline, act = dialog.problem()
        assert said in headline
        assert advice in act
        assert_accessible(dialog)
        headlines.add(headline)
    assert len(headlines) == 5
    assert page.document.read_bytes() == before
    qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert dialog.passphrase.text() == ""
    assert "benar" not in str(unsealed_context.preferences.text("sign/key"))


def test_signed_minutes_are_never_made_again(
    qtbot: QtBot, sample_context: Context, sample_visit: str, signed_pdf: Path, heard: Heard, tmp_path: Path,
) -> None:  # fmt: skip
    before = signed_pdf.read_bytes()
    page = open_page(qtbot, sample_context, sample_visit, signed_pdf)
    assert not page.steps.make_button.isEnabled()
    page._make()  # what a stale button would do
    assert isinstance(heard.told[-1], AlreadySigned)
    assert signed_pdf.read_bytes() == before
    page.save_copy(tmp_path / "copy.pdf")
    assert (tmp_path / "copy.pdf").read_bytes() == before
    page.save_copy(tmp_path / "copy.pdf")
    assert isinstance(heard.told[-1], AlreadySigned)


def test_a_pdf_of_an_earlier_seal_is_void_and_made_again(
    qtbot: QtBot, unsealed_context: Context, unsealed_store: Store, unsealed_visit: str
) -> None:
    desk = Desk(unsealed_store, author="R")
    desk.seal(unsealed_visit)
    page = open_page(qtbot, unsealed_context, unsealed_visit)
    qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
    assert page.steps.sign_button.isVisible()
    desk.unseal(unsealed_visit)
    qtbot.keyClick(page, Qt.Key.Key_F5)
    assert not page.steps.sign_button.isVisible()
    desk.seal(unsealed_visit)
    qtbot.keyClick(page, Qt.Key.Key_F5)
    assert any("segel sebelumnya" in text for text in texts(page.steps))
    assert not page.steps.sign_button.isVisible()
    qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
    assert page.steps.sign_button.isVisible()


def test_what_was_signed_under_an_earlier_seal_is_kept(
    qtbot: QtBot, unsealed_context: Context, unsealed_store: Store, unsealed_visit: str, signed_pdf: Path,
) -> None:  # fmt: skip
    before = signed_pdf.read_bytes()
    Desk(unsealed_store, author="R").seal(unsealed_visit)
    page = open_page(qtbot, unsealed_context, unsealed_visit, signed_pdf)
    qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
    assert page.document == signed_pdf.with_name("signed-2.pdf")
    assert signed_pdf.read_bytes() == before
    assert page.steps.sign_button.isVisible()


def test_a_changed_document_is_called_so(
    qtbot: QtBot, sample_context: Context, sample_visit: str, signed_pdf: Path
) -> None:
    data = bytearray(signed_pdf.read_bytes())
    data[5000] ^= 1
    signed_pdf.write_bytes(bytes(data))
    page = open_page(qtbot, sample_context, sample_visit, signed_pdf)
    page._verify()
    headlines = [verdict.headline for verdict in page.verification.verdicts]
    assert headlines[0] == "✗ Dokumen ini tidak dapat diandalkan"
    assert sum("isi yang ditandatangani diubah" in text for text in headlines) == 7
    assert "✗  5. Tidak dapat diandalkan" in texts(page.steps)


def test_what_arrived_after_the_seal_is_said(
    qtbot: QtBot, sample_context: Context, sample_store: Store, sample_visit: str, signed_pdf: Path
) -> None:
    stand = Desk(sample_store, author="R").visits.snapshot(sample_visit).stands[0]
    late = Entry("stand", stand.id, "status_note", "Terlambat")
    sample_store.write(sample_visit, [late], author="R", at=datetime.now(UTC))
    page = open_page(qtbot, sample_context, sample_visit, signed_pdf)
    assert any("1 perubahan tiba setelah segel" in text for text in texts(page.steps))


def test_enter_on_something_missing_goes_there(qtbot: QtBot, context: Context, visit: str) -> None:
    window = MainWindow(context.preferences)
    qtbot.addWidget(window)
    window.resize(*SIZES[0])
    window.show()
    Navigation(window, lambda _theme: context).open_documents(visit)
    page = window.page
    assert isinstance(page, DocumentsPage)
    assert not page.steps.seal_button.isEnabled()
    gaps = page.steps.gaps
    wanted = next(row.key for row in gaps.rows() if row.key.kind is GapKind.CHRONOLOGY)  # type: ignore[union-attr]
    gaps.go_to(wanted)
    qtbot.keyClick(gaps, Qt.Key.Key_Return)
    there = window.page
    assert isinstance(there, VisitPage)
    assert there.tabs.currentIndex() == 2


def test_the_preview_turns_pages_and_enlarges_by_keys(
    qtbot: QtBot, sample_context: Context, sample_visit: str, signed_pdf: Path
) -> None:
    page = open_page(qtbot, sample_context, sample_visit, signed_pdf)
    preview = page.preview
    preview.setFocus()
    assert preview.page == 1
    assert preview.is_drawn(1)
    assert page.bar.pages.text().startswith(f"Halaman 1 dari {preview.page_count}")
    qtbot.keyClick(preview, Qt.Key.Key_PageDown)
    assert preview.page == 2
    assert preview.is_drawn(2)
    qtbot.keyClick(preview, Qt.Key.Key_Plus)
    assert preview.percent == 125
    assert preview.page == 2
    qtbot.keyClick(preview, Qt.Key.Key_End)
    last = preview.page_count
    assert preview.page == last
    assert preview.is_drawn(last)
    for _ in range(4):
        qtbot.keyClick(preview, Qt.Key.Key_PageUp)
    assert preview.page == last - 4
    assert not preview.is_drawn(2)
    qtbot.keyClick(preview, Qt.Key.Key_Home)
    for _ in ZOOMS:
        qtbot.keyClick(preview, Qt.Key.Key_Minus)
    assert preview.percent == 50
    qtbot.keyClick(preview, Qt.Key.Key_0)
    assert preview.percent == 100
    assert preview.page == 1


def test_many_threads_may_ask_for_pages_at_once(signed_pdf: Path) -> None:
    wanted = render_page(signed_pdf, 0, 200).data
    got: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: got.append(render_page(signed_pdf, 0, 200).data))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [wanted] * 8


def test_the_same_pdf_is_printed(
    qtbot: QtBot, sample_context: Context, sample_visit: str, signed_pdf: Path, tmp_path: Path, heard: Heard,
) -> None:  # fmt: skip
    page = open_page(qtbot, sample_context, sample_visit, signed_pdf)
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setFromTo(2, 4)
    page.print_on(printer)
    assert heard.shown[-1] == "Mencetak: 3 dari 3 halaman"
    assert len(page_sizes(tmp_path / "printed.pdf")) == 3
    printer.setFromTo(2, 2)
    printer.setCopyCount(2)
    page.print_on(printer)
    assert heard.shown[-1] == "Mencetak: 2 dari 2 halaman"
    assert len(page_sizes(tmp_path / "printed.pdf")) == 2
    assert not heard.told


def test_printing_runs_in_a_process_of_its_own_and_can_be_stopped(
    qtbot: QtBot, sample_store: Store, sample_visit: str, signed_pdf: Path, tmp_path: Path,
    theme: Theme, heard: Heard,
) -> None:  # fmt: skip
    context = make_context(sample_store, theme, heard, tmp_path)
    tasks = Tasks(lambda: Store.open(context.access.path, PASSPHRASE))
    try:
        out = tmp_path / "printed.pdf"
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(out))
        whole = PrintRun(tasks, printer, signed_pdf, [2, 1])
        sent: list[tuple[int, int]] = []
        whole.advanced.connect(lambda *so_far: sent.append(so_far))
        with qtbot.waitSignal(whole.finished, timeout=60_000) as ended:
            whole.start()
        assert ended.args == [None]
        assert sent == [(1, 2), (2, 2)]
        assert len(page_sizes(out)) == 2
        out.unlink()
        many = PrintRun(tasks, printer, signed_pdf, [1] * 500)
        with qtbot.waitSignal(many.advanced, timeout=60_000):
            many.start()
        many.stop()
        qtbot.waitUntil(lambda: not tasks.busy, timeout=60_000)
        assert not out.exists()
    finally:
        tasks.close()


def test_a_stopped_making_leaves_nothing_and_a_whole_one_is_done_elsewhere(
    qtbot: QtBot, unsealed_store: Store, unsealed_visit: str, theme: object, heard: Heard, tmp_path: Path,
) -> None:  # fmt: skip
    from dataclasses import replace

    Desk(unsealed_store, author=AUTHOR).seal(unsealed_visit)
    tasks = Tasks(lambda: Store.open(unsealed_store.path, PASSPHRASE))
    folder = tmp_path / "papers"
    folder.mkdir()
    try:
        inline = make_context(unsealed_store, theme, heard, tmp_path)  # type: ignore[arg-type]
        page = open_page(
            qtbot, replace(inline, tasks=tasks), unsealed_visit, folder / "berita-acara.pdf"
        )
        qtbot.waitUntil(page.steps.make_button.isVisible, timeout=20_000)
        left_behind = folder / ".berita-acara.pdf.abc123.part"
        left_behind.write_bytes(b"names")
        qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
        assert page.steps.stop_button.isVisible()
        assert any(text.startswith("Membuat PDF") for text in texts(page.steps))
        qtbot.keyClick(page.steps.stop_button, Qt.Key.Key_Space)
        assert heard.shown[-1] == "Dihentikan. Tidak ada yang ditulis."
        qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
        assert list(folder.iterdir()) == []
        assert page.steps.make_button.isVisible()

        page.steps.number.setText("012/BA/2026")
        qtbot.keyClick(page, Qt.Key.Key_P, CTRL)
        qtbot.waitUntil(lambda: page.preview.page_count > 0, timeout=60_000)
        assert [path.name for path in folder.iterdir()] == ["berita-acara.pdf"]

        key = tmp_path / "key.p12"
        key.write_bytes(make_signer(make_ca("Otoritas Uji"), LEAD, passphrase="benar"))
        qtbot.waitUntil(page.steps.sign_button.isVisible, timeout=20_000)
        page.steps.sign_button.click()
        dialog = dialog_of(page, SignDialog)
        assert isinstance(dialog, SignDialog)
        dialog.place.setCurrentText(LEAD)
        dialog.key.setText(str(key))
        dialog.passphrase.setText("salah")
        qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Return)
        assert not dialog.sign.isEnabled()
        qtbot.waitUntil(lambda: bool(dialog.problem()[0]), timeout=60_000)
        assert "Kata sandi tidak cocok" in dialog.problem()[0]
        dialog.passphrase.setText("benar")
        qtbot.keyClick(dialog.passphrase, Qt.Key.Key_Return)
        qtbot.waitUntil(
            lambda: sum(p.filled for p in read_paper(page.document).places) == 1, timeout=60_000
        )
        qtbot.waitUntil(lambda: not tasks.busy, timeout=60_000)
        assert not heard.told
    finally:
        tasks.close()


def test_every_finding_of_verifying_has_its_words() -> None:
    assert set(REMARKS) == set(SENTENCES)
    for code, sentence in SENTENCES.items():
        names = [name for _, name, _, _ in Formatter().parse(sentence) if name]
        said = remark_text(remark(code, **dict.fromkeys(names, "x")))
        assert "{" not in said
        assert said not in REMARKS.values()


@pytest.mark.parametrize("size", SIZES)
def test_it_fits_and_speaks_in_every_theme(
    qtbot: QtBot, unsealed_store: Store, unsealed_visit: str, heard: Heard, tmp_path: Path,
    sample_store: Store, sample_visit: str, signed_pdf: Path, size: tuple[int, int],
) -> None:  # fmt: skip
    unsealed = (unsealed_store, unsealed_visit, tmp_path / "none.pdf")
    signed = (sample_store, sample_visit, signed_pdf)  # seven signatures are verified each time
    for theme in (themes := all_themes()):
        wear(QApplication.instance(), theme)  # type: ignore[arg-type]
        for store, visit, document in (unsealed, signed) if theme == themes[-1] else (unsealed,):
            context = make_context(store, theme, heard, tmp_path)
            page = open_page(qtbot, context, visit, document)
            for tab in (0, 1):
                page.tabs.setCurrentIndex(tab)
                assert_fits(page, size)
                assert_accessible(page)
            page.steps.show_making(making=True)
            assert_fits(page, size)
            page.steps.show_making(making=False)
            if document == signed_pdf:
                dialog = SignDialog(context, document, read_paper(document).places, page)
                dialog.open()
                QApplication.processEvents()
                assert_fits(dialog, (dialog.width(), dialog.height()))
                assert_accessible(dialog)
                assert dialog.width() <= size[0]
                assert dialog.height() <= size[1]
                dialog.reject()
            page.hide()
