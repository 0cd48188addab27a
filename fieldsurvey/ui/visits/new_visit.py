"""Making a visit: from a description of the mall, or from what is typed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.indonesia import ZONES, zone_abbreviation
from fieldsurvey.survey.instruments import find_instrument, list_instruments
from fieldsurvey.survey.malls import read_mall
from fieldsurvey.survey.model import Mall, Stand
from fieldsurvey.ui.messages import sentence
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from fieldsurvey.store import Store
    from fieldsurvey.ui.context import Context

_STAND = re.compile(r"(\S+?)[\s=:;,.\t–-]+(.+)")


class StillCombo(QComboBox):
    """A combo that the wheel changes only when it has the focus."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the wheel pass by."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class NewVisitDialog(QDialog):
    """Asks for mall, stands and instrument, and makes the visit.

    Args:
        context: the tools.
        parent: the owner.
    """

    #: The visit was made: its id.
    made = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("New visit"))
        self._context = context
        self._mall: Mall | None = None
        self._described: list[Stand] = []
        space = context.theme.space
        self.setMinimumWidth(space(80))
        heading = QLabel(self.tr("New visit"))
        dress(heading, "heading")
        self._name = QLineEdit()
        self._city = QLineEdit()
        self._zone = StillCombo()
        for zone in ZONES:
            self._zone.addItem(f"{zone_abbreviation(zone)} · {zone.partition('/')[2]}", zone)
        self._zone.setCurrentIndex(ZONES.index("Asia/Makassar"))
        self._instrument = StillCombo()
        for manifest in list_instruments():
            if manifest.forms:
                self._instrument.addItem(f"{manifest.title.id} {manifest.version}", manifest.id)
        self._assignment = QLineEdit()
        self._stands = QPlainTextEdit()
        self._stands.setTabChangesFocus(True)
        self._stands.setPlaceholderText(self.tr("One a line: code, then name. G01 Licensing"))
        self._stands.setMinimumHeight(space(12))
        self._counted = QLabel()
        dress(self._counted, "muted")
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._problem.hide()
        dress(self._problem, "bad")
        self._from_file = QPushButton(self.tr("From a file mall.toml …"))
        self._from_file.setAutoDefault(False)
        self._from_file.clicked.connect(self._browse)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self._go = QPushButton(self.tr("Make the visit"))
        dress(self._go, "primary")
        self._go.setDefault(True)
        self._go.clicked.connect(self._make)
        self._lay_out(heading, cancel)
        self._name.textChanged.connect(self._recount)
        self._stands.textChanged.connect(self._recount)
        self._recount()
        self._name.setFocus()

    def _lay_out(self, heading: QLabel, cancel: QPushButton) -> None:
        space = self._context.theme.space
        grid = QGridLayout()
        grid.setHorizontalSpacing(space(2))
        grid.setVerticalSpacing(space())
        for row, (text, field) in enumerate(
            (
                (self.tr("&Mall"), self._name),
                (self.tr("&City"), self._city),
                (self.tr("Time &zone"), self._zone),
                (self.tr("&Instrument"), self._instrument),
                (self.tr("Letter of &assignment"), self._assignment),
                (self.tr("&Stands"), self._stands),
            )
        ):
            label = QLabel(text)
            label.setBuddy(field)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            label.setMinimumHeight(self._context.theme.target)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(space(3), space(3), space(3), space(3))
        outer.setSpacing(space(1.5))
        head = QHBoxLayout()
        head.addWidget(heading, 1)
        head.addWidget(self._from_file)
        outer.addLayout(head)
        outer.addLayout(grid, 1)
        outer.addWidget(self._problem)
        foot = QHBoxLayout()
        foot.addWidget(self._counted, 1)
        foot.addWidget(cancel)
        foot.addWidget(self._go)
        outer.addLayout(foot)

    def read(self, path: Path) -> None:
        """Take mall and stands from a description; fields that were typed are replaced."""
        try:
            mall, stands = read_mall(path)
        except FieldSurveyError as error:
            self._tell(error)
            return
        self._problem.hide()
        self._mall, self._described = mall, stands
        self._name.setText(mall.name)
        self._city.setText(mall.city)
        self._zone.setCurrentIndex(max(0, self._zone.findData(mall.zone)))
        self._stands.setPlainText("\n".join(f"{stand.code} {stand.name}" for stand in stands))
        self._go.setFocus()

    def _browse(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a description of a mall"), "", "mall.toml (*.toml)"
        )
        if name:
            self.read(Path(name))

    def _typed(self) -> list[Stand]:
        """Return the stands; one that a file described keeps its schedule and services."""
        described = {(stand.code, stand.name): stand for stand in self._described}
        found = []
        for line in self._stands.toPlainText().splitlines():
            text = line.strip()
            if text:
                match = _STAND.fullmatch(text)
                code, name = (match[1], match[2].strip()) if match else (text, text)
                found.append(described.get((code, name)) or Stand("", code, name))
        return found

    def _recount(self) -> None:
        stands = self._typed()
        twice = len(stands) - len({stand.code.casefold() for stand in stands})
        text = self.tr("%n stands", "", len(stands))
        if twice:
            text += " · " + self.tr("%n codes stand twice", "", twice)
        self._counted.setText(text)
        dress(self._counted, "warn" if twice else "muted")
        self._go.setEnabled(bool(self._name.text().strip()) and not twice)

    def _make(self) -> None:
        name, city = self._name.text().strip(), self._city.text().strip()
        zone, instrument = str(self._zone.currentData()), str(self._instrument.currentData())
        assignment, stands = self._assignment.text().strip(), self._typed()
        mall = _renamed(self._mall, name, city, zone)
        self._go.setEnabled(False)
        desk = self._context.desk

        def make(store: Store) -> str:
            return desk(store).visits.new(
                mall, stands, find_instrument(instrument), assignment=assignment
            )

        self._context.tasks.write(make, self._done, self._failed, urgent=False)

    def _done(self, visit: str) -> None:
        self.made.emit(visit)
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._tell(error)
        self._go.setEnabled(True)

    def _tell(self, error: Exception) -> None:
        self._problem.setText(f"{sentence(error)} ({error})")
        self._problem.show()


def _renamed(mall: Mall | None, name: str, city: str, zone: str) -> Mall:
    return replace(mall or Mall("", name), name=name, city=city, zone=zone)
