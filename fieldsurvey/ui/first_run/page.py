"""The page of the first start: one step at a time, back and forth without losing a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.parts.busy import Busy
from fieldsurvey.ui.screen import Page
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldsurvey.ui.first_run.draft import Draft
    from fieldsurvey.ui.first_run.folder_check import Fitness
    from fieldsurvey.ui.first_run.folder_step import FolderStep
    from fieldsurvey.ui.first_run.key_steps import KeyStep
    from fieldsurvey.ui.first_run.step import Step
    from fieldsurvey.ui.theme import Theme

_STEPS = ("language", "inspector", "office", "folder", "passphrase", "key", "proof")
_WIDTH_UNITS = 104


class FirstRunPage(Page):
    """Asks what a first start must know; does nothing itself but ask.

    Args:
        theme: sizes and colours.
        draft: what has been said so far; changed as one types.
        language: the one that is spoken.
        database: name of the database's file.
        parent: the owner.
    """

    #: Speak this language.
    language_chosen = Signal(str)
    #: Look at this folder, and answer by ``show_fitness``.
    folder_examined = Signal(object)
    #: Open the database that lies in this folder.
    existing = Signal(object)
    #: Make the database, and answer by ``show_key`` or ``refuse``.
    passphrase_chosen = Signal()
    #: Keep these bytes in this file, and answer by ``show_kept`` or ``refuse``.
    kept = Signal(object, object)
    #: The key was written down: put the database in its place.
    proved = Signal()

    def __init__(
        self,
        theme: Theme,
        draft: Draft,
        language: str,
        database: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self.draft, self._language, self._database = draft, language, database
        self._names = [each for each in _STEPS if not (draft.fixed and each == "folder")]
        self._step: Step | None = None
        self._folder: FolderStep | None = None
        self._key: KeyStep | None = None
        self._then: Callable[[], None] | None = None
        self._count = QLabel()
        dress(self._count, "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximum(len(self._names))
        self._area = QScrollArea()
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._busy = Busy(theme, self)
        self._back = QPushButton(self.tr("Back"))
        self._back.setIcon(icon("back", theme))
        self._back.setAutoDefault(True)
        self._back.clicked.connect(self.go_back)
        self._next = QPushButton()
        self._next.setAutoDefault(True)
        dress(self._next, "primary")
        self._next.clicked.connect(self.go_on)
        for button in (self._back, self._next):
            button.setIconSize(QSize(theme.icon, theme.icon))
        self._lay_out()
        self._show(draft.step or self._names[0])

    def title(self) -> str:
        """Return the page's name."""
        return self.tr("First start")

    def place(self) -> object:
        """All that was said lies in the draft, which the next page gets too."""
        return None

    def can_leave(self, then: Callable[[], None]) -> None:
        """Wait for what is under way: a page made anew meanwhile would ask for it twice."""
        if self._busy.isVisibleTo(self):
            self._then = then
        else:
            then()

    def entered(self) -> None:
        """Put the keys where the next thing is to be typed."""
        self._focus()

    # --- steps

    def go_on(self) -> None:
        """Take the present step, if nothing is wrong with it, and show the next."""
        step = self._step
        if step is None or self._busy.isVisibleTo(self):
            return
        text, field = step.complaint()
        step.complain(text, field)
        if field is not None:
            self._area.ensureWidgetVisible(field)
        if text or (self._folder is not None and not self._folder.warned()):
            return
        if self.draft.step == "passphrase" and not self.draft.recovery_key:
            self._wait(self.tr("Making the database …"))
            self.passphrase_chosen.emit()
        elif self.draft.step == "proof":
            self._wait(self.tr("Opening the database …"))
            self.proved.emit()
        else:
            self._show(self._names[self._names.index(self.draft.step) + 1])

    def go_back(self) -> None:
        """Show the step before; what was typed in this one stays."""
        place = self._names.index(self.draft.step)
        if place and not self._busy.isVisibleTo(self):
            self._show(self._names[place - 1])

    def refuse(self, text: str) -> None:
        """Say why what was asked for did not succeed."""
        self._rest()
        if self._step is not None:
            self._step.complain(text)
            self._focus()

    def show_fitness(self, folder: Path, fitness: Fitness, free_bytes: int) -> None:
        """Say how fit a folder is."""
        if self._folder is not None:
            self._folder.show_fitness(folder, fitness, free_bytes)

    def show_key(self) -> None:
        """Show the recovery key, which lies in the draft now."""
        self._show("key")
        self._rest()
        self._focus()  # what goes on was disabled until now

    def show_kept(self, path: Path) -> None:
        """Say where the recovery key was kept."""
        if self._key is not None:
            self._key.show_kept(path)

    def _show(self, name: str) -> None:
        self.draft.step = name
        place = self._names.index(name)
        last = place == len(self._names) - 1
        self._count.setText(
            self.tr("Step {number} of {count}").format(number=place + 1, count=len(self._names))
        )
        self._bar.setValue(place + 1)
        self._bar.setAccessibleName(self._count.text())
        self._back.setVisible(place > 0)
        self._next.setText(self.tr("Begin to work") if last else self.tr("Next"))
        self._folder = self._key = None
        step = self._make(name)
        step.done.connect(self.go_on)
        self._area.setWidget(step)  # the one before is deleted with all it showed
        self._step = step
        step.start()
        self._focus()

    def _make(self, name: str) -> Step:
        """Make a step; loaded when it is its turn, for the first start waits for the first alone."""
        from fieldsurvey.ui.first_run.people_steps import InspectorStep, LanguageStep, OfficeStep

        theme, draft = self.theme, self.draft
        if name == "language":
            language = LanguageStep(theme, draft, self._language)
            language.chosen.connect(self.language_chosen)
            return language
        if name == "inspector":
            return InspectorStep(theme, draft)
        if name == "office":
            return OfficeStep(theme, draft)
        if name == "folder":
            from fieldsurvey.ui.first_run.folder_step import FolderStep

            self._folder = folder = FolderStep(theme, draft)
            folder.examined.connect(self.folder_examined)
            folder.existing.connect(self.existing)
            return folder
        if name == "passphrase":
            from fieldsurvey.ui.first_run.passphrase_step import PassphraseStep

            return PassphraseStep(theme, draft)
        from fieldsurvey.ui.first_run.key_steps import KeyStep, ProofStep

        if name == "key":
            self._key = key = KeyStep(theme, draft, draft.folder / self._database)
            key.kept.connect(self.kept)
            return key
        return ProofStep(theme, draft)

    def _focus(self) -> None:
        place = self._step.first() if self._step is not None else None
        (place or self._next).setFocus()

    def _wait(self, text: str) -> None:
        self._busy.begin(text)
        self._next.setEnabled(False)
        self._back.setEnabled(False)

    def _rest(self) -> None:
        self._busy.end()
        self._next.setEnabled(True)
        self._back.setEnabled(True)
        then, self._then = self._then, None
        if then is not None:
            then()

    # --- keys

    def event(self, event: QEvent) -> bool:
        """Esc goes back a step here, not a page."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Esc goes back."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        theme = self.theme
        card = QFrame()
        dress(card, "card")
        card.setMaximumWidth(theme.space(_WIDTH_UNITS))
        foot = QHBoxLayout()
        foot.addWidget(self._back)
        foot.addStretch(1)
        foot.addWidget(self._next)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(theme.space(4), theme.space(2), theme.space(4), theme.space(2))
        inside.setSpacing(theme.space(1))
        for widget in (self._count, self._bar):
            inside.addWidget(widget)
        inside.addWidget(self._area, 1)
        inside.addWidget(self._busy)
        inside.addLayout(foot)
        outside = QHBoxLayout(self)
        outside.setContentsMargins(*[theme.space(2)] * 4)
        outside.addStretch(1)
        outside.addWidget(card, 100)
        outside.addStretch(1)
