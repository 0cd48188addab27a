"""Every screen inside the real window: sizes, palettes, text sizes; a name for all that takes the focus."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from fieldsurvey.ui.form.page import SectionPage
from fieldsurvey.ui.main_window import MainWindow
from fieldsurvey.ui.navigation import Navigation
from fieldsurvey.ui.theme import wear
from tests.ui.checks import PALETTES, SIZES, TEXT_SIZES, assert_accessible, assert_fits
from tests.ui.form.driving import stand_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("text_size", TEXT_SIZES)
def test_every_screen_fits_in_the_window(
    qtbot: QtBot, context: Context, store: Store, visit: str, palette: str, text_size: int
) -> None:
    context.preferences.palette, context.preferences.text_size = palette, text_size
    window = MainWindow(context.preferences)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    wear(application, window.theme)
    qtbot.addWidget(window)
    window.show()
    go = Navigation(window, lambda theme: replace(context, theme=theme))
    window.offer("lock", lambda: None)
    stand = stand_of(store, visit)
    for open_next in (
        go.begin,
        go.open_due,
        go.begin,
        lambda: go.open_visit(visit),
        lambda: go.open_form(visit, "stand", stand),
        lambda: go.open_score(visit),
        lambda: go.open_findings(visit),
        lambda: go.open_documents(visit),
        go.begin,
        lambda: go.open_visit(visit),
        lambda: go.open_photos(visit),
        go.begin,
        lambda: go.open_visit(visit),
        lambda: go.open_follow_up(visit),
        go.begin,
        go.open_registry,
        go.open_registry_import,
        go.begin,
        go.open_instruments,
        go.open_settings,
    ):
        open_next()
        qtbot.waitUntil(lambda: all(page.whole for page in window.findChildren(SectionPage)))
        assert_accessible(window)
        for size in SIZES:
            assert_fits(window, size)
