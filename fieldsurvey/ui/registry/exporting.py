"""Writing the registry, or a kind of it, to a file that comes in again after Excel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from fieldsurvey.ui.parts.busy import Busy

if TYPE_CHECKING:
    from fieldsurvey.ui.context import Context

_FOLDER = "registry/folder"


class RegistryExport(QObject):
    """Asks for a file and writes it in a process of its own.

    Args:
        context: the tools.
        over: the widget it belongs to.
    """

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over)
        self._context, self._over = context, over
        self.busy = Busy(context.theme, over)

    def begin(self, kind: str) -> None:
        """Ask where to.

        Args:
            kind: can go alone, as CSV; "" offers the whole registry only.
        """
        preferences = self._context.preferences
        start = str(Path(preferences.text(_FOLDER)) / f"{kind or 'daftar-induk'}.xlsx")
        filters = "Excel (*.xlsx)" + (";;CSV (*.csv)" if kind else "")
        title = self.tr("Export the registry")
        name, _ = QFileDialog.getSaveFileName(self._over, title, start, filters)
        if name:
            preferences.set_text(_FOLDER, str(Path(name).parent))
            self.write(kind, Path(name))

    def write(self, kind: str, path: Path) -> None:
        """Write the file."""
        self.busy.begin(self.tr("Writing the list …"))
        job, arguments = self._context.jobs.export_registry, (self._context.access, kind, path)
        self._context.tasks.spawn(job, arguments, self._done, self._failed)

    def _done(self, path: Path) -> None:
        self.busy.end()
        self._context.show(self.tr("Written: {path}").format(path=path))

    def _failed(self, error: Exception) -> None:
        self.busy.end()
        self._context.tell(error)
