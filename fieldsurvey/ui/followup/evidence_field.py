"""Files that prove something: chosen or dropped, named one below the other, taken off again by a key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QListWidget, QPushButton, QVBoxLayout, QWidget

from fieldsurvey.media import read_evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent

    from fieldsurvey.ui.preferences import Preferences
    from fieldsurvey.ui.theme import Theme

_FOLDER = "evidence/folder"
_ROWS = 2


class _Names(QListWidget):
    """The names; Delete takes one off."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the present file off."""
        if event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self.takeItem(self.currentRow())
            self.setVisible(bool(self.count()))
        else:
            super().keyPressEvent(event)


class EvidenceField(QWidget):
    """Chooses files.

    Args:
        theme: colours and sizes.
        preferences: remembers the folder.
        parent: the owner.
    """

    def __init__(
        self, theme: Theme, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self.setAcceptDrops(True)
        self.add = QPushButton(self.tr("Add a file …"))
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._browse)
        self._names = _Names()
        self._names.setAccessibleName(self.tr("Evidence; Delete takes a file off"))
        self._names.setFixedHeight(theme.target * _ROWS)
        self._names.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(0.5))
        box.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self._names)
        self.setFocusProxy(self.add)

    def paths(self) -> tuple[Path, ...]:
        """Return the files."""
        rows = range(self._names.count())
        return tuple(Path(self._names.item(row).data(Qt.ItemDataRole.UserRole)) for row in rows)

    def take(self, paths: Iterable[Path]) -> None:
        """Add files that are not there yet."""
        known = set(self.paths())
        for path in paths:
            if path not in known:
                known.add(path)
                self._names.addItem(path.name)
                row = self._names.item(self._names.count() - 1)
                row.setData(Qt.ItemDataRole.UserRole, str(path))
                row.setToolTip(str(path))
        self._names.setVisible(bool(self._names.count()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what is dropped."""
        found = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.take(path for path in found if path.is_file())

    def _browse(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Choose evidence"), self._preferences.text(_FOLDER)
        )
        if names:
            self._preferences.set_text(_FOLDER, str(Path(names[0]).parent))
            self.take(map(Path, names))


def read_all(paths: Sequence[Path]) -> tuple[bytes, ...]:
    """Return the bytes of files; not for the GUI thread.

    Raises:
        FileProblem: one of them cannot be read, or is too large.
    """
    return tuple(map(read_evidence, paths))
