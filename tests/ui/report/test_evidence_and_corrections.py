"""In the window: what a verification rests on is chosen and remembered, and a correction goes into the addendum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from fieldsurvey.app import jobs
from fieldsurvey.survey.amendments import amendments
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.model import VisitState
from fieldsurvey.ui.report.correction_dialog import CorrectionDialog
from fieldsurvey.ui.report.evidence_bar import EvidenceBar
from fieldsurvey.ui.report.other_papers import OtherPapers
from tests.report.report_example import LEAD
from tests.report.signed_example import (
    authority,
    authority_file,
    brief_signed,
    key_of,
    revocation_list,
)
from tests.ui.checks import assert_accessible, assert_fits

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context
    from tests.ui.conftest import Heard


def test_authorities_and_lists_are_chosen_remembered_and_forgotten(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    bar = EvidenceBar(context)
    qtbot.addWidget(bar)
    bar.show()
    assert (bar.trust, bar.revocation) == ((), ())
    assert not bar.forget_button.isVisible()
    assert_accessible(bar)
    revoked = tmp_path / "dicabut.crl"
    revoked.write_bytes(revocation_list(authority(), [key_of(LEAD)]))
    with qtbot.waitSignal(bar.changed):
        bar.choose_trust([authority_file()])
    bar.choose_revocation([revoked])
    again = EvidenceBar(context)
    qtbot.addWidget(again)
    assert (again.trust, again.revocation) == ((authority_file(),), (revoked,))
    found = jobs.examine_document(context.access, brief_signed(), again.trust, again.revocation)
    assert [(each.trusted, each.revoked) for each in found.document.signatures] == [
        (False, True),
        (True, False),
    ]
    qtbot.mouseClick(bar.forget_button, Qt.MouseButton.LeftButton)
    assert (again.trust, again.revocation) == ((), ())


def test_a_correction_is_noted_for_the_addendum(
    qtbot: QtBot, context: Context, store: Store, visit: str, heard: Heard
) -> None:
    papers = OtherPapers(context, visit)
    qtbot.addWidget(papers)
    papers.show()
    assert not papers.correct_button.isVisible()
    papers.kind.setCurrentIndex(papers.kind.findData("addendum"))
    assert papers.correct_button.isVisible()

    papers.correct_button.click()
    (dialog,) = papers.findChildren(CorrectionDialog)
    assert_fits(dialog, (dialog.width(), dialog.height()))
    assert not dialog.go.isEnabled()
    qtbot.keyClicks(dialog.part, "D, temuan 3")
    qtbot.keyClicks(dialog.printed, "12 gerai")
    qtbot.keyClicks(dialog.correct, "13 gerai")
    assert not dialog.go.isEnabled()
    qtbot.keyClicks(dialog.reason, "salah hitung")
    enter = (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(dialog.reason, *enter)
    qtbot.waitUntil(dialog.isVisible)  # what was typed stands there again, with what is wrong
    assert "not sealed" in dialog.problem.text()
    desk = Desk(store, author="Ratna")
    desk.visits.move(visit, VisitState.COMPLETED)
    desk.seal(visit, override="untuk pengujian")
    qtbot.keyClick(dialog.reason, *enter)
    qtbot.waitUntil(lambda: not papers.findChildren(CorrectionDialog))
    assert not heard.told
    (noted,) = amendments(store, visit)
    assert (noted.part, noted.printed, noted.correct, noted.reason) == (
        "D, temuan 3", "12 gerai", "13 gerai", "salah hitung",
    )  # fmt: skip
    assert heard.shown[-1] == "Perbaikan dicatat: buat adendum."
