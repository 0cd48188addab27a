"""The strip beneath the page: back and on, the comment, everything else in a menu, and the problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from fieldsurvey.ui.actions import picture
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fieldsurvey.ui.theme import Theme

#: Actions of the menu in order; None is a line between them.
_MENU = (
    "undo", "redo", None, "go-to", "same", "respondent", "history", "attach", "add-entry", "remove-entry", None,
    "reopen", "finish",
)  # fmt: skip


class FormFoot(QFrame):
    """The strip. Its buttons take no focus: their keys are faster, and Tab stays short.

    Args:
        theme: sizes and colours.
        actions: by id, those of the screen.
        parent: the owner.
    """

    #: The form is to be shown in this language.
    language_chosen = Signal(str)

    def __init__(
        self, theme: Theme, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        dress(self, "band")
        self._theme = theme
        self._back = QPushButton(icon("up", theme), "")
        self._next = QPushButton(icon("down", theme), "")
        self._comment = QPushButton(icon("comment", theme), "")
        self._more = QPushButton(self.tr("More"))
        self._count = QPushButton()
        for button, action, kind in (
            (self._back, "previous-question", ""),
            (self._next, "next-question", ""),
            (self._comment, "comment", ""),
            (self._count, "next-problem", "quiet"),
        ):
            button.setToolTip(actions[action].toolTip())
            if button is not self._count:
                button.setAccessibleName(actions[action].text())
            button.clicked.connect(actions[action].trigger)
            if kind:
                dress(button, kind)
        dress(self._more, "quiet")
        self._menu = QMenu(self)
        for name in _MENU:
            if name is None:
                self._menu.addSeparator()
            else:
                self._menu.addAction(actions[name])
        self._languages: QMenu | None = None
        self._menu.aboutToShow.connect(self._picture)
        self._more.setMenu(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(3), theme.space(), theme.space(3), theme.space())
        row.setSpacing(theme.space())
        for button in (self._back, self._next, self._comment, self._more, self._count):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            if button is self._count:
                row.addStretch(1)
            row.addWidget(button)

    def show_problems(self, count: int) -> None:
        """Say how much is wrong or missing."""
        if count:
            self._count.setText(self.tr("{count} to complete").format(count=count) + "  (F8)")
        else:
            self._count.setText(self.tr("No problems"))
        self._count.setEnabled(bool(count))

    def show_languages(self, languages: Sequence[str], active: str | None) -> None:
        """Offer the languages of the form, when there is more than one."""
        if len(languages) < 2:
            return
        self._languages = QMenu(self.tr("Language of the form"), self._menu)
        self._languages.setIcon(icon("language", self._theme))
        group = QActionGroup(self._languages)
        for name in languages:
            action = self._languages.addAction(name)
            action.setCheckable(True)
            action.setChecked(name == active)
            group.addAction(action)
        group.triggered.connect(lambda action: self.language_chosen.emit(action.text()))
        self._menu.addSeparator()
        self._menu.addMenu(self._languages)

    def _picture(self) -> None:
        """Draw the icons of the menu, the first time it opens."""
        for action in self._menu.actions():
            if action.objectName():
                picture(action, self._theme)

    def mark_language(self, active: str | None) -> None:
        """Mark the language in use."""
        for action in self._languages.actions() if self._languages is not None else ():
            action.setChecked(action.text() == active)
