"""Signing with ink on the screen: who signs, the pad, and what such a signature is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fieldsurvey.ui.combo import StillCombo
from fieldsurvey.ui.ink_pad import InkPad
from fieldsurvey.ui.messages import message
from fieldsurvey.ui.printed_codes import PrintedCodes
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fieldsurvey.report import Signed
    from fieldsurvey.report.document import Place
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.tasks import Cancel

_WIDTH_UNITS = 76


class InkDialog(QDialog):
    """Stays open until the document is signed or the person gives up.

    Keys: the pad has Delete (clear) and Backspace (one stroke back); Enter on it accepts.

    Args:
        context: the tools.
        document: the PDF.
        places: the free places to sign, spare ones last.
        parent: the page.
    """

    def __init__(
        self,
        context: Context,
        document: Path,
        places: Sequence[Place],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._document, self._places = context, document, tuple(places)
        self._running: Cancel | None = None
        self.setWindowTitle(self.tr("Ink on screen"))
        self.setMinimumWidth(context.theme.space(_WIDTH_UNITS))
        self.place = StillCombo()
        self.place.setAccessibleName(self.tr("Who signs"))
        for place in places:
            self.place.addItem(place.person or place.name, place.name)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the signer"))
        self.name.setPlaceholderText(self.tr("Name of the signer"))
        self.pad = InkPad(context.theme)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._problem.hide()
        dress(self._problem, "bad")
        self.clear_button = QPushButton(self.tr("Clear"))
        self.accept_button = QPushButton(self.tr("Accept the signature"))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        for button in (self.clear_button, self.cancel_button, self.accept_button):
            button.setAutoDefault(False)
        dress(self.accept_button, "primary")
        self._lay_out()
        self.place.currentIndexChanged.connect(self._judge)
        self.name.textChanged.connect(self._judge)
        self.pad.changed.connect(self._judge)
        self.pad.passed.connect(self._accept)
        self.clear_button.clicked.connect(self.pad.clear)
        self.accept_button.clicked.connect(self._accept)
        self.cancel_button.clicked.connect(self.reject)
        self._judge()
        self.pad.setFocus()

    @property
    def signer(self) -> str:
        """Who signs: whom the place was made for, or who was named for a spare one."""
        return self.name.text().strip() if self._spare else self.place.currentText()

    def reject(self) -> None:
        """Stop what runs; the PDF is as it was."""
        if self._running is not None:
            self._running.cancel()
            self._running = None
        super().reject()

    def problem(self) -> str:
        """Return what went wrong; empty when nothing did."""
        return "" if self._problem.isHidden() else self._problem.text()

    @property
    def _spare(self) -> bool:
        index = self.place.currentIndex()
        return index >= 0 and self._places[index].spare

    def _lay_out(self) -> None:
        space = self._context.theme.space
        label = QLabel(self.place.accessibleName())
        label.setBuddy(self.place)
        worth = QLabel(
            self.tr(
                "This is no certified signature. The strokes, the name and the time are bound to every "
                "page by the seal of this device; the document says so."
            )
        )
        worth.setWordWrap(True)
        dress(worth, "small")
        foot = QHBoxLayout()
        foot.addWidget(self.clear_button)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.accept_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[space(3)] * 4)
        layout.setSpacing(space(1.5))
        warned = QWidget()
        PrintedCodes.beneath(warned, self.name)
        for widget in (label, self.place, self.name, warned, self.pad, worth, self._problem):
            layout.addWidget(widget, 1 if widget is self.pad else 0)
        layout.addLayout(foot)

    def _judge(self) -> None:
        self.name.setVisible(self._spare)
        ready = bool(self.signer) and not self.pad.blank and self._running is None
        self.accept_button.setEnabled(ready)
        self.clear_button.setEnabled(not self.pad.blank)

    def _accept(self) -> None:
        if not self.accept_button.isEnabled():
            return
        self._problem.hide()
        self.accept_button.setEnabled(False)
        arguments = (
            self._context.access,
            self._document,
            self.pad.strokes,
            self.signer,
            str(self.place.currentData()),
        )
        running = self._context.tasks.spawn(
            self._context.jobs.ink_document, arguments, self._signed, self._refused
        )
        if self.isVisible():
            self._running = running

    def _signed(self, _signed: Signed) -> None:
        self._running = None
        self.accept()

    def _refused(self, error: Exception) -> None:
        self._running = None
        found = message(error)
        self._problem.setText(f"{found.happened} {found.safe} {found.do}")
        self._problem.setToolTip(found.detail)
        self._problem.show()
        self._judge()
        self.pad.setFocus()
