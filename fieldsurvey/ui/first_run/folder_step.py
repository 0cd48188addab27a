"""Where the inspections are kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton

from fieldsurvey.ui.first_run.folder_check import Fitness
from fieldsurvey.ui.first_run.step import Step
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.ui.first_run.draft import Draft
    from fieldsurvey.ui.theme import Theme


class FolderStep(Step):
    """Asks for the folder; says what is wrong with it before anything is written there."""

    #: Look at this folder and tell ``show_fitness``.
    examined = Signal(object)
    #: Open the database that lies there already.
    existing = Signal(object)

    def __init__(self, theme: Theme, draft: Draft) -> None:
        super().__init__(theme, draft)
        self._known: tuple[Path, Fitness] | None = None
        self.entitle(
            self.tr("Where are the inspections kept?"),
            self.tr(
                "In a folder of this laptop. Answers and photos lie there encrypted; "
                "a copy for each day is kept beside them."
            ),
        )
        self._field = self.line(self.tr("&Folder"), str(draft.folder), width=90)
        self._browse = QPushButton(self.tr("Choose another folder …"))
        self._browse.setAutoDefault(True)
        self._browse.clicked.connect(self._choose)
        self._open = QPushButton(self.tr("Open what lies there"))
        self._open.setAutoDefault(True)
        self._open.clicked.connect(lambda: self.existing.emit(self._folder()))
        self._open.hide()
        buttons = QHBoxLayout()
        buttons.addWidget(self._browse)
        buttons.addWidget(self._open)
        buttons.addStretch(1)
        self.box.addLayout(buttons)
        self._said = QLabel()
        self._said.setWordWrap(True)
        self.box.addWidget(self._said)
        self.end()
        self._field.textChanged.connect(self._typed)
        self._field.editingFinished.connect(self._ask)

    def start(self) -> None:
        """Look at the folder that is proposed."""
        self._ask()

    def complaint(self) -> tuple[str, QWidget | None]:
        """A folder must be named."""
        if self._field.text().strip():
            return "", None
        return self.tr("Please name a folder."), self._field

    def warned(self) -> bool:
        """Whether all that is to be said of this very folder has been said and read; it is asked for otherwise."""
        if self._known is None or self._known[0] != self._folder():
            self.examined.emit(self._folder())
            return False
        fitness = self._known[1]
        if not fitness.taken:
            self._field.setFocus()
        return fitness.taken

    def show_fitness(self, folder: Path, fitness: Fitness, free_bytes: int) -> None:
        """Say how fit a folder is; an answer about another folder than the present one comes too late."""
        if folder != self._folder():
            return
        self._known = folder, fitness
        free = QLocale().formattedDataSize(free_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
        self._said.setText(self._sentence(fitness).format(free=free))
        dress(
            self._said,
            "good" if fitness is Fitness.GOOD else "warn" if fitness.taken else "bad",
        )
        self._said.show()
        self._open.setVisible(fitness is Fitness.TAKEN)

    def _sentence(self, fitness: Fitness) -> str:
        return {
            Fitness.RELATIVE: self.tr(
                "Write the whole way to the folder, beginning with the drive."
            ),
            Fitness.UNWRITABLE: self.tr(
                "Nothing can be written there. Choose a folder of your own, for example in Documents."
            ),
            Fitness.FULL: self.tr(
                "Only {free} are free there: too little for one visit with its photos. "
                "Free some space or choose another disk."
            ),
            Fitness.TAKEN: self.tr(
                "A database of fieldsurvey lies there already. Open that one, or choose another folder."
            ),
            Fitness.FAT: self.tr(
                "This is a stick or card formatted as FAT: it breaks when it is pulled out while writing, "
                "and takes no file over 4 GB. The laptop's own disk is safer. ({free} free)"
            ),
            Fitness.FAR: self.tr(
                "This folder lies on the network: without the network there are no inspections, and a cut line "
                "can spoil the database. The laptop's own disk is safer. ({free} free)"
            ),
            Fitness.NARROW: self.tr(
                "{free} are free there: enough to begin, not for a year of inspections."
            ),
            Fitness.GOOD: self.tr("✓ The folder can be used; {free} are free."),
        }[fitness]

    def _folder(self) -> Path:
        typed = Path(self._field.text().strip())
        try:
            return typed.expanduser()
        except RuntimeError:  # ~name of nobody, perhaps of somebody once it is typed to its end
            return typed

    def _typed(self) -> None:
        self.draft.folder = self._folder()
        self.draft.forget_key()  # it opens a database that was made elsewhere
        self._known = None
        self._said.hide()
        self._open.hide()

    def _ask(self) -> None:
        if self._known is None and self._field.text().strip():
            self.examined.emit(self._folder())

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Folder for the inspections"), str(self._folder())
        )
        if chosen:
            self._field.setText(chosen)
            self._ask()
