"""The first start in the real window: every step by keys, back without loss, cut short without a trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QLineEdit

from fieldsurvey.store import Store
from fieldsurvey.store.founding import found, settle
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.workplace import Workplace, workplace
from fieldsurvey.ui.first_run.draft import Draft
from fieldsurvey.ui.first_run.key_sheet import KeySheet
from fieldsurvey.ui.first_run.missing import MissingPage
from fieldsurvey.ui.first_run.page import FirstRunPage
from fieldsurvey.ui.recover import RecoverPage
from fieldsurvey.ui.theme import make_theme, wear
from fieldsurvey.ui.unlock import UnlockPage
from tests.ui.checks import SIZES, all_themes, assert_accessible, assert_fits
from tests.ui.first_run.driving import OFFICE, go_through, shown_groups, wordy
from tests.ui.keyboard import CTRL, PATIENCE_MS, Hands, K

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.application import Application

    Start = Callable[..., Application]

NAME, PASSPHRASE = "Ratna Contoh, S.H.", "kuda biru makan awan"
SMALL = (1024, 600)
KEY = "-".join(["MWQ7"] * 14)


def hands_of(qtbot: QtBot, application: Application) -> Hands:
    application.window.resize(*SMALL)
    qtbot.waitActive(application.window)
    return Hands(qtbot, application.window)


def said(widget: QWidget) -> str:
    return " ".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def fields(page: QWidget) -> list[QLineEdit]:
    return [each for each in page.findChildren(QLineEdit) if each.isVisible()]


def test_from_nothing_to_an_open_database_in_a_folder_of_ones_own(
    qtbot: QtBot, tmp_path: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[Path] = []
    usual = tmp_path / "usual"
    usual.mkdir()
    application = start(usual / "fieldsurvey.db", None, keep_in=chosen.append)
    hands = hands_of(qtbot, application)
    sheet = tmp_path / "kunci.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(sheet), ""))

    def keep(step: str) -> None:
        if step == "kunci":
            hands.tab_to("Simpan PDF")
            hands.press(K.Key_Space)
            hands.see(f"✓ Tersimpan di {sheet}")

    folder = tmp_path / "inspeksi"
    groups = go_through(hands, NAME, PASSPHRASE, folder, keep)
    hands.on("VisitList")
    assert chosen == [folder]
    assert [each.name for each in usual.iterdir()] == []
    assert not list(folder.glob("*-baru*"))
    assert application.preferences.author == NAME
    application.window.close()
    qtbot.waitUntil(lambda: application.tasks is None)
    with Store.open(folder / "fieldsurvey.db", PASSPHRASE) as store:
        place = workplace(Desk(store, author=NAME).registry)
        assert place == Workplace(NAME, "", "", OFFICE)
        assert store.parent is None
    Store.recover(folder / "fieldsurvey.db", " ".join(groups), "yang baru sekali").close()
    written = pypdfium2.PdfDocument(sheet.read_bytes())[0].get_textpage().get_text_bounded()
    assert all(group in written for group in groups)


def test_back_and_a_change_of_language_lose_nothing(
    qtbot: QtBot, tmp_path: Path, start: Start
) -> None:
    application = start(tmp_path / "visit.db", None)
    hands = hands_of(qtbot, application)
    hands.on("FirstRunPage")
    hands.press(K.Key_2)
    hands.see("Welcome to fieldsurvey")
    assert application.preferences.language == "en"
    hands.press(K.Key_1)
    hands.see("Selamat datang")
    hands.press(K.Key_Return)
    hands.type(NAME)
    hands.press(K.Key_L, CTRL)
    hands.see("Who works on this laptop?")
    assert fields(application.window)[0].text() == NAME
    hands.press(K.Key_Return)
    hands.type(OFFICE)
    hands.press(K.Key_Escape)
    hands.see("Who works on this laptop?")
    hands.press(K.Key_Escape)
    hands.press(K.Key_Escape)  # nothing lies before the first step
    hands.see("Welcome to fieldsurvey")
    for _ in range(3):
        hands.press(K.Key_Return)
    hands.see("A passphrase for the inspections")
    hands.press(K.Key_Escape)
    assert [each.text() for each in fields(application.window)] == [OFFICE]


def test_errors_are_said_in_place(qtbot: QtBot, tmp_path: Path, start: Start) -> None:
    application = start(tmp_path / "visit.db", None)
    hands = hands_of(qtbot, application)
    hands.on("FirstRunPage")
    page = application.window.page
    assert isinstance(page, FirstRunPage)
    hands.press(K.Key_Return)
    hands.press(K.Key_Return)
    hands.see("Ketik nama Anda dahulu.")
    hands.type(NAME)
    hands.press(K.Key_Return)
    hands.press(K.Key_Return)
    hands.see("Ketik nama instansi Anda.")
    hands.type(OFFICE)
    hands.press(K.Key_Return)
    for passphrase, again, told in (
        ("pendek", "pendek", "Terlalu pendek"),
        ("ratna contoh", "ratna contoh", "Terlalu mudah ditebak"),
        (PASSPHRASE, PASSPHRASE[:-1] + "m", "Kedua kata sandi berbeda."),
    ):
        for field, text in zip(fields(page), (passphrase, again), strict=True):
            field.setFocus()
            field.clear()
            hands.type(text)
        hands.press(K.Key_Return)
        hands.see(told)
    hands.tab_to("Perlihatkan")
    hands.press(K.Key_Space)
    assert {each.echoMode() for each in fields(page)} == {QLineEdit.EchoMode.Normal}
    page.draft.again = ""
    fields(page)[1].setText(PASSPHRASE)
    fields(page)[1].setFocus()
    hands.press(K.Key_Return)
    hands.see("Kunci pemulihan Anda")
    groups = shown_groups(page)
    page.go_on()
    first, second = page.draft.asked
    hands.type("AAAA")
    hands.press(K.Key_Return)
    hands.see(f"Kelompok {first} tidak sama")
    assert not (tmp_path / "visit.db").exists()
    hands.press(K.Key_Escape)
    assert shown_groups(page) == groups, "another key was made for the same passphrase"
    page.go_on()
    assert page.draft.asked == (first, second)
    for secret in (PASSPHRASE, groups[0]):
        assert secret not in repr(page.draft)


def test_closed_half_way_it_leaves_nothing(qtbot: QtBot, tmp_path: Path, start: Start) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    application = start(folder / "visit.db", None)
    hands = hands_of(qtbot, application)
    hands.on("FirstRunPage")
    page = application.window.page
    assert isinstance(page, FirstRunPage)
    for text in ("", NAME, OFFICE):
        hands.type(text)
        hands.press(K.Key_Return)
    hands.type(PASSPHRASE)
    hands.press(K.Key_Tab)
    hands.type(PASSPHRASE)
    hands.press(K.Key_Return)
    # What comes while the guide lies over the page, or another language is asked for, waits for it.
    application.window.choose_language("en")
    application.window.show_guide()
    qtbot.waitUntil(lambda: bool(page.draft.recovery_key), timeout=PATIENCE_MS)
    hands.on("GuidePage")
    hands.press(K.Key_Escape)
    hands.on("FirstRunPage")
    hands.see("Your recovery key")
    application.window.close()
    qtbot.waitUntil(lambda: not list(folder.iterdir()))


def test_a_forgotten_passphrase_and_the_recovery_key(
    qtbot: QtBot, tmp_path: Path, start: Start
) -> None:
    path = tmp_path / "visit.db"
    key = found(path, "yang lama dan lupa")
    settle(path, "yang lama dan lupa")
    application = start(path, None)
    hands = hands_of(qtbot, application)
    hands.on("UnlockPage")
    hands.type(NAME)
    hands.tab_to("Lupa kata sandi? Buka dengan kunci pemulihan")
    hands.press(K.Key_Return)
    hands.on("RecoverPage")
    for wrong in (key[:-1], key):
        fresh = PASSPHRASE if wrong == key else "tidak jadi dipakai"
        application.window.page.go_to(("", fresh, fresh))
        hands.type(wrong)
        hands.press(K.Key_Return)
        hands.asked("Kata sandi baru")
        hands.press(K.Key_Return)
        if wrong != key:
            hands.see("Kunci pemulihan itu tidak membuka basis data ini.")
    hands.on("VisitList")
    application.window.close()
    qtbot.waitUntil(lambda: application.tasks is None)
    Store.open(path, PASSPHRASE).close()


def test_a_folder_that_is_gone_is_missed_and_not_made_anew(
    qtbot: QtBot, small_folder: Path, tmp_path: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[Path] = []
    stick = tmp_path / "stick"
    application = start(stick / "visit.db", None, keep_in=chosen.append, remembered=True)
    hands = hands_of(qtbot, application)
    hands.on("MissingPage")
    hands.press(K.Key_Return)
    hands.on("MissingPage")
    assert not stick.exists()
    hands.tab_to("Ada di map lain")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    stick.mkdir()
    (stick / "visit.db").write_bytes((small_folder / "visit.db").read_bytes())
    hands.press(K.Key_Space)
    hands.on("UnlockPage")
    assert chosen == [stick]


def steps_of(theme: object, folder: Path) -> list[FirstRunPage]:
    """Return the page at each of its steps, everything filled in."""
    made = []
    for step in ("language", "inspector", "office", "folder", "passphrase", "key", "proof"):
        draft = Draft(folder, step=step, name=NAME, office=OFFICE, recovery_key=KEY)
        draft.passphrase = draft.again = PASSPHRASE
        made.append(FirstRunPage(theme, draft, "id", "fieldsurvey.db"))
    return made


def test_every_page_fits_everywhere(qtbot: QtBot, tmp_path: Path) -> None:
    application = QApplication.instance()
    for theme in all_themes():
        wear(application, theme)
        pages = [*steps_of(theme, tmp_path), MissingPage(tmp_path / "v.db", theme)]
        pages += [RecoverPage(tmp_path / "v.db", theme, NAME), UnlockPage(tmp_path, theme, NAME)]
        for page in pages:
            qtbot.addWidget(page)
            page.entered()
            assert_accessible(page)
            for size in (*SIZES, SMALL):
                assert_fits(page, size)
            for target in (*page.findChildren(QAbstractButton), *page.findChildren(QLineEdit)):
                assert target.height() >= 44, f"{target} is no target for a finger"
            page.hide()


def test_in_a_wordy_language_it_fits_too(qtbot: QtBot, tmp_path: Path) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme = make_theme("light", 11)
    with wordy(application):
        pages = [*steps_of(theme, tmp_path), MissingPage(tmp_path / "v.db", theme)]
        pages += [RecoverPage(tmp_path / "v.db", theme, NAME), UnlockPage(tmp_path, theme, NAME)]
        for page in pages:
            qtbot.addWidget(page)
            for size in (SIZES[0], SMALL):
                assert_fits(page, size)
            page.hide()


def test_cut_short_it_begins_anew_and_by_touch_alone(
    qtbot: QtBot, tmp_path: Path, start: Start
) -> None:
    found(tmp_path / "visit.db", "yang lama dan lupa")  # the power went before the key was proved
    application = start(tmp_path / "visit.db", None)
    hands = hands_of(qtbot, application)
    hands.on("FirstRunPage")
    page = application.window.page
    assert isinstance(page, FirstRunPage)

    def press(name: str) -> None:
        (button,) = [
            each
            for each in page.findChildren(QAbstractButton)
            if each.text() == name and each.isVisible()
        ]
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def write(*texts: str) -> None:
        for field, text in zip(fields(page), texts, strict=False):
            field.setText(text)  # what a keyboard on the screen does

    press("Lanjut")
    write(NAME)
    press("Lanjut")
    write(OFFICE)
    press("Lanjut")
    write(PASSPHRASE, PASSPHRASE)
    press("Lanjut")
    hands.see("Kunci pemulihan Anda")
    groups = shown_groups(page)
    press("Lanjut")
    write(*(groups[number - 1] for number in page.draft.asked))
    press("Mulai bekerja")
    hands.on("TrainingPage")
    hands.press(K.Key_Escape)
    hands.on("VisitList")
    assert not list(tmp_path.glob("*-baru*"))


def test_the_sheet_says_whose_it_is_and_how_it_is_used(tmp_path: Path) -> None:
    sheet = KeySheet(KEY.split("-"), tmp_path / "v.db", f"{NAME}, {OFFICE}", "1 Desember 2026")
    text = sheet.text()
    for part in (NAME, "1 Desember 2026", "14 MWQ7", "Lupa kata sandi?", str(tmp_path / "v.db")):
        assert part in text
