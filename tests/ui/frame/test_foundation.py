"""The foundations that every screen stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialogButtonBox

from fieldsurvey.ui.screen import Screen
from tests.ui.checks import assert_accessible, assert_fits

if TYPE_CHECKING:
    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context


def test_a_screen_reads_through_its_context(context: Context, visit: str) -> None:
    names: list[str] = []

    def look(store: Store) -> str:
        return str(context.desk(store).summary(visit)["mall"])

    context.tasks.read(look, names.append)
    assert names
    assert "Tanjung" in names[0]
    screen = Screen(context)
    assert_accessible(screen)
    assert_fits(screen)


def test_the_buttons_of_qt_speak_indonesian(context: Context) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.buttons()[0].text() == "Batal"
