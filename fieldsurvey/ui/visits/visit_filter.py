"""By what the list of visits is searched and narrowed: words, a state with its count, year, province, instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSignalBlocker, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from fieldsurvey.indonesia import folded
from fieldsurvey.survey.line_ports import Facets, Mark, Wanted, Word
from fieldsurvey.survey.model import VisitState
from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.parts.words import VISIT_STATES, say
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.ui.context import Context

#: Where the choice is remembered, a name each.
_KEPT = ("year", "province", "instrument")
_ONLY = "only"
#: Letters of a state that are shown where there is little room.
_SHORT = 15
#: The lines of the list of states, in their order.
_LINES: tuple[VisitState | Mark | None, ...] = (None, *VisitState, *Mark)


class VisitFilter(QWidget):
    """A line to search in, a list of states with how many visits each has, and a menu of the rest.

    Args:
        context: the tools.
        wide: whether there is room for words on the button of the menu.
        parent: the owner.
    """

    #: Something else is wanted.
    changed = Signal()

    def __init__(self, context: Context, *, wide: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._preferences, self._wide = context.theme, context.preferences, wide
        self._archived = False
        self._facets = Facets()
        self._chosen = {name: self._preferences.text(f"visits/{name}") for name in _KEPT}
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search mall, city, number (Ctrl+F)"))
        self.search.setAccessibleName(self.tr("Search visits"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(self._theme.space(52))
        self.states = StillCombo()
        self.states.setAccessibleName(self.tr("Show only visits of a state"))
        self.states.setToolTip(self.tr("Show only visits of a state (Ctrl+Shift+F)"))
        if wide:
            self.states.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        else:  # large text on a small screen: the list that drops down is as wide as it must be
            fixed = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            self.states.setSizeAdjustPolicy(fixed)
            self.states.setMinimumContentsLength(_SHORT)
        self._fill_states()
        self.more = QPushButton()
        self.more.setObjectName("more-filters")
        self.more.setIcon(icon("list", self._theme))
        self._menu = QMenu(self.more)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.more.setMenu(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.space())
        row.addWidget(self.search, 1)
        row.addWidget(self.states)
        row.addWidget(self.more)
        row.addStretch(1)
        self.search.textChanged.connect(lambda _: self.changed.emit())
        self.states.activated.connect(self._choose_state)
        self._tell()

    # --- what is wanted

    def wanted(self) -> Wanted:
        """Return what is to be shown."""
        return Wanted(
            archived=self._archived,
            only=_LINES[self.states.currentIndex()],
            words=tuple(Word(text, _called(text)) for text in folded(self.search.text()).split()),
            **self._chosen,
        )

    @property
    def narrows(self) -> bool:
        """Whether anything is searched for or left out."""
        return self.wanted() != Wanted(archived=self._archived)

    @property
    def has_keys(self) -> bool:
        """Whether somebody is typing or choosing here."""
        return any(part.hasFocus() for part in (self.search, self.states, self.more))

    def turn(self, *, archived: bool) -> None:
        """Turn to the archive, where nothing is left out, or back to the list as it was narrowed."""
        self._archived = archived
        remembered = self._preferences.text
        self._chosen = {name: "" if archived else remembered(f"visits/{name}") for name in _KEPT}
        self._set_state("" if archived else remembered(f"visits/{_ONLY}"))
        self._search_nothing()

    def clear(self) -> None:
        """Show all visits again."""
        for name in _KEPT:
            self._chosen[name] = ""
            self._remember(name, "")
        self._set_state("")
        self._remember(_ONLY, "")
        self._search_nothing()
        self.changed.emit()

    def _search_nothing(self) -> None:
        blocker = QSignalBlocker(self.search)
        self.search.clear()
        blocker.unblock()
        self._tell()

    # --- what there is

    def show_counts(self, counts: Mapping[VisitState | Mark | None, int]) -> None:
        """Show how many visits each state and mark has."""
        blocker = QSignalBlocker(
            self.states.model()
        )  # each line told would be measured with all others
        last = len(_LINES) - 1
        for place, key in enumerate(_LINES):
            if place == last:
                blocker.unblock()
            number = QLocale().toString(counts.get(key, 0))
            self.states.setItemText(place, f"{self._name(key)} · {number}")
        self.states.update()
        self.states.view().setMinimumWidth(self.states.view().sizeHintForColumn(0))

    def show_facets(self, facets: Facets) -> None:
        """Take note by what the list can be narrowed."""
        self._facets = facets

    # --- parts

    def _fill_states(self) -> None:
        self.states.addItems([self._name(key) for key in _LINES])
        self._set_state(self._preferences.text(f"visits/{_ONLY}"))

    def _set_state(self, kept: str) -> None:
        places = {str(key or ""): place for place, key in enumerate(_LINES)}
        self.states.setCurrentIndex(places.get(kept, 0))

    def _name(self, key: VisitState | Mark | None) -> str:
        if isinstance(key, VisitState):
            return say(VISIT_STATES[key][0])
        return {
            None: self.tr("All"),
            Mark.DECIDE: self.tr("To decide"),
            Mark.OVERDUE: self.tr("Overdue"),
            Mark.NEAR: self.tr("Due soon"),
            Mark.UNSIGNED: self.tr("Sealed, not signed"),
            Mark.SIGNED: self.tr("Signed"),
            Mark.HELD: self.tr("Held elsewhere"),
            Mark.ALONE: self.tr("Only here"),
        }[key]

    def _choose_state(self) -> None:
        self._remember(_ONLY, str(_LINES[self.states.currentIndex()] or ""))
        self._tell()
        self.changed.emit()

    def _fill_menu(self) -> None:
        self._menu.clear()
        for name, title, counts in (
            ("year", self.tr("&Year"), self._facets.years),
            ("province", self.tr("&Province"), self._facets.provinces),
            ("instrument", self.tr("&Instrument"), self._facets.instruments),
        ):
            part = self._menu.addMenu(title)
            group = QActionGroup(part)
            for value in ("", *counts):
                number = QLocale().toString(counts.get(value, 0))
                line = part.addAction(f"{value} · {number}" if value else self.tr("All"))
                line.setData((name, value))
                line.setCheckable(True)
                line.setChecked(self._chosen[name] == value)
                group.addAction(line)
            group.triggered.connect(self._choose)
        self._menu.addSeparator()
        every = self._menu.addAction(self.tr("&Show all visits"))
        every.setEnabled(self.narrows)
        every.triggered.connect(self.clear)

    def _choose(self, line: QAction) -> None:
        name, value = line.data()
        self._chosen[name] = value
        self._remember(name, value)
        self._tell()
        self.changed.emit()

    def _remember(self, name: str, value: str) -> None:
        if not self._archived:
            self._preferences.set_text(f"visits/{name}", value)

    def _tell(self) -> None:
        """Say on the button what is left out, and mark what leaves something out."""
        chosen = [value for value in self._chosen.values() if value]
        text = " · ".join(chosen) or self.tr("Filter")
        self.more.setText(text if self._wide or chosen else "")
        self.more.setAccessibleName(self.tr("Year, province, instrument: {chosen}").format(
            chosen=", ".join(chosen) or self.tr("All")))  # fmt: skip
        self.more.setToolTip(self.more.accessibleName())
        dress(self.more, "quiet")


def _called(text: str) -> tuple[VisitState, ...]:
    """Return the states whose name in the window's language holds a word."""
    return tuple(state for state in VisitState if text in folded(say(VISIT_STATES[state][0])))
