"""The closed annex from the page of documents: by keys, for a passphrase, with a reason that is logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from fieldsurvey.errors import BundleLocked
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.exports import exports
from fieldsurvey.sync import read_closed_annex
from fieldsurvey.ui.report.annex_dialog import AnnexDialog
from fieldsurvey.ui.report.documents_page import DocumentsPage
from tests.ui.checks import assert_accessible
from tests.ui.visits.hands import asked, back, press, shown

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context
    from tests.ui.conftest import Heard

K = Qt.Key
WORDS = "atasan meminta setoran"


def annex_dialog(page: DocumentsPage) -> AnnexDialog:
    page.papers.annex_button.setFocus()
    press(K.Key_Space)
    dialog = asked(page, AnnexDialog)
    assert isinstance(dialog, AnnexDialog)
    return dialog


def fill_in(dialog: AnnexDialog) -> None:
    for text in ("rahasia bersama", "rahasia bersama", "diminta pimpinan"):
        assert not dialog.go.isEnabled()
        press(text)
        press(K.Key_Tab)
    press(K.Key_Return)


def test_it_is_written_for_a_passphrase_and_logged(
    qtbot: QtBot, context: Context, store: Store, visit: str, heard: Heard
) -> None:
    page = DocumentsPage(context, visit)
    shown(qtbot, page)
    dialog = annex_dialog(page)
    assert_accessible(dialog)
    fill_in(dialog)
    assert "rahasia" in dialog.problem.text(), "nothing was said in confidence yet"
    dialog.reject()
    back(page)
    desk = Desk(store, author="Ratna")
    code = desk.visits.snapshot(visit).officers[0].code
    officer = desk.visits.target(visit, "officer", code)
    opened = desk.responses(visit).open("officer", officer)
    opened.set("/data/bagian_rahasia/ada_rahasia", "ya")
    opened.set("/data/bagian_rahasia/rahasia", WORDS)
    dialog = annex_dialog(page)
    fill_in(dialog)
    path = context.access.path.parent / f"lampiran-tertutup-{visit[-12:]}.bundle"
    assert heard.shown[-1] == f"Lampiran tertutup ditulis: {path.name}, 1 keterangan"
    assert WORDS in str(read_closed_annex(path, passphrase="rahasia bersama"))
    with pytest.raises(BundleLocked):
        read_closed_annex(path, passphrase="rahasia lain")
    assert WORDS.encode() not in path.read_bytes()
    (logged,) = exports(desk.visits, visit)
    assert logged.reason == "diminta pimpinan"


def test_two_different_passphrases_are_told_at_once(
    qtbot: QtBot, context: Context, visit: str
) -> None:
    page = DocumentsPage(context, visit)
    shown(qtbot, page)
    dialog = annex_dialog(page)
    press("rahasia bersama")
    press(K.Key_Tab)
    press("rahasia lain")
    assert dialog.problem.text() == "Kedua kata sandi tidak sama."
    assert not dialog.go.isEnabled()
