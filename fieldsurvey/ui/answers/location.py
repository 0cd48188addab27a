"""Places: typed or pasted as figures, for a laptop has no receiver of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldsurvey.ui.answers import places
from fieldsurvey.ui.answers.long_text import LongTextQuestion
from fieldsurvey.ui.answers.paper import show_if, wrapped
from fieldsurvey.ui.answers.readings import Reading
from fieldsurvey.ui.answers.registry import register
from fieldsurvey.ui.answers.typed import TypedQuestion

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.ui.theme import Theme


@register("input", "geopoint")
class PointQuestion(TypedQuestion):
    """One place: figures, the link of a map, or what a receiver sends; said again as a map prints it."""

    placeholder = "-0.5021, 117.1537"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.echo = wrapped("muted", parent=self)
        self.echo.hide()
        self._column.addWidget(self.echo)

    def read(self, text: str) -> Reading:
        """Read a place."""
        return places.read_place(text)

    def shown(self, lexical: str) -> str:
        """Return a place as it is typed."""
        return places.shown_place(lexical)

    def same(self, lexical: str, stored: str) -> bool:
        """Compare places, not how they are written."""
        return lexical == stored or (
            (found := places.places_of(lexical)) != [] and found == places.places_of(stored)
        )

    def settled(self, reading: Reading) -> None:
        """Say the place as a map prints it."""
        words = "" if reading.problem else places.place_in_words(reading.lexical)
        self.echo.setText(words)
        show_if(self.echo, bool(words))


@register("input", "geotrace")
@register("input", "geoshape")
class PointsQuestion(LongTextQuestion):
    """A line or an area: its places, one a line."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.pad.setPlaceholderText(f"{PointQuestion.placeholder}\n-0.5030, 117.1541")

    def reading(self) -> Reading:
        """Read the places."""
        return places.read_places(self._text(), closed=self._closed)

    def judged(self, lexical: str) -> Reading:
        """Find what is wrong with stored places."""
        if places.places_of(lexical):
            return Reading(lexical)
        return Reading(lexical, places.read_places(lexical, closed=self._closed).problem)

    def shown(self, lexical: str) -> str:
        """Return places as they are typed."""
        return places.shown_place(lexical)

    @property
    def _closed(self) -> bool:
        return self.view.datatype == "geoshape"
