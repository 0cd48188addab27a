"""The photos of a visit as rows of a list: those that a choice shows, under headings."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, Qt

from fieldsurvey.ui.photos.words import facts, hour_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject, QPersistentModelIndex

    from fieldsurvey.survey.tray import TrayRow

_NOWHERE = QModelIndex()
#: Gives the photo (`TrayRow`), None for a heading.
PHOTO_ROLE = Qt.ItemDataRole.UserRole
#: What is dragged: SHA-256 names, a line each.
PHOTOS_MIME = "application/x-fieldsurvey-photos"


class Show(IntEnum):
    """Which photos are shown."""

    ALL, OPEN, PLACED, ALIKE, LEFT_OUT = range(5)


class PhotosModel(QAbstractListModel):
    """Headings and photos, in the order of the grid.

    Args:
        parent: the grid.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[TrayRow, ...] = ()
        self._entries: list[TrayRow | str] = []
        self._places: dict[str, int] = {}
        self._zone = ""
        self._show = Show.ALL
        self._alike: Sequence[Sequence[TrayRow]] = ()

    def set_photos(
        self, rows: Sequence[TrayRow], zone: str, alike: Sequence[Sequence[TrayRow]] = ()
    ) -> None:
        """Take other photos.

        Args:
            rows: by the time taken.
            zone: of the site.
            alike: groups of those that look alike; to find them in hundreds is not the window's work.
        """
        self._rows, self._zone, self._alike = tuple(rows), zone, alike
        self._list()

    def show_only(self, show: Show) -> None:
        """Choose which are shown."""
        self._show = show
        self._list()

    def counts(self) -> dict[Show, int]:
        """Return how many each choice shows."""
        return {show: len(self._chosen(show)) for show in Show}

    def photo(self, row: int) -> TrayRow | None:
        """Return the photo in a row."""
        entry = self._entries[row] if 0 <= row < len(self._entries) else None
        return None if isinstance(entry, str) else entry

    def place_of(self, sha256: str) -> int:
        """Return the row of a photo, -1 when it is not shown."""
        return self._places.get(sha256, -1)

    def shown(self) -> list[TrayRow]:
        """Return the photos that are shown, in order."""
        return [entry for entry in self._entries if not isinstance(entry, str)]

    def alike(self, sha256: str) -> Sequence[TrayRow]:
        """Return the photos that look like this one, itself included; nothing once that is decided."""
        return next(
            (group for group in self._alike if any(row.sha256 == sha256 for row in group)), ()
        )

    # --- what Qt asks

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._entries)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return a photo, a heading, or what is read out."""
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if isinstance(entry, str):
            texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return entry if role in texts else None
        if role == PHOTO_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.caption or entry.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join([*self._spoken(entry), *facts(entry, self._zone)])
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """A heading cannot be chosen, a photo can be dragged."""
        if not index.isValid() or isinstance(self._entries[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
        )

    def mimeTypes(self) -> list[str]:
        """Name what is dragged."""
        return [PHOTOS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the photos that are dragged."""
        photos = [photo for index in indexes if (photo := self.photo(index.row())) is not None]
        data = QMimeData()
        data.setData(PHOTOS_MIME, "\n".join(photo.sha256 for photo in photos).encode())
        return data

    # --- order

    def _chosen(self, show: Show) -> list[TrayRow]:
        match show:
            case Show.LEFT_OUT:
                return [row for row in self._rows if row.left_out]
            case Show.ALIKE:
                return [row for group in self._alike for row in group]
            case Show.OPEN:
                return [row for row in self._rows if not row.placed and not row.left_out]
            case Show.PLACED:
                return [row for row in self._rows if row.placed]
        return [row for row in self._rows if not row.left_out]

    def _list(self) -> None:
        self.beginResetModel()
        self._entries = []
        if self._show is Show.ALIKE:
            for number, group in enumerate(self._alike, 1):
                self._entries.append(
                    self.tr("Look alike {number}: %n photos", "", len(group)).format(number=number)
                )
                self._entries += group
        else:
            heading = ""
            for row in self._chosen(self._show):
                hour = hour_text(row, self._zone)
                if hour != heading:
                    self._entries.append(hour)
                    heading = hour
                self._entries.append(row)
        self._places = {
            entry.sha256: number
            for number, entry in enumerate(self._entries)
            if not isinstance(entry, str)
        }
        self.endResetModel()

    def _spoken(self, row: TrayRow) -> list[str]:
        words = [row.caption or self.tr("Photo without a caption")]
        if row.left_out:
            words.append(self.tr("left out"))
        elif row.placed:
            words.append(self.tr("evidence of %n things", "", len(row.evidence)))
        else:
            words.append(self.tr("not placed"))
        if row.recipe is not None and not row.recipe.blank:
            words.append(self.tr("edited"))
        return words
