"""Where the backups lie, when the last one was made, and one more of them."""

from __future__ import annotations

import glob
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from fieldsurvey.indonesia import long_date
from fieldsurvey.ui.answers.paper import wrapped
from fieldsurvey.ui.settings.panel import Panel, Said

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.store.rotation import Backups
    from fieldsurvey.ui.context import Context


class BackupsPanel(Panel):
    """Backups are made by themselves each day; here one sees that, and makes one for elsewhere."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            self.tr(
                "Each day that fieldsurvey is closed, the database is copied, checked, and seven copies are kept. "
                "They open with the same passphrases."
            ),
            parent,
        )
        self.heading(self.tr("Backups on this laptop"))
        self.folder = wrapped("body", str(context.access.path.parent))
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.last = QLabel()
        dressed = ((self.tr("Folder"), self.folder), (self.tr("Last backup"), self.last))
        for name, value in dressed:
            self.add(wrapped("small", name))
            self.add(value)
        self.now = self.button(self.tr("Back up now"), self._back_up, kind="primary", sign="save")
        self.row(self.now)
        self.said = Said()
        self.add(self.said)
        self.heading(self.tr("A copy for elsewhere"))
        self.add(
            wrapped(
                "muted",
                self.tr(
                    "On a stick or the office's disk: a laptop that is lost takes its own backups along."
                ),
            )
        )
        self.copy = self.button(self.tr("Copy to …"), self._choose, sign="folder")
        self.row(self.copy)
        self.copy_said = Said()
        self.add(self.copy_said)

    def refresh(self) -> None:
        """Look for the last backup."""
        path = self.context.access.path
        found = path.parent.glob(f"{glob.escape(path.name)}.*.bak")
        made = [each.stat().st_mtime for each in found]
        if made:
            at = datetime.fromtimestamp(max(made)).astimezone()
            self.last.setText(f"{long_date(at.date())}, {at:%H.%M}")
        else:
            self.last.setText(self.tr("none yet"))

    def _back_up(self) -> None:
        self.now.setEnabled(False)
        self.said.say(self.tr("Copying and checking …"), "muted")
        today = datetime.now().astimezone().date()

        def make(store: Store) -> Backups:
            return store.daily_backup(today)

        # It only reads: on the writer's thread, answers typed meanwhile would wait unsaved.
        self.context.tasks.read(make, self._backed_up, self._failed)

    def _backed_up(self, done: Backups) -> None:
        self.now.setEnabled(True)
        self.refresh()
        self.said.say(
            self.tr("Backed up and checked: {name}").format(name=done.made.name)
            if done.made is not None
            else self.tr("Today's backup is there already; it was checked when it was made.")
        )

    def _failed(self, error: Exception) -> None:
        from fieldsurvey.ui.messages import sentence

        self.now.setEnabled(True)
        self.said.say(sentence(error), "bad")

    def _choose(self) -> None:
        today = datetime.now().astimezone().date()
        proposed = f"{self.context.access.path.stem}-{today.isoformat()}.db"
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Copy of the database"), proposed)
        if chosen:
            self.copy_to(Path(chosen))

    def copy_to(self, target: Path) -> None:
        """Copy the database to a new file."""
        if target.exists():
            self.copy_said.say(
                self.tr(
                    "{name} is there already; nothing was replaced. Choose another name."
                ).format(name=target.name),
                "bad",
            )
            return
        self.copy.setEnabled(False)
        self.copy_said.say(self.tr("Copying and checking …"), "muted")
        self.context.tasks.read(
            lambda store: store.backup(target),
            lambda _done: self._copied(target),
            self._not_copied,
        )

    def _copied(self, target: Path) -> None:
        self.copy.setEnabled(True)
        self.copy_said.say(self.tr("Copied and checked: {name}").format(name=target.name))

    def _not_copied(self, error: Exception) -> None:
        from fieldsurvey.ui.messages import sentence

        self.copy.setEnabled(True)
        self.copy_said.say(sentence(error), "bad")
