"""Findings, documents over the real sample and a small visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from fieldsurvey.survey.desk import Desk
from fieldsurvey.ui.report.findings_page import FindingsPage
from tests.ui.checks import SIZES, assert_accessible, assert_fits

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context


def texts(page: object) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_fit_and_speak(
    qtbot: QtBot, sample_context: Context, sample_visit: str, size: tuple[int, int]
) -> None:
    for make in (FindingsPage,):
        page = make(sample_context, sample_visit)
        qtbot.addWidget(page)
        page.entered()
        assert_accessible(page)
        assert_fits(page, size)


def test_a_finding_is_reworded_and_the_journal_has_it(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    from fieldsurvey.survey.model import Finding

    desk = Desk(store, author="R")
    empty = Finding("", 0, "", "Gerai A", "A01", "Tutup.", "UU 25/2009", "sedang")
    desk.visits.add(visit, "finding", empty)
    page = FindingsPage(context, visit)
    qtbot.addWidget(page)
    page.show()
    page.entered()
    page._action.setFocus()
    qtbot.keyClicks(page._action, "Membuka gerai")
    left: list[bool] = []
    page.can_leave(lambda: left.append(True))
    assert left == [True]
    assert desk.visits.snapshot(visit).findings[0].action == "Membuka gerai"
