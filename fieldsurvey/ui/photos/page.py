"""The photos of a visit: a folder taken in, sorted by the hour, edited, named and placed, by keys or by hand."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fieldsurvey.survey.placing import spots
from fieldsurvey.survey.tray import CAPTION, KEPT, LEFT_OUT
from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.icons import icon
from fieldsurvey.ui.parts.row_list import LARGE_UNIT
from fieldsurvey.ui.photos.grid import PhotoGrid
from fieldsurvey.ui.photos.import_strip import ImportStrip
from fieldsurvey.ui.photos.importing import FolderImport
from fieldsurvey.ui.photos.loading import Tray, load_tray
from fieldsurvey.ui.photos.model import Show
from fieldsurvey.ui.photos.side_panel import SidePanel
from fieldsurvey.ui.photos.steps import Described, PhotoDeeds, Placed, TakenBack
from fieldsurvey.ui.screen import Screen
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from fieldsurvey.store import Store
    from fieldsurvey.survey.placing import Spot
    from fieldsurvey.survey.tray import TrayRow
    from fieldsurvey.survey.visits import Target
    from fieldsurvey.ui.context import Context


#: So often an import shows what has come so far.
_SHOWN_EVERY = 25


class PhotosPage(Screen):
    """The photos of one visit.

    Args:
        context: the tools.
        visit: the visit's id.
        parent: the owner.
    """

    def __init__(self, context: Context, visit: str, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._visit = visit
        self._tray: Tray | None = None
        self._work: FolderImport | None = None
        self._wanted: list[str] = []
        self._deeds = PhotoDeeds(context, visit, self)
        self.grid = PhotoGrid(context.tasks, self.theme)
        self.panel = SidePanel(self.theme)
        self.strip = ImportStrip(self.theme)
        self.take_in = QPushButton(self.tr("Take in a folder …"))
        self.take_in.setIcon(icon("folder", self.theme))
        self.take_in.clicked.connect(self._ask_folder)
        self.show_box = StillCombo()
        self.show_box.setAccessibleName(self.tr("Which photos are shown"))
        self._said = QLabel()
        self._said.setWordWrap(True)
        dress(self._said, "muted")
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()

    def title(self) -> str:
        """Return the page's name."""
        return self.tr("Photos")

    def breadcrumbs(self) -> list[str]:
        """Return the way here."""
        return [self.tr("Visits"), self._tray.mall if self._tray else "…", self.title()]

    def entered(self) -> None:
        """Read the photos anew."""
        forms = self._tray.forms if self._tray else None
        self.context.tasks.read(partial(load_tray, self.context, self._visit, forms), self._show)

    def can_leave(self, then: Callable[[], None]) -> None:
        """Keep the caption that is being typed; an import stops and can be gone on with."""
        self.panel.keep_caption()
        if self._work is not None:
            self._work.stop()
        then()

    def place(self) -> object:
        """Return the photo one stands on, and which are shown."""
        present = self.grid.present()
        return self.show_box.currentIndex(), present.sha256 if present else ""

    def go_to(self, place: object) -> None:
        """Stand on a photo."""
        if isinstance(place, tuple):
            show, sha256 = place
            self._wanted = [sha256]
            self.show_box.setCurrentIndex(show)
            self.grid.stand_on([sha256])

    # --- parts

    def _lay_out(self) -> None:
        space = self.theme.space
        for show in Show:
            self.show_box.addItem("", show)
        self._name_choices({})
        bar = QHBoxLayout()
        bar.setSpacing(space(1.5))
        bar.addWidget(self.take_in)
        bar.addWidget(self.show_box)
        bar.addWidget(self._said, 1)
        body = QHBoxLayout()
        body.setSpacing(space(2))
        body.addWidget(self.grid, 1)
        body.addWidget(self.panel)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(space(2), space(1.5), space(2), space(2))
        outer.setSpacing(space())
        # Large text has room for one of the two; which photos are shown has keys of its own.
        self._bar = QWidget()
        self._bar.setLayout(bar)
        bar.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._bar)
        outer.addWidget(self.strip)
        outer.addLayout(body, 1)

    def _connect(self) -> None:
        grid, panel = self.grid, self.panel
        self.take_in.setToolTip(self.on("new", self._ask_folder).toolTip())
        self.show_box.currentIndexChanged.connect(self._choose)
        grid.moved.connect(self._show_chosen)
        grid.opened.connect(self._edit)
        grid.command("T", panel.picker.begin)
        grid.command("C", panel.caption.setFocus)
        grid.command("Del", self._leave_out)
        grid.command("K", self._keep)
        grid.command("B", self._take_back)
        for number, show in enumerate(Show, 1):
            grid.command(str(number), partial(self.show_box.setCurrentIndex, int(show)))
        panel.captioned.connect(self._caption)
        panel.edit.connect(self._edit_present)
        panel.caption.returnPressed.connect(grid.setFocus)
        panel.picker.asked.connect(self._load_spots)
        panel.picker.chosen.connect(self._place)
        panel.picker.left.connect(grid.setFocus)
        self.strip.stop.connect(self._stop)
        self.strip.go_on.connect(self._go_on)
        self.strip.shown.connect(self._strip_shown)
        self._deeds.happened.connect(self._happened)
        self.on("undo", self._deeds.undo)
        self.on("redo", self._deeds.redo)
        self.on("refresh", self.entered)
        self.on("panes", self._next_pane)

    def _next_pane(self) -> None:
        ring: list[QWidget] = [self.grid, self.panel.caption, self.panel.picker.line, self.show_box]
        here = next((n for n, widget in enumerate(ring) if widget.hasFocus()), -1)
        for step in range(1, len(ring) + 1):
            widget = ring[(here + step) % len(ring)]
            if widget.isEnabled():
                widget.setFocus()
                return

    # --- what is shown

    def _show(self, tray: Tray) -> None:
        first, self._tray = self._tray is None, tray
        present = self.grid.present()
        wanted = self._wanted or ([present.sha256] if present else [])
        self._wanted = []
        self.grid.set_zone(tray.zone)
        self.grid.photos.set_photos(tray.rows, tray.zone, tray.alike)
        self.panel.picker.set_targets(tray.targets)
        counts = self.grid.photos.counts()
        self._name_choices(counts)
        if first and not wanted and counts[Show.OPEN] and counts[Show.PLACED]:
            self.show_box.setCurrentIndex(Show.OPEN)
        said = [self.tr("The visit is sealed: evidence stays as it is.")] if tray.frozen else []
        if counts[Show.ALIKE] and not tray.frozen:
            said.append(self.tr("%n photos look alike: press 4 and decide", "", counts[Show.ALIKE]))
        self._said.setText(" · ".join(said))
        self._stand(wanted)
        self._show_chosen()
        if first:
            self.grid.setFocus()
            self.renamed.emit()

    def _stand(self, wanted: Sequence[str]) -> None:
        """Stand on a photo, else on the first that is shown."""
        shown = self.grid.photos.shown()
        if not self.grid.stand_on(wanted) and shown:
            self.grid.stand_on([shown[0].sha256])
        self.grid.say_when_empty(
            self.tr(
                "No photos yet. Take in a folder of the phone or its card (Ctrl+N), or drop it here."
            )
            if not self._tray or not self._tray.rows
            else self.tr("None of these.")
        )

    def _name_choices(self, counts: dict[Show, int]) -> None:
        texts = {
            Show.ALL: self.tr("All"),
            Show.OPEN: self.tr("Not placed"),
            Show.PLACED: self.tr("Placed"),
            Show.ALIKE: self.tr("Look alike"),
            Show.LEFT_OUT: self.tr("Left out"),
        }
        for show, text in texts.items():
            self.show_box.setItemText(show, f"{text} ({counts.get(show, 0)})")

    def _choose(self, number: int) -> None:
        present = self.grid.present()
        self.grid.photos.show_only(Show(number))
        self._stand([present.sha256] if present else [])
        self._show_chosen()

    def _show_chosen(self) -> None:
        if self._tray is not None:
            self.panel.show_photos(self.grid.chosen(), self._tray.zone, frozen=self._tray.frozen)

    # --- taking in

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome folders."""
        if _folder_in(event.mimeData().urls()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the folder in."""
        folder = _folder_in(event.mimeData().urls())
        if folder is not None:
            event.acceptProposedAction()
            self.take_folder(folder)

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder with the photos"))
        if chosen:
            self.take_folder(Path(chosen))

    def take_folder(self, folder: Path) -> None:
        """Take in the photos of a folder and those below it."""
        if self._tray is None or (self._work is not None and self._work.running):
            return
        self._work = FolderImport(self.context, self._visit, self._tray.zone, self)
        self._work.moved.connect(self._further)
        self._work.ended.connect(self._ended)
        self._work.begin(folder)
        self._further()

    def _strip_shown(self, shown: bool) -> None:
        self._bar.setVisible(not shown or self.theme.unit < LARGE_UNIT)

    def _further(self) -> None:
        if self._work is not None:
            self.strip.follow(self._work)
            self.take_in.setEnabled(not self._work.running)
            if self._work.new and self._work.done % _SHOWN_EVERY == 0:
                self.entered()

    def _ended(self) -> None:
        self._further()
        self.entered()

    def _stop(self) -> None:
        if self._work is not None:
            self._work.stop()

    def _go_on(self) -> None:
        if self._work is not None:
            self._work.go_on()
            self._further()

    # --- what is done

    def _caption(self, text: str) -> None:
        self._describe(CAPTION, text, self.grid.chosen())

    def _leave_out(self) -> None:
        rows = self.grid.chosen()
        out = not all(row.left_out for row in rows)
        if any(row.placed for row in rows) and out:
            self.context.show(self.tr("A photo that proves something is taken back first (B)."))
        else:
            self._describe(LEFT_OUT, out, rows)

    def _keep(self) -> None:
        present = self.grid.present()
        group = self.grid.photos.alike(present.sha256) if present else []
        if group:
            self._describe(KEPT, True, group)
        else:
            self.context.show(self.tr("This photo looks like no other."))

    def _describe(self, name: str, value: object, rows: Sequence[TrayRow]) -> None:
        before = {row.sha256: getattr(row, name) for row in rows if row.id}
        if before:
            self._deeds.do(
                Described(name, value, before), self._next_of(rows) if name != CAPTION else []
            )

    def _load_spots(self, target: Target) -> None:
        context, visit = self.context, self._visit

        def read(store: Store) -> list[Spot]:
            return spots(context.desk(store), visit, target)

        context.tasks.read(read, partial(self.panel.picker.show_spots, target))

    def _place(self, spot: Spot, carried: list[str]) -> None:
        photos = carried or [row.sha256 for row in self.grid.chosen()]
        if spot.closed:
            self.context.show(self.tr("That form is finished: open it again there first."))
        elif photos:
            here = [row for row in self.grid.photos.shown() if row.sha256 in set(photos)]
            self._deeds.do(Placed(spot, photos), self._next_of(here))
            self.grid.setFocus()

    def _take_back(self) -> None:
        evidence = [each.id for row in self.grid.chosen() for each in row.evidence]
        if evidence:
            self._deeds.do(TakenBack(evidence))
        else:
            self.context.show(self.tr("This photo proves nothing yet."))

    def _next_of(self, rows: Sequence[TrayRow]) -> list[str]:
        """Return where to stand when these photos are done: on the one after them, as sorting goes on there."""
        shown = [row.sha256 for row in self.grid.photos.shown()]
        places = [shown.index(row.sha256) for row in rows if row.sha256 in shown]
        if not places:
            return []
        gone = {row.sha256 for row in rows}
        after = [sha256 for sha256 in shown[max(places) + 1 :] if sha256 not in gone]
        before = [sha256 for sha256 in reversed(shown[: min(places)]) if sha256 not in gone]
        return [*after, *before]

    def _happened(self, stand: list[str]) -> None:
        self._wanted = stand
        self.entered()

    # --- editing

    def _edit_present(self) -> None:
        present = self.grid.present()
        if present is not None:
            self._edit(present.sha256)

    def _edit(self, sha256: str) -> None:
        from fieldsurvey.ui.photos.editor import open_editor

        row = next((row for row in self.grid.photos.shown() if row.sha256 == sha256), None)
        if row is not None and self._tray is not None:
            open_editor(
                self.context, self._visit, sha256, self, self.entered, frozen=self._tray.frozen
            )


def _folder_in(urls: Sequence[QUrl]) -> Path | None:
    """Return the first folder among what is dropped."""
    paths = (Path(url.toLocalFile()) for url in urls if url.isLocalFile())
    return next((path for path in paths if path.is_dir()), None)
