"""A visit on its way between laptops: exported, taken in, exchanged, and where it is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Signal

from fieldsurvey.indonesia import local_date
from fieldsurvey.survey.archive import Alone, alone_here
from fieldsurvey.ui.visits.export_bundle import ExportDialog
from fieldsurvey.ui.visits.import_bundle import ImportDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fieldsurvey.store import Store
    from fieldsurvey.survey.overview import Overview
    from fieldsurvey.sync.whereabouts import Whereabouts
    from fieldsurvey.ui.context import Context


class Carrying(QObject):
    """Opens the dialogs that carry one visit.

    Args:
        context: the tools.
        visit: the visit's id.
        owner: the widget over which a dialog opens.
    """

    #: Something came in.
    arrived = Signal()
    #: It is known where the visit is held.
    held = Signal(object)

    def __init__(self, context: Context, visit: str, owner: QWidget) -> None:
        super().__init__(owner)
        self._context, self._visit, self._owner = context, visit, owner
        self._overview: Overview | None = None

    def show_overview(self, overview: Overview) -> None:
        """Know what the visit holds now."""
        self._overview = overview

    def export(self) -> None:
        """Write the visit to a file."""
        if self._overview is None:
            return
        visit = self._overview.visit
        day = local_date(visit.started_at or self._overview.now, visit.mall.zone)
        contents = self.tr(
            "In it: {forms} forms, {photos} photos, {findings} findings, and the instrument."
        ).format(forms=len(visit.responses), photos=len(visit.photos), findings=len(visit.findings))
        if self._overview.missing_files:
            missing = self._overview.missing_files
            contents += " " + self.tr(
                "%n files that have not arrived here are not in it.", "", missing
            )
        name = f"{visit.mall.name} {day.isoformat()}"
        dialog = ExportDialog(self._context, self._visit, name, contents, self._owner)
        dialog.written.connect(
            lambda path, size: self._context.show(
                self.tr("Written and read back: {name}, {size}. The stick may be pulled.").format(
                    name=path.name, size=QLocale().formattedDataSize(size, 1)
                )
            )
        )
        dialog.open()

    def look_where(self) -> None:
        """Say what of the visit is held where."""
        self._context.tasks.read(self._where_and_what, self._show_where)

    def tell_where(self) -> None:
        """Find out in passing what is held only here."""
        self._context.tasks.read(self._where, self._tell_where)

    def _tell_where(self, found: Whereabouts) -> None:
        self.held.emit(found)

    def _where(self, store: Store) -> Whereabouts:
        from fieldsurvey.sync.whereabouts import whereabouts

        return whereabouts(store, self._visit)

    def _where_and_what(self, store: Store) -> tuple[Whereabouts, Alone]:
        """Runs in the reader's thread: every change of the visit is looked at."""
        return self._where(store), alone_here(store, store, self._visit)

    def _show_where(self, found: tuple[Whereabouts, Alone]) -> None:
        from fieldsurvey.ui.visits.held_dialogs import HeldDialog

        mall = self._overview.visit.mall.name if self._overview else ""
        HeldDialog(self._context.theme, mall, *found, self._owner).open()

    def take_in(self) -> None:
        """Take a bundle in."""
        dialog = ImportDialog(self._context, self._owner)
        dialog.imported.connect(lambda _streams: self.arrived.emit())
        dialog.open()

    def synchronise(self) -> None:
        """Exchange the visit with a meeting point."""
        from fieldsurvey.ui.visits.sync_dialog import SyncDialog

        dialog = SyncDialog(self._context, (self._visit,), self._owner)
        dialog.exchanged.connect(lambda _streams: self.arrived.emit())
        dialog.serve.connect(self._serve)
        dialog.open()

    def _serve(self) -> None:
        from fieldsurvey.ui.visits.serve_dialog import ServeDialog

        dialog = ServeDialog(self._context, self._owner)
        dialog.arrived.connect(self.arrived)
        dialog.show()
