"""This laptop as the team's meeting point: address and code in large type, who came, and the end of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from fieldsurvey.ui.messages import sentence
from fieldsurvey.ui.parts.busy import Busy
from fieldsurvey.ui.parts.fields_dialog import FieldsDialog
from fieldsurvey.ui.theme import dress

if TYPE_CHECKING:
    from fieldsurvey.ui.context import Context
    from fieldsurvey.ui.jobs import Serving
    from fieldsurvey.ui.tasks import Cancel


class ServeDialog(FieldsDialog):
    """Serves while it is open; the window behind it stays usable.

    Args:
        context: the tools.
        parent: the owner.
    """

    #: A laptop brought something.
    arrived = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context.theme, parent)
        self._context = context
        self._brought = 0
        self.entitle(
            self.tr("Meeting point"),
            self.tr(
                "The other laptops choose Synchronise and type this address, the first time with the "
                "code. Connect them by a cable or a hotspot; no internet is needed."
            ),
        )
        self._address, self._code, self._visitors = QLabel(), QLabel(), QLabel("–")
        for name, label in (
            (self.tr("Pairing code"), self._code),
            (self.tr("Address"), self._address),
        ):
            dress(label, "figure")
            label.setWordWrap(True)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            self.field(name, label)
        self._others = QLabel()
        self._others.setWordWrap(True)
        self._others.hide()
        dress(self._others, "muted")
        self.wide(self._others)
        self._visitors.setWordWrap(True)
        self._visitors.setTextFormat(Qt.TextFormat.PlainText)
        self._visitors.setMinimumHeight(self.theme.target)
        self.field(self.tr("Laptops"), self._visitors)
        self._busy = Busy(context.theme)
        self.outer.addWidget(self._busy)
        self.buttons(self.tr("Stop serving"))
        self.foot.itemAt(1).widget().hide()  # one way out
        self.go.clicked.connect(self.reject)
        self._busy.begin(self.tr("Opening the meeting point …"))
        self._running: Cancel | None = context.tasks.spawn(
            context.jobs.serve_hub,
            (context.access,),
            self._stopped,
            self._failed,
            told=self._hear,
        )
        # The page that asked may be made anew, and this with it.
        self.destroyed.connect(self._running.cancel)
        self.go.setFocus()

    def _hear(self, serving: Serving) -> None:
        self._busy.end()
        first, *others = serving.addresses
        self._address.setText(first)
        self._others.setText(
            self.tr("or, on another network: {addresses}").format(addresses=", ".join(others))
        )
        self._others.setVisible(bool(others))
        self._code.setText(serving.code)
        self._address.setAccessibleName(f"{self.tr('Address')} {first}")
        self._code.setAccessibleName(f"{self.tr('Pairing code')} {' '.join(serving.code)}")
        lines = []
        for name, present, changes, files in serving.visitors:
            here = self.tr("connected") if present else self.tr("was here")
            brought = self.tr("brought {changes} changes, {files} files").format(
                changes=changes, files=files
            )
            lines.append(f"{name}: {here}, {brought}")
        self._visitors.setText("\n".join(lines) or self.tr("Nobody has come yet"))
        brought_now = sum(changes + files for _, _, changes, files in serving.visitors)
        if brought_now != self._brought:
            self._brought = brought_now
            self.arrived.emit()
        self.fit()

    def _stopped(self, _result: object) -> None:
        self._running = None
        self._busy.end()

    def _failed(self, error: Exception) -> None:
        self._running = None
        self._busy.end()
        self.complain(sentence(error))

    def reject(self) -> None:
        """Stop serving; what the others sent is here."""
        if self._running is not None:
            self._running.cancel()
            self._running = None
        super().reject()
