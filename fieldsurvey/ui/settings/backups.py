"""Where the backups go, which ones are there, and whether one is whole; and a copy for elsewhere."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from fieldsurvey.errors import BackupPlaceError, WrongPassphrase
from fieldsurvey.indonesia import long_date
from fieldsurvey.ui.answers.paper import wrapped
from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.diagnostic_words import worded
from fieldsurvey.ui.settings.panel import Panel, Said

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.store.backup_places import Choice, Copy, Overview
    from fieldsurvey.store.rotation import Backups
    from fieldsurvey.ui.context import Context

_LISTED = 20  # two places of seven, and what migrations kept


class BackupsPanel(Panel):
    """Backups are made by themselves each day; here one sees that, chooses where, and tries whether one is whole."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            self.tr(
                "Each day that fieldsurvey is closed, the database is copied, checked, and seven copies are kept. "
                "They open with the same passphrases."
            ),
            parent,
        )
        self._lay_out_place()
        self._lay_out_copies()
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

    def _lay_out_place(self) -> None:
        self.heading(self.tr("Where daily backups go"))
        self.folder = wrapped("body", str(self.context.access.path.parent))
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.last = wrapped("body")
        dressed = ((self.tr("Folder"), self.folder), (self.tr("Last backup"), self.last))
        for name, value in dressed:
            self.add(wrapped("small", name))
            self.add(value)
        self.away = Said()
        self.add(self.away)
        self.now = self.button(self.tr("Back up now"), self._back_up, kind="primary", sign="save")
        self.elsewhere = self.button(
            self.tr("Another folder …"), self._choose_folder, sign="folder"
        )
        self.beside = self.button(
            self.tr("Beside the database again"), partial(self.take_folder, None)
        )
        self.row(self.now, self.elsewhere)
        self.row(self.beside)
        self.beside.hide()
        self.said = Said()
        self.add(self.said)

    def _lay_out_copies(self) -> None:
        self.heading(self.tr("Backups that are there"))
        self.copies = StillCombo()
        self.field(
            self.tr("Newest first"),
            self.copies,
            self.tr("A check opens the copy and reads all of it: answers, chains, photos."),
        )
        self.check = self.button(self.tr("Check this backup"), self._check, sign="check")
        self.row(self.check)
        self.check_said = Said()
        self.add(self.check_said)

    def refresh(self) -> None:
        """Look where the backups are: off this thread, for a stick may be slow."""
        from fieldsurvey.store.backup_places import overview

        self.context.tasks.work(partial(overview, self.context.access.path), self._show)

    def _show(self, found: Overview) -> None:
        chosen, copies = found.choice, found.copies[:_LISTED]
        self.folder.setText(str(chosen.folder or self.context.access.path.parent))
        self.beside.setVisible(chosen.folder is not None)
        self.last.setText(self._named(copies[0]) if copies else self.tr("none yet"))
        self.away.say(self._away(found), "warn")
        before = self.copies.currentData()
        self.copies.clear()
        for each in copies:
            self.copies.addItem(self._named(each), each.path)
        self.copies.setCurrentIndex(max(0, self.copies.findData(before)))
        self.copies.setEnabled(bool(copies))
        self.check.setEnabled(bool(copies))

    def _away(self, found: Overview) -> str:
        """Return why backups are not where they should be, ``""`` when they are."""
        if found.away is not None:
            return self.tr(
                "The chosen folder cannot be reached: {why}. Until then backups are made beside the database."
            ).format(why=worded(found.away))
        if found.choice.missed is not None:
            return self.tr(
                "The last backup was made beside the database, because the folder could not be used: {why}."
            ).format(why=worded(found.choice.missed))
        return ""

    def _named(self, copy: Copy) -> str:
        at = f"{long_date(copy.made.date())}, {copy.made:%H.%M}"
        if copy.path.parent == self.context.access.path.parent:
            where = self.tr("beside the database")
        else:
            where = str(copy.path.parent)
        return f"{at} · {where}"

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Folder for backups"), self.folder.text()
        )
        if chosen:
            self.take_folder(Path(chosen))

    def take_folder(self, folder: Path | None) -> None:
        """Have backups go to a folder from now on; None: beside the database."""
        from fieldsurvey.store.backup_places import choose

        self.context.tasks.work(
            partial(choose, self.context.access.path, folder), self._chosen, self._failed
        )

    def _chosen(self, chosen: Choice) -> None:
        self.refresh()
        self.said.say(
            self.tr(
                "Saved: daily backups go to {folder}. Those made before stay where they are."
            ).format(folder=chosen.folder or self.context.access.path.parent)
        )

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
        said = (
            self.tr("Backed up and checked: {name}").format(name=done.made.name)
            if done.made is not None
            else self.tr("Today's backup is there already; it was checked when it was made.")
        )
        if done.missed is not None:
            said = self.tr("{said} It is beside the database: the chosen folder was away.").format(
                said=f"{said}." if done.made is not None else said
            )
        self.said.say(said, "good" if done.missed is None else "warn")

    def _failed(self, error: Exception) -> None:
        from fieldsurvey.ui.messages import sentence

        self.now.setEnabled(True)
        refused = isinstance(error, BackupPlaceError)
        why = f"{worded(error.what)}." if isinstance(error, BackupPlaceError) else sentence(error)
        self.said.say(
            self.tr("This folder will not do: {why} Nothing was changed.").format(why=why)
            if refused
            else why,
            "bad",
        )

    def _check(self) -> None:
        path = self.copies.currentData()
        self.check.setEnabled(False)
        self.check_said.say(self.tr("Opening and reading all of it …"), "muted")
        self.context.tasks.spawn(
            self.context.jobs.check_backup,
            (self.context.access, path),
            self._checked,
            self._not_checked,
        )

    def _checked(self, problems: list[str]) -> None:
        self.check.setEnabled(True)
        if problems:
            self.check_said.say(
                self.tr(
                    "This backup is damaged ({what}). Take another one, and make a new one now."
                ).format(what=problems[0]),
                "bad",
            )
            return
        self.check_said.say(self.tr("Whole: this backup can be put in the database's place."))

    def _not_checked(self, error: Exception) -> None:
        from fieldsurvey.ui.messages import sentence

        self.check.setEnabled(True)
        self.check_said.say(
            self.tr(
                "It was made under an older passphrase and opens with that one only; it was not checked."
            )
            if isinstance(error, WrongPassphrase)
            else sentence(error),
            "warn" if isinstance(error, WrongPassphrase) else "bad",
        )

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
