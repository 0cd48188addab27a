"""How far an import is: a bar, a way to stop and to go on, and the files that could not be taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from fieldsurvey.ui.parts.row_list import RowList
from fieldsurvey.ui.parts.rows import Row
from fieldsurvey.ui.parts.sheet import Sheet
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.ui.photos.importing import FolderImport
    from fieldsurvey.ui.theme import Theme


class ImportStrip(QFrame):
    """Hidden while there is nothing to say.

    Args:
        theme: colours and sizes.
        parent: the page.
    """

    #: The import is to be stopped.
    stop = Signal()
    #: It is to go on.
    go_on = Signal()
    #: It came, or was put away.
    shown = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, "band")
        self._theme = theme
        self._faults: list[tuple[str, str]] = []
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the import"))
        self.button = QPushButton()
        self.button.clicked.connect(self._press)
        self.faults = QPushButton()
        dress(self.faults, "quiet")
        self.faults.clicked.connect(self.show_faults)
        self._running = False
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.space(1.5), theme.space(0.5), theme.space(1), theme.space(0.5))
        row.setSpacing(theme.space(1.5))
        row.addWidget(self.label, 2)
        row.addWidget(self.bar, 1)
        row.addWidget(self.faults)
        row.addWidget(self.button)
        self.hide()

    def follow(self, work: FolderImport) -> None:
        """Show how an import stands."""
        self._running, self._faults = work.running, work.faults
        self.bar.setRange(0, work.total)
        self.bar.setValue(work.done)
        self.bar.setVisible(work.running)
        said = [self.tr("{done} of {total} files").format(done=work.done, total=work.total)]
        if not work.running:
            said = [self.tr("%n photos taken in", "", work.new)]
        if work.known:
            said.append(self.tr("%n here already", "", work.known))
        if not work.running and work.left:
            said.append(self.tr("%n files left", "", work.left))
        self.label.setText(" · ".join(said))
        self.faults.setText(self.tr("%n files cannot be used …", "", len(work.faults)))
        self.faults.setVisible(bool(work.faults))
        self.button.setText(
            self.tr("Stop") if work.running else self.tr("Go on") if work.left else self.tr("Close")
        )
        self.show()
        self.shown.emit(True)

    def show_faults(self) -> None:
        """List the files that could not be taken in, with what is wrong."""
        FaultsSheet(self._theme, self._faults, self).open()

    def _press(self) -> None:
        if self._running:
            self.stop.emit()
        elif self.button.text() == self.tr("Go on"):
            self.go_on.emit()
        else:
            self.hide()
            self.shown.emit(False)


class FaultsSheet(Sheet):
    """Files that could not be taken in.

    Args:
        theme: colours and sizes.
        faults: (file, what is wrong with it).
        parent: the strip.
    """

    def __init__(self, theme: Theme, faults: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(
            theme,
            QCoreApplication.translate("Photos", "Files that cannot be used"),
            QCoreApplication.translate(
                "Photos", "All others are in. The files themselves are as they were."
            ),
            parent,
        )
        self.list = RowList(theme, self.tr("Files that cannot be used"))
        self.list.set_rows(
            [Row(at, name, what, "", "problem", "bad") for at, (name, what) in enumerate(faults)]
        )
        self.list.setMinimumHeight(theme.space(30))
        self.body.addWidget(self.list)
        self.add_button(self.tr("Close"), default=True).clicked.connect(self.accept)
        self.list.setFocus()
