"""The score explained: figures, what costs points, the way to the question, by keys alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from fieldsurvey.indonesia import format_decimal
from fieldsurvey.survey.desk import Desk
from fieldsurvey.survey.explained import explain_visit, items, shares
from fieldsurvey.ui.form import FormScreen
from fieldsurvey.ui.main_window import MainWindow
from fieldsurvey.ui.navigation import Navigation
from fieldsurvey.ui.report.score_model import BRANCH_ROLE, COST, SCORE, Branch, ScoreModel
from fieldsurvey.ui.report.score_page import ScorePage
from fieldsurvey.ui.theme import wear
from tests.ui.checks import SIZES, all_themes, assert_accessible, assert_fits
from tests.ui.conftest import make_context

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context
    from tests.ui.conftest import Heard


def texts(page: QWidget) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def listed(model: ScoreModel) -> list[Branch]:
    """Return the answers of a sifted model."""
    assert model.sifted
    return [model.index(row, 0).data(BRANCH_ROLE) for row in range(model.rowCount())]


def open_page(qtbot: QtBot, context: Context, visit: str) -> ScorePage:
    page = ScorePage(context, visit)
    qtbot.addWidget(page)
    page.resize(*SIZES[0])
    page.show()
    page.entered()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def test_the_tree_holds_the_figures_and_what_each_costs(
    sample_store: Store, sample_visit: str
) -> None:
    explained = explain_visit(Desk(sample_store, author="R"), sample_visit)
    score = explained.score
    model = ScoreModel(score, explained.questions)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert model.rowCount() == len(score.dimensions)
    for row, part in enumerate(score.dimensions):
        assert part.score is not None
        assert model.index(row, SCORE).data() == format_decimal(part.score)
    assert score.score is not None
    lost = 100 - score.score
    model.sift("", lost=True)
    dear = [leaf.cost for leaf in listed(model)]
    assert dear == sorted(dear, reverse=True)
    assert all(dear)
    # Each figure shown is rounded on its own, so the sum may differ in the last place.
    assert abs(sum(dear) - lost) < Decimal("0.05")
    assert len(dear) < len(list(items(score.dimensions)))
    model.sift("", lost=False)
    assert not model.sifted
    assert abs(
        sum(model.index(row, 0).data(BRANCH_ROLE).cost for row in range(4)) - lost
    ) < Decimal("0.05")


def test_what_has_no_figure_carries_no_share(sample_store: Store, sample_visit: str) -> None:
    score = Desk(sample_store, author="R").score(sample_visit)
    first, *rest = score.dimensions
    assert sum(shares(score.dimensions, Fraction(1))) == 1
    without = [replace(first, score=None), *rest]
    assert shares(without, Fraction(1))[0] == 0
    assert sum(shares(without, Fraction(1))) == 1
    assert shares([replace(first, score=None)], Fraction(1)) == [0]


def test_every_answer_names_its_question_place_and_author(
    sample_store: Store, sample_visit: str
) -> None:
    explained = explain_visit(Desk(sample_store, author="R"), sample_visit)
    assert explained.sealed
    for part in items(explained.score.dimensions):
        question = explained.questions[part.response, part.ref]
        assert question.label
        assert question.place
        assert question.author


def test_the_page_says_figure_category_and_zone(
    qtbot: QtBot, sample_context: Context, sample_visit: str
) -> None:
    page = open_page(qtbot, sample_context, sample_visit)
    said = texts(page)
    assert "77,06" in said
    assert "◆ Zona kuning" in said
    assert any(text.startswith("C · ") for text in said)
    assert "Nilai kerja, bukan nilai resmi." in said
    assert page.stands.model().rowCount() == 12


def test_search_and_costs_by_keys(qtbot: QtBot, sample_context: Context, sample_visit: str) -> None:
    page = open_page(qtbot, sample_context, sample_visit)
    model = page.tree.model()
    assert isinstance(model, ScoreModel)
    qtbot.keyClick(page.tree, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.hasFocus()
    qtbot.keyClicks(page.search, "tidak-ada-kata-ini")
    assert model.rowCount() == 0
    assert "Tidak ada yang cocok dengan pencarian." in texts(page)
    page.search.clear()
    assert not model.sifted
    qtbot.keyClicks(page.search, "pengaduan air minum")
    found = listed(model)
    assert found
    assert {leaf.question.place for leaf in found if leaf.question} == {"Air Minum"}
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.tree.hasFocus()
    page.search.clear()
    page.lost.setFocus()
    qtbot.keyClick(page.lost, Qt.Key.Key_Space)
    assert len(listed(model)) > len(found)
    chosen = page.tree.currentIndex().data(BRANCH_ROLE)
    assert chosen is listed(model)[0]
    assert chosen.part.level == "item"
    assert chosen.cost > 0
    cost = page.tree.currentIndex().siblingAtColumn(COST).data()
    assert cost == f"−{format_decimal(chosen.cost)}"
    qtbot.waitUntil(lambda: any("Mengurangi" in text for text in texts(page.summary)))


def test_a_sealed_form_is_opened_from_its_score_to_be_read_alone(
    qtbot: QtBot, sample_context: Context, sample_store: Store, sample_visit: str
) -> None:
    window = MainWindow(sample_context.preferences)
    qtbot.addWidget(window)
    window.resize(*SIZES[0])
    window.show()
    Navigation(window, lambda _theme: sample_context).open_score(sample_visit)
    page = window.page
    assert isinstance(page, ScorePage)
    page.lost.setChecked(True)
    before = sample_store.cursor(sample_visit)
    qtbot.keyClick(page.tree, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.page, FormScreen))
    form = window.page
    assert isinstance(form, FormScreen)
    qtbot.waitUntil(lambda: form.sitting is not None)
    sitting = form.sitting
    assert sitting is not None
    assert sitting.bridge.locked
    assert "disegel" in form.face.locked.text
    assert not form.face.locked.button.isVisible()
    # Whatever still asks for it, nothing of a sealed visit is written.
    sitting.bridge.answer(sitting.walk.question, "tidak")
    sitting.bridge.reopen("coba")
    window.back()
    assert sample_store.cursor(sample_visit) == before
    assert sample_context.desk(sample_store).visits.snapshot(sample_visit).seal is not None


def test_enter_on_an_answer_opens_its_question(
    qtbot: QtBot, unsealed_context: Context, unsealed_visit: str
) -> None:
    window = MainWindow(unsealed_context.preferences)
    qtbot.addWidget(window)
    window.resize(*SIZES[0])
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    Navigation(window, lambda _theme: unsealed_context).open_score(unsealed_visit)
    page = window.page
    assert isinstance(page, ScorePage)
    page.lost.setChecked(True)
    page.tree.setFocus()
    chosen = page.tree.currentIndex().data(BRANCH_ROLE)
    qtbot.keyClick(page.tree, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(window.page, FormScreen))
    form = window.page
    assert isinstance(form, FormScreen)
    qtbot.waitUntil(lambda: form.place()[1] == chosen.question.ref)  # type: ignore[index]
    focused = QApplication.focusWidget()
    assert focused is not None
    assert form.isAncestorOf(focused)


def test_a_visit_without_data_is_called_incomplete_with_a_provisional_figure(
    qtbot: QtBot, context: Context, store: Store, visit: str
) -> None:
    desk = Desk(store, author="R")
    response = desk.responses(visit).open("stand", desk.visits.target(visit, "stand", "G01"))
    response.set("/data/bagian_a/a01", "ya")
    response.save()
    page = open_page(qtbot, context, visit)
    said = texts(page)
    assert "○ Belum lengkap" in said
    assert "–" in said
    assert any(text.startswith("Belum ada data: ") for text in said)
    assert any(text.startswith("Nilai sementara") for text in said)
    assert not any("Zona" in text for text in said)


@pytest.mark.parametrize("size", SIZES)
def test_it_fits_and_speaks_in_every_theme(
    qtbot: QtBot, sample_store: Store, sample_visit: str, heard: Heard, tmp_path: Path,
    size: tuple[int, int],
) -> None:  # fmt: skip
    explained = explain_visit(Desk(sample_store, author="R"), sample_visit)
    for theme in all_themes():
        wear(QApplication.instance(), theme)  # type: ignore[arg-type]
        page = ScorePage(make_context(sample_store, theme, heard, tmp_path), sample_visit)
        qtbot.addWidget(page)
        page.show_score(explained)
        for tab in range(3):
            page.tabs.setCurrentIndex(tab)
            assert_fits(page, size)
            assert_accessible(page)
        page.hide()
