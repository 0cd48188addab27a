"""Every entry of the registry as a question, on a stage between two buttons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.answers import Medium, NodeView, QuestionFrame, UnsupportedQuestion
from fieldsurvey.ui.answers.choice_row import ChoiceRow
from fieldsurvey.ui.answers.registry import entries, widget_class

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from fieldsurvey.ui.theme import Theme

CHOICES = (("a", "Lengkap"), ("b", "Sebagian"), ("c", "Tidak ada"), ("d", "TB (tidak berlaku)"))
#: control or datatype → (an answer, how it is written on the screen)
ANSWERS = {
    "select1": ("b", "Sebagian"), "select": ("a c", "Tidak ada"), "trigger": ("OK", "Sudah"),
    "upload": ("x.jpg", "meja.jpg"), "range": ("7", "7"), "rank": ("b a c d", "Sebagian"),
    "string": ("Loket 3", "Loket 3"), "barcode": ("899123", "899123"), "int": ("12", "12"),
    "decimal": ("1.5", "1,5"), "time": ("14:05:00.000+08:00", "14.05"), "date": ("2024-07-25", "25-07-2024"),
    "dateTime": ("2024-07-25T14:05:00.000+08:00", "25-07-2024 14.05"),
    "geopoint": ("-6.2 106.8 0.0 5.0", "-6.2, 106.8"),
    "geotrace": ("-6.2 106.8 0 0; -6.3 106.9 0 0", "-6.3, 106.9"),
    "geoshape": ("-6.2 106.8 0 0; -6.3 106.9 0 0; -6.3 106.7 0 0; -6.2 106.8 0 0", "-6.3, 106.7"),
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One entry of the registry, as a question."""

    control: str
    datatype: str
    appearance: str

    @property
    def _sample(self) -> tuple[str, str]:
        return ANSWERS.get(self.control) or ANSWERS[self.datatype]

    @property
    def written(self) -> str:
        return self._sample[1]

    def view(self, *, answered: bool = True, **more: object) -> NodeView:
        media = (Medium("m1", "meja.jpg", "image/jpeg"),) if self.control == "upload" else ()
        shown = NodeView(
            "/data/q",
            label="Pertanyaan",
            control=self.control,
            datatype=self.datatype,
            appearance=self.appearance,
            mediatype="image/*" if self.control == "upload" else "",
            choices=CHOICES if self.control in {"select", "select1", "rank"} else (),
            parameters={"start": "1", "end": "10", "step": "1"} if self.control == "range" else {},
            value=self._sample[0] if answered else "",
            media=media if answered else (),
        )
        return replace(shown, **more)  # type: ignore[arg-type]


def _kind(entry: tuple[str, str, str]) -> Kind:
    control, datatype, appearance = entry
    if datatype == "*":
        datatype = {"range": "int", "upload": "binary"}.get(control, "string")
    return Kind(control, datatype, "" if appearance == "*" else appearance)


ALL = [_kind(entry) for entry in entries() if entry[0] != "note"]
ANSWERABLE = [kind for kind in ALL if widget_class(kind.view()) is not UnsupportedQuestion]


def name_of(kind: Kind) -> str:
    return "-".join(filter(None, (kind.control, kind.datatype, kind.appearance)))


every_kind = pytest.mark.parametrize("kind", ALL, ids=name_of)
answerable = pytest.mark.parametrize("kind", ANSWERABLE, ids=name_of)


class Stage:
    """A question between two buttons on a scrolling page, and all that it says."""

    def __init__(self, qtbot: QtBot, theme: Theme, view: NodeView) -> None:
        self.qtbot = qtbot
        self.said: list[object] = []
        self.advanced = 0
        self.before, self.after = QPushButton("sebelum"), QPushButton("sesudah")
        self.frame = QuestionFrame(theme, view)
        self.widget = self.frame.widget
        page = QWidget()
        column = QVBoxLayout(page)
        for child in (self.before, self.frame, self.after):
            column.addWidget(child)
        column.addStretch(1)
        self.window = QScrollArea()
        self.window.setWidgetResizable(True)
        self.window.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.window.setWidget(page)
        self.window.resize(900, 700)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        QApplication.processEvents()
        for signal in (self.widget.answered, self.widget.attached, self.widget.detached):
            signal.connect(lambda _ref, what: self.said.append(what))
        self.widget.advance.connect(self._advance)

    def _advance(self) -> None:
        self.advanced += 1

    def words(self) -> str:
        """Return all that can be read in the question."""
        found = [
            line.text()
            for kind in (QLabel, QLineEdit, QAbstractButton)
            for line in self.frame.findChildren(kind)
            if line.isVisible() and not (isinstance(line, ChoiceRow) and not line.isChecked())
        ]
        found += [pad.toPlainText() for pad in self.frame.findChildren(QPlainTextEdit)]
        found += [combo.currentText() for combo in self.frame.findChildren(QComboBox)]
        return "\n".join(found)

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.widget, key, modifier)

    def type(self, text: str) -> None:
        for letter in text:
            self.qtbot.keyClicks(QApplication.focusWidget() or self.widget, letter)

    def click_all(self) -> None:
        """Click into the middle of every part that shows."""
        for child in (self.widget, *self.widget.findChildren(QWidget)):
            if child.isVisible():
                there = child.mapTo(self.window, child.rect().center())
                self.qtbot.mouseClick(
                    self.window.windowHandle(), Qt.MouseButton.LeftButton, pos=there
                )

    def wheel(self) -> None:
        """Turn the wheel over every part, both ways."""
        for child in (self.widget, *self.widget.findChildren(QWidget)):
            for turn in (120, -120):
                event = QWheelEvent(
                    QPointF(5, 5), QPointF(child.mapToGlobal(QPoint(5, 5))), QPoint(0, turn),
                    QPoint(0, turn), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
                    Qt.ScrollPhase.NoScrollPhase, False,
                )  # fmt: skip
                QApplication.sendEvent(child, event)
