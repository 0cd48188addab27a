"""Choosing: one of several, any of several, a point of a scale. Digits, arrows, letters, Space, Delete."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from fieldsurvey.ui.questions.option import CheckOption, Face, Option, RadioOption
from fieldsurvey.ui.questions.packing import PackLayout
from fieldsurvey.ui.questions.registry import register
from fieldsurvey.ui.questions.widget import ENTER, QuestionWidget
from fieldsurvey.ui.questions.words import plain
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.ui.questions.tools import Tools
    from fieldsurvey.ui.questions.view import NodeView

#: The keys of the first ten choices.
DIGITS = "1234567890"
#: With more choices than there are digits, letters filter.
FILTER_FROM = len(DIGITS)
#: Rows of choices are not wider than this many units: a line must be taken in at a glance.
_ROW_UNITS = 90
_CELL_UNITS = 40
_PACKED = ("columns-pack", "columns", "horizontal-compact", "compact", "quickcompact", "quick")
_PLAIN = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier


def folded(text: str) -> str:
    """Return a text as it is compared when letters filter: without case and accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


class ChoiceGroup(QuestionWidget):
    """Choices as rows or cells, one cursor among them.

    Arrows move the cursor without choosing. Enter goes on; after the cursor was moved by hand, it first chooses
    what the cursor is on.
    """

    several: ClassVar[bool] = False
    scale: ClassVar[bool] = False

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self.options: list[Option] = []
        self._shown: list[Option] = []
        self._choices: tuple[tuple[str, str], ...] | None = None
        self._cursor = 0
        self._moved = False
        self._packing: PackLayout | None = None
        self._area = QWidget(self)
        self.filter_edit = QLineEdit(self)
        self.filter_edit.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.filter_edit.setClearButtonEnabled(True)
        self.filter_edit.setMaximumWidth(self.theme.space(_CELL_UNITS))
        self.filter_edit.textChanged.connect(self._apply_filter)
        self.filter_edit.installEventFilter(self)
        self.count_label = QLabel(self)
        dress(self.count_label, "muted")
        self._empty = QLabel(self)
        self._empty.setWordWrap(True)
        dress(self._empty, "muted")
        self._head = QWidget(self)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(self.theme.space(1.5))
        head.addWidget(self.filter_edit, 1)
        head.addWidget(self.count_label)
        head.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self.theme.space())
        box.addWidget(self._head)
        box.addWidget(self._area)
        box.addWidget(self._empty)

    # -- showing ---------------------------------------------------------------------------------

    def render_node(self, before: NodeView) -> None:
        """See QuestionWidget."""
        view = self.view
        choices = self.choices_of(view)
        known = {value for value, _ in choices}
        lost = tuple(
            (value, self.tr("{value} (no longer in the list)").format(value=value))
            for value in view.chosen
            if value not in known
        )
        if (choices + lost) != self._choices or view.appearance != before.appearance:
            self._rebuild(choices + lost)
        for option in self.options:
            option.setChecked(option.value in view.chosen)
            option.setEnabled(not view.readonly or option.isChecked())
        if view.ref != before.ref:
            self.filter_edit.clear()
        if not self._area.isAncestorOf(self.focusWidget() or self):
            self._place_cursor()
        self._show_count()

    def choices_of(self, view: NodeView) -> tuple[tuple[str, str], ...]:
        """Return the choices of a node."""
        return view.choices

    def _rebuild(self, choices: tuple[tuple[str, str], ...]) -> None:
        had_focus = any(option.hasFocus() for option in self.options)
        self._choices = choices
        self._moved = False
        for option in self.options:
            option.setParent(None)
            option.deleteLater()
        old = self._area
        self._area = QWidget(self)
        self.layout().replaceWidget(old, self._area)
        old.deleteLater()
        self._packing = self._new_packing()
        self._area.setLayout(self._packing)
        many = len(choices) > FILTER_FROM
        make = CheckOption if self.several else RadioOption
        self.options = []
        for value, label in choices:
            face = Face(self.theme, round_mark=not self.several, scale=self.scale)
            face.caps = True
            option = make(value, plain(label) or value, face, self._area)
            option.clicked.connect(lambda _checked=False, o=option: self._pressed(o))
            option.entered.connect(self._entered)
            self._packing.addWidget(option)
            self.options.append(option)
        self._head.setVisible(many)
        self._empty.setVisible(not choices)
        self._empty.setText(self.tr("No choices yet: answer the question that decides this list first."))
        self.filter_edit.setPlaceholderText(
            self.tr("Type letters to filter %n choices", "", len(choices))
        )
        self.filter_edit.setAccessibleName(self.tr("Filter the choices"))
        self._apply_filter()
        if had_focus:
            self.focus_answer()

    def _new_packing(self) -> PackLayout:
        theme, view = self.theme, self.view
        gap = theme.space(0.75)
        if self.scale:
            return PackLayout(gap=0, whole=True, widest=theme.space(_CELL_UNITS))
        for word in view.appearance.split():
            if word.startswith("columns-") and word[8:].isdigit():
                columns = max(1, int(word[8:]))
                return PackLayout(gap=gap, columns=columns, widest=theme.space(_ROW_UNITS))
        if view.has_appearance(*_PACKED):
            return PackLayout(gap=gap, widest=theme.space(_CELL_UNITS))
        return PackLayout(gap=gap, columns=1, widest=theme.space(_ROW_UNITS), stretch=True)

    def _apply_filter(self) -> None:
        wanted = folded(self.filter_edit.text()).split()
        self._shown = []
        for option in self.options:
            text = folded(option.label)
            fits = all(part in text for part in wanted)
            option.setVisible(fits)
            if fits:
                self._shown.append(option)
        for place, option in enumerate(self._shown):
            face = option.face
            face.cap = DIGITS[place] if place < len(DIGITS) else ""
            face.first, face.last = place == 0, place == len(self._shown) - 1
            option.update()
        if wanted and self._shown:
            self._set_cursor(0)
            self._moved = True
        self._show_count()
        if self._packing is not None:
            self._packing.invalidate()
        self.updateGeometry()

    def _show_count(self) -> None:
        chosen, count = len(self.view.chosen), len(self.options)
        if self.filter_edit.text():
            text = self.tr("{shown} of {count} shown").format(shown=len(self._shown), count=count)
        elif self.several:
            text = self.tr("{chosen} of {count} chosen").format(chosen=chosen, count=count)
        else:
            text = ""
        self.count_label.setText(text)

    # -- the cursor ------------------------------------------------------------------------------

    def focus_targets(self) -> list[QWidget]:
        """The choice under the cursor."""
        return [self._shown[self._cursor]] if self._cursor < len(self._shown) else []

    def focus_answer(self) -> None:
        """Put the focus on what is chosen, else on the first choice."""
        self._place_cursor()
        super().focus_answer()
        self._moved = False

    def _place_cursor(self) -> None:
        chosen = [n for n, option in enumerate(self._shown) if option.isChecked()]
        self._set_cursor(chosen[0] if chosen and not self.several else 0)

    def _set_cursor(self, place: int) -> None:
        self._cursor = place
        for n, option in enumerate(self._shown):
            option.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if n == place else Qt.FocusPolicy.ClickFocus
            )

    def _entered(self, option: Option) -> None:
        if option in self._shown:
            if self._shown.index(option) != self._cursor:
                self._set_cursor(self._shown.index(option))
            else:
                self._moved = False
            self._name_parts()

    def _move(self, to: int) -> None:
        if self._shown:
            self._set_cursor(max(0, min(len(self._shown) - 1, to)))
            self._shown[self._cursor].setFocus(Qt.FocusReason.OtherFocusReason)
            self._moved = True

    def _name_parts(self) -> None:
        # A choice keeps its own words as its name; the question stands in its description.
        name, description = self.access_name(), self.access_description()
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        for option in self.options:
            option.setAccessibleDescription(f"{name} {description}".strip())

    # -- choosing --------------------------------------------------------------------------------

    def _pressed(self, option: Option) -> None:
        if self.several:
            self.toggle(option.value)
        else:
            self.choose(option.value)

    def choose(self, value: str) -> None:
        """Answer with one value."""
        if not self.view.readonly and value != self.view.value:
            self.answered.emit(self.view.ref, value)

    def toggle(self, value: str) -> None:
        """Put a value among the chosen ones, or take it out."""
        if self.view.readonly:
            return
        chosen = set(self.view.chosen) ^ {value}
        ordered = [option.value for option in self.options if option.value in chosen]
        self.answered.emit(self.view.ref, " ".join(ordered))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose, arrows move, letters filter."""
        if event.modifiers() & ~_PLAIN or not self._handle(event):
            super().keyPressEvent(event)

    def _handle(self, event: QKeyEvent) -> bool:
        key, text = event.key(), event.text()
        step = self._step(event)
        if step is not None:
            self._move(self._cursor + step)
        elif key == Qt.Key.Key_Home:
            self._move(0)
        elif key == Qt.Key.Key_End:
            self._move(len(self._shown) - 1)
        elif key in ENTER and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return False
        elif event.isAutoRepeat():
            return bool(text)  # a key held down chooses once
        elif key == Qt.Key.Key_Delete:
            self.clear()
        elif key == Qt.Key.Key_Space:
            self._press_cursor()
        elif key in ENTER and self._moved and not self.several:
            self._press_cursor()
            self.accept()
        elif text and text in DIGITS:
            self._digit(DIGITS.index(text))
        else:
            return self._letter(event)
        return True

    def _step(self, event: QKeyEvent) -> int | None:
        """Return how far an arrow moves the cursor, None for another key."""
        key = event.key()
        columns = self._packing.columns_at(self._area.width()) if self._packing else 1
        if key == Qt.Key.Key_Left:
            return -1
        if key == Qt.Key.Key_Right:
            return 1
        if key == Qt.Key.Key_Up:
            return -columns if self._cursor >= columns else 0
        if key == Qt.Key.Key_Down:
            return columns if self._cursor + columns < len(self._shown) else 0
        return None

    def _press_cursor(self) -> None:
        if self._cursor < len(self._shown):
            self._pressed(self._shown[self._cursor])

    def _digit(self, place: int) -> None:
        if place >= len(self._shown) or self.view.readonly:
            return
        option = self._shown[place]
        self._set_cursor(place)
        self._pressed(option)
        if not self.several:
            self.accept()
        else:
            self._move(place)

    def _letter(self, event: QKeyEvent) -> bool:
        text = event.text()
        if event.key() == Qt.Key.Key_Escape and self.filter_edit.text():
            self.filter_edit.clear()
            self.focus_answer()
            return True
        if len(self.options) > FILTER_FROM:
            if event.key() == Qt.Key.Key_Backspace and self.filter_edit.text():
                self.filter_edit.backspace()
            elif text.isalpha() or (text and text in "/.-" and self.filter_edit.text()):
                self.filter_edit.insert(text)
            else:
                return False
            self._keep_focus()
            return True
        if not text.isalpha():
            return False
        after = [*range(self._cursor + 1, len(self._shown)), *range(self._cursor + 1)]
        for place in after:
            if folded(self._shown[place].label).startswith(folded(text)):
                self._move(place)
                return True
        return True

    def _keep_focus(self) -> None:
        """Keep the focus in the group when the choice that had it is filtered away."""
        if self._shown:
            moved = self._moved
            self._shown[self._cursor].setFocus(Qt.FocusReason.OtherFocusReason)
            self._moved = moved
        else:
            self.filter_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows, Enter and Escape of the filter field work on the choices."""
        if watched is self.filter_edit and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() in (
                Qt.Key.Key_Down,
                Qt.Key.Key_Escape,
                *ENTER,
            ):
                if event.key() == Qt.Key.Key_Escape:
                    self.filter_edit.clear()
                self._move(0)
                return True
        return super().eventFilter(watched, event)


@register("select1")
class SelectOne(ChoiceGroup):
    """One of several choices."""


@register("select1", appearance="likert")
class Likert(ChoiceGroup):
    """One point of a scale, side by side; one below the other where the words do not fit."""

    scale = True


@register("select")
class SelectMultiple(ChoiceGroup):
    """Any of several choices."""

    several = True


@register("trigger")
class Acknowledge(ChoiceGroup):
    """One thing to acknowledge: "OK" or blank (ODK XForms specification, "trigger")."""

    several = True

    def choices_of(self, view: NodeView) -> tuple[tuple[str, str], ...]:
        """Return the one choice."""
        del view
        return (("OK", self.tr("Yes, read and understood")),)
