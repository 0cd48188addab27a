"""The settings screen: its parts at the left, the chosen one at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from fieldsurvey.ui.parts.row_list import RowList
from fieldsurvey.ui.parts.rows import Row
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.settings.appearance import AppearancePanel
from fieldsurvey.ui.settings.backups import BackupsPanel
from fieldsurvey.ui.settings.deadlines import DeadlinesPanel
from fieldsurvey.ui.settings.inspectors import InspectorsPanel
from fieldsurvey.ui.settings.letterheads import LetterheadsPanel
from fieldsurvey.ui.settings.login import LoginPanel
from fieldsurvey.ui.settings.security import SecurityPanel
from fieldsurvey.ui.settings.wording import WordingPanel
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.settings.panel import Panel

#: key → (name, icon, panel), in the order of the list.
_PARTS: dict[str, tuple[str, str, type[Panel]]] = {
    "appearance": (QT_TRANSLATE_NOOP("SettingsScreen", "Appearance and paper"), "sun", AppearancePanel),
    "security": (QT_TRANSLATE_NOOP("SettingsScreen", "Passphrase and lock"), "lock", SecurityPanel),
    "inspectors": (QT_TRANSLATE_NOOP("SettingsScreen", "Inspectors"), "people", InspectorsPanel),
    "login": (QT_TRANSLATE_NOOP("SettingsScreen", "Keyring of this machine"), "unlock", LoginPanel),
    "letterheads": (QT_TRANSLATE_NOOP("SettingsScreen", "Letterheads"), "document", LetterheadsPanel),
    "wording": (QT_TRANSLATE_NOOP("SettingsScreen", "Texts of the office"), "edit", WordingPanel),
    "deadlines": (QT_TRANSLATE_NOOP("SettingsScreen", "Deadlines of findings"), "clock", DeadlinesPanel),
    "backups": (QT_TRANSLATE_NOOP("SettingsScreen", "Backups"), "save", BackupsPanel),
}  # fmt: skip
_LIST_UNITS = 34


class SettingsScreen(Screen):
    """What an office and a person decide once; every part saves by itself.

    Attributes:
        panels: by key.
    """

    #: (preference, value): every page is to be made anew with it.
    chosen = Signal(str, object)
    #: The database has another key: every page is to be made anew.
    rekeyed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = self.theme
        self.list = RowList(theme, self.tr("Parts of the settings"), parent=self)
        self.list.setMaximumWidth(theme.space(_LIST_UNITS))
        self.list.set_rows(
            [Row(key, self.tr(name), icon=sign) for key, (name, sign, _) in _PARTS.items()]
        )
        self._pages = QStackedWidget()
        self.panels: dict[str, Panel] = {}
        self._said = ""
        self._shown: Panel | None = None
        for key, (_name, _sign, make) in _PARTS.items():
            self.panels[key] = make(context)
            self._pages.addWidget(self.panels[key])
        self._lay_out()
        self._connect()
        self.list.go_to("appearance")

    def title(self) -> str:
        """Return what this page shows."""
        return self.tr("Settings")

    def entered(self) -> None:
        """Read what is shown anew."""
        self._show()
        self.list.setFocus()

    def can_leave(self, then: Callable[[], None]) -> None:
        """Let the field at hand keep what it has, and the part what was typed in it."""
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()
        if self._shown is None or self._shown.keep_typed():
            then()

    def keep(self) -> None:
        """Save what is typed."""
        if self._shown is not None:
            self._shown.keep_typed()

    def place(self) -> object:
        """Return the part at hand, and what was said there last."""
        return self.list.current_key(), self._said

    def go_to(self, place: object) -> None:
        """Open a part: its key, or what ``place`` gave."""
        key, said = place if isinstance(place, tuple) else (place, "")
        self.list.go_to(key)
        security = self.panels["security"]
        if said and isinstance(security, SecurityPanel):
            security.take_place(said)

    def _lay_out(self) -> None:
        space = self.theme.space
        name = QLabel(self.title())
        dress(name, "title")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(space(4), space(3), space(4), space(2))
        outer.setSpacing(space(2))
        outer.addWidget(name)
        row = QHBoxLayout()
        row.setSpacing(space(2))
        row.addWidget(self.list, 1)
        row.addWidget(self._pages, 3)
        outer.addLayout(row, 1)

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._show)
        self.list.opened.connect(lambda _key: self.focusNextChild())
        appearance, security = self.panels["appearance"], self.panels["security"]
        if isinstance(appearance, AppearancePanel):
            appearance.chosen.connect(self.chosen)
        if isinstance(security, SecurityPanel):
            security.rekeyed.connect(self._rekeyed)
        self.on("panes", self._next_pane)

    def _show(self) -> None:
        panel = self.panels.get(str(self.list.current_key()))
        if panel is None:
            return
        before = self._shown
        if before is not None and before is not panel and not before.keep_typed():
            self.list.go_to(next(key for key, each in self.panels.items() if each is before))
            return
        self._shown = panel
        self._pages.setCurrentWidget(panel)
        panel.refresh()

    def _next_pane(self) -> None:
        if self.list.hasFocus():
            self.focusNextChild()
        else:
            self.list.setFocus()

    def _rekeyed(self, said: str) -> None:
        self._said = said
        self.context.show(said)
        self.rekeyed.emit()
