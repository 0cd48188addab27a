"""Language, palette and text size, and the sheet that documents are printed on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal

from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.preferences import LANGUAGES, PALETTES, PAPERS, TEXT_SIZES
from fieldsurvey.ui.settings.panel import Panel, Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from fieldsurvey.ui.context import Context

_PALETTES = {
    "system": QT_TRANSLATE_NOOP("AppearancePanel", "As this machine"),
    "light": QT_TRANSLATE_NOOP("AppearancePanel", "Light"),
    "dark": QT_TRANSLATE_NOOP("AppearancePanel", "Dark"),
    "sunlight": QT_TRANSLATE_NOOP("AppearancePanel", "Sunlight: black on white, thick lines"),
}
_LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
_PAPERS = {"A4": "A4 · 210 × 297 mm", "F4": "F4 (folio) · 215 × 330 mm"}


class AppearancePanel(Panel):
    """What holds for this person on this machine; a choice is kept at once."""

    #: (preference, value): every page is to be made anew with it.
    chosen = Signal(str, object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent=parent)
        preferences = context.preferences
        self.heading(self.tr("Language and looks"))
        languages = [(name, _LANGUAGES[name]) for name in LANGUAGES]
        palettes = [(name, self.tr(_PALETTES[name])) for name in PALETTES]
        sizes = [(size, self.tr("{n} points").format(n=size)) for size in TEXT_SIZES]
        self.language = self._combo(languages, preferences.language, "language")
        self.palette_choice = self._combo(palettes, preferences.palette, "palette")
        self.text_size = self._combo(sizes, preferences.text_size, "text_size")
        self.field(self.tr("Language of the window"), self.language)
        self.field(self.tr("Palette (F9)"), self.palette_choice)
        self.field(self.tr("Size of the text (Ctrl++, Ctrl+-)"), self.text_size)
        self.heading(self.tr("Documents"))
        self.paper = StillCombo()
        for name in PAPERS:
            self.paper.addItem(_PAPERS[name], name)
        self.paper.setCurrentIndex(PAPERS.index(preferences.paper))
        self.paper.currentIndexChanged.connect(self._keep_paper)
        self.field(
            self.tr("Sheet"),
            self.paper,
            self.tr("What documents are made for, unless another sheet is chosen for one of them."),
        )
        self.said = Said()
        self.add(self.said)

    def _combo(
        self, options: Sequence[tuple[object, str]], present: object, name: str
    ) -> StillCombo:
        combo = StillCombo()
        for value, text in options:
            combo.addItem(text, value)
        combo.setCurrentIndex([value for value, _ in options].index(present))
        # Made anew only when the list is done with this choice: it goes with the page.
        combo.activated.connect(partial(self._choose, combo, name))
        return combo

    def _choose(self, combo: StillCombo, name: str, _index: int) -> None:
        if combo.currentData() != getattr(self.context.preferences, name):
            self.chosen.emit(name, combo.currentData())

    def _keep_paper(self) -> None:
        self.context.preferences.paper = self.paper.currentData()
        self.said.say(
            self.tr("Saved: documents are made for {paper}.").format(paper=self.paper.currentData())
        )
