"""The foundations that every screen stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialogButtonBox

from fieldsurvey.ui import icons
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.theme import make_theme
from tests.ui.checks import PALETTES, assert_accessible, assert_fits

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


def test_an_icon_is_drawn_once_and_worn_in_every_colour(context: Context) -> None:
    drawn = icons._shape.cache_info().misses
    for palette in PALETTES:
        theme = make_theme(palette, 11)
        for mode, name in ((QIcon.Mode.Normal, "accent"), (QIcon.Mode.Disabled, "disabled")):
            picture = icons.icon("score", theme, "accent").pixmap(theme.icon, theme.icon, mode)
            image = picture.toImage()
            inks = {
                image.pixelColor(x, y).name()
                for x in range(image.width())
                for y in range(image.height())
                if image.pixelColor(x, y).alpha() == 255
            }
            assert inks == {theme.color(name).name()}
    assert icons._shape.cache_info().misses - drawn <= 2, "one for each density"


def test_the_buttons_of_qt_speak_indonesian(context: Context) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.buttons()[0].text() == "Batal"
