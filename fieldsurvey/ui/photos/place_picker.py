"""Where a photo belongs, found by typing: the stand, then its finding or question. Photos can be dropped there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from fieldsurvey.survey.model import TargetKind
from fieldsurvey.ui.parts.row_list import LARGE_UNIT, RowList
from fieldsurvey.ui.parts.rows import ROW_ROLE, Row
from fieldsurvey.ui.parts.words import KINDS
from fieldsurvey.ui.parts.words import say as say_visit
from fieldsurvey.ui.photos.model import PHOTOS_MIME
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.survey.placing import Spot
    from fieldsurvey.survey.visits import Target
    from fieldsurvey.ui.theme import Theme

_LIST_KEYS = {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}
_CODE_UNITS = 5.5
_LEAST_UNITS = 5  # a row, whatever the text's size


class PlaceList(RowList):
    """The places, on which photos can be dropped."""

    #: Photos were dropped on a row: its key, and their SHA-256 names.
    dropped = Signal(object, list)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, code_units=_CODE_UNITS, parent=parent)
        self.setAcceptDrops(True)
        self.setMinimumHeight(theme.space(_LEAST_UNITS))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome photos."""
        if event.mimeData().hasFormat(PHOTOS_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where they would go."""
        index = self.indexAt(event.position().toPoint())
        if event.mimeData().hasFormat(PHOTOS_MIME) and index.isValid():
            self.setCurrentIndex(index)
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They go elsewhere."""
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them."""
        row: Row | None = self.indexAt(event.position().toPoint()).data(ROW_ROLE)
        if row is not None and not row.heading:
            names = bytes(event.mimeData().data(PHOTOS_MIME).data()).decode()
            event.acceptProposedAction()
            self.dropped.emit(row.key, names.split("\n"))


class PlacePicker(QWidget):
    """A line to type in, and the places that fit.

    Args:
        theme: colours and sizes.
        parent: the page.
    """

    #: The places of a target are wanted.
    asked = Signal(object)
    #: A place was chosen, for the photos that are chosen in the grid or for those that were dropped: SHA-256 names.
    chosen = Signal(object, list)
    #: Esc on the stands: back to the grid.
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._targets: dict[str, Target] = {}
        self._spots: list[Spot] = []
        self._target: Target | None = None
        self._carried: list[str] = []
        self._named = theme.unit < LARGE_UNIT
        self.label = QLabel()
        self.label.setVisible(self._named)  # large text says it in the line alone
        dress(self.label, "strong")
        self.line = QLineEdit()
        self.line.setClearButtonEnabled(True)
        self.line.installEventFilter(self)
        self.list = PlaceList(theme, self.tr("Places"))
        self.label.setBuddy(self.line)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.space(0.75))
        box.addWidget(self.label)
        box.addWidget(self.line)
        box.addWidget(self.list, 1)
        self.line.textChanged.connect(self._search)
        self.line.returnPressed.connect(self._enter)
        self.list.opened.connect(self._choose)
        self.list.clicked.connect(lambda index: self._choose(index.data(ROW_ROLE).key))
        self.list.dropped.connect(self._drop)
        self._say()

    @property
    def target(self) -> Target | None:
        """The stand whose questions are shown, None while stands are."""
        return self._target

    def set_targets(self, targets: Sequence[Target]) -> None:
        """Take what a photo can be about."""
        self._targets = {f"{target.kind.value} {target.id}": target for target in targets}
        if self._target is None:
            self._list()

    def show_spots(self, target: Target, spots: Sequence[Spot]) -> None:
        """Show where a photo of a target can be evidence."""
        self._target, self._spots = target, list(spots)
        self.line.clear()
        self._list()
        self._say()

    def back(self) -> None:
        """Show the stands again."""
        self._target, self._spots, self._carried = None, [], []
        self.line.clear()
        self._list()
        self._say()

    def begin(self) -> None:
        """Take the keyboard."""
        self._carried = []
        self.line.setFocus()
        self.line.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move the list, Esc and Backspace in an empty line go back a step."""
        if isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if event.type() == QEvent.Type.ShortcutOverride and key == Qt.Key.Key_Escape:
                event.accept()  # else the window would leave the page
                return True
            if event.type() == QEvent.Type.KeyPress:
                if key in _LIST_KEYS:
                    self.list.keyPressEvent(event)
                    return True
                if key == Qt.Key.Key_Escape or (
                    key == Qt.Key.Key_Backspace and not self.line.text()
                ):
                    self._step_back()
                    return True
        return super().eventFilter(watched, event)

    # --- within

    def _step_back(self) -> None:
        if self._target is not None:
            self.back()
        else:
            self.left.emit()

    def _say(self) -> None:
        if self._target is None:
            self.label.setText(self.tr("Place: stand"))
            hint = self.tr("Code or name of the stand")
        else:
            name = self._target.name or self._target.code
            code = self._target.code if self._target.code != "mall" else ""
            self.label.setText(
                self.tr("Place: {stand}").format(stand=" ".join(filter(None, (code, name))))
            )
            hint = self.tr("Item, such as A05, or words")
        self.line.setPlaceholderText(hint if self._named else f"{self.label.text()} · {hint}")
        self.line.setAccessibleName(f"{self.label.text()}. {hint}")

    def _search(self, text: str) -> None:
        self.list.search(text)
        if text.strip():
            self.list.say_when_empty(self.tr("Nothing fits what is typed."))
        elif self._target is None:
            self.list.say_when_empty(self.tr("No form of this visit asks for a photo."))
        else:
            self.list.say_when_empty(self.tr("Nothing here asks for a photo."))

    def _list(self) -> None:
        self._search(self.line.text())
        if self._target is None:
            self.list.set_rows([_target_row(key, each) for key, each in self._targets.items()])
        else:
            self.list.set_rows(self._spot_rows())

    def _spot_rows(self) -> list[Row]:
        rows: list[Row] = []
        for number, spot in enumerate(self._spots):
            if spot.form:
                aside = "" if spot.relevant else self.tr("not asked yet")
                aside = self.tr("the form is finished") if spot.closed else aside
                rows.append(Row(number, spot.label, aside, spot.code, "photo"))
            else:
                aside = self.tr("Finding")
                rows.append(Row(number, spot.label, aside, spot.code, "finding", "warn"))
        return rows

    def _enter(self) -> None:
        key = self.list.current_key()
        if key is not None:
            self._choose(key)

    def _choose(self, key: object) -> None:
        if self._target is None:
            target = self._targets.get(str(key))
            if target is not None:
                self.asked.emit(target)
        elif isinstance(key, int):
            carried, self._carried = self._carried, []
            self.chosen.emit(self._spots[key], carried)

    def _drop(self, key: object, photos: list[str]) -> None:
        self._carried = photos
        self._choose(key)


def _target_row(key: str, target: Target) -> Row:
    kind = say_visit(KINDS[target.kind])
    if target.kind is TargetKind.STAND:
        return Row(key, target.name, "", target.code, "stand")
    icon = "mall" if target.kind is TargetKind.MALL else "list"
    code = "" if target.code == "mall" else target.code
    return Row(key, target.name if target.name != code else kind, kind, code, icon)
