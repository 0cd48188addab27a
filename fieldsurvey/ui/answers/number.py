"""Figures: a plain line; what can mean two things is asked back, never guessed (design §7)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from fieldsurvey.indonesia import GREATEST, format_decimal, rupiah, terbilang
from fieldsurvey.ui.answers import readings
from fieldsurvey.ui.answers.choice_list import ChoiceList
from fieldsurvey.ui.answers.layout import ChoiceLayout
from fieldsurvey.ui.answers.paper import wrapped
from fieldsurvey.ui.answers.readings import Reading
from fieldsurvey.ui.answers.registry import register
from fieldsurvey.ui.answers.typed import Line, TypedQuestion

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.ui.theme import Theme


class _Figures(Line):
    """A line for figures.

    Args:
        owner: the question.
    """

    def __init__(self, owner: NumberQuestion) -> None:
        super().__init__(owner)
        self._owner = owner
        self.setMaxLength(60)
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The point of the numeric keypad is a comma; Down goes to the question asked back."""
        keypad = event.modifiers() & Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Down and self._owner.asks:
            self._owner.ask_back()
        elif keypad and event.text() == "." and not self._owner.grouped and not self.isReadOnly():
            self.insert(",")
            self.textEdited.emit(self.text())
        else:
            super().keyPressEvent(event)


@register("input", "int")
@register("input", "decimal")
class NumberQuestion(TypedQuestion):
    """A figure; one that can be read in two ways is asked back, never guessed."""

    units = 30

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.echo = wrapped("muted")
        self.echo.hide()
        self.meanings = ChoiceList(theme, many=False)
        self.meanings.picked.connect(self._mean)
        self.meanings.hide()
        self._column.addWidget(self.echo)
        self._column.addWidget(self.meanings)

    def make_line(self) -> Line:
        """Return a line for figures."""
        return _Figures(self)

    @property
    def grouped(self) -> bool:
        """Whether a point always groups, as in rupiah."""
        return self.view.has_appearance("thousands-sep")

    @property
    def asks(self) -> bool:
        """Whether a question is asked back now."""
        return self.meanings.isVisibleTo(self)

    def read(self, text: str) -> Reading:
        """Read a figure by the rules of design §7."""
        return readings.read_number(text, whole=self.view.datatype == "int", rupiah=self.grouped)

    def shown(self, lexical: str) -> str:
        """Return a figure with a comma."""
        return readings.shown_number(lexical, grouped=self.grouped)

    def problem(self) -> str:
        """Return why the line cannot be read; where only one reading fits, whether that is meant."""
        meanings = self.read(self.line.text()).meanings
        if self._problem == "ambiguous" and len(meanings) == 1:
            return self.tr(
                "Do you mean {figure}? Confirm it below, or write it without marks."
            ).format(figure=_plain(meanings[0]))
        return super().problem()

    def settled(self, reading: Reading) -> None:
        """Ask back, and say an amount in words."""
        asked = reading.meanings if self._problem == "ambiguous" else ()
        self.meanings.show_choices(
            tuple((lexical, in_words(lexical)) for lexical in asked), (),
            layout=ChoiceLayout(columns=2), readonly=False,
        )  # fmt: skip
        self.meanings.setVisible(bool(asked))
        self.meanings.setAccessibleName(self.problem() if asked else self.tr("Which one?"))
        amount = self._amount(reading)
        self.echo.setText(amount)
        self.echo.setVisible(bool(amount))

    def ask_back(self) -> None:
        """Put the keyboard on the question asked back."""
        self.meanings.setFocus(Qt.FocusReason.OtherFocusReason)

    def _accept(self) -> None:
        super()._accept()
        if self.asks:
            self.ask_back()

    def _mean(self, lexical: str, _done: bool) -> None:
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.put(lexical)
        self.advance.emit()

    def _amount(self, reading: Reading) -> str:
        if not self.grouped or reading.problem or not reading.lexical:
            return ""
        try:
            amount = Decimal(reading.lexical)
        except InvalidOperation:
            return ""
        if not 0 <= amount <= GREATEST:
            return rupiah(amount)
        return f"{rupiah(amount)} · {terbilang(int(amount))} rupiah"


@register("range")
class RangeQuestion(NumberQuestion):
    """A figure between bounds, typed: nothing to drag, and blank until somebody answers."""

    def read(self, text: str) -> Reading:
        """Read a figure and hold it against the bounds of the control (ODK XForms, "range")."""
        reading = super().read(text)
        if reading.problem or not reading.lexical:
            return reading
        figure, (least, greatest) = Decimal(reading.lexical), self._bounds()
        outside = (least is not None and figure < least) or (
            greatest is not None and figure > greatest
        )
        return Reading(text, "range", finished=False) if outside else reading

    def settled(self, reading: Reading) -> None:
        """Say the bounds in the empty line."""
        super().settled(reading)
        least, greatest = self._bounds()
        if least is not None and greatest is not None:
            self.line.setPlaceholderText(
                f"{format_decimal(least, None)} – {format_decimal(greatest, None)}"
            )

    def _reading(self) -> Reading:
        """Return what the line says; the engine knows no bounds, so a stored figure is held against them too."""
        reading = super()._reading()
        return self.read(self.line.text()) if reading.problem == "" else reading

    def _bounds(self) -> tuple[Decimal | None, Decimal | None]:
        found = [self._bound(name) for name in ("start", "end")]
        known = [bound for bound in found if bound is not None]
        return (min(known), max(known)) if len(known) == 2 else (None, None)

    def _bound(self, name: str) -> Decimal | None:
        try:
            return Decimal(self.view.parameters.get(name, ""))
        except InvalidOperation:
            return None


def in_words(lexical: str) -> str:
    """Return a figure so that no doubt is left: ``1500 – seribu lima ratus``."""
    figure = Decimal(lexical)
    sign, size = ("minus " if figure < 0 else ""), abs(figure)
    if size > GREATEST:
        return _plain(lexical)
    whole, _, fraction = f"{size:f}".partition(".")
    words = terbilang(int(whole))
    if fraction:
        words += " koma " + " ".join(terbilang(int(digit)) for digit in fraction)
    return f"{_plain(lexical)} – {sign}{words}"


def _plain(lexical: str) -> str:
    return readings.shown_number(lexical)
